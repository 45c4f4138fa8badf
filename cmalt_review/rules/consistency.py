"""What does not fit together on one row of a sheet, live while it is judged. Remarks, never verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass

from cmalt_review.model.form import Form
from cmalt_review.model.sheet import ELEMENT_WORDS, LEVEL_WORDS, Sheet


@dataclass(frozen=True)
class Remark:
    """One thing that does not fit, in one sentence."""

    rule: str
    row: str
    message: str


def remarks(form: Form, sheet: Sheet, row: str) -> list[Remark]:
    """What does not fit on a row: grade against elements, grade against points."""
    judged = sheet.judgement(row)
    levels = {element: judgement.level for element, judgement in judged.elements.items()}
    found = _grade_against_points(form, sheet, row) + _grade_against_levels(form, sheet, row)
    for element in _low(levels):
        if not any(p.element in (element, "whole") and p.kind != "strength" for p in sheet.points_of(row)):
            found.append(("element-without-point", f"{_said(element, levels)}, but no point says so."))
    if any(point.kind == "unsorted" for point in sheet.points_of(row)):
        found.append(("unsorted", "A point is not sorted yet: strength, required or suggestion?"))
    return [Remark(rule, row, message) for rule, message in found]


def _low(levels: Mapping[str, str | None]) -> list[str]:
    return [element for element, level in levels.items() if level in ("weak", "absent", "not")]


def _said(element: str, levels: Mapping[str, str | None]) -> str:
    return f"{ELEMENT_WORDS.get(element, element)} is marked {LEVEL_WORDS[levels[element] or '']}"


def _grade_against_points(form: Form, sheet: Sheet, row: str) -> list[tuple[str, str]]:
    grade = sheet.grade(row)
    required = any(point.kind == "required" for point in sheet.points_of(row))
    word = form.grade_word(grade or "")
    if grade in ("R", "M") and not required and row in form.section_by_id:
        return [("needs-required", f"{word} without a required point: say what must change.")]
    if grade in ("S", "A") and required:
        return [("required-in-pass", f"A required point, but the grade is {word}: grade it R or make it a suggestion.")]
    return []


def _grade_against_levels(form: Form, sheet: Sheet, row: str) -> list[tuple[str, str]]:
    judged = sheet.judgement(row)
    levels = {element: judgement.level for element, judgement in judged.elements.items()}
    low = _low(levels)
    if judged.grade in ("S", "A"):
        return [("grade-above-element", f"{form.grade_word(judged.grade)}, but {_said(e, levels)}.") for e in low]
    judged_all = set(form.elements_of(row)) <= {e for e, level in levels.items() if level}
    if judged.grade == "R" and judged_all and levels and not low:
        return [("grade-below-elements", "Revisions required, but every element is marked adequate or better.")]
    return []


def all_remarks(form: Form, sheet: Sheet) -> list[Remark]:
    """Remarks over all rows, in the form's order."""
    ids = [section.id for section in form.sections] + form.principle_ids
    return [remark for row in ids for remark in remarks(form, sheet, row)]
