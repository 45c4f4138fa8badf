"""A heading by itself: numbers, wordings, and what is no section."""

import pytest

from cmalt_review.intake.match.guess import Matcher
from cmalt_review.intake.match.headings import blocks_of
from cmalt_review.intake.match.label import ordinal, parse_label
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import load_form

SENIOR = Matcher(load_form(data_dir("forms") / "senior-2019.toml"))


@pytest.mark.parametrize(
    ("heading", "area", "letter", "rest"),
    [
        ("Core Area 1a: Tools", 1, "a", "Tools"),
        ("Core Area 1c Tools", 1, "c", "Tools"),
        ("1a – Tools", 1, "a", "Tools"),
        ("1a. Tools", 1, "a", "Tools"),
        ("1.a Tools", 1, "a", "Tools"),
        ("1A. Tools", 1, "a", "Tools"),
        ("Section 1a: Tools", 1, "a", "Tools"),
        ("1 (a) Tools", 1, "a", "Tools"),
        ("1c -support", 1, "c", "support"),
        ("2.1 Tools", 2, "a", "Tools"),
        ("Core Area 1: a) Tools", 1, "a", "Tools"),
        ("(b) Tools", None, "b", "Tools"),
        ("ii) Tools", None, "b", "Tools"),
        ("Core area III: Tools", 3, "", "Tools"),
        ("Core area two", 2, "", ""),
        ("My CMALT core area 4", 4, "", ""),
        ("REVISED Core area 2b: Tools", 2, "b", "Tools"),
    ],
)
def test_numbers_in_front_of_a_heading(heading: str, area: int | None, letter: str, rest: str) -> None:
    label = parse_label(heading)
    assert label is not None
    assert (label.area, label.letter, label.rest) == (area, letter, rest)


@pytest.mark.parametrize(
    "heading", ["2019 was a good year", "12 tips", "A study of tools", "3.5% more", "Specialist area 1"]
)
def test_figures_that_number_nothing(heading: str) -> None:
    assert parse_label(heading) is None


def test_ordinals_are_read_as_words_letters_and_figures() -> None:
    for heading in ("Specialist area 2", "Specialist area two", "Specialist area B", "Second specialist area"):
        assert ordinal(heading)[1] == 2


@pytest.mark.parametrize(
    ("heading", "role", "id_"),
    [
        ("Legislation", "section", "3a"),
        ("Understanding my target learners", "section", "2b"),
        ("Core Area 2a: Moving house", "section", "2a"),
        ("1b: Supporting the deployment of learning technologies", "section", "1c"),
        ("2.1 Constraints and benefits of different technologies", "section", "1a"),
        ("Operational issues", "area", "1"),
        ("Specialist areas", "area", "5"),
        ("Section B", "area", "5"),
        ("Specialist option 2: Podcasts", "nth", "5"),
        ("Reflection core area 3b", "element", "3b"),
        ("Description future plans", "element", ""),
        ("Biblography", "end", ""),
        ("Contents", "contents", ""),
        ("Preface", "preface", ""),
        ("3D printing", "unknown", ""),
        ("2.1 Budget", "unknown", ""),
        ("What the students said", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_what_a_heading_means(heading: str, role: str, id_: str) -> None:
    guess = SENIOR.guess(heading)
    assert (guess.role, guess.id) == (role, id_)


def test_a_misspelt_title_is_still_known() -> None:
    assert SENIOR.guess("Understanding and engaging with legislaton").id == "3a"


def test_any_part_of_a_pages_title_may_name_the_section() -> None:
    assert SENIOR.guess_title("Jo’s portfolio | 1a Constraints and benefits").id == "1a"


@pytest.mark.parametrize(
    ("markdown", "style", "level", "heading"),
    [
        ("## One *two*", "real", 2, "One two"),
        ("## One ##", "real", 2, "One"),
        ("<h3 id='x'>One</h3>", "real", 3, "One"),
        ("One\n===", "real", 1, "One"),
        ("**One:**", "bold", 7, "One:"),
        ("1b", "line", 7, "1b"),
        ("| 1a One |", "line", 7, "1a One"),
    ],
)
def test_headings_and_lines_that_may_be_one(markdown: str, style: str, level: int, heading: str) -> None:
    block = blocks_of(markdown, 0)[1]
    assert (block.style, block.level, block.heading) == (style, level, heading)


@pytest.mark.parametrize("markdown", ["```\n# No heading\n```", "A line that ends.", "- 1a one\n- 1b two", "#hash"])
def test_what_is_no_heading(markdown: str) -> None:
    assert all(block.style != "real" for block in blocks_of(markdown, 0)[1:])
