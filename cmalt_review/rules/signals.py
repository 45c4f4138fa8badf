"""Signals: what an assessor may want to look at in a portfolio, and where. Never a verdict."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cmalt_review.model.form import Form, Principle, Section
from cmalt_review.model.portfolio import Piece, Portfolio, SectionText
from cmalt_review.model.text import count_words, words
from cmalt_review.rules.evidence import EvidenceItem, evidence
from cmalt_review.rules.guidance import guidance_in
from cmalt_review.rules.rounds import paragraphs
from cmalt_review.rules.stems import stem

_RECENT_YEARS = 3
"""Evidence should be from the last two to three years (Senior guidelines 2019, Evidence)."""
_SHINGLE = 5
_LONG = 25
"""Words from which a repeated paragraph is worth a signal."""
_NEARLY = 0.7
_QUOTE = 9


@dataclass(frozen=True)
class Signal:
    """Something to look at: in which section (empty for the portfolio), of what kind, and where in the text."""

    section: str
    kind: str
    where: str
    message: str


@dataclass(frozen=True)
class _Reading:
    """One look at a portfolio: what all signals share, worked out once."""

    portfolio: Portfolio
    form: Form
    today: date
    texts: list[SectionText]

    @cached_property
    def items(self) -> list[EvidenceItem]:
        return evidence(self.portfolio, {})

    @cached_property
    def guidance(self) -> dict[str, list[str]]:
        return {text.id: guidance_in(text.text) for text in self.texts}

    def section(self, id_: str) -> Section | None:
        return self.form.section_by_id.get(id_.split("-")[0])

    def assessed(self) -> Iterator[SectionText]:
        for text in self.texts:
            section = self.section(text.id)
            if section and section.assessed:
                yield text


def signals(portfolio: Portfolio, form: Form, today: date) -> list[Signal]:
    """All signals of a portfolio, in the form's order of sections; those of the whole portfolio come last.

    ``today`` is the day from which the age of evidence is counted.
    """
    reading = _Reading(portfolio, form, today, portfolio.sections())
    found = [signal for look in _LOOKS for signal in look(reading)]
    order = {section.id: n for n, section in enumerate(form.sections)}
    return sorted(found, key=lambda s: (order.get(s.section.split("-")[0], len(order)), s.section))


def _missing(reading: _Reading) -> Iterator[Signal]:
    have = {text.id.split("-")[0]: text for text in reading.texts}
    for section in reading.form.sections:
        if section.required and section.id not in have:
            loose = [
                p for p in reading.portfolio.pieces if p.section is None and p.area == section.area and section.area
            ]
            longest = max(loose, key=lambda p: len(p.text), default=None)
            whole = next((t for t in reading.texts if t.shared and _area(reading, t.id) == section.area), None)
            if whole:
                message = f"No text of its own; the text of {whole.id} stands for the whole area."
            elif longest and count_words(longest.text) > 40:
                message = (
                    f"No text was matched to it; see piece {longest.n}, “{longest.heading}”, which is in no section."
                )
            else:
                message = "No text was found for this section."
            yield Signal(section.id, "missing", "", message)


def _area(reading: _Reading, id_: str) -> str:
    section = reading.section(id_)
    return section.area if section else ""


def _length(reading: _Reading) -> Iterator[Signal]:
    for text in reading.texts:
        section = reading.section(text.id)
        if not section or not section.words or section.id == "confirmation":
            continue
        least, most = section.words
        own = text.words - sum(map(count_words, reading.guidance[text.id]))
        if 0 < own < least or own > most:
            yield Signal(text.id, "words", text.heading, f"{own} words; the rough guide is {least} to {most}.")


def _guidance(reading: _Reading) -> Iterator[Signal]:
    for id_, found in reading.guidance.items():
        if found:
            many = sum(map(count_words, found))
            message = f"The scheme’s own guidance seems to be left in ({many} words, not counted)."
            yield Signal(id_, "guidance", _quote(found[0]), message)


_GAP = re.compile(
    r"\b(?:TODO|TBC|TBA|TBD|FIXME|XXX+)\b|\blorem ipsum\b|\?\?\?+|\[(?:\.{3}|…|\s*)\](?!\()"
    r"|\[\s*(?:insert|add|link to|your|todo|tbc|placeholder|evidence to|name of)\b[^\]\n]{0,80}\](?!\()"
    r"|(?i:\b(?:insert|add) (?:a |the )?(?:link|image|screenshot|picture|evidence|date|name|reference)s? here\b)"
    r"|(?i:(?:^\W*|[\[(:–—-]\s?)to be (?:added|completed|confirmed|inserted|written)\b)"
    r"|(?i:\b(?:is|are|still|yet) to be (?:added|completed|confirmed|inserted|written)[ *_]*(?:[.)\]]|$))"
    r"|(?i:^\W*(?:(?!was|were|had|needed)[\w’'-]+\W+){1,5}to be (?:added|completed|confirmed|inserted|written)\W*$)"
    r"|(?i:^\W*to[- ]do(?: list)?(?:\W*$|\s*:))"
    r"|(?i:\bclick (?:or tap )?here to enter\b)|^[ \t]*[-*+][ \t]+\[ \][ \t]+\S",
    re.M,
)
_CAPITALS = re.compile(r"^[^a-z\n]*(?:[A-Z][^a-z\n]*){12,}$", re.M)


def _gaps(reading: _Reading) -> Iterator[Signal]:
    for text in reading.texts:
        found = list(_GAP.finditer(text.text))
        if found:
            line = _line_at(text.text, found[0].start())
            more = f" There are {len(found)} such places." if len(found) > 1 else ""
            yield Signal(text.id, "placeholder", _quote(line), f"A placeholder or to-do note may be left in.{more}")
        capitals = next((m[0] for m in _CAPITALS.finditer(text.text) if _shouted(m[0])), "")
        if capitals:
            yield Signal(
                text.id, "capitals", _quote(capitals), "A line in capitals: perhaps a note of revision or a gap."
            )


def _shouted(line: str) -> bool:
    plain = re.sub(r"\]\([^)]*\)|<[^>]*>|https?://\S+", " ", line)
    return (
        not line.lstrip().startswith(("|", "#")) and len([w for w in words(plain) if w.isalpha() and len(w) > 2]) >= 4
    )


def _line_at(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[max(start, at - 60) : end if end >= 0 else len(text)]


def _repeated(reading: _Reading) -> Iterator[Signal]:
    """Paragraphs that stand, whole or nearly so, in two sections."""
    seen: dict[int, list[int]] = {}
    known: list[tuple[str, str, int]] = []
    told: set[tuple[str, str]] = set()
    for text in reading.texts:
        for paragraph in paragraphs(text.text):
            shingles = _shingles(paragraph)
            if len(shingles) < _LONG - _SHINGLE:
                continue
            hits: dict[int, int] = {}
            for shingle in shingles:
                for at in seen.get(shingle, ()):
                    hits[at] = hits.get(at, 0) + 1
            for at, many in hits.items():
                other, _, size = known[at]
                if other != text.id and many >= _NEARLY * min(size, len(shingles)) and (other, text.id) not in told:
                    told.add((other, text.id))
                    alike = (
                        "The same text stands"
                        if many >= 0.98 * max(size, len(shingles))
                        else "Nearly the same text stands"
                    )
                    yield Signal(text.id, "repeated", _quote(paragraph), f"{alike} in {other}.")
            for shingle in shingles:
                seen.setdefault(shingle, []).append(len(known))
            known.append((text.id, paragraph, len(shingles)))


def _shingles(paragraph: str) -> set[int]:
    found = words(paragraph)
    if len(found) < _LONG:
        return set()
    return {hash(tuple(found[i : i + _SHINGLE])) for i in range(len(found) - _SHINGLE + 1)}


def _no_evidence(reading: _Reading) -> Iterator[Signal]:
    have = {item.section for item in reading.items}
    for text in reading.assessed():
        if text.id not in have and text.words:
            yield Signal(text.id, "evidence", text.heading, "No link, picture or file stands in this section.")


def _reused(reading: _Reading) -> Iterator[Signal]:
    """Evidence that stands in several sections; an address without a path is somebody's front page, not evidence."""
    places: dict[str, list[str]] = {}
    for item in reading.items:
        target = item.target.split("#")[0].rstrip("/")
        if item.section and not re.fullmatch(r"(?i)[a-z]+://[^/]+|mailto:.*|", target):
            where = places.setdefault(target, [])
            if item.section not in where:
                where.append(item.section)
    for target, where in places.items():
        for section in where[1:]:
            others = ", ".join(other for other in where if other != section)
            yield Signal(section, "reused", target, f"This evidence is used in {others} as well.")


