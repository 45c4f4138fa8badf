"""A file asked for, and what is done with it: read in a thread, with a line of progress; Escape gives up."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding
from textual.suggester import Suggester
from textual.widgets import Input, Static

from cmalt_review.tui.dialogs.base import plain
from cmalt_review.tui.dialogs.reading import ReadingDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

R = TypeVar("R")


def complete_path(text: str) -> str | None:
    """The text, a path, completed as far as the first entry of its folder that fits; None where there is none."""
    if not text or "://" in text:
        return None
    folder, _, start = text.rpartition("/")
    place = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
    try:
        names = sorted(
            entry.name + ("/" if entry.is_dir() else "") for entry in place.iterdir() if entry.name.startswith(start)
        )
    except OSError:
        return None
    shown = [name for name in names if start.startswith(".") or not name.startswith(".")]
    return text[: len(text) - len(start)] + shown[0] if shown else None


class PathSuggester(Suggester):
    """Suggests how a path goes on."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """See ``complete_path``; the folder is read beside the screen."""
        return await asyncio.to_thread(complete_path, value)


class PathDialog(ReadingDialog[R]):
    """Result: what came of the work. ``work`` gets the paths, ``progress`` and ``cancelled``; it runs in a thread."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "take", tooltip="Takes the file.", priority=True),
    ]

    def __init__(self, title: str, label: str, work: Callable[..., R], *, placeholder: str = "") -> None:
        super().__init__(title)
        self._label = label
        self._work = work
        self._placeholder = placeholder

    def compose_body(self) -> ComposeResult:
        """Label, field, progress, keys."""
        yield plain(self._label)
        yield Input(placeholder=self._placeholder, suggester=PathSuggester(), id="path")
        yield Static("", id="problem", classes="problem", markup=False)
        yield plain("→ takes the completion   enter take   esc leave it as it is", classes="hint")

    def on_input_submitted(self) -> None:
        """Enter takes the file."""
        self.action_take()

    def action_take(self) -> None:
        """Do the work, in a thread."""
        if self._working:
            return
        text = self.query_one("#path", Input).value
        paths = [Path(part.strip()).expanduser() for part in text.split(";") if part.strip()]
        if not paths:
            self._say("Name a file.")
            return
        self._read(lambda progress, cancelled: self._work(paths, progress=progress, cancelled=cancelled), self._done)

    def _done(self, result: R) -> None:
        self.dismiss(result)
