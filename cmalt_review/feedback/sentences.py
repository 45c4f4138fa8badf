"""Feedback as the rules read it: sentences, folded for matching, with quoted text blanked out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set: for lists that are easier to read in running lines."""
    return frozenset(words.split())


_ABBREVIATIONS = word_set(
    "e.g i.e etc cf vs p pp fig figs tab no nos vol ed eds dr prof mr mrs ms st approx al sect sec para ref"
)
_BREAK = re.compile(
    r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9ÀÝ-Þ])|\n\s*(?:[-*•·]\s+|\d{1,2}[.)]\s+)?|(?<=\S)\s+[•·]\s+"
)
_LAST_WORD = re.compile(r"([\w.]+)$")
_QUOTES = re.compile(
    r"\"[^\"\n]{1,600}\"|“[^”\n]{1,600}”|«[^»\n]{1,600}»|(?<![\w‘])‘[^‘\n]{1,600}?’(?!\w)|(?<![\w'])'[^'\n][^\n]{0,600}?'(?!\w)"
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u202f": " "}
)
MASK = "¤"
"""Stands for each character of quoted text; no word pattern matches it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as written, and folded (see ``fold``) for matching."""

    text: str
    folded: str
    cased: str
    """As ``folded`` but with capitals, for rules about names."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one text, with the windows of neighbours that point-wide rules look at."""

    sentences: Sequence[Sentence]
    reach: int = 2

    def window(self, index: int) -> range:
        """The places of the sentence and its neighbours; all in a text of up to five sentences."""
        if len(self.sentences) <= 2 * self.reach + 1:
            return range(len(self.sentences))
        return range(max(0, index - self.reach), min(len(self.sentences), index + self.reach + 1))

    def around(self, index: int) -> str:
        """The folded text of the sentence and its neighbours (see ``window``)."""
        return "\n".join(self.sentences[place].folded for place in self.window(index))


def _blank(match: re.Match[str]) -> str:
    found = match.group()
    return found[0] + MASK * (len(found) - 2) + found[-1]


def mask(text: str) -> str:
    """The text, of the same length, with quoted words and web addresses blanked out."""
    return _URL.sub(lambda match: MASK * len(match.group()), _QUOTES.sub(_blank, text))


def fold(text: str) -> str:
    """The text in lower case with plain quotes and dashes, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.translate(_FOLD)


def _ends(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if "\n" not in match.group() and match.group()[0] == ".":
            word = _LAST_WORD.search(text[max(start, match.start() - 12) : match.start()])
            last = word.group(1).lower() if word else ""
            if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i"):
                continue
        end = match.end() if "\n" not in match.group() else match.start()
        spans.append((start, end))
        start = match.end()
    spans.append((start, len(text)))
    return spans


def split(text: str) -> Passage:
    """The sentences of a text; a line end or a list mark ends one too."""
    masked = mask(text)
    folded = fold(masked)
    cased = masked.translate(_FOLD)
    found = []
    for start, end in _ends(masked):
        if any(char.isalnum() for char in text[start:end]):
            lead = len(text[start:end]) - len(text[start:end].lstrip())
            tail = len(text[start:end].rstrip())
            first, last = start + lead, start + tail
            found.append(Sentence(text[first:last], folded[first:last], cased[first:last]))
    return Passage(tuple(found))
