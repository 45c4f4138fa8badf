"""Lines of plain text, drawn without markup: the header, the views, the detail, the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from cmalt_review.tui.widgets.table import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

Part = tuple[str, str]
"""Text and tone (``""``, ``muted``, ``strong``, ``warn``, ``bad``, ``good``)."""


class Line(Widget):
    """One line: parts at the left, parts at the right; the left is cut first."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--muted", "line--strong", "line--warn", "line--bad", "line--good"}
    DEFAULT_CSS = """
    Line {
        height: 1; padding: 0 1;
        & > .line--muted { color: $text-muted; }
        & > .line--strong { text-style: bold; }
        & > .line--warn { color: $text-warning; }
        & > .line--bad { color: $text-error; text-style: bold; }
        & > .line--good { color: $text-success; }
    }
    """

    def __init__(self, left: Sequence[Part] = (), right: Sequence[Part] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left = tuple(left)
        self._right = tuple(right)

    def put(self, left: Sequence[Part] | None = None, right: Sequence[Part] | None = None) -> None:
        """Show other parts; None leaves a side as it is."""
        before = (self._left, self._right)
        if left is not None:
            self._left = tuple(left)
        if right is not None:
            self._right = tuple(right)
        if before != (self._left, self._right):
            self.refresh()

    @property
    def text(self) -> str:
        """What the line says, without tones."""
        return "".join(text for text, _ in self._left + self._right)

    def _segments(self, parts: Sequence[Part]) -> list[Segment]:
        base = self.rich_style
        return [
            Segment(text, base + self.get_component_rich_style(f"line--{tone}", partial=True) if tone else base)
            for text, tone in parts
        ]

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.content_size.width
        if y > 0 or width <= 0:
            return Strip.blank(max(width, 0), self.rich_style)
        right_width = min(width, sum(cell_len(text) for text, _ in self._right))
        left_width = max(0, width - right_width - (1 if right_width else 0))
        left: list[Part] = []
        for text, tone in self._left:
            space = left_width - sum(cell_len(t) for t, _ in left)
            if space > 0:
                left.append((text if cell_len(text) <= space else fit(text, space), tone))
        gap = width - right_width - sum(cell_len(text) for text, _ in left)
        parts = [*left, (" " * gap, ""), *self._right]
        return Strip(self._segments(parts)).adjust_cell_length(width, self.rich_style)