_YEAR = re.compile(r"(?<!\d)(19[89]\d|20[0-4]\d)(?!\d)")


_READING = re.compile(r"\bAct \d{4}|\bdoi\.org\b|\blegislation\.gov\.uk\b")
"""Laws and literature: their year says nothing of how recent the candidate's work is."""


def _dated(reading: _Reading) -> Iterator[Signal]:
    """Evidence whose words or address name no year within the last three."""
    oldest = reading.today.year - _RECENT_YEARS
    by_section: dict[str, list[tuple[int, str]]] = {}
    for item in reading.items:
        section = reading.section(item.section)
        years = [int(year) for year in _YEAR.findall(f"{item.label} {item.target}")]
        old = bool(years) and max(years) < oldest and not _READING.search(f"{item.label} {item.host}")
        if old and section and section.assessed:
            by_section.setdefault(item.section, []).append((max(years), item.label or item.target))
    for id_, found in by_section.items():
        many = "One piece of evidence seems" if len(found) == 1 else f"{len(found)} pieces of evidence seem"
        named = ", ".join(str(year) for year in sorted({year for year, _ in found}))
        yield Signal(id_, "dated", _quote(found[0][1]), f"{many} older than three years ({named}).")


_WE = re.compile(r"(?<![\w’'])(?:we|our|us|ours)(?:['’](?:re|ve|d|ll))?(?![\w])", re.I)
_I = re.compile(r"(?<![\w’'])(?:I|me|my|mine|myself)(?:['’](?:m|ve|d|ll))?(?![\w])|(?<![\w])My(?![\w])")


