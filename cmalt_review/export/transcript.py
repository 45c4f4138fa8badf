"""ALT's transcript as a draft in ALT's own row order: both assessors' grades and texts, unreconciled, for ALT to issue.

The assessors are Assessor 1 and Assessor 2. Which of them comes first must not tell who led or who was nominated, and
must not change from one version to the next; see ``lead_comes_first``.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from cmalt_review.export.blocks import Block, FormDocument, Heading, Note, Paragraph, Table, entries
from cmalt_review.export.words import about_rows, grade_word, outcome_word, overall_blocks
from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet

TITLE = "CMALT Assessment Transcript"
NOT_APPLICABLE = "N/A"


@dataclass(frozen=True)
class TranscriptRow:
    """A row of ALT's results table."""

    label: str
    section: str
    applies: bool
    """Whether the form has this section; otherwise both assessors' cells are N/A."""


@cache
def _layout() -> tuple[dict[str, str], frozenset[str]]:
    """ALT's rows as labels by section id, and the sections that have no row."""
    data = tomllib.loads(Path(__file__).with_name("transcript.toml").read_text(encoding="utf-8"))
    return {row["section"]: row["label"] for row in data["row"]}, frozenset(data["leave_out"])


def transcript_rows(form: Form) -> list[TranscriptRow]:
    """The rows of the results table in ALT's order; ALT's web form asks for the same.

    A form that shares no assessed section with ALT's table (the portfolio review) keeps its own rows in its own order.
    """
    labels, left_out = _layout()
    if not any(section.id in labels for section in form.assessed):
        labels = {}
    rows = [_row(form, id_, label) for id_, label in labels.items()]
    previous = ""
    for section in form.sections:
        if section.id not in labels and section.id not in left_out:
            at = next((n for n, row in enumerate(rows, 1) if row.section == previous), len(rows))
            rows.insert(at, _row(form, section.id, section.title))
        previous = section.id
    return rows


def _row(form: Form, id_: str, label: str) -> TranscriptRow:
    section = form.section_by_id.get(id_)
    return TranscriptRow((section.transcript or section.title) if section else label, id_, section is not None)


def lead_comes_first(assignment: Assignment) -> bool:
    """Whether the lead is Assessor 1: the toss of a coin that falls the same way every time.

    It rests on the moment at which the assignment was added to this desk, which nobody outside knows, so the order
    can neither be guessed nor worked out by a candidate who knows this rule; and unlike a hash of the sheets it stays
    when one of them is reopened.
    """
    toss = sha256(f"{assignment.id}\n{assignment.added.isoformat()}".encode()).digest()
    return toss[0] % 2 == 0


def in_order(assignment: Assignment, lead: Sheet, second: Sheet) -> tuple[Sheet, Sheet]:
    """Assessor 1's sheet and Assessor 2's."""
    return (lead, second) if lead_comes_first(assignment) else (second, lead)


def transcript(
    assignment: Assignment,
    form: Form,
    lead: Sheet,
    second: Sheet,
    agreed: Agreed | None,
    *,
    present: Collection[str] = (),
) -> FormDocument:
    """The transcript; the outcome is the agreed one, and open while nothing is agreed.

    ``present`` are the ids of the sections that the imported portfolio holds (see ``words.grade_word``).
    """
    sheets = in_order(assignment, lead, second)
    decision = agreed.decision if agreed else None
    blocks: list[Block] = [
        Note("Prepared by the assessors for ALT to issue. It is no result until ALT has dated and issued it."),
        Heading(2, "About this Portfolio"),
        entries([*about_rows(assignment), ("Date of issue", "")]),
        Heading(2, "Peer Assessment Results"),
        _results(form, sheets, present),
        Heading(2, "Demonstrating the four core principles (applied to the whole portfolio)"),
        _columns(
            "Principle", [(p.title, *(grade_word(form, sheet, p.id) for sheet in sheets)) for p in form.principles]
        ),
        Heading(2, "Assessment Grading"),
        Table(("Grade", "Meaning"), tuple((grade.word, grade.meaning) for grade in form.grades), (28, 72)),
        Heading(2, "Assessment outcome"),
        Paragraph(outcome_word(form, decision.outcome) if decision else "Not yet agreed"),
        Heading(2, "Feedback"),
    ]
    for number, sheet in enumerate(sheets, start=1):
        blocks += overall_blocks(3, f"Assessor {number}", sheet.overall, "No overall text was written.")
    blocks += [
        Heading(2, "Assessment outcomes explained"),
        Table(("Outcome", "Meaning"), tuple((o.title, o.meaning) for o in form.outcomes), (28, 72)),
    ]
    return FormDocument(TITLE, tuple(blocks))


def _results(form: Form, sheets: tuple[Sheet, Sheet], present: Collection[str]) -> Table:
    return _columns(
        "Section",
        [
            (row.label, *(grade_word(form, s, row.section, present) if row.applies else NOT_APPLICABLE for s in sheets))
            for row in transcript_rows(form)
        ],
    )


def _columns(first: str, rows: list[tuple[str, ...]]) -> Table:
    return Table((first, "Assessor 1", "Assessor 2"), tuple(rows), (56, 22, 22))
