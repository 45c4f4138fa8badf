"""A question with described keys, in place of a yes/no box."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widgets import Static

from cmalt_review.tui.dialogs.base import Dialog, beside, plain
from cmalt_review.tui.keys import display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult


class Option(NamedTuple):
    """A way to go on: its key (as Textual names it), what it is called, what it does."""

    key: str
    label: str
    explanation: str = ""


def described(options: Sequence[Option], width: int) -> Content:
    """The options within so many cells: key, label, explanation."""
    widest = max(len(display(option.key)) for option in options)
    label = max(len(option.label) for option in options)
    lines = [
        beside(
            f"{display(option.key).rjust(widest)}  {option.label.ljust(label)}  ",
            option.explanation,
            width - widest - label - 4,
        )
        for option in options
    ]
    return Content("\n").join(lines)


class ConfirmDialog(Dialog[str]):
    """Result: the key of the option that was pressed."""

    def __init__(self, title: str, text: str, options: Sequence[Option]) -> None:
        super().__init__(title)
        self.text = text
        self.options = tuple(options)

    def compose_body(self) -> ComposeResult:
        """The question and the keys."""
        if self.text:
            yield plain(self.text)
        options = (*self.options, Option("escape", "leave it as it is"))
        yield Static(described(options, self.inner_width()), classes="gap", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Answer with the key of an option."""
        for option in self.options:
            if option.key in (event.key, event.character):
                event.stop()
                self.dismiss(option.key)
                return