def _we(reading: _Reading) -> Iterator[Signal]:
    for text in reading.assessed():
        ours = [m for m in _WE.finditer(text.text) if m[0] != "US"]
        mine = len(_I.findall(text.text))
        if len(ours) >= 5 and len(ours) > mine:
            where = _quote(text.text[text.text.rfind("\n", 0, ours[0].start()) + 1 :])
            yield Signal(
                text.id, "we", where, f"“We” {len(ours)} times, “I” {mine}: the candidate’s own part may be unclear."
            )


_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[\s./-](?:\d{1,2}|[A-Z][a-z]{2,8})[\s./,-]+\d{2,4}\b|\b\d{4}-\d\d-\d\d\b"
    r"|\b[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b|\b[A-Z][a-z]{2,8} 20\d\d\b"
)
_SIGNED = re.compile(r"\bsign(?:ed|ature)\b[\s*_]*[:|]?[ \t*_|]*(?P<name>[^\n|*_]*)", re.I)
_SIGNED_NEXT = re.compile(r"\bsign(?:ed|ature)\b[\s*_]*:?[\s*_]*\n+[\s*_]*!?\[?(?!date|nominated|name)\w", re.I)


def _confirmation(reading: _Reading) -> Iterator[Signal]:
    text = next((text for text in reading.texts if text.id == "confirmation"), None)
    if text is None:
        return
    if text.words < 8:
        yield Signal("confirmation", "confirmation", text.heading, "The confirmation holds no declaration.")
        return
    signed = _SIGNED.search(text.text)
    by_name = bool(signed and (words(signed["name"]) or _SIGNED_NEXT.search(text.text) or "![" in text.text))
    if not by_name and not (signed is None and _DATE.search(text.text)):
        yield Signal("confirmation", "confirmation", text.heading, "No signature was found in the declaration.")
    if not _DATE.search(text.text):
        yield Signal("confirmation", "confirmation", text.heading, "No date was found in the declaration.")


