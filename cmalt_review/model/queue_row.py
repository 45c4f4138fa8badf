"""The queue's plain row: what the queue shows of an assignment without loading it. No pydantic: it is drawn first."""

from typing import NamedTuple


class QueueRow(NamedTuple):
    """One line of the queue. Dates are ISO texts or empty, so that a row goes to and from JSON as a list."""

    id: str
    candidate: str
    pathway: str
    type: str
    role: str
    co_assessor: str
    state: str
    next: str
    """The next action in words, e.g. ``grade 2a``."""
    graded: int
    to_grade: int
    grades: str
    """My grades, e.g. ``S5 A3 R1``."""
    received: str
    submitted: str
    due: str
    form: str
    form_title: str
    flagged: bool
    snoozed_until: str
    yours: str
    """My recommended outcome, or empty."""
    theirs: str
    """The other's recommended outcome; always empty while blind."""
    arrived: bool
    """Whether the other's sheet is here: all that is told of it while blind."""
    detail: str
    """A sentence of words for the line below the list."""


STATES = (
    "declare", "read", "grade", "submitted", "reconcile", "proposed", "export", "sent", "closed", "with-alt",
    "declined",
)  # fmt: skip
"""States of an assignment, in the order of the work."""
