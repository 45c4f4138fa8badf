"""Telling the scheme's guidance, left in a portfolio, from the candidate's own words.

Guidance speaks to the candidate ("you should", "evidence might include"); a portfolio is written in the first person.
"""

import re

from cmalt_review.model.text import count_words
from cmalt_review.rules.rounds import paragraphs

_SURE = re.compile(
    r"\bcandidates? (?:should|must|may|might|are (?:expected|required|encouraged)|will (?:be|need))\b"
    r"|\bevidence,? (?:you )?(?:might|may|could|would) (?:also )?(?:include|be)\b"
    r"|\b(?:your )?statements? (?:here |in this section )?(?:should|might|may|could)\b"
    r"|\byou are (?:expected|required|encouraged) to\b"
    r"|\byou (?:should|must|need to) (?:show|demonstrate|discuss|describe|include)\b"
    r"|\byou (?:should|must) (?:reflect|provide|consider|be|indicate|sign|make|refer|note|cover|complete)\b"
    r"|\bplease (?:include a confirmation|provide details|delete (?:this|the))\b",
    re.I,
)
_HINT = re.compile(
    r"\byou (?:should|must|may|might|can|could|would|need|wish|want)\b"
    r"|\byour (?:work|context|portfolio|practice|own|role)\b"
    r"|\bthis section (?:is|should|requires|asks|may|might)\b|\bassessors (?:will|are looking|look)\b|\bplease note\b",
    re.I,
)
_FIRST_PERSON = re.compile(r"(?<![\w'’])(?:I|I['’](?:m|ve|d|ll)|my|myself|me)(?![\w])")


def is_guidance(paragraph: str) -> bool:
    """Whether a paragraph reads as guidance to candidates; in doubt it is the candidate's own."""
    if _FIRST_PERSON.search(paragraph):
        return False
    sure, hints = len(_SURE.findall(paragraph)), len(_HINT.findall(paragraph))
    return (sure >= 1 and count_words(paragraph) >= 8) or hints >= 2


def guidance_in(text: str) -> list[str]:
    """The paragraphs of a text that read as guidance."""
    return [paragraph for paragraph in paragraphs(text) if is_guidance(paragraph)]


def mostly_guidance(text: str) -> bool:
    """Whether a text of at least thirty words is guidance for the most part (three fifths of its words)."""
    total = count_words(text)
    return total >= 30 and sum(map(count_words, guidance_in(text))) >= 0.6 * total
