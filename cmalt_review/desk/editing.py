"""What all edits of a sheet share: the present state, the way to the writer, undo."""

from typing import TYPE_CHECKING

from cmalt_review.desk.undoing import Undo
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.base import other_role
from cmalt_review.model.sheet import LocalNotes, Sheet, Subject
from cmalt_review.rules.consistency import Remark, remarks
from cmalt_review.rules.outcome import advice, grades_of
from cmalt_review.rules.progress import open_to_submit
from cmalt_review.store.workspace import LOCAL, OTHER, SHEET

if TYPE_CHECKING:
    from cmalt_review.desk.files import Files
    from cmalt_review.model.assignment import Assignment
    from cmalt_review.model.portfolio import Portfolio

State = tuple[Sheet, LocalNotes]


def empty_sheet(assignment: "Assignment", *, of_other: bool = False, source: str = "") -> Sheet:
    """A sheet on which nothing is judged yet."""
    subject = Subject(
        candidate=assignment.candidate, pathway=assignment.pathway, type=assignment.type, form=assignment.form,
        reference=assignment.reference,
    )  # fmt: skip
    role = other_role(assignment.role) if of_other else assignment.role
    return Sheet(subject=subject, role=role, source=source)


class Editing:
    """A sheet and what stays on this desk beside it, as they now are."""

    def __init__(self, files: "Files", id_: str, *, of_other: bool = False, source: str = "") -> None:
        self._files = files
        self.assignment = files.assignment(id_)
        self.form = files.form(id_)
        self.of_other = of_other
        present = files.other(id_) if of_other else files.sheet(id_)
        self.sheet = present or empty_sheet(self.assignment, of_other=of_other, source=source)
        self.local = files.local(id_)
        self._undo: Undo[State] = Undo()

    @property
    def portfolio(self) -> "Portfolio":
        """The portfolio, with its mapping as it now is."""
        return self._files.portfolio(self.assignment.id)

    @property
    def frozen(self) -> bool:
        """Whether nothing can be judged: submitted, or open for reading only."""
        return self.sheet.state == "submitted" or self._files.read_only

    def undo(self) -> str | None:
        """Take back the last change; its label."""
        return self._restore(self._undo.undo((self.sheet, self.local)))

    def redo(self) -> str | None:
        """Do again what was last undone; its label."""
        return self._restore(self._undo.redo((self.sheet, self.local)))

    def open_items(self) -> list[str]:
        """What stops submission, in words."""
        return open_to_submit(self.form, self.sheet)

    def remarks(self, row: str) -> list[Remark]:
        """What does not fit together on a row."""
        return remarks(self.form, self.sheet, row)

    def advice(self, outcome: str) -> list[str]:
        """What speaks against an outcome."""
        reflection = {section.id: self.sheet.level(section.id, "reflection") for section in self.form.assessed}
        grades = grades_of(self.form, self.sheet)
        return advice(self.form, self.assignment.round, outcome, grades, reflection, self.sheet.points)

    def _change(self, label: str, sheet: Sheet | None = None, local: LocalNotes | None = None, merge: str = "") -> None:
        """Make a change: remember how it was, hand what changed to the writer. Raises ``RefusedError`` where frozen."""
        if sheet is not None and self.sheet.state == "submitted":
            raise RefusedError(
                "The sheet is submitted, and so frozen", "",
                f"After discussion: cmalt-review reopen {self.assignment.id} --reason TEXT",
            )  # fmt: skip
        if sheet is not None and self._is_overtaken():
            raise RefusedError("The sheet was submitted, reopened or received meanwhile", "", "Open it again.")
        self._files.check_writable()
        self._undo.note(label, (self.sheet, self.local), merge)
        self._take(sheet or self.sheet, local or self.local)

    def _is_overtaken(self) -> bool:
        """Whether the sheet is no longer the one that was opened: undo must not bring a draft back over it."""
        id_ = self.assignment.id
        present = self._files.other(id_) if self.of_other else self._files.sheet(id_)
        return present is not None and (present.version, present.state) != (self.sheet.version, self.sheet.state)

    def _take(self, sheet: Sheet, local: LocalNotes) -> None:
        id_ = self.assignment.id
        folder = self._files.workspace
        if sheet is not self.sheet:
            self.sheet = sheet
            self._files.save(folder.file(id_, OTHER if self.of_other else SHEET), sheet, id_)
        if local is not self.local:
            self.local = local
            self._files.save(folder.file(id_, LOCAL), local, id_)

    def _restore(self, step: tuple[str, State] | None) -> str | None:
        if step is None:
            return None
        label, (sheet, local) = step
        if sheet is not self.sheet and self._is_overtaken():
            return None
        self._take(sheet, local)
        return label

    def _row(self, row: str) -> str:
        """The row, if the form has it. Raises ``ReviewError`` with the ones it has."""
        if not self.form.has_row(row):
            known = [section.id for section in self.form.sections] + self.form.principle_ids
            raise ReviewError(f"{self.form.title} has no section {row!r}", "", f"It has {', '.join(known)}.")
        return row
