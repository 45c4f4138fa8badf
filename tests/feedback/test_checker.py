"""The checker on points and on a whole feedback: facts, limits, dismissals, quotations."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.feedback.checker import MOST_WORD_FINDINGS, check_feedback, check_point, check_text, load_rules
from cmalt_review.feedback.facts import FeedbackContext, open_placeholder
from cmalt_review.feedback.finding import CATEGORIES, SEVERITIES, Finding
from cmalt_review.model.assignment import Assessor
from cmalt_review.model.sheet import Dismissal, ElementJudgement, Judgement, Point, PointKind
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import load_form

RULES = load_rules()
FORM = load_form(data_dir("forms") / "cmalt-2019.toml")
ME = Assessor(name="Rosalind Whitcombe", email="r.whitcombe@northmere.ac.uk", institution="University of Northmere")
OTHER = Assessor(name="Dr Zoë Adeyemi-Long", institution="Kestrel College")
CONTEXT = FeedbackContext(form=FORM, people=(ME, OTHER), candidate="Priya Lindqvist")


def point(text: str, kind: PointKind = "strength", section: str = "1a", element: str = "whole", n: int = 1) -> Point:
    return Point(n=n, section=section, element=element, kind=kind, text=text)


def found(text: str, context: FeedbackContext = CONTEXT, kind: PointKind = "strength") -> list[tuple[str, str]]:
    return [(finding.rule, finding.level) for finding in check_point(point(text, kind), RULES, context)]


def facts(context: FeedbackContext) -> list[str]:
    return [finding.rule for finding in check_feedback(context, RULES) if finding.category == "fact"]


@pytest.mark.parametrize(
    "text",
    [
        "The comparison that Whitcombe praised is clear.",
        "The notes by ROSALIND WHITCOMBE are useful.",
        "The notes by Whitcombe, Rosalind are useful.",
        "Evidence 3 quotes Adeyemi-Long with good effect.",
        "Evidence 3 quotes Zoe Adeyemi-Long with good effect.",
        "The table is clear; r.whitcombe@northmere.ac.uk has a second one.",
        "The model used at Kestrel College is described well.",
        "The model used at the university of northmere is described well.",
        'The sentence "as Whitcombe showed" is well chosen.',
    ],
)
def test_a_known_name_address_or_institution_blocks_also_in_a_quotation(text: str) -> None:
    assert any(rule.startswith("identity.") and level == "block" for rule, level in found(text))


@pytest.mark.parametrize(
    "text", ["Agreed. The table is clear. R.W.", "[RW2] The table is clear.", "Rosalind liked the clear table."]
)
def test_initials_and_first_names_warn(text: str) -> None:
    assert any(rule.startswith("identity.") and level == "warn" for rule, level in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "It is a long but clear account.",
        "The clear comparison covers VR and AR.",
        "The clear table compares RWD designs.",
    ],
)
def test_ordinary_words_are_nobodys_name(text: str) -> None:
    assert not any(rule.startswith("identity.") for rule, _ in found(text))


def test_an_institution_shared_with_the_candidate_only_warns() -> None:
    text = "The model used at Kestrel College is described well."
    for shared in (
        replace(CONTEXT, candidate_institutions=("the Kestrel College",)),
        replace(CONTEXT, portfolio_text="I work at Kestrel College in Port Alder."),
    ):
        assert [level for rule, level in found(text, shared) if rule.startswith("identity")] == ["warn"]


def test_the_nominated_assessor_is_known_from_the_portfolio() -> None:
    text = "The notes by Ivo Marchetti are useful."
    assert found(text) == []
    assert ("identity.nominated", "block") in found(text, replace(CONTEXT, nominated="Ivo Marchetti"))


def test_the_candidates_name_is_a_hint_to_write_of_the_portfolio() -> None:
    assert found("The clear table shows how Lindqvist compared both tools.") == [("person.candidate-name", "hint")]


def test_a_name_that_the_candidate_shares_is_not_taken_for_the_assessors() -> None:
    shared = replace(CONTEXT, candidate="Anna Whitcombe")
    assert all(
        level == "hint" for _, level in found("The clear table shows how Whitcombe compared both tools.", shared)
    )


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("Add an example of [what].", "[what]"), ("Add [...] here.", "[...]"), ("Add ${1:tool}.", "${1:tool}"),
        ("Name XX and YY.", "XX"), ("Date: TBC.", "TBC"), ("Name ____ here.", "____"),
        ("See <insert title>.", "<insert title>"),
    ],
)  # fmt: skip
def test_an_open_placeholder_blocks(text: str, placeholder: str) -> None:
    assert open_placeholder(text) == placeholder
    assert [finding.level for finding in check_text(text, RULES) if finding.rule == "fact.placeholder"] == ["block"]


@pytest.mark.parametrize(
    "text",
    [
        "See [the table](https://example.org).",
        "See [12].",
        "It says 'recieve' [sic].",
        'It says "we […] did it".',
        "[RW1] Name it.",
    ],
)
def test_brackets_with_a_use_are_no_placeholder(text: str) -> None:
    assert open_placeholder(text) is None


def test_a_phrases_own_default_left_in_blocks() -> None:
    left = Point(n=1, section="1a", kind="strength", text="The clear table shows one small example.", frame="f.table")
    context = replace(CONTEXT, points=(left,), frame_defaults={"f.table": ("one small example",)})
    assert "fact.placeholder" in facts(context)


@pytest.mark.parametrize("text", ["You could add the date.", "A date could be added.", "Consider adding a date."])
def test_a_required_point_leaves_no_choice(text: str) -> None:
    assert ("fact.required-says-could", "block") in found(text, kind="required")
    assert found(text, kind="suggestion") == []


@pytest.mark.parametrize(
    "text",
    [
        "Add a sentence on what learners could do with the tool.",
        "Add a caption so that readers could follow.",
        "I could not open the file; replace it.",
    ],
)
def test_could_in_a_required_point_that_is_no_choice_is_left_alone(text: str) -> None:
    assert found(text, kind="required") == []


def test_a_suggestion_obliges_nobody() -> None:
    assert ("fact.suggestion-says-must", "block") in found("You must add the date.", kind="suggestion")
    assert found("You must add the date.", kind="required") == []


@pytest.mark.parametrize(
    "text", ["Link this clearly to section 4c.", "Link this clearly to 5b.", "Link this clearly to Core area 7."]
)
def test_a_section_that_the_form_lacks_blocks(text: str) -> None:
    assert ("fact.unknown-section", "block") in found(text)


@pytest.mark.parametrize(
    "text", ["Link this clearly to 4a.", "Figure 5b is clear.", "The 3D model is clear.", "Section 2 is clear on cost."]
)
def test_sections_of_the_form_and_numbers_of_other_things_are_left_alone(text: str) -> None:
    assert not any(rule.startswith("fact.") for rule, _ in found(text))


def judged(grade: str, **elements: str) -> Judgement:
    return Judgement(
        grade=grade,
        elements={name: ElementJudgement(level=level) for name, level in elements.items()},
    )


@pytest.mark.parametrize("grade", ["R", "M"])
def test_a_section_to_be_revised_needs_a_required_point(grade: str) -> None:
    context = replace(CONTEXT, judgements={"1a": judged(grade)})
    assert facts(context) == ["fact.revision-without-required"]
    assert facts(replace(context, points=(point("Name the tool.", "required"),))) == []


@pytest.mark.parametrize("grade", ["S", "A"])
def test_a_section_that_passes_requires_nothing(grade: str) -> None:
    context = replace(CONTEXT, judgements={"1a": judged(grade)}, points=(point("Name the tool.", "required"),))
    assert facts(context) == ["fact.required-in-passed"]


@pytest.mark.parametrize("level", ["weak", "absent"])
def test_a_weak_element_needs_a_point(level: str) -> None:
    context = replace(CONTEXT, judgements={"1a": judged("A", evidence=level)})
    assert facts(context) == ["fact.element-without-point"]
    assert facts(replace(context, points=(point("You could date it.", "suggestion", element="evidence"),))) == []


def test_the_outcome_and_the_points_agree() -> None:
    required = point("Name the tool.", "required")
    assert facts(replace(CONTEXT, outcome="pass", points=(required,))) == ["fact.pass-with-required"]
    assert facts(replace(CONTEXT, outcome="minor")) == ["fact.referral-without-required"]
    assert facts(replace(CONTEXT, outcome="minor", points=(required,))) == []
    assert facts(replace(CONTEXT, outcome="fail", points=(required,))) == ["fact.fail-with-actions"]


def test_a_fail_says_why_and_is_not_asked_for_a_remedy() -> None:
    why = point("The reflection is still missing.", "required")
    assert check_feedback(replace(CONTEXT, outcome="fail", points=(why,)), RULES) == []
    assert check_feedback(replace(CONTEXT, outcome="major", points=(why,)), RULES) != []


def test_overall_texts_are_checked_like_points() -> None:
    found = check_feedback(
        replace(CONTEXT, overall=("Well done! The table is clear.", "Please date the captions, as Whitcombe said.")),
        RULES,
    )
    assert {(finding.section, finding.category) for finding in found} == {
        ("overall", "person"),
        ("overall", "identity"),
    }


def test_a_finding_carries_its_point_and_section() -> None:
    [finding] = check_feedback(replace(CONTEXT, points=(point("Well done!", section="2a", n=7),)), RULES)
    assert (finding.point, finding.section, finding.sentence) == (7, "2a", "Well done!")


def test_a_dismissed_finding_stays_away_for_that_sentence_only() -> None:
    context = replace(CONTEXT, dismissed=(Dismissal(rule="person.weighed", sentence="Well  done!"),))
    assert found("Well done!", context) == []
    assert [rule for rule, _ in found("Well done indeed!", context)] == ["person.weighed"]


def test_candidates_text_in_quotation_marks_is_skipped() -> None:
    for text in (
        "Reword “this is useless” in 2a.",
        'Reword "this is useless" in 2a.',
        "Reword 'this is useless' in 2a.",
    ):
        assert check_text(text, RULES) == []


def test_at_most_three_findings_on_words_in_a_section_but_every_fact() -> None:
    texts = [
        "Well done!",
        "You are talented.",
        "The text is laughable.",
        "Where is the evidence?",
        "Name [what].",
        "Name XX.",
    ]
    points = tuple(point(text, "suggestion", n=n) for n, text in enumerate(texts, 1))
    found = check_feedback(replace(CONTEXT, points=points), RULES)
    words = [finding for finding in found if finding.category != "fact" and finding.level != "block"]
    assert len(words) == MOST_WORD_FINDINGS
    assert len({finding.category for finding in words}) == MOST_WORD_FINDINGS
    assert sum(finding.rule == "fact.placeholder" for finding in found) == 2


@given(st.text(max_size=300), st.sampled_from([None, "strength", "required", "suggestion", "unsorted"]))
def test_any_text_is_checked_and_each_finding_quotes_it(text: str, kind: str | None) -> None:
    for finding in check_text(text, RULES, kind=kind, section="1a"):
        assert isinstance(finding, Finding)
        assert finding.sentence in text
        assert finding.category in CATEGORIES
        assert finding.level in SEVERITIES
