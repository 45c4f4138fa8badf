"""Weighed words: what counts as a mark, what a text weighs, and how a rule uses it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.checker import check_rules_file, check_text, load_rules
from cmalt_review.feedback.finding import WEIGHED
from cmalt_review.feedback.sentences import split
from cmalt_review.feedback.weighing import (
    Weights,
    marks,
    shape,
    shipped_weights,
    stem,
    telling,
    tokens,
    weigh,
    word_kinds,
)

KINDS = word_kinds(["the", "is", "not"], ["clear"], ["thin"])
RULES = load_rules()

STRICTER = """
[[rule]]
id = "vague.weighed"
category = "vague"
level = "hint"
scope = "point"
match = "weighed"
above = 100
message = "Say what is good."
[[rule.test]]
find = []
silent = ["The survey is dated and signed by the head of library services."]
"""


def test_sections_years_numbers_and_quotations_are_known_as_such() -> None:
    folded = split("In 3a the survey of 2019 had 1,200 answers; “it helps” is one.").sentences[0].folded
    assert tokens(folded) == [
        "in", "1a", "the", "survey", "of", "2000", "had", "0", "answers", ";", '"', "is", "one", ".",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "root"),
    [("screenshot screenshots", "screenshot"), ("explain explained explaining explains", "explain"), ("bus", "bus")],
)
def test_forms_of_a_word_share_a_stem(words: str, root: str) -> None:
    assert {stem(word) for word in words.split()} == {root}


def test_a_rare_word_is_known_by_its_ending_in_a_turn_of_phrase() -> None:
    assert [shape(word, KINDS) for word in ("the", "widget", "explained", "clearly", ",")] == [
        "the", "~", "~ed", "~ly", ",",
    ]  # fmt: skip
    assert marks("the widget is thin", KINDS) >= {"#", "is #", "the ~ is", "is thin"}
    assert marks("the widget is not explained", KINDS) >= {
        "widget*",
        "explained",
        "not explained",
        "is not ~ed",
        "< the ~",
    }


def test_a_text_weighs_the_sum_of_its_marks() -> None:
    weights = Weights(("vague", "harsh"), (0.0, 0.0), KINDS, {"thin*": "0 50 1 -20", "is thin": "0 25"})
    assert weights.of("the text is thin") == (0.75, -0.2)
    assert weights.of("the text is long") == (0.0, 0.0)


@pytest.mark.parametrize("category", WEIGHED)
def test_every_category_of_words_has_weights(category: str) -> None:
    assert category in shipped_weights().categories


def test_a_sentence_in_another_language_weighs_nothing_and_silences_nothing() -> None:
    foreign = "Die Zusammenfassung beschreibt ausführlich verschiedene Werkzeuge."
    assert weigh(split(foreign), "no_suggestion")[1] == [None]
    found = check_text(f"The reflection is rather thin. {foreign}", RULES)
    assert {finding.sentence for finding in found} == {"The reflection is rather thin."}


def test_what_weighed_most_is_named_in_the_words_of_the_sentence() -> None:
    [finding] = check_text("You are clearly a gifted teacher.", RULES)
    assert "gifted" in finding.because
    assert all(word in finding.sentence.lower() for word in finding.because)


def test_in_a_long_text_the_remedy_must_stand_near_the_problem() -> None:
    report = "The captions work well. "
    problem, remedy = "The evidence is undated. ", "Please add the date of each item of evidence. "
    assert check_text(problem + remedy + report * 3, RULES) == []
    found = check_text(problem + report * 5 + remedy, RULES)
    assert [finding.sentence for finding in found] == [problem.strip()]


@given(st.text(max_size=200), st.sampled_from(WEIGHED))
def test_any_text_can_be_weighed(text: str, category: str) -> None:
    passage = split(text)
    assert len(weigh(passage, category)[1]) == len(passage.sentences)
    assert len(telling(text, category)) <= 3


def test_a_rule_of_ones_own_takes_more_weight(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(STRICTER.replace("find = []", 'find = ["Good job."]'), encoding="utf-8")
    with pytest.raises(ReviewError, match="should find"):
        check_rules_file(own)
    own.write_text(own.read_text(encoding="utf-8").replace("above = 100", "above = 2"), encoding="utf-8")
    assert [finding.message for finding in check_text("Good job.", load_rules([tmp_path]))] == ["Say what is good."]


def test_a_heavier_problem_with_a_remedy_does_not_hide_another() -> None:
    aside = "It has three parts. "
    problems = f"The reflection is rather thin. {aside}There is no evidence for the second claim. {aside}"
    text = f"{problems}Please add it. {aside}"
    assert "no_suggestion" in {finding.category for finding in check_text(text, RULES)}


def test_a_hurtful_sentence_is_found_whatever_stands_beside_it() -> None:
    found = check_text(
        "Please add the date of the survey. This section is a complete mess. The captions work well.", RULES
    )
    assert ("harsh", "This section is a complete mess.") in {(one.category, one.sentence) for one in found}


@pytest.mark.parametrize("text", ["Table 2", "Section 3a", "See above.", "None.", "Core area 1a"])
def test_a_fragment_is_left_alone(text: str) -> None:
    assert check_text(text, RULES) == []


def test_accents_do_not_break_a_word() -> None:
    assert tokens("a naïve café") == ["a", "naive", "cafe"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"vague"', '"fact"'),
        ('"point"', '"feedback"'),
        ("100", '"much"'),
        ("100", "nan"),
        ("above = 100", 'any = ["x"]'),
    ],
)
def test_a_weighed_rule_needs_a_category_with_weights_and_a_scope(tmp_path: Path, old: str, new: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(STRICTER.replace("find = []", 'find = ["Good."]').replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReviewError):
        check_rules_file(own)
