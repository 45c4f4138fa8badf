"""What the reconciliation shows: rows with conflicts first, a counter, and the panes of the highlighted row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal

from cmalt_review.errors import RefusedError
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.line import Line
from cmalt_review.tui.widgets.reconcile_panes import Pane, agreed_text, side_foot, side_text
from cmalt_review.tui.widgets.reconcile_rows import (
    COLUMNS,
    OUTCOME,
    ReconcileLine,
    cell,
    counter,
    is_open,
    label,
    lines_of,
    rows_to_type_in,
)
from cmalt_review.tui.widgets.table import Cell, Table

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling

WIDE = 100
"""From so many columns on the three panes stand beside each other."""
PANES = ("agreed", "lead", "second")


class ReconcileView(BaseScreen):
    """Rows, counter, and the panes of the highlighted row.

    Raises ``RefusedError`` while my sheet is not submitted or the other's is not in.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("reconcile")
    DEFAULT_CSS: ClassVar[str] = """
    ReconcileView #rows { height: 11fr; }
    ReconcileView #panes { height: 9fr; }
    ReconcileView #panes > Pane { width: 1fr; height: 100%; }
    ReconcileView.narrow #panes > Pane { display: none; }
    ReconcileView.narrow #panes > Pane.shown { display: block; }
    ReconcileView.zoomed #rows { height: 2; }
    ReconcileView.zoomed #panes { height: 1fr; }
    """

    def __init__(self, desk: Desk, id_: str) -> None:
        super().__init__(desk)
        self.id_ = id_
        self.session: Reconciling = desk.reconcile(id_)
        self._shown = 0
        assignment = self.session.assignment
        self._title = ((f" {assignment.candidate}", "strong"), (f" · {self.session.form.title} · reconcile", ""))

    def compose_body(self) -> ComposeResult:
        """Counter, rows, panes."""
        yield Line(id="counter")
        yield Table(COLUMNS, self._cell, rows=lines_of(self.session), enter="choose", id="rows")
        with Horizontal(id="panes"):
            for name in ("lead", "second", "agreed"):
                yield Pane(id=name)

    @property
    def table(self) -> Table[ReconcileLine]:
        """The table of rows."""
        return self.query_one("#rows", Table)

    def _cell(self, line: ReconcileLine, column: str) -> Cell:
        return cell(self.session, line, column)

    def on_mount(self) -> None:
        """Start on the first conflict."""
        self._pick_pane(0)
        self.table.move_to(next((i for i, line in enumerate(self.table.rows) if is_open(line)), 0))
        self._show()
        self.table.focus()

    def on_resize(self, event: events.Resize) -> None:
        """One pane at a time where three do not fit."""
        self.set_class(event.size.width < WIDE, "narrow")

    def on_screen_resume(self) -> None:
        """Back from another screen: a sheet may have changed there."""
        if not self.is_mounted or not self.query("#rows"):
            return
        try:
            fresh = self.desk.reconcile(self.id_)
        except RefusedError as error:
            self.dismiss()
            self.review_app.show_error(error)
            return
        known = self.session
        if (fresh.lead, fresh.second, fresh.agreed) != (known.lead, known.second, known.agreed):
            self.session = fresh
        self._show()

    # ── what is shown ────────────────────────────────────────────────────────

    def _show(self) -> None:
        """Draw rows, counter and panes again; the cursor stays on its row."""
        lines = lines_of(self.session)
        current = self.table.current
        place = next((i for i, line in enumerate(lines) if current and line.id == current.id), self.table.cursor)
        self.table.show(lines, place)
        state = "" if self.session.agreed.state == "open" else f" · {self.session.agreed.state.replace('-', ' ')}"
        left = rows_to_type_in(self.session)
        typing = f" · {left} of theirs to type in: {self.key_for('reconcile.type-in')}" if left else ""
        self.query_one("#counter", Line).put(((counter(self.session), "strong"), (state + typing, "warn")))
        self._show_panes()

    def on_table_moved(self) -> None:
        """The panes follow the cursor."""
        self._show_panes()

    def _show_panes(self) -> None:
        line = self._line()
        name = "the outcome" if line.id == OUTCOME else label(self.session.form, line.id)
        session = self.session
        for number, pane in enumerate(PANES, start=1):
            foot = f"{number} of 3 · {self.key_for('reconcile.pane')} next" if self.has_class("narrow") else ""
            if pane == "agreed":
                text, more = agreed_text(session, line), ""
            else:
                side = session.lead if pane == "lead" else session.second
                text, more = side_text(session, side.role, line), side_foot(side)
            words = " · ".join(part for part in (more, foot) if part)
            self.query_one(f"#{pane}", Pane).put(f"{pane.capitalize()} on {name}", text, words)

    def _line(self) -> ReconcileLine:
        return self.table.current or ReconcileLine(OUTCOME, None)

    def _pick_pane(self, number: int) -> None:
        self._shown = number
        for index, name in enumerate(PANES):
            self.query_one(f"#{name}").set_class(index == number, "shown")

    def action_next_pane(self) -> None:
        """The next pane, where they take turns."""
        self._pick_pane((self._shown + 1) % len(PANES))

    def action_more(self) -> None:
        """Scroll the panes that are in sight."""
        for pane in self.query(Pane):
            if pane.display:
                pane.page()

    def action_zoom(self) -> None:
        """Give the panes the whole screen, or take it back."""
        self.toggle_class("zoomed")

    def action_next_conflict(self) -> None:
        """The next row, from the cursor on and round, that is to be decided."""
        lines, here = self.table.rows, self.table.cursor
        places = ((here + step) % len(lines) for step in range(1, len(lines) + 1))
        found = next((place for place in places if is_open(lines[place])), None)
        if found is not None:
            self.table.move_to(found)
        elif any(line.judged and not line.judged.decided for line in lines):
            self.notify(f"No conflict is left. {self.key_for('reconcile.confirm')} confirms what both agree on.")
        else:
            self.notify(f"Every row is decided. {self.key_for('reconcile.finish')} opens the review.")

    def action_back(self) -> None:
        """Out of the zoom, or back."""
        if self.has_class("zoomed"):
            self.remove_class("zoomed")
        else:
            self.dismiss()
