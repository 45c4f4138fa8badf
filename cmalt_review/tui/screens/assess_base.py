"""What the parts of the assess screen share: the session, the row in front, the panes, and drawing them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cmalt_review.errors import RefusedError
from cmalt_review.rules.progress import progress
from cmalt_review.tui.screens.assess_material import UNPLACED, Material
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.judgement import JudgementPane
from cmalt_review.tui.widgets.judgement_lines import base_of, short_grade
from cmalt_review.tui.widgets.line import Line, Part
from cmalt_review.tui.widgets.reader import Reader
from cmalt_review.tui.widgets.reader_pane import Pane
from cmalt_review.tui.widgets.sections_list import Entry, SectionsList

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.earlier import Carried
    from cmalt_review.model.earlier import Earlier

PATHWAYS = {"associate": "Associate", "cmalt": "CMALT", "senior": "Senior"}
LEVEL_SIGNS = {"strong": "●", "adequate": "◐", "weak": "○", "absent": "✗"}
GRADE_TONES = {"S": "good", "R": "bad", "M": "bad", "C": "good", "N": "muted"}
SHORT_ID = 3
"""An id that is longer is a word, and says no more than the title."""


class AssessBase(BaseScreen):
    """The session and the three panes; a row is in front."""

    def __init__(self, desk: Desk, id_: str, *, as_other: bool = False, source: str = "") -> None:
        """``as_other``: the other's assessment is typed in, from ``source``. Raises ``ReviewError``."""
        super().__init__(desk)
        self.id_ = id_
        self.as_other = as_other
        self.session: Assessing = desk.assess(id_, as_other=as_other, source=source)
        self.material = Material(self.session)
        self.row = self.first_row()
        self.known: Earlier | None = None
        """What is known of the earlier round."""
        self.comparable: dict[str, bool] = {}
        """Whether there is a text to compare with: of the earlier round (``rounds``), of the import before."""
        self.learn_earlier()

    def learn_earlier(self) -> None:
        """See what is known of the earlier round by now."""
        from cmalt_review.desk.earlier import earlier, portfolio_versions

        if self.as_other:
            return
        self.known = earlier(self.desk, self.id_)
        before = self.session.assignment.previous
        self.comparable = {
            "rounds": bool(before) and self.desk.workspace.exists(before),
            "imports": bool(portfolio_versions(self.desk, self.id_)),
        }

    def required_earlier(self, row: str = "") -> list[Carried]:
        """The required points of the earlier round, of one row or all."""
        if self.known is None:
            return []
        from cmalt_review.desk.earlier import carried

        return [
            point for point in carried(self.known, self.session.local)
            if not row or base_of(point.passage.section) == row
        ]  # fmt: skip

    # ── the panes ────────────────────────────────────────────────────────────

    @property
    def sections(self) -> SectionsList:
        """The left pane."""
        return self.query_one(SectionsList)

    @property
    def reader(self) -> Reader:
        """The middle pane."""
        return self.query_one(Reader)

    @property
    def judgement(self) -> JudgementPane:
        """The right pane."""
        return self.query_one(JudgementPane)

    @property
    def panes(self) -> tuple[Pane, Pane, Pane]:
        """The three of them, from left to right."""
        return self.sections, self.reader, self.judgement

    # ── rows ─────────────────────────────────────────────────────────────────

    def first_row(self) -> str:
        """Where to begin: the first row without a grade, or the first of all."""
        missing = progress(self.session.form, self.session.sheet).missing
        return missing[0] if missing else self.session.form.rows[0]

    def show_row(self, row: str) -> None:
        """Have a row in front: its text and its judgement."""
        form = self.session.form
        if bool(form.elements_of(row)) != bool(form.elements_of(self.row)):
            self.refresh_bindings()
        self.row = row
        self.sections.choose(row)
        self.show_text()
        self.show_judgement()

    def show_text(self) -> None:
        """Draw the text of the row in front anew."""
        material, row = self.material, self.row
        self.reader.show(row, material.blocks(row), material.tail(row), material.marks(row))
        self.show_place()

    def show_judgement(self) -> None:
        """Draw what has to do with the judgement anew: after each edit."""
        if self.material.judged(self.row):
            self.judgement.show(self.session, self.row, self.known)
        self.judgement.set_class(not self.material.judged(self.row), "empty")
        self.sections.refresh()
        done = progress(self.session.form, self.session.sheet)
        earlier = self._required_words(12)
        words = f"{done.graded}/{done.to_grade} · {earlier}" if earlier else f"{done.graded} of {done.to_grade}"
        self.sections.border_subtitle = Content(words)
        grade = self.session.sheet.grade(self.row)
        word = short_grade(self.session.form.grade_word(grade)) if grade else "no grade"
        self.judgement.border_title = Content(f"Judgement · {word}")
        self._show_title()
        self.show_place()

    def _show_title(self) -> None:
        assignment = self.session.assignment
        role = assignment.role if not self.as_other else "the other's, typed in"
        wide, required = self.app.size.width >= 110, self._required_words()
        roomy = wide and (not required or self.app.size.width >= 150)
        title = self.material.title(self.row) if roomy else self.material.short(self.row)
        parts: list[Part] = [
            (f" {assignment.candidate}", "strong"),
            (f" · {PATHWAYS[assignment.pathway]} · {role}   ", ""),
            (f"{self.row} {title}" if len(self.row) <= SHORT_ID else title, "strong"),
        ]
        if wide and required:
            parts.insert(2, (f"{required}   ", ""))
        if self.session.frozen:
            frozen = "submitted – frozen" if self.session.sheet.state == "submitted" else "read only"
            parts.insert(2, (f"{frozen}   ", "warn"))
        self.put_title(*parts)

    def _required_words(self, most: int = 80) -> str:
        """How many required points of the earlier round are ticked: in words, or within so many cells."""
        points = self.required_earlier()
        if not points:
            return ""
        ticked = sum(bool(point.state) for point in points)
        words = f"required earlier: {ticked} of {len(points)} ticked"
        return words if len(words) <= most else f"earlier {ticked}/{len(points)}"

    def show_place(self) -> None:
        """How much text there is and how far it was read; the line that tells of the panes in a narrow terminal."""
        row, material = self.row, self.material
        items = material.items(row)
        pictures = sum(item.kind == "image" for item in items)
        links = len(items) - pictures
        parts = [
            f"{material.words(row):,} words",
            f"{links} link{'' if links == 1 else 's'}" if links else "",
            f"{pictures} picture{'' if pictures == 1 else 's'}" if pictures else "",
            f"{self.reader.share} %",
        ]
        words = " · ".join(part for part in parts if part)
        if self.reader.border_title != words:
            self.reader.border_title = Content(words)
        self.query_one("#panebar", Line).put(self._pane_parts(), self._state_parts())

    def _pane_parts(self) -> list[Part]:
        names = ("Sections", f"Text {self.reader.share} %", "Judgement")
        focused = self.pane
        return [
            (f"[{name}]" if place == focused else f" {name} ", "strong" if place == focused else "muted")
            for place, name in enumerate(names)
        ]

    def _state_parts(self) -> list[Part]:
        sheet, form = self.session.sheet, self.session.form
        if not self.material.judged(self.row):
            return []
        grade = sheet.grade(self.row)
        word = short_grade(form.grade_word(grade)) if grade else "no grade"
        levels = [(e, sheet.level(self.row, e)) for e in ("description", "reflection", "evidence")]
        signs = " ".join(f"{e[0].upper()}{LEVEL_SIGNS.get(level or '', '–')}" for e, level in levels)
        shown = f"{signs}  " if form.elements_of(self.row) else ""
        earlier = f"{words}  " if (words := self._required_words(12)) else ""
        return [(earlier, "warn"), (shown, "muted"), (f"{self.row} {word} ", GRADE_TONES.get(grade or "", "strong"))]

    @property
    def pane(self) -> int:
        """Index of the pane in use."""
        raise NotImplementedError

    def show_pane(self, place: int) -> None:
        """Use a pane: have it in sight and give it the keys."""
        raise NotImplementedError

    def show_earlier(self, key: str) -> None:
        """Show the earlier round at one of its passages."""
        raise NotImplementedError

    def entry(self, row: str) -> Entry:
        """What the list shows of a row."""
        if row == UNPLACED:
            return Entry("", self.material.short(row), words=f"{self.material.words(row):,}", done="?")
        session = self.session
        sheet, judged = session.sheet, session.sheet.judgement(row)
        elements = session.form.elements_of(row)
        signs = "".join(LEVEL_SIGNS.get(sheet.level(row, e) or "", "–") for e in elements if e[0] != "p")
        checked = [e for e in elements if e[0] == "p"]
        points = len(sheet.points_of(row))
        note = "✎" if session.local.notes.get(row) else ""
        required = self.required_earlier(row)
        open_ = f"!{sum(not point.state for point in required)}" if any(not p.state for p in required) else ""
        is_section = row in session.form.section_by_id
        return Entry(
            row, self.material.short(row),
            short_grade(session.form.grade_word(judged.grade)) if judged.grade else "–",
            GRADE_TONES.get(judged.grade or "", ""), signs,
            f"{sum(sheet.level(row, e) is not None for e in checked)}/{len(checked)}" if checked else "",
            f"{self.material.words(row):,}" if is_section else "",
            " ".join(part for part in (open_, f"{points}p" if points else "", note) if part),
            {None: "", "M": "✗"}.get(judged.grade, "✓"),
        )  # fmt: skip

    # ── edits ────────────────────────────────────────────────────────────────

    def check_open(self) -> None:
        """Raise ``RefusedError`` where the sheet takes no edits."""
        if self.session.sheet.state == "submitted":
            raise RefusedError(
                "The sheet is submitted, and so frozen",
                "Nothing on it can be changed as it stands.",
                f"{self.key_for('assess.finish') or 'f'} shows how to reopen it as its next version, with a reason.",
            )
        self.check_writable()

    def check_writable(self) -> None:
        """Raise ``RefusedError`` where the desk is open for reading only."""
        if self.desk.read_only:
            raise RefusedError("The desk is open for reading only", self.desk.notice, "Close the other one first.")

    def check_row(self) -> None:
        """Raise ``RefusedError`` where the row in front is nothing to be judged."""
        if not self.material.judged(self.row):
            raise RefusedError("Nothing is judged here", "This text belongs to no section.", "v puts it into one.")
