"""The sections with what is judged of each: the left pane of the assess screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.message import Message

from cmalt_review.tui.widgets.reader_pane import Pane
from cmalt_review.tui.widgets.table import Column, fit, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

COLUMNS = (
    Column("done", "", 1),
    Column("id", "", 3, grow=1, most=6),
    Column("short", "Section", 10, drop=5, grow=3, most=30),
    Column("grade", "Grade", 9, grow=1, most=12),
    Column("elements", "DRE", 3, drop=2),
    Column("principles", "P", 3, drop=3),
    Column("words", "Words", 5, drop=4, right=True),
    Column("marks", "Notes", 5, drop=6),
)

TITLE = Column("short", "", 10)


class Entry(NamedTuple):
    """A line of the list: a row that can be judged, or a heading (without an id)."""

    id: str
    short: str = ""
    grade: str = ""
    tone: str = ""
    elements: str = ""
    """A sign for the level of each element; the heading of the column has their letters."""
    principles: str = ""
    """Principles checked in the advanced area, e.g. ``2/4``."""
    words: str = ""
    marks: str = ""
    """Points and notes: ``3p ✎``."""
    done: str = ""
    """A tick where the row is graded."""


class SectionsList(Pane):
    """Shows the entries; j and k go to the next and the one before."""

    class Chosen(Message):
        """Another row was chosen."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.row = id

    def __init__(self, entry: Callable[[str], Entry], *, id: str | None = None) -> None:
        """``entry`` gives a row's entry as it now is."""
        super().__init__(id=id)
        self._entry = entry
        self._ids: Sequence[str] = ()
        self._headings: dict[int, str] = {}
        self._current = 0
        self._columns: tuple[Column, ...] = COLUMNS

    def put(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show these groups of rows, each with its heading (none where it is empty)."""
        checked = any(self._entry(row).principles for _, rows in groups for row in rows)
        self._columns = COLUMNS if checked else tuple(column for column in COLUMNS if column.id != "principles")
        self.set_class(checked, "checked")
        ids: list[str] = []
        self._headings = {}
        for heading, rows in groups:
            if heading and rows:
                self._headings[len(ids)] = heading
                ids.append("")
            ids += rows
        self._ids = ids
        self.put_count(len(ids) + 1)

    @property
    def rows(self) -> list[str]:
        """The ids that can be chosen, in order."""
        return [id_ for id_ in self._ids if id_]

    def choose(self, id_: str) -> None:
        """Highlight a row."""
        self._current = self._ids.index(id_)
        self.show_line(self._current + 1, context=1)
        self.refresh()

    def line(self, y: int) -> list[Segment]:
        """The heading of the columns, a heading, or a row."""
        width = self.width
        columns = layout(self._columns, width - 2)
        if y == 0:
            titles = " ".join(fit(column.title, size, right=column.right) for column, size in columns)
            return [Segment(f"  {titles}", self.tone("muted"))]
        index = y - 1
        if heading := self._headings.get(index):
            return [Segment(fit(heading, width), self.tone("strong"))]
        entry = self._entry(self._ids[index])
        here = index == self._current
        over = "cursor strong" if here else ""
        segments = [Segment("▸ " if here else "  ", self.tone(over))]
        if len(entry.id) > 3 or not entry.id:  # an id that is a word is no help: its title stands across the columns
            columns = self._titled(columns)
        for column, size in columns:
            tone = entry.tone if column.id in ("grade", "done") else "muted" if column.id in ("words", "marks") else ""
            text = fit(str(getattr(entry, column.id)), size, right=column.right)
            segments += [Segment(text, self.tone(f"{tone} {over}")), Segment(" ", self.tone(over))]
        return segments

    def _titled(self, columns: Sequence[tuple[Column, int]]) -> list[tuple[Column, int]]:
        """Columns in which the short title takes the place of id, grade and elements."""
        done, *others = columns
        own = [pair for pair in others if pair[0].id in ("words", "marks")]
        room = sum(size + 1 for _, size in others) - sum(size + 1 for _, size in own) - 1
        return [done, (TITLE, room), *own]

    def step(self, by: int) -> str:
        """The id of the next row, or the one before; the same at the ends."""
        rows = self.rows
        place = rows.index(self._ids[self._current])
        return rows[max(0, min(place + by, len(rows) - 1))]

    def action_move(self, step: int) -> None:
        """Go to the next row, or the one before."""
        self.post_message(self.Chosen(self.step(step)))

    def action_page(self, step: int) -> None:
        """Go some rows further."""
        self.post_message(self.Chosen(self.step(step * max(1, self.height_shown - 2))))

    def action_first(self) -> None:
        """Go to the first row."""
        self.post_message(self.Chosen(self.rows[0]))

    def action_last(self) -> None:
        """Go to the last row."""
        self.post_message(self.Chosen(self.rows[-1]))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        offset = event.get_content_offset(self)
        index = self.scroll_offset.y + offset.y - 1 if offset else -1
        if 0 <= index < len(self._ids) and self._ids[index]:
            self.post_message(self.Chosen(self._ids[index]))
