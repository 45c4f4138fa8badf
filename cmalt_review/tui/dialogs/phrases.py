"""The phrase picker: at most nine that fit, on digit keys; a search that finds the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from cmalt_review.feedback.frames import OVERALL
from cmalt_review.feedback.insertion import expand
from cmalt_review.feedback.offers import offers, search
from cmalt_review.model.sheet import ELEMENT_WORDS
from cmalt_review.tui.dialogs.base import Dialog, plain
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.writing import Writing
    from cmalt_review.feedback.frames import Frame, FrameLibrary, Wording

MOST = 9
KIND_WORDS = {
    "strength": "strength", "required": "required", "suggestion": "for consideration", "unsorted": "not sorted yet",
    "overall": "overall text",
}  # fmt: skip
COLUMNS = (
    Column("digit", "", 1),
    Column("title", "Phrase", 36, grow=1, most=56),
    Column("element", "About", 12),
    Column("kinds", "Kinds", 28, drop=1),
    Column("used", "Used", 4, right=True),
)


class Pick(NamedTuple):
    """A phrase and the wording of it that was chosen."""

    frame: Frame
    kind: Wording


def fitting(library: FrameLibrary, writing: Writing, query: str = "") -> list[Frame]:
    """The phrases to show: without a query at most nine that fit the moment, with one all that it finds."""
    pathway = writing.form.pathway
    if not query.strip():
        return offers(
            library, section=writing.section, element=writing.element, kind=writing.kind, used=writing.used(),
            limit=MOST, aspect=writing.aspect, pathway=pathway,
        )  # fmt: skip
    overall = writing.section == OVERALL
    return [
        frame for frame in search(library, query)
        if ((OVERALL in frame.slot.sections) == overall) and frame.slot.pathway in ("", pathway)
    ]  # fmt: skip


def wording_for(frame: Frame, kind: str) -> Wording:
    """The wording of a phrase for a point of this kind; where it has none, the first that it has."""
    return next((known for known in frame.kinds if known == kind), frame.kinds[0])


class QueryField(Input):
    """The search field: digits choose, they are not typed."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave the digits to the picker."""
        return not (character or "").isdigit() and super().check_consume_key(key, character)


class PhrasePicker(Dialog[Pick]):
    """Result: the phrase. A digit takes one at once; letters search; Enter takes the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(b, priority=True) for b in bindings("phrases") if isinstance(b, Binding)),
        Binding("down", "move(1)", "down", show=False, priority=True),
        Binding("up", "move(-1)", "up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    PhrasePicker { align: center bottom; background: $background 20%; }
    PhrasePicker > .frame { width: 100%; max-width: 120; max-height: 100%; }
    PhrasePicker Table { height: 10; }
    PhrasePicker #preview { height: 4; margin-top: 1; color: $text-muted; }
    """

    def __init__(self, library: FrameLibrary, writing: Writing) -> None:
        about = ELEMENT_WORDS.get(writing.element, writing.element).lower()
        where = "the overall text" if writing.section == OVERALL else f"{writing.section}, {about}, "
        kind = "" if writing.section == OVERALL else KIND_WORDS[writing.kind]
        super().__init__(f"Phrases for {where}{kind}")
        self.library = library
        self.writing = writing
        self._used = writing.used()

    def compose_body(self) -> ComposeResult:
        """Search field, list, the words of the highlighted phrase."""
        yield QueryField(placeholder=f"type to search all {len(self.library)} phrases", id="query")
        yield Table(COLUMNS, self._cell, rows=fitting(self.library, self.writing), enter="put in", id="found")
        yield Static("", id="preview", markup=False)
        yield plain("1–9 take   enter takes ▸   ↑ ↓ move   letters search   esc close", classes="hint")

    @property
    def table(self) -> Table[Frame]:
        """The phrases shown."""
        return self.query_one("#found", Table)

    def on_mount(self) -> None:
        """The keys go to the search field."""
        self.table.can_focus = False
        self.table.when_empty = "No phrase fits here; letters search all."
        self.query_one(QueryField).focus()
        self._preview()

    def _numbered(self) -> Iterator[Frame]:
        top = self.table.scroll_offset.y
        yield from self.table.rows[top : top + MOST]

    def _cell(self, frame: Frame, column: str) -> Cell:
        if column == "digit":
            place = next((n for n, shown in enumerate(self._numbered(), 1) if shown.id == frame.id), 0)
            return Cell(str(place) if place else "", "strong")
        if column == "title":
            return Cell(frame.title)
        if column == "element":
            return Cell(ELEMENT_WORDS.get(frame.slot.element, frame.slot.element).lower(), "muted")
        if column == "used":
            times = self._used.get(frame.id, 0)
            return Cell(f"{times}×" if times else "", "muted")
        return Cell(" / ".join(KIND_WORDS[kind] for kind in frame.kinds), "muted")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while it is typed."""
        self.table.when_empty = "Nothing found; backspace widens the search."
        self.table.show(fitting(self.library, self.writing, event.value))

    def on_table_moved(self) -> None:
        """Show the words of the highlighted phrase."""
        self._preview()
        self.table.refresh()  # the digits move with the rows in sight

    def _preview(self) -> None:
        frame = self.table.current
        words = ""
        if frame is not None:
            kind = wording_for(frame, self.writing.kind)
            words = expand(frame, kind, section_title=self.writing.section_title).text
            words += f"  ({frame.layer})" if frame.layer not in ("", "shipped") else ""
        self.query_one("#preview", Static).update(Content(words))

    def action_move(self, step: int) -> None:
        """Highlight the next phrase, or the one before."""
        self.table.action_move(step)

    def action_pick(self, number: int) -> None:
        """Take the phrase with this digit."""
        shown = list(self._numbered())
        if number <= len(shown):
            self._take(shown[number - 1])

    def on_input_submitted(self) -> None:
        """Take the highlighted phrase."""
        if self.table.current is not None:
            self._take(self.table.current)

    def on_table_chosen(self) -> None:
        """A click takes the phrase, too."""
        self.on_input_submitted()

    def _take(self, frame: Frame) -> None:
        self.dismiss(Pick(frame, wording_for(frame, self.writing.kind)))
