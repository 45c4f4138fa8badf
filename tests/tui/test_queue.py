"""The queue's screen, driven by its keys."""

from typing import Any, cast

import pytest
from textual.pilot import Pilot

from cmalt_review.desk.desk import Desk
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.declare import DeclarationDialog
from cmalt_review.tui.screens.queue import QueueScreen
from cmalt_review.tui.screens.queue_view import COLUMNS, bar
from cmalt_review.tui.widgets.line import Line
from cmalt_review.tui.widgets.table import Column, fit, layout
from tests.tui.conftest import MakeDesk


def queue_of(pilot: Pilot[Any]) -> QueueScreen:
    return cast(QueueScreen, pilot.app.screen_stack[0])


def names(pilot: Pilot[Any]) -> list[str]:
    return [row.candidate for row in queue_of(pilot).table.rows]


def shown(pilot: Pilot[Any]) -> str:
    """The text of the screen in front."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)


async def test_the_oldest_that_waits_for_me_is_on_top(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert names(pilot) == ["Ruth Adeyemi", "Amara Nwosu", "Tom Hale"]
        text = shown(pilot)
        for words in ("3 portfolios · 3 need you", "60 d ! 8 weeks", "44 d ! 6 weeks", "1 Needs me 3", "? help"):
            assert words in text


async def test_an_empty_queue_names_the_key_that_adds(make_desk: MakeDesk) -> None:
    async with ReviewApp(make_desk()).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "No portfolio yet: press a to add the first." in shown(pilot)
        await pilot.press("enter", "n", "f", "z", "c", "u", "o", "j", "end")


async def test_the_filter_works_while_it_is_typed_and_escape_takes_it_away(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"age>50")
        assert names(pilot) == ["Ruth Adeyemi"]
        await pilot.press("backspace", "backspace")
        assert "An age is a number of days" in queue_of(pilot).query_one("#problem", Line).text
        assert len(names(pilot)) == 3
        await pilot.press("4", "0")
        await pilot.press("enter", "escape")
        assert len(names(pilot)) == 3


async def test_flag_and_snooze_are_taken_back(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "z", "1", "0", "enter")
        await pilot.pause()
        first = next(row for row in desk.rows() if row.candidate == "Ruth Adeyemi")
        assert first.flagged
        assert first.snoozed_until == "2026-12-02"
        await pilot.press("1")
        assert names(pilot) == ["Amara Nwosu", "Tom Hale"]
        await pilot.press("u", "u", "3")
        first = next(row for row in desk.rows() if row.candidate == "Ruth Adeyemi")
        assert not first.flagged
        assert not first.snoozed_until
        assert names(pilot)[0] == "Ruth Adeyemi"


async def test_a_portfolio_opens_only_after_the_declaration(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(ReviewApp, "open_assignment", lambda _app, id_: opened.append(id_))
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, DeclarationDialog)
        await pilot.press("escape")
        assert not opened
        await pilot.press("enter", "d", "enter")  # a relationship needs words
        assert isinstance(pilot.app.screen, DeclarationDialog)
        await pilot.press(*"met once", "enter")
        await pilot.pause()
        assert opened == ["adeyemi-cmalt-first"]
        declaration = desk.assignment(opened[0]).declaration
        assert declaration is not None
        assert (declaration.kind, declaration.text) == ("declared", "met once")


async def test_the_cursor_stays_on_its_portfolio_when_the_order_changes(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "o", "o")
        current = queue_of(pilot).table.current
        assert current is not None
        assert current.candidate == "Amara Nwosu"
        assert names(pilot) == ["Amara Nwosu", "Ruth Adeyemi", "Tom Hale"]
        await pilot.press("n")
        assert queue_of(pilot).table.cursor == 1


async def test_names_are_no_markup(make_desk: MakeDesk) -> None:
    desk = make_desk(("[/foo] [@click=app.quit]Hale", "2026-11-15"))
    async with ReviewApp(desk).run_test(size=(120, 30)) as pilot:
        await pilot.press("z", "3", "enter")
        await pilot.press("c")
        await pilot.pause()
        assert "[/foo] [@click" in shown(pilot)


async def test_adding_needs_a_source_and_a_name(make_desk: MakeDesk) -> None:
    async with ReviewApp(make_desk()).run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "ctrl+s")
        assert "are needed" in shown(pilot)
        await pilot.press(*"https://example.org/p", "enter", *"Ines Sorley", "ctrl+s")
        for _ in range(100):
            await pilot.pause(0.02)
            if names(pilot):
                break
        assert names(pilot) == ["Ines Sorley"]


def test_what_matters_stays_at_80_columns() -> None:
    for width in range(77, 200):
        columns = layout(COLUMNS, width)
        assert sum(size for _, size in columns) + len(columns) - 1 <= width
        ids = {column.id for column, _ in columns}
        assert ids >= {"candidate", "pathway", "state", "sections", "age", "next"}
    assert len(layout(COLUMNS, 140)) == len(COLUMNS)


def test_columns_that_grow_stop_at_their_most() -> None:
    columns = (Column("a", "", 5, grow=1, most=8), Column("b", "", 5, grow=1))
    assert [size for _, size in layout(columns, 31)] == [8, 22]


@pytest.mark.parametrize(("text", "cells"), [("abc", "abc  "), ("abcdef", "abcd…"), ("日本語", "日本…"), ("", "     ")])
def test_a_cell_is_as_wide_as_its_column(text: str, cells: str) -> None:
    assert fit(text, 5) == cells


def test_a_bar_is_full_only_when_all_is_done() -> None:
    assert [bar(done, 13) for done in (0, 12, 13)] == ["░░░░", "███░", "████"]
    assert bar(0, 0) == "░░░░"
