"""One process writes to a workspace; a second one is told so and reads only."""

import contextlib
import os
from pathlib import Path

from filelock import FileLock, Timeout


class WorkspaceLock:
    """The lock of a workspace, in the local state folder (synchronised folders carry no locks)."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path)
        self._holder = path.with_suffix(".holder")

    def take(self, wait: float = 0.0) -> bool:
        """Take the lock, waiting at most so many seconds; whether it was got."""
        try:
            self._lock.acquire(timeout=wait, poll_interval=0.05)
        except Timeout:
            return False
        with contextlib.suppress(OSError):
            self._holder.write_text(str(os.getpid()), encoding="ascii")
        return True

    def holder(self) -> str:
        """The process number of whoever has the lock, as text; empty where it is not known."""
        try:
            return self._holder.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._holder.unlink()
            self._lock.release()
