"""A document is cut so that each section has its text, whatever the shape, and no word is lost."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmalt_review.intake.cut import cut, page_name
from cmalt_review.intake.document import Document, Page
from cmalt_review.model.form import Form
from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.model.text import words
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import load_form
from tests.intake.synthetic import HEADINGS, Shape, make, random_shape, wrong

FORMS = {
    name: load_form(data_dir("forms") / f"{name}.toml")
    for name in ("associate-2019", "cmalt-2019", "senior-2019", "cmalt-2016")
}
TEXT = "I chose the tool with my learners and saw what came of it. " * 6


def pieces(*parts: str, form: str = "cmalt-2019") -> list[Piece]:
    return cut(Document((Page("page.md", "", "\n\n".join(parts)),)), FORMS[form])


def sections(found: list[Piece]) -> list[tuple[str | None, str]]:
    return [(piece.section, piece.heading) for piece in found]


def texts(found: list[Piece]) -> dict[str, str]:
    return {section.id: section.text for section in Portfolio(form="x", pieces=found).sections()}


def wrong_in(form: Form, shape: Shape, seed: int = 1) -> dict[str, str]:
    made = make(form, shape, seed)
    return wrong(made, texts(cut(made.document, form)))


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("layout", ["nested", "flat", "bold", "lines"])
def test_every_way_of_writing_a_heading_is_understood(heading: str, layout: str) -> None:
    for form in FORMS.values():
        assert wrong_in(form, Shape(heading=heading, layout=layout)) == {}


@pytest.mark.parametrize(
    "shape",
    [
        Shape(contents="links"), Shape(contents="headings"), Shape(contents="lines"), Shape(contents="dots"),
        Shape(elements="deeper"), Shape(elements="same"), Shape(elements="bold"), Shape(elements="named"),
        Shape(own="deeper"), Shape(own="same"), Shape(split=True), Shape(preface=True), Shape(stray=True),
        Shape(references="end"), Shape(references="each"), Shape(reverse=True), Shape(whole_area_3=True),
        Shape(two_futures=True), Shape(declaration=True), Shape(pages="area"), Shape(pages="names"),
        Shape(two_advanced=True), Shape(heading="title alone", future_by_area=True),
    ],
    ids=lambda shape: str({k: v for k, v in vars(shape).items() if v != getattr(Shape(), k)}),
)  # fmt: skip
@pytest.mark.parametrize("form", FORMS)
def test_traps_do_not_mislead(form: str, shape: Shape) -> None:
    assert wrong_in(FORMS[form], shape) == {}


def test_of_many_mixed_shapes_nearly_all_sections_are_right() -> None:
    right = total = 0
    for seed in range(120):
        rng = random.Random(seed)
        form = FORMS[rng.choice(sorted(FORMS))]
        made = make(form, random_shape(rng), seed)
        bad = wrong(made, texts(cut(made.document, form)))
        total += len(made.truth)
        right += len(made.truth) - len(bad)
    assert right / total > 0.98


def test_text_between_an_areas_heading_and_its_first_subsection_is_unmatched_with_the_area() -> None:
    found = pieces("## Core area 1: Operational issues", "An introduction of mine.", "### 1a", TEXT)
    assert [(piece.section, piece.area) for piece in found] == [(None, "1"), ("1a", None)]
    assert found[0].text == "An introduction of mine."


def test_an_area_without_subsections_is_one_shared_text() -> None:
    found = pieces("## Core area 3: The wider context", "### The Harbour project", TEXT, "## 4a", TEXT)
    first = found[0]
    assert (first.section, first.shared) == ("3a", True)
    assert "The Harbour project" in first.text


def test_a_heading_per_law_is_one_text_for_the_whole_area() -> None:
    found = pieces(
        "## Core area 3: The wider context", "### The Harbour Lights Act 2018", TEXT, "### Data protection", TEXT,
        "### The Lanterns Act 1988", TEXT, "### The Ferries Act 2003", TEXT, "## Core area 4: Communication", TEXT,
    )  # fmt: skip
    assert [piece.section for piece in found] == ["3a", "4a"]
    assert found[0].shared
    assert found[0].text.count(TEXT.strip()) == 4


def test_a_numbered_heading_is_not_a_stray_because_a_subheading_below_it_reads_alike() -> None:
    bold = ["**3a – Legislation**", TEXT, "**3b – Policies and standards**", "**Strategy**", TEXT,
            "**Recording policy**", TEXT, "**Core area 4 – Communication**", TEXT]  # fmt: skip
    assert [piece.section for piece in pieces(*bold)] == ["3a", "3b", "4a"]


def test_a_letter_behind_the_areas_title_names_the_section() -> None:
    heads = ("a) constraints and benefits", "b) technical knowledge", "c) supporting deployment")
    parts = [text for head in heads for text in (f"# Core Area 1: Operational issues – {head}", TEXT)]
    assert [piece.section for piece in pieces(*parts)] == ["1a", "1b", "1c"]


def test_a_digit_drawn_as_a_key_does_not_hide_the_number() -> None:
    assert [piece.section for piece in pieces("## 1️⃣ Core area 1b: My tools", TEXT, "## 4️⃣ Communication", TEXT)] == [
        "1b", "4a",
    ]  # fmt: skip


def test_an_area_of_one_section_is_that_section_and_not_shared() -> None:
    first = pieces("## Core area 4: Working with others", "### Written communication", TEXT)[0]
    assert (first.section, first.shared) == ("4a", False)


def test_two_headings_of_one_section_both_belong_to_it() -> None:
    found = pieces("## Future plans (2029)", TEXT, "## Future plans (2030–31)", TEXT)
    assert [piece.section for piece in found] == ["future", "future"]


def test_a_second_specialism_where_the_form_has_one_goes_with_the_first() -> None:
    found = pieces("## Specialist area 1: Podcasts", TEXT, "## Specialist area 2: Maps", TEXT)
    assert set(texts(found)) == {"5a"}
    assert "Specialist area 2: Maps" in texts(found)["5a"]


def test_further_advanced_areas_have_ids_of_their_own() -> None:
    found = pieces("## Advanced area: Leading", TEXT, "## Advanced area: Research", TEXT, form="senior-2019")
    assert [piece.section for piece in found] == ["6", "6-2"]


def test_two_unnumbered_specialisms_under_one_heading_are_taken_by_order_with_little_confidence() -> None:
    found = pieces("## Specialist areas", "### Podcasts", TEXT, "### Harbour maps", TEXT, form="senior-2019")
    assert [piece.section for piece in found if piece.section] == ["5a", "5b"]
    assert all(piece.confidence <= 0.5 for piece in found if piece.section)


def test_a_pages_title_stands_in_for_a_heading() -> None:
    document = Document((Page("b.md", "Contextual Statement", TEXT), Page("a.md", "Jo’s site | Future plans", TEXT)))
    assert [piece.section for piece in cut(document, FORMS["cmalt-2019"])] == ["contextual", "future"]


def test_a_motto_above_the_heading_that_repeats_the_pages_title_is_no_part_of_the_section() -> None:
    document = Document((Page("a.md", "Future plans", f"“To travel hopefully.”\n\n## Future plans (2029)\n\n{TEXT}"),))
    found = cut(document, FORMS["cmalt-2019"])
    assert [piece.section for piece in found] == [None, "future"]


def test_names_of_files_are_read_without_dates_and_numbers() -> None:
    assert page_name("posts/2025-07-26-core_area-1a.html") == "core area 1a"
    assert page_name("future-plans/index.html") == "future plans"


def test_back_matter_ends_the_last_section() -> None:
    found = pieces("## Future plans", TEXT, "## Biblography", "A book.", "## Appendices", "### A. [Log](log.pdf)")
    assert sections(found) == [("future", "Future plans"), (None, "Biblography"), (None, "Appendices")]
    assert "log.pdf" in found[2].text


def test_a_reflection_that_names_another_section_goes_there() -> None:
    found = pieces("## 3a: Legislation", TEXT, "## 3b: Policies", TEXT, "## Reflection core area 3a", TEXT)
    assert [piece.section for piece in found] == ["3a", "3b", "3a"]


def test_a_table_of_contents_is_recognised_and_never_a_section() -> None:
    entries = "\n".join(f"- [{s.title}](#x)" for s in FORMS["cmalt-2019"].sections)
    found = pieces(entries, "## Contextual statement", TEXT)
    assert [(piece.kind, piece.section) for piece in found] == [("contents", None), ("text", "contextual")]


def test_guidance_outside_the_sections_is_marked() -> None:
    quoted = "You should describe your work here. Evidence might include a report. You must not exceed the limit. " * 3
    found = pieces("# How to use this template", quoted, "## 1a", TEXT)
    assert [(piece.kind, piece.section) for piece in found] == [("guidance", None), ("text", "1a")]


def test_a_link_in_a_heading_is_kept_in_the_text() -> None:
    found = pieces("## 1a: [Constraints](https://example.org/x)", TEXT)
    assert found[0].heading == "1a: Constraints"
    assert "https://example.org/x" in found[0].text


def test_furniture_is_a_piece_of_its_own() -> None:
    document = Document((Page("a.md", "", f"## 1a\n\n{TEXT}", furniture="Home Search Log in"),))
    assert cut(document, FORMS["cmalt-2019"])[-1].kind == "furniture"


def test_each_match_says_how_sure_it_is_and_why() -> None:
    for piece in pieces("## 1a: Constraints and benefits", TEXT, "## 1b", TEXT):
        assert 0 < piece.confidence <= 1
        assert "number" in piece.why


LINES = st.one_of(
    st.sampled_from(
        [
            "# Contextual statement", "## Core area 1", "### 1a", "a) Constraints", "**1b Technical knowledge**", "1c",
            "Supporting the deployment of learning technologies", "## Contents", "- [1a](#1a)", "## Reflection 2b",
            "```",
            "<h2>Core area 3</h2>", "## ", "Future plans", "---", "===", "| 2a Teaching |", "| --- |", "## References",
            "Specialist area 2", "Advanced areas", "## Advanced area: x", "Section B", "4.1 Communication", "", "",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\x0b\x0c\x1c\x1d\x1e\u2028\u2029"), max_size=40),
)  # fmt: skip


def counted(text: str) -> Counter[str]:
    """Words by a plain measure that no markup changes: runs of letters and digits."""
    return Counter("".join(c if c.isalnum() else " " for c in text.casefold()).split())


@given(st.lists(st.lists(LINES, max_size=25), min_size=1, max_size=3), st.sampled_from(sorted(FORMS)))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_whatever_the_text(content: list[list[str]], form: str) -> None:
    from cmalt_review.model.text import clean

    pages = tuple(Page(f"p{n}.md", "", clean("\n".join(lines)), furniture="menu") for n, lines in enumerate(content))
    found = cut(Document(pages), FORMS[form])
    given_words = counted("\n".join(clean(f"{page.markdown}\n{page.furniture}") for page in pages))
    kept = counted("\n".join(f"{piece.heading}\n{piece.text}" for piece in found))
    heads = counted("\n".join(line for page in pages for line in page.markdown.split("\n") if "<" in line))
    assert given_words - kept - heads == Counter()
    assert kept - given_words == Counter()
    assert [piece.n for piece in found] == list(range(1, len(found) + 1))
    assert found == cut(Document(pages), FORMS[form])


def test_made_portfolios_keep_every_word() -> None:
    for seed in range(40):
        rng = random.Random(seed)
        made = make(FORMS["senior-2019"], random_shape(rng), seed)
        found = cut(made.document, FORMS["senior-2019"])
        given_words = {word for page in made.document.pages for word in words(f"{page.title}\n{page.markdown}")}
        assert given_words <= {word for piece in found for word in words(f"{piece.heading}\n{piece.text}")}


def test_a_confirmation_keeps_the_nominated_assessor_below_it() -> None:
    found = pieces(
        "## 1a", TEXT, "## Confirmation", "I declare it.", "### Nominated assessor", "Name: Ines Quill of Eastmoor"
    )
    assert set(texts(found)) == {"1a", "confirmation"}
    assert "Ines Quill" in texts(found)["confirmation"]