def _nominated(reading: _Reading) -> Iterator[Signal]:
    if nominated_assessor(reading.portfolio):
        message = "A nominated assessor is named: keep the name out of the feedback."
        yield Signal("confirmation", "nominated", "Confirmation", message)


def _principles(reading: _Reading) -> Iterator[Signal]:
    """Principles that an advanced area does not name: it must address each (Senior guidelines 2019, Advanced Area)."""
    ids = set(reading.form.principle_ids)
    for text in reading.texts:
        section = reading.section(text.id)
        if not section or not ids & set(section.elements):
            continue
        stems = [{stem(word) for word in words(paragraph)} for paragraph in paragraphs(text.text)]
        heads = [{stem(word) for word in words(line)} for line in _HEAD.findall(text.text)]
        for principle in reading.form.principles:
            if principle.id in section.elements and not _named(principle, stems, heads):
                message = f"The principle “{principle.short}” does not seem to be named."
                yield Signal(text.id, "principle", text.heading, message)


_SMALL = frozenset(("a", "an", "and", "of", "or", "the", "to", "in", "on", "for", "with", "by", "from", "other", "up"))


def _named(principle: Principle, stems: list[set[str]], heads: list[set[str]]) -> bool:
    """Whether a paragraph holds most of a principle's words, or a heading half of them."""
    ways = ((principle.title, stems, 0.6), (principle.short, stems, 1.0), (principle.title, heads, 0.5))
    for wanted, places, share in ways:
        needed = {stem(word) for word in words(wanted) if word not in _SMALL}
        if needed and any(len(needed & have) >= share * len(needed) for have in places):
            return True
    return False


_HEAD = re.compile(r"^(?:#{1,6} +.*|\W*\*\*[^*\n]{3,120}\*\*.*)$", re.M)
"""Headings, and lines that begin in bold."""

_LOOKS: tuple[Callable[[_Reading], Iterator[Signal]], ...] = (
    _missing, _length, _guidance, _gaps, _repeated, _no_evidence, _reused, _dated, _we, _confirmation, _nominated,
    _principles,
)  # fmt: skip

_NOMINATION = re.compile(
    r"\b(?:nominated|suggested|nominee)\b[^\n]{0,40}\bassessor\b|\bassessor nomination\b"
    r"|\bI (?:would like to )?nominate\b",
    re.I,
)
_NAME = re.compile(r"\bname\b[^\w\n:|]*[:|][\s*_|]*([^\n|*_]+)", re.I)
_NAME_BEHIND = re.compile(r"\s*(?:\([^)]*\)|is|as (?:my )?(?:second )?assessor)?[\s*_]*[:–—-]?[\s*_|]*([^\n|*_]+)")
_NOBODY = re.compile(
    r"^(?:none|no|no one|nobody|n/?a|not applicable|optional|i do not|tbc|-|institution|email|name)\b", re.I
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Miss)\.?\s+)?[A-ZÀ-Þ][\w’'.-]*"
    r"(?:\s+(?:(?:de|van|von|der|la|al|bin|ap)\s+)*[A-ZÀ-Þ][\w’'.-]*){1,3}"
)


def nominated_assessor(portfolio: Portfolio) -> str:
    """The name of the assessor whom the candidate nominated, or empty: looked for in the confirmation."""
    for piece in portfolio.pieces:
        if piece.section not in ("confirmation", None) or piece.kind != "text":
            continue
        if name := _nominee(piece):
            return name
    return ""


def _nominee(piece: Piece) -> str:
    text = f"{piece.heading}\n{piece.text}"
    for mention in _NOMINATION.finditer(text):
        behind = text[mention.end() : mention.end() + 600]
        labelled = _NAME.search(behind)
        for found in (labelled, _NAME_BEHIND.match(behind)):
            value = found[1].strip() if found else ""
            person = _PERSON.match(value)
            if person and not _NOBODY.match(value):
                return person[0].strip(" .,")
    return ""


def _quote(text: str) -> str:
    """The first words of a passage, to find it by."""
    plain = " ".join(re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)|[*_`#>|]+", r" \1 ", text).split())
    parts = plain.split(" ")
    return " ".join(parts[:_QUOTE])[:100] + (" …" if len(parts) > _QUOTE else "")
