"""A dialog that reads files: the work runs in a thread, with a line of progress; Escape gives it up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar, cast

from textual.content import Content
from textual.widgets import Static

from cmalt_review.errors import ReviewError
from cmalt_review.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmalt_review.tui.app import ReviewApp

R = TypeVar("R")
W = TypeVar("W")


class ReadingDialog(Dialog[R]):
    """Has a line ``#problem`` in its body, where progress and refusals are told."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._cancelled = threading.Event()
        self._working = False

    def _read(self, work: Callable[[Callable[[str], None], Callable[[], bool]], W], done: Callable[[W], None]) -> None:
        """Do the work in a thread; it gets ``progress`` and ``cancelled``. What comes of it goes to ``done``."""
        self._working = True
        self._say("Reading … esc gives up.")
        threading.Thread(target=self._run, args=(work, done), daemon=True, name="read").start()

    def _run(self, work: Callable[[Callable[[str], None], Callable[[], bool]], W], done: Callable[[W], None]) -> None:
        def progress(words: str) -> None:
            self.call_later(self._say, f"{words} … esc gives up.")

        try:
            result = work(progress, self._cancelled.is_set)
        except ReviewError as error:
            self.call_later(self._failed, str(error))
        except BaseException as error:  # noqa: BLE001 - the same way out as any fault
            self.call_later(cast("ReviewApp", self.app).fail, error)
        else:
            self.call_later(done, result)

    def _failed(self, words: str) -> None:
        self._working = False
        if self._cancelled.is_set():
            self.dismiss(None)
        else:
            self._say(words)

    def _say(self, words: str) -> None:
        self.query_one("#problem", Static).update(Content(words))

    def action_cancel(self) -> None:
        """Leave; while files are read, stop that first: then nothing is changed."""
        if self._working:
            self._cancelled.set()
            self._say("Stopping …")
        else:
            self.dismiss(None)
