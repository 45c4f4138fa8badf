"""The shell: hostile text, faults, signals, keys, and what start-up loads."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from cmalt_review.desk.desk import Desk
from cmalt_review.errors import ReviewError
from cmalt_review.tui import app as shell
from cmalt_review.tui import keys
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.help import HelpDialog
from cmalt_review.tui.dialogs.message import ErrorDialog
from cmalt_review.tui.safety import HostileTextFilter
from cmalt_review.tui.widgets.keybar import Item, KeyBar, pack
from tests.tui.test_queue import shown

ROOT = Path(__file__).parents[2]
UNSAFE = "\x1b\x07\x9b\x00\u200b\u200d\u202e\u2066\ufeff\u2028"


@given(st.lists(st.text(st.sampled_from(UNSAFE + "aé日\u0301👩") | st.characters())))
def test_nothing_that_steers_a_terminal_passes_the_filter(texts: list[str]) -> None:
    before = [Segment(text) for text in texts]
    after = HostileTextFilter().apply(before, Color(0, 0, 0))
    assert [cell_len(s.text) for s in after] == [cell_len(s.text) for s in before]
    assert not [c for s in after for c in s.text if c in UNSAFE or ord(c) < 32 or 127 <= ord(c) < 160]


async def test_a_toast_is_neither_markup_nor_escape_sequence(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24), notifications=True) as pilot:
        pilot.app.notify(f"[/foo] [@click=app.quit]x[/] {UNSAFE}end")
        await pilot.pause(0.5)
        text = shown(pilot)
        assert "[/foo] [@click=app.quit]x[/] end" in text
        assert not set(text) & set(UNSAFE)


async def test_a_fault_leaves_a_note_without_anybodys_words(desk: Desk, tmp_path: Path) -> None:
    words = "words of a candidate"

    def fault() -> None:
        raise ValueError(words)

    async def meet_it() -> None:
        async with app.run_test() as pilot:
            app.call_later(fault)
            await pilot.pause(0.2)

    app = ReviewApp(desk, state=tmp_path / "notes")
    with pytest.raises(ValueError, match=words):
        await meet_it()
    assert app.crashed
    assert app.return_code == 1
    assert not app._exit_renderables
    assert app.crash_log is not None
    note = app.crash_log.read_text()
    assert "builtins.ValueError" in note
    assert "test_app.py:" in note
    assert words not in note
    assert words not in shell.crash_words("", app.crash_log)


async def test_an_error_a_user_can_meet_is_a_dialog(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_app: Any, _id: str) -> None:
        raise ReviewError("[/not] today", "Because.", "Try tomorrow.")

    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(ReviewApp, "open_assignment", refuse)
        await pilot.press("enter", "n")  # no relationship: opens
        await pilot.pause()
        assert isinstance(pilot.app.screen, ErrorDialog)
        assert "[/not] today" in shown(pilot)
        await pilot.press("enter")
        assert not isinstance(pilot.app.screen, ErrorDialog)


async def test_help_explains_the_keys_of_the_screen(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, HelpDialog)
        text = shown(pilot)
        for key in keys.SCREENS["queue"]:
            assert key.explanation.split(",")[0][:40] in text


async def test_every_command_is_in_the_palette(desk: Desk) -> None:
    async with ReviewApp(desk).run_test() as pilot:
        await pilot.pause()
        titles = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert titles >= {k.description[0].upper() + k.description[1:] for k in keys.SCREENS["queue"]}


async def test_a_key_can_be_changed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('[queue]\nflag = "F"\nfly = "x"\nsnooze = "n"\n')
    async with ReviewApp(desk, config=tmp_path).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f")
        assert not any(row.flagged for row in desk.rows())
        await pilot.press("F")
        assert any(row.flagged for row in desk.rows())
        assert "F flag" in pilot.app.screen.query_one(KeyBar).text


def test_a_wrong_entry_is_said_and_the_rest_counts(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[queue]\nflag = "F"\nfly = "x"\nsnooze = "n"\nsort = 3\n[kitchen]\na = "b"\n')
    keymap, problems = keys.read_keymap(file)
    assert keymap == {"queue.flag": "upper_f"} or keymap == {"queue.flag": "F"}
    assert len(problems) == 4
    assert any("n would be both" in problem for problem in problems)
    file.write_text("[queue\n")
    assert keys.read_keymap(file)[0] == {}
    assert keys.read_keymap(tmp_path / "none.toml") == ({}, [])


def test_no_key_does_two_things_on_a_screen() -> None:
    assert keys.clashes({}) == []


def test_the_manual_lists_the_keys_as_they_are() -> None:
    assert (ROOT / "docs/keys.md").read_text(encoding="utf-8") == keys.markdown()


@given(st.lists(st.integers(1, 30), min_size=1, max_size=15), st.integers(20, 120), st.integers(1, 3))
def test_the_footer_never_drops_help(widths: list[int], width: int, most: int) -> None:
    items = [Item("k", "x" * w, str(n)) for n, w in enumerate(widths)]
    lines = pack(items, width, most)
    assert len(lines) <= most
    assert lines[-1][-1] == items[-1]


def test_start_up_loads_nothing_heavy() -> None:
    code = (
        "import sys, cmalt_review.tui.app, cmalt_review.desk.desk\n"
        "heavy = {'pydantic', 'click', 'docx', 'mammoth', 'lxml', 'rapidfuzz', 'tomli_w', 'tomllib',\n"
        "  'textual.widgets._data_table', 'textual.widgets._markdown', 'textual.widgets._text_area'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cmalt_review", "--workspace", str(tmp_path / "w")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=30)
    assert done.returncode == 2
    assert "need a terminal" in done.stderr
    assert "Traceback" not in done.stderr


def start_in_terminal(workspace: Path) -> tuple[int, int]:
    """Process and terminal of the program, once the queue is painted."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "cmalt_review", "--workspace", str(workspace)])
    read_until(terminal, b"No portfolio yet")
    return pid, terminal


def read_until(terminal: int, words: bytes) -> bytes:
    seen = b""
    while words not in seen:
        assert select.select([terminal], [], [], 30)[0], seen
        seen += os.read(terminal, 65536)
    return seen


def exit_code(pid: int, limit: float = 20.0) -> int:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise AssertionError("the program went on")


@pytest.mark.pty
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_restored(tmp_path: Path, number: signal.Signals) -> None:
    pid, terminal = start_in_terminal(tmp_path / "w")
    os.kill(pid, number)
    read_until(terminal, b"\x1b[?1049l")
    assert exit_code(pid) == 128 + number
    os.close(terminal)


@pytest.mark.pty
def test_it_leaves_when_the_terminal_goes_away(tmp_path: Path) -> None:
    pid, terminal = start_in_terminal(tmp_path / "w")
    os.close(terminal)
    exit_code(pid)
