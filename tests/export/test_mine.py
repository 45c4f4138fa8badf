"""My completed form: what travels with it and what does not."""

from cmalt_review.export.blocks import Heading, Table
from cmalt_review.export.mine import mine
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet


def test_my_name_only_where_it_is_handed_over(assignment: Assignment, form: Form, lead: Sheet) -> None:
    assert lead.author not in repr(mine(assignment, form, lead))
    named = mine(assignment, form, lead, author="Imogen Farraday")
    assert ("Assessor", "Imogen Farraday (lead assessor)") in _rows(named.blocks[1])


def test_the_co_assessor_is_never_named(assignment: Assignment, form: Form, lead: Sheet) -> None:
    assert assignment.co_assessor not in repr(mine(assignment, form, lead))


def test_an_unfinished_sheet_says_what_is_missing(assignment: Assignment, form: Form, lead: Sheet) -> None:
    bare = Sheet(subject=lead.subject, role="second")
    document = mine(assignment, form, bare)
    grades = next(
        block for block in document.blocks if isinstance(block, Table) and block.header == ("Section", "Grade")
    )
    assert {row[1] for row in grades.rows} == {"Not graded"}
    assert ("This assessment", "Version 1, not submitted") in _rows(document.blocks[1])


def test_changed_rows_carry_their_reasons_in_the_forms_order(assignment: Assignment, form: Form, lead: Sheet) -> None:
    later = lead.model_copy(update={"changes": {"p1": "Discussed.", "1a": "Read again."}})
    blocks = mine(assignment, form, later).blocks
    at = next(
        n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == "Changed since the version before"
    )
    assert _rows(blocks[at + 1]) == (
        ("1a: Choosing technologies", "Read again."),
        ("Interplay of technology and learning", "Discussed."),
    )


def _rows(block: object) -> tuple[tuple[str, ...], ...]:
    assert isinstance(block, Table)
    return block.rows
