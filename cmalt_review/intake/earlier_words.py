"""What the words of earlier feedback mean: which row a label names, which grade or outcome a cell holds."""

import re
from dataclasses import dataclass
from functools import cached_property

from cmalt_review.intake.match.guess import EXACT, NEAR, Guess, Matcher
from cmalt_review.intake.match.label import parse_label
from cmalt_review.intake.match.wording import plain
from cmalt_review.model.base import OutcomeId
from cmalt_review.model.form import Form, GradeId
from cmalt_review.model.sheet import PointKind
from cmalt_review.model.text import words

Cells = list[str]
TABLE = re.compile(r"\s{0,3}\|.*\|\s*$")
MARKS = re.compile(r"[\s:|=-]*")
_CELL_END = re.compile(r"(?<!\\)\|")

_KINDS: tuple[tuple[PointKind, str], ...] = (
    (
        "required",
        r"(?:what is |changes |revisions |actions? |points? )*(?:required|must be done|to be done)\b"
        r"(?: (?:before|for|in order|changes|revisions|actions?|points)\b.*)?$",
    ),
    ("required", r"why the portfolio cannot be accredited$"),
    ("strength", r"(?:(?:what is |particular |main )?strengths?|what is strong)\b(?: (?:in|of) .*)?$"),
    (
        "suggestion",
        r"(?:suggestions?|recommendations?|for consideration|suggested (?:changes|improvements))(?: (?:for|in) .*)?$",
    ),
)
_NUMBERED = re.compile(
    r"(?P<before>\b(?:figure|fig\.?|table|appendix|annex|version|page|step|week|slide|chapter)\s+)?"
    r"(?<![\w.@/])(?P<d>[1-9])(?:\s?\(?|\s)(?P<l>[a-h])\b(?!['’.]\w)", re.I
)  # fmt: skip
_AREA = re.compile(
    r"\b(?:core|specialist|advanced)\s+(?:areas?|options?|sections?)(?:\s*\(s\))?(?:\s*(?:[1-9]|one|two|three)\b)?",
    re.I,
)
_PRINCIPLE = re.compile(r"\b(?:core\s+)?principles?\s+([1-4])\b", re.I)
_REFERRAL = re.compile(r"\brefer(?:ral|red)\b[^.\n]{0,60}?\b(minor|major)\b", re.I)
_MANY_WORDS = 25


def kind_of(heading: str) -> PointKind | None:
    """The kind of the points below a heading ("Strengths", "Required before the portfolio can pass")."""
    text = heading.strip(" :*_")
    return next((kind for kind, pattern in _KINDS if re.match(pattern, text, re.IGNORECASE)), None)


def outcome_of(form: Form, text: str) -> OutcomeId | None:
    """The outcome that a short text states; ``None`` where it states none, or more than one."""
    said = words(text)
    if not said or len(said) > _MANY_WORDS or {"not", "no"} & set(said):
        return None
    found: set[OutcomeId] = set()
    if "distinction" in said:
        found.add("distinction")
    elif said[0] in ("pass", "passed"):
        found.add("pass")
    if said[0] in ("fail", "failed"):
        found.add("fail")
    if {"referral", "referred", "revisions", "revision"} & set(said):
        found |= {kind for kind in ("minor", "major") if kind in said}
    known = {outcome.id for outcome in form.outcomes}
    return found.pop() if len(found) == 1 and found <= known else None


def lone_outcome(form: Form, text: str) -> OutcomeId | None:
    """The referral that a letter speaks of, if it speaks of one kind only."""
    kinds = {found.lower() for found in _REFERRAL.findall(text)}
    return outcome_of(form, f"referral {kinds.pop()} revisions") if len(kinds) == 1 else None


def cells_of(line: str) -> Cells:
    """The cells of a table's line, as plain words."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [plain(re.sub(r"<br\s*/?>", " ", cell)) for cell in _CELL_END.split(inner)]


@dataclass(frozen=True)
class GradedLine:
    """Grades by row in a table's text, and what is left at its end: the name of a row, or of a kind of points."""

    grades: dict[str, list[GradeId]]
    rest: str


