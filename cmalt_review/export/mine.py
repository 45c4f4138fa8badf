"""My own completed form: everything that my sheet says, for the lead assessor or for ALT.

It never shows private notes. It gives my role; my name only where the caller hands it over, because the paper may
travel on to people for whom the role is enough.
"""

from collections.abc import Collection

from cmalt_review.export.blocks import Block, FormDocument, Heading, Items, Note, Paragraph, Table, entries
from cmalt_review.export.words import (
    KIND_WORDS,
    NOT_RECORDED,
    PRINCIPLES_HEADING,
    ROLE_WORDS,
    about_rows,
    day,
    element_word,
    grade_word,
    grades_table,
    in_form_order,
    outcome_word,
    overall_blocks,
    point_item,
    row_label,
)
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import LEVEL_WORDS, POINT_KINDS, Point, Sheet


def mine(
    assignment: Assignment, form: Form, sheet: Sheet, *, author: str = "", present: Collection[str] = ()
) -> FormDocument:
    """One assessor's completed form.

    ``present`` are the ids of the sections that the imported portfolio holds (see ``words.grade_word``).
    """
    graded = [s.id for s in form.sections if s.assessed or sheet.grade(s.id) or s.id in present]
    grades = {row: grade_word(form, sheet, row, present) for row in [*graded, *form.principle_ids]}
    blocks: list[Block] = [
        Heading(2, "About this portfolio"),
        entries(_about(assignment, form, sheet, author)),
        Heading(2, "Grades"),
        grades_table(form, "Section", graded, {"Grade": grades}),
        Heading(2, PRINCIPLES_HEADING),
        grades_table(form, "Principle", form.principle_ids, {"Grade": grades}),
        *_changes(form, sheet),
        *_recommendation(form, sheet),
        *overall_blocks(2, "Overall feedback", sheet.overall, "No overall text was written."),
        *_details(form, sheet),
    ]
    return FormDocument("CMALT assessment: completed form", tuple(blocks))


def _about(assignment: Assignment, form: Form, sheet: Sheet, author: str) -> list[tuple[str, str]]:
    role = ROLE_WORDS[sheet.role]
    rows = about_rows(assignment)
    if assignment.reference:
        rows.append(("Reference", assignment.reference))
    rows.append(("Form", form.title))
    rows.append(("Assessor", f"{author} ({role.lower()})" if author else role))
    submitted = f", submitted on {day(sheet.submitted_at)}" if sheet.submitted_at else ", not submitted"
    rows.append(("This assessment", f"Version {sheet.version}{submitted}"))
    if sheet.source:
        rows.append(("Source", sheet.source))
    if sheet.reopened_because:
        rows.append(("Reason for this version", sheet.reopened_because))
    return rows


def _changes(form: Form, sheet: Sheet) -> list[Block]:
    """The rows that changed since the version before, each with its reason."""
    order = [*(section.id for section in form.sections), *form.principle_ids]
    rows = sorted(sheet.changes, key=lambda row: order.index(row) if row in order else len(order))
    if not rows:
        return []
    lines = tuple((row_label(form, row), sheet.changes[row].strip() or NOT_RECORDED) for row in rows)
    return [Heading(2, "Changed since the version before"), Table(("Row", "Reason"), lines, (43, 57))]


def _recommendation(form: Form, sheet: Sheet) -> list[Block]:
    heading = Heading(2, "Recommended outcome")
    if sheet.recommendation is None:
        return [heading, Paragraph(NOT_RECORDED)]
    blocks: list[Block] = [heading, Paragraph(outcome_word(form, sheet.recommendation.outcome), "Outcome")]
    if sheet.recommendation.reason.strip():
        blocks.append(Paragraph(sheet.recommendation.reason, "Reason"))
    return blocks


def _details(form: Form, sheet: Sheet) -> list[Block]:
    """Elements, criteria and points, for the sections that have any."""
    points = in_form_order(form, sheet.points)
    order = dict.fromkeys([*(s.id for s in form.sections), *form.principle_ids, *points])
    blocks: list[Block] = []
    for row in order:
        found = [*_judged(form, sheet, row), *_points_by_kind(points.get(row, []))]
        if found:
            grade = [Paragraph(grade_word(form, sheet, row), "Grade")] if row in form.rows else []
            blocks += [Heading(3, row_label(form, row)), *grade, *found]
    if blocks:
        return [Heading(2, "Section by section"), *blocks]
    return [Note("No elements or points were recorded for single sections.")]


def _judged(form: Form, sheet: Sheet, row: str) -> list[Block]:
    """What a sheet says on a row beyond grade and points: which of several it rests on, elements, criteria."""
    judgement = sheet.judgement(row)
    blocks: list[Block] = []
    if judgement.rests_on:
        blocks.append(Paragraph(judgement.rests_on, "The judgement rests on"))
    rows = []
    for element in dict.fromkeys([*form.elements_of(row), *judgement.elements]):
        said = judgement.elements.get(element)
        if said and (said.level or said.note.strip()):
            level = LEVEL_WORDS[said.level].capitalize() if said.level else NOT_RECORDED
            rows.append((element_word(form, element), level, said.note.strip() or "–"))
    for criterion in form.criteria:
        tick = judgement.criteria.get(criterion.id)
        if tick and (tick.met is not None or tick.note.strip()):
            met = {True: "Met", False: "Not met", None: NOT_RECORDED}[tick.met]
            rows.append((criterion.title, met, tick.note.strip() or "–"))
    if any(note != "–" for _, _, note in rows):
        blocks.append(Table(("Element", "Judgement", "Note"), tuple(rows), (30, 18, 52)))
    elif rows:
        blocks.append(Table(("Element", "Judgement"), tuple(row[:2] for row in rows), (70, 30)))
    return blocks


def _points_by_kind(points: list[Point]) -> list[Block]:
    """Points as lists: strengths first, then what is required, then what is offered."""
    blocks: list[Block] = []
    for kind in POINT_KINDS:
        if items := tuple(point_item(point) for point in points if point.kind == kind):
            blocks += [Paragraph("", KIND_WORDS[kind]), Items(items)]
    return blocks
