"""The real program in a pseudo-terminal: keys go in, the screen and the raw bytes come out."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

import pyte

PATIENCE = 30.0
"""Seconds to wait for something on the screen; a shared machine may be slow."""
KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "down": "\x1b[B", "up": "\x1b[A", "ctrl+q": "\x11", "ctrl+s": "\x13",
}  # fmt: skip


class Terminal:
    """A running cmalt-review. Use it as a context manager: it is ended whatever happens."""

    def __init__(self, workspace: Path, *arguments: str, columns: int = 120, rows: int = 40) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.status: int | None = None
        command = [sys.executable, "-m", "cmalt_review", *(arguments or ("--workspace", str(workspace)))]
        place = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "CMALT_REVIEW_WORKSPACE": str(workspace)}
        environment = {**os.environ, **place}
        for name in ("CMALT_REVIEW_NOW", "COLUMNS", "LINES"):  # a runner in parallel sets a size of its own
            environment.pop(name, None)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        os.close(self._fd)

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float) -> None:
        """Take in what the program writes for some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._fd], [], [], left)[0]:
                return
            try:
                data = os.read(self._fd, 65_536)
            except OSError:  # the other end is closed
                return
            if not data:
                return
            self.raw += data
            self._stream.feed(data)

    def wait_for(self, pattern: str) -> str:
        """The match of a pattern on the screen, as soon as it is there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := re.search(pattern, self.text, re.MULTILINE):
                return found.group(0)
            self.read(0.05)
        raise AssertionError(f"{pattern!r} did not appear on:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Send keys by name, or texts as they are; each is taken in before the next."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            self.read(0.08)

    def type_raw(self, text: str) -> None:
        """Send a text at once without waiting for an answer."""
        os.write(self._fd, text.encode())

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def wait_for_end(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.read(0.1)
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        raise AssertionError(f"it did not end; the screen:\n{self.text}")
