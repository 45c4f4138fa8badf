"""A portfolio full of escape sequences and markup: no crash, and not one foreign escape byte on the terminal."""

from pathlib import Path

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from tests.conftest import grade_all
from tests.terminal import Terminal

pytestmark = pytest.mark.pty

# What follows each escape character is a word of our own, to be found again in the terminal's bytes.
EVIL = "\x1b]52;c;RVZJTA==\x07 \x1b[31mRED31 \x9b32mGREEN32 \x1bPEVILDCS\x1b\\ \u202eBIDI \u200bZERO"
MARKUP = "[/] [/foo] a[/ [@click=app.quit]leave[/] [link=https://example.org]x[/link] [bold red]loud"
FOREIGN = [
    b"\x1b]52;", b"\x1b[31mRED31", b"\xc2\x9b", b"\x1bPEVILDCS", "\u202e".encode(), "\u200b".encode(),
    b"\x1b]8;;javascript",
]  # fmt: skip


def hostile_portfolio() -> str:
    section = (
        f"{EVIL}\n\n{MARKUP}\n\n- {MARKUP}\n- {EVIL}\n\n> {EVIL}\n\n| {MARKUP} | b |\n| --- | --- |\n| {EVIL} | c |\n\n"
    )
    links = f"[{MARKUP}](https://example.org/\x1b]52;c;eA==\x07) ![{EVIL}](x.png) [go](javascript:alert(1))\n\n"
    headings = [
        "Contextual statement", "Core area 1a: constraints and benefits", "Core area 1b: technical knowledge",
        "Core area 2a: teaching, learning and assessment processes", "Core area 3a: legislation",
        "Core area 4: communication and working with others", "Future plans", f"Thanks {MARKUP} {EVIL}",
    ]  # fmt: skip
    return f"# {MARKUP}\n\n" + "".join(f"## {heading}\n\n{section}{links}" for heading in headings)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A hostile candidate's portfolio, judged by two assessors with hostile words."""
    source = tmp_path / "portfolio.md"
    source.write_text(hostile_portfolio(), encoding="utf-8")
    desk = Desk.open(tmp_path / "workspace")
    words = f"{MARKUP} {EVIL}"
    for candidate in (f"Mallory {words}", "Second Candidate"):
        request = AddRequest(
            candidate=candidate, pathway="associate", role="lead", sources=[source], co_assessor=words, reference=words,
            link="https://example.org/\x1b]52;c;eA==\x07",
        )  # fmt: skip
        id_ = desk.add(request).id
        desk.declare(id_, "declared", words)
        session = desk.assess(id_)
        session.add_point("1a", "whole", "suggestion", words)
        session.element_note("1a", "reflection", words)
        session.note("1a", words)
        session.overall(words)
        if candidate == "Second Candidate":
            grade_all(session)
            desk.submit(id_)
            other = desk.assess(id_, as_other=True, source=words)
            grade_all(other, "S", "distinction")
            other.add_point("1a", "whole", "required", words)
            other.overall(words)
    desk.close()
    # The model cleans what it reads, so the bytes are put into the file behind its back too.
    for file in desk.path.rglob("assignment.toml"):
        file.write_text(file.read_text().replace("Mallory", "Mallory \\u001b]52;c;eA==\\u0007"), encoding="utf-8")
    return desk.path


def filter_and_open(terminal: Terminal, name: str) -> None:
    terminal.press("/")
    terminal.wait_for("Filter")
    terminal.read(0.5)
    terminal.press(name)
    terminal.wait_for(f"Filter.*{name}")
    terminal.press("enter", "enter")


def check(terminal: Terminal) -> None:
    terminal.read(0.6)
    assert "had to stop because of a fault" not in terminal.text
    found = [sequence for sequence in FOREIGN if sequence in terminal.raw]
    assert not found, terminal.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_assess_and_what_opens_from_it(workspace: Path, size: tuple[int, int]) -> None:
    with Terminal(workspace, columns=size[0], rows=size[1]) as terminal:
        terminal.wait_for("Needs me")
        filter_and_open(terminal, "mallory")
        terminal.wait_for("Mallory.*Associate")
        for keys in (["tab"], ["tab"], ["o"], ["escape"], ["p"], ["escape"], ["w"], ["escape"], ["t"], ["escape"]):
            terminal.press(*keys)
            check(terminal)
        for keys in (["?"], ["escape"], ["/", "leave", "enter"], ["escape"], ["]"], ["]"], ["["], ["f"]):
            terminal.press(*keys)
            check(terminal)
        assert terminal.status is None


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_reconcile_finish_and_preview(workspace: Path, size: tuple[int, int]) -> None:
    with Terminal(workspace, columns=size[0], rows=size[1]) as terminal:
        terminal.wait_for("Needs me")
        filter_and_open(terminal, "second")
        terminal.wait_for("conflicts left")
        for keys in (["v"], ["v"], ["1"], ["u"], ["e"], ["escape"], ["?"], ["escape"], ["f"]):
            terminal.press(*keys)
            check(terminal)
        terminal.wait_for("What next|Outcome")
        for keys in (["2"], ["v"], ["enter"], ["escape"], ["e"], ["down"], ["x"], ["escape"], ["escape"]):
            terminal.press(*keys)
            check(terminal)
        assert terminal.status is None
