"""Misspelt words as findings of the checker, where the extra ``spelling`` is installed."""

from collections.abc import Iterator, Sequence

from cmalt_review.feedback.finding import Finding
from cmalt_review.feedback.sentences import split
from cmalt_review.feedback.spelling import Misspelling, capitalised_words, check_spelling
from cmalt_review.model.sheet import Dismissal

RULE = "spelling"
MOST = 3
"""How many are shown at a time: they come last."""


def misspelt(text: str, portfolio: str, section: str, dismissed: Sequence[Dismissal]) -> list[Finding]:
    """Findings on misspelt words; those that the candidate writes with a capital are known. Slow: use a thread.

    Without the extra ``ModuleNotFoundError``: ask ``spelling.available`` first.
    """
    known = {*capitalised_words(portfolio), *(_word(item.rule) for item in dismissed)} - {""}
    return list(findings(text, check_spelling(text, known), section))[:MOST]


def findings(text: str, words: Sequence[Misspelling], section: str) -> Iterator[Finding]:
    """A finding for each misspelt word, with its sentence as it could read."""
    for word in words:
        sentence, start = _sentence_at(text, word.start)
        fix = None
        message = f"“{word.word}” is in no dictionary"
        if word.suggestions:
            at = word.start - start
            fix = sentence[:at] + word.suggestions[0] + sentence[at + len(word.word) :]
            message += f"; is it {' or '.join(word.suggestions)}?"
        else:
            message += "."
        yield Finding(f"{RULE}.{word.word.casefold()}", "spelling", "hint", section, sentence, message, fix)


def _word(rule: str) -> str:
    return rule.removeprefix(f"{RULE}.") if rule.startswith(f"{RULE}.") else ""


def _sentence_at(text: str, place: int) -> tuple[str, int]:
    at = 0
    for sentence in split(text).sentences:
        at = text.find(sentence.text, at)
        if at <= place < at + len(sentence.text):
            return sentence.text, at
        at += len(sentence.text)
    return text, 0
