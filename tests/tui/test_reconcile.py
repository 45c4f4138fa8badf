"""The reconciliation, driven by its keys."""

from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from cmalt_review.desk.desk import Desk
from cmalt_review.errors import RefusedError
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.message import ErrorDialog
from cmalt_review.tui.dialogs.prompt import TextPrompt
from cmalt_review.tui.screens.finish import FinishScreen
from cmalt_review.tui.screens.reconcile import ReconcileScreen
from cmalt_review.tui.screens.wait import WaitScreen
from tests.tui.conftest import MakeDesk
from tests.tui.reconciled import HOSTILE, all_decided, shown, submitted, typed_in


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


@pytest.fixture
def id_(desk: Desk, tmp_path: Path) -> str:
    id_ = submitted(desk, tmp_path)
    typed_in(desk, id_)
    return id_


async def opened(pilot: Pilot[Any], id_: str) -> ReconcileScreen:
    cast(ReviewApp, pilot.app).open_assignment(id_)
    await pilot.pause()
    assert isinstance(pilot.app.screen, ReconcileScreen)
    return pilot.app.screen


async def test_conflicts_come_first_with_both_sides_in_sight(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, id_)
        assert [line.id for line in screen.table.rows[:2]] == ["1a", "2a"]
        text = shown(pilot)
        for words in ("2 conflicts left of 2", "agreed to confirm", "Lead on 1a", "Second on 1a", "Agreed on 1a"):
            assert words in text
        assert "a[/ b[/]" in text
        assert "typed in: ALT form" in text


async def test_at_80_columns_the_panes_take_turns(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, id_)
        assert "Agreed on 1a" in shown(pilot)
        await pilot.press("v")
        assert "Lead on 1a" in shown(pilot)
        await pilot.press("v", "plus")
        assert "Second on 1a" in shown(pilot)


async def test_a_row_across_a_pass_asks_for_a_reason_and_takes_it(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, id_)
        await pilot.press("2", "enter")
        assert isinstance(pilot.app.screen, TextPrompt)
        await pilot.press("escape")
        assert screen.session.agreed.rows == {}
        await pilot.press("2", *"not reflected", "enter")
        await pilot.pause()
        decided = screen.session.agreed.rows["1a"]
        assert (decided.value, decided.origin, decided.reason) == ("R", "second", "not reflected")
        assert [joint.kept for joint in screen.session.points()] == [False, True]
        await pilot.press("b")
        assert [joint.kept for joint in screen.session.points()] == [True, True]
        await pilot.press("u", "u")
        assert screen.session.agreed.rows == {}
        await pilot.press("ctrl+r")
        assert screen.session.agreed.rows["1a"].value == "R"


async def test_the_keys_lead_through_all_rows_to_the_review(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, id_)
        await pilot.press("n")
        assert screen.table.current is not None
        assert screen.table.current.id == "2a"
        await pilot.press("1", "n")
        assert screen.table.current.id == "1a"
        await pilot.press("r", *"agreed in a call", "enter")
        await pilot.press("equals_sign")
        await pilot.pause()
        text = shown(pilot)
        assert "0 conflicts left of 2" in text
        assert "all agreed rows confirmed" in text
        await pilot.press("f")
        assert isinstance(pilot.app.screen, FinishScreen)


async def test_a_point_is_reworded_sorted_and_dropped_for_the_joint_statement(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, id_)
        await pilot.press("e", "j", "enter")
        await pilot.press("end", *" Briefly.", "ctrl+s")
        await pilot.press("t", "j", "enter", "home", "enter")
        await pilot.pause()
        point = screen.session.points()[1].point
        assert (point.text, point.kind) == (f"{HOSTILE} Briefly.", "strength")
        assert screen.session.second.points[0].text == HOSTILE
        await pilot.press("d", "enter")
        assert [joint.kept for joint in screen.session.points()] == [False, True]


async def test_what_was_finished_is_not_changed(desk: Desk, id_: str) -> None:
    all_decided(desk, id_)
    session = desk.reconcile(id_)
    session.propose()
    session.assent(yes=True, how="call")
    session.finish()
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        pilot.app.push_screen(ReconcileScreen(desk, id_))
        await pilot.pause()
        await pilot.press("s")
        assert isinstance(pilot.app.screen, ErrorDialog)
        assert "The reconciliation is finished" in shown(pilot)


async def test_each_state_opens_its_screen(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        app = cast(ReviewApp, pilot.app)
        with pytest.raises(RefusedError):
            ReconcileScreen(desk, id_)
        app.open_assignment(id_)
        assert isinstance(app.screen, WaitScreen)
        typed_in(desk, id_)
        app.open_assignment(id_)
        assert isinstance(app.screen, ReconcileScreen)
        all_decided(desk, id_)
        desk.reconcile(id_).propose()
        app.open_assignment(id_)
        assert isinstance(app.screen, FinishScreen)
