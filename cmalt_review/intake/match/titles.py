"""Titles of the form and headings of candidates as phrases; sections that differ by their number alone."""

import re

from cmalt_review.intake.match.label import ordinal, parse_label
from cmalt_review.intake.match.wording import tokens
from cmalt_review.model.form import Section
from cmalt_review.rules.stems import stem

SPLIT = re.compile(r"\s*(?::|\||\s[–—-]+\s|\s[•·]\s|–|—|\((?![sS]\)))\s*")
"""Between the parts of a heading: a colon, a dash, a bar, a bracket."""


def interchangeable(sections: list[Section]) -> bool:
    """Whether sections differ by their number or their count alone (specialist areas, advanced areas)."""
    if not sections:
        return False
    if any(section.several for section in sections):
        return True
    names = {tuple(tokens(ordinal(section.title)[0])) for section in sections}
    return (len(names) == 1 and ordinal(sections[0].title)[1] is not None) or _same_title(sections)


def _same_title(sections: list[Section]) -> bool:
    return len(sections) > 1 and len({section.title for section in sections}) == 1


def phrases(titles: list[str]) -> tuple[tuple[str, ...], ...]:
    """Titles as tokens, their numbers taken off; the title itself first. What is but a number is left out."""
    found: dict[tuple[str, ...], None] = {}
    for title in titles:
        label = parse_label(title)
        text = label.rest if label else title
        for part in dict.fromkeys((text, cut(text)[0])):
            words = tokens(part)
            if any(len(word) > 2 and word not in _NUMBERS for word in words):
                found[words] = None
    return tuple(found)


_NUMBERS = frozenset(stem(word) for word in ("one", "two", "three", "four", "five", "six", "first", "second", "third"))


def literals(variants: list[str]) -> frozenset[str]:
    """Variants without a telling word ("section b"), in lower case."""
    return frozenset(v.casefold() for v in variants if parse_label(v) is None and not phrases([v]))


def cut(text: str) -> tuple[str, str]:
    """A heading's part before and behind the first colon, dash or bracket."""
    parts = SPLIT.split(text, maxsplit=1)
    if len(parts) == 2 and parts[0].strip():
        return parts[0].strip(), parts[1].strip(" )")
    return text, ""


def near(one: str, other: str) -> bool:
    """Whether two words are the same but for a misspelling."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 5:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= 88
