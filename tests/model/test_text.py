"""Cleaning at the boundary: no control character, escape sequence or bidi override gets past it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.model.text import clean, clean_line, count_words, words

anything = st.text(st.characters(exclude_categories=[]))


@given(anything)
def test_nothing_dangerous_is_left(text: str) -> None:
    kept = clean(text)
    for character in kept:
        category = unicodedata.category(character)
        assert category not in ("Cc", "Cs") or character in "\n\t"
        assert character not in "\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


@given(anything)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_a_line_is_one_line(text: str) -> None:
    assert "\n" not in clean_line(text)
    assert clean_line(text) == clean_line(text).strip()


def test_line_ends_become_newlines() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_words_count_a_link_by_its_text() -> None:
    assert words("See [my report](https://example.org/a-b) and https://example.org now") == [
        "see", "my", "report", "and", "now",
    ]  # fmt: skip
    assert count_words("[![A chart](x.png)](https://example.org) it's <b>clear</b>") == 4
