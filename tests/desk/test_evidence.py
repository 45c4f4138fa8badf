"""Evidence: what is listed, ticked, typed in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.desk.evidence import accepted, links_in, listed, local_file, tick, type_links
from cmalt_review.errors import ReviewError


def test_evidence_is_listed_with_its_section_and_the_words_around(desk: Desk, added: str) -> None:
    [entry] = listed(desk.portfolio(added), desk.local(added))
    assert (entry.item.n, entry.item.section, entry.item.host) == (1, "1a", "example.org")
    assert "asked the tutors earlier" in entry.item.around
    assert entry.state == ""


def test_a_tick_is_kept_with_its_note_and_can_be_taken_back(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    entry = tick(session, 1, "broken", "asks for a password")
    assert entry.state == "broken" and entry.tick and entry.tick.note == "asks for a password"
    assert tick(session, 1, None).state == ""
    session.undo()
    assert listed(desk.portfolio(added), session.local)[0].state == "broken"


@pytest.mark.parametrize(("number", "state"), [(2, "seen"), (0, "seen"), (1, "splendid")])
def test_only_what_is_listed_is_ticked(desk: Desk, added: str, number: int, state: str) -> None:
    session = desk.assess(added)
    with pytest.raises(ReviewError):
        tick(session, number, state)
    assert session.local.evidence == []


def test_links_of_a_link_only_portfolio_are_typed_and_ticked(desk: Desk) -> None:
    id_ = desk.add(
        AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", link="https://example.org/p")
    ).id
    session = desk.assess(id_)
    new = type_links(session, "1a", links_in("- https://example.org/a\n- https://example.org/b https://example.org/a"))
    assert new == ["https://example.org/a", "https://example.org/b"]
    assert type_links(session, "1a", ["https://example.org/a"]) == []
    tick(session, 2, "seen")
    entries = listed(session.portfolio, session.local)
    assert [(e.item.section, e.item.target, e.state) for e in entries] == [
        ("1a", "https://example.org/a", ""),
        ("1a", "https://example.org/b", "seen"),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "example.org",
        "https://",
        "data:text/html,x",
        "ftp://example.org/x",
        "",
    ],
)
def test_a_link_that_may_not_be_opened_is_refused_and_none_is_added(desk: Desk, added: str, link: str) -> None:
    session = desk.assess(added)
    with pytest.raises(ReviewError):
        type_links(session, "1a", ["https://example.org/good", link])
    assert session.local.links == {}


def test_links_go_only_to_sections_of_the_form(desk: Desk, added: str) -> None:
    with pytest.raises(ReviewError, match="no section '9z'"):
        type_links(desk.assess(added), "9z", ["https://example.org/a"])


@given(st.text(max_size=80))
def test_whatever_is_typed_only_three_schemes_pass(text: str) -> None:
    try:
        link = accepted(text)
    except ReviewError:
        return
    assert link.lower().startswith(("http://", "https://", "mailto:"))
    assert not any(character.isspace() or ord(character) < 32 for character in link)


def test_a_file_that_came_with_the_portfolio_is_found_below_its_sources_only(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "images").mkdir(parents=True)
    (folder / "index.md").write_text("## 1a Constraints and benefits\n\nSee ![plan](images/plan%20b.png).\n")
    (folder / "images" / "plan b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    id_ = desk.add(AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", sources=[folder])).id
    found = local_file(desk, id_, "images/plan%20b.png")
    assert found == desk.workspace.sources(id_) / "site" / "images" / "plan b.png"
    assert local_file(desk, id_, "../../assignment.toml") is None
    assert local_file(desk, id_, "https://example.org/images/plan%20b.png") is None
