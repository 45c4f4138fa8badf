"""What the screens say and how they share out a width."""

from cmalt_review.desk.desk import Desk
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.exports import document_file
from cmalt_review.tui.screens.queue_view import COLUMNS
from cmalt_review.tui.widgets.reconcile_finish import capped
from cmalt_review.tui.widgets.table import Column, Table, layout


def test_an_ornament_gives_way_to_a_wish() -> None:
    columns = (Column("a", "", 10, wish=14), Column("bar", "", 4, drop=7))
    assert [column.id for column, _ in layout(columns, 18)] == ["a"]
    assert [(column.id, width) for column, width in layout(columns, 19)] == [("a", 14), ("bar", 4)]


def test_the_queue_shows_the_next_step_in_full_before_the_bar() -> None:
    widths = {column.id: width for column, width in layout(COLUMNS, 118)}
    assert widths["next"] >= len("reconcile 12 conflicts") and "bar" not in widths


def test_a_long_list_says_how_many_are_left() -> None:
    assert capped(list("abc"), "i shows them") == list("abc")
    assert capped(list("abcde"), "i shows them") == [*"abc", "  and 2 more: i shows them"]


def test_a_draft_stands_beside_the_final_document(desk: Desk) -> None:
    names = [document_file(desk, "x", "mine", "docx", draft=draft).name for draft in (False, True)]
    assert names == ["x-mine.docx", "x-mine-DRAFT.docx"]


async def test_the_footer_says_what_enter_does(desk: Desk) -> None:
    async with ReviewApp(desk).run_test(size=(120, 30)) as pilot:
        from cmalt_review.tui.widgets.keybar import items_of

        table = pilot.app.screen.query_one("#rows", Table)
        table.enter_word = "copy"
        await pilot.pause()
        assert ("enter", "copy") in [(item.shown, item.description) for item in items_of(pilot.app.screen)]
