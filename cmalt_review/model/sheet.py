"""The grade sheet: one assessor's judgement of one portfolio in one round."""

from datetime import datetime
from typing import Literal

from cmalt_review.model.base import AssessmentType, Line, OutcomeId, Pathway, Role, Text, Value
from cmalt_review.model.form import GradeId

PointKind = Literal["strength", "required", "suggestion", "unsorted"]
POINT_KINDS: tuple[PointKind, ...] = ("strength", "required", "suggestion", "unsorted")

LEVELS = ("strong", "adequate", "weak", "absent")
"""Levels of description, reflection and evidence; on screen ``weak`` reads "needs work"."""
PRINCIPLE_LEVELS = ("addressed", "partly", "not")
"""Levels of a principle within the advanced area."""
LEVEL_WORDS = {
    "strong": "strong", "adequate": "adequate", "weak": "needs work", "absent": "absent",
    "addressed": "addressed", "partly": "partly", "not": "not addressed",
}  # fmt: skip
ELEMENT_WORDS = {
    "description": "Description", "reflection": "Reflection", "evidence": "Evidence", "whole": "Whole section",
    "p1": "Principle 1", "p2": "Principle 2", "p3": "Principle 3", "p4": "Principle 4",
}  # fmt: skip
Level = Literal["strong", "adequate", "weak", "absent", "addressed", "partly", "not"]


def levels_of(element: str) -> tuple[str, ...]:
    """The levels an element may have."""
    return PRINCIPLE_LEVELS if element in ("p1", "p2", "p3", "p4") else LEVELS


class ElementJudgement(Value):
    """How one element of a section was judged, with a note that the other assessor may read."""

    level: Level | None = None
    note: Text = ""


class CriterionTick(Value):
    """Whether a section meets one of the pathway's criteria (Senior's strip)."""

    met: bool | None = None
    note: Text = ""


class Judgement(Value):
    """The judgement on one row: a section or a whole-portfolio principle."""

    grade: GradeId | None = None
    elements: dict[str, ElementJudgement] = {}
    criteria: dict[str, CriterionTick] = {}
    rests_on: Line = ""
    """In the advanced area: which of several the judgement rests on."""


class Point(Value):
    """One piece of feedback: where it belongs, its force, and its words."""

    n: int
    """Number within the sheet; never used twice, so that a deleted point's number stays free."""
    section: Line
    element: Line = "whole"
    kind: PointKind
    text: Text
    origin: Role | None = None
    """In the agreed sheet: whose point it was."""
    frame: Line = ""
    """The phrase frame it was written from."""


class Recommendation(Value):
    """The outcome an assessor recommends."""

    outcome: OutcomeId
    reason: Text = ""


class Subject(Value):
    """Which assignment a sheet is about, as both desks know it."""

    candidate: Line
    pathway: Pathway
    type: AssessmentType
    form: Line
    reference: Line = ""


class Sheet(Value):
    """One assessor's judgement. A draft until submitted; then frozen and hashed; reopened as the next version."""

    subject: Subject
    role: Role
    author: Line = ""
    """The assessor's name; empty where it is not known (then the role stands for it). Never printed for a candidate."""
    version: int = 1
    state: Literal["draft", "submitted"] = "draft"
    judgements: dict[str, Judgement] = {}
    points: list[Point] = []
    next_point: int = 1
    overall: Text = ""
    recommendation: Recommendation | None = None
    submitted_at: datetime | None = None
    reopened_because: Text = ""
    changes: dict[str, Text] = {}
    """From the second version on: the reason for each row that changed since the version before."""
    source: Line = ""
    """Where a sheet typed in from elsewhere came from, e.g. ``ALT form by e-mail, 3 Nov``; empty for our own."""
    sha256: Line = ""
    """Hash of the content (see ``store.exchange.sheet_hash``), set on submission."""

    def judgement(self, row: str) -> Judgement:
        """The judgement on a row; an empty one where none was made."""
        return self.judgements.get(row) or Judgement()

    def grade(self, row: str) -> GradeId | None:
        """The grade of a row, if any."""
        return self.judgement(row).grade

    def level(self, row: str, element: str) -> str | None:
        """The level of an element of a row, if any."""
        judged = self.judgement(row).elements.get(element)
        return judged.level if judged else None

    def points_of(self, section: str) -> list[Point]:
        """The points on a section, in the order in which they were written."""
        return [point for point in self.points if point.section == section]


class Dismissal(Value):
    """A finding of the feedback checker put aside for good, bound to the rule and the sentence."""

    rule: Line
    sentence: Text


class Mark(Value):
    """A paragraph of the candidate's text marked as description, reflection, evidence or a principle."""

    section: Line
    paragraph: int
    """Index of the paragraph within the section's text, from 0."""
    quote: Text
    """The first words of the paragraph: finds it again if the text is imported anew."""
    label: Line


class EvidenceTick(Value):
    """What the assessor found on opening one piece of evidence."""

    target: Line
    state: Literal["seen", "broken", "unneeded"]
    note: Text = ""
    at: datetime | None = None


class LocalNotes(Value):
    """What stays on this desk: private notes, marks, ticks, dismissals. Neither hashed nor sent."""

    notes: dict[str, Text] = {}
    marks: list[Mark] = []
    evidence: list[EvidenceTick] = []
    dismissed: list[Dismissal] = []
    links: dict[str, list[Line]] = {}
    """Links typed or pasted per section (link-only portfolios)."""
    carried: dict[str, Line] = {}
    """Round 2: earlier required points by ``section:n`` ticked ``addressed``, ``partly`` or ``not``."""
    required: list[Line] = []
    """Round 2: passages of the earlier feedback, by ``section:n``, that I made required points."""
