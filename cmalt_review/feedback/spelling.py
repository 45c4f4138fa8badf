"""Spelling in British English with Harper, where the optional extra ``spelling`` is installed. Offline.

Making the checker takes about a second: call ``check_spelling`` from a worker, never from the screen's own thread.
"""

import re
import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harper import Linter

FIELD_WORDS = (
    "AdvanceHE", "andragogy", "Brightspace", "CMALT", "codesign", "connectivism", "connectivist",
    "constructivism", "constructivist", "EdTech", "ePortfolio", "ePortfolios", "FE", "gamification", "H5P", "HEI",
    "HEIs", "heutagogy", "Jisc", "Kaltura", "Laurillard", "LMS", "LTI", "Mahara", "Mentimeter", "metacognitive",
    "microcredential", "microcredentials", "MOOCs", "Moodle", "OER", "OERs", "OneNote", "Padlet", "Panopto",
    "pedagogies", "PGCE", "PSBAR", "scaffolded", "SCORM", "summative", "Turnitin", "UDL", "UKPSF", "Vevox", "VLE",
    "VLEs", "Vygotsky", "WCAG", "Wooclap", "xAPI", "Xerte",
)  # fmt: skip
"""Words of the field that the dictionary lacks."""

SUGGESTIONS = 3

# What is not a word to be spelt: section ids (3a, 6-2), principles (p1), addresses, open placeholders.
_MASKED = re.compile(r"https?://\S+|\S+@\S+\.\w+|\b\d[\w-]*\b|\b[pP][1-4]\b|\[[^\[\]\n]+\]")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]*[\w]")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A word that is in no dictionary, where it starts in the text, and what it may have meant, likeliest first."""

    word: str
    start: int
    suggestions: tuple[str, ...]


def available() -> bool:
    """Whether the extra is installed; does not load it."""
    return find_spec("harper") is not None


def capitalised_words(text: str) -> set[str]:
    """The words with a capital of a portfolio: names, products and places, to be taken as known in its feedback."""
    return {word.replace("’", "'").removesuffix("'s") for word in _CAPITALISED.findall(text)}


def check_spelling(text: str, known: Collection[str]) -> list[Misspelling]:
    """The misspelt words of a text in its order; ``known`` are further words to accept, in any case.

    Without the extra there is no answer to give: ``ModuleNotFoundError``. Ask ``available`` first.
    """
    accepted = {word.replace("’", "'").casefold() for word in (*known, *FIELD_WORDS)}
    # Same length, so that places stay: masked words become blanks, typographic apostrophes plain ones.
    plain = _MASKED.sub(lambda match: " " * len(match[0]), text).replace("’", "'")
    with _one_at_a_time:
        found = [
            (lint.span.start, lint.problem_text, [suggestion.replacement_text for suggestion in lint.suggestions])
            for lint in _linter().lint(plain, language="plaintext")
        ]
    return [
        Misspelling(text[start : start + len(word)], start, tuple(suggestions[:SUGGESTIONS]))
        for start, word, suggestions in sorted(found)
        if word.casefold() not in accepted and word.casefold().removesuffix("'s") not in accepted
    ]


@cache
def _linter() -> "Linter":
    """Harper with nothing but its spelling rule, made once."""
    from harper import Dialect, Linter, get_default_lint_config

    linter = Linter(Dialect.BRITISH)
    linter.set_lint_config({rule: rule == "SpellCheck" for rule in get_default_lint_config()})
    return linter
