"""Progress and states: what is graded, what comes next, and that nothing shows through while blind."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment, Declaration, Event
from cmalt_review.model.sheet import Judgement, Recommendation, Sheet, Subject
from cmalt_review.rules.progress import has_begun, is_blind, next_action, open_to_submit, progress, state
from cmalt_review.store.forms import FormLibrary

FORM = FormLibrary(None).get("cmalt-2019")
THEN = datetime(2026, 11, 1, tzinfo=UTC)


def assignment(**update: Any) -> Assignment:
    fields = {
        "id": "x", "candidate": "Zofia Brandt", "pathway": "cmalt", "form": FORM.id, "role": "lead",
        "received": date(2026, 10, 1), "added": THEN,
    }  # fmt: skip
    return Assignment.model_validate({**fields, **update})


def sheet(**update: Any) -> Sheet:
    subject = Subject(candidate="Zofia Brandt", pathway="cmalt", type="first", form=FORM.id)
    return Sheet.model_validate({"subject": subject, "role": "lead", **update})


ALL = {row: Judgement(grade="A") for row in FORM.rows}
NO_CONFLICT = Declaration(kind="none", at=THEN)


def test_cmalt_has_thirteen_rows_to_grade() -> None:
    found = progress(FORM, sheet(judgements={"1a": Judgement(grade="S"), "future": Judgement(grade="C")}))
    assert (found.graded, found.to_grade, found.counts) == (1, 13, "S1")
    assert found.missing[0] == "1b"


def test_a_grade_for_each_row_and_an_outcome_are_all_that_submission_needs() -> None:
    bare = sheet(judgements=ALL)
    assert open_to_submit(FORM, bare) == ["no recommended outcome"]
    assert open_to_submit(FORM, bare.model_copy(update={"recommendation": Recommendation(outcome="pass")})) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "declare"),
        ({"declaration": NO_CONFLICT}, "read"),
        ({"declaration": NO_CONFLICT, "opened": THEN}, "grade"),
        ({"declaration": Declaration(kind="decline")}, "declined"),
    ],
)
def test_before_anything_is_judged(given: dict[str, Any], expected: str) -> None:
    assert state(assignment(**given), None, None, None, begun=False) == expected


def test_grading_needs_no_declaration() -> None:
    begun = sheet(judgements={"1a": Judgement(grade="S")})
    assert has_begun(begun)
    assert state(assignment(), begun, None, None, begun=True) == "grade"


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (None, "reconcile"), (Agreed(), "reconcile"), (Agreed(state="proposed"), "proposed"),
        (Agreed(state="assented"), "export"), (Agreed(state="finished"), "export"),
        (Agreed(state="not-agreed"), "with-alt"),
    ],
)  # fmt: skip
def test_after_both_sheets_are_in(agreed: Agreed | None, expected: str) -> None:
    mine = sheet(judgements=ALL, state="submitted")
    assert state(assignment(), mine, sheet(role="second"), agreed, begun=True) == expected


def test_mine_alone_waits() -> None:
    mine = sheet(judgements=ALL, state="submitted")
    assert state(assignment(), mine, None, None, begun=True) == "submitted"
    assert "wait" in next_action(assignment(), FORM, mine, None, None, "submitted")


def test_sent_closed_and_returned() -> None:
    mine = sheet(judgements=ALL, state="submitted")
    sent, back = Event(what="sent", at=THEN), Event(what="returned", at=THEN)
    assert state(assignment(events=[sent]), mine, None, None, begun=True) == "sent"
    assert state(assignment(events=[sent, back]), mine, sheet(role="second"), Agreed(), begun=True) == "reconcile"
    assert state(assignment(events=[sent, Event(what="closed", at=THEN)]), mine, None, None, begun=True) == "closed"


def test_only_a_first_draft_is_blind() -> None:
    assert is_blind(None)
    assert is_blind(sheet())
    assert not is_blind(sheet(state="submitted"))
    assert not is_blind(sheet(version=2))


def test_the_next_action_names_the_first_row_without_a_grade() -> None:
    begun = sheet(judgements={"1a": Judgement(grade="S")})
    assert next_action(assignment(), FORM, begun, None, None, "grade") == "grade 1b"
    assert next_action(assignment(), FORM, sheet(judgements=ALL), None, None, "grade") == "recommend an outcome"
