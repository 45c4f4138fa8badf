"""Cutting the earlier round's feedback by section: a transcript, a statement, a completed form, or a plain letter.

Sections are told by headings, by the labels of table rows, and in running text by mentions ("3a", a section's title).
What names no section speaks of the whole. Nothing is judged here: doubt leaves a passage with the whole.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from cmalt_review.intake.document import Document
from cmalt_review.intake.earlier_words import MARKS, TABLE, Cells, Rows, cells_of, kind_of, lone_outcome, outcome_of
from cmalt_review.intake.match.headings import Block, blocks_of
from cmalt_review.intake.match.wording import plain
from cmalt_review.model.base import OutcomeId
from cmalt_review.model.earlier import WHOLE, Passage
from cmalt_review.model.form import Form, GradeId
from cmalt_review.model.sheet import PointKind
from cmalt_review.model.text import count_words, words

Split = Callable[[str], list[str]]
"""Cuts a paragraph into sentences."""

_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_LABELLED = re.compile(r"^(.{2,80}?)(?::| [–—-])\s+(.*)$", re.S)
_HARD_BREAK = re.compile(r"\\?\n|<br\s*/?>", re.I)
_OUTCOME_LABEL = re.compile(r"(?:agreed |final |recommended |assessment )*(?:outcome|result|decision)s?$", re.I)
_GRADE_LABEL = re.compile(r"(?:overall |agreed )?(?:grade|judgement|result)s?$", re.I)
_PAGE = re.compile(r"page \d+(?: of \d+)?|\d+|draft\b.{0,20}", re.I)
_LEGEND = re.compile(
    r"(?:assessment )?grading$|grade meaning$|outcome meaning$|(?:assessment )?outcomes? explained", re.I
)
_ASIDE = re.compile(r"about this|item entry$", re.I)
"""Headings below which there is no feedback: what the grades mean, whose portfolio it is."""
_OURS = re.compile(r"prepared by the assessors for alt to issue|no overall text was written", re.I)
_WHOSE = re.compile(r"^(?:(\w[\w ]{0,30}), )?(?:lead|second): ")
"""Whose point it was, in our agreed form."""
_DEEPEST = 7
"""Level of a line that only looks like a heading."""
_FEW, _SOME = 3, 8
"""Words from which a cell beside a section's name, or beside anything else, counts as feedback."""


@dataclass
class Feedback:
    """What was found in the earlier round's document."""

    passages: list[Passage] = field(default_factory=list)
    grades: dict[str, list[GradeId]] = field(default_factory=dict)
    outcome: OutcomeId | None = None


def cut_feedback(document: Document, form: Form, split: Split) -> Feedback:
    """The feedback in a document by section of the form, with the grades and the outcome where they are recognised."""
    cutter = _Cutter(form, split)
    for number, page in enumerate(document.pages):
        cutter.page(blocks_of(page.markdown, number))
    found = cutter.found
    if found.outcome is None:
        found.outcome = lone_outcome(form, " ".join(cutter.said))
    return found


