"""Watching a reading that may take a while: lines of progress on a terminal, and Ctrl+C that leaves nothing behind."""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

import click

from cmalt_review.errors import ReviewError
from cmalt_review.model.text import clean_line

_PATIENCE = 1.0
"""Seconds before the first line, and between two."""
_DEAF = 0.5
"""Seconds after which a reading that did not ask whether it is cancelled is taken for busy."""


class Watch:
    """What a reading tells and asks (see ``intake.load.load``)."""

    def __init__(self) -> None:
        self.stopped = False
        self._asked = time.monotonic()
        self._finished = False
        self._latest = ""
        self._told = time.monotonic()
        self._timer: threading.Timer | None = None
        if sys.stderr.isatty():
            self._timer = threading.Timer(_PATIENCE, self._tell)
            self._timer.daemon = True
            self._timer.start()

    def progress(self, words: str) -> None:
        """Take in what is being read; it is printed where that has taken longer than a second."""
        self._latest = clean_line(words)
        if self._timer and time.monotonic() - self._told >= _PATIENCE:
            self._tell()

    def cancelled(self) -> bool:
        """Whether Ctrl+C was pressed."""
        self._asked = time.monotonic()
        return self.stopped

    def finish(self) -> None:
        """What was read is kept: from here on there is nothing to cancel."""
        self._finished = True

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Take Ctrl+C: the reading ends when it next asks, or at once where it is busy or was told before."""
        if self._finished:
            return
        at_once = self.stopped or time.monotonic() - self._asked > _DEAF
        self.stopped = True
        if at_once:
            raise KeyboardInterrupt

    def end(self) -> None:
        """Print nothing more."""
        if self._timer:
            self._timer.cancel()

    def _tell(self) -> None:
        self._told = time.monotonic()
        click.echo(f"Reading {self._latest} … (Ctrl+C cancels)" if self._latest else "Reading …", err=True)


@contextlib.contextmanager
def watching(cancelled: str) -> Iterator[Watch]:
    """Watch a reading. Where Ctrl+C stops it, ``ReviewError`` says ``cancelled``; what was begun is cleared away."""
    watch = Watch()
    main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, watch.stop) if main_thread else None
    try:
        yield watch
    except KeyboardInterrupt:
        raise ReviewError(cancelled) from None
    except ReviewError as error:
        if watch.stopped:
            raise ReviewError(cancelled) from error
        raise
    finally:
        watch.end()
        if main_thread:
            signal.signal(signal.SIGINT, before)
