"""A list to choose one from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.content import Content
from textual.widgets import OptionList

from cmalt_review.tui.dialogs.base import Dialog, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Choice(NamedTuple):
    """One entry: its id, what it is called, what it means."""

    id: str
    label: str
    explanation: str = ""


class ChoiceDialog(Dialog[str]):
    """Result: the id of the entry. j and k move, Enter takes."""

    DEFAULT_CSS: ClassVar[str] = """
    ChoiceDialog OptionList { height: auto; max-height: 20; padding: 0; }
    ChoiceDialog OptionList, ChoiceDialog OptionList:focus { border: none; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], *, text: str = "", current: str = "") -> None:
        super().__init__(title)
        self.choices = tuple(choices)
        self.text = text
        self.current = current

    def compose_body(self) -> ComposeResult:
        """The list."""
        if self.text:
            yield plain(self.text)
        widest = max((len(choice.label) for choice in self.choices), default=0)
        options = (Content(f"{choice.label.ljust(widest)}  {choice.explanation}") for choice in self.choices)
        yield OptionList(*options, markup=False)
        yield plain("↑ ↓ move   enter take   esc leave it as it is", classes="hint gap")

    def on_mount(self) -> None:
        """Start on the present entry; j and k move as in every list."""
        entries = self.query_one(OptionList)
        entries._bindings.bind("j", "cursor_down", "", show=False)
        entries._bindings.bind("k", "cursor_up", "", show=False)
        entries.highlighted = next((i for i, c in enumerate(self.choices) if c.id == self.current), 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(self.choices[event.option_index].id)
