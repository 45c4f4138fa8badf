"""From two sheets to a finished reconciliation: the originals stay, the second assents, a change reopens."""

from pathlib import Path

import pytest

from cmalt_review.desk.desk import Desk
from cmalt_review.desk.reconciling import Reconciling, returned
from cmalt_review.errors import RefusedError, ReviewError
from tests.desk.test_exchanging import other_desk


@pytest.fixture
def session(desk: Desk, submitted: str, tmp_path: Path, portfolio_file: Path) -> Reconciling:
    theirs, id_ = other_desk(tmp_path, portfolio_file)
    theirs.send(id_, tmp_path / "theirs.toml")
    theirs.close()
    desk.receive(tmp_path / "theirs.toml")
    return desk.reconcile(submitted)


def settle(session: Reconciling) -> None:
    for row in session.rows():
        session.take(row.row, "lead")
    session.decide("pass")


def test_the_way_to_the_end(desk: Desk, session: Reconciling) -> None:
    id_ = session.assignment.id
    originals = (session.lead, session.second)
    with pytest.raises(RefusedError, match="more to reconcile"):
        session.propose()
    settle(session)
    session.propose()
    assert desk.row(id_).state == "proposed"
    with pytest.raises(RefusedError, match="not assented"):
        session.finish()
    session.assent(True, "by phone, 20 Nov")
    session.finish()
    assert desk.row(id_).state == "export"
    assert (desk.reconcile(id_).lead, desk.reconcile(id_).second) == originals


def test_a_change_after_the_proposal_needs_a_new_one(session: Reconciling) -> None:
    settle(session)
    session.propose()
    session.take("1a", "second")
    assert session.agreed.state == "open"
    with pytest.raises(RefusedError, match="Nothing was proposed"):
        session.assent(True)


def test_no_assent_goes_to_alt(desk: Desk, session: Reconciling) -> None:
    settle(session)
    session.propose()
    session.assent(False, "stands by distinction")
    assert desk.row(session.assignment.id).state == "with-alt"
    with pytest.raises(RefusedError):
        session.finish()


def test_a_question_from_alt_reopens_it_as_the_next_version(desk: Desk, session: Reconciling) -> None:
    settle(session)
    session.propose()
    session.assent(True)
    session.finish()
    id_ = session.assignment.id
    desk.event(id_, "sent")
    assert returned(desk, id_, "ALT asks about 3a") == 2
    again = desk.reconcile(id_)
    assert (again.agreed.state, again.agreed.version, desk.row(id_).state) == ("open", 2, "reconcile")
    desk.writer.flush()
    assert desk.workspace.version_file(id_, "agreed.toml", 1).is_file()


def test_undo_goes_back_over_rows_points_and_outcome(session: Reconciling) -> None:
    before = session.agreed
    settle(session)
    session.keep_point(1, False)
    session.edit_point(1, text="A table would make the comparison clearer.")
    while session.undo():
        pass
    assert session.agreed == before


def test_editing_a_joint_point_leaves_the_sheet_it_came_from(session: Reconciling) -> None:
    session.edit_point(1, text="A table would make the comparison clearer.")
    assert session.points()[0].point.text == "A table would make the comparison clearer."
    assert session.second.points[0].text == "A table of the comparison would help."


def test_the_decision_records_what_spoke_against_it(session: Reconciling) -> None:
    against = session.decide("distinction", "both found it outstanding")
    assert against
    assert session.agreed.decision and session.agreed.decision.against == against
    with pytest.raises(ReviewError, match="cannot be chosen"):
        session.decide("fail")
