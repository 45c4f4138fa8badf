"""How one rule reads one text."""

from collections.abc import Iterator

from cmalt_review.feedback.rules_file import Rule
from cmalt_review.feedback.sentences import Passage, Sentence, split
from cmalt_review.feedback.weighing import weigh

_SPEAKS = -0.3
"""What a sentence weighs for a category without the bias, at the least, to be named as the one that is meant."""


def _scope_text(rule: Rule, passage: Passage, index: int) -> str:
    if rule.scope == "sentence":
        return _text(rule, passage.sentences[index])
    if rule.scope == "point":
        return passage.around(index)
    return "\n".join(sentence.folded for sentence in passage.sentences)


def _text(rule: Rule, sentence: Sentence) -> str:
    return sentence.cased if rule.case else sentence.folded


def _fires(rule: Rule, passage: Passage, index: int) -> bool:
    """Whether the rule fires on this sentence. What is cheap to rule out comes first."""
    text = _text(rule, passage.sentences[index])
    trigger = rule.within_re if rule.match == "absence" else rule.any_re
    if not trigger.found(text):
        return False
    if rule.match == "absence":
        holds = not rule.any_re.found(_scope_text(rule, passage, index))
    elif rule.match == "count":
        holds = trigger.count(_scope_text(rule, passage, index)) > rule.most
    else:
        holds = not rule.within or rule.within_re.found(_scope_text(rule, passage, index))
    return holds and not rule.unless_re.found(text)


def _heaviest(rule: Rule, passage: Passage) -> Iterator[Sentence]:
    """The sentence that speaks most for the rule's category in each window that weighs enough.

    In ``sentence`` scope each sentence is weighed by itself. A sentence that plainly speaks against the category is
    never named, however much its neighbours weigh.
    """
    bias, own = weigh(passage, rule.category)
    chosen = set()
    for index in range(len(own)):
        near = range(index, index + 1) if rule.scope == "sentence" else passage.window(index)
        weights = {place: weight for place in near if (weight := own[place]) is not None}
        heaviest = max(weights, key=weights.__getitem__, default=None)
        if heaviest is None or weights[heaviest] < _SPEAKS or bias + sum(weights.values()) < rule.above:
            continue
        if not rule.unless_re.found(_scope_text(rule, passage, index)):
            chosen.add(heaviest)
    yield from (passage.sentences[place] for place in sorted(chosen))


def matches(rule: Rule, passage: Passage) -> Iterator[Sentence]:
    """The sentences on which the rule fires; beyond sentence scope, the first of a run only."""
    if rule.match == "weighed":
        yield from _heaviest(rule, passage)
        return
    before = -2
    for index, sentence in enumerate(passage.sentences):
        if _fires(rule, passage, index):
            if rule.scope in ("section", "feedback"):
                yield sentence
                return
            if rule.scope == "sentence" or before < index - 1:
                yield sentence
            before = index


def fires_on(rule: Rule, text: str) -> bool:
    """Whether the rule finds anything in the text."""
    return any(True for _ in matches(rule, split(text)))


def swapped(rule: Rule, sentence: Sentence) -> str | None:
    """The sentence with the rule's words swapped, for a substitution."""
    if rule.match != "substitution":
        return None
    import re

    text = sentence.text
    for words, better in rule.swap.items():
        text = re.sub(words, better, text, flags=re.IGNORECASE)
    return text if text != sentence.text else None
