"""Words and rows that several documents share."""

from collections.abc import Collection, Iterable
from datetime import date

from cmalt_review.export.blocks import Block, Heading, Item, Paragraph, Table
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.base import AssessmentType, Pathway, Role
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import ELEMENT_WORDS, Point, PointKind, Sheet

PATHWAY_WORDS: dict[Pathway, str] = {"associate": "Associate CMALT", "cmalt": "CMALT", "senior": "Senior CMALT"}
TYPE_WORDS: dict[AssessmentType, str] = {
    "first": "First submission",
    "resubmission": "Resubmission",
    "review": "Portfolio review",
}
ROLE_WORDS: dict[Role, str] = {"lead": "Lead assessor", "second": "Second assessor"}
KIND_WORDS: dict[PointKind, str] = {
    "strength": "Strengths",
    "required": "Required before the portfolio can pass",
    "suggestion": "For consideration",
    "unsorted": "Not yet sorted",
}
PRINCIPLES_HEADING = "Core principles (applied to the whole portfolio)"
NOT_GRADED = "Not graded"
NOT_RECORDED = "Not recorded"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(when: date) -> str:
    """A date as it is written in Britain, whatever the machine's locale: ``3 November 2026``."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def about_rows(assignment: Assignment) -> list[tuple[str, str]]:
    """The rows that say which portfolio a document is about."""
    return [
        ("Candidate name", assignment.candidate),
        ("Portfolio", assignment.link or "Received as files"),
        ("CMALT pathway", PATHWAY_WORDS[assignment.pathway]),
        ("Assessment type", TYPE_WORDS[assignment.type]),
    ]


def row_label(form: Form, row: str) -> str:
    """A row's title with its number where it has one: ``1a: …``; principles and named sections by title alone."""
    title = form.row_title(row)
    return f"{row}: {title}" if row[:1].isdigit() else title


def grade_word(form: Form, sheet: Sheet, row: str, present: Collection[str] = ()) -> str:
    """A row's grade in words.

    A section that is not assessed only has to be there: without a mark it is complete where the imported portfolio
    holds it (``present``), otherwise nothing is claimed.
    """
    grade = sheet.grade(row)
    if grade is not None:
        return form.grade_word(grade)
    section = form.section_by_id.get(row)
    if section is None or section.assessed:
        return NOT_GRADED
    return form.grade_word("C") if row in present else NOT_RECORDED


def outcome_word(form: Form, outcome: str) -> str:
    """An outcome's title."""
    known = form.outcome(outcome)
    return known.title if known else outcome


def element_word(form: Form, element: str) -> str:
    """An element's name; a principle with its short title."""
    word = ELEMENT_WORDS.get(element, element)
    return f"{word}: {form.row_short(element)}" if element in form.principle_ids else word


def point_item(point: Point, who: str = "") -> Item:
    """A point as an entry of a list, with the element it speaks of (and whose it was)."""
    element = "" if point.element == "whole" else ELEMENT_WORDS.get(point.element, point.element)
    return Item(point.text, ", ".join(part for part in (element, who) if part))


def in_form_order(form: Form, points: Iterable[Point]) -> dict[str, list[Point]]:
    """Points by section: the form's sections, its principles, then anything else in order of appearance."""
    points = list(points)
    known = [section.id for section in form.sections] + form.principle_ids
    order = dict.fromkeys([*known, *(point.section for point in points)])
    grouped = {id_: [point for point in points if point.section == id_] for id_ in order}
    return {id_: found for id_, found in grouped.items() if found}


def grades_table(form: Form, header: str, rows: Iterable[str], columns: dict[str, dict[str, str]]) -> Table:
    """Rows of the form against columns of words by row."""
    share = 15 if len(columns) > 1 else 24
    return Table(
        (header, *columns),
        tuple((row_label(form, row), *(column[row] for column in columns.values())) for row in rows),
        (100 - share * len(columns), *[share] * len(columns)),
    )


def overall_blocks(level: int, heading: str, text: str, missing: str) -> list[Block]:
    """An assessor's overall text, letter for letter, under a heading."""
    return [Heading(level, heading), Paragraph(text if text.strip() else missing)]
