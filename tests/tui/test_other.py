"""Typing in the other's assessment."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cmalt_review.desk.desk import Desk
from cmalt_review.errors import RefusedError
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.screens.other import OtherScreen
from cmalt_review.tui.screens.wait import WaitScreen
from tests.conftest import grade_all
from tests.tui.conftest import MakeDesk
from tests.tui.reconciled import shown, submitted, typed_in


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


async def opened(pilot: Pilot[Any], desk: Desk, id_: str) -> OtherScreen:
    pilot.app.push_screen(WaitScreen(desk, id_))
    await pilot.press("i")
    await pilot.pause()
    assert isinstance(pilot.app.screen_stack[2], OtherScreen)
    return pilot.app.screen_stack[2]


async def test_without_a_source_nothing_is_typed_in(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk, id_)
        await pilot.press("enter")  # empty: it goes on asking
        assert "Say it in a few words" in shown(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WaitScreen)
        assert desk.other(id_) is None


async def test_a_key_grades_a_row_and_moves_on(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, desk, id_)
        await pilot.press(*"call, 3 Nov", "enter")
        await pilot.press("s", "r", "up", "p", *"One.", "enter", "enter", *"[/] Two.", "ctrl+s")
        await pilot.press("t", *"Fine.", "ctrl+s", "o", "j", "enter")
        await pilot.pause()
        theirs = desk.other(id_)
        assert theirs is not None
        first, second = screen.form.rows[:2]
        assert (theirs.role, theirs.source, theirs.overall) == ("second", "call, 3 Nov", "Fine.")
        assert (theirs.grade(first), theirs.grade(second)) == ("S", "R")
        assert [(p.section, p.kind, p.text) for p in theirs.points] == [
            (second, "unsorted", "One."), (second, "unsorted", "[/] Two."),
        ]  # fmt: skip
        assert theirs.recommendation is not None
        assert "From: call, 3 Nov" in shown(pilot)
        assert "[/] Two." in shown(pilot)
        await pilot.press("u")
        assert screen.session.sheet.recommendation is None


async def test_it_goes_on_where_it_was_left(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    typed_in(desk, id_)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(OtherScreen(desk, id_))
        await pilot.pause()
        assert "ALT form by e-mail, 3 Nov" in shown(pilot)
        assert "Outcome: Referral" in shown(pilot)


def test_nobody_types_theirs_in_before_submitting(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    typed_in(desk, id_)
    fresh = submitted(desk, tmp_path)
    desk.reopen(fresh, "slip")  # a second version is no longer blind
    OtherScreen(desk, fresh, "call")
    from cmalt_review.desk.adding import AddRequest

    blind = desk.add(AddRequest(candidate="Ines Sorley", pathway="associate", role="lead", link="https://example.org"))
    grade_all(desk.assess(blind.id))
    with pytest.raises(RefusedError):
        OtherScreen(desk, blind.id, "call")
