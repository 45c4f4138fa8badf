"""An error that a user can meet, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from cmalt_review.tui.dialogs.base import Dialog, plain

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.errors import ReviewError


class ErrorDialog(Dialog[None]):
    """Says what went wrong, where, and what to do next."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "cancel", "close", tooltip="Closes the message.")]

    def __init__(self, error: ReviewError) -> None:
        super().__init__(error.title)
        self.error = error

    def compose_body(self) -> ComposeResult:
        """Message and hint."""
        for text in (self.error.message, self.error.hint):
            if text:
                yield plain(text)
        yield plain("enter close", classes="hint gap")
