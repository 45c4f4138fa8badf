"""A table drawn by line, as needed: ten thousand rows cost as much as ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cmalt_review.tui.keys import bindings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

T = TypeVar("T")


class Cell(NamedTuple):
    """A cell's text and its tone: ``""``, ``muted``, ``warn``, ``bad``, ``good`` or ``strong``."""

    text: str
    tone: str = ""


class Column(NamedTuple):
    """A column. Where the width does not suffice for all, those with the highest ``drop`` go first; 0 stays."""

    id: str
    title: str
    width: int
    """Cells that it needs."""
    drop: int = 0
    grow: int = 0
    """Share of the cells that are left over."""
    right: bool = False
    most: int = 1000
    """Cells that it takes at most when it grows."""
    wish: int = 0
    """Cells that it gets before an ornament is shown and before any other column grows."""


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly so many cells, with an ellipsis where it is cut."""
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    space = " " * (width - length)
    return space + text if right else text + space


GAP = 1
ORNAMENT = 7
"""A column with this ``drop`` or more is shown only where each other has what it wishes."""


def layout(columns: Sequence[Column], available: int) -> list[tuple[Column, int]]:
    """The columns that fit into so many cells, with their widths."""
    shown = list(columns)
    while len(shown) > 1:
        worst = max(shown, key=lambda column: column.drop)
        needs = [max(c.width, c.wish) if worst.drop >= ORNAMENT else c.width for c in shown]
        if worst.drop == 0 or sum(needs) + GAP * (len(shown) - 1) <= available:
            break
        shown.remove(worst)
    left = max(0, available - sum(c.width for c in shown) - GAP * (len(shown) - 1))
    widths = {column.id: column.width for column in shown}
    for column in shown:
        more = min(left, max(0, column.wish - column.width))
        widths[column.id] += more
        left -= more
    growing = [column for column in shown if column.grow]
    while left > 0 and growing:
        total = sum(column.grow for column in growing)
        spent = 0
        for column in growing:
            more = min(column.most - widths[column.id], max(1, left * column.grow // total), left - spent)
            widths[column.id] += more
            spent += more
        growing = [column for column in growing if widths[column.id] < column.most]
        left -= spent
    return [(column, widths[column.id]) for column in shown]


class Table(ScrollView, Generic[T], can_focus=True):
    """Rows of any kind, one line each, with a cursor; the heading stays in sight."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("table")
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header", "table--cursor", "table--muted", "table--warn", "table--bad", "table--good", "table--strong",
    }  # fmt: skip
    DEFAULT_CSS = """
    Table {
        scrollbar-size: 1 1; overflow-x: hidden;
        & > .table--header { text-style: bold; color: $text-muted; }
        & > .table--cursor { background: $primary 30%; text-style: bold; }
        & > .table--muted { color: $text-muted; }
        & > .table--warn { color: $text-warning; }
        & > .table--bad { color: $text-error; }
        & > .table--good { color: $text-success; }
        & > .table--strong { text-style: bold; }
    }
    """

    class Chosen(Message):
        """Enter was pressed on a row, or the highlighted row was clicked."""

        def __init__(self, table: Table[Any], index: int) -> None:
            super().__init__()
            self.table = table
            self.index = index

        @property
        def control(self) -> Table[Any]:
            """The table, so that a handler can select by its id."""
            return self.table

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, table: Table[Any], index: int) -> None:
            super().__init__()
            self.table = table
            self.index = index

        @property
        def control(self) -> Table[Any]:
            """The table, so that a handler can select by its id."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        cell: Callable[[T, str], Cell],
        *,
        rows: Sequence[T] = (),
        pointer: str = "▸",
        enter: str = "open",
        id: str | None = None,
    ) -> None:
        """``cell`` gives the cell of a row in the column with this id; ``enter`` is what Enter does, for the footer."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._cell = cell
        self._pointer = pointer
        self.enter_word = enter
        self._rows: Sequence[T] = rows
        self._cursor = 0
        self._layout: tuple[int, list[tuple[Column, int]]] = (-1, [])
        self.when_empty = ""
        """The sentence that an empty table shows."""
        self.virtual_size = Size(0, len(rows) + 1)

    # ── rows and cursor ──────────────────────────────────────────────────────

    @property
    def rows(self) -> Sequence[T]:
        """The rows as shown."""
        return self._rows

    @property
    def cursor(self) -> int:
        """Index of the highlighted row; 0 in an empty table."""
        return self._cursor

    @property
    def current(self) -> T | None:
        """The highlighted row, or None in an empty table."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    def show(self, rows: Sequence[T], cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them."""
        self._rows = rows
        self._cursor = max(0, min(cursor, len(rows) - 1))
        self.virtual_size = Size(0, len(rows) + 1)
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Moved(self, self._cursor))

    def move_to(self, index: int) -> None:
        """Put the cursor on a row; beyond the ends it stays on the last or first."""
        index = max(0, min(index, len(self._rows) - 1))
        if index == self._cursor:
            return
        old, self._cursor = self._cursor, index
        self.refresh_line(old + 1)
        self.refresh_line(index + 1)
        self._scroll_to_cursor()
        self.post_message(self.Moved(self, index))

    def _scroll_to_cursor(self) -> None:
        height = self.scrollable_content_region.height - 1
        if height <= 0:
            return
        top = self.scroll_offset.y
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, immediate=True)
        elif self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, immediate=True)

    def action_move(self, step: int) -> None:
        """Move by rows."""
        self.move_to(self._cursor + step)

    def action_page(self, step: int) -> None:
        """Move by screenfuls."""
        self.move_to(self._cursor + step * max(1, self.scrollable_content_region.height - 1))

    def action_first(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self.move_to(len(self._rows) - 1)

    def action_choose(self) -> None:
        """Open the highlighted row."""
        if self._rows:
            self.post_message(self.Chosen(self, self._cursor))

    def on_click(self, event: events.Click) -> None:
        """A click highlights; a click on the highlighted row opens it."""
        if event.y == 0:
            return
        index = self.scroll_offset.y + event.y - 1
        if index == self._cursor:
            self.action_choose()
        elif index < len(self._rows):
            self.move_to(index)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll_to_cursor()

    # ── drawing ──────────────────────────────────────────────────────────────

    def refresh_line(self, y: int) -> None:
        """Draw one line of the virtual area again; line 0 is the heading."""
        self.refresh(Region(0, y - self.scroll_offset.y, self.size.width, 1))

    def _columns_at(self, width: int) -> list[tuple[Column, int]]:
        if self._layout[0] != width:
            self._layout = (width, layout(self._columns, width - 2))
        return self._layout[1]

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the heading, a row, or nothing."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y == 0:
            style = self.get_component_rich_style("table--header")
            titles = (fit(column.title, size, right=column.right) for column, size in self._columns_at(width))
            return Strip([Segment(fit("  " + (" " * GAP).join(titles), width), style)], width)
        index = self.scroll_offset.y + y - 1
        if index >= len(self._rows):
            words = f"  {self.when_empty}" if y == 2 and not self._rows else ""
            return Strip([Segment(fit(words, width), base)], width)
        return self._row_strip(self._rows[index], index == self._cursor, width, base)

    def _row_strip(self, row: T, highlighted: bool, width: int, base: Style) -> Strip:
        over = self.get_component_rich_style("table--cursor", partial=True) if highlighted else None
        plain = base + over if over else base
        segments = [Segment(f"{self._pointer} " if highlighted else "  ", plain)]
        for column, size in self._columns_at(width):
            text, tone = self._cell(row, column.id)
            style = plain
            if tone:
                toned = base + self.get_component_rich_style(f"table--{tone}", partial=True)
                style = toned + over if over else toned
            segments.append(Segment(fit(text, size, right=column.right), style))
            segments.append(Segment(" " * GAP, plain))
        return Strip(segments).adjust_cell_length(width, plain)
