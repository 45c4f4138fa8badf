"""The feedback as a whole, and the pieces of it that are written."""

from pathlib import Path

import pytest

from cmalt_review.desk.desk import Desk
from cmalt_review.desk.feedback import frames_of, rules_of, save_phrase, switch_off
from cmalt_review.desk.statement import Statement
from cmalt_review.desk.writing import PointWriting
from cmalt_review.errors import RefusedError
from cmalt_review.tui.widgets.statement_lines import entries_of, lay_out, missing_of
from tests.tui.reconciled import HOSTILE, submitted, typed_in


def draft(desk: Desk, tmp_path: Path) -> Statement:
    """My sheet open again, with a strength on 1a."""
    id_ = submitted(desk, tmp_path)
    desk.reopen(id_, "a second look")
    return Statement(desk, id_)


def test_the_points_are_read_in_the_statements_own_order(desk: Desk, tmp_path: Path) -> None:
    statement = draft(desk, tmp_path)
    session = statement.session
    for section, kind, text in (("2a", "suggestion", "B."), ("1b", "required", "C."), ("1a", "required", "D.")):
        session.add_point(section, "whole", kind, text)
    lines = [line.text for line in lay_out(entries_of(statement, []), 90)]
    places = [next(n for n, line in enumerate(lines) if line.endswith(text)) for text in ("argued.", "D.", "C.", "B.")]
    assert places == sorted(places)
    assert [listed.point.text for listed in statement.in_order()][1:] == ["D.", "C.", "B."]


def test_each_finding_is_on_its_point_and_what_is_missing_on_none(desk: Desk, tmp_path: Path) -> None:
    statement = draft(desk, tmp_path)
    statement.session.grade("1b", "R")
    point = statement.session.add_point("2a", "whole", "required", "Please add [what is missing].")
    statement.session.overall("Ask Zofia [/b] Brandt.")
    placed = statement.check()
    by_rule = {item.finding.rule: item.number for item in placed}
    assert by_rule["fact.placeholder"] == point.n
    assert by_rule["person.candidate-name"] == 0
    assert any("1b" in finding.message for finding in missing_of(placed))
    assert [item.finding.level == "block" for item in placed] == sorted(
        (item.finding.level == "block" for item in placed), reverse=True
    )


def test_points_move_among_what_the_candidate_reads_together(desk: Desk, tmp_path: Path) -> None:
    statement = draft(desk, tmp_path)
    session = statement.session
    first = session.sheet.points[0]
    session.add_point("1a", "whole", "required", "Between.")
    second = session.add_point("1a", "whole", "strength", "Second.")
    statement.move(second.n, -1)
    assert [listed.point.n for listed in statement.in_order()][:2] == [second.n, first.n]
    statement.move(second.n, -1)
    assert [listed.point.n for listed in statement.in_order()][:2] == [second.n, first.n]


def test_another_kind_changes_the_wording_of_a_phrase(desk: Desk, tmp_path: Path) -> None:
    statement = draft(desk, tmp_path)
    frame = frames_of(desk).get("reflection-differently")
    assert frame is not None
    text = frame.wordings["required"].replace("${1:the work}", "the pilot").replace("${2:a point in the account}", "it")
    point = statement.session.add_point("1b", "reflection", "required", text, frame.id)
    assert statement.turn(point.n) == "suggestion"
    assert statement.session.point(point.n).text.startswith("It may be worth considering what would be done")
    assert "the pilot" in statement.session.point(point.n).text
    statement.undo()
    assert statement.session.point(point.n).text == text


def test_a_point_begins_with_its_first_word_and_goes_with_its_last(desk: Desk, tmp_path: Path) -> None:
    session = draft(desk, tmp_path).session
    before = len(session.sheet.points)
    writing = PointWriting(desk, session, "1b", kind="strength")
    assert writing.leave() == 0
    writing.put("Clear")
    writing.use_frame("strength-clear")
    writing.put("Clear.")
    number = writing.leave()
    assert session.point(number).text == "Clear."
    assert session.point(number).frame == "strength-clear"
    writing.put(" ")
    assert writing.leave() == 0
    assert len(session.sheet.points) == before


def test_the_joint_statement_drops_and_takes_back_and_leaves_the_sheets_alone(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    alone = Statement(desk, id_)
    assert alone.closed is not None
    typed_in(desk, id_)
    statement = Statement(desk, id_)
    assert statement.joint is not None
    theirs = next(listed for listed in statement.points() if listed.side == "second")
    assert theirs.point.text == HOSTILE
    statement.drop(theirs.number)
    assert HOSTILE not in [listed.point.text for listed in statement.in_order()]
    assert any(entry.stop == theirs.number for entry in entries_of(statement, []))
    statement.drop(theirs.number)
    writing = statement.writing(theirs.number)
    for text in ("Say", "Say what", "Say what changed."):
        writing.put(text)
    assert statement.in_order()[-1].point.text == "Say what changed."
    assert statement.joint.second.points[0].text == HOSTILE
    assert statement.undo() == f"point {theirs.number}"
    assert statement.in_order()[-1].point.text == HOSTILE
    with pytest.raises(RefusedError):
        statement.move(theirs.number, 1)
    with pytest.raises(RefusedError):
        statement.overall_writing()


def test_nothing_of_the_others_is_shown_before_i_submit(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    typed_in(desk, id_)
    desk.reopen(id_, "a second look")
    statement = Statement(desk, id_)
    assert statement.joint is None
    assert HOSTILE not in "".join(entry.text for entry in entries_of(statement, []))


def test_a_rule_that_is_switched_off_stays_off(desk: Desk) -> None:
    for rule in ("vague.unclear", "harsh.words"):
        switch_off(desk, rule)
    assert {"vague.unclear", "harsh.words"} <= rules_of(desk).off


def test_a_saved_phrase_keeps_neither_names_nor_the_candidates_words(desk: Desk, tmp_path: Path) -> None:
    id_ = submitted(desk, tmp_path)
    text = "Zofia [/b] Brandt could say what “part-time learners” gained."
    frame = save_phrase(desk, text, "suggestion", element="reflection", id_=id_)
    kept = frames_of(desk).get(frame.id)
    assert kept is not None
    assert kept.layer == "mine"
    assert kept.wordings["suggestion"] == "${1:who} could say what “${2:words of this section}” gained."
