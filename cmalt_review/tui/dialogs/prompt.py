"""A text asked for: one line, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from cmalt_review.errors import ReviewError
from cmalt_review.tui.dialogs.base import Dialog, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class TextPrompt(Dialog[str]):
    """Result: the text, one line. ``check`` is called with it and raises ``ReviewError`` where it will not do."""

    def __init__(
        self, title: str, label: str = "", *, value: str = "", placeholder: str = "", secret: bool = False,
        check: Callable[[str], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title)
        self.label = label
        self.value = value
        self.placeholder = placeholder
        self.secret = secret
        self.check = check

    def compose_body(self) -> ComposeResult:
        """Label, field, problem, keys."""
        if self.label:
            yield plain(self.label)
        yield Input(self.value, placeholder=self.placeholder, password=self.secret, id="value")
        yield Static("", id="problem", classes="problem", markup=False)
        yield plain("enter take   esc leave it as it is", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the text where it will do."""
        try:
            if self.check is not None:
                self.check(event.value)
        except ReviewError as error:
            words = ". ".join(part.rstrip(".") for part in (error.title, error.message, error.hint) if part)
            self.query_one("#problem", Static).update(Content(f"{words}."))
        else:
            self.dismiss(event.value)


class LongTextPrompt(Dialog[str]):
    """Result: the text, of several lines. ctrl+s takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "take", tooltip="Takes the text.", priority=True),
    ]
    DEFAULT_CSS = "LongTextPrompt TextArea { height: 12; border: none; }"

    def __init__(self, title: str, label: str = "", *, value: str = "") -> None:
        super().__init__(title)
        self.label = label
        self.value = value

    def compose_body(self) -> ComposeResult:
        """Label, field, keys."""
        from textual.widgets import TextArea

        if self.label:
            yield plain(self.label)
        yield TextArea(self.value, soft_wrap=True, tab_behavior="focus", id="value")
        yield plain("ctrl+s take   esc leave it as it is", classes="hint")

    def action_take(self) -> None:
        """Take the text."""
        from textual.widgets import TextArea

        self.dismiss(self.query_one(TextArea).text)
