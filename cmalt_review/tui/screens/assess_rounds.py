"""What the assess screen does in a second round: earlier points, changes of the text, carrying forward, importing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.tui.screens.assess_base import AssessBase
from cmalt_review.tui.widgets.judgement_lines import TICKS, Item

if TYPE_CHECKING:
    from cmalt_review.model.sheet import Judgement


def following(state: str) -> str | None:
    """The tick that follows another, round and round: addressed, partly, not, none."""
    states: list[str | None] = [*(id_ for id_, _ in TICKS), None]
    return states[(states.index(state or None) + 1) % len(states)]


class RoundsActions(AssessBase):
    """The earlier round beside this one."""

    def fits_round(self, action: str) -> bool:
        """Whether a key of this part has anything to do: the rest of the keys always has."""
        match action:
            case "earlier":
                return self.known is not None or (self.session.assignment.type == "resubmission" and not self.as_other)
            case "tick_earlier":
                return bool(self.required_earlier())
            case "changes":
                return any(self.comparable.values())
            case "carry_forward":
                return self.comparable.get("rounds", False)
            case "import_again":
                return not self.as_other
        return True

    def action_earlier(self) -> None:
        """Show what was said in the earlier round."""
        self.show_earlier("")

    def show_earlier(self, key: str) -> None:
        """Show the earlier round at one of its passages; without one, at the row in front."""
        from cmalt_review.tui.screens.earlier import EarlierScreen

        self.app.push_screen(EarlierScreen(self.desk, self.id_, self.session, key or self.row))

    def action_tick_earlier(self) -> None:
        """The next tick of the highlighted required point, or of the first in the section that is still open."""
        self.check_writable()
        points = self.required_earlier(self.row)
        if not points:
            self.notify("Nothing was required of this section in the earlier round.", timeout=3)
            return
        item = self.judgement.item
        here = next((p for p in points if item == Item("earlier", p.passage.key)), None)
        point = here or next((p for p in points if not p.state), points[0])
        self.tick_earlier(point.passage.key, following(point.state))

    def tick_earlier(self, key: str, state: str | None) -> None:
        """Tick a required point of the earlier round."""
        from cmalt_review.desk.earlier import tick

        self.check_writable()
        tick(self.session, self.known, key, state)
        if not self.judgement.display:
            self.notify(f"Earlier point {key}: {dict(TICKS).get(state or '', 'no tick')}.", timeout=2)
        self.show_judgement()
        self.judgement.highlight(Item("earlier", key))

    def action_changes(self) -> None:
        """Compare the text with the earlier round, or with the import before."""
        from cmalt_review.tui.screens.changes import ChangesScreen

        imports = not self.comparable.get("rounds")
        self.app.push_screen(ChangesScreen(self.desk, self.id_, self.row, imports=imports))

    def action_carry_forward(self) -> None:
        """List what would be taken over from the earlier round, and take it over."""
        self.check_open()
        from cmalt_review.desk.earlier import carriable, carry_forward
        from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option

        found = carriable(self.desk, self.session)
        if not found:
            self.notify("Every section whose text is unchanged is judged already.", timeout=4)
            return
        lines = [self._carried_words(row, judged) for row, judged in found.items()]
        text = "From your sheet of the earlier round; the text of these is the same:\n" + "\n".join(lines)

        def carry(_: str) -> None:
            rows = carry_forward(self.desk, self.session)
            self.show_judgement()
            undo = self.key_for("assess.undo")
            self.notify(f"Carried forward: {', '.join(rows)}. {undo} takes all of it back.", timeout=5)

        count = "1 section" if len(found) == 1 else f"{len(found)} sections"
        self.ask(ConfirmDialog(f"Carry {count} forward?", text, [Option("c", "carry forward", "as one step")]), carry)

    def _carried_words(self, row: str, judged: Judgement) -> str:
        form = self.session.form
        grade = form.grade_word(judged.grade) if judged.grade else ""
        agreed = self.known.grades.get(row, []) if self.known else []
        differs = agreed and judged.grade not in agreed
        note = f"   (agreed was {' and '.join(form.grade_word(g) for g in agreed)})" if differs else ""
        return f"  {form.row_short(row) if len(row) > 3 else row}  {grade}{note}"

    def action_import_again(self) -> None:
        """Import a newer version, or a saved copy of a link."""
        from cmalt_review.tui.screens.reimport import import_again

        import_again(self, self.id_, lambda: None)
