"""Notes that are saved while they are typed; points and the overall text have an editor of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static, TextArea

from cmalt_review.errors import ReviewError
from cmalt_review.model.text import count_words
from cmalt_review.tui.dialogs.base import Dialog, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class LiveText(Dialog[None]):
    """A field at the foot of the screen; ``changed`` gets the text with each key. Escape leaves; nothing is lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "cancel", "done", tooltip="Leaves the field; the text is saved already."),
    ]
    DEFAULT_CSS = """
    LiveText { align: center bottom; background: $background 20%; }
    LiveText > .frame { width: 100%; max-width: 100%; }
    LiveText TextArea { height: 7; border: none; padding: 0; background: $boost; }
    LiveText TextArea:focus { border: none; }
    LiveText .hint { height: 1; }
    """

    def __init__(self, title: str, value: str, changed: Callable[[str], object]) -> None:
        super().__init__(title)
        self._value = value
        self._changed = changed

    def compose_body(self) -> ComposeResult:
        """The field and its keys."""
        yield TextArea(self._value, soft_wrap=True, tab_behavior="focus", id="text")
        yield plain(self._hint(), id="hint", classes="hint")

    def _hint(self) -> str:
        return f"esc done   saved as you type   {count_words(self._value):,} words"

    def on_mount(self) -> None:
        """Go on where the text ends."""
        field = self.query_one(TextArea)
        field.move_cursor(field.document.end)
        field.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand the text on at once."""
        self._put(event.text_area.text)

    def action_cancel(self) -> None:
        """Leave; a key that was pressed just before still counts."""
        self._put(self.query_one(TextArea).text)
        self.dismiss(None)

    def _put(self, text: str) -> None:
        if text == self._value:
            return
        self._value = text
        try:
            self._changed(text)
        except ReviewError as error:
            self.notify(str(error), severity="error")
        self.query_one("#hint", Static).update(Content(self._hint()))
