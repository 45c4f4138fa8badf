"""How alike a heading and a section's title are: words weighed by how much they tell within one form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log

from cmalt_review.model.form import Form
from cmalt_review.rules.stems import stem

_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\w])[*_~`]+|[*_~`]+(?![\w])|\*+")
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")

# Words that any heading may have; they never tell one section from another.
_STOP = frozenset(
    (
        "a", "an", "and", "or", "of", "the", "to", "in", "on", "for", "with", "by", "at", "from", "as", "is", "are",
        "be", "my", "your", "our", "their", "its", "this", "that", "i", "me", "we", "cmalt", "scmalt", "acmalt",
        "what", "how", "who", "why", "which", "where", "do", "does", "did", "have", "has", "am", "was", "can",
        "portfolio", "core", "senior", "associate", "area", "areas", "section", "sections", "part", "eg", "etc",
    )
)  # fmt: skip


def plain(markdown: str) -> str:
    """The visible words of a heading: links as their text, no tags, escapes or emphasis."""
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", markdown))
    text = _EMPHASIS.sub("", _TAG.sub(" ", text))
    return _SPACES.sub(" ", _ESCAPE.sub(r"\1", text)).strip()


def tokens(text: str) -> tuple[str, ...]:
    """The telling words of a heading as stems, each once."""
    words = _WORD.findall(text.casefold().replace("e-learning", "elearning"))
    return tuple(dict.fromkeys(stem(word) for word in words if word not in _STOP))


@lru_cache(maxsize=50_000)
def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 2:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= 82


@dataclass(frozen=True)
class Vocabulary:
    """The weights of the words in one form's titles."""

    weights: dict[str, float]
    unknown: float
    """Weight of a word that stands in no title."""

    def weight(self, token: str) -> float:
        """The weight of a stem; a figure weighs little."""
        return self.weights.get(token, 0.3 if token.isdigit() else self.unknown)

    def similarity(self, heading: tuple[str, ...], phrase: tuple[str, ...]) -> float:
        """Likeness of two token lists, 0 to 1: the harmonic mean of how much of either is in the other."""
        if not heading or not phrase:
            return 0.0
        in_phrase = sum(self.weight(t) for t in heading if any(_alike(t, p) for p in phrase))
        in_heading = sum(self.weight(p) for p in phrase if any(_alike(t, p) for t in heading))
        if not in_phrase or not in_heading:
            return 0.0
        precision = in_phrase / sum(self.weight(t) for t in heading)
        recall = in_heading / sum(self.weight(p) for p in phrase)
        return min(1.0, 2 * precision * recall / (precision + recall))


def vocabulary(form: Form) -> Vocabulary:
    """The weights of a form's words: the fewer sections use a word, the more it tells."""
    uses: dict[str, int] = {}
    for section in form.sections:
        for token in _all_tokens([section.title, *section.variants]):
            uses[token] = uses.get(token, 0) + 1
    for area in form.areas:
        for token in _all_tokens([area.title, *area.variants]):
            uses.setdefault(token, 1)
    many = max(len(form.sections), 2)
    weights = {token: log(1 + many / count) for token, count in uses.items()}
    return Vocabulary(weights, unknown=0.7 * log(1 + many))


def _all_tokens(phrases: Iterable[str]) -> set[str]:
    return {token for phrase in phrases for token in tokens(phrase)}
