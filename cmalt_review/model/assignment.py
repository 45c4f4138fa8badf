"""The assignment: one portfolio in one round, as it was given to me."""

from datetime import date, datetime
from typing import Literal

from cmalt_review.model.base import AssessmentType, Line, Pathway, Role, Text, Value
from cmalt_review.model.form import Round

DeclarationKind = Literal["none", "declared", "decline"]


class Declaration(Value):
    """My relationship to the candidate: none, one that I declare, or one for which I decline."""

    kind: DeclarationKind
    text: Text = ""
    at: datetime | None = None


class Event(Value):
    """Something that happened to the assignment as a whole: sent, returned with a question, closed."""

    what: Line
    at: datetime
    text: Text = ""


class Assignment(Value):
    """One portfolio in one round. What I judge of it is in the sheet, what the candidate wrote in the portfolio."""

    id: Line
    candidate: Line
    pathway: Pathway
    form: Line
    type: AssessmentType = "first"
    role: Role
    co_assessor: Line = ""
    nominated: bool = False
    """Whether the second assessor was nominated by the candidate."""
    reference: Line = ""
    link: Line = ""
    received: date
    submitted: date | None = None
    due: date | None = None
    previous: Line = ""
    """Id of the earlier round on this desk."""
    previous_outcome: Literal["minor", "major"] | None = None
    added: datetime
    declaration: Declaration | None = None
    opened: datetime | None = None
    """When the portfolio was first opened for reading."""
    flagged: bool = False
    snoozed_until: date | None = None
    events: list[Event] = []

    @property
    def round(self) -> Round:
        """The round as the form's outcomes know it; a resubmission whose earlier outcome is unknown counts as major."""
        if self.type == "review":
            return "review"
        if self.type == "first":
            return "first"
        return "after-minor" if self.previous_outcome == "minor" else "after-major"

    def happened(self, what: str) -> Event | None:
        """The latest event of this kind (``sent``, ``closed``, ``returned``), if any."""
        return next((event for event in reversed(self.events) if event.what == what), None)


class Assessor(Value):
    """Who I am, or what is known of the co-assessor: used for the anonymity check and the sent sheet, never printed."""

    name: Line = ""
    email: Line = ""
    institution: Line = ""
