"""A phrase put into a text: its tab stops, filled one by one. Pure values; the screens keep the caret.

An unfilled stop stands in the text as its default in square brackets. So what was left open can still be found when
the text has long been saved as a point (``open_stops``), and a final export can be held back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import overload

from cmalt_review.feedback.frames import Frame, Wording
from cmalt_review.feedback.wording import Part, SectionPart, StopPart, is_default, placeholder


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of a tab stop: ``text[start:end]``. Places with the same number are linked."""

    number: int
    start: int
    end: int
    choices: tuple[str, ...] = ()
    placeholder: str = ""
    """What stands here while the stop is open; empty where nothing has to be filled in."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """The expanded text of a phrase and where its stops are, in the order of the text."""

    text: str
    stops: tuple[Stop, ...]
    frame: str
    kind: Wording

    def value(self, number: int) -> str:
        """The text that stands in a stop now."""
        stop = next(stop for stop in self.stops if stop.number == number)
        return self.text[stop.start : stop.end]

    def is_open(self, stop: Stop) -> bool:
        """Whether the stop still holds its unchanged default."""
        return bool(stop.placeholder) and self.text[stop.start : stop.end] == stop.placeholder


@dataclass(frozen=True, slots=True)
class OpenStop:
    """An open placeholder in a finished text: ``text[start:end]``, brackets included."""

    text: str
    start: int
    end: int


def expand(frame: Frame, kind: Wording, *, section_title: str) -> Insertion:
    """The phrase in its wording of this kind, ready to be filled in.

    Raises ``KeyError`` where the frame has no wording of this kind: ask ``frame.kinds`` first.
    """
    parts = frame.parts(kind)
    known = {part.number: part for part in parts if isinstance(part, StopPart) and (part.default or part.choices)}
    pieces: list[tuple[str, Stop | None]] = []
    for part in parts:
        pieces.append(_piece(part, known, section_title))
    if not any(stop is not None and stop.number == 0 for _, stop in pieces):
        pieces.append(("", Stop(0, 0, 0)))
    return _joined(pieces, frame.id, kind)


def _piece(part: Part, known: Mapping[int, StopPart], section_title: str) -> tuple[str, Stop | None]:
    if isinstance(part, str):
        return part, None
    if isinstance(part, SectionPart):
        return section_title, None
    if part.number == 0:
        return "", Stop(0, 0, 0)
    full = known.get(part.number, part)
    if full.choices:
        return full.choices[0], Stop(part.number, 0, 0, choices=full.choices)
    held = placeholder(full.default)
    return held, Stop(part.number, 0, 0, placeholder=held)


def _joined(pieces: list[tuple[str, Stop | None]], frame: str, kind: Wording) -> Insertion:
    stops = []
    at = 0
    for text, stop in pieces:
        if stop is not None:
            stops.append(Stop(stop.number, at, at + len(text), stop.choices, stop.placeholder))
        at += len(text)
    return Insertion("".join(text for text, _ in pieces), tuple(stops), frame, kind)


def set_stop(insertion: Insertion, number: int, text: str) -> Insertion:
    """The insertion with this text in every place of the stop. An unknown number changes nothing."""
    pieces: list[tuple[str, Stop | None]] = []
    at = 0
    for stop in insertion.stops:
        pieces.append((insertion.text[at : stop.start], None))
        pieces.append((text if stop.number == number else insertion.text[stop.start : stop.end], stop))
        at = stop.end
    pieces.append((insertion.text[at:], None))
    return _joined(pieces, insertion.frame, insertion.kind)


def next_stop(insertion: Insertion, number: int | None, *, back: bool = False) -> Stop | None:
    """The first place of the stop after this one (1, 2, … and 0 last), or before it with ``back``; ``None`` at the end.

    ``None`` as the number begins at the first stop.
    """
    first: dict[int, Stop] = {}
    for stop in insertion.stops:
        first.setdefault(stop.number, stop)
    order = sorted(first, key=lambda n: (n == 0, n))
    if number is None:
        return first[order[0]]
    at = order.index(number) + (-1 if back else 1)
    return first[order[at]] if 0 <= at < len(order) else None


def typed(insertion: Insertion, place: int, text: str) -> Insertion | None:
    """Follow an edit that an editor made within one place of a stop (``place`` counts ``insertion.stops``).

    ``text`` is the editor's text for the whole insertion. Linked places follow. ``None`` where something outside the
    place was changed too: then the phrase has become plain text.
    """
    stop = insertion.stops[place]
    before, after = insertion.text[: stop.start], insertion.text[stop.end :]
    if len(text) < len(before) + len(after) or not (text.startswith(before) and text.endswith(after)):
        return None
    return set_stop(insertion, stop.number, text[len(before) : len(text) - len(after)])


def toggle_kind(insertion: Insertion, frame: Frame, *, section_title: str) -> Insertion:
    """The same phrase in its other force, with what was filled in; unchanged where the frame has no other force."""
    other: Wording = "suggestion" if insertion.kind == "required" else "required"
    if other not in frame.kinds:
        return insertion
    turned = expand(frame, other, section_title=section_title)
    for stop in insertion.stops:
        if stop.number and not insertion.is_open(stop):
            turned = set_stop(turned, stop.number, insertion.value(stop.number))
    return turned


_BRACKETED = re.compile(r"\[([^\[\]\n]+)\](?!\()")  # "[text](address)" is a link


@overload
def open_stops(where: Insertion) -> list[Stop]: ...
@overload
def open_stops(where: str) -> list[OpenStop]: ...
def open_stops(where: Insertion | str) -> list[Stop] | list[OpenStop]:
    """What is still to be filled in: an insertion's open stops, or the words in square brackets of a finished text."""
    if isinstance(where, Insertion):
        return [stop for stop in where.stops if where.is_open(stop)]
    return [
        OpenStop(match[0], match.start(), match.end()) for match in _BRACKETED.finditer(where) if is_default(match[1])
    ]


def fill(frame: Frame, kind: Wording, values: Mapping[int, str], *, section_title: str) -> str:
    """The text of a phrase with these values in its stops; used for samples and previews."""
    insertion = expand(frame, kind, section_title=section_title)
    for number, value in values.items():
        insertion = set_stop(insertion, number, value)
    return insertion.text
