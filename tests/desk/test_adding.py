"""Adding and erasing: all of it or nothing, and nothing stays behind."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import ReviewError
from tests.conftest import grade_all


def request(**fields: Any) -> AddRequest:
    return AddRequest(**{"candidate": "Zofia Brandt", "pathway": "associate", "role": "lead", **fields})


def test_the_original_is_kept_unchanged_with_its_hash(desk: Desk, added: str, portfolio_file: Path) -> None:
    kept = desk.workspace.sources(added) / "portfolio.md"
    assert kept.read_bytes() == portfolio_file.read_bytes()
    assert desk.portfolio(added).sources[0].sha256


def test_sections_are_found(desk: Desk, added: str) -> None:
    found = {section.id for section in desk.portfolio(added).sections()}
    assert found == {"contextual", "1a", "1b", "2a", "3a", "4a", "future", "confirmation"}


@pytest.mark.parametrize(
    ("candidate", "id_"),
    [("Zofia Brandt", "zofia-brandt-associate-first"), ("Łukasz Ó Briain", "ukasz-o-briain-associate-first")],
)
def test_ids_are_readable_and_numbered_when_taken(desk: Desk, candidate: str, id_: str) -> None:
    add = request(candidate=candidate, link="https://example.org/p")
    assert [desk.add(add).id for _ in range(2)] == [id_, f"{id_}-2"]


def test_a_name_in_another_script_has_a_stable_id(desk: Desk) -> None:
    id_ = desk.add(request(candidate="王小明", link="https://example.org/p")).id
    assert id_.isascii() and id_.endswith("-associate-first")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"pathway": "expert"}, "'expert' is no pathway"),
        ({"role": "third"}, "'third' is no role"),
        ({"type": "again"}, "no type"),
        ({"candidate": "  "}, "name is missing"),
        ({}, "Nothing to add"),
        ({"link": "javascript:alert(1)"}, "no web address"),
        ({"sources": [Path("not-there.docx")]}, "is not there"),
        ({"link": "https://example.org", "form": "unheard-of"}, "unheard-of"),
        ({"link": "https://example.org", "previous": "nobody"}, "no assignment 'nobody'"),
    ],
)
def test_bad_input_is_one_message_and_adds_nothing(desk: Desk, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ReviewError, match=says):
        desk.add(request(**fields))
    assert os.listdir(desk.workspace.assignments) == []


def test_a_disk_that_fails_leaves_nothing_half_added(
    desk: Desk, portfolio_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cmalt_review.desk.adding.save_atomic", full)
    with pytest.raises(ReviewError, match="was not added"):
        desk.add(request(sources=[portfolio_file]))
    assert os.listdir(desk.workspace.assignments) == []


def test_access_information_is_kept_apart_for_its_owner_only(desk: Desk) -> None:
    id_ = desk.add(request(link="https://example.org/p", access="user guest, password plum")).id
    assert desk.link_access(id_) == "user guest, password plum"
    file = desk.workspace.file(id_, "access.txt")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    others = [f for f in desk.workspace.folder(id_).rglob("*") if f.is_file() and f != file]
    assert not any("plum" in f.read_text() for f in others)


def test_erasing_leaves_no_text_and_keeps_anonymous_figures(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    grade_all(session)
    session.overall("Unmistakable words of mine.")
    desk.submit(added)
    done = desk.erase(added)
    assert any("Not reached" in line for line in done)
    desk.close()
    for root in (desk.path, desk.workspace.state):
        for file in (f for f in root.rglob("*") if f.is_file()):
            text = file.read_text(errors="replace")
            assert "Unmistakable" not in text
            assert "Brandt" not in text and "brandt" not in text
    assert '"1a": ["A", null]' in (desk.path / "figures.jsonl").read_text()


def test_erasing_takes_the_documents_of_this_assignment_only(desk: Desk, added: str, portfolio_file: Path) -> None:
    second = desk.add(AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", sources=[portfolio_file]))
    assert second.id == f"{added}-2"
    desk.workspace.exports.mkdir()
    for name in (f"{added}-mine.docx", f"{added}-second-v1.toml", f"{second.id}-mine.docx"):
        (desk.workspace.exports / name).touch()
    desk.erase(added)
    assert [file.name for file in desk.workspace.exports.iterdir()] == [f"{second.id}-mine.docx"]


def test_a_damaged_assignment_can_be_erased(desk: Desk, added: str) -> None:
    desk.writer.flush()
    desk.workspace.file(added, "assignment.toml").write_text("broken = [")
    desk.erase(added)
    assert desk.workspace.ids() == []
    assert desk.refresh_rows() in (None, [])


@pytest.mark.parametrize("id_", ["", ".", "..", "zofia", "../assignments/zofia-brandt-associate-first"])
def test_erasing_takes_a_whole_id_and_no_path(desk: Desk, added: str, id_: str) -> None:
    with pytest.raises(ReviewError, match="no assignment"):
        desk.erase(id_)
    assert desk.workspace.ids() == [added]
