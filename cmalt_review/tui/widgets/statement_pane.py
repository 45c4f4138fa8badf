"""The feedback as a pane: it is read as the candidate will read it, and the cursor goes from point to point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message

from cmalt_review.tui.widgets.reader_pane import Pane
from cmalt_review.tui.widgets.statement_lines import lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from cmalt_review.tui.widgets.statement_lines import Entry, StatementLine


class StatementPane(Pane):
    """Entries with a cursor on their stops."""

    enter_word = "edit"

    class Moved(Message):
        """The cursor is at another stop."""

    class Chosen(Message):
        """Enter was pressed, or the stop at the cursor was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._lines: list[StatementLine] = []
        self._laid_width = -1
        self.stop: int | None = None
        """Where the cursor is (see ``Entry.stop``)."""
        self.untouched = True
        """Whether the cursor has not been moved yet."""

    @property
    def stops(self) -> list[int]:
        """All stops, from the top."""
        return list(dict.fromkeys(entry.stop for entry in self._entries if entry.stop is not None))

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries; the cursor stays at its stop, or at its place where that has gone."""
        before = self.stops
        place = before.index(self.stop) if self.stop in before else 0
        self._entries = entries
        stops = self.stops
        if self.stop not in stops:
            # What is missing is listed first: the cursor begins at what can be read.
            begin = next((n for n, stop in enumerate(stops) if stop >= 0), 0) if not before else place
            self.stop = stops[min(begin, len(stops) - 1)] if stops else None
        self._lay_out()
        self.post_message(self.Moved())

    def move_to(self, stop: int) -> None:
        """Put the cursor at a stop and have it in sight."""
        if stop in self.stops:
            self.stop, self.untouched = stop, False
            self._scroll_to_stop()
            self.refresh()
            self.post_message(self.Moved())

    def _lay_out(self) -> None:
        if self.width <= 0:
            return
        self._laid_width = self.width
        self._lines = lay_out(self._entries, self.width - 2)
        self.put_count(len(self._lines))
        self._scroll_to_stop()

    def on_resize(self) -> None:
        """Lay the lines out anew where the width has changed; the cursor stays in sight."""
        if self.width != self._laid_width:
            self._lay_out()
        else:
            self._scroll_to_stop()

    def _reach(self, stop: int | None) -> tuple[int, int]:
        """First and last line of a stop."""
        there = [y for y, line in enumerate(self._lines) if line.stop == stop and stop is not None]
        return (there[0], there[-1]) if there else (0, 0)

    def _scroll_to_stop(self) -> None:
        first, last = self._reach(self.stop)
        if self.stop == next(iter(self.stops), None):
            first = 0
        else:  # its heading too
            while first > 0 and self._lines[first - 1].stop is None and self._lines[first - 1].text:
                first -= 1
        self.show_line(last)
        self.show_line(first)

    def action_move(self, step: int) -> None:
        """The next point, or the one before; within a point that is longer than the pane, a few lines."""
        first, last = self._reach(self.stop)
        top, height = self.scroll_offset.y, self.height_shown
        if (step > 0 and top <= last and last >= top + height) or (step < 0 and first < top <= last):
            self.go_to(top + step * max(1, height // 2))
            return
        stops = self.stops
        if self.stop in stops:
            place = stops.index(self.stop) + step
            if 0 <= place < len(stops):
                self.move_to(stops[place])
            else:
                self.go_to(top + step)

    def action_first(self) -> None:
        """The first stop."""
        if self.stops:
            self.move_to(self.stops[0])

    def action_last(self) -> None:
        """The last stop."""
        if self.stops:
            self.move_to(self.stops[-1])

    def action_choose(self) -> None:
        """Enter."""
        if self.stop is not None:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one at the cursor opens."""
        offset = event.get_content_offset(self)
        y = self.scroll_offset.y + offset.y if offset else -1
        stop = self._lines[y].stop if 0 <= y < len(self._lines) else None
        if stop is not None and stop == self.stop:
            self.action_choose()
        elif stop is not None:
            self.move_to(stop)

    def line(self, y: int) -> list[Segment]:
        """The pointer, then the text."""
        line = self._lines[y]
        here = line.stop is not None and line.stop == self.stop
        first = here and (y == 0 or self._lines[y - 1].stop != line.stop)
        tone = f"{line.tone} cursor" if here else line.tone
        text = line.text.ljust(self.width - 2) if here else line.text
        return [
            Segment(("▸ " if first else "│ ") if here else "  ", self.tone("accent")),
            Segment(text, self.tone(tone)),
        ]
