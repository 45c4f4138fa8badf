"""Adding from the queue: the earlier round of a resubmission, what was not found, links and evidence of a link."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.add import AddDialog
from cmalt_review.tui.dialogs.confirm import ConfirmDialog
from cmalt_review.tui.screens.assess_evidence import EvidenceDialog, LinksPrompt
from cmalt_review.tui.screens.mapping import MappingScreen
from tests.conftest import PORTFOLIO
from tests.tui.test_assess import assess_of, opened, shown
from tests.tui.test_earlier import wait_until


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    own = Desk.open(tmp_path / "desk")
    yield own
    own.close()


@pytest.fixture
def first(desk: Desk, portfolio_file: Path) -> str:
    request = AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", sources=[portfolio_file])
    return desk.add(request).id


async def test_a_resubmission_names_its_round_on_this_desk(desk: Desk, first: str, portfolio_file: Path) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a")
        assert "Earlier round" not in shown(pilot)
        pilot.app.screen.query_one("#source", Input).value = str(portfolio_file)
        pilot.app.screen.query_one("#candidate", Input).value = "zofia brandt"
        pilot.app.screen.query_one("#due", Input).value = "2027-01-31"
        pilot.app.screen.query_one("#type").focus()
        await pilot.press("right")
        await pilot.pause()
        assert "Earlier round" in shown(pilot)
        assert pilot.app.screen.query_one("#previous", Input).value == first
        await pilot.press("tab", "tab", "right")  # its outcome: minor
        pilot.app.screen.query_one("#nominated").focus()
        await pilot.press("right", "ctrl+s")
        for _ in range(100):
            if not isinstance(pilot.app.screen, AddDialog):
                break
            await pilot.pause(0.05)
        made = desk.assignment("zofia-brandt-associate-resubmission")
        assert (made.previous, made.previous_outcome, made.nominated) == (first, "minor", True)
        assert made.due == date(2027, 1, 31)


async def test_the_earlier_round_may_be_a_file_and_a_wrong_one_is_told(
    desk: Desk, portfolio_file: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("The portfolio is referred for major revisions.\n\nIn 3a please say which law applied.\n")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a")
        dialog = pilot.app.screen
        dialog.query_one("#source", Input).value = str(portfolio_file)
        dialog.query_one("#candidate", Input).value = "Zofia Brandt"
        dialog.query_one("#type").focus()
        await pilot.press("right")
        dialog.query_one("#previous", Input).value = "nobody"
        await pilot.press("ctrl+s")
        await wait_until(pilot, "There is no assignment 'nobody'")
        dialog.query_one("#previous", Input).value = str(letter)
        await pilot.press("ctrl+s")
        await wait_until(pilot, "Zofia Brandt ")
        while pilot.app.screen is dialog:
            await pilot.pause(0.05)
        assert desk.assignment("zofia-brandt-associate-resubmission").previous_outcome == "major"


async def test_sections_that_were_not_found_are_told_with_the_key_of_the_mapping(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "short.md"
    file.write_text(re.sub(r"## Core area 3a.*?(?=## )", "", PORTFOLIO, flags=re.DOTALL))
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a")
        pilot.app.screen.query_one("#source", Input).value = str(file)
        pilot.app.screen.query_one("#candidate", Input).value = "Zofia Brandt"
        await pilot.press("ctrl+s")
        await wait_until(pilot, "1 section was not found")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        assert "  3a  Legislation" in pilot.app.screen.text
        await pilot.press("v")
        await wait_until(pilot, "all placed")
        assert isinstance(pilot.app.screen, MappingScreen)
        await pilot.press("b")
        await wait_until(pilot, "Needs me")


async def test_links_are_pasted_noted_on_and_gone_through_over_all_sections(desk: Desk) -> None:
    request = AddRequest(
        candidate="Noor Lind", pathway="associate", role="second", link="https://folio.example.org/noor",
        access="guest / s3cret-word",
    )  # fmt: skip
    id_ = desk.add(request).id
    desk.declare(id_, "none")
    async with ReviewApp(desk, open_id=id_).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("l")
        field = pilot.app.screen.query_one(TextArea)
        field.text = "javascript:alert(1)"
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, LinksPrompt)  # refused; what was typed stays
        field.text = "- https://a.example.org/plan\n- https://b.example.org/film"
        await pilot.press("ctrl+s")
        assert screen.session.local.links == {"1a": ["https://a.example.org/plan", "https://b.example.org/film"]}
        await pilot.press("right_square_bracket", "N")
        dialog = pilot.app.screen
        assert isinstance(dialog, EvidenceDialog)
        assert assess_of(pilot).row == "1a"
        await pilot.press("y")
        assert pilot.app.clipboard == "guest / s3cret-word"
        await pilot.press("s", "n", "w", *"no sound", "enter")
        await pilot.pause()
        ticks = {tick.target: (tick.state, tick.note) for tick in screen.session.local.evidence}
        assert ticks["https://a.example.org/plan"] == ("seen", "no sound")
        assert "Note: no sound" in shown(pilot)
