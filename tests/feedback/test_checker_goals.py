"""What the checker reaches on comments as assessors write them, by category; the figures are in docs/feedback.md."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from cmalt_review.feedback.checker import check_text, load_rules

HERE = Path(__file__).parent
RULES = load_rules()
# By category, the least precision and recall. On comments not seen before, the figures are lower.
GOALS = {
    "identity": (0.97, 0.93), "no_suggestion": (0.88, 0.75), "person": (0.90, 0.90), "force": (0.85, 0.85),
    "vague": (0.90, 0.80), "harsh": (0.90, 0.85),
}  # fmt: skip
MOST_GOOD_FLAGGED = 0.08
# What is wanted on comments that nobody had in mind when the rules were written; the later sets are held to it.
UNSEEN_GOALS = {
    "identity": (0.95, 0.90), "no_suggestion": (0.80, 0.75), "person": (0.80, 0.55), "force": (0.70, 0.75),
    "vague": (0.70, 0.50), "harsh": (0.85, 0.40),
}  # fmt: skip
SLACK = 0.08
"""One comment of a small set moves a figure by about as much."""


@dataclass(frozen=True)
class Comment:
    text: str
    labels: frozenset[str]


def comments(name: str) -> list[Comment]:
    groups = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["group"]
    return [Comment(text, frozenset(group["labels"])) for group in groups for text in group["comments"]]


def held(comment: Comment) -> bool:
    return hashlib.sha256(comment.text.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Score:
    precision: dict[str, float]
    recall: dict[str, float]
    good_flagged: float


def score(rows: Sequence[Comment]) -> Score:
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    flagged = 0
    for row in rows:
        categories = {finding.category for finding in check_text(row.text, RULES)}
        flagged += not row.labels and bool(categories)
        found.update(categories)
        marked.update(row.labels)
        right.update(categories & row.labels)
    good = sum(not row.labels for row in rows)
    return Score(
        {name: right[name] / found[name] if found[name] else 1.0 for name in GOALS},
        {name: right[name] / marked[name] if marked[name] else 1.0 for name in GOALS},
        flagged / good,
    )


ALL = comments("comments.toml")
SETS = {
    "dev": [row for row in ALL if not held(row)],
    "held": [row for row in ALL if held(row)],
    "second": comments("comments_fresh.toml"),
    "third": comments("comments_third.toml"),
}
LATER_SETS = {
    name: comments(f"comments_{name}.toml") for name in ("fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
}


def test_the_set_is_large_and_half_of_it_good_or_nearly() -> None:
    assert len(ALL) >= 400
    assert sum(not row.labels for row in ALL) >= 0.4 * len(ALL)
    assert len({row.text for row in ALL}) == len(ALL)


@pytest.mark.parametrize("name", SETS)
def test_findings_are_right_and_most_faults_are_found(name: str) -> None:
    reached = score(SETS[name])
    print(f"\n{name}: good comments with a finding {reached.good_flagged:.0%}")
    for category, (precision, recall) in GOALS.items():
        print(f"  {category:14} precision {reached.precision[category]:.2f} recall {reached.recall[category]:.2f}")
        assert reached.precision[category] >= precision - (0.1 if name == "second" else 0), category
        assert reached.recall[category] >= recall, category
    assert reached.good_flagged <= MOST_GOOD_FLAGGED


@pytest.mark.parametrize("name", LATER_SETS)
def test_the_goals_for_unseen_comments_hold(name: str) -> None:
    reached = score(LATER_SETS[name])
    labelled = frozenset[str]().union(*(row.labels for row in LATER_SETS[name]))
    for category in sorted(labelled):
        precision, recall = UNSEEN_GOALS[category]
        print(f"  {category:14} precision {reached.precision[category]:.2f} recall {reached.recall[category]:.2f}")
        assert reached.precision[category] >= precision - SLACK, category
        assert reached.recall[category] >= recall - SLACK, category
    assert reached.good_flagged <= MOST_GOOD_FLAGGED


def test_on_comments_that_changed_no_rule_what_is_found_is_right() -> None:
    rows = comments("comments_tenth.toml")
    reached = score(rows)
    for category in frozenset[str]().union(*(row.labels for row in rows)):
        assert reached.precision[category] >= 0.8, category


@pytest.mark.parametrize(
    "text",
    [
        "The portfolio never loses sight of the learner.",
        "The feedback of tutors is taken seriously in the redesign.",
        "You could add a date to the survey.",
        "The section is well done, with a clear link between policy and practice.",
        "The discussion of worst-case bandwidth is thoughtful.",
        "A naive Bayes baseline is a sensible choice here.",
        "No need to rewrite this part, but a heading for the evidence would help.",
        "What was the learners' prior knowledge? You need to describe it in a sentence.",
    ],
)
def test_traps_are_left_alone(text: str) -> None:
    assert check_text(text, RULES) == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Well done!", "person"),
        ("The evidence should have been dated.", "no_suggestion"),
        ("What was the learners' prior knowledge?", "force"),
    ],
)
def test_their_counterparts_are_found(text: str, category: str) -> None:
    assert [finding.category for finding in check_text(text, RULES)] == [category]
