"""The frame of all dialogs: a title, a body, a line that says which keys do what; Escape leaves with None."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

R = TypeVar("R")


def plain(text: str, *, id: str | None = None, classes: str | None = None) -> Static:
    """A text that is never markup."""
    return Static(Content(text), id=id, classes=classes, markup=False)


def beside(key: str, words: str, room: int) -> Content:
    """A key and, beside it, words wrapped to so many cells, the further lines set in."""
    lines = wrap(words, max(20, room)) or [""]
    return Content.assemble((key, "bold $accent"), Content(("\n" + " " * len(key)).join(lines)))


class Dialog(ModalScreen[R | None]):
    """A dialog with a typed result; None where it was left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel", tooltip="Closes; nothing changes.")]
    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > .frame {
        width: 84; max-width: 96%; height: auto; max-height: 92%; padding: 0 2; border: round $primary;
        background: $surface;
    }
    Dialog .gap { margin-top: 1; }
    Dialog .problem { color: $text-error; height: auto; }
    Dialog .hint { color: $text-muted; }
    Dialog Input { border: none; padding: 0 1; height: 1; background: $boost; }
    Dialog Input:focus { border: none; background: $primary 25%; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._dialog_title = title

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        frame = Vertical(classes="frame")
        frame.border_title = Content(self._dialog_title)
        with frame:
            yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        """What the dialog holds."""
        raise NotImplementedError

    def inner_width(self) -> int:
        """Cells for text inside the frame, as the terminal is wide now."""
        return min(84, self.app.size.width * 96 // 100) - 6

    def action_cancel(self) -> None:
        """Leave; nothing changes."""
        self.dismiss(None)
