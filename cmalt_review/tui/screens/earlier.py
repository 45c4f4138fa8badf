"""The earlier round of a resubmission: what was said, section by section, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cmalt_review.desk import earlier as rounds
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.earlier import WHOLE, Earlier, Passage
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.item_pane import ItemPane
from cmalt_review.tui.widgets.judgement_lines import TICKS, Item, Page, PaneLine, base_of, earlier_grades

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.form import Form
    from cmalt_review.model.sheet import LocalNotes

KINDS = {"strength": "+ strength", "suggestion": "~ suggestion", "required": "! required", "unsorted": "·"}


def sections_of(known: Earlier, form: Form) -> list[str]:
    """The sections of which something is known, in the form's order; what speaks of no single one comes last."""
    order = {row: n for n, row in enumerate([*form.section_by_id, *form.principle_ids])}
    found = dict.fromkeys([*known.grades, *(passage.section for passage in known.passages)])
    return sorted(found, key=lambda section: (order.get(base_of(section), len(order)), section))


def earlier_page(known: Earlier, local: LocalNotes, form: Form, width: int) -> list[PaneLine]:
    """The whole earlier round as lines: by section its grade and its passages, the required ones with their ticks."""
    page = Page(max(width, 20))
    ticks = {point.passage.key: point for point in rounds.carried(known, local)}
    for section in sections_of(known, form):
        page.gap()
        row = base_of(section)
        title = "On the whole" if section == WHOLE or not form.has_row(row) else form.row_title(row)
        shown = f"{section} {title}" if len(section) <= 4 and section != WHOLE else title
        grades = earlier_grades(known, form, section)
        page.text(f"{shown}{f' – {grades}' if grades else ''}", "heading", hang=2)
        heading = ""
        for passage in known.of(section):
            if passage.heading != heading:
                heading = passage.heading
                if heading:
                    page.text(f"under “{heading}”", "muted", indent=2, hang=2)
            _passage(page, passage, ticks.get(passage.key))
    return page.lines


def _passage(page: Page, passage: Passage, point: rounds.Carried | None) -> None:
    item = Item("earlier", passage.key)
    if point is not None:
        label = "! required by you " if point.by_hand else "! required "
        page.options(label, [(word, point.state == state) for state, word in TICKS], item)
        page.text(passage.text, "", indent=2, hang=2, item=item)
    elif passage.kind == "unsorted":
        page.text(f"· {passage.text}", "", hang=2, item=item, head=True)
    else:
        page.add(((KINDS[passage.kind], "muted"),), item, head=True)
        page.text(passage.text, "", indent=2, hang=2, item=item)


class EarlierPane(ItemPane):
    """The passages."""

    enter_word = "tick"

    def __init__(self, owner: EarlierScreen) -> None:
        super().__init__(id="earlier")
        self._owner = owner

    def lines_within(self, width: int) -> list[PaneLine]:
        """The whole of it."""
        return self._owner.lines(min(width, 110))

    def on_resize(self) -> None:
        """Wrap anew, with the highlighted passage in sight."""
        super().on_resize()
        if self.item is not None:
            self.highlight(self.item)


