"""What the queue shows: views, rows, and the detail of the highlighted row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cmalt_review.rules import queue as rules
from cmalt_review.store.clock import today
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.line import Line, Part
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.queue_row import QueueRow

COLUMNS = (
    Column("flag", "", 1),
    Column("candidate", "Candidate", 14, grow=3, most=28),
    Column("pathway", "Pathway", 9),
    Column("type", "Type", 7, drop=6, grow=1, most=12),
    Column("role", "Role", 6, drop=4),
    Column("with", "With", 9, drop=5, grow=2, most=20),
    Column("state", "State", 9),
    Column("sections", "Done", 5, right=True),
    Column("bar", "", 4, drop=7),
    Column("grades", "Grades", 9, drop=3, grow=1, most=14),
    Column("age", "Age", 15),
    Column("next", "Next", 18, grow=3, most=34, wish=24),
)
URGENT = ("! 8 weeks", "! overdue", "! 3 months")


def bar(done: int, of: int, cells: int = 4) -> str:
    """A small bar: full cells for what is done."""
    full = cells * done // of if of else 0
    return "█" * full + "░" * (cells - full)


def cell(row: QueueRow, column: str, day: date) -> Cell:
    """What the queue shows of a row in a column, as it stands on this day."""
    match column:
        case "flag":
            return Cell("⚑", "warn") if row.flagged else Cell("")
        case "pathway":
            return Cell(rules.PATHWAY_WORDS.get(row.pathway, row.pathway))
        case "type":
            return Cell(rules.TYPE_WORDS.get(row.type, row.type))
        case "with":
            return Cell(row.co_assessor or "–", "" if row.co_assessor else "muted")
        case "state":
            if rules.is_snoozed(row, day):
                return Cell("snoozed", "muted")
            return Cell(rules.STATE_WORDS.get(row.state, row.state), "muted" if rules.is_done(row) else "")
        case "sections":
            return Cell(f"{row.graded}/{row.to_grade}")
        case "bar":
            return Cell(bar(row.graded, row.to_grade), "good")
        case "age":
            return age_cell(row, day)
        case "next":
            snoozed = rules.is_snoozed(row, day)
            return Cell(f"aside until {rules.day_words(row.snoozed_until)}", "muted") if snoozed else Cell(row.next)
        case _:
            return Cell(str(getattr(row, column)))


def age_cell(row: QueueRow, day: date) -> Cell:
    """The age in days, with the clock that has run out in words."""
    age = rules.age_days(row, day)
    if age is None:
        return Cell("–", "muted")
    mark = rules.mark(row, day)
    return Cell(f"{age:>3} d {mark}".rstrip(), "bad" if mark in URGENT else "warn" if mark else "")


class QueueView(BaseScreen):
    """Views, table, detail; the rows follow the files."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("queue")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._today = today()
        self._take(desk.rows())
        self._query = ""
        self._problem = ""
        self._view = 2
        self._orders = list(rules.ORDERS)
        self._order = self._orders[0]
        self._title = self._title_parts()

    def compose_body(self) -> ComposeResult:
        """Views, table, detail."""
        yield Line(self._view_parts(), self._order_parts(), id="views")
        yield Table(COLUMNS, self._cell, rows=self._selected(), id="rows")
        yield Line(id="detail")

    def _cell(self, row: QueueRow, column: str) -> Cell:
        return cell(row, column, self._today)

    @property
    def table(self) -> Table[QueueRow]:
        """The table of rows."""
        return self.query_one("#rows", Table)

    def on_mount(self) -> None:
        """Say what there is; check the index against the files once the queue is painted."""
        self._say_empty()
        self._show_detail()
        self.table.focus()
        self.call_after_refresh(self._check_files)

    def on_screen_resume(self) -> None:
        """Back from another screen: its changes are in the rows."""
        if self.is_mounted and self.query("#rows"):
            self._today = today()
            self._reload()

    def _check_files(self) -> None:
        self.in_thread(self.desk.refresh_rows, self._take_rows)

    def _take_rows(self, rows: Sequence[QueueRow] | None) -> None:
        if rows is not None:
            self._take(rows)
            self._show_rows()

    # ── what is shown ────────────────────────────────────────────────────────

    def _selected(self) -> list[QueueRow]:
        takes = rules.VIEWS[self._view].takes
        day = self._today
        rows = self._all if self._view == 2 else [row for row in self._all if takes(row, day)]
        return rules.select(rows, day, self._query, self._order)

    def _take(self, rows: Sequence[QueueRow]) -> None:
        self._all = rows
        self._counts = rules.counts(rows, self._today)

    def _reload(self) -> None:
        self._take(self.desk.rows())
        self._show_rows()

    def _show_rows(self) -> None:
        """Draw the rows again; the cursor stays on its portfolio, or at its place where that has gone."""
        table = self.table
        current = table.current
        rows = self._selected()
        place = table.cursor
        if current is not None:
            place = next((i for i, row in enumerate(rows) if row.id == current.id), place)
        table.show(rows, place)
        self.put_title(*self._title_parts())
        self.query_one("#views", Line).put(self._view_parts(), self._order_parts())
        self._say_empty()
        self._show_detail()

    def _say_empty(self) -> None:
        add, all_, clear = self.key_for("queue.add"), self.key_for("queue.view-3"), self.key_for("queue.clear")
        if not self._all:
            words = f"No portfolio yet: press {add} to add the first."
        elif self._query:
            words = f"Nothing here matches the filter; {clear} takes it away."
        else:
            words = f"Nothing in “{rules.VIEWS[self._view].title}”; {all_} shows all."
        self.table.when_empty = words

    def _title_parts(self) -> tuple[Part, ...]:
        total, mine = len(self._all), self._counts[0]
        words = f"{total} portfolio{'' if total == 1 else 's'} · {mine} need{'s' if mine == 1 else ''} you"
        return ((" cmalt-review  ", "strong"), (words if total else "", ""))

    def _view_parts(self) -> list[Part]:
        parts: list[Part] = []
        for index, (view, count) in enumerate(zip(rules.VIEWS, self._counts, strict=True)):
            chosen = index == self._view
            label = f"{index + 1} {view.title} {count}"
            parts.append((f"[{label}]" if chosen else f" {label} ", "strong" if chosen else "muted"))
        return parts

    def _order_parts(self) -> list[Part]:
        return [(f"by {self._order}", "muted")]

    def _show_detail(self) -> None:
        row = self.table.current if self.query("#rows") else None
        self.query_one("#detail", Line).put([(row.detail if row else "", "")])

    def on_table_moved(self) -> None:
        """The line below tells of the highlighted row."""
        self._show_detail()
