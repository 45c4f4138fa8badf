"""The one place that reads the clock."""

import os
from datetime import date, datetime

from cmalt_review.errors import ReviewError


def now() -> datetime:
    """The present moment with its time zone, or what ``CMALT_REVIEW_NOW`` (ISO time) says.

    Raises ``ReviewError`` where ``CMALT_REVIEW_NOW`` is not an ISO time.
    """
    fixed = os.environ.get("CMALT_REVIEW_NOW")
    if not fixed:
        return datetime.now().astimezone().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        raise ReviewError(
            "CMALT_REVIEW_NOW is not an ISO time",
            f"It says {fixed!r}.",
            "Write it like 2026-11-22T21:00:00, or unset it.",
        ) from None
    return moment if moment.tzinfo else moment.astimezone()


def today() -> date:
    """The present day (see ``now``)."""
    return now().date()
