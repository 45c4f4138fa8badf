"""A pane from which text is selected with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from cmalt_review.tui.widgets.reader_pane import Pane

if TYPE_CHECKING:
    from textual.selection import Selection


class SelectablePane(Pane):
    """Shows what is selected; a paragraph is copied as one line."""

    ALLOW_SELECT = True

    def plain_lines(self) -> list[str]:
        """All lines as they are selected."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line of the screen, with what is selected of it."""
        strip = super().render_line(y)
        at = self.scroll_offset.y + y
        selection = self.text_selection
        span = selection.get_span(at) if selection is not None else None
        if span is not None:
            start, end = span[0], span[1] if span[1] >= 0 else strip.cell_length
            style = self.screen.get_component_rich_style("screen--selection")
            chosen = Strip(Segment.apply_style(strip.crop(start, end), post_style=style))
            strip = Strip.join([strip.crop(0, start), chosen, strip.crop(end)])
        return strip.apply_offsets(0, at)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text for the clipboard: a paragraph on one line, without the margin."""
        chosen = [line.strip() for line in selection.extract("\n".join(self.plain_lines())).split("\n")]
        paragraphs = "\n".join(chosen).split("\n\n")
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Draw what is selected."""
        self.refresh()
