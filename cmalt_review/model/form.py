"""The form: a scheme as data. Everything about sections, prompts, grades and outcomes is read from ``forms/*.toml``."""

from functools import cached_property
from typing import Literal

from pydantic import Field

from cmalt_review.model.base import AssessmentType, Line, OutcomeId, Pathway, Text, Value

GradeId = Literal["S", "A", "R", "M", "N", "C"]
Round = Literal["first", "after-minor", "after-major", "review"]


class Prompt(Value):
    """What to look for in one element of a section, in our own words, and the guideline it rests on."""

    element: Line
    """``description``, ``reflection``, ``evidence``, or a principle (``p1`` … ``p4``) in the advanced area."""
    ask: Text
    """One or two short sentences that the assessor reads beside the text."""
    source: Line = ""
    """The guideline's section, e.g. ``Senior guidelines 2019, Core area 1a``."""


class Criterion(Value):
    """An expectation that holds in every assessed section of a pathway (Senior's strip of three)."""

    id: Line
    title: Line
    ask: Text
    source: Line = ""


class Area(Value):
    """A group of sections with a heading of its own: core area, specialist areas, advanced areas."""

    id: Line
    title: Line
    variants: list[Line] = []
    """Other wordings of the heading, as candidates write it (lower case)."""


class Section(Value):
    """One section of the portfolio; it is one row of the grade sheet where it is assessed."""

    id: Line
    title: Line
    short: Line
    """At most about 28 characters, for lists."""
    area: Line = ""
    assessed: bool = True
    required: bool = True
    several: bool = False
    """Whether the portfolio may hold several of them (advanced areas: ``6``, ``6-2`` …), judged in one row."""
    words: tuple[int, int] | None = None
    """Guidance for the number of words: at least, at most. A guide, never a rule."""
    transcript: Line = ""
    """The label of the row in ALT's transcript where it is not the title."""
    variants: list[Line] = []
    """Other wordings of the heading, as candidates write it (lower case)."""
    prompts: list[Prompt] = []
    expects: Text = ""
    """What this section must have beyond the elements (e.g. at least one law), shown above the prompts."""
    source: Line = ""

    @property
    def elements(self) -> list[str]:
        """The ids of the elements judged here, in the form's order; each once."""
        return list(dict.fromkeys(prompt.element for prompt in self.prompts))


class Principle(Value):
    """One of the four core principles, graded for the whole portfolio."""

    id: Line
    title: Line
    short: Line
    ask: Text = ""
    source: Line = ""


class Grade(Value):
    """A grade of the scale and where it may be used."""

    id: GradeId
    word: Line
    meaning: Text
    key: Line
    on: list[Literal["assessed", "unassessed", "principle"]]
    stops_pass: bool = False
    """Whether an agreed grade of this kind rules out a pass."""


class Outcome(Value):
    """An outcome and the rounds in which it may be chosen."""

    id: OutcomeId
    title: Line
    meaning: Text
    rounds: list[Round]
    passing: bool
    statement: bool = False
    """Whether a feedback statement must go with it."""
    caution: dict[Round, Text] = {}
    """Rounds in which it may be chosen although passages of the guidelines disagree, and what they say."""


class DueMarks(Value):
    """The two clocks of an assessment (Senior guidelines 2019, Timescale)."""

    weeks_from_receipt: tuple[int, int] = (6, 8)
    months_from_submission: int = 3


class Form(Value):
    """A scheme: one pathway in one structure."""

    id: Line
    title: Line
    pathway: Pathway
    """The pathway it is the default form for."""
    types: list[AssessmentType] = ["first", "resubmission"]
    year: int
    version: Line
    """Version of this file, printed in the record."""
    provisional: bool = False
    note: Text = ""
    """What a user must know of the form: what it rests on, what is not known."""
    default: bool = True
    """Whether the pathway chooses it where no form is named."""
    guideline: Line = ""
    areas: list[Area]
    sections: list[Section]
    principles: list[Principle]
    criteria: list[Criterion] = []
    grades: list[Grade]
    outcomes: list[Outcome]
    due: DueMarks = Field(default_factory=DueMarks)

    @cached_property
    def section_by_id(self) -> dict[str, Section]:
        """Sections by id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def assessed(self) -> list[Section]:
        """The sections that are graded, in order."""
        return [section for section in self.sections if section.assessed]

    @cached_property
    def rows(self) -> list[str]:
        """Ids of the rows that must be graded: assessed sections, then the whole-portfolio principles."""
        return [section.id for section in self.assessed] + [principle.id for principle in self.principles]

    @cached_property
    def principle_ids(self) -> list[str]:
        """Ids of the whole-portfolio principles."""
        return [principle.id for principle in self.principles]

    def has_row(self, row: str) -> bool:
        """Whether a judgement can be made on this id (a section or a whole-portfolio principle)."""
        return row in self.section_by_id or row in self.principle_ids

    def row_title(self, row: str) -> str:
        """The title of a row: section, principle (``p1``), or element of the advanced area (``6.p1``)."""
        section, _, element = row.partition(".")
        if element:
            return f"{self.row_title(section)}: {self.row_title(element)}"
        if section in self.section_by_id:
            return self.section_by_id[section].title
        return next((p.title for p in self.principles if p.id == section), section)

    def row_short(self, row: str) -> str:
        """The short title of a row, for lists."""
        section, _, element = row.partition(".")
        if element:
            return f"{section} {self.row_short(element)}"
        if section in self.section_by_id:
            return self.section_by_id[section].short
        return next((p.short for p in self.principles if p.id == section), section)

    def row_name(self, row: str) -> str:
        """A row's number or letter and its short title, said once: ``1a Operational``, ``6 P3 Learning``."""
        section, _, element = row.partition(".")
        if element:
            return f"{section} {element.upper()} {self.row_short(element)}"
        if row in self.principle_ids:
            return f"{row.upper()} {self.row_short(row)}"
        return f"{row} {self.row_short(row)}" if row[:1].isdigit() else self.row_short(row)

    def elements_of(self, row: str) -> list[str]:
        """The element ids judged in a row; none for principles and for sections that are not assessed."""
        section = self.section_by_id.get(row)
        return section.elements if section else []

    def grades_for(self, row: str) -> list[Grade]:
        """The grades that a row may have."""
        if row in self.principle_ids:
            kind = "principle"
        else:
            kind = "assessed" if self.section_by_id[row].assessed else "unassessed"
        return [grade for grade in self.grades if kind in grade.on]

    def grade_word(self, grade: str) -> str:
        """The word for a grade letter, e.g. ``Strong``."""
        return next((g.word for g in self.grades if g.id == grade), grade)

    def outcome(self, outcome: str) -> Outcome | None:
        """The outcome with this id."""
        return next((o for o in self.outcomes if o.id == outcome), None)

    def outcomes_in(self, round_: Round) -> list[Outcome]:
        """The outcomes that may be chosen in this round."""
        return [outcome for outcome in self.outcomes if round_ in outcome.rounds]
