"""What one heading may be, seen by itself: a section, an area, an element, a list of references, or nothing known."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from cmalt_review.intake.match.label import Label, inner_label, ordinal, parse_label, strip_lead
from cmalt_review.intake.match.titles import SPLIT, cut, interchangeable, literals, near, phrases
from cmalt_review.intake.match.wording import Vocabulary, tokens, vocabulary
from cmalt_review.model.form import Area, Form, Section
from cmalt_review.rules.stems import stem

Role = Literal["section", "nth", "letter", "area", "element", "end", "preface", "contents", "unknown"]

EXACT = 0.82
"""Likeness from which wording alone settles a section."""
NEAR = 0.55
"""Likeness that is enough where the place agrees."""

_ELEMENT = re.compile(
    r"^(?:my |critical |supporting |personal |key |links? to |list of |final )*"
    r"(?:descriptions?|reflections?|reflective|evidence|narrative|context)\b", re.I,
)  # fmt: skip
_CONTENTS = re.compile(
    r"^(?:(?:table of |portfolio |page )?contents(?: page)?|toc|sections|index|guide|navigation|menu|quick links|"
    r"on this page|in this (?:portfolio|section|document)|jump to|skip to|site ?map)$", re.I,
)  # fmt: skip
_PREFACE = re.compile(r"^(?:preface|foreword|prologue|preamble)\b", re.I)
_END_STEMS = frozenset(
    stem(word) for word in (
        "references", "bibliography", "appendix", "appendices", "acknowledgements", "acknowledgments", "thanks",
        "glossary", "endnotes", "footnotes", "annex", "annexes", "citations",
    )
)  # fmt: skip
_END_PHRASES = (
    "works cited",
    "further reading",
    "reference list",
    "list of references",
    "thank you",
    "list of abbreviations",
)

_LETTERED = 0.7
"""Likeness to an area that is enough where a letter follows."""
_SIDES = re.compile(r"\s+[/|•·]\s+")
_NUMBER_BEHIND = re.compile(r"\(([1-9])\)\s*$")
_LETTER_BEHIND = re.compile(r"^(?P<head>.*\w)[\s:,–—(-]+(?:part\s+)?(?P<l>[a-dA-D])\)?$")
_SHORT = re.compile(r"([A-Z]{2})\s?([1-9])?(?![\w’'])")


@dataclass(frozen=True)
class Guess:
    """A heading's meaning by itself. ``score`` is how sure it is, 0 to 1."""

    role: Role
    id: str = ""
    """The section (role ``section``, perhaps ``element``) or the area (``area``, ``nth``)."""
    score: float = 0.0
    why: str = ""
    labelled: bool = False
    """Whether a number says so, not only the wording."""
    bare: bool = False
    """Whether the heading is nothing but a number."""
    alternative: str = ""
    """For an area: a section of it whose title reads nearly the same."""
    ordinal: int | None = None
    letter: str = ""
    tail: bool = False
    """Whether a title of the candidate's own follows the form's words."""
    exact: bool = False
    """Whether the wording is the title's own, not that of a variant."""
    weak: bool = False
    """Whether the wording is one that a sub-heading may have too ("Next steps"): the place must agree."""


UNKNOWN = Guess("unknown")


@dataclass(frozen=True)
class _Known:
    section: Section | None
    area: Area | None
    phrases: tuple[tuple[str, ...], ...]
    """Titles and variants as tokens, without numbers in front."""
    literals: frozenset[str] = frozenset()
    """Variants without a telling word ("section b"), to be met to the letter."""


