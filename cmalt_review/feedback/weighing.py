"""Weighed marks: what the words of a comment and their order speak for, as learnt from comments that people labelled.

A mark is a word, its stem, two neighbours, or two or three neighbours in which words of praise, words of blame and, by
their ending, the rarer words each stand for all of their kind ("the ~ is #", "is not ~ed"), so that a turn of phrase is
known again with other words in it. Each mark has a weight for each category of finding; a comment weighs the sum.
``training/learn.py`` makes the weights: see ``docs/feedback.md``.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cmalt_review.feedback.sentences import MASK, Passage, split, word_set
from cmalt_review.resources import data_dir

_QUOTED = "@"
_TOKEN = re.compile(rf"\d[a-d]\b|(?:19|20)\d\d\b|\d+(?:[.,]\d+)*|[a-z]+(?:'[a-z]+)?|{_QUOTED}+|[?!:;,.()-]")
_STEM_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er", "est")
_LEAST_STEM = 4
_SHAPES = ("ing", "ed", "ly", "tion", "s", "er")
_START, _END = "<", ">"
_PRAISE, _BLAME = "+", "#"
_PLAIN = word_set(
    "the a an is are was were be and or of in on to it its this that for with by as at from . , ; : ( ) - !"
) | {'"'}
"""Words that say nothing to a reader about why."""
_TELLING = 0.3
"""A word that weighs less is not worth naming as a reason."""


def word_kinds(common: Iterable[str], praise: Iterable[str], blame: Iterable[str]) -> dict[str, str]:
    """What each of these words stands as in a turn of phrase (see ``Weights``)."""
    return {word: word for word in common} | dict.fromkeys(praise, _PRAISE) | dict.fromkeys(blame, _BLAME)


def tokens(folded: str) -> list[str]:
    """The words and stops of a folded sentence, without accents; a section's id, a year, another number as such.

    A quotation and a web address are one token each, whatever they say.
    """
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded.replace(MASK, _QUOTED))
        folded = "".join(char for char in parts if not unicodedata.combining(char))
    return [_token(word) for word in _TOKEN.findall(folded)]


def _token(word: str) -> str:
    if word[0] == _QUOTED:
        return '"'
    if not word[0].isdigit():
        return word
    if word[-1].isalpha():
        return "1a"
    return "2000" if len(word) == len("2000") and word[:2] in ("19", "20") and word.isdigit() else "0"


def stem(word: str) -> str:
    """The word without its ending: crude, but the same for the forms of one word."""
    for ending in _STEM_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def shape(word: str, kinds: Mapping[str, str]) -> str:
    """How a word stands in a turn of phrase: as what ``kinds`` says of it, otherwise by its ending alone."""
    if word in kinds or not word[0].isalpha():
        return kinds.get(word, word)
    for ending in _SHAPES:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return "~" + ending
    return "~"


def marks(folded: str, kinds: Mapping[str, str]) -> set[str]:
    """The marks of one folded sentence. ``kinds`` has the words that are more than their ending in a turn of phrase."""
    return {mark for _, mark in _placed(tokens(folded), kinds)}


@dataclass(frozen=True)
class Weights:
    """What each mark weighs for each category; above nothing, a text speaks for the category."""

    categories: tuple[str, ...]
    bias: tuple[float, ...]
    """What a text without any mark weighs."""
    kinds: Mapping[str, str]
    """What a word stands as in a turn of phrase: a common one as itself, words of praise and of blame as one each."""
    marks: Mapping[str, str]
    """Hundredths, by mark: a category's place and its weight, the next one's place and weight. Text loads faster."""

    def weighs(self, mark: str) -> Iterator[tuple[int, int]]:
        """The categories' places for which a mark has a weight, with the weight in hundredths."""
        numbers = map(int, self.marks.get(mark, "").split())
        return zip(numbers, numbers, strict=True)

    def of(self, folded: str) -> tuple[float, ...]:
        """What one folded sentence weighs for each category, without the bias."""
        total = [0] * len(self.categories)
        for mark in marks(folded, self.kinds):
            for place, weight in self.weighs(mark):
                total[place] += weight
        return tuple(weight / 100 for weight in total)

    def weight(self, mark: str, column: int) -> float:
        """What one mark weighs for one category."""
        return dict(self.weighs(mark)).get(column, 0) / 100

    def knows(self, folded: str) -> bool:
        """Whether most words of the sentence are known, so that what it weighs means something."""
        words = [word for word in tokens(folded) if word[0].isalpha()]
        return sum(stem(word) + "*" in self.marks for word in words) * 2 > len(words)


@cache
def shipped_weights() -> Weights:
    """The weights that come with the program (``feedback_snippets/weights.json``)."""
    raw = json.loads((data_dir("feedback_snippets") / "weights.json").read_text(encoding="utf-8"))
    kinds = word_kinds(raw["common"].split(), raw["praise"].split(), raw["blame"].split())
    return Weights(tuple(raw["categories"]), tuple(raw["bias"]), kinds, raw["marks"])


@lru_cache(maxsize=2048)
def _weighed(folded: str) -> tuple[float, ...] | None:
    weights = shipped_weights()
    return weights.of(folded) if weights.knows(folded) else None


def forget() -> None:
    """Weigh every sentence anew: for weights that have changed."""
    _weighed.cache_clear()


def weigh(passage: Passage, category: str) -> tuple[float, list[float | None]]:
    """What a text weighs for a category before it is read (the bias), and what each of its sentences adds.

    A sentence whose words are mostly unknown (another language, a list of names) adds ``None``: nothing is found in it.
    """
    weights = shipped_weights()
    column = weights.categories.index(category)
    each = [_weighed(sentence.folded) for sentence in passage.sentences]
    return weights.bias[column], [None if own is None else own[column] for own in each]


def telling(sentence: str, category: str, most: int = 3) -> list[str]:
    """The words and turns of phrase of a sentence that spoke most for a category, as written, the weightiest first."""
    weights = shipped_weights()
    column = weights.categories.index(category)
    heavy: list[tuple[float, str]] = []
    for one in split(sentence).sentences:
        words = tokens(one.folded)
        for covered, mark in _placed(words, weights.kinds):
            weight = weights.weight(mark, column)
            if weight >= _TELLING and not _PLAIN.issuperset(named := words[covered.start : covered.stop]):
                heavy.append((weight, " ".join(named)))
    told: list[str] = []
    met: set[str] = set()
    for _, named_ in sorted(heavy, key=lambda item: -item[0]):
        if len(told) == most:
            break
        roots = {stem(word) for word in named_.split()} - _PLAIN
        if not roots & met:
            told.append(named_)
            met |= roots
    return told


def _placed(words: Sequence[str], kinds: Mapping[str, str]) -> Iterator[tuple[range, str]]:
    """Each mark of a sentence with the places of the words that it covers."""
    last = len(words)
    line = [_START, *words, _END]
    shapes = [_START, *(shape(word, kinds) for word in words), _END]
    for place, word in enumerate(words):
        yield range(place, place + 1), stem(word) + "*"
        if stem(word) != word:
            yield range(place, place + 1), word
        if kinds.get(word) in (_PRAISE, _BLAME):
            yield range(place, place + 1), kinds[word]
    for size, forms in ((2, line), (2, shapes), (3, shapes)):
        for place in range(len(forms) - size + 1):
            covered = range(max(place - 1, 0), min(place - 1 + size, last))
            mark = " ".join(forms[place : place + size])
            if len(covered) and not (forms is shapes and size == 2 and mark == " ".join(line[place : place + 2])):
                yield covered, mark
