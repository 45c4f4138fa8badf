"""The earlier round: from a file or from this desk, its required points ticked, its text compared."""

import hashlib
from pathlib import Path

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.desk.earlier import attach, carried, diff, earlier, require, tick
from cmalt_review.errors import ReviewError
from cmalt_review.model.earlier import Earlier
from tests.conftest import PORTFOLIO, grade_all
from tests.desk.test_exchanging import other_desk

LETTER = """The portfolio is referred for minor revisions.

In 3a please say which law applied. Please also say what changed in your practice.

The comparison in 1a convinces.
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "Feedback from elsewhere.txt"
    file.write_text(LETTER)
    return file


@pytest.fixture
def second_round(desk: Desk, portfolio_file: Path, letter: Path) -> str:
    return desk.add(resubmission(portfolio_file, previous_file=letter)).id


def resubmission(source: Path, **fields: object) -> AddRequest:
    known = {"candidate": "Zofia Brandt", "pathway": "associate", "role": "lead", "type": "resubmission", **fields}
    return AddRequest(sources=[source], **known)  # type: ignore[arg-type]


def known(desk: Desk, id_: str) -> Earlier:
    found = earlier(desk, id_)
    assert found
    return found


def required(desk: Desk, id_: str) -> list[tuple[str, str, bool]]:
    return [(point.passage.key, point.state, point.by_hand) for point in carried(known(desk, id_), desk.local(id_))]


def test_the_file_is_kept_with_its_hash_and_read_by_section(desk: Desk, second_round: str, letter: Path) -> None:
    found = known(desk, second_round)
    digest = hashlib.sha256(letter.read_bytes()).hexdigest()
    assert (found.file, found.sha256, found.outcome) == (letter.name, digest, "minor")
    kept = desk.workspace.folder(second_round) / "earlier" / f"{digest[:12]}.txt"
    assert kept.read_bytes() == letter.read_bytes()
    assert [passage.text for passage in found.of("3a")] == [
        "In 3a please say which law applied.",
        "Please also say what changed in your practice.",
    ]
    assert desk.assignment(second_round).previous_outcome == "minor"


def test_what_is_said_on_adding_fills_in_and_goes_before_the_file(
    desk: Desk, portfolio_file: Path, letter: Path, tmp_path: Path
) -> None:
    said = desk.add(resubmission(portfolio_file, previous_file=letter, previous_outcome="major"))
    assert (said.previous_outcome, known(desk, said.id).outcome) == ("major", "major")
    silent = tmp_path / "silent.md"
    silent.write_text("In 1a the comparison convinces.\n")
    filled = desk.add(resubmission(portfolio_file, previous_file=silent, previous_outcome="minor")).id
    assert known(desk, filled).outcome == "minor"
    alone = desk.add(resubmission(portfolio_file, previous_outcome="major")).id
    assert known(desk, alone) == Earlier(outcome="major")


def test_without_an_earlier_round_there_is_none(desk: Desk, added: str) -> None:
    assert earlier(desk, added) is None
    with pytest.raises(ReviewError, match="nothing to compare"):
        diff(desk, added)


def test_a_sentence_becomes_a_required_point_and_is_ticked(desk: Desk, second_round: str) -> None:
    session, before = desk.assess(second_round), known(desk, second_round)
    with pytest.raises(ReviewError, match="3a:2 is not a required point"):
        tick(session, before, "3a:2", "addressed")
    require(session, before, "3a:2")
    assert required(desk, second_round) == [("3a:2", "", True)]
    tick(session, before, "3a:2", "partly")
    assert required(desk, second_round) == [("3a:2", "partly", True)]
    session.undo()
    assert required(desk, second_round) == [("3a:2", "", True)]
    tick(session, before, "3a:2", "not")
    require(session, before, "3a:2", on=False)
    assert required(desk, second_round) == []
    assert session.local.carried == {}


@pytest.mark.parametrize(
    ("key", "state"), [("3a:9", "addressed"), ("9z:1", "addressed"), ("3a:1", "splendid"), ("", "not")]
)
def test_only_what_is_there_is_ticked_with_a_known_word(desk: Desk, second_round: str, key: str, state: str) -> None:
    session, before = desk.assess(second_round), known(desk, second_round)
    require(session, before, "3a:1")
    with pytest.raises(ReviewError):
        tick(session, before, key, state)
    assert session.local.carried == {}


def test_a_file_attached_later_keeps_the_ticks_of_the_same_words(desk: Desk, second_round: str, tmp_path: Path) -> None:
    session, before = desk.assess(second_round), known(desk, second_round)
    require(session, before, "3a:2")
    tick(session, before, "3a:2", "addressed")
    fuller = tmp_path / "fuller.md"
    fuller.write_text("3a is thin.\n\n" + LETTER)
    attach(desk, second_round, fuller)
    assert required(desk, second_round) == [("3a:3", "addressed", True)]
    assert len(list((desk.workspace.folder(second_round) / "earlier").iterdir())) == 2


def test_a_file_that_cannot_be_read_adds_nothing(desk: Desk, portfolio_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "transcript.docx"
    bad.write_bytes(b"PK\x03\x04 no Word file")
    for file in (bad, tmp_path / "missing.pdf"):
        with pytest.raises(ReviewError):
            desk.add(resubmission(portfolio_file, previous_file=file))
    assert list(desk.workspace.assignments.iterdir()) == []


@pytest.fixture
def finished(desk: Desk, added: str, tmp_path: Path, portfolio_file: Path) -> str:
    """A first round, agreed and finished: minor revisions, with points that were kept and one that was dropped."""
    mine = desk.assess(added)
    grade_all(mine, outcome="minor")
    mine.grade("3a", "R")
    mine.add_point("3a", "reflection", "required", "Say what the law changed.")
    mine.add_point("1a", "whole", "strength", "The comparison is clear.")
    mine.add_point("3a", "whole", "required", "Dropped in the end.")
    mine.note("3a", "A private note of mine.")
    desk.submit(added)
    theirs, id_ = other_desk(tmp_path, portfolio_file)
    theirs.send(id_, tmp_path / "theirs.toml")
    theirs.close()
    desk.receive(tmp_path / "theirs.toml")
    session = desk.reconcile(added)
    for row in session.rows():
        session.take(row.row, "lead", "as discussed")
    dropped = next(joint for joint in session.points() if joint.point.text == "Dropped in the end.")
    session.keep_point(dropped.number, keep=False)
    session.decide("minor")
    session.propose()
    session.assent(True, "by phone")
    session.finish()
    return added


def test_a_round_on_this_desk_gives_what_was_agreed_and_kept(desk: Desk, finished: str, portfolio_file: Path) -> None:
    id_ = desk.add(resubmission(portfolio_file, previous=finished)).id
    found = known(desk, id_)
    assert (found.id, found.outcome) == (finished, "minor")
    assert found.grades["3a"] == ["R"]
    assert found.grades["1a"] == ["A"]
    assert desk.assignment(id_).previous_outcome == "minor"
    texts = [passage.text for passage in found.passages]
    assert "The comparison is clear." in texts
    assert "Dropped in the end." not in texts
    assert "private" not in str(found)
    assert required(desk, id_) == [("3a:1", "", False)]
    tick(desk.assess(id_), found, "3a:1", "addressed")
    assert required(desk, id_) == [("3a:1", "addressed", False)]
    with pytest.raises(ReviewError, match="was a required point"):
        require(desk.assess(id_), found, "3a:1", on=False)


def test_nothing_is_told_of_a_round_that_was_not_agreed(desk: Desk, submitted: str, portfolio_file: Path) -> None:
    id_ = desk.add(resubmission(portfolio_file, previous=submitted)).id
    assert known(desk, id_) == Earlier(id=submitted)


def test_a_round_here_and_a_file_from_elsewhere_come_together(
    desk: Desk, submitted: str, portfolio_file: Path, letter: Path
) -> None:
    id_ = desk.add(resubmission(portfolio_file, previous=submitted, previous_file=letter)).id
    found = known(desk, id_)
    assert (found.id, found.file, found.outcome) == (submitted, letter.name, "minor")
    assert len(found.of("3a")) == 2


def test_the_text_is_compared_with_the_earlier_round(desk: Desk, submitted: str, tmp_path: Path) -> None:
    file = tmp_path / "again.md"
    file.write_text(PORTFOLIO.replace("accessibility regulations.", "accessibility regulations.\n\nI now test them."))
    id_ = desk.add(resubmission(file, previous=submitted)).id
    [section] = diff(desk, id_)
    assert (section.section, section.count("added"), section.count("same")) == ("3a", 1, 1)
    [same] = diff(desk, id_, "1a")
    assert {change.kind for change in same.changes} == {"same"}
    with pytest.raises(ReviewError, match="no text in section '9z'"):
        diff(desk, id_, "9z")


def test_erasing_takes_the_earlier_round_s_file_too(desk: Desk, second_round: str) -> None:
    desk.erase(second_round)
    desk.close()
    for root in (desk.path, desk.workspace.state):
        assert not any("which law applied" in f.read_text(errors="replace") for f in root.rglob("*") if f.is_file())
