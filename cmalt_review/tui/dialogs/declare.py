"""The declaration: how I stand to the candidate, asked before a portfolio is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from textual.content import Content
from textual.widgets import Input, Static

from cmalt_review.tui.dialogs.base import Dialog, plain
from cmalt_review.tui.dialogs.confirm import Option, described

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

Kind = Literal["none", "declared", "decline"]


class Answer(NamedTuple):
    """What was declared, and in which words."""

    kind: Kind
    text: str = ""


_KINDS: dict[str, Kind] = {"n": "none", "d": "declared", "x": "decline"}
_OPTIONS = (
    Option("n", "none", "I have no connection that could sway my judgement."),
    Option("d", "declare", "I know the candidate, and say how; I can judge fairly."),
    Option("x", "decline", "I cannot assess this portfolio; the assignment is put away."),
    Option("escape", "later", "The portfolio stays closed."),
)


class DeclarationDialog(Dialog[Answer]):
    """Result: the declaration. A relationship, or the reason to decline, is typed in the same dialog."""

    AUTO_FOCUS = ""
    # The field takes the focus only once a kind was chosen: the keys come first.

    def __init__(self, candidate: str) -> None:
        super().__init__("Conflict of interest")
        self.candidate = candidate
        self._kind: Kind = "none"

    def compose_body(self) -> ComposeResult:
        """Question, keys, and the field that appears where words are needed."""
        yield plain(f"How do you stand to {self.candidate}? A line manager, for one, does not assess.")
        yield Static(described(_OPTIONS, self.inner_width()), id="options", classes="gap", markup=False)
        field = Input(id="words")
        field.display = False
        yield field
        yield Static("", id="problem", classes="problem", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the kind; two of them ask for words."""
        if self.query_one(Input).display or event.key not in _KINDS:
            return
        event.stop()
        self._kind = _KINDS[event.key]
        if self._kind == "none":
            self.dismiss(Answer("none"))
            return
        field = self.query_one(Input)
        words = "the relationship, in a few words" if self._kind == "declared" else "why (may be left empty)"
        field.placeholder = words
        field.display = True
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the words; a declared relationship needs some."""
        if self._kind == "declared" and not event.value.strip():
            self.query_one("#problem", Static).update(Content("Say what the relationship is."))
        else:
            self.dismiss(Answer(self._kind, event.value.strip()))
