"""The footer: the keys that work here, in one or two lines, with the help key always among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from cmalt_review.tui.keys import display

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.geometry import Size
    from textual.screen import Screen

GAP = 3


class Item(NamedTuple):
    """A key as shown, what it does in a word or two, and the key as Textual names it."""

    shown: str
    description: str
    key: str

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.shown) + 1 + cell_len(self.description)


def items_of(screen: Screen[object]) -> list[Item]:
    """The keys of a screen that its footer shows; keys of one action and description stand together once."""
    found: dict[str, Item] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if binding.show and active.enabled:
            words = getattr(active.node, "enter_word", "") if binding.action == "choose" else ""
            found.setdefault(binding.action, Item(display(key), words or binding.description, key))
    return list(found.values())


def pack(items: Iterable[Item], width: int, most: int) -> list[list[Item]]:
    """The items in at most so many lines; what does not fit is left out, but never the last (help)."""
    wanted = list(items)
    while True:
        lines: list[list[Item]] = [[]]
        used = 0
        for item in wanted:
            need = item.width + (GAP if lines[-1] else 0)
            if lines[-1] and used + need > width:
                lines.append([])
                used, need = 0, item.width
            lines[-1].append(item)
            used += need
        if len(lines) <= most or len(wanted) < 2:
            return lines[:most]
        del wanted[-2]


class KeyBar(Widget):
    """The footer of a screen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; height: auto; padding: 0 1; background: $panel; color: $foreground;
        & > .keybar--key { text-style: bold; color: $accent; }
    }
    """

    def __init__(self, most: int = 2) -> None:
        super().__init__()
        self._most = most
        self._lines: list[list[Item]] = [[]]

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.app.screen:
            before = len(self._lines)
            self._pack(self.content_size.width)
            self.refresh(layout=len(self._lines) != before)

    def _pack(self, width: int) -> None:
        if width > 0:
            self._lines = pack(items_of(self.screen), width, self._most)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the keys need at this width."""
        self._pack(width)
        return len(self._lines)

    @property
    def text(self) -> str:
        """What the footer says."""
        return "\n".join((" " * GAP).join(f"{i.shown} {i.description}" for i in line) for line in self._lines)

    def render_line(self, y: int) -> Strip:
        """One line of keys."""
        width = self.content_size.width
        base = self.rich_style
        key_style = base + self.get_component_rich_style("keybar--key", partial=True)
        segments: list[Segment] = []
        for item in self._lines[y] if y < len(self._lines) else []:
            if segments:
                segments.append(Segment(" " * GAP, base))
            segments += [Segment(item.shown, key_style), Segment(f" {item.description}", base)]
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        y, x = event.y, 1
        for item in self._lines[y] if y < len(self._lines) else []:
            if x <= event.x < x + item.width:
                self.app.simulate_key(item.key)
                return
            x += item.width + GAP
