"""The feedback screen, driven by its keys."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cmalt_review.desk.desk import Desk
from cmalt_review.desk.feedback import is_released
from cmalt_review.feedback.release import questions
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.explain import ExplainDialog
from cmalt_review.tui.dialogs.message import ErrorDialog
from cmalt_review.tui.dialogs.point import FeedbackEditor
from cmalt_review.tui.dialogs.release import ReleaseDialog
from cmalt_review.tui.screens.assess import AssessScreen
from cmalt_review.tui.screens.feedback import FeedbackScreen
from tests.tui.conftest import MakeDesk
from tests.tui.reconciled import HOSTILE, all_decided, shown, submitted, typed_in, until


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


@pytest.fixture
def id_(desk: Desk, tmp_path: Path) -> str:
    return submitted(desk, tmp_path)


async def opened(pilot: Pilot[Any], desk: Desk, id_: str) -> FeedbackScreen:
    screen = FeedbackScreen(desk, id_)
    pilot.app.push_screen(screen)
    for _ in range(200):
        await pilot.pause(0.02)
        if screen._checked:
            break
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_my_points_are_read_checked_and_edited_in_place(desk: Desk, id_: str, size: tuple[int, int]) -> None:
    desk.reopen(id_, "a second look")
    session = desk.assess(id_)
    session.grade("1b", "R")
    point = session.add_point("2a", "whole", "suggestion", "Zofia [/b] must add [what is missing].")
    async with ReviewApp(desk).run_test(size=size) as pilot:
        screen = await opened(pilot, desk, id_)
        text = await until(pilot, "Not in the feedback yet")
        for words in ("my points", "2 blocking", "blocks", "Zofia [/b] Brandt", "CMALT assessment: feedback"):
            assert words in text
        await pilot.press("n")
        assert screen.pane.stop == point.n
        await until(pilot, "is still to")
        await pilot.press("x")
        assert isinstance(pilot.app.screen, ExplainDialog)
        await pilot.press("escape", "t", "t")
        assert screen.statement.session.point(point.n).kind == "required"
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, FeedbackEditor)
        await pilot.press("escape", "d")
        await pilot.pause()
        assert [p.n for p in screen.statement.session.sheet.points] == [1]
        await pilot.press("u")
        assert len(screen.statement.session.sheet.points) == 2


async def test_what_is_frozen_says_why(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk, id_)
        assert "read only (submitted)" in shown(pilot)
        for key in ("e", "d", "t", "w", "a", "r"):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(pilot.app.screen, ErrorDialog), key
            await pilot.press("enter")


async def test_joint_points_are_left_out_and_taken_back(desk: Desk, id_: str) -> None:
    typed_in(desk, id_)
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, desk, id_)
        assert HOSTILE in shown(pilot)
        assert "joint" in shown(pilot)
        theirs = next(x.number for x in screen.statement.points() if x.side == "second")
        screen.pane.move_to(theirs)
        await pilot.press("d")
        text = await until(pilot, "Left out of the joint statement")
        assert text.index("Left out") < text.index(HOSTILE)
        await pilot.press("u")
        assert [x.kept for x in screen.statement.points()] == [True, True]


async def test_the_release_asks_what_only_a_person_can_tell(desk: Desk, id_: str) -> None:
    typed_in(desk, id_)
    all_decided(desk, id_)
    session = desk.reconcile(id_)
    number = next(j.number for j in session.points() if j.point.text == HOSTILE)
    session.edit_point(number, text="Please add what changed in your practice because of the comparison.")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, desk, id_)
        assert "not released" in shown(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReleaseDialog)
        await pilot.press("1", "r")
        assert "Not ticked yet: 2, 3, 4, 5." in shown(pilot)
        await pilot.press(*(str(n) for n in range(2, len(questions()) + 1)), "r")
        await until(pilot, "· released")
        assert is_released(desk, id_)
        screen.pane.move_to(number)
        await pilot.press("t")
        await until(pilot, "not released")


async def test_a_section_is_opened_in_the_assess_screen_that_is_there(desk: Desk, id_: str) -> None:
    desk.reopen(id_, "a second look")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        assess = AssessScreen(desk, id_)
        pilot.app.push_screen(assess)
        await pilot.pause()
        assess.session.add_point("2a", "whole", "strength", "Clear.")
        screen = FeedbackScreen(desk, id_, assess.session)
        pilot.app.push_screen(screen)
        await pilot.pause()
        screen.pane.move_to(2)
        await pilot.press("g")
        await pilot.pause()
        assert pilot.app.screen is assess
        assert assess.row == "2a"


async def test_a_broken_rule_file_is_named_once_and_the_feedback_can_be_written_all_the_same(
    desk: Desk, id_: str
) -> None:
    desk.reopen(id_, "a second look")
    folder = desk.workspace.phrases / "rules"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("[[rule]]\nid = 3\n", encoding="utf-8")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        screen = FeedbackScreen(desk, id_)
        pilot.app.push_screen(screen)
        await until(pilot, "This rule file cannot be used")
        await pilot.press("enter")
        await until(pilot, "not checked: a rule file is broken")
        assert pilot.app.screen is screen
        await pilot.press("t")
        assert screen.statement.session.sheet.points[0].kind == "required"
