"""The agreed sheet: the record of reconciliation. It never changes the two originals."""

from datetime import datetime
from typing import Literal

from cmalt_review.model.base import Line, OutcomeId, Text, Value
from cmalt_review.model.sheet import Point

Origin = Literal["both", "lead", "second", "other"]


class AgreedRow(Value):
    """What was agreed on one row, and on what grounds."""

    value: Line
    """A grade letter; for a row such as ``6.p1`` a level (addressed, partly, not)."""
    origin: Origin
    reason: Text = ""
    confirmed: bool = True
    lead: Line = ""
    second: Line = ""
    """What the two sheets said when this was agreed: a newer version that says otherwise marks the row as stale."""


class Assent(Value):
    """The second's answer to what the lead proposed, and how it came."""

    answer: Literal["yes", "no"]
    how: Text = ""
    at: datetime | None = None


class Decision(Value):
    """The agreed outcome, a human decision; the advice that spoke against it is recorded with it."""

    outcome: OutcomeId
    reason: Text = ""
    against: list[Text] = []


class Agreed(Value):
    """Reconciliation of one round."""

    version: int = 1
    state: Literal["open", "proposed", "assented", "not-agreed", "finished"] = "open"
    rows: dict[str, AgreedRow] = {}
    points: dict[str, Literal["keep", "drop"]] = {}
    """Decisions on single points by ``lead:3`` or ``second:1``; without one a point is kept."""
    edited: list[Point] = []
    """Points whose words were changed for the joint statement; ``origin`` and ``n`` tell which."""
    lead_version: int = 0
    second_version: int = 0
    """Versions of the two sheets that the proposal rests on; 0 until something was proposed."""
    decision: Decision | None = None
    assent: Assent | None = None
    proposed_at: datetime | None = None
    finished_at: datetime | None = None
