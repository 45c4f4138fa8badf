"""The review at the end of a reconciliation, driven by its keys."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cmalt_review.desk.desk import Desk
from cmalt_review.feedback.release import questions
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.message import ErrorDialog
from cmalt_review.tui.screens.finish import FinishScreen
from cmalt_review.tui.screens.preview import PreviewScreen
from cmalt_review.tui.screens.reconcile import ReconcileScreen
from tests.tui.conftest import MakeDesk
from tests.tui.reconciled import all_decided, shown, submitted, typed_in, until


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


@pytest.fixture
def id_(desk: Desk, tmp_path: Path) -> str:
    id_ = submitted(desk, tmp_path)
    typed_in(desk, id_)
    return id_


async def opened(pilot: Pilot[Any], desk: Desk, id_: str) -> FinishScreen:
    screen = FinishScreen(desk, id_)
    pilot.app.push_screen(screen)
    await pilot.pause()
    return screen


async def test_it_tells_what_is_open_and_refuses_in_words(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        await opened(pilot, desk, id_)
        text = shown(pilot)
        for words in (
            "Open: nothing is proposed yet.",
            "? 1a",
            "? no outcome decided",
            "2 ○ Pass  lead recommended it",
        ):
            assert words in text
        for key, title in (("p", "There is more to reconcile"), ("y", "Nothing was proposed yet"),
                           ("f", "The second has not assented"), ("s", "It is not finished yet"),
                           ("x", "It is not finished, so there is no final document")):  # fmt: skip
            await pilot.press(key)
            assert isinstance(pilot.app.screen, ErrorDialog)
            assert title in shown(pilot)
            assert "cmalt-review " not in shown(pilot)  # the hint names a key, not a command
            await pilot.press("enter")


async def test_the_outcome_is_chosen_with_what_speaks_against_it(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        screen = await opened(pilot, desk, id_)
        await pilot.press("2")
        text = shown(pilot)
        assert "2 ● Pass (decided)" in text
        assert "! A pass asks for nothing" in text
        await pilot.press("w", *"both think so", "enter")
        decision = screen.session.agreed.decision
        assert decision is not None
        assert (decision.outcome, decision.reason) == ("pass", "both think so")
        assert decision.against
        await pilot.press("u", "u")
        assert screen.session.agreed.decision is None


async def test_from_proposal_to_closed(desk: Desk, id_: str) -> None:
    all_decided(desk, id_)
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        screen = await opened(pilot, desk, id_)
        assert "What is required before the portfolio can pass" in shown(pilot)
        await pilot.press("p")
        assert "the second has not answered yet" in shown(pilot)
        await pilot.press("y", "enter")  # how it came must be said
        assert "Say it in a few words" in shown(pilot)
        await pilot.press(*"e-mail", "enter", "f")
        assert screen.session.agreed.state == "finished"
        await pilot.press("x")
        text = await until(pilot, f"{id_}-statement-DRAFT.docx")
        assert "not released" in text
        assert f"{id_}-transcript.docx" in text
        await pilot.press("l")
        await pilot.press(*(str(n) for n in range(1, len(questions()) + 1)), "r", "x")
        await until(pilot, f"{id_}-statement.md")
        await pilot.press("s", "enter")
        assert desk.row(id_).state == "sent"
        await pilot.press("r", *"why?", "enter")
        assert screen.session.agreed.version == 2
        assert desk.row(id_).state == "reconcile"


async def test_an_outcome_of_another_round_is_not_offered(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        screen = await opened(pilot, desk, id_)
        form = screen.session.form
        fail = form.outcome("fail")
        assert fail is not None
        assert fail not in form.outcomes_in("first")
        assert fail.title not in shown(pilot)
        await pilot.press("5")
        assert screen.session.agreed.decision is None


async def test_a_finding_stops_the_documents_until_it_is_overridden_with_a_reason(desk: Desk, id_: str) -> None:
    desk.assess(id_, as_other=True).add_point("1a", "whole", "strength", "The note by jo@example.org is good.")
    all_decided(desk, id_)
    session = desk.reconcile(id_)
    session.propose()
    session.assent(yes=True, how="call")
    session.finish()
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        await opened(pilot, desk, id_)
        await until(pilot, "What stops a final document")
        await pilot.press("x")
        await until(pilot, "Not written: form: 1 finding")
        await pilot.press("i", "enter", *"a shared mailbox", "enter")
        await until(pilot, "No finding stops a final document.")
        await pilot.press("x")
        await until(pilot, f"{id_}-form.docx")


async def test_not_agreed_leads_to_a_pack_for_alt(desk: Desk, id_: str) -> None:
    all_decided(desk, id_)
    async with ReviewApp(desk).run_test(size=(120, 50)) as pilot:
        screen = await opened(pilot, desk, id_)
        await pilot.press("p", "n", *"call", "enter")
        assert screen.session.agreed.state == "not-agreed"
        await pilot.press("x")
        text = await until(pilot, f"{id_}-form.docx")
        assert "transcript" not in text


async def test_a_draft_is_marked_and_can_be_previewed(desk: Desk, id_: str) -> None:
    all_decided(desk, id_)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk, id_)
        await pilot.press("d")
        await until(pilot, f"{id_}-form-DRAFT.md")
        await pilot.press("v", "enter")
        assert isinstance(pilot.app.screen, PreviewScreen)
        assert "DRAFT" in shown(pilot)
        await pilot.press("escape", "b")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReconcileScreen)
