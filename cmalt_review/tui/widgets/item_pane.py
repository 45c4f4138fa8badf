"""A pane of lines of which some are things: one of them is highlighted, Enter opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message

from cmalt_review.tui.widgets.reader_pane import Pane

if TYPE_CHECKING:
    from textual import events

    from cmalt_review.tui.widgets.judgement_lines import Item, PaneLine


class ItemPane(Pane):
    """j and k go from thing to thing. A subclass says which lines there are."""

    DEFAULT_CSS = "ItemPane { padding: 0; }"

    class Chosen(Message):
        """Enter was pressed on a thing."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[PaneLine] = []
        self._laid_width = -1
        self.item: Item | None = None
        """The thing that is highlighted."""

    def lines_within(self, width: int) -> list[PaneLine]:
        """All lines within so many cells."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Draw anew; the highlight stays on its thing where that is still there."""
        if self.width <= 0:
            return
        self._laid_width = self.width
        self._lines = self.lines_within(self.width - 1)
        items = self.items
        if self.item not in items:
            self.item = items[0] if items else None
        self.put_count(len(self._lines))

    @property
    def items(self) -> list[Item]:
        """The things that can be highlighted, in order."""
        return [line.item for line in self._lines if line.item and line.head]

    @property
    def text(self) -> str:
        """All that the pane says."""
        return "\n".join("".join(text for text, _ in line.parts) for line in self._lines)

    def on_resize(self) -> None:
        """Wrap anew where the width has changed."""
        if self.width != self._laid_width:
            self.lay_out()

    def line(self, y: int) -> list[Segment]:
        """One line; a pointer and a tone mark the highlighted thing while the pane has the focus."""
        line = self._lines[y]
        here = self.has_focus and line.item is not None and line.item == self.item
        over = " cursor" if here else ""
        pointer = Segment("▸" if here and line.head else " ", self.tone("accent"))
        return [pointer, *(Segment(text, self.tone(tone + over)) for text, tone in line.parts)]

    def highlight(self, item: Item) -> None:
        """Highlight a thing and have it in sight."""
        self.item = item
        places = [y for y, line in enumerate(self._lines) if line.item == item]
        if places:
            self.show_line(places[-1])
            self.show_line(places[0], context=1)
        self.refresh()

    def on_focus(self) -> None:
        """Show what is highlighted."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide what is highlighted."""
        self.refresh()

    def action_move(self, step: int) -> None:
        """Go to the next thing, or the one before; at the ends, scroll."""
        items = self.items
        place = items.index(self.item) + step if self.item in items else 0
        if 0 <= place < len(items):
            self.highlight(items[place])
        else:
            super().action_move(step)

    def action_choose(self) -> None:
        """Open the highlighted thing."""
        if self.item is not None:
            self.post_message(self.Chosen(self.item))

    def on_click(self, event: events.Click) -> None:
        """A click highlights; a click on the highlighted thing opens it."""
        offset = event.get_content_offset(self)
        y = self.scroll_offset.y + offset.y if offset else -1
        item = self._lines[y].item if 0 <= y < len(self._lines) else None
        if item is None:
            return
        if item == self.item and event.chain > 1:
            self.action_choose()
        self.highlight(item)
