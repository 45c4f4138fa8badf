"""The workspace: a folder of TOML, one sub-folder an assignment. One place knows the paths.

Locks, history, index and logs are in the user's local state folder, since a workspace may lie in a synchronised one.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from cmalt_review.errors import ReviewError

SHEET, OTHER, AGREED = "sheet.toml", "other.toml", "agreed.toml"
ASSIGNMENT, PORTFOLIO, LOCAL, ACCESS = "assignment.toml", "portfolio.toml", "local.toml", "access.txt"
WATCHED = (ASSIGNMENT, SHEET, OTHER, AGREED, LOCAL)
"""Files whose change makes a row of the queue stale."""


def default_workspace() -> Path:
    """The workspace where none is named: ``CMALT_REVIEW_WORKSPACE``, or the user's data folder."""
    if named := os.environ.get("CMALT_REVIEW_WORKSPACE"):
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("cmalt-review", appauthor=False)


class Workspace:
    """Where everything of one workspace lies."""

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().resolve()
        self.assignments = self.root / "assignments"
        self.forms = self.root / "forms"
        self.phrases = self.root / "feedback_snippets"
        self.exports = self.root / "exports"
        self.me = self.root / "me.toml"
        from platformdirs import user_state_path

        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        self.state = user_state_path("cmalt-review", appauthor=False) / "workspaces" / name
        self.history = self.state / "history"
        self.index = self.state / "index.json"
        self.lock = self.state / "lock"

    def make(self) -> None:
        """Make the folders, for this user only. Raises ``ReviewError`` where that cannot be done."""
        try:
            for folder in (self.assignments, self.state):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ReviewError(
                "The workspace cannot be made",
                f"{error.filename}: {error.strerror}.",
                "Choose another with --workspace DIR.",
            ) from None

    def folder(self, id_: str) -> Path:
        """The folder of an assignment."""
        return self.assignments / id_

    def file(self, id_: str, name: str) -> Path:
        """A file of an assignment."""
        return self.assignments / id_ / name

    def version_file(self, id_: str, name: str, version: int) -> Path:
        """Where a frozen version of a sheet is kept."""
        return self.assignments / id_ / "versions" / f"{Path(name).stem}-v{version}.toml"

    def sources(self, id_: str) -> Path:
        """Where the original files of an assignment are kept, unchanged."""
        return self.assignments / id_ / "sources"

    def ids(self) -> list[str]:
        """The ids of all assignments, sorted."""
        return sorted(entry.name for entry in self._entries())

    def exists(self, id_: str) -> bool:
        """Whether there is an assignment with this id."""
        return bool(id_) and id_ == Path(id_).name and self.file(id_, ASSIGNMENT).is_file()

    def fingerprints(self) -> dict[str, str]:
        """How each assignment's files look now (times and sizes): what the index is checked against."""
        return {entry.name: fingerprint(Path(entry.path)) for entry in self._entries()}

    def remove(self, id_: str) -> None:
        """Remove an assignment's folder with all that is in it. Raises ``ReviewError``."""
        try:
            shutil.rmtree(self.folder(id_))
        except OSError as error:
            raise ReviewError(
                f"{id_} could not be removed whole",
                f"{error.filename}: {error.strerror}.",
                "Close what else uses it, and try again.",
            ) from None

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        with contextlib.suppress(FileNotFoundError), os.scandir(self.assignments) as entries:
            for entry in entries:
                # a folder without its assignment file is one that is just being made
                if not entry.name.startswith(".") and Path(entry.path, ASSIGNMENT).is_file():
                    yield entry


def fingerprint(folder: Path) -> str:
    """Times and sizes of an assignment's files as one text."""
    parts = []
    for name in WATCHED:
        try:
            stat = (folder / name).stat()
            parts.append(f"{stat.st_mtime_ns:x}.{stat.st_size:x}")
        except FileNotFoundError:
            parts.append("-")
    return " ".join(parts)
