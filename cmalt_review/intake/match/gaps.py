"""Sections that no heading names: headings that stayed unknown and stand where the form has such a section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cmalt_review.intake.match.decide import Decider
from cmalt_review.intake.match.guess import NEAR, Guess
from cmalt_review.intake.match.headings import Block
from cmalt_review.intake.match.label import parse_label
from cmalt_review.intake.match.prepare import FEW

_SOME = 0.3
"""Likeness that is enough where level and order agree and the form's section is otherwise missing."""
_DECLARES = re.compile(r"\b(?:I (?:hereby )?(?:confirm|declare|certify)|signed|signature|my own work)\b", re.I)


@dataclass(frozen=True)
class _Place:
    """A missing section's place between two found ones: what stands before and behind it in the source."""

    section: str
    first: int
    """The first block that may be it."""
    last: int
    levels: frozenset[int]
    """Levels on which its neighbours' headings stand."""
    alone: bool
    """Whether nothing else is missing between these neighbours."""


def fill(decider: Decider) -> dict[int, Guess]:
    """For blocks that may be one of the missing sections: what they are then, by block."""
    found: dict[int, Guess] = {}
    starts = _starts(decider)
    missing = _missing(decider, {id_ for _, id_ in starts})
    if not missing or len(starts) < 2:
        return found
    for id_ in missing:
        for i, name in _pages(decider):
            like = decider.matcher.likeness(name, id_)
            if i not in found and id_ not in {g.id for g in found.values()} and like >= NEAR:
                found[i] = Guess("section", id_, min(like, 0.8), f"its page is named {name}", labelled=True)
    missing = [id_ for id_ in missing if id_ not in {guess.id for guess in found.values()}]
    for choose in (_alike, _only):
        known = {guess.id: i for i, guess in found.items()}
        starts = sorted({*starts, *((i, id_) for id_, i in known.items())})
        for place in _places(decider, starts, [id_ for id_ in missing if id_ not in known]):
            free = [i for i in _free(decider, place) if i not in found]
            if choice := choose(decider, place, free, found):
                found[choice[0]] = choice[1]
    return found


def _starts(decider: Decider) -> list[tuple[int, str]]:
    """The blocks that start a section of the form for the first time, with its id."""
    seen: dict[str, int] = {}
    for i, run in sorted(decider.started.items()):
        if run.kind == "section" and run.id in decider.around.order:
            seen.setdefault(run.id, i)
        elif run.kind == "area" and len(alone := decider.matcher.sections_of(run.id)) == 1:
            seen.setdefault(alone[0].id, i)
    return sorted((i, id_) for id_, i in seen.items())


def _missing(decider: Decider, have: set[str]) -> list[str]:
    """Required sections without a start; those of an area that has none of its own are one text for the whole area."""
    whole = {run.id for run in decider.runs if run.kind == "area"}
    whole -= {section.area for section in decider.form.sections if section.id in have}
    return [s.id for s in decider.form.sections if s.required and s.id not in have and s.area not in whole]


def _pages(decider: Decider) -> Iterator[tuple[int, str]]:
    """Pages that no section has yet, each with its title and its name."""
    taken = {run.block.page for run in decider.runs if run.kind == "section"}
    for i, block in enumerate(decider.blocks):
        if block.style == "title" and block.page not in taken:
            yield from ((i, name) for name in (block.heading, block.name) if name)


def _places(decider: Decider, starts: list[tuple[int, str]], missing: list[str]) -> Iterator[_Place]:
    order, blocks = decider.around.order, decider.blocks
    for id_ in missing:
        before = max((s for s in starts if order[s[1]] < order[id_]), key=lambda s: order[s[1]], default=None)
        behind = min((s for s in starts if order[s[1]] > order[id_]), key=lambda s: order[s[1]], default=None)
        first = before[0] + 1 if before else 0
        last = behind[0] if behind else len(blocks)
        if first > last:
            continue  # the candidate's order is another one
        levels = frozenset(blocks[s[0]].level for s in (before, behind) if s and blocks[s[0]].style == "real")
        low = order[before[1]] if before else -1
        high = order[behind[1]] if behind else len(order)
        alone = [m for m in missing if low < order[m] < high] == [id_]
        yield _Place(id_, first, last, levels, alone)


def _free(decider: Decider, place: _Place) -> list[int]:
    """Real headings with a text in this place, on a level of its neighbours', that started no section."""
    return [
        i for i in range(place.first, place.last)
        if (block := decider.blocks[i]).style == "real" and block.level in place.levels and block.heading
        and decider.guesses[i].role not in ("end", "contents", "preface")
        and _idle(decider, i)
        and _words_below(decider.blocks, i) >= FEW
    ]  # fmt: skip


def _words_below(blocks: list[Block], i: int) -> int:
    """The words below a heading and its deeper sub-headings."""
    total = blocks[i].words
    for block in blocks[i + 1 :]:
        if block.level <= blocks[i].level:
            break
        total += block.words
    return total


_Choice = tuple[int, Guess] | None


def _alike(decider: Decider, place: _Place, free: list[int], _found: dict[int, Guess]) -> _Choice:
    """The heading in this place that is likest to the missing section's titles, if it is like them at all."""
    scored = [(_like(decider, decider.blocks[i].heading, place.section), -i) for i in free]
    like, at = max(scored, default=(0.0, 0))
    if like < (NEAR if decider.guesses[-at].role == "element" else _SOME):
        return None
    why = "its place and some of its wording"
    return -at, Guess("section", place.section, min(0.5 + like / 4, 0.7), why, labelled=True)


def _like(decider: Decider, heading: str, id_: str) -> float:
    """Likeness of a heading to a section; the bare number of an area that has this section alone says enough."""
    area = decider.form.section_by_id[id_].area
    label = parse_label(heading) if area and len(decider.matcher.sections_of(area)) == 1 else None
    numbered = label is not None and not label.letter and str(label.area) == area
    return max(decider.matcher.likeness(heading, id_), NEAR if numbered else 0.0)


def _only(decider: Decider, place: _Place, free: list[int], found: dict[int, Guess]) -> _Choice:
    """The only unknown heading in this place, where such headings are rare on its level."""
    unknown = [i for i in free if decider.guesses[i].role != "element"]
    if len(unknown) != 1 or not place.alone:
        return None
    block = decider.blocks[unknown[0]]
    strangers = [
        i for i, (other, guess) in enumerate(zip(decider.blocks, decider.guesses, strict=True))
        if other.style == "real" and other.level == block.level and guess.role in ("unknown", "element")
        and i not in found and not place.first <= i < place.last and _idle(decider, i)
    ]  # fmt: skip
    if len(strangers) > 1 or (place.section == "confirmation" and not _DECLARES.search("\n".join(block.body))):
        return None
    why = "its place: nothing else stands between its neighbours"
    return unknown[0], Guess("section", place.section, 0.5, why, labelled=True)


def _idle(decider: Decider, i: int) -> bool:
    """Whether a block started no section and no area."""
    return i not in decider.started or decider.started[i].kind == "none"
