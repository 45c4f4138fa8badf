"""Importing anew: the snapshot before stays, what was judged stays, and what changed is said."""

from pathlib import Path

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.desk.earlier import diff, portfolio_versions
from cmalt_review.desk.evidence import listed, tick
from cmalt_review.desk.importing import reimport
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.rules import mapping
from tests.conftest import PORTFOLIO, grade_all

QUIZ = "I redesigned the induction with a retrieval-practice quiz each week."


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    file = tmp_path / "newer.md"
    file.write_text(PORTFOLIO.replace(QUIZ, f"In the autumn I began anew.\n\n**{QUIZ}**\n\nI now ask for feedback."))
    return file


def test_the_answer_says_which_sections_changed_and_which_were_judged(desk: Desk, added: str, newer: Path) -> None:
    desk.assess(added).grade("2a", "A")
    done = reimport(desk, added, [newer])
    assert (done.new, done.changed, done.judged) == (True, ["2a"], ["2a"])
    assert "I began anew" in (desk.portfolio(added).section("2a") or done).text  # type: ignore[union-attr]


def test_the_snapshot_before_is_kept_with_its_original(desk: Desk, added: str, newer: Path) -> None:
    before = desk.portfolio(added)
    done = reimport(desk, added, [newer])
    assert done.version == 1
    [kept] = portfolio_versions(desk, added)
    assert "I began anew" not in kept.read_text() and QUIZ in kept.read_text()
    sources = desk.workspace.sources(added)
    assert (sources / before.sources[0].name).read_text() == PORTFOLIO
    assert (sources / desk.portfolio(added).sources[0].name).read_bytes() == newer.read_bytes()
    assert desk.portfolio(added).sources[0].name == "2026-11-22/newer.md"


def test_what_was_judged_ticked_and_mended_stays(desk: Desk, added: str, newer: Path) -> None:
    session = desk.assess(added)
    session.grade("2a", "S")
    session.add_point("2a", "reflection", "required", "Say what you learnt.")
    tick(session, 1, "seen", "a table")
    session.mark("2a", 0, QUIZ[:30], "description")
    session.mark("1b", 0, "I wrote a small plug-in", "evidence")
    number = next(p.n for p in desk.portfolio(added).pieces if p.section == "4a")
    desk.remap(added, lambda p: mapping.move(p, number, "3a", desk.form(added)))
    sheet = desk.sheet(added)

    done = reimport(desk, added, [newer])

    assert desk.sheet(added) == sheet
    assert [entry.state for entry in listed(desk.portfolio(added), desk.local(added))] == ["seen"]
    assert {(m.section, m.paragraph, m.label) for m in desk.local(added).marks} == {
        ("2a", 1, "description"), ("1b", 0, "evidence"),
    }  # fmt: skip
    assert "swap shop" in desk.portfolio(added).section("3a").text  # type: ignore[union-attr]
    assert (done.not_found, done.marks_lost) == ([], 0)


def test_a_mark_whose_paragraph_is_gone_is_kept_and_told(desk: Desk, added: str, tmp_path: Path) -> None:
    desk.assess(added).mark("2a", 0, QUIZ[:30], "description")
    file = tmp_path / "other.md"
    file.write_text(PORTFOLIO.replace(QUIZ, "Something else altogether."))
    assert reimport(desk, added, [file]).marks_lost == 1
    assert desk.local(added).marks[0].quote == QUIZ[:30]


def test_the_same_source_again_changes_nothing(desk: Desk, added: str, portfolio_file: Path) -> None:
    before = sorted(p.name for p in desk.workspace.folder(added).rglob("*"))
    assert not reimport(desk, added, [portfolio_file]).new
    assert sorted(p.name for p in desk.workspace.folder(added).rglob("*")) == before


def test_a_saved_copy_comes_to_an_assignment_that_had_only_a_link(desk: Desk, portfolio_file: Path) -> None:
    request = AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", link="https://example.org/p")
    id_ = desk.add(request).id
    desk.assess(id_).add_links("1a", ["https://example.org/typed"])
    done = reimport(desk, id_, [portfolio_file])
    assert "1a" in done.changed and done.version == 0
    targets = [entry.item.target for entry in listed(desk.portfolio(id_), desk.local(id_))]
    assert targets == ["https://example.org/quiz", "https://example.org/typed"]
    assert desk.assignment(id_).link == "https://example.org/p"


def test_a_submitted_sheet_keeps_its_text_until_it_is_reopened(desk: Desk, submitted: str, newer: Path) -> None:
    before = desk.portfolio(submitted)
    with pytest.raises(RefusedError, match="rests on the text"):
        reimport(desk, submitted, [newer])
    assert desk.portfolio(submitted) == before
    desk.reopen(submitted, "a page was mended after ALT asked")
    assert reimport(desk, submitted, [newer]).changed == ["2a"]


def test_a_source_that_cannot_be_read_changes_nothing(desk: Desk, added: str, tmp_path: Path) -> None:
    grade_all(desk.assess(added))
    desk.writer.flush()
    bad = tmp_path / "broken.docx"
    bad.write_bytes(b"PK\x03\x04 no Word file")
    before = {f: f.read_bytes() for f in desk.path.rglob("*") if f.is_file()}
    with pytest.raises(ReviewError, match=r"broken\.docx"):
        reimport(desk, added, [bad])
    assert {f: f.read_bytes() for f in desk.path.rglob("*") if f.is_file()} == before


def test_a_disk_that_fails_leaves_no_copy_behind(
    desk: Desk, added: str, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cmalt_review.desk.adding.shutil.copyfile", full)
    before = sorted(p.name for p in desk.workspace.folder(added).rglob("*"))
    with pytest.raises(ReviewError, match="Nothing was imported"):
        reimport(desk, added, [newer])
    assert sorted(p.name for p in desk.workspace.folder(added).rglob("*")) == before


def test_two_imports_on_one_day_are_both_kept_and_compared(
    desk: Desk, added: str, newer: Path, portfolio_file: Path
) -> None:
    reimport(desk, added, [newer])
    portfolio_file.write_text(PORTFOLIO.replace("each week", "each month"))
    assert reimport(desk, added, [portfolio_file]).version == 2
    assert desk.portfolio(added).sources[0].name == "2026-11-22-2/portfolio.md"
    [section] = diff(desk, added, imports=True)
    assert section.section == "2a"
    assert {change.kind for change in section.changes} == {"changed", "removed"}


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_cancelling_an_import_changes_nothing(desk: Desk, added: str, newer: Path, asked: int) -> None:
    """``asked``: at which question the answer is yes: while reading, after it, after the copying."""
    before = sorted(p.name for p in desk.workspace.folder(added).rglob("*"))
    text = desk.portfolio(added)
    answers = iter([False] * (asked - 1))
    with pytest.raises(ReviewError, match="cancelled"):
        reimport(desk, added, [newer], cancelled=lambda: next(answers, True))
    assert sorted(p.name for p in desk.workspace.folder(added).rglob("*")) == before
    assert desk.portfolio(added) == text
