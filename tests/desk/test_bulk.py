"""Adding from a list: all or none, and the message names the row and the cause."""

import codecs
from datetime import date
from pathlib import Path

import pytest

from cmalt_review.desk.bulk import MAX_BYTES, MAX_ROWS, add_list, read_list
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import ReviewError

HEADER = "candidate,pathway,role,source,type,received,link,reference,nominated\n"


def listed(folder: Path, text: str | bytes, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_every_row_becomes_an_assignment(desk: Desk, portfolio_file: Path) -> None:
    file = listed(
        portfolio_file.parent,
        HEADER + "Zofia Brandt,associate,lead,portfolio.md,,2026-10-01,,A-1,yes\n\n"
        '"Marsh, Jon",senior,second,,resubmission,,https://example.org/j,A-2,\n',
    )
    added = add_list(desk, file)
    assert [(where, a.id) for where, a in added] == [
        ("row 2", "zofia-brandt-associate-first"),
        ("row 4", "marsh-jon-senior-resubmission"),
    ]
    first, second = (assignment for _, assignment in added)
    assert (first.received, first.nominated, first.reference) == (date(2026, 10, 1), True, "A-1")
    assert len(desk.portfolio(first.id).sections()) == 8
    assert (second.candidate, second.link) == ("Marsh, Jon", "https://example.org/j")


def test_a_toml_list_says_the_same(desk: Desk, portfolio_file: Path) -> None:
    toml = """
[[portfolio]]
candidate = "Zofia Brandt"
pathway = "associate"
role = "lead"
sources = ["portfolio.md"]
received = 2026-10-01

[[portfolio]]
candidate = "Jon Marsh"
pathway = "senior"
role = "second"
link = "https://example.org/j"
co-assessor = "Ines Calder"
nominated = true
"""
    added = [assignment for _, assignment in add_list(desk, listed(portfolio_file.parent, toml, "list.toml"))]
    assert [a.received for a in added] == [date(2026, 10, 1), date(2026, 11, 22)]
    assert (added[1].co_assessor, added[1].nominated) == ("Ines Calder", True)


def test_a_late_row_that_fails_takes_the_earlier_ones_back(desk: Desk, portfolio_file: Path) -> None:
    (portfolio_file.parent / "broken.docx").write_bytes(b"PK\x03\x04 no Word file")
    file = listed(
        portfolio_file.parent,
        HEADER + "Zofia Brandt,associate,lead,portfolio.md,,,,,\nJon Marsh,associate,lead,broken.docx,,,,,\n",
    )
    with pytest.raises(ReviewError, match=r"list\.csv, row 3: .*broken\.docx"):
        add_list(desk, file)
    assert desk.workspace.ids() == []
    assert desk.rows() == []
    assert list(desk.workspace.assignments.iterdir()) == []


def test_cancelling_takes_back_what_was_added(desk: Desk, portfolio_file: Path) -> None:
    file = listed(
        portfolio_file.parent,
        HEADER + "Zofia Brandt,associate,lead,portfolio.md,,,,,\nJon Marsh,associate,lead,portfolio.md,,,,,\n",
    )
    with pytest.raises(ReviewError):
        add_list(desk, file, cancelled=lambda: bool(desk.workspace.ids()))
    assert desk.workspace.ids() == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Jon,expert,lead,,,,https://example.org,,", "row 3: 'expert' is no pathway"),
        (",senior,lead,,,,https://example.org,,", "row 3: The candidate's name is missing"),
        ("Jon,senior,lead,,,1 May,https://example.org,,", "row 3: '1 May' is no date"),
        ("Jon,senior,lead,,,,https://example.org,,perhaps", "row 3: 'perhaps' is neither"),
        ("Jon,senior,lead,missing.md,,,,,", "row 3: .*missing.md is not there"),
        ("Jon,senior,lead,,,,,,", "row 3: Nothing to add"),
        ("Zofia Brandt,associate,lead,portfolio.md,,,,,", "row 3: the same as row 2"),
        ("Jon,senior,lead,,,,https://example.org,,,surplus", "row 3: more cells"),
    ],
)
def test_a_wrong_row_is_named_before_anything_is_read(
    desk: Desk, portfolio_file: Path, row: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        pytest.fail("a file was read although a row is wrong")

    monkeypatch.setattr("cmalt_review.intake.load.load", read)
    file = listed(portfolio_file.parent, HEADER + f"Zofia Brandt,associate,lead,portfolio.md,,,,,\n{row}\n")
    with pytest.raises(ReviewError, match=says):
        add_list(desk, file)
    assert desk.workspace.ids() == []


def test_a_reference_that_is_here_already_is_not_added_twice(desk: Desk, added: str, tmp_path: Path) -> None:
    file = listed(tmp_path, HEADER + "Jon,senior,lead,,,,https://example.org,a-17,\n")
    with pytest.raises(ReviewError, match="row 2: the reference a-17 is here already"):
        add_list(desk, file)
    assert desk.workspace.ids() == [added]


def test_cells_are_text_whatever_they_look_like(desk: Desk, tmp_path: Path) -> None:
    file = listed(tmp_path, HEADER + '"=HYPERLINK(""https://example.org"")",senior,lead,,,,https://example.org,+A1,\n')
    [(_, assignment)] = add_list(desk, file)
    assert assignment.candidate == '=HYPERLINK("https://example.org")'
    assert assignment.reference == "+A1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_lists_from_any_spreadsheet_are_read(tmp_path: Path, encoding: str) -> None:
    text = "Candidate;Pathway;Role;Link\r\nSiân Ó Briain, MSc;CMALT;Lead;https://example.org/é\r\n"
    [entry] = read_list(listed(tmp_path, codecs.encode(text, encoding)))
    assert entry.request.candidate == "Siân Ó Briain, MSc"
    assert (entry.request.pathway, entry.request.role) == ("cmalt", "lead")


def test_several_sources_of_one_portfolio(tmp_path: Path) -> None:
    text = HEADER + "Zofia,senior,lead,a.md; sub/b.md ;/c.md,,,,,\n"
    [entry] = read_list(listed(tmp_path, text))
    assert list(entry.request.sources) == [tmp_path / "a.md", tmp_path / "sub/b.md", Path("/c.md")]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("candidate,colour\nJon,red\n", "list.csv", "no column 'colour'"),
        ("candidate,pathway\n", "list.csv", "names no portfolio"),
        ("", "list.csv", "names no portfolio"),
        ('candidate\n"Jon\n', "list.csv", "cannot be read as CSV"),
        ("portfolio = 3", "list.toml", "is no list"),
        ("[[portfolio]]\ncandidate = ", "list.toml", "cannot be read as TOML"),
        ("x", "list.xlsx", "is no list"),
        ("candidate\n" + "x\n" * (MAX_ROWS + 1), "list.csv", f"more than {MAX_ROWS}"),
        ("x" * (MAX_BYTES + 1), "list.csv", "too large"),
    ],
    ids=["column", "only a header", "empty", "quote", "no tables", "bad TOML", "spreadsheet", "rows", "bytes"],
)
def test_what_is_no_list_is_one_clear_message(tmp_path: Path, content: str, name: str, says: str) -> None:
    with pytest.raises(ReviewError, match=says):
        read_list(listed(tmp_path, content, name))


def test_access_information_is_kept_secret(desk: Desk, tmp_path: Path) -> None:
    text = (
        "candidate,pathway,role,link,access\nJon,senior,lead,https://example.org,plum and pear\nMay,bad,lead,,secret\n"
    )
    with pytest.raises(ReviewError) as refused:
        add_list(desk, listed(tmp_path, text))
    assert "plum" not in str(refused.value)
    assert "secret" not in str(refused.value)
    [(_, assignment)] = add_list(desk, listed(tmp_path, text.replace("May,bad,lead,,secret\n", "")))
    assert desk.link_access(assignment.id) == "plum and pear"
