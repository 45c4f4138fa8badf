"""The second round on the screens: earlier points ticked, changes told, carrying forward, importing anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.confirm import ConfirmDialog
from cmalt_review.tui.screens.changes import ChangesPane, ChangesScreen
from cmalt_review.tui.screens.earlier import EarlierPane, EarlierScreen
from cmalt_review.tui.widgets.change_lines import word_changes
from tests.conftest import PORTFOLIO, grade_all
from tests.tui.test_assess import assess_of, opened, shown

LETTER = """The portfolio is referred for minor revisions.

In 3a please say which law applied. Please also say what changed in your practice.

The comparison in 1a convinces.
"""
QUIZ = "I redesigned the induction with a retrieval-practice quiz each week."


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_text(LETTER)
    return file


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    own = Desk.open(tmp_path / "desk")
    yield own
    own.close()


@pytest.fixture
def first(desk: Desk, tmp_path: Path) -> str:
    """My sheet of the first round, not agreed with anybody."""
    file = tmp_path / "first.md"
    file.write_text(PORTFOLIO)
    id_ = desk.add(AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", sources=[file])).id
    grade_all(desk.assess(id_), "A", "minor")
    return id_


@pytest.fixture
def second(desk: Desk, tmp_path: Path, first: str, letter: Path) -> str:
    file = tmp_path / "second.md"
    revised = PORTFOLIO.replace(QUIZ, f"{{++In the autumn I began anew.++}}\n\n{QUIZ.replace('each week', 'each day')}")
    file.write_text(revised)
    request = AddRequest(
        candidate="Zofia Brandt", pathway="associate", role="lead", type="resubmission", sources=[file],
        previous=first, previous_file=letter,
    )  # fmt: skip
    id_ = desk.add(request).id
    desk.declare(id_, "none")
    return id_


async def wait_until(pilot: Pilot[Any], what: str) -> None:
    for _ in range(100):
        if what in shown(pilot):
            return
        await pilot.pause(0.05)
    raise AssertionError(f"{what!r} did not appear:\n{shown(pilot)}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_sentence_is_made_a_required_point_and_ticked(desk: Desk, second: str, size: tuple[int, int]) -> None:
    async with ReviewApp(desk, open_id=second).run_test(size=size) as pilot:
        screen = await opened(pilot)
        screen.show_row("3a")
        await pilot.press("E")
        earlier = cast(EarlierScreen, pilot.app.screen)
        pane = earlier.query_one(EarlierPane)
        assert pane.item is not None and pane.item.id == "3a:1"
        await pilot.press("r", "j", "r", "p")
        assert screen.session.local.required == ["3a:1", "3a:2"]
        assert screen.session.local.carried == {"3a:2": "partly"}
        assert "1 of 2 required ticked" in shown(pilot)
        await pilot.press("b")
        await pilot.pause()
        assert "earlier 1/2" in shown(pilot)
        await pilot.press("i")  # the first open one
        assert screen.session.local.carried["3a:1"] == "addressed"
        await pilot.press("i")  # it is highlighted now: the next tick
        assert screen.session.local.carried["3a:1"] == "partly"
        screen.show_pane(2)
        await pilot.pause()
        assert "! partly" in screen.judgement.text
        await pilot.press("u", "u")
        assert "3a:1" not in screen.session.local.carried


async def test_a_file_is_attached_where_nothing_is_known(desk: Desk, tmp_path: Path, letter: Path) -> None:
    file = tmp_path / "second.md"
    file.write_text(PORTFOLIO)
    request = AddRequest(
        candidate="Zofia Brandt", pathway="associate", role="lead", type="resubmission", sources=[file]
    )
    id_ = desk.add(request).id
    desk.declare(id_, "none")
    async with ReviewApp(desk, open_id=id_).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("E")
        assert "f  attaches" in shown(pilot)
        await pilot.press("f")
        pilot.app.screen.query_one(Input).value = str(letter)
        await pilot.press("enter")
        await wait_until(pilot, "In 3a please say which law")
        await pilot.press("b")
        await pilot.pause()
        assert screen.session.assignment.round == "after-minor"


async def test_a_first_submission_has_no_keys_of_a_second_round(desk: Desk, first: str) -> None:
    desk.declare(first, "none")
    async with ReviewApp(desk, open_id=first).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        assert "earlier round" not in shown(pilot).lower()
        await pilot.press("E", "i", "D", "C")
        assert pilot.app.screen is screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_changes_are_told_in_words_and_signs(desk: Desk, second: str, size: tuple[int, int]) -> None:
    async with ReviewApp(desk, open_id=second).run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("D")
        await wait_until(pilot, "+ added")
        assert isinstance(pilot.app.screen, ChangesScreen)
        text = pilot.app.screen.query_one(ChangesPane).text
        assert "1 section changed since the earlier round: 2a" in shown(pilot)
        assert "+ In the autumn I began anew." in text
        assert "quiz each −[week.] +[day.]" in " ".join(text.split())
        pane = pilot.app.screen.query_one(ChangesPane)
        await pilot.press("n")
        assert pane.item is not None and pane.item.id == "2a:1"
        await pilot.press("n", "p")
        assert pane.item.id == "2a:0"


def test_words_that_changed_stand_beside_each_other() -> None:
    both = word_changes("We asked the tutors first.", "I asked the learners first.")
    assert both is not None
    text, spans = both
    assert text == "−[We] +[I] asked the −[tutors] +[learners] first."
    assert [(text[s:e], tone) for s, e, tone in spans][:2] == [("−[We]", "struck"), ("+[I]", "inserted")]


async def test_what_the_candidate_inserted_has_a_word_in_the_margin(desk: Desk, second: str) -> None:
    async with ReviewApp(desk, open_id=second).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        screen.show_row("2a")
        await pilot.pause()
        assert "new  In the autumn I began anew." in shown(pilot)
        assert "{++" not in shown(pilot)


async def test_unchanged_sections_carry_forward_after_they_were_listed(desk: Desk, second: str) -> None:
    async with ReviewApp(desk, open_id=second).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("C")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        assert "  1a  Adequate" in pilot.app.screen.text
        assert "  2a" not in pilot.app.screen.text
        assert screen.session.sheet.judgements == {}
        await pilot.press("c")
        assert screen.session.sheet.grade("1a") == "A"
        assert screen.session.sheet.grade("2a") is None
        await pilot.press("u")
        assert screen.session.sheet.judgements == {}


async def test_a_newer_version_is_imported_from_the_mapping(desk: Desk, second: str, tmp_path: Path) -> None:
    newer = tmp_path / "newer.md"
    newer.write_text(PORTFOLIO)
    desk.assess(second).grade("2a", "A")
    async with ReviewApp(desk, open_id=second).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("v", "i")
        pilot.app.screen.query_one(Input).value = str(newer)
        await pilot.press("enter")
        await wait_until(pilot, "Changed: 2a.")
        assert "look again: 2a" in shown(pilot)
        await pilot.press("d")
        await wait_until(pilot, "− In the autumn I began anew.")
        await pilot.press("b", "b")
        await pilot.pause()
        assert "autumn" not in assess_of(pilot).material.text("2a")


async def test_a_file_that_cannot_be_read_is_told_in_the_dialog(desk: Desk, second: str, tmp_path: Path) -> None:
    async with ReviewApp(desk, open_id=second).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("I")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "none.docx")
        await pilot.press("enter")
        await wait_until(pilot, "none.docx")
        await pilot.press("escape")
        assert pilot.app.screen is screen