class Matcher:
    """Judges headings against one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.shift = 0
        """By how much the candidate's own numbers are ahead of the form's ("2. Operational issues")."""
        self.vocabulary: Vocabulary = vocabulary(form)
        self._sections = [
            _Known(s, None, phrases([s.title, s.short, *s.variants]), literals(s.variants)) for s in form.sections
        ]
        self._areas = [_Known(None, a, phrases([a.title, *a.variants]), literals(a.variants)) for a in form.areas]
        self._principles = [tokens(title) for p in form.principles for title in (p.title, p.short)]
        self._counted = {known.area.id: known.phrases for known in self._areas if known.area}

    @cached_property
    def areas_by_digit(self) -> dict[int, str]:
        """The area that a number names: by its own id, or by the ids of its sections."""
        found = {int(area.id): area.id for area in self.form.areas if area.id.isdigit()}
        for section in self.form.sections:
            if section.area and section.id[:1].isdigit():
                found.setdefault(int(section.id[0]), section.area)
        return found

    @cached_property
    def _initials(self) -> dict[str, str]:
        """The two-word names of areas that are counted, by their initials ("SA")."""
        counted = [area for area in self.form.areas if interchangeable(self.sections_of(area.id))]
        names = [name for area in counted for name in area.variants if re.fullmatch(r"[a-z]+ [a-z]+[^s]", name)]
        return {"".join(word[0] for word in name.split()).upper(): name for name in names}

    def sections_of(self, area: str) -> list[Section]:
        """The form's sections in an area."""
        return [section for section in self.form.sections if section.area == area]

    def likeness(self, text: str, section_id: str) -> float:
        """How alike a text and the titles of a section are, 0 to 1."""
        heading = tokens(text)
        known = next((k for k in self._sections if k.section and k.section.id == section_id), None)
        return max((self.vocabulary.similarity(heading, p) for p in known.phrases), default=0.0) if known else 0.0

    def guess(self, heading: str) -> Guess:
        """What a heading may be."""
        text = strip_lead(heading).strip()
        if not text:
            return UNKNOWN
        whole = self._wording(text)
        if found := self._special(text, whole):
            return found
        if found := self._by_number(text):
            return found
        head, tail = cut(text)
        counted = self._nth(head, bool(tail)) or self._lettered(head)
        if counted:
            return counted
        if whole.score < EXACT and (found := self._by_sides(text) or self._by_parts(head, tail)):
            return found
        return whole

    def guess_title(self, title: str) -> Guess:
        """What a page's title says: any part of it may name the section ("1a Constraints | My portfolio")."""
        best = self.guess(title)
        for part in SPLIT.split(title):
            found = self.guess(part) if part.strip() else UNKNOWN
            if found.role in ("section", "nth", "area") and found.score > max(best.score, EXACT - 0.01):
                best = found
        number = _NUMBER_BEHIND.search(title)
        if number and best.score < EXACT and (area := self.areas_by_digit.get(int(number[1]))):
            best = Guess("area", area, 0.85, "the area's number", labelled=True)
        return best

    def _special(self, text: str, whole: Guess) -> Guess | None:
        first = stem(text.split()[0].casefold().strip(".,:;"))
        lower = text.casefold()
        if len(text.split()) <= 8 and (any(near(first, end) for end in _END_STEMS) or lower.startswith(_END_PHRASES)):
            return Guess("end", score=0.9, why="references, appendices and thanks belong to no section")
        if _CONTENTS.match(text.strip(" :")):
            return Guess("contents", score=0.9, why="a table of contents")
        if _PREFACE.match(text) and self._wording(cut(text)[1]).score < EXACT:
            return Guess("preface", score=0.9, why="a preface belongs to no section")
        heading = tokens(text)
        if max(self.vocabulary.similarity(heading, p) for p in self._principles) >= max(EXACT, whole.score):
            return Guess("element", score=0.8, why="it names a principle")
        if whole.score >= (0.97 if _ELEMENT.match(text) else EXACT):
            return None
        if _ELEMENT.match(text):
            named = inner_label(text)
            known = f"{named[0]}{named[1]}" if named else ""
            known = known if known in self.form.section_by_id else ""
            return Guess("element", id=known, score=0.8, labelled=bool(known), why=f"it names {known}" if known else "")
        return None

    def _by_number(self, text: str) -> Guess | None:
        label = parse_label(text)
        if label is None:
            return None
        if self.shift and label.area is not None and not label.keyword:
            label = replace(label, area=label.area - self.shift)
        rest = label.rest.strip()
        wording = self._wording(rest) if rest else UNKNOWN
        if label.area is None:
            return self._by_letter(label, wording)
        id_ = f"{label.area}{label.letter}"
        area = self.areas_by_digit.get(label.area, "")
        if label.letter and id_ in self.form.section_by_id:
            return self._numbered_section(label, id_, wording)
        if label.letter and area and interchangeable(self.sections_of(area)) and (label.keyword or rest):
            number = "abcdefgh".index(label.letter) + 1
            return Guess("nth", area, 0.85, "its number and its order", labelled=True, ordinal=number, tail=bool(rest))
        if label.letter and area and label.keyword and not label.dotted:
            return Guess("unknown", area, why=f"the form has no {id_}", labelled=True)
        if label.letter or not area:
            return wording if wording.score >= NEAR else None
        return self._numbered_area(label, area, wording)

    def _numbered_section(self, label: Label, id_: str, wording: Guess) -> Guess | None:
        like = self.likeness(label.rest, id_)
        other = wording.role == "section" and wording.id != id_ and wording.score >= EXACT
        if other and like < wording.score - 0.4:
            return Guess("section", wording.id, 0.84, f"its wording; its number says {id_}")
        if label.dotted and not label.keyword and like < 0.3:
            return None
        bare = not label.rest
        if like >= NEAR:
            return Guess("section", id_, 0.98, "its number and its wording", labelled=True)
        score = 0.9 if bare or label.keyword else 0.85
        return Guess("section", id_, score, "its number", labelled=True, bare=bare)

    def _by_letter(self, label: Label, wording: Guess) -> Guess | None:
        if wording.role == "section" and wording.score >= EXACT:
            return Guess("section", wording.id, 0.9, "its wording", letter=label.letter)
        if wording.role in ("area", "nth") and wording.score >= EXACT:
            return wording
        return Guess("letter", "", 0.5, letter=label.letter, bare=not label.rest, tail=bool(label.rest))

    def _numbered_area(self, label: Label, area: str, wording: Guess) -> Guess | None:
        like = self._area_likeness(label.rest, area)
        inside = [(self.likeness(label.rest, s.id), s.id) for s in self.sections_of(area)]
        best, best_id = max(inside, default=(0.0, ""))
        if best >= EXACT and best > like + 0.05:
            return Guess("section", best_id, 0.9, "the area's number and the section's wording", labelled=label.keyword)
        elsewhere = wording.role in ("section", "area", "nth") and wording.score >= EXACT and wording.id != area
        if elsewhere and like < NEAR and best < NEAR:
            return replace(wording, weak=False)
        if like >= NEAR or label.keyword or best >= NEAR:
            score = 0.95 if like >= NEAR or best >= NEAR else 0.85
            alternative = best_id if best >= 0.7 else ""
            return Guess(
                "area", area, score, "the area's number", labelled=True, bare=not label.rest, alternative=alternative,
                tail=bool(label.rest) and like < NEAR,
            )  # fmt: skip
        return None

    def _by_parts(self, head: str, tail: str) -> Guess | None:
        """A heading of two parts: the form's words and the candidate's, or the area's and the section's."""
        if not tail:
            return None
        first, second = self._wording(head), self._wording(tail)
        inner = first.role == "area" and second.role == "section" and second.score >= EXACT
        if inner and self.form.section_by_id[second.id].area == first.id:
            return second
        if first.score >= EXACT and first.role in ("section", "area"):
            return replace(first, score=min(first.score, 0.92), tail=True)
        return None

    def _by_sides(self, text: str) -> Guess | None:
        """A heading in two languages, or with the site's name: the side that names a section to the word."""
        sides = _SIDES.split(text)
        found = [self._wording(side) for side in sides] if len(sides) > 1 else []
        best = max(found, key=lambda guess: guess.score, default=UNKNOWN)
        return best if best.score >= EXACT else None

    def _lettered(self, head: str) -> Guess | None:
        """An area's words with a letter behind them: "Operational issues B"."""
        found = _LETTER_BEHIND.match(head)
        if found is None:
            return None
        area, like = self._best_area(found["head"])
        id_ = f"{area}{found['l'].lower()}"
        if like < _LETTERED or id_ not in self.form.section_by_id:
            return None
        return Guess("section", id_, 0.9, "the area's wording and a letter", labelled=True)

    def _nth(self, head: str, tail: bool) -> Guess | None:
        """ "Specialist area 2": the words of an area and a number; "Specialist option: my topic" counts by order."""
        words, number = ordinal(head)
        if (short := _SHORT.match(head)) and (known := self._initials.get(short[1])):
            words, number, tail = known, int(short[2]) if short[2] else None, True
        if number is None and not tail and (begun := self._begun(head)):
            words, number, tail = begun
        if number is None and not tail:
            return None
        area, like = self._best_area(words)
        sections = self.sections_of(area) if area else []
        if like < EXACT or not interchangeable(sections):
            return None
        plural = words.casefold().rstrip(") ").endswith(("s", "(s"))
        if number is None and plural:
            return None
        why = "its wording and its number" if number else "its wording and its order"
        return Guess("nth", area, 0.95 if number else 0.85, why, labelled=number is not None, ordinal=number, tail=tail)

    def _begun(self, text: str) -> tuple[str, int | None, bool] | None:
        """A heading that begins with an area's words and goes on in the candidate's: "Specialist area 1 My topic"."""
        parts = text.split()
        for many in range(min(4, len(parts) - 1), 1, -1):
            words, number = ordinal(" ".join(parts[:many]))
            if len(tokens(words)) != 1 and number is None:
                continue
            area, like = self._best_area(words)
            if like >= 0.97 and interchangeable(self.sections_of(area)):
                return words, number, True
        return None

    def numbers_ahead(self, headings: Iterable[str]) -> int:
        """By how much the numbers in front of these headings are ahead of the areas that their words name."""
        ahead: Counter[int] = Counter()
        for heading in headings:
            label = parse_label(heading)
            if label is None or label.area is None or label.keyword or label.letter or not label.rest.strip():
                continue
            wording = self._wording(label.rest.strip())
            section = self.form.section_by_id.get(wording.id)
            area = wording.id if wording.role == "area" else section.area if section else ""
            if wording.score >= NEAR and area.isdigit():
                ahead[label.area - int(area)] += 1
        most, times = max(ahead.items(), key=lambda item: item[1], default=(0, 0))
        return most if times >= 2 and 2 * times > ahead.total() else 0

    def _best_area(self, text: str) -> tuple[str, float]:
        scored = [(self._area_likeness(text, area.id), area.id) for area in self.form.areas]
        scored += [
            (self.likeness(text, s.id), s.area) for s in self.form.sections if s.area and interchangeable([s])
        ]  # fmt: skip
        like, best = max(scored, default=(0.0, ""))
        return best, like

    def _area_likeness(self, text: str, area: str) -> float:
        heading = tokens(text)
        return max((self.vocabulary.similarity(heading, p) for p in self._counted.get(area, ())), default=0.0)

    def _wording(self, text: str) -> Guess:
        """The section or area whose titles are likest to a text; role ``unknown`` where none is near."""
        heading, literal = tokens(text), text.casefold().strip(" .:")
        best, best_area = UNKNOWN, UNKNOWN
        for known in self._sections:
            like, exact, weak = self._likest(heading, literal, known)
            if known.section and like > best.score:
                best = Guess("section", known.section.id, like, "its wording", exact=exact, weak=weak)
        for known in self._areas:
            like, exact, weak = self._likest(heading, literal, known)
            if known.area and like > best_area.score:
                best_area = Guess("area", known.area.id, like, "its wording", weak=weak)
        if max(best.score, best_area.score) < NEAR - 0.1:
            return UNKNOWN
        if best_area.score < best.score or self._only_section(best_area.id, best.id, best_area.score - best.score):
            return best
        near = best.score >= 0.7 and self.form.section_by_id[best.id].area == best_area.id
        return Guess("area", best_area.id, best_area.score, "its wording", alternative=best.id if near else "")

    def _likest(self, heading: tuple[str, ...], literal: str, known: _Known) -> tuple[float, bool, bool]:
        """The likeness to a section's or an area's best phrase; whether that is the title, or a weak phrase."""
        if literal in known.literals:
            return 0.9, False, False
        like, best = max(((self.vocabulary.similarity(heading, p), p) for p in known.phrases), default=(0.0, ()))
        if not best or best == known.phrases[0]:
            return like, bool(best), False
        return like, False, self.vocabulary.similarity(best, known.phrases[0]) < NEAR

    def _only_section(self, area: str, section: str, ahead: float) -> bool:
        sections = self.sections_of(area)
        return ahead < 0.05 and len(sections) == 1 and sections[0].id == section and not interchangeable(sections)
