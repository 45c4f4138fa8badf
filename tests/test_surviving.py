"""Killed in the middle of typing: nothing, or next to nothing, is lost; and the terminal is given back."""

import resource
import signal
import tomllib
from pathlib import Path

import pytest

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from tests.terminal import Terminal

pytestmark = pytest.mark.pty
TYPED = "The portfolio is clear, and the evidence is well chosen throughout."


@pytest.fixture
def workspace(tmp_path: Path, portfolio_file: Path) -> Path:
    """A desk with one assignment, its declaration made."""
    desk = Desk.open(tmp_path / "workspace")
    request = AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", sources=[portfolio_file])
    desk.declare(desk.add(request).id, "none")
    desk.close()
    return desk.path


def saved_text(workspace: Path) -> str:
    file = workspace / "assignments" / "zofia-brandt-associate-first" / "sheet.toml"
    return str(tomllib.loads(file.read_text(encoding="utf-8")).get("overall", ""))


def type_overall_text(terminal: Terminal) -> None:
    terminal.wait_for("Zofia Brandt")
    terminal.press("enter")
    terminal.wait_for("constraints and benefits")
    terminal.press("t")
    terminal.wait_for("(?i)overall text")
    terminal.press(TYPED[:10])
    terminal.type_raw(TYPED[10:])
    terminal.wait_for("throughout")


def test_kill_in_the_middle_of_typing_loses_nothing_that_is_a_quarter_second_old(workspace: Path) -> None:
    with Terminal(workspace) as terminal:
        type_overall_text(terminal)
        terminal.read(0.25)
        terminal.kill(signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
    assert saved_text(workspace) == TYPED
    assert not list(workspace.rglob("*.tmp"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_typing_loses_nothing_and_gives_the_terminal_back(
    workspace: Path, number: signal.Signals
) -> None:
    with Terminal(workspace) as terminal:
        type_overall_text(terminal)
        terminal.kill(number)
        assert terminal.wait_for_end() == 128 + number
        assert b"\x1b[?1049l" in terminal.raw, "the alternate screen was not left"
        assert b"\x1b[?25h" in terminal.raw.split(b"\x1b[?1049h")[-1], "the cursor was not shown again"
    assert saved_text(workspace) == TYPED


def test_a_disk_that_does_not_take_it_is_told_in_words_and_the_grade_is_saved_once_it_does(workspace: Path) -> None:
    sheet = workspace / "assignments" / "zofia-brandt-associate-first" / "sheet.toml"
    with Terminal(workspace) as terminal:
        terminal.wait_for("Zofia Brandt")
        terminal.press("enter")
        terminal.wait_for("constraints and benefits")
        unlimited = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        terminal.press("s")
        terminal.wait_for("NOT SAVED")
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, unlimited)
        terminal.wait_for("saved \\d")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert tomllib.loads(sheet.read_text())["judgements"]
