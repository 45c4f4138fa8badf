"""Due dates: two clocks, the earlier counts; a named date beats both."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import DueMarks
from cmalt_review.rules.dates import add_months, due_date


def test_the_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_adding_months_never_goes_past_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_a_day_at_the_end_of_the_calendar_is_no_error() -> None:
    assert add_months(date(9999, 12, 31), 3) == date.max
    far = Assignment.model_validate(
        {
            "id": "a", "candidate": "A", "pathway": "senior", "form": "senior-2019", "role": "lead",
            "received": date.max, "submitted": date.max, "added": datetime(2026, 11, 22, tzinfo=UTC),
        }
    )  # fmt: skip
    assert due_date(far, DueMarks()) == date.max
