"""The assess screen: sections, the candidate's text, the judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from cmalt_review.rules.signals import signals
from cmalt_review.store.clock import today
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.assess_judging import JudgingActions
from cmalt_review.tui.screens.assess_material import Material
from cmalt_review.tui.screens.assess_reading import ReadingActions
from cmalt_review.tui.screens.assess_rounds import RoundsActions
from cmalt_review.tui.widgets.judgement import JudgementPane
from cmalt_review.tui.widgets.line import Line
from cmalt_review.tui.widgets.reader import Reader
from cmalt_review.tui.widgets.sections_list import SectionsList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk
    from cmalt_review.rules.signals import Signal

NARROW = 100
"""Columns below which one pane is shown at a time."""


EDITS = {"grade", "element", "criterion", "point", "edit_point", "delete_point", "overall", "undo", "redo",
         "carry_forward", "import_again"}  # fmt: skip
"""What a submitted sheet takes no more."""


class AssessScreen(ReadingActions, JudgingActions, RoundsActions):
    """Three panes; below 100 columns one of them."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("assess")
    AUTO_FOCUS = "Reader"
    DEFAULT_CSS = """
    AssessScreen #panes { height: 1fr; }
    AssessScreen #panebar { background: $boost; display: none; }
    AssessScreen.narrow #panebar { display: block; }
    AssessScreen SectionsList { width: 26; }
    AssessScreen SectionsList.checked { width: 29; }
    AssessScreen.wide SectionsList { width: 52; }
    AssessScreen #middle { width: 1fr; }
    AssessScreen Reader { height: 1fr; }
    AssessScreen JudgementPane { width: 36%; }
    AssessScreen.wide JudgementPane { width: 32%; }
    AssessScreen JudgementPane.empty { visibility: hidden; }
    AssessScreen.single SectionsList, AssessScreen.single SectionsList.checked { width: 1fr; }
    AssessScreen.single JudgementPane { width: 1fr; }
    AssessScreen #search { height: 1; }
    AssessScreen #search-sign { width: 2; padding: 0; }
    AssessScreen #search-field { width: 1fr; border: none; height: 1; padding: 0; background: $boost; }
    AssessScreen #search-found { width: 18; }
    """

    def __init__(self, desk: Desk, id_: str, *, as_other: bool = False, source: str = "") -> None:
        super().__init__(desk, id_, as_other=as_other, source=source)
        self._hidden: set[int] = set()
        self._zoomed = False
        self._pane = 1

    def compose_body(self) -> ComposeResult:
        """The panes, and the line that tells of them where one is shown at a time."""
        yield Line(id="panebar")
        with Horizontal(id="panes"):
            yield SectionsList(self.entry, id="sections")
            with Vertical(id="middle"):
                yield Reader(id="reader")
            yield JudgementPane(id="judgement")

    def on_mount(self) -> None:
        """Show the first row that waits for a grade; look for signals beside."""
        self.desk.opened(self.id_)
        self.sections.border_title = "Sections"
        self.sections.put(self.material.groups())
        self._arrange()
        self.show_row(self.row)
        self._look_for_signals()

    def on_screen_resume(self) -> None:
        """Back from another screen: the sheet may be another by now, or the mapping."""
        if not self.is_mounted or not self.query(Reader) or self not in self.app.screen_stack:
            return
        fresh, present = self.desk.assess(self.id_) if not self.as_other else self.session, self.session
        if (fresh.sheet, fresh.local, fresh.assignment) != (present.sheet, present.local, present.assignment):
            self.session = fresh
        self.learn_earlier()
        self.refresh_bindings()
        if self.session.portfolio != self.material.portfolio or self.material.session is not self.session:
            self.material = Material(self.session)
            self.sections.put(self.material.groups())
            self.row = self.row if self.row in self.sections.rows else self.first_row()
            self._look_for_signals()
        self.show_row(self.row)

    def _look_for_signals(self) -> None:
        material = self.material

        def look() -> Sequence[Signal]:
            return signals(material.portfolio, material.session.form, today())

        def show(found: Sequence[Signal]) -> None:
            material.signals = found
            if self.material is material:
                self.reader.show_tail(material.tail(self.row))

        if material.portfolio.pieces:
            self.in_thread(look, show)

    # ── panes ────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """One pane or three."""
        if self.query(Reader):
            self._arrange()
            self.show_judgement()

    def _arrange(self) -> None:
        narrow = self.app.size.width < NARROW
        single = narrow or self._zoomed or len(self._hidden) == 2
        self.set_class(narrow, "narrow")
        self.set_class(self.app.size.width >= 150, "wide")
        self.set_class(single, "single")
        for place, pane in enumerate(self.panes):
            shown = place == self._pane if narrow or self._zoomed else place not in self._hidden
            box = pane.parent if place == 1 else pane
            if box is not None and hasattr(box, "display"):
                box.display = shown
            pane.set_class(narrow, "bare")

    def show_pane(self, place: int) -> None:
        """Use a pane: have it in sight and give it the keys."""
        self._pane = place
        self._hidden.discard(place)
        self._arrange()
        self.panes[place].focus()

    @property
    def pane(self) -> int:
        """Index of the pane in use."""
        return self._pane

    def on_descendant_focus(self) -> None:
        """A click may have chosen another pane."""
        place = next((n for n, pane in enumerate(self.panes) if pane.has_focus), self._pane)
        self._pane = place
        self.show_place()

    def action_pane(self, step: int) -> None:
        """Go to the next pane, or the one before."""
        places = [n for n in range(3) if n not in self._hidden]
        at = places.index(self._pane) if self._pane in places else 0
        self.show_pane(places[(at + step) % len(places)])

    def action_zoom(self) -> None:
        """One pane on the whole screen; again, all of them."""
        if self._zoomed or self._hidden:
            self._zoomed = False
            self._hidden.clear()
        else:
            self._zoomed = True
        self._arrange()

    def action_hide(self) -> None:
        """Hide the pane in use; the last one stays."""
        if len(self._hidden) < 2 and not self._zoomed and self.app.size.width >= NARROW:
            self._hidden.add(self._pane)
            self.action_pane(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Which keys fit: few while something is typed, no elements where the row has none."""
        if isinstance(self.focused, Input):
            return action in ("pane", "back")
        if self.session.sheet.state == "submitted" and action in EDITS:
            return None
        if not self.fits_round(action):
            return False
        return action != "element" or bool(self.session.form.elements_of(self.row))

    # ── moving about ─────────────────────────────────────────────────────────

    def on_sections_list_chosen(self, event: SectionsList.Chosen) -> None:
        """A row of the list."""
        self.show_row(event.row)

    def on_reader_moved(self) -> None:
        """How far the text was read."""
        self.show_place()

    def action_section(self, step: int) -> None:
        """The next section, or the one before."""
        self.show_row(self.sections.step(step))

    def action_next_ungraded(self) -> None:
        """The next row without a grade, round and round."""
        self._next(lambda row: self.session.sheet.grade(row) is None, "Everything is graded; f goes on.")

    def action_next_bare(self) -> None:
        """The next row that has no point yet."""
        self._next(lambda row: not self.session.sheet.points_of(row), "Every section has a point.")

    def _next(self, wanted: Callable[[str], bool], otherwise: str) -> None:
        rows = self.session.form.rows
        at = rows.index(self.row) + 1 if self.row in rows else 0
        found = next((row for row in [*rows[at:], *rows[:at]] if wanted(row)), None)
        if found is None or (found == self.row and not wanted(self.row)):
            self.notify(otherwise, timeout=3)
        else:
            self.show_row(found)

    def action_space(self) -> None:
        """Read on; in the judgement, the next level of what is highlighted."""
        item = self.judgement.item
        if not self.judgement.has_focus:
            self.reader.action_page(1)
        elif item and item.kind == "element":
            self.action_element(self.session.form.elements_of(self.row).index(item.id) + 1)
        elif item and item.kind == "earlier" and item.id:
            self.action_tick_earlier()
        elif item and item.kind == "criterion":
            self.action_criterion([c.id for c in self.session.form.criteria].index(item.id) + 1)
        else:
            self.judgement.action_page(1)

    def action_finish(self) -> None:
        """The review before the submission."""
        from cmalt_review.tui.screens.assess_finish import SubmitScreen

        self.app.push_screen(SubmitScreen(self.desk, self.id_, self.session))

    def action_back(self) -> None:
        """Leave the search field, or go back to the queue."""
        if self.leave_search() or isinstance(self.focused, Input):
            return
        self.app.pop_screen()
