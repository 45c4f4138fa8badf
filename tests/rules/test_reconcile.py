"""Reconciliation: what is filled in, what needs a reason, and that the originals never change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.agreed import Agreed, Decision
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import ElementJudgement, Judgement, Point, Sheet, Subject
from cmalt_review.rules import reconcile as rules
from cmalt_review.store.forms import FormLibrary

SENIOR = FormLibrary(None).get("senior")


def sheet(form: Form, role: str, grades: dict[str, str], points: list[Point] | None = None, **p: str) -> Sheet:
    subject = Subject(candidate="Zofia Brandt", pathway=form.pathway, type="first", form=form.id)
    judgements = {row: Judgement.model_validate({"grade": grade}) for row, grade in grades.items()}
    if p:
        elements = {name: ElementJudgement.model_validate({"level": level}) for name, level in p.items()}
        judgements["6"] = judgements.get("6", Judgement()).model_copy(update={"elements": elements})
    return Sheet.model_validate(
        {"subject": subject, "role": role, "judgements": judgements, "points": points or [], "state": "submitted"}
    )


grades = st.dictionaries(st.sampled_from(SENIOR.rows), st.sampled_from(["S", "A", "R", "M", "N"]))


@given(grades, grades)
def test_both_the_same_is_filled_in_and_anything_else_stands_open(one: dict[str, str], two: dict[str, str]) -> None:
    for row in rules.rows(SENIOR, sheet(SENIOR, "lead", one), sheet(SENIOR, "second", two), None):
        same = row.lead is not None and row.lead == row.second
        assert row.conflict is not same
        assert row.value == (row.lead if same else None)
        assert row.origin == ("both" if same else None)
        assert not row.confirmed


@given(grades, grades)
def test_conflicts_come_first_and_no_row_is_lost(one: dict[str, str], two: dict[str, str]) -> None:
    all_rows = rules.rows(SENIOR, sheet(SENIOR, "lead", one), sheet(SENIOR, "second", two), None)
    ordered = rules.conflicts_first(all_rows)
    assert sorted(r.row for r in ordered) == sorted(r.row for r in all_rows)
    assert [r.conflict for r in ordered] == sorted((r.conflict for r in all_rows), reverse=True)


@given(grades, grades)
def test_accepting_what_both_say_leaves_only_conflicts(one: dict[str, str], two: dict[str, str]) -> None:
    lead, second = sheet(SENIOR, "lead", one), sheet(SENIOR, "second", two)
    agreed = rules.accept_agreed(SENIOR, lead, second, Agreed())
    after = rules.rows(SENIOR, lead, second, agreed)
    assert not rules.unconfirmed_rows(after)
    assert all(row.conflict for row in rules.open_rows(after))
    assert rules.accept_agreed(SENIOR, lead, second, agreed) == agreed


def test_taking_a_side_on_the_same_side_of_a_pass_records_a_reason_of_its_own() -> None:
    lead, second = sheet(SENIOR, "lead", {"1a": "S"}), sheet(SENIOR, "second", {"1a": "A"})
    agreed = rules.take(SENIOR, lead, second, Agreed(), "1a", "second")
    assert (agreed.rows["1a"].value, agreed.rows["1a"].origin) == ("A", "second")
    assert agreed.rows["1a"].reason


@pytest.mark.parametrize("what", ["lead", "second", "S"])
def test_across_a_pass_a_reason_must_be_typed(what: str) -> None:
    lead, second = sheet(SENIOR, "lead", {"1a": "R"}), sheet(SENIOR, "second", {"1a": "A"})
    with pytest.raises(RefusedError, match="1a needs a reason"):
        rules.take(SENIOR, lead, second, Agreed(), "1a", what)
    agreed = rules.take(SENIOR, lead, second, Agreed(), "1a", what, "the second example carries it")
    assert agreed.rows["1a"].reason == "the second example carries it"


def test_a_third_grade_needs_a_reason() -> None:
    lead, second = sheet(SENIOR, "lead", {"1a": "S"}), sheet(SENIOR, "second", {"1a": "S"})
    with pytest.raises(RefusedError):
        rules.take(SENIOR, lead, second, Agreed(), "1a", "A")


def test_a_value_that_the_row_does_not_take_is_refused() -> None:
    lead, second = sheet(SENIOR, "lead", {"1a": "S"}, p1="addressed"), sheet(SENIOR, "second", {"1a": "A"})
    with pytest.raises(ReviewError, match="cannot be agreed"):
        rules.take(SENIOR, lead, second, Agreed(), "1a", "partly", "why")
    with pytest.raises(ReviewError, match="There is no row"):
        rules.take(SENIOR, lead, second, Agreed(), "9z", "lead")


def test_the_advanced_areas_principles_are_rows_with_levels() -> None:
    lead, second = sheet(SENIOR, "lead", {}, p1="addressed"), sheet(SENIOR, "second", {}, p1="partly")
    row = next(r for r in rules.rows(SENIOR, lead, second, None) if r.row == "6.p1")
    assert (row.lead, row.second, row.conflict) == ("addressed", "partly", True)
    agreed = rules.take(SENIOR, lead, second, Agreed(), "6.p1", "second")
    assert agreed.rows["6.p1"].value == "partly"


def test_taking_a_side_keeps_its_points_and_drops_the_others() -> None:
    mine = [Point(n=1, section="1a", kind="strength", text="Well compared.")]
    theirs = [
        Point(n=1, section="1a", kind="suggestion", text="A table would help."),
        Point(n=2, section="1b", kind="strength", text="Clear."),
    ]
    lead, second = sheet(SENIOR, "lead", {"1a": "S"}, mine), sheet(SENIOR, "second", {"1a": "A"}, theirs)
    assert all(joint.kept for joint in rules.joint_points(lead, second, None))
    agreed = rules.take(SENIOR, lead, second, Agreed(), "1a", "second")
    assert [joint.kept for joint in rules.joint_points(lead, second, agreed)] == [False, True, True]


def test_a_newer_version_marks_the_rows_it_touches_and_only_those() -> None:
    lead, second = sheet(SENIOR, "lead", {"1a": "S", "1b": "A"}), sheet(SENIOR, "second", {"1a": "A", "1b": "A"})
    agreed = rules.take(SENIOR, lead, second, Agreed(), "1a", "lead")
    agreed = rules.accept_agreed(SENIOR, lead, second, agreed)
    newer = sheet(SENIOR, "second", {"1a": "R", "1b": "A"})
    stale = {row.row: row.stale for row in rules.rows(SENIOR, lead, newer, agreed)}
    assert stale["1a"] and not stale["1b"]


def test_a_revision_that_is_agreed_rules_out_a_pass() -> None:
    all_revised = dict.fromkeys(SENIOR.rows, "A") | {"3a": "R"}
    lead, second = sheet(SENIOR, "lead", all_revised), sheet(SENIOR, "second", all_revised)
    agreed = rules.accept_agreed(SENIOR, lead, second, Agreed())
    decided = agreed.model_copy(update={"decision": Decision(outcome="pass")})
    assert any("rules out a pass" in item for item in rules.open_to_propose(SENIOR, lead, second, decided))


def test_a_section_that_is_not_assessed_is_no_conflict_where_one_sheet_is_silent() -> None:
    lead, second = sheet(SENIOR, "lead", {"future": "C"}), sheet(SENIOR, "second", {})
    row = next(r for r in rules.rows(SENIOR, lead, second, None) if r.row == "future")
    assert (row.value, row.conflict, row.origin) == ("C", False, "lead")
    assert row.second is None, "nobody is said to have said what they did not say"
    differing = sheet(SENIOR, "second", {"future": "M"})
    assert next(r for r in rules.rows(SENIOR, lead, differing, None) if r.row == "future").conflict
