"""What the queue does to an assignment: flag, snooze, declare; with undo."""

from datetime import date
from typing import TYPE_CHECKING

from cmalt_review.desk.files import Files
from cmalt_review.errors import ReviewError
from cmalt_review.store.clock import now
from cmalt_review.store.workspace import ASSIGNMENT

if TYPE_CHECKING:
    from cmalt_review.model.assignment import Assignment


class Triage(Files):
    """Changes to assignments as a whole."""

    _undo: list[tuple[str, str, dict[str, object]]]
    """What was changed, in words; the assignment's id; its fields as they were."""

    def undo(self) -> str | None:
        """Take back the last flag, snooze or declaration; its label, or ``None`` where there is nothing to undo."""
        if not self._undo:
            return None
        label, id_, before = self._undo.pop()
        if self.workspace.exists(id_):  # only these fields: what happened since is not taken back with them
            self._put(self.assignment(id_).model_copy(update=before))
        return label

    def flag(self, id_: str) -> None:
        """Flag an assignment, or take the flag away."""
        assignment = self.assignment(id_)
        self._change(assignment, "flag", flagged=not assignment.flagged)

    def snooze(self, id_: str, until: date | None) -> None:
        """Put an assignment aside until a day; ``None`` brings it back."""
        self._change(self.assignment(id_), "snooze", snoozed_until=until)

    def declare(self, id_: str, kind: str, text: str = "") -> None:
        """Record my relationship to the candidate: ``none``, ``declared`` (with words) or ``decline``."""
        from cmalt_review.model.assignment import Declaration

        if kind not in ("none", "declared", "decline"):
            raise ReviewError(f"{kind!r} is no declaration", "", "It is one of none, declared, decline.")
        if kind == "declared" and not text.strip():
            raise ReviewError("Say what the relationship is", "", "For example: worked together until 2023.")
        declaration = Declaration.model_validate({"kind": kind, "text": text, "at": now()})
        self._change(self.assignment(id_), "declaration", declaration=declaration)

    def opened(self, id_: str) -> None:
        """Note that the portfolio was opened for reading; only the first time counts."""
        assignment = self.assignment(id_)
        if assignment.opened is None and not self.read_only:
            self._put(assignment.model_copy(update={"opened": now()}))

    def event(self, id_: str, what: str, text: str = "") -> None:
        """Record that the assignment was sent, returned with a question, or closed."""
        from cmalt_review.model.assignment import Event

        assignment = self.assignment(id_)
        event = Event(what=what, at=now(), text=text)
        self._put(assignment.model_copy(update={"events": [*assignment.events, event]}))

    def _change(self, assignment: "Assignment", label: str, **update: object) -> None:
        self._put(assignment.model_copy(update=update))
        before = {field: getattr(assignment, field) for field in update}
        self._undo.append((f"{label}: {assignment.candidate}", assignment.id, before))

    def _put(self, assignment: "Assignment") -> None:
        self.save(self.workspace.file(assignment.id, ASSIGNMENT), assignment, assignment.id)
