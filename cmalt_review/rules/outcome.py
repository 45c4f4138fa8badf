"""Advice on the outcome: what speaks against a choice. The decision is the assessors', never a formula.

Source: Senior CMALT guidelines 2019, "Assessment outcomes".
"""

from collections.abc import Mapping, Sequence

from cmalt_review.errors import ReviewError
from cmalt_review.model.form import Form, Outcome, Round
from cmalt_review.model.sheet import Point, Sheet


def allowed(form: Form, outcome: str, round_: Round) -> Outcome:
    """The outcome, if it may be chosen in this round. Raises ``ReviewError`` with the ones that may."""
    choices = form.outcomes_in(round_)
    found = next((choice for choice in choices if choice.id == outcome), None)
    if found is None:
        known = form.outcome(outcome)
        name = known.title if known else repr(outcome)
        raise ReviewError(
            f"{name} cannot be chosen in this round",
            f"{form.title}, {ROUND_WORDS[round_]}.",
            f"It takes one of: {', '.join(choice.id for choice in choices)}.",
        )
    return found


ROUND_WORDS: dict[Round, str] = {
    "first": "first assessment",
    "after-minor": "resubmission after minor revisions",
    "after-major": "resubmission after major revisions",
    "review": "portfolio review",
}


def grades_of(form: Form, sheet: Sheet) -> dict[str, str]:
    """The grades of a sheet by row, without rows that have none."""
    return {row: grade for row in form.rows if (grade := sheet.grade(row))}


def advice(
    form: Form,
    round_: Round,
    outcome: str,
    grades: Mapping[str, str],
    reflection: Mapping[str, str | None],
    points: Sequence[Point],
) -> list[str]:
    """What speaks against an outcome, each in one sentence; nothing where nothing does.

    ``grades`` are by row; ``reflection`` the level of reflection by section.
    """
    chosen = allowed(form, outcome, round_)
    against = []
    if caution := chosen.caution.get(round_):
        against.append(caution)
    stopping = [row for row, grade in grades.items() if _stops(form, grade)]
    required = [point for point in points if point.kind == "required"]
    if chosen.passing:
        against += _against_pass(stopping, required)
        if outcome == "distinction":
            against += _against_distinction(form, grades, reflection)
    else:
        against += _against_referral(form, outcome, stopping, required)
    return against


def _stops(form: Form, grade: str) -> bool:
    return any(g.id == grade and g.stops_pass for g in form.grades)


def _against_pass(stopping: list[str], required: list[Point]) -> list[str]:
    found = []
    if stopping:
        found.append(f"{_listed(stopping)} graded Revisions required or Incomplete: that rules out a pass once agreed.")
    if required:
        sections = list(dict.fromkeys(point.section for point in required))
        found.append(f"A pass asks for nothing, but there are required points on {_listed(sections)}.")
    return found


def _against_distinction(form: Form, grades: Mapping[str, str], reflection: Mapping[str, str | None]) -> list[str]:
    """Notably strong reflective practice and principles across each section: levels weigh, not a count of S."""
    found = []
    assessed = [section.id for section in form.assessed]
    thin = [id_ for id_ in assessed if reflection.get(id_) in ("adequate", "weak", "absent")]
    if thin:
        found.append(
            f"Distinction rests on notably strong reflection throughout; it is less than strong in {_listed(thin)}."
        )
    unsure = [id_ for id_ in assessed if reflection.get(id_) is None and grades.get(id_) != "S"]
    if unsure:
        found.append(f"The level of reflection is not recorded for {_listed(unsure)}, which are not graded Strong.")
    weaker = [id_ for id_ in form.principle_ids if grades.get(id_) not in (None, "S")]
    if weaker:
        found.append(f"The core principles should show notably strongly; {_listed(weaker)} is graded below Strong.")
    return found


def _against_referral(form: Form, outcome: str, stopping: list[str], required: list[Point]) -> list[str]:
    found = []
    if not stopping:
        found.append("No row is graded Revisions required or Incomplete, so nothing in the grades calls for it.")
    if outcome != "fail":
        bare = [row for row in stopping if not any(p.section == row for p in required) and row in form.section_by_id]
        if bare:
            found.append(f"The statement must say what to do in each; {_listed(bare)} has no required point.")
        if not required and not bare:
            found.append("A referral says section by section what must be done, but there is no required point yet.")
    elif required:
        found.append("A fail is final and asks for nothing, but there are required points.")
    assessed = [section.id for section in form.assessed]
    if outcome == "minor" and len([row for row in stopping if row in assessed]) * 2 > len(assessed):
        found.append("More than half of the sections need revision; minor revisions are meant for some of them.")
    return found


def _listed(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"
