"""Sheets leave and arrive: the right ones, for the right assignment, with nothing private in them."""

from pathlib import Path

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import RefusedError, ReviewError
from tests.conftest import grade_all


def other_desk(
    tmp_path: Path, source: Path, candidate: str = "Zofia Brandt", reference: str = "A-17", role: str = "second"
) -> tuple[Desk, str]:
    desk = Desk.open(tmp_path / "other-workspace")
    request = AddRequest(candidate=candidate, pathway="associate", role=role, sources=[source], reference=reference)
    id_ = desk.add(request).id
    session = desk.assess(id_)
    grade_all(session, "S", "distinction")
    session.note("1a", "a private thought")
    session.add_point("1a", "evidence", "suggestion", "A table of the comparison would help.")
    desk.submit(id_)
    return desk, id_


@pytest.fixture
def their_file(tmp_path: Path, portfolio_file: Path) -> Path:
    desk, id_ = other_desk(tmp_path, portfolio_file)
    desk.send(id_, tmp_path / "theirs.toml")
    desk.close()
    return tmp_path / "theirs.toml"


def test_a_sheet_finds_its_assignment_and_opens_reconciliation(desk: Desk, submitted: str, their_file: Path) -> None:
    received = desk.receive(their_file)
    assert (received.id, received.sender, received.new) == (submitted, "second", True)
    assert desk.row(submitted).state == "reconcile"
    assert desk.reconcile(submitted).second.grade("1a") == "S"


def test_private_notes_stay(their_file: Path) -> None:
    assert "private thought" not in their_file.read_text()


def test_the_same_file_again_changes_nothing(desk: Desk, submitted: str, their_file: Path) -> None:
    desk.receive(their_file)
    assert not desk.receive(their_file).new


def test_a_draft_is_not_sent(desk: Desk, added: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="Only a submitted sheet"):
        desk.send(added, tmp_path / "mine.toml")
    assert not (tmp_path / "mine.toml").exists()


def test_while_reopened_the_last_submitted_version_is_what_is_sent(desk: Desk, submitted: str, tmp_path: Path) -> None:
    desk.reopen(submitted, "second thoughts")
    desk.assess(submitted).grade("1a", "R")
    assert desk.send(submitted, tmp_path / "mine.toml").version == 1


def test_spelling_variants_are_asked_about_and_accepted(
    desk: Desk, submitted: str, tmp_path: Path, portfolio_file: Path
) -> None:
    theirs, id_ = other_desk(tmp_path, portfolio_file, candidate="Zofia Brand", reference="")
    theirs.send(id_, tmp_path / "theirs.toml")
    theirs.close()
    with pytest.raises(ReviewError, match="fits no assignment") as caught:
        desk.receive(tmp_path / "theirs.toml")
    assert submitted in caught.value.message
    with pytest.raises(ReviewError, match="name in the sheet is another"):
        desk.receive(tmp_path / "theirs.toml", submitted)
    assert desk.receive(tmp_path / "theirs.toml", submitted, confirm=True).new


def test_my_own_roles_sheet_is_refused(desk: Desk, submitted: str, tmp_path: Path, portfolio_file: Path) -> None:
    theirs, id_ = other_desk(tmp_path, portfolio_file, role="lead")
    theirs.send(id_, tmp_path / "theirs.toml")
    theirs.close()
    with pytest.raises(RefusedError, match="so are you"):
        desk.receive(tmp_path / "theirs.toml")


def test_typing_in_theirs_needs_my_submission_and_a_source(desk: Desk, added: str) -> None:
    with pytest.raises(RefusedError, match="after yours is submitted"):
        desk.assess(added, as_other=True, source="e-mail")
    grade_all(desk.assess(added))
    desk.submit(added)
    with pytest.raises(ReviewError, match="where it comes from"):
        desk.assess(added, as_other=True)
    session = desk.assess(added, as_other=True, source="ALT form by e-mail, 3 Nov")
    session.grade("1a", "R")
    other = desk.other(added)
    assert other and (other.role, other.source) == ("second", "ALT form by e-mail, 3 Nov")
    assert desk.row(added).state == "reconcile"
