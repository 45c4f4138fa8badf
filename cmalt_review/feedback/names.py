"""Who must not be recognised in a feedback, as patterns."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cmalt_review.feedback.finding import Severity
from cmalt_review.feedback.sentences import word_set
from cmalt_review.model.assignment import Assessor

# Names that are also ordinary words or acronyms: alone they count in the middle of a sentence only.
_ORDINARY = word_set(
    "art bell best bill black brown case chance cook day drew faith field frank good grace grant green gray "
    "grey hope  jack joy king law link little long lord mark marks may miles moon page park penny power price "
    "read rich rob rose short  small strong sue table trust turner wade ward way west white will wise wood "
    "word young east north page summer dawn"
)
_ACRONYMS = word_set("AI AR BI CC CD CV HE FE HR ID IP IT OR PC PD PE QA TA TV UI UK UX VC VR XR IS AS AM PM EU US")
_TITLES = word_set("dr prof professor mr mrs ms miss mx sir dame rev phd ma msc cmalt scmalt fhea sfhea")
_PARTICLES = word_set("de van von der den la le el al bin ibn da di du dos mac mc st")
_GENERIC = word_set(
    "the of for and at in university college school institute institution department faculty centre center "
    "academy trust council  hospital ltd limited inc plc group company national royal metropolitan technical "
    "technology further higher education  learning teaching city north south east west new open online "
    "applied sciences arts"
)


@dataclass(frozen=True)
class Known:
    """Something that tells who somebody is."""

    rule: str
    level: Severity
    pattern: re.Pattern[str]
    message: str
    """With ``{}`` for what was found."""


def _plain(text: str) -> str:
    """Each letter, accented or not, as a pattern that finds both."""
    out = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0]
        out.append(re.escape(char) if base == char else f"[{re.escape(char)}{re.escape(base)}]")
    return "".join(out)


def _parts(name: str) -> list[str]:
    """First name and further names in writing order, without titles and particles."""
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    words = [word.strip(".,()") for word in name.split()]
    named = [word for word in words if len(word) > 1 and any(char.isalpha() for char in word)]
    return [word for word in named if word.lower() not in _TITLES | _PARTICLES]


def _alone(word: str) -> str:
    """The name alone, with a capital; at the start of a sentence too, unless it is an ordinary word."""
    start = r"(?<=[\w,;:)] )" if word.lower() in _ORDINARY else r"(?<!\w)"
    upper = f"|{_plain(word.upper())}" if len(word) > 3 else ""
    return f"{start}(?:{_plain(word[0].upper() + word[1:])}{upper})(?!\\w)"


def _person(name: str, shared: set[str], rule: str, who: str) -> Iterator[Known]:
    parts = _parts(name)
    if not parts:
        return
    whole = r"[\s.,-]+(?:\w+\.?\s+)?".join(_plain(part) for part in (parts[0], parts[-1]))
    other = r",?\s+".join(_plain(part) for part in (parts[-1], parts[0]))
    if len(parts) > 1 and not set(_lower(parts)) <= shared:
        pattern = re.compile(rf"(?<!\w)(?:{whole}|{other})(?!\w)", re.IGNORECASE)
        yield Known(rule, "block", pattern, f"“{{}}” names {who}: feedback is anonymous.")
    for last in parts[1:]:
        if last.lower() not in shared and len(last) > 2:
            yield Known(rule, "block", re.compile(_alone(last)), f"“{{}}” names {who}: feedback is anonymous.")
    if parts[0].lower() not in shared and len(parts[0]) > 2:
        yield Known(
            f"{rule}-first", "warn", re.compile(_alone(parts[0])), f"“{{}}” may name {who}: feedback is anonymous."
        )
    if len(parts) > 1:
        letters = [next(char for char in part if char.isalpha()).upper() for part in (parts[0], parts[-1])]
        joined = "".join(letters)
        dotted = r"\.\s?".join(letters) + r"\."
        bare = "" if joined in _ACRONYMS else rf"|(?<![\w-]){joined}\d{{0,2}}(?![\w-])"
        yield Known(
            "identity.initials", "warn", re.compile(rf"(?<!\w){dotted}{bare}"), f"“{{}}” are the initials of {who}."
        )


def _lower(words: list[str]) -> list[str]:
    return [word.lower() for word in words]


def _institution(name: str, shared: bool, who: str) -> Iterator[Known]:
    core = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)
    if len(core) < 3:
        return
    level: Severity = "warn" if shared else "block"
    rule = "identity.shared-institution" if shared else "identity.institution"
    why = "also the candidate's, so it may be meant" if shared else "feedback is anonymous"
    message = f"“{{}}” is the institution of {who}: {why}."
    flags = re.IGNORECASE if len(core) > 5 else re.NOFLAG
    whole = r"\s+".join(_plain(word) for word in core.split())
    yield Known(rule, level, re.compile(rf"(?<!\w){whole}(?!\w)", flags), message)
    for word in core.replace(",", " ").split():
        if len(word) > 3 and word[0].isupper() and word.lower() not in _GENERIC and word != core:
            yield Known(rule, "warn", re.compile(rf"(?<!\w){_plain(word)}(?!\w)"), message)


@lru_cache(maxsize=8)
def known_names(
    people: tuple[Assessor, ...],
    nominated: str,
    candidate: str,
    candidate_institutions: tuple[str, ...],
    portfolio_text: str,
) -> tuple[Known, ...]:
    """Patterns for the people given, the nominated assessor and (as a hint) the candidate.

    A name that the candidate has too counts for nobody else. A candidate's name in the text is no breach of anonymity,
    but feedback speaks of the portfolio, not of the person.
    """
    own = set(_lower(_parts(candidate)))
    found: list[Known] = []
    for person in people:
        found += _person(person.name, own, "identity.name", "an assessor or another candidate")
        if person.email.strip():
            address = re.escape(person.email.strip())
            local = person.email.split("@")[0].strip()
            more = rf"|(?<![\w.]){re.escape(local)}(?![\w@])" if re.search(r"[.\d_-]", local) else ""
            message = "“{}” is the e-mail address of an assessor or another candidate: feedback is anonymous."
            found.append(Known("identity.email", "block", re.compile(address + more, re.IGNORECASE), message))
        if person.institution.strip():
            name = person.institution.strip()
            shared = (
                any(_same(name, other) for other in candidate_institutions) or name.lower() in portfolio_text.lower()
            )
            found += _institution(name, shared, "an assessor or another candidate")
    if nominated:
        found += _person(nominated, own, "identity.nominated", "the nominated assessor")
    if own:
        for known in _person(candidate, set(), "person.candidate-name", "the candidate"):
            if known.rule.startswith("person."):
                message = "“{}” names the candidate: write of the portfolio rather than the person."
                found.append(Known("person.candidate-name", "hint", known.pattern, message))
    return tuple(found)


def _same(one: str, other: str) -> bool:
    return one.strip().lower().removeprefix("the ") == other.strip().lower().removeprefix("the ")
