"""ALT's transcript: its own row order, both columns, no names."""

from datetime import timedelta

import pytest

from cmalt_review.export.blocks import Block, FormDocument, Heading, Paragraph, Table
from cmalt_review.export.transcript import in_order, transcript, transcript_rows
from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import load_form


def _under(document: FormDocument, heading: str) -> Block:
    at = next(n for n, b in enumerate(document.blocks) if isinstance(b, Heading) and b.text == heading)
    return document.blocks[at + 1]


def _table(document: FormDocument, heading: str) -> Table:
    block = _under(document, heading)
    assert isinstance(block, Table)
    return block


def test_headings_are_alts_in_alts_order(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    document = transcript(assignment, form, lead, second, agreed)
    assert document.title == "CMALT Assessment Transcript"
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == [
        "About this Portfolio",
        "Peer Assessment Results",
        "Demonstrating the four core principles (applied to the whole portfolio)",
        "Assessment Grading",
        "Assessment outcome",
        "Feedback",
        "Assessor 1",
        "Assessor 2",
        "Assessment outcomes explained",
    ]


def test_about_table_leaves_the_date_of_issue_to_alt(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet
) -> None:
    table = _table(transcript(assignment, form, lead, second, None), "About this Portfolio")
    assert table.header == ("Item", "Entry")
    assert table.rows == (
        ("Candidate name", "Ngozi Okafor"),
        ("Portfolio", "https://portfolio.example/okafor_2026"),
        ("CMALT pathway", "CMALT"),
        ("Assessment type", "First submission"),
        ("Date of issue", ""),
    )


def test_both_grades_stand_side_by_side_and_rows_the_pathway_lacks_are_not_applicable(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet
) -> None:
    document = transcript(assignment, form, lead, second, None, present={"future"})
    table = _table(document, "Peer Assessment Results")
    assert table.header == ("Section", "Assessor 1", "Assessor 2")
    rows = {row[0]: set(row[1:]) for row in table.rows}
    assert rows["Core area 1 a: Choosing technologies"] == {"Revisions required", "Adequate"}
    labels = [row[0] for row in table.rows]
    assert labels.index("Teaching more") == labels.index("Teaching with technology") + 1, "no row of ALT's, yet shown"
    assert rows["Core area 1 b: Technical knowledge and ability in the use of learning technology"] == {"N/A"}
    assert rows["Advanced area(s)"] == {"N/A"}
    assert rows["Contextual statement"] == {"Complete", "Not recorded"}, "nothing is claimed that nobody recorded"
    assert rows["Future Plans"] == {"Complete"}, "the imported portfolio holds it"
    principles = _table(document, "Demonstrating the four core principles (applied to the whole portfolio)")
    assert [row[0] for row in principles.rows] == [principle.title for principle in form.principles]


def test_the_outcome_is_the_agreed_one(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    document = transcript(assignment, form, lead, second, agreed)
    assert _under(document, "Assessment outcome") == Paragraph("Referral – minor revisions")
    open_ = transcript(assignment, form, lead, second, None)
    assert _under(open_, "Assessment outcome") == Paragraph("Not yet agreed")


def test_each_assessor_keeps_their_own_words_and_column(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet
) -> None:
    document = transcript(assignment, form, lead, second, None)
    first, other = in_order(assignment, lead, second)
    assert _under(document, "Assessor 1") == Paragraph(first.overall)
    assert _under(document, "Assessor 2") == Paragraph(other.overall)
    column = {row[0]: row[1] for row in _table(document, "Peer Assessment Results").rows}
    assert column["Core area 1 a: Choosing technologies"] == form.grade_word(first.grade("1a") or "")


def test_nobody_and_no_role_is_named(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    text = repr(transcript(assignment, form, lead, second, agreed))
    for name in (lead.author, second.author, "lead", "Lead", "Second", "nominated", "telephone"):
        assert name not in text


def test_order_of_the_assessors_tells_nothing_and_stays(assignment: Assignment, lead: Sheet, second: Sheet) -> None:
    moments = [assignment.added + timedelta(seconds=37 * n) for n in range(200)]
    several = [assignment.model_copy(update={"added": moment}) for moment in moments]
    lead_first = sum(in_order(one, lead, second)[0] is lead for one in several)
    assert 70 < lead_first < 130
    reopened = lead.model_copy(update={"version": 3, "overall": "Anew."})
    kept = assignment.model_copy(update={"nominated": False, "flagged": True})
    assert (in_order(assignment, lead, second)[0] is lead) == (in_order(kept, reopened, second)[0] is reopened)


@pytest.mark.parametrize("name", ["associate-2019", "cmalt-2019", "senior-2019"])
def test_every_pathway_has_alts_rows_and_lacks_only_what_it_lacks(name: str) -> None:
    form = load_form(data_dir("forms") / f"{name}.toml")
    rows = transcript_rows(form)
    assert [row.section for row in rows] == [
        "contextual", "1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "5a", "5b", "6", "future",
    ]  # fmt: skip
    assert {row.section for row in rows if row.applies} == form.section_by_id.keys() - {"confirmation"}
    starts = ["Contextual Statement", *["Core area 1"] * 3, *["Core area 2"] * 2, *["Core area 3"] * 2, "Core area 4"]
    starts += ["Specialist option 1", "Specialist option 2", "Advanced area(s)", "Future Plans"]
    assert all(row.label.startswith(start) for row, start in zip(rows, starts, strict=True))


def test_a_form_of_another_shape_loses_no_graded_section() -> None:
    for name in ("cmalt-2016", "review-2019"):
        form = load_form(data_dir("forms") / f"{name}.toml")
        shown = [row.section for row in transcript_rows(form) if row.applies]
        assert shown == [section.id for section in form.sections if section.id != "confirmation"]
