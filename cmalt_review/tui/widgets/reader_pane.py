"""A pane of lines that are drawn as needed: the base of the three panes of the assess screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cmalt_review.tui.keys import bindings

if TYPE_CHECKING:
    from rich.style import Style
    from textual.binding import BindingType

TONES = (
    "muted", "strong", "warn", "bad", "good", "em", "code", "link", "added", "struck", "heading", "accent", "found",
    "cursor", "marked", "inserted",
)  # fmt: skip


class Pane(ScrollView, can_focus=True):
    """Lines of toned text; a subclass says how many and what each is. j, k and the arrows scroll."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("table")
    ALLOW_SELECT = False
    enter_word = "open"
    """What Enter does, for the footer."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{tone}" for tone in TONES}
    DEFAULT_CSS = """
    Pane {
        scrollbar-size: 1 1; scrollbar-gutter: stable; overflow-x: hidden; padding: 0 0 0 1;
        border: round $foreground 30%; border-title-color: $text-muted; border-subtitle-color: $text-muted;
        &:focus { border: round $primary; border-title-color: $text; border-title-style: bold; }
        &.bare { border: none; }
        & > .pane--muted { color: $text-muted; }
        & > .pane--strong { text-style: bold; }
        & > .pane--warn { color: $text-warning; }
        & > .pane--bad { color: $text-error; text-style: bold; }
        & > .pane--good { color: $text-success; }
        & > .pane--em { text-style: italic; }
        & > .pane--code { color: $text-secondary; }
        & > .pane--link { text-style: underline; }
        & > .pane--added { text-style: underline; color: $text-warning; }
        & > .pane--marked { text-style: reverse; }
        & > .pane--inserted { text-style: underline bold; color: $text-success; }
        & > .pane--struck { text-style: strike; }
        & > .pane--heading { text-style: bold; color: $text-primary; }
        & > .pane--accent { text-style: bold; color: $text-accent; }
        & > .pane--found { background: $warning 40%; text-style: bold; }
        & > .pane--cursor { background: $foreground 15%; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        self._tones: dict[str, Style] = {}
        super().__init__(id=id)

    def tone(self, names: str) -> Style:
        """The style of tones that are separated by spaces, over the pane's own."""
        style = self._tones.get(names)
        if style is None:
            style = self.rich_style
            for name in names.split():
                style += self.get_component_rich_style(f"pane--{name}", partial=True)
            self._tones[names] = style
        return style

    def notify_style_update(self) -> None:
        """The styles have changed, with the focus for one: look them up anew."""
        super().notify_style_update()
        self._tones = {}

    @property
    def width(self) -> int:
        """Cells of a line."""
        return self.scrollable_content_region.width

    @property
    def height_shown(self) -> int:
        """Lines in sight."""
        return self.scrollable_content_region.height

    def line(self, y: int) -> list[Segment]:
        """The segments of a line of the whole, 0 the first."""
        raise NotImplementedError

    def put_count(self, count: int) -> None:
        """Say how many lines there are, and draw again."""
        self.virtual_size = Size(0, count)
        self.refresh()

    def show_line(self, y: int, *, context: int = 0) -> None:
        """Scroll as little as needed to have a line in sight, with some lines around it."""
        top, height = self.scroll_offset.y, max(1, self.height_shown)
        context = min(context, max(0, (height - 1) // 2))
        if y - context < top:
            self.go_to(y - context)
        elif y + context >= top + height:
            self.go_to(y + context - height + 1)

    def go_to(self, y: int) -> None:
        """Have this line at the top."""
        # Forced: until the next refresh a pane that had no scroll bar believes that it cannot scroll.
        self.scroll_to(y=max(0, y), animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, at = self.width, self.scroll_offset.y + y
        if at >= self.virtual_size.height:
            return Strip.blank(width, self.rich_style)
        return Strip(self.line(at)).adjust_cell_length(width, self.rich_style)

    def action_move(self, step: int) -> None:
        """Scroll by lines."""
        self.go_to(self.scroll_offset.y + step)

    def action_page(self, step: int) -> None:
        """Scroll by screenfuls, with a line of overlap."""
        self.go_to(self.scroll_offset.y + step * max(1, self.height_shown - 1))

    def action_first(self) -> None:
        """Scroll to the first line."""
        self.go_to(0)

    def action_last(self) -> None:
        """Scroll to the last line."""
        self.go_to(self.virtual_size.height)

    def action_choose(self) -> None:
        """Enter: nothing to open here unless a subclass has something."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Enter is no key of a pane in which nothing is opened."""
        return action != "choose" or type(self).action_choose is not Pane.action_choose
