"""A phrase being filled in within a longer text: where its stops are, what an edit did to it. Pure values.

The editor on the screen asks here what Tab, Escape and each typed letter mean; it keeps the caret itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cmalt_review.feedback.finding import Finding
from cmalt_review.feedback.frames import Frame, Wording
from cmalt_review.feedback.insertion import Insertion, expand, next_stop, open_stops, set_stop, typed
from cmalt_review.feedback.sentences import split
from cmalt_review.feedback.wording import SectionPart, StopPart


@dataclass(frozen=True, slots=True)
class Live:
    """A phrase whose stops are being filled in, and the text around it."""

    original: str
    """The text as it was before the phrase: what taking it back gives again."""
    before: str
    insertion: Insertion
    after: str
    place: int = 0
    """Which of ``insertion.stops`` is being filled in."""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.before + self.insertion.text + self.after

    @property
    def span(self) -> tuple[int, int]:
        """Where the present stop begins and ends in the whole text."""
        stop = self.insertion.stops[self.place]
        return len(self.before) + stop.start, len(self.before) + stop.end

    @property
    def choices(self) -> tuple[str, ...]:
        """What the present stop offers to choose from; empty where it is free."""
        return self.insertion.stops[self.place].choices

    @property
    def at_end(self) -> bool:
        """Whether the caret rests at the last stop, where nothing is to be filled in."""
        return self.insertion.stops[self.place].number == 0

    @property
    def progress(self) -> tuple[int, int]:
        """Which stop is being filled in, of how many; (0, 0) at the end."""
        numbers = sorted({stop.number for stop in self.insertion.stops} - {0})
        number = self.insertion.stops[self.place].number
        return (numbers.index(number) + 1, len(numbers)) if number else (0, len(numbers))


def put_in(text: str, start: int, end: int, insertion: Insertion) -> Live:
    """The phrase in place of ``text[start:end]``, set off by spaces, with its first stop to be filled in."""
    before, after = text[:start], text[end:]
    if before and not before[-1].isspace():
        before += " "
    if after and (after[0].isalnum() or after[0] in "“\"'(["):
        after = f" {after}"
    first = next_stop(insertion, None)
    live = Live(text, before, insertion, after)
    return live if first is None else replace(live, place=insertion.stops.index(first))


def step(live: Live, *, back: bool = False) -> Live | None:
    """At the next stop, or at the one before; ``None`` where there is none further on."""
    found = next_stop(live.insertion, live.insertion.stops[live.place].number, back=back)
    return None if found is None else replace(live, place=live.insertion.stops.index(found))


def choose(live: Live, by: int) -> Live:
    """The next of the present stop's choices, or the one before."""
    stop = live.insertion.stops[live.place]
    if not stop.choices:
        return live
    now = live.insertion.value(stop.number)
    at = stop.choices.index(now) + by if now in stop.choices else 0
    return replace(live, insertion=set_stop(live.insertion, stop.number, stop.choices[at % len(stop.choices)]))


def follow(live: Live, text: str) -> Live | None:
    """The phrase after an edit; linked places have followed (so ``text`` may differ from the result's).

    ``None`` where something else than a stop was changed: the phrase has become plain text.
    """
    before, after = live.before, live.after
    if len(text) < len(before) + len(after) or not (text.startswith(before) and text.endswith(after)):
        return None
    inner = text[len(before) : len(text) - len(after)]
    if inner == live.insertion.text:
        return live
    places = sorted(range(len(live.insertion.stops)), key=lambda place: place != live.place)
    for place in places:
        changed = typed(live.insertion, place, inner)
        if changed is not None:
            return replace(live, insertion=changed, place=place)
    return None


def caret_after(live: Live, followed: Live, caret: int) -> int:
    """Where the caret belongs once linked places have followed an edit that left it at ``caret``."""
    base, place = len(live.before), followed.place
    return caret + followed.insertion.stops[place].start - live.insertion.stops[place].start if base <= caret else caret


