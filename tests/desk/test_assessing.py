"""Judging a sheet: everything is saved, everything can be undone, nothing that the form lacks gets in."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmalt_review.desk.assessing import Assessing
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import RefusedError, ReviewError
from tests.conftest import grade_all

ROWS = ["1a", "1b", "2a", "3a", "4a", "p1", "p2"]
edits = st.one_of(
    st.tuples(st.just("grade"), st.sampled_from(ROWS), st.sampled_from(["S", "A", "R", None])),
    st.tuples(
        st.just("element"), st.sampled_from(ROWS[:5]), st.just("reflection"), st.sampled_from(["strong", "weak", None])
    ),
    st.tuples(st.just("overall"), st.text(max_size=10)),
    st.tuples(st.just("note"), st.sampled_from(ROWS), st.text(max_size=10)),
    st.tuples(
        st.just("add_point"), st.sampled_from(ROWS[:5]), st.just("whole"), st.just("strength"), st.just("Clear.")
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(edits, max_size=12))
def test_undoing_everything_gives_the_beginning_and_redoing_gives_the_end(desk: Desk, added: str, changes: Any) -> None:
    session = desk.assess(added)
    beginning = (session.sheet, session.local)
    for name, *arguments in changes:
        getattr(session, name)(*arguments)
    end = (session.sheet, session.local)
    while session.undo():
        pass
    assert (session.sheet, session.local) == beginning
    while session.redo():
        pass
    assert (session.sheet, session.local) == end
    while session.undo():
        pass


def test_every_edit_is_on_disk_after_closing(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    session.grade("1a", "S")
    session.element("1a", "reflection", "strong")
    session.element_note("1a", "reflection", "Names what changed.")
    session.overall("A clear account.\n\nWell evidenced.")
    session.note("1a", "ask about cohort size")
    desk.close()
    again = Desk.open(desk.path)
    read = again.assess(added)
    assert (read.sheet, read.local) == (session.sheet, session.local)
    again.close()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda s: s.grade("9z", "S"), "no section '9z'"),
        (lambda s: s.grade("1a", "C"), "does not take"),
        (lambda s: s.grade("future", "S"), "does not take"),
        (lambda s: s.element("1a", "p1", "addressed"), "no element"),
        (lambda s: s.element("1a", "reflection", "addressed"), "no level"),
        (lambda s: s.recommend("fail"), "cannot be chosen"),
        (lambda s: s.add_point("1a", "whole", "praise", "x"), "no kind"),
        (lambda s: s.add_point("1a", "whole", "strength", "  "), "needs words"),
        (lambda s: s.delete_point(7), "no point 7"),
        (lambda s: s.note("9z", "x"), "no section"),
        (lambda s: s.add_links("9z", ["https://example.org"]), "no section"),
        (lambda s: s.criterion("1a", "magic", True), "no criterion"),
    ],
)
def test_what_the_form_lacks_is_refused_and_changes_nothing(desk: Desk, added: str, call: Any, says: str) -> None:
    session = desk.assess(added)
    before = (session.sheet, session.local)
    with pytest.raises(ReviewError, match=says):
        call(session)
    assert (session.sheet, session.local) == before


def test_a_deleted_points_number_is_not_used_again(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    first = session.add_point("1a", "reflection", "strength", "Clear.")
    session.delete_point(first.n)
    assert session.add_point("1a", "whole", "suggestion", "A table would help.").n == first.n + 1


def test_typing_counts_as_one_change(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    for length in range(1, 20):
        session.overall("Well structured throughout"[:length])
    session.undo()
    assert session.sheet.overall == ""


def test_a_submitted_sheet_is_frozen_but_private_notes_are_not(desk: Desk, submitted: str) -> None:
    session = desk.assess(submitted)
    with pytest.raises(RefusedError, match="frozen"):
        session.grade("1a", "R")
    session.note("1a", "mention in the call")
    assert desk.assess(submitted).local.notes["1a"] == "mention in the call"


def test_submission_lists_what_is_open(desk: Desk, added: str) -> None:
    desk.assess(added).grade("1a", "A")
    with pytest.raises(RefusedError, match="9 things still open") as caught:
        desk.submit(added)
    assert "P4" in caught.value.message and "outcome" in caught.value.message


def test_sections_that_are_not_assessed_are_recorded_as_complete_where_they_have_a_text(
    desk: Desk, submitted: str
) -> None:
    sheet = desk.sheet(submitted)
    assert sheet
    assert {row: sheet.grade(row) for row in ("contextual", "future")} == {"contextual": "C", "future": "C"}


def test_the_next_version_says_which_rows_changed_and_why(desk: Desk, submitted: str) -> None:
    first = desk.sheet(submitted)
    desk.reopen(submitted, "talked 3a over with the second")
    session: Assessing = desk.assess(submitted)
    session.grade("3a", "R")
    session.add_point("4a", "whole", "suggestion", "A table of the meetings would help.")
    second = desk.submit(submitted)
    why = "talked 3a over with the second"
    assert first and (second.version, second.changes) == (2, {"3a": why, "4a": why})
    assert second.sha256 != first.sha256
    kept = desk.workspace.version_file(submitted, "sheet.toml", 1)
    assert first.sha256 in kept.read_text()


def test_grading_everything_makes_it_ready(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    grade_all(session)
    assert session.open_items() == []
    assert desk.row(added).next == "submit"


def test_an_open_editor_does_not_bring_a_draft_back_over_what_was_submitted(desk: Desk, added: str) -> None:
    session = desk.assess(added)
    grade_all(session)
    session.add_point("1a", "whole", "strength", "A clear comparison.")
    frozen = desk.submit(added)
    assert session.undo() is None
    with pytest.raises(RefusedError, match="meanwhile"):
        session.grade("1a", "S")
    session.note("1a", "private, and possible after submission too")
    assert desk.sheet(added) == frozen
    assert desk.local(added).notes


def test_the_mapping_stays_as_it_was_when_the_sheet_was_submitted(desk: Desk, submitted: str) -> None:
    before = desk.portfolio(submitted)
    with pytest.raises(RefusedError, match="rests on the text"):
        desk.remap(submitted, lambda p: p.model_copy(update={"pieces": []}))
    assert desk.portfolio(submitted) == before
    desk.reopen(submitted, "a piece was in the wrong section")
    desk.remap(submitted, lambda p: p.model_copy(update={"pieces": p.pieces[:-1]}))
    assert len(desk.portfolio(submitted).pieces) == len(before.pieces) - 1


def test_two_open_screens_keep_what_each_of_them_noted(desk: Desk, added: str) -> None:
    one, two = desk.assess(added), desk.assess(added)
    one.dismiss("vague", "It is good.")
    two.note("1a", "ask about the tutors")
    one.tick("https://example.org/quiz", "seen")
    kept = desk.local(added)
    assert len(kept.dismissed) == len(kept.notes) == len(kept.evidence) == 1
