"""The agreed form for ALT: what both assessors said, what they agreed on and why. It names roles, never people.

Where the assessors did not agree it is the pack with both positions.
"""

from cmalt_review.export.blocks import Block, FormDocument, Heading, Items, Paragraph, Table, entries
from cmalt_review.export.words import (
    KIND_WORDS,
    NOT_RECORDED,
    PRINCIPLES_HEADING,
    about_rows,
    day,
    element_word,
    in_form_order,
    outcome_word,
    overall_blocks,
    point_item,
    row_label,
)
from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.base import Role
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import LEVEL_WORDS, POINT_KINDS, Point, Sheet
from cmalt_review.rules.reconcile import Row, joint_points, rows

_SIDES: dict[Role, str] = {"lead": "Lead", "second": "Second"}


def agreed_form(assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed) -> FormDocument:
    """The record of what was agreed, on the latest versions of both sheets."""
    found = rows(form, lead, second, agreed)
    kept = [joint.point for joint in joint_points(lead, second, agreed) if joint.kept]
    blocks: list[Block] = [
        Heading(2, "About this portfolio"),
        entries(_about(assignment, form, lead, second)),
        Heading(2, "Outcome"),
        *_outcome(form, lead, second, agreed),
        Heading(2, "Grades"),
        _grades(form, "Section", [row for row in found if row.row not in form.principle_ids]),
        Heading(2, PRINCIPLES_HEADING),
        _grades(form, "Principle", [row for row in found if row.row in form.principle_ids]),
        *_reasons(form, found),
        *_sections(form, lead, second, kept),
        Heading(2, "Overall feedback"),
    ]
    for sheet in (lead, second):
        blocks += overall_blocks(3, f"{_SIDES[sheet.role]} assessor", sheet.overall, "No overall text was written.")
    failed = agreed.state == "not-agreed"
    return FormDocument(
        f"CMALT assessment: {'positions of both assessors' if failed else 'agreed form'}", tuple(blocks)
    )


def _about(assignment: Assignment, form: Form, lead: Sheet, second: Sheet) -> list[tuple[str, str]]:
    found = about_rows(assignment)
    if assignment.reference:
        found.append(("Reference", assignment.reference))
    found.append(("Form", form.title))
    for sheet in (lead, second):
        when = f", submitted on {day(sheet.submitted_at)}" if sheet.submitted_at else ""
        source = f" ({sheet.source})" if sheet.source else ""
        found.append((f"{_SIDES[sheet.role]} assessment", f"Version {sheet.version}{when}{source}"))
    return found


def _outcome(form: Form, lead: Sheet, second: Sheet, agreed: Agreed) -> list[Block]:
    pairs = []
    if agreed.state == "not-agreed":
        pairs.append(("Agreed outcome", "The assessors did not agree"))
    elif agreed.decision is None:
        pairs.append(("Agreed outcome", "Not yet agreed"))
    else:
        pairs.append(("Agreed outcome", outcome_word(form, agreed.decision.outcome)))
        pairs += [("Reason", agreed.decision.reason)] if agreed.decision.reason.strip() else []
        pairs += [("Considered against it", against) for against in agreed.decision.against]
    for sheet in (lead, second):
        pairs.append((f"{_SIDES[sheet.role]} assessor recommended", _recommended(form, sheet)))
    pairs.append(("Assent of the second assessor", _assent(agreed)))
    if agreed.finished_at:
        pairs.append(("Finished", day(agreed.finished_at)))
    return [entries(pairs)]


def _recommended(form: Form, sheet: Sheet) -> str:
    if sheet.recommendation is None:
        return NOT_RECORDED
    reason = sheet.recommendation.reason.strip()
    title = outcome_word(form, sheet.recommendation.outcome)
    return f"{title}\n\n{reason}" if reason else title


def _assent(agreed: Agreed) -> str:
    if agreed.assent is None:
        return "Not yet given"
    words = ["Given" if agreed.assent.answer == "yes" else "Refused"]
    if agreed.assent.at:
        words.append(f"on {day(agreed.assent.at)}")
    said = " ".join(words)
    return f"{said}: {agreed.assent.how}" if agreed.assent.how.strip() else said


def _value(form: Form, row: Row, value: str | None) -> str:
    if value is None:
        return NOT_RECORDED
    return LEVEL_WORDS.get(value, value).capitalize() if "." in row.row else form.grade_word(value)


def _grades(form: Form, header: str, found: list[Row]) -> Table:
    lines = []
    for row in found:
        agreed = _value(form, row, row.value) if row.value else "Open"
        if row.stale:
            agreed += " (agreed before a newer version)"
        lines.append((_label(form, row.row), _value(form, row, row.lead), _value(form, row, row.second), agreed))
    return Table((header, "Lead", "Second", "Agreed"), tuple(lines), (43, 19, 19, 19))


def _label(form: Form, row: str) -> str:
    """A row's label; a principle within the advanced area says so briefly."""
    section, _, element = row.partition(".")
    return f"{section}, {element_word(form, element)}" if element else row_label(form, row)


def _reasons(form: Form, found: list[Row]) -> list[Block]:
    lines = tuple((_label(form, row.row), row.reason) for row in found if row.reason.strip())
    if not lines:
        return []
    return [Heading(2, "Reasons for agreed grades"), Table(("Row", "Reason"), lines, (43, 57))]


def _sections(form: Form, lead: Sheet, second: Sheet, points: list[Point]) -> list[Block]:
    """Elements as both judged them, and the points that were kept, for the rows that have any."""
    grouped = in_form_order(form, points)
    order = dict.fromkeys([*(section.id for section in form.sections), *form.principle_ids, *grouped])
    blocks: list[Block] = []
    for row in order:
        inner = [*_elements(form, lead, second, row), *_points(grouped.get(row, []))]
        if inner:
            blocks += [Heading(3, row_label(form, row)), *inner]
    return [Heading(2, "Section by section"), *blocks] if blocks else []


def _elements(form: Form, lead: Sheet, second: Sheet, row: str) -> list[Block]:
    lines: list[tuple[str, ...]] = []
    for element in form.elements_of(row):
        if lead.level(row, element) or second.level(row, element):
            said = (LEVEL_WORDS.get(sheet.level(row, element) or "", "–").capitalize() for sheet in (lead, second))
            lines.append((element_word(form, element), *said))
    return [Table(("Element", "Lead", "Second"), tuple(lines), (50, 25, 25))] if lines else []


def _points(points: list[Point]) -> list[Block]:
    blocks: list[Block] = []
    for kind in POINT_KINDS:
        items = tuple(
            point_item(point, _SIDES[point.origin].lower() if point.origin else "")
            for point in points
            if point.kind == kind
        )
        if items:
            blocks += [Paragraph("", KIND_WORDS[kind]), Items(items)]
    return blocks
