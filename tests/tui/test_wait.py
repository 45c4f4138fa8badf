"""After submission: mine goes out, theirs comes in; and the copy-out."""

from pathlib import Path
from typing import cast

import pytest

from cmalt_review.desk.desk import Desk
from cmalt_review.model.base import other_role
from cmalt_review.store.exchange import sealed, write_sheet
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.screens.copyout import CopyOutScreen
from cmalt_review.tui.screens.preview import PreviewScreen
from cmalt_review.tui.screens.reconcile import ReconcileScreen
from cmalt_review.tui.screens.wait import WaitScreen
from tests.tui.conftest import MakeDesk
from tests.tui.reconciled import shown, submitted, until


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


def write_theirs(desk: Desk, id_: str, file: Path, candidate: str) -> None:
    """The other's exchange file."""
    mine = desk.sheet(id_)
    assert mine is not None
    subject = mine.subject.model_copy(update={"candidate": candidate})
    theirs = mine.model_copy(update={"role": other_role(mine.role), "subject": subject, "author": "J. Marsh"})
    file.write_bytes(write_sheet(sealed(theirs)))


async def test_mine_goes_out_as_form_and_as_exchange_file(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        pilot.app.push_screen(WaitScreen(desk, id_))
        await pilot.pause()
        assert "✓ Yours is submitted: version 1" in shown(pilot)
        assert "? The second's sheet: not arrived." in shown(pilot)
        await pilot.press("x")
        await until(pilot, f"{id_}-mine.md")
        await pilot.press("d")
        await until(pilot, f"{id_}-lead-v1.toml")
        await pilot.press("p")
        assert isinstance(pilot.app.screen, PreviewScreen)
        assert "The comparison of two tools is well argued." in pilot.app.screen.text
    written = {file.name for file in desk.workspace.exports.iterdir()}
    assert written == {f"{id_}-mine.docx", f"{id_}-mine.md", f"{id_}-lead-v1.toml"}


async def test_theirs_is_received_also_under_another_spelling(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    write_theirs(desk, id_, tmp_path / "s.toml", "Sofia Brandt")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(WaitScreen(desk, id_))
        await pilot.press("r", *str(tmp_path / "s.toml"), "enter")
        await until(pilot, "same person")
        assert desk.other(id_) is None
        await pilot.press("y")
        await until(pilot, "The sheet of J. Marsh has arrived.")
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReconcileScreen)


async def test_a_lead_does_not_send_alone_a_second_does(desk: Desk, tmp_path: Path) -> None:
    lead, second = submitted(desk, tmp_path), submitted(desk, tmp_path, "second")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(WaitScreen(desk, lead))
        await pilot.press("s")
        assert "As lead you send after reconciling" in shown(pilot)
        await pilot.press("enter", "escape")
        pilot.app.push_screen(WaitScreen(desk, second))
        await pilot.press("s", "enter")
        assert desk.row(second).state == "sent"
        cast(ReviewApp, pilot.app).open_assignment(second)
        assert isinstance(pilot.app.screen, WaitScreen)


async def test_one_key_copies_a_field_and_ticks_it_off(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        screen = CopyOutScreen(desk, id_)
        pilot.app.push_screen(screen)
        await pilot.pause()
        assert [(f.what, f.text) for f in screen.fields[:3]] == [
            ("grade", "Complete"), ("grade", "Adequate"),
            ("feedback", "The comparison of two tools is well argued."),
        ]  # fmt: skip
        assert screen.fields[-1].text == "A sound portfolio."
        await pilot.press("y", "y", "enter")
        assert pilot.app.clipboard == "The comparison of two tools is well argued."
        assert screen.copied == {0, 1, 2}
        await pilot.press("home", "n")
        assert screen.table.cursor == 3
