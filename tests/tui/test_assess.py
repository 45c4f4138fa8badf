"""The assess screen, driven by its keys."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.confirm import ConfirmDialog
from cmalt_review.tui.dialogs.message import ErrorDialog
from cmalt_review.tui.screens.assess import AssessScreen
from cmalt_review.tui.screens.assess_finish import SubmitScreen
from cmalt_review.tui.screens.assess_finish_view import SubmitPane
from cmalt_review.tui.screens.mapping import MappingScreen
from cmalt_review.tui.screens.queue import QueueScreen
from cmalt_review.tui.widgets.keybar import KeyBar

PORTFOLIO = """# A portfolio

## Contextual statement

I look after digital learning at a college on the coast. [red]not markup[/] [/] [@click=app.quit]go[/]

## Core area 1a: An understanding of the constraints and benefits of different technologies

I compared two quiz tools with our apprentices.

On reflection I would have asked the tutors earlier. [The comparison](https://quiz.example.org/report).

## Core area 1b: Technical knowledge and ability in the use of learning technology

I wrote a small plug-in for our learning platform. See [this](javascript:alert(1)).

## Core area 2a: An understanding of teaching, learning and/or assessment processes

I redesigned the induction with a retrieval-practice quiz each week.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk.open(tmp_path / "desk")
    yield opened
    opened.close()


@pytest.fixture
def id_(desk: Desk, tmp_path: Path) -> str:
    file = tmp_path / "portfolio.md"
    file.write_text(PORTFOLIO, encoding="utf-8")
    added = desk.add(AddRequest(candidate="Zofia Brandt", pathway="associate", role="lead", sources=[file]))
    desk.declare(added.id, "none")
    return added.id


def shown(pilot: Pilot[Any]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def assess_of(pilot: Pilot[Any]) -> AssessScreen:
    return next(s for s in pilot.app.screen_stack if isinstance(s, AssessScreen))


async def opened(pilot: Pilot[Any]) -> AssessScreen:
    await pilot.pause()
    await pilot.pause()
    return assess_of(pilot)


async def test_grades_and_levels_are_saved_as_they_are_given(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("s", "1", "3", "3", "3")
        text = shown(pilot)
        assert re.search(r"✓ 1a +Strong +●–○", text)
        assert "Strong, but Evidence is marked" in text  # consistency, live
        assert "1 of" in text
        await pilot.press("n", "a")
        assert assess_of(pilot).row == "1b"
        desk.writer.flush()
        sheet = Desk.open(desk.path, write=False).sheet(id_)
        assert sheet is not None
        assert (sheet.grade("1a"), sheet.grade("1b")) == ("S", "A")
        assert (sheet.level("1a", "description"), sheet.level("1a", "evidence")) == ("strong", "weak")


async def test_undo_goes_back_over_sections_and_shows_where(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("s", "right_square_bracket", "a", "right_square_bracket", "u", "u")
        assert screen.row == "1a"
        assert screen.session.sheet.grade("1a") is None
        await pilot.press("ctrl+r")
        assert screen.session.sheet.grade("1a") == "S"


async def test_a_point_is_saved_with_every_key_and_its_kind_follows_the_grade(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("r", "p", *"Say")
        await pilot.pause()
        assert [(p.kind, p.text) for p in screen.session.sheet.points] == [("required", "Say")]
        await pilot.press("ctrl+t", "ctrl+l", *" [/]")
        await pilot.pause()
        point = screen.session.sheet.points[0]
        assert (point.kind, point.element, point.text) == ("suggestion", "description", "Say [/]")
        await pilot.press("escape")
        assert "Say [/]" in screen.judgement.text
        await pilot.press("e", *["backspace"] * 7, "escape")  # a point without words goes
        assert screen.session.sheet.points == []
        await pilot.press("u")
        assert len(screen.session.sheet.points) == 1


async def test_letters_are_typed_in_a_field_and_act_outside(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("w", *"sar", "escape")
        assert screen.session.local.notes == {"1a": "sar"}
        assert screen.session.sheet.grade("1a") is None
        await pilot.press("t", *"Well", "escape", "s")
        assert screen.session.sheet.overall == "Well"
        assert screen.session.sheet.grade("1a") == "S"


async def test_a_paragraph_is_marked_and_found_again_from_the_judgement(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("full_stop", "h", "r")
        assert [(m.paragraph, m.label) for m in screen.session.local.marks] == [(1, "reflection")]
        assert "┃R┃ On reflection" in shown(pilot)
        assert "┃R┃ “On reflection" in screen.judgement.text
        screen.reader.paragraph = 0
        await pilot.press("tab", "j", "j", "enter")  # description, reflection, its mark
        assert screen.reader.paragraph == 1


async def test_the_place_in_a_text_is_kept_by_section(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        blocks = screen.material.blocks("1a")
        screen.material._blocks["1a"] = blocks * 40
        screen.show_row("1a")
        await pilot.press("space", "space", "j")
        place = screen.reader.scroll_offset.y
        assert place > 20
        await pilot.press("right_square_bracket", "left_square_bracket")
        assert screen.reader.scroll_offset.y == place


async def test_search_goes_from_match_to_match(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"the")
        await pilot.pause()
        assert "1 of 2" in shown(pilot)
        await pilot.press("enter")
        assert "2 of 2" in shown(pilot)
        await pilot.press("escape", "escape")
        assert pilot.app.screen is screen  # the first leaves the field, the second takes the search away
        assert screen.reader.has_focus


@pytest.mark.parametrize("size", [(80, 24), (99, 30), (120, 40)])
async def test_a_narrow_terminal_has_one_pane_at_a_time(desk: Desk, id_: str, size: tuple[int, int]) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=size) as pilot:
        screen = await opened(pilot)
        visible = [pane for pane in screen.panes if pane.size.width > 0 and pane.is_on_screen]
        assert len(visible) == (1 if size[0] < 100 else 3)
        if size[0] < 100:
            assert "[Text" in shown(pilot)
            await pilot.press("tab")
            assert "[Judgement]" in shown(pilot)
            assert "1 Description" in shown(pilot)
        else:
            await pilot.press("plus")
            assert screen.reader.size.width > 100
            await pilot.press("plus", "minus")
            assert not screen.query_one("#middle").display


async def test_hostile_text_is_shown_as_it_is(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(180, 40)) as pilot:
        screen = await opened(pilot)
        screen.show_row("contextual")
        await pilot.pause()
        assert "coast. [red]not" in shown(pilot)
        assert "markup[/] [/] [@click=app.quit]go[/]" in shown(pilot)
        await pilot.press("c")
        assert screen.session.sheet.grade("contextual") == "C"


async def test_a_link_is_opened_only_after_its_host_was_shown(
    desk: Desk, id_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    monkeypatch.setattr("webbrowser.open", went.append)
    async with ReviewApp(desk, open_id=id_).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("o", "enter")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        assert "quiz.example.org" in shown(pilot)
        assert went == []
        await pilot.press("o")
        await asyncio.sleep(0.05)
        assert went == ["https://quiz.example.org/report"]
        await pilot.press("s", "escape")
        assert screen.session.local.evidence[0].state == "seen"
        await pilot.press("right_square_bracket", "o", "enter")  # javascript: is not opened at all
        assert not isinstance(pilot.app.screen, ConfirmDialog)
        assert len(went) == 1


async def test_a_portfolio_that_is_a_link_says_so_and_is_graded_the_same(desk: Desk) -> None:
    added = desk.add(
        AddRequest(
            candidate="Noor Lind", pathway="senior", role="second", link="https://folio.example.org/noor",
            access="guest / s3cret-word",
        )
    )  # fmt: skip
    desk.declare(added.id, "none")
    async with ReviewApp(desk, open_id=added.id).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        assert "https://folio.example.org/noor" in shown(pilot)
        await pilot.press("y")
        assert pilot.app.clipboard == "guest / s3cret-word"
        assert "s3cret-word" not in shown(pilot)
        await pilot.press("s", "8", "9", "9")
        assert screen.session.sheet.grade("1a") == "S"
        criteria = screen.session.sheet.judgement("1a").criteria
        assert [criteria[c.id].met for c in screen.session.form.criteria[:2]] == [True, False]


async def test_submitting_from_the_review_freezes_the_sheet(desk: Desk, id_: str) -> None:
    session = desk.assess(id_)
    for row in session.form.rows:
        session.grade(row, "A")
    async with ReviewApp(desk, open_id=id_).run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pilot.press("f")
        review = cast(SubmitScreen, pilot.app.screen)
        assert "no recommended outcome" in review.query_one(SubmitPane).text
        await pilot.press("s")
        assert isinstance(pilot.app.screen, ErrorDialog)  # refused, with what is open
        await pilot.press("enter", "2", "s")
        assert review.submitted
        assert "write the exchange file" in review.query_one(SubmitPane).text
        await pilot.press("d", "x")
        await pilot.pause(0.8)
        written = sorted(file.suffix for file in desk.workspace.exports.iterdir())
        assert written == [".docx", ".toml"]
        await pilot.press("b")
        assert isinstance(pilot.app.screen, QueueScreen)
        await pilot.press("enter", "v")  # what can be done with it, then the sheet itself
        screen = assess_of(pilot)
        await pilot.pause()
        assert "submitted – frozen" in shown(pilot)
        assert "Strong" not in screen.query_one(KeyBar).text
        await pilot.press("r")
        assert screen.session.sheet.grade(screen.row) == "A"
        assert [n.message for n in pilot.app._notifications][-1].startswith("Submitted – frozen. f shows how to reopen")
        await pilot.press("f", "o", *"Talked it over", "enter")
        await pilot.pause()
        assert screen.session.sheet.version == 2
        assert not screen.session.frozen


async def test_pieces_are_moved_split_and_joined(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pilot.press("v")
        mapping = cast(MappingScreen, pilot.app.screen)
        place = next(n for n, p in enumerate(mapping.portfolio.pieces) if p.section == "1a")
        count = len(mapping.portfolio.pieces)
        mapping._table.move_to(place)
        await pilot.press("s", "enter")
        assert len(mapping.portfolio.pieces) == count + 1
        await pilot.press("j", "m", "j", "enter")
        assert mapping.portfolio.pieces[place + 1].section == "1b"
        await pilot.press("u", "k", "n")
        assert len(mapping.portfolio.pieces) == count
        await pilot.press("u", "u", "b")
        assert desk.portfolio(id_).section("1a") is not None
        assert isinstance(pilot.app.screen, AssessScreen)


async def test_typing_is_on_its_way_to_the_disk_at_once(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pilot.press("t", *"Hello")
        field = pilot.app.screen.query_one(TextArea)
        assert field.text == "Hello"
        desk.writer.flush()  # what a killed process leaves is what was handed over: all of it
        sheet = Desk.open(desk.path, write=False).sheet(id_)
        assert sheet is not None
        assert sheet.overall == "Hello"


async def test_a_passage_selected_with_the_mouse_is_copied_without_line_ends(desk: Desk, id_: str) -> None:
    async with ReviewApp(desk, open_id=id_).run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.mouse_down(screen.reader, offset=(4, 1))
        await pilot.hover(screen.reader, offset=(30, 2))
        await pilot.mouse_up(screen.reader, offset=(30, 2))
        copied = screen.get_selected_text() or ""
        assert copied.startswith("I compared two quiz tools")
        assert "\n" not in copied
