"""The statement for the candidate: order and force by kind, sections in the form's order, nobody named."""

from cmalt_review.export.blocks import FormDocument, Heading, Items
from cmalt_review.export.markdown import write_markdown
from cmalt_review.export.statement import statement
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form, Outcome
from cmalt_review.model.sheet import Point, PointKind, Sheet


def _point(n: int, section: str, kind: PointKind, text: str) -> Point:
    return Point(n=n, section=section, kind=kind, text=text, origin="second", element="reflection")


POINTS = [
    _point(1, "p1", "suggestion", "You could cite the survey."),
    _point(2, "2a", "required", "Say what the pilot taught you."),
    _point(3, "1a", "required", "Add the costs."),
    _point(4, "1a", "required", "Date the table."),
    _point(5, "2a", "strength", "The design is traced step by step."),
    _point(6, "gone", "strength", "A section that this form does not know."),
]


def _outcome(form: Form, id_: str) -> Outcome:
    found = form.outcome(id_)
    assert found is not None
    return found


def _outline(document: FormDocument) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.blocks if isinstance(block, Heading)]


def test_strengths_then_requirements_then_offers_each_by_section(assignment: Assignment, form: Form) -> None:
    document = statement(assignment, form, POINTS, _outcome(form, "minor"))
    assert _outline(document) == [
        (2, "About this portfolio"),
        (2, "What is strong in the portfolio"),
        (3, "2a: Teaching with technology"),
        (3, "gone"),
        (2, "What is required before the portfolio can pass"),
        (3, "1a: Choosing technologies"),
        (3, "2a: Teaching with technology"),
        (2, "For consideration"),
        (3, "Interplay of technology and learning"),
        (2, "What happens next"),
    ]


def test_required_points_are_numbered_through(assignment: Assignment, form: Form) -> None:
    lists = [b for b in statement(assignment, form, POINTS, _outcome(form, "minor")).blocks if isinstance(b, Items)]
    assert [(block.start, len(block.items)) for block in lists if block.start is not None] == [(1, 2), (3, 1)]


def test_a_fail_says_why_and_asks_for_nothing(assignment: Assignment, form: Form) -> None:
    document = statement(assignment, form, POINTS, _outcome(form, "fail"))
    headings = [text for level, text in _outline(document) if level == 2]
    assert "Why the portfolio cannot be accredited" in headings
    assert not [text for text in headings if "required" in text or "next" in text]


def test_a_pass_asks_for_nothing(assignment: Assignment, form: Form) -> None:
    offered = [point for point in POINTS if point.kind != "required"]
    headings = [
        text for level, text in _outline(statement(assignment, form, offered, _outcome(form, "pass"))) if level == 2
    ]
    assert headings == ["About this portfolio", "What is strong in the portfolio", "For consideration"]


def test_no_point_is_lost(assignment: Assignment, form: Form) -> None:
    points = [*POINTS, _point(7, "1a", "unsorted", "Prose from an e-mail.")]
    for outcome in form.outcomes:
        text = write_markdown(statement(assignment, form, points, outcome), draft=True)
        assert all(point.text in text for point in points)


def test_neither_assessor_nor_role_nor_origin_is_told(assignment: Assignment, form: Form, second: Sheet) -> None:
    text = repr(statement(assignment, form, POINTS, _outcome(form, "minor")))
    for word in (second.author, assignment.co_assessor, "second", "lead", "nominated", "origin"):
        assert word not in text
