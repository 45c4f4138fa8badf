"""Reading and saving the values of a workspace: one cache, so that what was just changed is what is read next."""

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.store.saving import Writer
from cmalt_review.store.workspace import AGREED, ASSIGNMENT, LOCAL, OTHER, PORTFOLIO, SHEET, Workspace

if TYPE_CHECKING:
    from pydantic import BaseModel

    from cmalt_review.model.agreed import Agreed
    from cmalt_review.model.assignment import Assessor, Assignment
    from cmalt_review.model.form import Form
    from cmalt_review.model.portfolio import Portfolio
    from cmalt_review.model.sheet import LocalNotes, Sheet
    from cmalt_review.store.forms import FormLibrary

    T = TypeVar("T", bound=BaseModel)


class Files:
    """The values of a workspace by assignment. Models load on first use, so that the queue paints before them."""

    def __init__(self, workspace: Workspace, writer: Writer, *, read_only: bool, notice: str) -> None:
        self.workspace = workspace
        self.writer = writer
        self.read_only = read_only
        self.notice = notice
        self._cache: dict[Path, tuple[tuple[int, int] | None, BaseModel]] = {}
        self._turn = threading.Lock()
        """A row of the queue is computed in a thread while the screen saves."""
        self._library: FormLibrary | None = None
        self.dirty: set[str] = set()
        """Ids whose row of the queue is to be computed anew."""

    @property
    def path(self) -> Path:
        """The workspace's folder."""
        return self.workspace.root

    @property
    def forms(self) -> "FormLibrary":
        """The forms of the installation and of this workspace."""
        if self._library is None:
            from cmalt_review.store.forms import FormLibrary

            self._library = FormLibrary(self.workspace.forms)
        return self._library

    def load(self, path: Path, model: "type[T]") -> "T | None":
        """The value of a file; ``None`` where there is none. Raises ``ReviewError``."""
        cached = self._cache.get(path)
        if cached and (self.writer.is_pending(path) or cached[0] in (None, look(path))):
            return cached[1]  # type: ignore[return-value]
        from cmalt_review.store.codec import read

        seen = look(path)
        value = read(path, model)
        with self._turn:
            newer = self._cache.get(path)
            if newer and newer[0] is None:  # saved here while another thread read the file
                return newer[1]  # type: ignore[return-value]
            if value is None:
                self._cache.pop(path, None)
                return None
            self._cache[path] = (seen, value)
        self.writer.watch(path)
        return value

    def save(self, path: Path, value: "BaseModel", id_: str = "") -> None:
        """Hand a value to the writer. Raises ``RefusedError`` where the workspace is open for reading only."""
        self.check_writable()
        from cmalt_review.store.codec import dump

        with self._turn:
            self._cache[path] = (None, value)
            self.writer.put(path, lambda: dump(value))
        if id_:
            self.dirty.add(id_)

    def check_writable(self) -> None:
        """Raise ``RefusedError`` where the workspace is open for reading only."""
        if self.read_only:
            raise RefusedError("The workspace is open for reading only", self.notice, "Close the other one first.")

    def forget(self, id_: str) -> None:
        """Drop what is cached of an assignment."""
        folder = self.workspace.folder(id_)
        with self._turn:
            self._cache = {path: entry for path, entry in self._cache.items() if folder not in path.parents}

    def resolve(self, text: str) -> str:
        """The id meant: whole, or the beginning of just one. Raises ``ReviewError``."""
        ids = self.workspace.ids()
        if text in ids:
            return text
        found = [id_ for id_ in ids if text and id_.startswith(text.lower())]
        if len(found) == 1:
            return found[0]
        some = ", ".join((found or ids)[:5]) or "none yet"
        raise ReviewError(
            f"{text!r} fits several assignments" if found else f"There is no assignment {text!r}",
            f"{'They are' if found else 'There are'}: {some}{' …' if len(found or ids) > 5 else ''}",
            "See `cmalt-review list`.",
        )

    def assignment(self, id_: str) -> "Assignment":
        """An assignment. Raises ``ReviewError``."""
        from cmalt_review.model.assignment import Assignment

        found = self.load(self.workspace.file(id_, ASSIGNMENT), Assignment)
        if found is None:
            raise ReviewError(f"There is no assignment {id_!r}", "", "See `cmalt-review list`.")
        return found

    def assignments(self) -> "list[Assignment]":
        """All assignments that can be read; the queue tells of the others."""
        found = []
        for id_ in self.workspace.ids():
            with contextlib.suppress(ReviewError):
                found.append(self.assignment(id_))
        return found

    def form(self, id_: str) -> "Form":
        """The form of an assignment."""
        return self.forms.get(self.assignment(id_).form)

    def portfolio(self, id_: str) -> "Portfolio":
        """The portfolio of an assignment; one without pieces where there is only a link."""
        from cmalt_review.model.portfolio import Portfolio

        found = self.load(self.workspace.file(id_, PORTFOLIO), Portfolio)
        return found or Portfolio(form=self.assignment(id_).form)

    def sheet(self, id_: str) -> "Sheet | None":
        """My own sheet, if one was begun."""
        from cmalt_review.model.sheet import Sheet

        return self.load(self.workspace.file(id_, SHEET), Sheet)

    def other(self, id_: str) -> "Sheet | None":
        """The other's sheet, whether or not it may be shown: callers ask ``rules.progress.is_blind`` first."""
        from cmalt_review.model.sheet import Sheet

        return self.load(self.workspace.file(id_, OTHER), Sheet)

    def local(self, id_: str) -> "LocalNotes":
        """What stays on this desk: notes, marks, ticks."""
        from cmalt_review.model.sheet import LocalNotes

        return self.load(self.workspace.file(id_, LOCAL), LocalNotes) or LocalNotes()

    def agreed(self, id_: str) -> "Agreed | None":
        """The record of reconciliation, if one was begun."""
        from cmalt_review.model.agreed import Agreed

        return self.load(self.workspace.file(id_, AGREED), Agreed)

    def me(self) -> "Assessor":
        """Who I am; empty fields where that was not said."""
        from cmalt_review.model.assignment import Assessor

        return self.load(self.workspace.me, Assessor) or Assessor()

    def set_me(self, assessor: "Assessor") -> None:
        """Say who I am."""
        self.save(self.workspace.me, assessor)


def look(path: Path) -> tuple[int, int] | None:
    """Time and size of a file; ``None`` where there is none."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size
