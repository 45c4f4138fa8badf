"""The desk: the one service that screens, command line and demo call. Importing it loads no pydantic, no Textual."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmalt_review.desk.triage import Triage
from cmalt_review.errors import ReviewError
from cmalt_review.model.queue_row import QueueRow
from cmalt_review.store.clock import now
from cmalt_review.store.history import History
from cmalt_review.store.index import Index
from cmalt_review.store.lock import WorkspaceLock
from cmalt_review.store.saving import Writer
from cmalt_review.store.workspace import PORTFOLIO, Workspace, default_workspace, fingerprint

if TYPE_CHECKING:
    from cmalt_review.desk.adding import AddRequest
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.exchanging import Received
    from cmalt_review.desk.exporting import Exported
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.model.assignment import Assignment
    from cmalt_review.model.portfolio import Portfolio
    from cmalt_review.model.sheet import Sheet


class Desk(Triage):
    """An open workspace. Close it: that saves what is pending and gives the lock back."""

    def __init__(self, workspace: Workspace, lock: WorkspaceLock, *, read_only: bool, notice: str) -> None:
        self.history = History(workspace.root, workspace.history)
        super().__init__(workspace, Writer(before=self.history.keep), read_only=read_only, notice=notice)
        self._lock = lock
        self._index = Index(workspace.index)
        self._undo = []

    @classmethod
    def open(cls, workspace: Path | None = None, *, write: bool = True, wait: float = 0.0) -> "Desk":
        """Open a workspace, made on first use. Where another process has it, it is open for reading only.

        ``wait``: seconds to wait for the other process. Raises ``ReviewError`` where the folder cannot be made
        or the clock is set wrong.
        """
        now()  # a clock that is set wrong is told before anything is made
        place = Workspace(workspace or default_workspace())
        place.make()
        lock = WorkspaceLock(place.lock)
        if not write:
            return cls(place, lock, read_only=True, notice="It was opened for reading.")
        if lock.take(wait):
            return cls(place, lock, read_only=False, notice="")
        holder = f" (process {lock.holder()})" if lock.holder() else ""
        return cls(place, lock, read_only=True, notice=f"Another cmalt-review{holder} has this workspace open.")

    def close(self) -> None:
        """Save what is pending, bring the index up to date, give the lock back. Raises ``SaveError``."""
        try:
            self.writer.close()
            if self.dirty and not self.read_only:
                self._renew(self.dirty)
        finally:
            self._lock.release()

    # The queue -------------------------------------------------------------------------------------------------

    def rows(self) -> list[QueueRow]:
        """The queue's rows: from the index, and computed anew for what was changed here."""
        for id_ in list(self.dirty):
            with contextlib.suppress(ReviewError):  # a form that is gone: the row stays as it was
                self._recompute(id_)
        return self._index.rows()

    def refresh_rows(self) -> list[QueueRow] | None:
        """Check the index against the files; new rows where anything was stale, else ``None``. Slow: use a thread."""
        looks = self.workspace.fingerprints()
        gone, stale = self._index.gone(looks), self._index.stale(looks)
        if not gone and not stale:
            return None
        self._index.drop(gone)
        self._renew(stale)
        return self._index.rows()

    def row(self, id_: str) -> QueueRow:
        """One row of the queue, computed anew."""
        self._recompute(id_)
        found = self._index.row(id_)
        if found is None:
            raise ReviewError(f"There is no assignment {id_!r}", "", "See `cmalt-review list`.")
        return found

    def _recompute(self, id_: str) -> None:
        from cmalt_review.desk.rows import row_of

        if self.workspace.exists(id_):
            look = fingerprint(self.workspace.folder(id_))  # before the row: what changes meanwhile makes it stale
            self._index.put(row_of(self, id_), look)

    def _renew(self, ids: "set[str] | list[str]") -> None:
        """Compute rows from files that are saved, and store the index; a read-only desk keeps it in memory."""
        ids = list(ids)
        self.dirty -= set(ids)  # first: what changes while a row is computed is to be computed again
        for id_ in ids:
            try:
                self._recompute(id_)
            except ReviewError as error:
                self.writer.notices.append(f"{id_}: {error.title}. {error.message}")
        self._save_index()

    def _save_index(self) -> None:
        if self.read_only:
            return
        try:
            self._index.save()
        except OSError as error:
            self.writer.notices.append(f"The index was not saved: {error.strerror}.")

    # One assignment --------------------------------------------------------------------------------------------

    def assess(self, id_: str, *, as_other: bool = False, source: str = "") -> "Assessing":
        """My sheet, or with ``as_other`` the other's as typed in from ``source``, to be judged."""
        from cmalt_review.desk.assessing import Assessing, open_other

        return open_other(self, id_, source) if as_other else Assessing(self, id_)

    def reconcile(self, id_: str) -> "Reconciling":
        """The reconciliation. Raises ``RefusedError`` while my sheet is not submitted or the other's is not in."""
        from cmalt_review.desk.reconciling import Reconciling

        return Reconciling(self, id_)

    def add(self, request: "AddRequest", **watch: Any) -> "Assignment":
        """Add an assignment (see ``desk.adding.add``)."""
        from cmalt_review.desk.adding import add

        return add(self, request, **watch)

    def remap(self, id_: str, change: "Callable[[Portfolio], Portfolio]") -> "Portfolio":
        """Mend the mapping of a portfolio. Raises ``RefusedError`` where my sheet is submitted."""
        from cmalt_review.desk.importing import check_open

        check_open(self, id_)
        changed = change(self.portfolio(id_))
        self.save(self.workspace.file(id_, PORTFOLIO), changed, id_)
        return changed

    def submit(self, id_: str) -> "Sheet":
        """Freeze my sheet (see ``desk.exchanging.submit``)."""
        from cmalt_review.desk.exchanging import submit

        return submit(self, id_)

    def reopen(self, id_: str, reason: str) -> "Sheet":
        """Open my submitted sheet as its next version."""
        from cmalt_review.desk.exchanging import reopen

        return reopen(self, id_, reason)

    def send(self, id_: str, file: Path) -> "Sheet":
        """Write my submitted sheet as an exchange file."""
        from cmalt_review.desk.exchanging import send

        return send(self, id_, file)

    def receive(self, file: Path, id_: str | None = None, *, confirm: bool = False) -> "Received":
        """Take in the other's exchange file."""
        from cmalt_review.desk.exchanging import receive

        return receive(self, file, id_, confirm=confirm)

    def export(self, id_: str, kind: str, file: Path, format_: str = "", **how: Any) -> "Exported":
        """Write a document (see ``desk.exporting.export``)."""
        from cmalt_review.desk.exporting import export

        return export(self, id_, kind, file, format_, **how)

    def erase(self, id_: str) -> list[str]:
        """Remove everything of an assignment; what was removed and what cannot be reached, in words."""
        from cmalt_review.desk.erasing import erase

        return erase(self, id_)

    def drop_row(self, id_: str) -> None:
        """Forget an assignment's row and what is cached of it."""
        self.forget(id_)
        self.dirty.discard(id_)
        self._index.drop([id_])
        self._save_index()

    def link_access(self, id_: str) -> str:
        """The access information of a link: a secret, never exported, archived or logged."""
        from cmalt_review.store.workspace import ACCESS

        try:
            return self.workspace.file(id_, ACCESS).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
