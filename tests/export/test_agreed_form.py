"""The agreed form for ALT: both columns and the agreed one, reasons, assent; roles but no people."""

from cmalt_review.export.agreed_form import agreed_form
from cmalt_review.export.blocks import FormDocument, Heading, Items, Paragraph, Table
from cmalt_review.model.agreed import Agreed, Assent
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet


def _table(document: FormDocument, heading: str) -> Table:
    at = next(n for n, b in enumerate(document.blocks) if isinstance(b, Heading) and b.text == heading)
    block = document.blocks[at + 1]
    assert isinstance(block, Table)
    return block


def _entries(table: Table) -> dict[str, str]:
    return {row[0]: row[1] for row in table.rows}


def test_grades_of_both_and_what_was_agreed(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    document = agreed_form(assignment, form, lead, second, agreed)
    table = _table(document, "Grades")
    assert table.header == ("Section", "Lead", "Second", "Agreed")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["1a: Choosing technologies"] == ("Revisions required", "Adequate", "Revisions required")
    assert rows["2z: Teaching more"] == ("Not recorded", "Not recorded", "Open")
    reasons = _table(document, "Reasons for agreed grades")
    assert reasons.rows == (("1a: Choosing technologies", "Reflection is missing."),)


def test_a_grade_agreed_on_an_older_version_is_marked(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    newer = second.model_copy(update={"judgements": {**second.judgements, "1a": lead.judgements["1a"]}, "version": 2})
    rows = {row[0]: row[3] for row in _table(agreed_form(assignment, form, lead, newer, agreed), "Grades").rows}
    assert rows["1a: Choosing technologies"] == "Revisions required (agreed before a newer version)"
    assert rows["2a: Teaching with technology"] == "Strong"


def test_outcome_assent_and_both_recommendations(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    entries = _entries(_table(agreed_form(assignment, form, lead, second, agreed), "Outcome"))
    assert entries["Agreed outcome"] == "Referral – minor revisions"
    assert entries["Second assessor recommended"] == "Pass"
    assert entries["Assent of the second assessor"] == "Given on 5 October 2026: By telephone"


def test_without_agreement_it_is_the_pack_with_both_positions(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    refused = agreed.model_copy(update={"state": "not-agreed", "assent": Assent(answer="no", how="By e-mail")})
    document = agreed_form(assignment, form, lead, second, refused)
    assert document.title == "CMALT assessment: positions of both assessors"
    entries = _entries(_table(document, "Outcome"))
    assert entries["Agreed outcome"] == "The assessors did not agree"
    assert entries["Assent of the second assessor"] == "Refused: By e-mail"
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert {lead.overall, second.overall} <= set(texts)


def test_dropped_points_stay_out_and_kept_ones_say_whose_they_were(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    dropping = agreed.model_copy(update={"points": {"lead:3": "drop"}})
    blocks = agreed_form(assignment, form, lead, second, dropping).blocks
    items = [item for block in blocks if isinstance(block, Items) for item in block.items]
    assert [(item.label, item.text) for item in items] == [
        ("Reflection, lead", "Say what you would choose today."),
        ("lead", "The redesign of the seminar is traced."),
        ("second", "Learning comes first throughout."),
    ]


def test_roles_but_no_people(assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed) -> None:
    text = repr(agreed_form(assignment, form, lead, second, agreed))
    assert lead.author not in text
    assert second.author not in text