def reword(live: Live, frame: Frame, kind: str, *, section_title: str) -> Live:
    """The phrase in another force, with what was filled in; unchanged where the frame lacks that force."""
    wording = next((known for known in frame.kinds if known == kind), None)
    if wording is None or wording == live.insertion.kind:
        return live
    turned = _turned(live.insertion, frame, wording, section_title)
    number = live.insertion.stops[live.place].number
    place = next((n for n, stop in enumerate(turned.stops) if stop.number == number), 0)
    return replace(live, insertion=turned, place=place)


def reword_text(text: str, frame: Frame, kind: str, *, section_title: str) -> str:
    """A finished text in another force, where it still is the frame's wording, filled in; otherwise as it is."""
    wording = next((known for known in frame.kinds if known == kind), None)
    if wording is None:
        return text
    for other in frame.kinds:
        known = recognise(text, frame, other, section_title=section_title) if other != wording else None
        if known is not None:
            return _turned(known, frame, wording, section_title).text
    return text


def recognise(text: str, frame: Frame, kind: Wording, *, section_title: str) -> Insertion | None:
    """The text as this wording of the frame, filled in; ``None`` where it is something else."""
    pattern: list[str] = []
    seen: set[int] = set()
    for part in frame.parts(kind):
        if isinstance(part, str):
            pattern.append(re.escape(part))
        elif isinstance(part, SectionPart):
            pattern.append(re.escape(section_title))
        elif part.number in seen:
            pattern.append(f"(?P=s{part.number})")
        elif part.number:
            seen.add(part.number)
            pattern.append(f"(?P<s{part.number}>[^\\n]{{1,300}}?)")
    found = re.fullmatch("".join(pattern), text.strip())
    if found is None:
        return None
    known = expand(frame, kind, section_title=section_title)
    for number in seen:
        known = set_stop(known, number, found[f"s{number}"])
    return known


def _turned(insertion: Insertion, frame: Frame, kind: Wording, section_title: str) -> Insertion:
    turned = expand(frame, kind, section_title=section_title)
    for stop in insertion.stops:
        if stop.number and not insertion.is_open(stop):
            turned = set_stop(turned, stop.number, insertion.value(stop.number))
    return turned


def next_open(text: str, caret: int, *, back: bool = False) -> tuple[int, int] | None:
    """The next open placeholder of a finished text from the caret on, round and round; its start and end."""
    spans = [(stop.start, stop.end) for stop in open_stops(text)]
    if not spans:
        return None
    if back:
        return next((span for span in reversed(spans) if span[1] < caret), spans[-1])
    return next((span for span in spans if span[0] >= caret), spans[0])


# Findings while writing ------------------------------------------------------------------------------------------

_ENDED = re.compile(r"[.!?…][\"'”’)\]]*\s*\Z")


def typing_at(text: str, caret: int) -> str:
    """The sentence in which the caret stands, where it has not been ended yet; otherwise empty."""
    at = 0
    for sentence in split(text).sentences:
        start = text.find(sentence.text, at)
        at = start + len(sentence.text)
        if start <= caret <= at + 1:
            ended = _ENDED.search(text[start : min(at, caret)]) or (caret > at and text[at : at + 1] == "\n")
            return "" if ended else sentence.text
    return ""


def settled(findings: Sequence[Finding], text: str, caret: int) -> list[Finding]:
    """The findings without those on the sentence that is still being typed."""
    unfinished = typing_at(text, caret)
    return [finding for finding in findings if not unfinished or finding.sentence != unfinished]


def repaired(text: str, finding: Finding) -> str:
    """The text with the finding's own wording of its sentence; unchanged where it knows none."""
    return text.replace(finding.sentence, finding.fix, 1) if finding.fix and finding.sentence else text


def stops_of(frame: Frame, kind: Wording) -> int:
    """How many places are to be filled in."""
    return len({part.number for part in frame.parts(kind) if isinstance(part, StopPart)} - {0})


# Places in a text of several lines -------------------------------------------------------------------------------


def location(text: str, index: int) -> tuple[int, int]:
    """Line and column of a place in the text."""
    line = text.count("\n", 0, index)
    return line, index - (text.rfind("\n", 0, index) + 1)


def index_of(text: str, where: tuple[int, int]) -> int:
    """The place in the text at a line and column."""
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: where[0]]) + where[1]
