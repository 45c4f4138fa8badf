"""The one place that saves: an atomic replace, and a thread that always saves the newest state.

A change wakes the thread at once, and changes that come while it saves are coalesced, so that a killed process loses
what was typed in the last few milliseconds only, and no key press waits for the disk.
"""

import contextlib
import hashlib
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cmalt_review.errors import ReviewError, SaveError
from cmalt_review.store.clock import now

Produce = Callable[[], bytes]

_FAILURES = (OSError, ReviewError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RuntimeError,
             MemoryError)  # fmt: skip
"""What a save may end in: an error that left the thread would end all saving, and whoever waits would wait for ever."""


def save_atomic(path: Path, data: bytes) -> None:
    """Replace a file whole: readers see the old content or the new, never a part. Raises ``OSError``.

    The temporary file stands in the same folder (0600) and is removed where anything fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if temp.read_bytes() != data:
            raise OSError(5, "what was written does not read back")
        temp.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; some file systems refuse to sync a folder, and then there is nothing to be done."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class _Stamp:
    """What a file looked like when we last read or wrote it."""

    mtime_ns: int
    size: int
    sha256: str


def stamp(path: Path, data: bytes | None = None) -> _Stamp | None:
    """The present look of a file, ``None`` where there is none."""
    try:
        stat = path.stat()
        content = path.read_bytes() if data is None else data
    except FileNotFoundError:
        return None
    return _Stamp(stat.st_mtime_ns, stat.st_size, hashlib.sha256(content).hexdigest())


class Writer:
    """Saves files in the background, newest state first and only; one thread for a workspace.

    ``before`` is called with a path whose present content is about to be replaced (history keeps a copy).
    """

    def __init__(self, before: Callable[[Path], None] | None = None) -> None:
        self.saved_at: datetime | None = None
        self.error = ""
        self.notices: list[str] = []
        """What the user should know, e.g. that a file was changed from outside."""
        self._before = before
        self._pending: dict[Path, Produce] = {}
        self._known: dict[Path, _Stamp | None] = {}
        self._wake = threading.Condition()
        self._saving: Path | None = None
        self._stopping = False
        self._thread: threading.Thread | None = None

    def watch(self, path: Path) -> None:
        """Remember how a file looks now; a different look at the next save was made from outside."""
        self._known[path] = stamp(path)

    def put(self, path: Path, produce: Produce) -> None:
        """Save what ``produce`` gives, soon; a later ``put`` of the same path replaces an earlier one not yet saved."""
        with self._wake:
            self._pending[path] = produce
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def is_pending(self, path: Path) -> bool:
        """Whether a file's newest state is not on disk yet."""
        with self._wake:
            return path in self._pending or self._saving == path

    def flush(self) -> None:
        """Wait until everything is saved. Raises ``SaveError`` where the disk does not take it."""
        with self._wake:
            self.error = ""
            self._wake.notify_all()
            self._wake.wait_for(lambda: (not self._pending and self._saving is None) or bool(self.error))
            if self.error:
                raise SaveError(
                    "NOT SAVED",
                    self.error,
                    "Free some space or check the folder. An open screen keeps the text; repeat a command.",
                )

    def close(self) -> None:
        """Save everything and stop the thread. Raises ``SaveError``; then the thread goes on."""
        if self._thread is None:
            return
        self.flush()
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join()
        self._thread = None
        self._stopping = False

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: (bool(self._pending) and not self.error) or self._stopping)
                if not self._pending:
                    return
                path, produce = next(iter(self._pending.items()))
                del self._pending[path]
                self._saving = path
            error = self._save(path, produce)
            with self._wake:
                self._saving = None
                self.error = error
                if error:
                    self._pending.setdefault(path, produce)  # a newer state may have come meanwhile
                self._wake.notify_all()
            if error:
                self._pause()

    def _pause(self) -> None:
        """A second after a failure try again: a full disk may have been freed."""
        with self._wake:
            self._wake.wait(1.0)
            if self.error and not self._stopping:
                self.error = ""

    def _save(self, path: Path, produce: Produce) -> str:
        """Save one file; the words of the failure, or nothing."""
        try:
            data = produce()
            self._keep_foreign(path)
            self._shelve(path)
            save_atomic(path, data)
            self._known[path] = stamp(path, data)
            self.saved_at = now()
        except _FAILURES as error:
            # Only the disk's and our own words: another error's may repeat what was to be saved.
            told = (
                error.strerror if isinstance(error, OSError) else str(error) if isinstance(error, ReviewError) else ""
            )
            return f"{path}: {told or f'it cannot be put into a file ({type(error).__name__})'}"
        return ""

    def _shelve(self, path: Path) -> None:
        """Keep the earlier content. Where that fails the newest still is saved: it is worth more."""
        if self._before is None:
            return
        try:
            self._before(path)
        except OSError as error:
            notice = f"Earlier states are not kept: {error.strerror}."
            if notice not in self.notices:
                self.notices.append(notice)

    def _keep_foreign(self, path: Path) -> None:
        """Where a file was changed from outside since we last saw it, keep that version beside ours."""
        if path not in self._known:
            return
        known, present = self._known[path], _quick(path)
        if present is None or (known and (known.mtime_ns, known.size) == present):
            return
        content = path.read_bytes()
        if known and hashlib.sha256(content).hexdigest() == known.sha256:
            return
        copy = path.with_name(f"{path.stem}.outside-{now():%Y%m%dT%H%M%S}{path.suffix}")
        save_atomic(copy, content)
        self.notices.append(
            f"{path.name} was changed by another program. Both are kept: yours goes on, the other is {copy.name}."
        )


def _quick(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size
