"""Cutting the earlier round's feedback: our own documents, a form with comments, a letter."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.feedback.sentences import split
from cmalt_review.intake.document import Document, Page
from cmalt_review.intake.earlier import Feedback, cut_feedback
from cmalt_review.intake.earlier_words import Rows, kind_of, outcome_of
from cmalt_review.model.form import Form
from cmalt_review.store.forms import FormLibrary

LIBRARY = FormLibrary(None)
SENIOR, ASSOCIATE = LIBRARY.get("senior-2019"), LIBRARY.get("associate-2019")


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in split(text).sentences]


def cut(markdown: str, form: Form = SENIOR) -> Feedback:
    return cut_feedback(Document((Page("feedback.md", "", markdown),)), form, sentences)


def by_key(found: Feedback) -> dict[str, str]:
    return {passage.key: passage.text for passage in found.passages}


TABLE = """# Assessment of the portfolio

| Section | Grade | Comments |
| --- | --- | --- |
| Core area 1 a: Constraints and benefits | S | The two tools are set side by side. It convinces. |
| Core area 3 a: Legislation | Revisions required | Say which law applied, and what changed. |
| Specialist option 2 | N/A | |
| Communicating and disseminating effective practice | Adequate | |
| Overall comment | | The portfolio reads well and shows steady work over three years. |
| Outcome | Referral – major revisions | |
"""


def test_a_form_with_comments_gives_grades_outcome_and_passages() -> None:
    found = cut(TABLE)
    assert found.grades == {"1a": ["S"], "3a": ["R"], "5b": ["N"], "p4": ["A"]}
    assert found.outcome == "major"
    assert by_key(found) == {
        "1a:1": "The two tools are set side by side.",
        "1a:2": "It convinces.",
        "3a:1": "Say which law applied, and what changed.",
        "whole:1": "The portfolio reads well and shows steady work over three years.",
    }


def test_where_a_table_has_an_agreed_column_that_is_what_counts() -> None:
    found = cut("| Section | Lead | Second | Agreed |\n|---|---|---|---|\n| 2b: Your target learners | S | R | A |\n")
    assert found.grades == {"2b": ["A"]}


def test_a_table_that_lost_its_columns_is_still_read() -> None:
    text = """## Results

Core area 1 a: Constraints and benefits of different technologies

Strong Adequate

Core area 2 b: Your target learners Adequate Adequate Core area 3 a: Legislation

Revisions required Adequate

## Feedback

Please say more in 4a about the partners.
"""
    found = cut(text)
    assert found.grades == {"1a": ["S", "A"], "2b": ["A", "A"], "3a": ["R", "A"]}
    assert by_key(found) == {"4a:1": "Please say more in 4a about the partners."}


def test_a_statement_gives_required_points_by_section() -> None:
    text = """## What is strong in the portfolio

### 1a: Constraints and benefits

- **Description:** The comparison is clear. It is short.

## What is required before the portfolio can pass

### 3a: Legislation

1. Please add how the law changed your practice. One example is enough.
2. Please date the policy.

## For consideration

### 3a: Legislation

- A picture would help.

## What happens next

Please resubmit.
"""
    found = cut(text)
    assert [(p.key, p.kind) for p in found.passages] == [
        ("1a:1", "strength"),
        ("3a:1", "required"),
        ("3a:2", "required"),
        ("3a:3", "suggestion"),
        ("whole:1", "unsorted"),
    ]
    assert by_key(found)["3a:1"].endswith("One example is enough.")


def test_a_kind_named_within_a_section_ends_with_it() -> None:
    text = "### 1a: Constraints and benefits\n\n**Strengths:**\n\n- Clear.\n\n### 3a: Legislation\n\nSay more.\n"
    assert [(p.key, p.kind) for p in cut(text).passages] == [("1a:1", "strength"), ("3a:1", "unsorted")]


def test_a_letter_is_cut_by_what_its_sentences_mention() -> None:
    text = """Dear colleague,

The contextual statement sets the scene. In 1a the comparison convinces. We would welcome more on core area 3 a: which
law applied? For example, say how captions are made.

