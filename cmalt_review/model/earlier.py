"""What is known of the earlier round of a resubmission: its grades, its outcome and its feedback, by section."""

from datetime import datetime

from cmalt_review.model.base import Line, OutcomeId, Text, Value
from cmalt_review.model.form import GradeId
from cmalt_review.model.sheet import PointKind

WHOLE = "whole"
"""Stands for the section of a passage that speaks of no single one."""
CARRIED = ("addressed", "partly", "not")
"""What a required point of the earlier round can be ticked as."""


class Passage(Value):
    """A point, or a sentence, of the earlier feedback. ``section:n`` names it."""

    section: Line = WHOLE
    n: int
    """Number within its section, from 1."""
    text: Text
    kind: PointKind = "unsorted"
    heading: Line = ""
    """The heading it stood under, where that is not the section's own."""
    paragraph: int = 0
    """Sentences of one paragraph have the same number; 0 for a point."""

    @property
    def key(self) -> str:
        """How ticks refer to it."""
        return f"{self.section}:{self.n}"


class Earlier(Value):
    """The earlier round: on this desk, read from a file, or both."""

    id: Line = ""
    """The round's id on this desk."""
    file: Line = ""
    """Name of the file that was handed in, as it was called."""
    sha256: Line = ""
    """Hash of that file."""
    added: datetime | None = None
    outcome: OutcomeId | None = None
    grades: dict[str, list[GradeId]] = {}
    """By row: what was agreed, or each assessor's grade where a file gives no agreed one."""
    passages: list[Passage] = []

    def of(self, section: str) -> list[Passage]:
        """The passages on a section."""
        return [passage for passage in self.passages if passage.section == section]
