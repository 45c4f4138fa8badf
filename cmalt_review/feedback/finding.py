"""What the checker found: one remark on one sentence of the feedback."""

from dataclasses import dataclass
from typing import Literal, get_args

Category = Literal["fact", "identity", "person", "no_suggestion", "vague", "force", "harsh", "spelling"]
Severity = Literal["block", "warn", "hint"]
CATEGORIES: tuple[str, ...] = get_args(Category)
SEVERITIES: tuple[str, ...] = get_args(Severity)
WEIGHED: tuple[str, ...] = ("identity", "no_suggestion", "person", "force", "vague", "harsh")
"""The categories for which words have weights (see ``weighing``)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``block`` stops a final export (unless overridden with a reason), ``warn`` and ``hint`` advise."""

    rule: str
    category: Category
    level: Severity
    section: str
    """Row id of the form; ``overall`` for an assessor's overall text; empty for a text on its own."""
    sentence: str
    """The sentence as written; empty where the finding is about something that is missing."""
    message: str
    fix: str | None = None
    """The sentence as it could read, where the rule knows."""
    point: int | None = None
    """Number of the point within the sheet."""
    because: tuple[str, ...] = ()
    """The words that weighed most, where words were weighed."""
