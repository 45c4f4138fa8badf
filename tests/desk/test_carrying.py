"""After minor revisions: sections whose text is the same carry my earlier judgement forward."""

from pathlib import Path

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.desk.earlier import carriable, carry_forward
from cmalt_review.errors import RefusedError, ReviewError
from tests.conftest import PORTFOLIO, grade_all


@pytest.fixture
def revised(tmp_path: Path) -> Path:
    file = tmp_path / "revised.md"
    file.write_text(PORTFOLIO.replace("I captioned every recording", "I now caption every recording, and say why,"))
    return file


def resubmitted(desk: Desk, source: Path, previous: str, outcome: str = "minor") -> str:
    request = AddRequest(
        candidate="Zofia Brandt", pathway="associate", role="lead", type="resubmission", sources=[source],
        previous=previous, previous_outcome=outcome,
    )  # fmt: skip
    return desk.add(request).id


def judge(desk: Desk, id_: str) -> None:
    session = desk.assess(id_)
    grade_all(session, "A", "minor")
    session.element("1a", "reflection", "strong")
    session.element_note("1a", "reflection", "names what was tried first")


def test_unchanged_sections_take_grade_and_elements_in_one_step(desk: Desk, added: str, revised: Path) -> None:
    judge(desk, added)
    session = desk.assess(resubmitted(desk, revised, added))
    session.grade("1b", "S")
    rows = carry_forward(desk, session)
    assert "3a" not in rows and "1b" not in rows  # its text changed; it is judged already
    assert {"1a", "2a", "4a"} <= set(rows)
    assert session.sheet.judgement("1a") == desk.assess(added).sheet.judgement("1a")
    assert (session.sheet.grade("1b"), session.sheet.grade("3a")) == ("S", None)
    assert [row for row in session.form.principle_ids if session.sheet.grade(row)] == []
    session.undo()
    assert [row for row in session.form.rows if session.sheet.grade(row)] == ["1b"]


def test_nothing_carries_forward_after_major_revisions(desk: Desk, added: str, revised: Path) -> None:
    judge(desk, added)
    session = desk.assess(resubmitted(desk, revised, added, "major"))
    with pytest.raises(ReviewError, match="Nothing carries forward"):
        carry_forward(desk, session)
    assert session.sheet.judgements == {}


def test_a_submitted_sheet_takes_nothing(desk: Desk, added: str, revised: Path) -> None:
    judge(desk, added)
    id_ = resubmitted(desk, revised, added)
    session = desk.assess(id_)
    for row in session.form.rows:
        session.grade(row, "A")
    session.recommend("pass")
    desk.submit(id_)
    frozen = desk.assess(id_)
    assert carriable(desk, frozen) == {}
    assert carry_forward(desk, frozen) == []
    with pytest.raises(RefusedError):
        frozen.judge({"1a": frozen.sheet.judgement("1a")}, "again")