class _Cutter:
    """Walks a document's blocks and remembers under which section, heading and kind it is."""

    def __init__(self, form: Form, split: Split) -> None:
        self.form = form
        self.rows = Rows(form)
        self.split = split
        self.found = Feedback()
        self.section, self.section_level = "", 0
        self.kind: PointKind = "unsorted"
        self.kind_level = 0
        self.kind_inside = False
        """Whether the kind was named within a section, so that the next section ends it."""
        self.heading = ""
        self.pending = ""
        """A row's name that stood at the end of a table's text, before its grades."""
        self.paragraph = 0
        self.said: list[str] = []
        self.count: Counter[str] = Counter()

    def page(self, blocks: list[Block]) -> None:
        """Take in one page."""
        for block in blocks:
            if block.heading and not self._enter(block):
                self._text("\n".join(block.raw))
            self._body(block.body)

    def _enter(self, block: Block) -> bool:
        """Go below a heading; False where the line is none but feedback."""
        real = block.style == "real"
        if not real and self._graded(block.heading):
            return True
        level = block.level if real else _DEEPEST
        row = self.rows.row_of(block.heading) if real or self.rows.is_label(block.heading) else ""
        kind = kind_of(block.heading)
        if not real and not row and not kind and (block.style != "bold" or self._states(block.heading)):
            return False
        if row:
            self.section, self.section_level = row, level
        elif real and self.section_level >= level:
            self.section, self.section_level = "", 0
        if kind:
            self._enter_kind(kind, level)
        elif (real and self.kind_level >= level) or (row and self.kind_inside):
            self.kind, self.kind_level = "unsorted", 0
        self.heading = "" if row and self.rows.is_label(block.heading) else block.heading
        return True

    def _enter_kind(self, kind: PointKind, level: int) -> None:
        self.kind, self.kind_level, self.kind_inside = kind, level, bool(self.section)

    def _states(self, text: str) -> bool:
        """Whether a line states a grade or an outcome instead of heading anything."""
        return self._label_and_value(text) or self.rows.graded_line(text, self.section) is not None

    def _body(self, lines: list[str]) -> None:
        """Paragraphs, list items and tables below a heading."""
        gathered: list[str] = []
        table: list[Cells] = []
        for line in [*lines, ""]:
            if found := TABLE.match(line):
                self._flush(gathered)
                table.append(cells_of(found[0]))
                continue
            self._table(table)
            table = []
            if not line.strip() or _ITEM.match(line):
                self._flush(gathered)
            if line.strip():
                gathered.append(_ITEM.sub("", line))
        self._flush(gathered)

    def _flush(self, gathered: list[str]) -> None:
        if gathered:
            self._text("\n".join(gathered))
            gathered.clear()

    # Tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: list[Cells]) -> None:
        lines = [cells for cells in table if not all(MARKS.fullmatch(cell) for cell in cells)]
        agreed = next((i for i, cell in enumerate(lines[0]) if cell.casefold() == "agreed"), 0) if lines else 0
        for cells in lines:
            self._line_of_table(cells, agreed)

    def _line_of_table(self, cells: Cells, agreed: int) -> None:
        label, values = cells[0], cells[1:]
        if not values:
            self._text(label)
            return
        if _OUTCOME_LABEL.match(label.strip(" :")):
            self.found.outcome = outcome_of(self.form, values[0]) or self.found.outcome
            return
        if self.rows.grade_of(label) or outcome_of(self.form, label):
            return  # the legend
        row = self.rows.row_of(label)
        graded = [cells[agreed]] if 0 < agreed < len(cells) else values
        grades = [grade for cell in graded if (grade := self.rows.grade_of(cell))]
        if row and grades:
            self.found.grades.setdefault(row, grades)
        for cell in values:
            enough = count_words(cell) >= (_FEW if row else _SOME)
            if enough and not self.rows.grade_of(cell):
                self._feedback(cell, row or self.section, "" if row else label)

    # Texts -----------------------------------------------------------------------------------------------------

    def _text(self, markdown: str) -> None:
        """One paragraph or list item: a grade, the outcome, or feedback."""
        text = plain(_HARD_BREAK.sub(" ", markdown)).removeprefix(">").strip()
        if not words(text) or _PAGE.fullmatch(text) or self._graded(text) or self._label_and_value(text):
            return
        if _OUTCOME_LABEL.match(self.heading) and (stated := outcome_of(self.form, text)):
            self.found.outcome = self.found.outcome or stated
            return
        if kind := kind_of(text):  # a label without words of its own
            self._enter_kind(kind, _DEEPEST)
            return
        self._feedback(text, self.section, self.heading)

    def _graded(self, text: str) -> bool:
        """Take in a table that lost its columns; whether it was one. A row's name may stand alone before its grades."""
        whole = f"{self.pending} {text}".strip()
        line = self.rows.graded_line(whole, self.section)
        self.pending = ""
        if line is None:
            return False
        for row, grades in line.grades.items():
            self.found.grades.setdefault(row, grades)
        if (kind := kind_of(line.rest)) and line.grades:
            self.section, self.section_level = list(line.grades)[-1], _DEEPEST
            self._enter_kind(kind, _DEEPEST)
            self.heading = line.rest
        else:
            self.pending = line.rest
        return True

    def _label_and_value(self, text: str) -> bool:
        """Take in "Outcome: …" and "Grade: …"; whether it was one of them."""
        parts = _LABELLED.match(text)
        if parts is None:
            return False
        label, value = parts[1].strip(), parts[2]
        if _OUTCOME_LABEL.match(label) and (stated := outcome_of(self.form, value)):
            self.found.outcome = self.found.outcome or stated
            return True
        if _GRADE_LABEL.match(label) and self.section and (grade := self.rows.grade_of(value)):
            self.found.grades.setdefault(self.section, [grade])
            return True
        return False

    def _feedback(self, text: str, section: str, heading: str) -> None:
        """Keep a text: a point as it is, running text by sentence."""
        if _OURS.match(text) or _LEGEND.match(self.heading):
            return
        self.said.append(text)
        if _ASIDE.match(self.heading):
            return
        if self.kind != "unsorted":
            text = _WHOSE.sub(lambda found: f"{found[1]}: " if found[1] else "", text)
            self._keep(section or next(iter(self.rows.mentions(text)), WHOLE), text, heading)
            return
        self.paragraph += 1
        parts = _LABELLED.match(text)
        led = self.rows.row_of(parts[1]) if parts and self.rows.is_label(parts[1]) else ""
        current = [section or led or WHOLE]
        for sentence in self.split(text):
            if not section:
                current = self.rows.mentions(sentence) or current
            for place in current:
                self._keep(place, sentence, heading)

    def _keep(self, section: str, text: str, heading: str) -> None:
        self.count[section] += 1
        self.found.passages.append(
            Passage(
                section=section, n=self.count[section], text=text, kind=self.kind, heading=heading,
                paragraph=0 if self.kind != "unsorted" else self.paragraph,
            )
        )  # fmt: skip