class EarlierScreen(BaseScreen):
    """Passages by section; required points are ticked, and any passage can be made one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("earlier")
    AUTO_FOCUS = "EarlierPane"
    DEFAULT_CSS = "EarlierScreen EarlierPane, EarlierScreen EarlierPane:focus { height: 1fr; border: none; }"

    def __init__(self, desk: Desk, id_: str, session: Assessing, at: str = "") -> None:
        """``at``: a passage (``3a:1``) or a section to begin at."""
        super().__init__(desk)
        self.id_ = id_
        self.session = session
        self.known = rounds.earlier(desk, id_)
        self._at = at

    def compose_body(self) -> ComposeResult:
        """The passages."""
        yield EarlierPane(self)

    def on_mount(self) -> None:
        """Begin where it was asked for."""
        keys = [passage.key for passage in self.known.passages] if self.known else []
        wanted = [key for key in keys if key == self._at or base_of(key.partition(":")[0]) == self._at]
        if wanted:
            self._pane.item = Item("earlier", wanted[0])
        self._show()

    @property
    def _pane(self) -> EarlierPane:
        return self.query_one(EarlierPane)

    def lines(self, width: int) -> list[PaneLine]:
        """What the pane shows."""
        if self.known is not None and (self.known.passages or self.known.grades):
            return earlier_page(self.known, self.session.local, self.session.form, width)
        page = Page(max(width, 20))
        page.text("Nothing that was said in the earlier round is here.", "strong")
        page.gap()
        words = "attaches its transcript or feedback, as you have it: PDF, Word, text. It is then shown by section."
        page.text(f"f  {words}", "", hang=3)
        return page.lines

    def _show(self) -> None:
        known = self.known
        points = rounds.carried(known, self.session.local) if known else []
        ticked = sum(bool(point.state) for point in points)
        outcome = self.session.form.outcome(known.outcome) if known and known.outcome else None
        count = f"{ticked} of {len(points)} required ticked" if points else "nothing required" if known else ""
        parts = [
            f"earlier round{': ' + count if count else ''}",
            outcome.title if outcome else "",
            f"from {known.file}" if known and known.file else "",
        ]
        words = " · ".join(part for part in parts if part)
        self.put_title((f" {self.session.assignment.candidate}", "strong"), (f" · {words}", ""))
        self._pane.lay_out()

    # ── moving ───────────────────────────────────────────────────────────────

    def action_section(self, step: int) -> None:
        """The first passage of the next section, or of the one before."""
        keys = [item.id for item in self._pane.items]
        firsts = list({key.partition(":")[0]: key for key in reversed(keys)}.values())[::-1]
        if not firsts:
            return
        here = self._key_or_none()
        sections = [key.partition(":")[0] for key in firsts]
        at = sections.index(here.partition(":")[0]) if here else -1
        self._pane.highlight(Item("earlier", firsts[max(0, min(at + step, len(firsts) - 1))]))

    def action_next_open(self) -> None:
        """The next required point that was not ticked, round and round."""
        points = rounds.carried(self.known, self.session.local) if self.known else []
        open_ = {point.passage.key for point in points if not point.state}
        keys = [item.id for item in self._pane.items]
        here = self._key_or_none()
        at = keys.index(here) + 1 if here in keys else 0
        found = next((key for key in [*keys[at:], *keys[:at]] if key in open_), None)
        if found is None:
            self.notify("Every required point is ticked." if points else "No point is required.", timeout=3)
        else:
            self._pane.highlight(Item("earlier", found))

    def on_item_pane_chosen(self) -> None:
        """Enter: the next tick of a required point; another passage becomes one."""
        from cmalt_review.tui.screens.assess_rounds import following

        point = self._point(self._key())
        if point is None:
            self.action_require()
        else:
            self.action_tick(following(point.state) or "")

    # ── ticking ──────────────────────────────────────────────────────────────

    def _key_or_none(self) -> str:
        return self._pane.item.id if self._pane.item else ""

    def _key(self) -> str:
        if self.desk.read_only:
            raise RefusedError("The desk is open for reading only", self.desk.notice, "Close the other one first.")
        if not (key := self._key_or_none()):
            raise ReviewError("There is no passage here", "", "f attaches the earlier round's feedback.")
        return key

    def _point(self, key: str) -> rounds.Carried | None:
        points = rounds.carried(self.known, self.session.local) if self.known else []
        return next((point for point in points if point.passage.key == key), None)

    def action_tick(self, state: str) -> None:
        """Tick the highlighted required point; a passage that is none is made one first."""
        key = self._key()
        if self._point(key) is None:
            self.notify("This passage is no required point; r makes it one.", timeout=3)
            return
        rounds.tick(self.session, self.known, key, state or None)
        self._show()

    def action_require(self) -> None:
        """Make the highlighted passage a required point, or take that back."""
        key = self._key()
        point = self._point(key)
        if point is not None and not point.by_hand:
            self.notify("It was required in the earlier round: tick it as addressed, partly or not.", timeout=4)
            return
        rounds.require(self.session, self.known, key, on=point is None)
        self._show()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._travel("Taken back", self.session.undo)

    def action_redo(self) -> None:
        """Do again what was last taken back."""
        self._travel("Done again", self.session.redo)

    def _travel(self, words: str, step: Callable[[], str | None]) -> None:
        if self.session.sheet.state == "submitted":
            raise RefusedError("The sheet is submitted, and so frozen", "What led to it is not taken back.")
        label = step()
        self.notify(f"{words}: {label}." if label else "There is nothing more.", timeout=2.5)
        self._show()

    # ── the file, the text ───────────────────────────────────────────────────

    def action_attach(self) -> None:
        """Ask for the file, read it beside the screen, show it."""
        self.desk.check_writable()
        from cmalt_review.tui.dialogs.path import PathDialog

        def work(paths: list[Path], **watch: Any) -> Earlier:
            return rounds.attach(self.desk, self.id_, paths[0], **watch)

        def attached(_: Earlier) -> None:
            fresh = self.desk.assess(self.id_)  # ticks went over to the new file; what it ended in is known by now
            if (fresh.local, fresh.assignment) != (self.session.local, self.session.assignment):
                self.session = fresh
            self.known = rounds.earlier(self.desk, self.id_)
            self._show()
            self._pane.focus()

        label = "The transcript or feedback of the earlier round, as you have it: PDF, Word, text."
        self.ask(PathDialog("Attach the earlier round", label, work, placeholder="~/feedback.pdf"), attached)

    def action_changes(self) -> None:
        """Compare the text with the earlier round."""
        from cmalt_review.tui.screens.changes import ChangesScreen

        section = self._key_or_none().partition(":")[0]
        self.app.push_screen(ChangesScreen(self.desk, self.id_, section))

    def action_back(self) -> None:
        """Go back to the sections."""
        self.app.pop_screen()
