"""The whole way once more, through the real screens in a pseudo-terminal, with the keys that they show."""

import time
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.way import Cli, judge_all

pytestmark = pytest.mark.pty


@pytest.fixture
def their_file(tmp_path: Path, portfolio_file: Path) -> Path:
    """The second assessor's sheet, from a desk of their own."""
    second = Cli(tmp_path / "second")
    known = ["--candidate", "Zofia Brandt", "--pathway", "associate", "--role", "second"]
    id_ = second.ok("add", portfolio_file, *known)["id"]
    judge_all(second, id_, {"2a": "S", "3a": "R"}, "minor")
    second.ok("submit", id_)
    second.ok("send", id_, "-o", tmp_path / "theirs.toml")
    return tmp_path / "theirs.toml"


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_from_an_empty_queue_to_the_documents(
    tmp_path: Path, portfolio_file: Path, their_file: Path, columns: int, rows: int
) -> None:
    workspace = tmp_path / "workspace"
    with Terminal(workspace, columns=columns, rows=rows) as terminal:
        terminal.wait_for("press a to add")
        add(terminal, portfolio_file)
        declare_and_grade(terminal)
        submit(terminal)
        receive(terminal, their_file)
        reconcile(terminal)
        finish(terminal)
        check_documents(workspace / "exports")  # before leaving: they are written beside the screen
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def add(terminal: Terminal, source: Path) -> None:
    terminal.press("a")
    terminal.wait_for("Add a portfolio")
    terminal.press(str(source))
    terminal.read(2.0)  # a long path scrolls in its field, so its end is not there to be waited for
    terminal.press("tab")
    terminal.read(1.0)  # the focus moves after the key: what is typed at once goes to the old field
    terminal.press("Zofia Brandt")
    terminal.wait_for("Zofia Brandt")
    terminal.press("ctrl+s")
    terminal.wait_for("Zofia Brandt +Associate")


def declare_and_grade(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.wait_for("Conflict of interest")
    terminal.press("n")
    terminal.wait_for("Zofia Brandt · Associate")
    terminal.wait_for("compared two quiz tools")
    terminal.press("s")
    for _ in range(8):
        terminal.press("n", "a")
    terminal.press("f")


def submit(terminal: Terminal) -> None:
    terminal.wait_for("Outcome you recommend")
    terminal.press("2")
    terminal.wait_for("2 ● Pass")
    terminal.press("s")
    terminal.wait_for("[Ss]ubmitted")


def receive(terminal: Terminal, file: Path) -> None:
    back_to_queue(terminal)
    terminal.press("enter")
    terminal.wait_for("not arrived")
    terminal.press("r")
    terminal.wait_for("Which file")
    terminal.press(str(file), "enter")
    terminal.wait_for("it is in")
    terminal.press("n")


def back_to_queue(terminal: Terminal) -> None:
    for _ in range(4):
        if "Needs me" in terminal.text:
            return
        terminal.press("escape")
        terminal.read(0.5)
    terminal.wait_for("Needs me")


def reconcile(terminal: Terminal) -> None:
    terminal.wait_for("3 conflicts left of 3")
    terminal.press("1")
    terminal.wait_for("2 conflicts left")
    terminal.press("n", "2")
    terminal.wait_for("1 conflict left")
    terminal.press("n", "1")
    terminal.wait_for("(?i)reason")
    terminal.press("the law and what it changed are both named", "enter")
    terminal.wait_for("0 conflicts left")
    terminal.press("=")
    terminal.wait_for("all agreed rows confirmed")
    terminal.press("f")


def finish(terminal: Terminal) -> None:
    terminal.wait_for("What next|Still open")
    terminal.press("2")
    terminal.wait_for("Decided: Pass")
    terminal.press("p")
    terminal.wait_for("has not answered")
    terminal.press("y")
    terminal.wait_for("How and when")
    terminal.press("by phone, 20 Nov", "enter")
    terminal.wait_for("can be finished")
    terminal.press("f")
    terminal.wait_for("Finished on")
    terminal.press("x")


def check_documents(exports: Path) -> None:
    end = time.monotonic() + 30
    wanted = {"transcript.docx", "transcript.md"}
    while not wanted <= (names := {file.name.rpartition("first-")[2] for file in exports.glob("*")}):
        assert time.monotonic() < end, names
        time.sleep(0.1)
    [transcript] = exports.glob("*transcript.md")  # moved there whole
    assert "Strong" in transcript.read_text() and "Pass" in transcript.read_text()
