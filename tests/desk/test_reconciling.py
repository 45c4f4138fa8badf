"""From two sheets to a finished reconciliation: the originals stay, the second assents, a change reopens."""

from pathlib import Path

import pytest

from cmalt_review.desk.desk import Desk
from cmalt_review.desk.reconciling import Reconciling, returned
from cmalt_review.errors import RefusedError, ReviewError
from tests.conftest import grade_all
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


def test_what_is_recorded_against_the_outcome_is_of_the_grades_proposed(session: Reconciling) -> None:
    settle(session)
    session.take("1b", "R", "The reflection is missing.")
    session.decide("minor")
    assert session.agreed.decision is not None
    told = session.agreed.decision.against
    session.take("1b", "A", "Found after all.")
    session.propose()
    assert session.agreed.decision.against == session.advice("minor") != told


def newer_version(desk: Desk, id_: str) -> None:
    """My sheet, reopened and submitted again, with another grade on 1b."""
    desk.reopen(id_, "discussed 1b")
    desk.assess(id_).grade("1b", "S")
    desk.submit(id_)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_what_was_proposed_on_an_older_version_goes_no_further(
    desk: Desk, session: Reconciling, tmp_path: Path, steps: int
) -> None:
    id_ = session.assignment.id
    settle(session)
    session.propose()
    if steps > 0:
        session.assent(True, "by phone")
    if steps > 1:
        session.finish()
    newer_version(desk, id_)
    assert desk.row(id_).state == "reconcile"
    again = desk.reconcile(id_)
    if steps < 2:
        with pytest.raises(RefusedError, match="newer version"):
            again.finish() if steps else again.assent(True)
    else:
        with pytest.raises(RefusedError, match="newer version"):
            desk.export(id_, "transcript", tmp_path / "transcript.md")
        returned(desk, id_, "which version?")
        again = desk.reconcile(id_)
    assert [row.row for row in again.rows() if row.stale] == ["1b"]
    settle(again)
    again.propose()
    again.assent(True, "by phone")
    again.finish()
    assert desk.row(id_).state == "export"


def test_what_is_finished_is_not_undone(desk: Desk, session: Reconciling) -> None:
    settle(session)
    session.propose()
    session.assent(True, "by phone")
    session.finish()
    assert session.undo() is None
    assert desk.row(session.assignment.id).state == "export"


@pytest.fixture
def typed(desk: Desk, submitted: str) -> Reconciling:
    """The other's assessment typed in, with a point."""
    theirs = desk.assess(submitted, as_other=True, source="ALT form by e-mail, 3 Nov")
    grade_all(theirs, "A")
    theirs.add_point("1a", "whole", "suggestion", "A table would help.")
    return desk.reconcile(submitted)


def test_what_was_typed_in_stays_while_a_proposal_rests_on_it(desk: Desk, typed: Reconciling) -> None:
    id_ = typed.assignment.id
    settle(typed)
    typed.propose()
    with pytest.raises(RefusedError, match="rests on"):
        desk.assess(id_, as_other=True)
    typed.clear("1a")
    desk.assess(id_, as_other=True).grade("1a", "R")
    assert [row.row for row in desk.reconcile(id_).rows() if row.conflict] == ["1a"]


def test_their_own_sheet_takes_the_place_of_what_was_typed_in(
    desk: Desk, typed: Reconciling, tmp_path: Path, portfolio_file: Path
) -> None:
    id_ = typed.assignment.id
    typed.keep_point(1, False)
    settle(typed)
    typed.propose()
    theirs, other = other_desk(tmp_path, portfolio_file)
    theirs.send(other, tmp_path / "theirs.toml")
    theirs.close()
    desk.receive(tmp_path / "theirs.toml")
    session = desk.reconcile(id_)
    assert session.agreed.state == "open"
    assert [joint.kept for joint in session.points()] == [True], "the decision was on another point"
    assert "ALT form by e-mail" in desk.workspace.version_file(id_, "other.toml", 0).read_text()
