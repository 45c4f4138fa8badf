"""Which phrases to offer: at most nine for the moment, all of them by search, and a word when one is used too often."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cmalt_review.feedback.frames import OVERALL, Frame, FrameLibrary

if TYPE_CHECKING:
    from cmalt_review.model.sheet import Point

OFTEN = 3
"""From how many points of one portfolio on a phrase counts as used too often: a candidate sees them side by side."""

_WORD = re.compile(r"[^\W_]+")
_IN_WORDING = 0.4
_PRINCIPLES = ("p1", "p2", "p3", "p4")


def offers(
    library: FrameLibrary, *, section: str, element: str, kind: str, used: Mapping[str, int],
    limit: int = 9, aspect: str = "", pathway: str = "",
) -> list[Frame]:  # fmt: skip
    """The phrases for a point's section, element and kind, at most ``limit``.

    First those for the element asked for, then those for another; among equals the most used (``used`` counts by frame
    id), then those written for this section. An ``aspect`` (an outcome, in the overall text) comes before everything. A
    kind without a force (``unsorted``, or empty) takes phrases of any kind, an empty pathway those of all pathways.
    """
    row = section.partition("-")[0]  # a second advanced area (6-2) is assessed as the first
    if row in _PRINCIPLES and element in ("", "whole"):
        element = row
    ranked = []
    for order, frame in enumerate(library):
        if not _fits(frame, row, element, kind, pathway):
            continue
        slot = frame.slot
        off_aspect = bool(aspect) and slot.aspect != aspect
        off_element = bool(element) and slot.element != element
        ranked.append(((off_aspect, off_element, -used.get(frame.id, 0), not slot.sections, order), frame))
    ranked.sort(key=lambda pair: pair[0])
    return [frame for _, frame in ranked[:limit]]


def _fits(frame: Frame, row: str, element: str, kind: str, pathway: str) -> bool:
    slot = frame.slot
    if kind not in ("", "unsorted") and kind not in frame.kinds:
        return False
    if slot.pathway and pathway and slot.pathway != pathway:
        return False
    if row == OVERALL or OVERALL in slot.sections:
        return (row,) == slot.sections and (not element or element == slot.element or element == "whole")
    if slot.sections and row not in slot.sections:
        return False
    if slot.element in _PRINCIPLES and slot.element != element:
        return False  # what is said of one principle does not fit another, nor a section at large
    return not element or slot.element == element or "whole" in (element, slot.element)


def search(library: FrameLibrary, query: str) -> list[Frame]:
    """The phrases in which every word of the query is found, best first; all of them for an empty query.

    A word is looked for in titles and keys first, then in ids, slots and wordings; a slip of the pen is forgiven.
    """
    asked = _words(query)
    if not asked:
        return list(library)
    scored = [(_score(frame, asked), order, frame) for order, frame in enumerate(library)]
    return [frame for score, _, frame in sorted((s for s in scored if s[0]), key=lambda s: (-s[0], s[1]))]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _score(frame: Frame, asked: Sequence[str]) -> float:
    """How well the frame answers, 0 where one of the words is not found at all."""
    slot = frame.slot
    near = _words(f"{frame.title} {' '.join(frame.keys)}")
    far = _words(f"{frame.id} {' '.join(slot.sections)} {slot.element} {slot.aspect} {' '.join(frame.wordings)}")
    text = " ".join(frame.wordings.values()).lower()
    total = 0.0
    for word in asked:
        best = max(_likeness(word, near), 0.7 * _likeness(word, far))
        if best < _IN_WORDING and re.search(rf"\b{word}", text):
            best = _IN_WORDING
        if not best:
            return 0.0
        total += best
    return total


def _likeness(word: str, words: Iterable[str]) -> float:
    """1 for the word itself, less for its beginning, its inside, or (from four letters) one that is nearly it."""
    best = 0.0
    for other in words:
        if other == word:
            return 1.0
        if other.startswith(word):
            best = max(best, 0.9)
        elif len(word) > 2 and word in other:
            best = max(best, 0.6)
        elif best < 0.5 and len(word) > 3 and other[0] in word[:2] and _nearly(word, other):
            best = 0.5
    return best


def _nearly(word: str, other: str) -> bool:
    """Whether one stroke makes the word the beginning of the other: a letter added, lost or wrong, or two swapped."""
    at = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, goal = word[at:], other[at:]
    if not goal:
        return len(rest) <= 1
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return any(goal.startswith(tried) for tried in (rest[1:], goal[0] + rest, goal[0] + rest[1:], swapped))


def overused(frame_id: str, points: Iterable["Point"]) -> str | None:
    """A note where a phrase stands in three or more points of one portfolio, and in which sections; else ``None``."""
    sections = Counter(point.section for point in points if frame_id and point.frame == frame_id)
    times = sections.total()
    if times < OFTEN:
        return None
    return (
        f"This phrase is used {times} times in this portfolio ({', '.join(sections)}). "
        "Say in each what is particular to the section."
    )
