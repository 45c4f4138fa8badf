"""The queue: all portfolios on this desk, what waits on me first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input

from cmalt_review.errors import ReviewError
from cmalt_review.rules import queue as rules
from cmalt_review.tui.screens.queue_view import QueueView
from cmalt_review.tui.widgets.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmalt_review.model.queue_row import QueueRow
    from cmalt_review.tui.dialogs.declare import Answer


class QueueScreen(QueueView):
    """Home: the keys that move, filter and sort out."""

    # ── moving about ─────────────────────────────────────────────────────────

    def action_view(self, number: int) -> None:
        """Show one of the views."""
        self._view = number - 1
        self._show_rows()

    def action_sort(self) -> None:
        """The next way to order."""
        self._order = self._orders[(self._orders.index(self._order) + 1) % len(self._orders)]
        self._show_rows()

    def action_next_mine(self) -> None:
        """The next row, from the cursor on and round, that waits for me."""
        table = self.table
        count = len(table.rows)
        places = ((table.cursor + step) % count for step in range(1, count + 1))
        found = next((place for place in places if rules.needs_me(table.rows[place], self._today)), None)
        if found is None:
            self.notify("Nothing here waits for you.")
        else:
            table.move_to(found)

    # ── filter ───────────────────────────────────────────────────────────────

    async def action_filter(self) -> None:
        """Type a filter; the table follows."""
        if not self.query("#filter-row"):
            field = Input(self._query, placeholder="role:lead age>42 -flag:yes candidate:…", id="filter")
            label = Line([("Filter:", "strong")], id="filter-label")
            await self.mount(Horizontal(label, field, Line(id="problem"), id="filter-row"), after="#views")
        self.query_one("#filter-row").display = True
        self.query_one("#filter", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed; what is not understood yet is said, and the rows stay."""
        try:
            rules.parse(event.value)
        except rules.QueryError as error:
            self.query_one("#problem", Line).put([(str(error).replace("\n", ". "), "warn")])
            return
        self._query = event.value
        self._show_rows()
        found = len(self.table.rows)
        self.query_one("#problem", Line).put([(f"{found} found" if self._query else "", "muted")])

    def on_input_submitted(self) -> None:
        """Back to the rows; the filter stays."""
        self.table.focus()
        if not self._query:
            self.query_one("#filter-row").display = False

    def action_clear_filter(self) -> None:
        """Take the filter away."""
        for field in self.query("#filter").results(Input):
            field.value = ""
            self.query_one("#filter-row").display = False
        self._query = ""
        self.table.focus()
        self._show_rows()

    # ── triage ───────────────────────────────────────────────────────────────

    def _writable(self) -> QueueRow | None:
        """The highlighted row, where something may be changed."""
        if self.desk.read_only:
            raise ReviewError("Nothing can be changed now", self.desk.notice, "Close it, then start again.")
        return self.table.current

    def action_flag(self) -> None:
        """Flag the row, or take the flag away."""
        if row := self._writable():
            self.desk.flag(row.id)
            self._reload()

    def action_undo(self) -> None:
        """Take back the last flag, snooze or declaration."""
        self._writable()
        label = self.desk.undo()
        self.notify(f"Taken back: {label}." if label else "Nothing to take back.")
        self._reload()

    def action_snooze(self) -> None:
        """Ask until when, and put the row aside."""
        row = self._writable()
        if row is None:
            return
        from cmalt_review.tui.dialogs.prompt import TextPrompt

        def snooze(text: str) -> None:
            until = rules.parse_until(text, self._today)
            self.desk.snooze(row.id, until)
            self._reload()
            words = f"put aside until {rules.day_words(until.isoformat())}" if until else "no longer put aside"
            self.notify(f"{row.candidate}: {words}. {self.key_for('queue.undo')} takes it back.")

        self.ask(
            TextPrompt(
                f"Put {row.candidate} aside",
                "Until when? A number of days, or a date; empty ends it.",
                placeholder="7 or 2026-12-01",
                check=lambda text: rules.parse_until(text, self._today),
            ),
            snooze,
        )

    def action_declare(self) -> None:
        """Ask for the declaration."""
        if row := self._writable():
            self._ask_declaration(row)

    def _ask_declaration(self, row: QueueRow, then: Callable[[], None] | None = None) -> None:
        from cmalt_review.tui.dialogs.declare import DeclarationDialog

        def declare(answer: Answer) -> None:
            self.desk.declare(row.id, answer.kind, answer.text)
            self._reload()
            if answer.kind == "decline":
                self.notify(f"{row.candidate}: declined. {self.key_for('queue.undo')} takes it back.")
            elif then is not None:
                then()

        self.ask(DeclarationDialog(row.candidate), declare)

    def on_table_chosen(self) -> None:
        """Open the portfolio; where nothing was declared yet, ask first."""
        row = self.table.current
        if row is None:
            return
        if row.state == "declare" and not self.desk.read_only:
            self._ask_declaration(row, lambda: self.review_app.open_assignment(row.id))
        else:
            self.review_app.open_assignment(row.id)

    def action_add(self) -> None:
        """Add a portfolio from files or a link."""
        self._writable()
        from cmalt_review.tui.dialogs.add import AddDialog

        def added(id_: str) -> None:
            self._reload()
            self.table.move_to(next((i for i, row in enumerate(self.table.rows) if row.id == id_), 0))

        self.ask(AddDialog(self.desk, self._today), added)
