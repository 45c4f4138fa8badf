"""From round to round: what changed in the candidate's text, paragraph by paragraph."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from cmalt_review.model.portfolio import Portfolio
from cmalt_review.model.text import words

ChangeKind = Literal["same", "changed", "added", "removed", "moved"]

_ALIKE = 0.5
"""Share of common words from which two paragraphs count as one that was changed."""
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class ParagraphChange:
    """One paragraph in both rounds: ``old`` is empty where it was added, ``new`` where it was removed."""

    kind: ChangeKind
    old: str
    new: str


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text: what stands between blank lines."""
    return [part.strip("\n") for part in _BLANK.split(text) if part.strip()]


def paragraph_diff(old: str, new: str) -> list[ParagraphChange]:
    """How a section's text changed, in the order of the new text; what was removed stands where it used to be.

    A paragraph that stands elsewhere word for word is ``moved``, and told once, at its new place. Layout and
    addresses do not count as change.
    """
    before, after = paragraphs(old), paragraphs(new)
    keys_before, keys_after = [_key(p) for p in before], [_key(p) for p in after]
    found: list[ParagraphChange] = []
    matcher = SequenceMatcher(None, keys_before, keys_after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [ParagraphChange("same", a, b) for a, b in zip(before[i1:i2], after[j1:j2], strict=True)]
        else:
            found += _pairs(before[i1:i2], after[j1:j2])
    return _with_moves(found)


def changed_sections(old: Portfolio, new: Portfolio) -> list[str]:
    """Ids of the sections whose words differ between two rounds, or that only one of them has; in the new order."""
    ids = [section.id for section in new.sections()]
    ids += [section.id for section in old.sections() if section.id not in ids]
    return [id_ for id_ in ids if _words_of(old, id_) != _words_of(new, id_)]


def _words_of(portfolio: Portfolio, id_: str) -> list[str]:
    section = portfolio.section(id_)
    return words(section.text) if section else []


def _key(paragraph: str) -> tuple[str, ...]:
    return tuple(words(paragraph)) or (paragraph.strip(),)


def _pairs(before: list[str], after: list[str]) -> list[ParagraphChange]:
    """Paragraphs of a replaced stretch, those alike paired in order."""
    found: list[ParagraphChange] = []
    start = 0
    for new in after:
        match = next((i for i in range(start, len(before)) if _alike(before[i], new)), None)
        if match is None:
            found.append(ParagraphChange("added", "", new))
            continue
        found += [ParagraphChange("removed", old, "") for old in before[start:match]]
        found.append(ParagraphChange("changed", before[match], new))
        start = match + 1
    return found + [ParagraphChange("removed", old, "") for old in before[start:]]


def _alike(old: str, new: str) -> bool:
    first, second = set(words(old)), set(words(new))
    return len(first & second) >= _ALIKE * max(len(first), len(second), 1)


def _with_moves(changes: list[ParagraphChange]) -> list[ParagraphChange]:
    """The changes with each pair of one removed and one added of the same words told as one move."""
    removed: dict[tuple[str, ...], list[int]] = {}
    for i, change in enumerate(changes):
        if change.kind == "removed":
            removed.setdefault(_key(change.old), []).append(i)
    gone: set[int] = set()
    found: list[ParagraphChange] = []
    for change in changes:
        origin = removed.get(_key(change.new)) if change.kind == "added" else None
        if origin:
            gone.add(at := origin.pop(0))
            change = ParagraphChange("moved", changes[at].old, change.new)
        found.append(change)
    return [change for i, change in enumerate(found) if i not in gone]
