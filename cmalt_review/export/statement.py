"""The feedback for the candidate: points in the order and with the force that their kinds give them.

Strengths first, then what is required (after a fail, which is final: why the portfolio cannot be accredited), then
what is offered for consideration; within each by section, in the form's order. It names no assessor and no role, and
says what was agreed without telling whose point it was.
"""

from collections.abc import Iterable

from cmalt_review.export.blocks import Block, FormDocument, Heading, Items, Paragraph, entries
from cmalt_review.export.words import PATHWAY_WORDS, TYPE_WORDS, in_form_order, point_item, row_label
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form, Outcome
from cmalt_review.model.sheet import Point, PointKind

_STRENGTHS = "What is strong in the portfolio"
_REQUIRED = "What is required before the portfolio can pass"
_REASONS = "Why the portfolio cannot be accredited"
_OFFERED = "For consideration"
_UNSORTED = "Not yet sorted"


def statement(assignment: Assignment, form: Form, points: Iterable[Point], outcome: Outcome) -> FormDocument:
    """The feedback statement from the agreed points.

    Points still unsorted are shown under a heading of their own, so that none is lost; they keep a statement from
    being final, which is the desk's to enforce.
    """
    points = list(points)
    blocks: list[Block] = [
        Heading(2, "About this portfolio"),
        entries(
            [
                ("Candidate name", assignment.candidate),
                ("CMALT pathway", PATHWAY_WORDS[assignment.pathway]),
                ("Assessment type", TYPE_WORDS[assignment.type]),
                ("Outcome", outcome.title),
            ]
        ),
        Paragraph(outcome.meaning),
        *_group(form, points, "strength", _STRENGTHS),
        *_group(
            form, points, "required", _REASONS if outcome.id == "fail" else _REQUIRED, numbered=outcome.id != "fail"
        ),
        *_group(form, points, "suggestion", _OFFERED, _what_is_offered(outcome)),
        *_group(form, points, "unsorted", _UNSORTED),
    ]
    if closing := _closing(outcome, points):
        blocks += [Heading(2, "What happens next"), Paragraph(closing)]
    return FormDocument("CMALT assessment: feedback", tuple(blocks))


def _what_is_offered(outcome: Outcome) -> str:
    if outcome.id == "fail":
        return "These remarks are offered for later work; they do not reopen the assessment."
    return "Nothing here has to be done; each remark is an offer."


def _closing(outcome: Outcome, points: list[Point]) -> str:
    required = sum(point.kind == "required" for point in points)
    if outcome.passing or outcome.id == "fail" or not required:
        return ""
    count = "the point" if required == 1 else f"the {required} points"
    return (
        f"Please address {count} above that the portfolio has to meet, mark in the portfolio what was changed or "
        "summarise it, and resubmit it to ALT. A summary can refer to the numbers of the points."
    )


def _group(
    form: Form, points: list[Point], kind: PointKind, heading: str, remark: str = "", *, numbered: bool = False
) -> list[Block]:
    """The points of one kind by section; required ones are numbered through, for a resubmission to refer to."""
    grouped = in_form_order(form, (point for point in points if point.kind == kind))
    if not grouped:
        return []
    blocks: list[Block] = [Heading(2, heading)]
    if remark:
        blocks.append(Paragraph(remark))
    number = 1
    for row, found in grouped.items():
        blocks.append(Heading(3, row_label(form, row)))
        blocks.append(Items(tuple(map(point_item, found)), number if numbered else None))
        number += len(found)
    return blocks