class Rows:
    """Finds the rows of a form (sections and whole-portfolio principles) in labels and sentences."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._matcher = Matcher(form)
        self._area = ""
        """The area whose rows are being read: a label "b" is of this area."""

    def row_of(self, label: str) -> str:
        """The row that a label names, or nothing."""
        text = label.strip(" :")
        if principle := self._principle(text):
            return principle
        guess = self._matcher.guess(text)
        if guess.role == "section" and guess.score >= (NEAR if guess.labelled else EXACT) and not guess.weak:
            return guess.id.split("-")[0]
        sections = self._matcher.sections_of(guess.id) if guess.role in ("nth", "area") else []
        if guess.role == "area" and guess.score >= EXACT:
            self._area = guess.id
            return sections[0].id if len(sections) == 1 else ""
        if guess.role == "nth" and sections:
            place = (guess.ordinal or 1) - 1
            return sections[place].id if place < len(sections) else ""
        if guess.role == "letter" and self._area:
            known = f"{self._area}{guess.letter}"
            return known if known in self.form.section_by_id else ""
        return ""

    def is_label(self, text: str) -> bool:
        """Whether a line is the name of a row and nothing more, not a sentence that begins with one."""
        label = parse_label(text)
        guess = self._matcher.guess(text.strip(" :"))
        if self._principle(text):
            return True
        if guess.role == "nth":
            return guess.ordinal is not None and not guess.tail
        if guess.role != "section":
            return False
        if label is None or label.area is None:
            return guess.score >= EXACT and not guess.tail and not guess.weak
        return guess.bare or self._matcher.likeness(label.rest, guess.id) >= NEAR

    def grade_of(self, text: str) -> GradeId | None:
        """The grade that a cell holds: its word or its letter."""
        said = " ".join(words(text.split("(")[0]))
        return self._grades.get(said)

    def graded_line(self, text: str, section: str) -> "GradedLine | None":
        """A table that lost its columns: names of rows, each followed by its grades; ``None`` where it is none.

        ``section`` has the grades that stand before the first name.
        """
        found: dict[str, list[GradeId]] = {}
        end, known = 0, False
        for run in self._run.finditer(text):
            label = text[end : run.start()].strip(" |:–-")
            row = (self.row_of(label) if self.is_label(label) else "") if label else section
            known = known or bool(row) or bool(label and parse_label(label))
            grades = [grade for hit in self._word.findall(run[0]) if (grade := self.grade_of(hit))]
            if row:
                found.setdefault(row, grades)
            end = run.end()
        rest = text[end:].strip(" |:–-")
        return GradedLine(found, rest) if known and (not rest or self.is_label(rest) or kind_of(rest)) else None

    def mentions(self, sentence: str) -> list[str]:
        """The rows that a sentence names, in their order, each once."""
        hits: list[tuple[int, str]] = []
        for found in _NUMBERED.finditer(sentence):
            id_ = f"{found['d']}{found['l'].lower()}"
            spaced = " " in found[0][-2:] and not re.search(
                r"(?:area|section|option)s?\s+$", sentence[: found.start("d")], re.I
            )
            if id_ in self.form.section_by_id and not found["before"] and not spaced:
                hits.append((found.start("d"), id_))
        hits += [(found.start(), f"p{found[1]}") for found in _PRINCIPLE.finditer(sentence)]
        hits += [(found.start(), id_) for pattern, id_ in self._titles for found in pattern.finditer(sentence)]
        for found in _AREA.finditer(sentence):
            if not any(found.start() <= place <= found.end() + 1 for place, _ in hits) and (
                id_ := self._of_area(found[0])
            ):
                hits.append((found.start(), id_))
        known = [id_ for _, id_ in sorted(hits) if self.form.has_row(id_)]
        return list(dict.fromkeys(known))

    def _of_area(self, text: str) -> str:
        """The section that an area's name stands for: the one it counts to, or its first."""
        guess: Guess = self._matcher.guess(text)
        if guess.role == "section":
            return guess.id
        sections = self._matcher.sections_of(guess.id) if guess.role in ("area", "nth") else []
        place = (guess.ordinal or 1) - 1
        return sections[place].id if place < len(sections) else ""

    def _principle(self, text: str) -> str:
        if found := re.fullmatch(r"(?:core )?principle ([1-4])\b.*|p([1-4])", text.strip(), re.I):
            return f"p{found[1] or found[2]}" if self.form.has_row(f"p{found[1] or found[2]}") else ""
        said = set(words(text))
        for principle in self.form.principles:
            for title in (principle.title, principle.short):
                wanted = set(words(title))
                if wanted and len(said & wanted) >= 0.75 * len(said | wanted):
                    return principle.id
        return ""

    @cached_property
    def _grades(self) -> dict[str, GradeId]:
        found: dict[str, GradeId] = {}
        for grade in self.form.grades:
            found[" ".join(words(grade.word))] = grade.id
            found[grade.id.lower()] = grade.id
            for part in re.split(r"[/,]", grade.word):
                found.setdefault(" ".join(words(part)), grade.id)
        if "N" in found.values():
            found["n a"] = "N"
        return found

    @cached_property
    def _word(self) -> re.Pattern[str]:
        """A grade as a table has it: with a capital, or "N/A"."""
        named = sorted((grade.word for grade in self.form.grades), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:Grade:\s*)?({'|'.join(map(re.escape, [*named, 'N/A']))})(?!\w)")

    @cached_property
    def _run(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._word.pattern}\s*)+")

    @cached_property
    def _titles(self) -> list[tuple[re.Pattern[str], str]]:
        """Titles of sections as they may stand in a sentence: those long enough to be meant."""
        found = []
        for section in self.form.sections:
            titles = [section.title, section.short, *(v for v in section.variants if len(v.split()) >= 3)]
            for title in dict.fromkeys(titles):
                said = words(title)
                if len(said) >= 2 and len(" ".join(said)) >= 10 and not parse_label(title):
                    found.append((re.compile(r"\b" + r"\W+".join(map(re.escape, said)) + r"\b", re.I), section.id))
        return found
