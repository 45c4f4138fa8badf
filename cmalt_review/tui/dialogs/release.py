"""The tick-list before a statement is released: what only a person can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from cmalt_review.feedback.release import questions
from cmalt_review.tui.dialogs.base import Dialog, beside, plain

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class ReleaseDialog(Dialog[bool]):
    """Result: True once every question was ticked and the release confirmed."""

    def __init__(self) -> None:
        super().__init__("Release the statement")
        self._questions = questions()
        self._ticked: set[int] = set()

    def compose_body(self) -> ComposeResult:
        """The questions, each with its key."""
        yield plain("No checker can tell these. Tick what is so; a change to the statement needs a new release.")
        yield Static(self._list(), id="questions", classes="gap", markup=False)
        yield Static("", id="problem", classes="problem", markup=False)
        yield plain(f"1–{len(self._questions)} tick   r release   esc leave it unreleased", classes="hint")

    def _list(self) -> Content:
        room = self.inner_width() - 9
        lines = [
            beside(f" {n} [{'x' if n in self._ticked else ' '}] ", question.ask, room)
            for n, question in enumerate(self._questions, 1)
        ]
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """Tick, or release where all is ticked."""
        character = event.character or ""
        if character.isdigit() and 1 <= int(character) <= len(self._questions):
            self._ticked ^= {int(character)}
            self.query_one("#questions", Static).update(self._list())
            self.query_one("#problem", Static).update("")
        elif character == "r":
            left = [n for n in range(1, len(self._questions) + 1) if n not in self._ticked]
            if not left:
                self.dismiss(True)
            else:
                numbers = ", ".join(map(str, left))
                self.query_one("#problem", Static).update(Content(f"Not ticked yet: {numbers}."))
        else:
            return
        event.stop()
