"""Outcome advice: it speaks against, it never decides; and only what a round allows can be chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import Point
from cmalt_review.rules.outcome import advice, allowed
from cmalt_review.store.forms import FormLibrary

FORM = FormLibrary(None).get("senior")
ALL_A = dict.fromkeys(FORM.rows, "A")
STRONG = {section.id: "strong" for section in FORM.assessed}


@pytest.mark.parametrize(
    ("round_", "outcomes"),
    [
        ("first", {"distinction", "pass", "minor", "major"}),
        ("after-minor", {"distinction", "pass", "fail"}),
        ("after-major", {"distinction", "pass", "fail"}),
    ],
)
def test_each_round_has_its_outcomes(round_: str, outcomes: set[str]) -> None:
    assert {outcome.id for outcome in FORM.outcomes_in(round_)} == outcomes  # type: ignore[arg-type]


def test_a_fail_on_first_assessment_is_refused() -> None:
    with pytest.raises(ReviewError, match="Fail cannot be chosen"):
        allowed(FORM, "fail", "first")


def test_a_fail_after_minor_revisions_shows_that_the_passages_disagree() -> None:
    assert any("ALT" in line for line in advice(FORM, "after-minor", "fail", ALL_A, {}, []))
    assert not any("ALT" in line for line in advice(FORM, "after-major", "fail", {**ALL_A, "1a": "R"}, {}, []))


def test_distinction_weighs_reflection_not_a_count_of_strong() -> None:
    grades = {**dict.fromkeys(FORM.rows, "A"), **dict.fromkeys(FORM.principle_ids, "S")}
    assert advice(FORM, "first", "distinction", grades, STRONG, []) == []
    thin = {**STRONG, "2b": "adequate"}
    assert any("2b" in line for line in advice(FORM, "first", "distinction", {**grades, "2b": "S"}, thin, []))


def test_a_pass_with_a_revision_or_a_required_point_is_spoken_against() -> None:
    required = Point(n=1, section="3a", kind="required", text="Please add the law that applies.")
    found = advice(FORM, "first", "pass", {**ALL_A, "3a": "R"}, {}, [required])
    assert len(found) == 2


def test_a_referral_wants_an_action_in_each_section_to_be_revised() -> None:
    found = advice(FORM, "first", "minor", {**ALL_A, "3a": "R"}, {}, [])
    assert any("3a" in line for line in found)


@given(
    st.dictionaries(st.sampled_from(FORM.rows), st.sampled_from("SARMN")),
    st.sampled_from(["first", "after-minor", "after-major"]),
)
def test_advice_is_given_for_every_outcome_of_the_round(grades: dict[str, str], round_: str) -> None:
    for outcome in FORM.outcomes_in(round_):  # type: ignore[arg-type]
        for line in advice(FORM, round_, outcome.id, grades, {}, []):  # type: ignore[arg-type]
            assert line.endswith((".", "?"))
