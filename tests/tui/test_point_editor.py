"""Writing a point or an overall text: phrases, findings, what the keys do while a field has the focus."""

from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from cmalt_review.desk.assessing import Assessing
from cmalt_review.desk.desk import Desk
from cmalt_review.desk.feedback import frames_of, rules_of
from cmalt_review.desk.writing import PointWriting
from cmalt_review.feedback import spelling
from cmalt_review.tui.app import ReviewApp
from cmalt_review.tui.dialogs.message import ErrorDialog
from cmalt_review.tui.dialogs.phrases import PhrasePicker, fitting
from cmalt_review.tui.dialogs.point import FeedbackEditor, JointPointEditor, OverallEditor, PointEditor
from tests.tui.conftest import MakeDesk
from tests.tui.reconciled import HOSTILE, shown, submitted, typed_in, until

SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def no_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "available", lambda: False)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(("Zofia Brandt", "2026-11-15"), ("Tom Hale", "2026-11-15"))


@pytest.fixture
def session(desk: Desk) -> Assessing:
    return desk.assess("brandt-cmalt-first")


def editor(pilot: Pilot[Any]) -> FeedbackEditor:
    return cast(FeedbackEditor, pilot.app.screen)


async def opened(pilot: Pilot[Any], dialog: FeedbackEditor) -> list[int | None]:
    """Open the editor and wait for phrases and rules; its result comes into the list."""
    results: list[int | None] = []
    pilot.app.push_screen(dialog, results.append)
    for _ in range(200):
        await pilot.pause(0.02)
        if dialog._library is not None and dialog._rules is not None:
            break
    return results


@pytest.mark.parametrize("size", SIZES)
async def test_a_phrase_is_put_in_filled_in_and_turned(desk: Desk, session: Assessing, size: tuple[int, int]) -> None:
    async with ReviewApp(desk).run_test(size=size) as pilot:
        results = await opened(pilot, PointEditor(session, desk, "2a", element="reflection", kind="required"))
        await until(pilot, "ctrl+o, then a digit, puts in a phrase:")
        await until(pilot, "What would be done differently")
        await pilot.press("ctrl+o", *"differently")
        await until(pilot, "Please add what would be done differently")
        await pilot.press("1")
        await until(pilot, "Place 1 of 2")
        await pilot.press(*"the pilot", "tab", *"the end", "tab", "ctrl+t")
        point = session.sheet.points[0]
        assert point.kind == "suggestion"
        assert point.frame == "reflection-differently"
        assert point.text == (
            "It may be worth considering what would be done differently if the pilot were repeated; "
            "the end could be a good place to start."
        )
        await pilot.press("full_stop", "backspace", "escape")  # typed on: the phrase is done
        await pilot.pause()
        assert results == [point.n]


async def test_escape_takes_the_whole_phrase_back_and_then_leaves(desk: Desk, session: Assessing) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        results = await opened(pilot, PointEditor(session, desk, "2a", element="reflection", kind="required"))
        await pilot.press(*"Own words.", "ctrl+o", "1", *"filled in")
        assert "filled in" in session.sheet.points[0].text
        await pilot.press("escape")
        await pilot.pause()
        assert editor(pilot).area.text == "Own words."
        assert session.sheet.points[0].text == "Own words."
        await pilot.press("ctrl+z")
        assert "filled in" in editor(pilot).area.text
        await pilot.press("ctrl+y")
        assert editor(pilot).area.text == "Own words."
        await pilot.press("escape")
        await pilot.pause()
        assert results == [1]


async def test_a_point_without_words_leaves_nothing_behind(desk: Desk, session: Assessing) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        results = await opened(pilot, PointEditor(session, desk, "2a"))
        await pilot.press("ctrl+o", "1", "escape", "escape")
        await pilot.pause()
        assert results == [0]
        assert session.sheet.points == []


async def test_findings_follow_the_words_but_not_the_sentence_being_typed(desk: Desk, session: Assessing) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, PointEditor(session, desk, "2a", kind="suggestion"))
        await pilot.press(*"The portfolio must say why")
        assert "Checker: nothing found" in await until(pilot, "Checker:")
        await pilot.press("full_stop")
        await until(pilot, "1 blocking")
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ErrorDialog)
        await pilot.press("enter", "ctrl+t", "ctrl+t")
        assert editor(pilot).writing.kind == "required"
        await until(pilot, "Checker: nothing found")


