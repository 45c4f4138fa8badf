"""What all stored values share: frozen, cleaned text, unknown fields refused, validators built on first use."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from cmalt_review.model.text import clean, clean_line

Text = Annotated[str, AfterValidator(clean)]
"""Text of any length, cleaned of control characters."""

Line = Annotated[str, AfterValidator(clean_line)]
"""Text on one line: names, headings, titles."""

Role = Literal["lead", "second"]
Pathway = Literal["associate", "cmalt", "senior"]
AssessmentType = Literal["first", "resubmission", "review"]
OutcomeId = Literal["distinction", "pass", "minor", "major", "fail"]

ROLES: tuple[Role, Role] = ("lead", "second")


def other_role(role: Role) -> Role:
    """The role of the co-assessor."""
    return "second" if role == "lead" else "lead"


class Value(BaseModel):
    """Base of every model value: compared by content, changed by ``model_copy(update=…)`` only."""

    # revalidation is off: values are frozen, so one that was validated stays valid.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
