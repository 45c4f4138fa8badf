"""When an assessment is due. Source: Senior CMALT guidelines 2019, "Timescale" (6–8 weeks; 3 months)."""

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the queue uses this module before pydantic is loaded
    from cmalt_review.model.assignment import Assignment
    from cmalt_review.model.form import DueMarks


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_date(assignment: "Assignment", marks: "DueMarks") -> date:
    """When the result is due: as named, else the end of the weeks from receipt or the months from submission."""
    if assignment.due:
        return assignment.due
    weeks = timedelta(weeks=marks.weeks_from_receipt[1])
    from_receipt = assignment.received + min(weeks, date.max - assignment.received)
    if assignment.submitted is None:
        return from_receipt
    return min(from_receipt, add_months(assignment.submitted, marks.months_from_submission))