async def test_a_finding_is_put_aside_for_its_sentence(desk: Desk, session: Assessing) -> None:
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        point = session.add_point("2a", "whole", "suggestion", "Zofia Brandt could add a date.")
        await opened(pilot, PointEditor(session, desk, "2a", n=point.n))
        await until(pilot, "names the candidate")
        await pilot.press("f8")
        await until(pilot, "Checker: nothing found")
        assert [item.sentence for item in session.local.dismissed] == ["Zofia Brandt could add a date."]


async def test_a_rule_is_switched_off_and_words_are_kept_as_a_phrase(desk: Desk, session: Assessing) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        text = "You are a poor writer of “long sentences”."
        point = session.add_point("2a", "whole", "suggestion", text)
        await opened(pilot, PointEditor(session, desk, "2a", n=point.n))
        await until(pilot, "! advice")
        rule = editor(pilot).findings[0].rule
        await pilot.press("f9")
        assert rule in rules_of(desk).off
        await pilot.press("f5")
        mine = [frame for frame in frames_of(desk) if frame.layer == "mine"]
        assert [frame.kinds for frame in mine] == [("suggestion",)]
        assert "long sentences" not in mine[0].wordings["suggestion"]


async def test_a_phrase_brings_its_element_along_and_says_when_it_is_used_too_often(
    desk: Desk, session: Assessing
) -> None:
    for section in ("1a", "1b"):
        session.add_point(section, "reflection", "required", "Please say more.", "reflection-learnt")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, PointEditor(session, desk, "2a", kind="required"))
        await pilot.press("ctrl+o", *"what was learnt", "1", "tab", "tab", "space")
        await until(pilot, "This phrase is used 3 times")
        assert session.sheet.points[-1].element == "reflection"


async def test_the_element_and_the_kind_are_changed_while_the_field_has_the_focus(
    desk: Desk, session: Assessing
) -> None:
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, PointEditor(session, desk, "2a", kind="strength"))
        await pilot.press(*"Clear 1.", "ctrl+t", "ctrl+l")
        assert (session.sheet.points[0].kind, session.sheet.points[0].element) == ("required", "description")
        assert session.sheet.points[0].text == "Clear 1."
        assert session.undo() == "point on 2a"


async def test_the_overall_text_has_its_own_phrases_and_findings(desk: Desk, session: Assessing) -> None:
    session.recommend("minor")
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, OverallEditor(session, desk))
        text = await until(pilot, "1 Opening: referral, minor revisions")
        assert "kind:" not in text
        await pilot.press("ctrl+o")
        assert isinstance(pilot.app.screen, PhrasePicker)
        await pilot.press("1", *"Section 1a", "tab", *"2a", "tab", *" Ask Tom Hale.")
        await until(pilot, "names an assessor or another candidate")
        await pilot.press("escape")
        assert session.sheet.overall.endswith(" Ask Tom Hale.")
        assert session.sheet.points == []


async def test_a_joint_point_is_shown_as_it_stands_and_its_sheet_stays(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    id_ = submitted(desk, tmp_path)
    typed_in(desk, id_)
    joint = desk.reconcile(id_)
    number = next(j.number for j in joint.points() if j.point.text == HOSTILE)
    async with ReviewApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, JointPointEditor(joint, desk, number))
        assert "a[/ b[/] Say what changed." in shown(pilot)
        await pilot.press(*" Now.")
        assert joint.joint_point(number).point.text == f"{HOSTILE} Now."
        assert joint.second.points[0].text == HOSTILE
        await pilot.press("escape")
        assert joint.undo() == f"point {number}"
        assert joint.joint_point(number).point.text == HOSTILE


def test_a_search_finds_phrases_of_every_kind_and_of_this_pathway_only(desk: Desk, session: Assessing) -> None:
    library = frames_of(desk)
    writing = PointWriting(desk, session, "2a", element="evidence", kind="strength")
    assert 0 < len(fitting(library, writing)) <= 9
    assert all("strength" in frame.kinds for frame in fitting(library, writing))
    found = fitting(library, writing, "reflection")
    assert any("required" in frame.kinds for frame in found)
    assert all(frame.slot.pathway in ("", "cmalt") for frame in found)
    assert not any("overall" in frame.kinds for frame in found)