1b and 2a need recent evidence; see figure 3b. Principle 2 is not shown yet. Your second example, one a day, is fine.

4a – The link asks for a password.

The portfolio is referred for minor revisions.
"""
    found = cut(text)
    assert found.outcome == "minor"
    keys = by_key(found)
    assert keys["contextual:1"].startswith("The contextual statement")
    assert keys["1a:1"] == "In 1a the comparison convinces."
    assert keys["3a:2"] == "For example, say how captions are made."
    assert keys["1b:1"] == keys["2a:1"] == "1b and 2a need recent evidence; see figure 3b."
    assert "3b:1" not in keys
    assert keys["4a:1"].startswith("4a – The link")


def test_headings_of_a_letter_hold_until_the_next_of_their_level() -> None:
    text = "## 2a Teaching and learning processes\n\nClear.\n\n### Reflection\n\nThin.\n\n## Summary\n\nGood.\n"
    assert by_key(cut(text)) == {"2a:1": "Clear.", "2a:2": "Thin.", "whole:1": "Good."}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Pass", "pass"),
        ("Pass with Distinction", "distinction"),
        ("Referral – minor revisions", "minor"),
        ("Referred for major revisions.", "major"),
        ("Fail", "fail"),
        ("Referral: minor or major revisions", None),
        ("Not yet agreed", None),
        ("A minor point", None),
        ("Passages are marked", None),
        ("", None),
    ],
)
def test_outcomes_in_words(text: str, outcome: str | None) -> None:
    assert outcome_of(SENIOR, text) == outcome


def test_what_the_outcomes_mean_is_no_outcome_and_no_feedback() -> None:
    text = """## Assessment outcomes explained

| Outcome | Meaning |
|---|---|
| Pass | Convincing evidence of reflective practice in each and every section of it. |
| Referral – minor revisions | Most sections convince, and some of them need minor revisions first. |
| Referral – major revisions | Some sections, or all of them, need a revision that is significant. |
"""
    found = cut(text)
    assert (found.outcome, found.passages, found.grades) == (None, [], {})


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What is required before the portfolio can pass", "required"),
        ("Required changes", "required"),
        ("Actions required:", "required"),
        ("Strengths", "strength"),
        ("For consideration", "suggestion"),
        ("Recommendations for the candidate", "suggestion"),
        ("Reflection", None),
        ("Strong", None),
    ],
)
def test_headings_that_name_a_kind_of_points(heading: str, kind: str | None) -> None:
    assert kind_of(heading) == kind


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("Core area 1 a: Constraints and benefits of different technologies", "1a"),
        ("3b. Policies and standards", "3b"),
        ("Specialist option 1", "5a"),
        ("Specialist option(s) 2", "5b"),
        ("Advanced area(s)", "6"),
        ("Future Plans", "future"),
        ("Contextual Statement", "contextual"),
        ("Principle 3", "p3"),
        ("Keeping up to date with new technologies", "p2"),
        ("Assessor", ""),
        ("Date of issue", ""),
        ("About this portfolio", ""),
        ("This assessment", ""),
    ],
)
def test_labels_of_rows(label: str, row: str) -> None:
    assert Rows(SENIOR).row_of(label) == row


def forms() -> Iterator[Form]:
    yield from (LIBRARY.get(id_) for id_ in LIBRARY.ids())


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.id)
def test_every_row_of_every_form_is_known_by_its_own_title(form: Form) -> None:
    rows = Rows(form)
    for section in form.sections:
        label = f"{section.id}: {section.title}" if section.id[:1].isdigit() else section.title
        assert rows.row_of(label) == section.id
    for principle in form.principles:
        assert rows.row_of(principle.title) == principle.id


@given(st.text(max_size=300))
def test_no_text_stops_the_cutting_and_every_passage_can_be_named(text: str) -> None:
    found = cut(text, ASSOCIATE)
    keys = [passage.key for passage in found.passages]
    assert len(keys) == len(set(keys))
    assert all(passage.section == "whole" or ASSOCIATE.has_row(passage.section) for passage in found.passages)
