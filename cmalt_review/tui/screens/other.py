"""Typing in the other's assessment from whatever it came in: a form, an e-mail, a call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from cmalt_review.errors import ReviewError
from cmalt_review.export.markdown import paragraphs
from cmalt_review.model.sheet import LEVEL_WORDS, levels_of
from cmalt_review.tui.dialogs.choice import Choice, ChoiceDialog
from cmalt_review.tui.dialogs.prompt import LongTextPrompt, TextPrompt
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.line import Line
from cmalt_review.tui.widgets.reconcile_parts import need_words
from cmalt_review.tui.widgets.reconcile_rows import belongs, label, value_word
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.form import Form

COLUMNS = (
    Column("section", "Section", 30, grow=2, most=48),
    Column("grade", "Grade", 20),
    Column("points", "What they wrote", 20, grow=3),
)


def rows_of(form: Form) -> list[str]:
    """The rows to type in: sections, each principle of the advanced area, then the whole-portfolio principles."""
    rows = []
    for section in form.sections:
        rows.append(section.id)
        rows += [f"{section.id}.{element}" for element in section.elements if element in form.principle_ids]
    return rows + form.principle_ids


class OtherScreen(BaseScreen):
    """A row a line, a key a grade.

    ``source`` says where it comes from; asked for where it is not known. Raises ``RefusedError`` before my own
    submission and where their own sheet was received.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("other")
    DEFAULT_CSS: ClassVar[str] = """
    OtherScreen #source { background: $boost; }
    OtherScreen Table { height: 1fr; }
    """

    def __init__(self, desk: Desk, id_: str, source: str = "") -> None:
        super().__init__(desk)
        self.id_ = id_
        self.form = desk.form(id_)
        # A source in place of the one still to be asked for: whatever else is refused is refused before the screen.
        session = desk.assess(id_, as_other=True, source=source or "?")
        known = bool(source) or session.sheet.source != "?"
        self._session: Assessing | None = session if known else None
        candidate = desk.assignment(id_).candidate
        self._title = ((f" {candidate}", "strong"), (f" · {self.form.title} · the other's assessment", ""))

    def compose_body(self) -> ComposeResult:
        """Source and progress, rows, overall text and outcome."""
        yield Line(id="source")
        yield Table(COLUMNS, self._cell, rows=rows_of(self.form), enter="choose", id="rows")
        yield Line(id="whole")

    @property
    def table(self) -> Table[str]:
        """The table of rows."""
        return self.query_one("#rows", Table)

    @property
    def session(self) -> Assessing:
        """Their sheet. Raises ``ReviewError`` while its source is not known."""
        if self._session is None:
            raise ReviewError("It is not said where this comes from")
        return self._session

    def on_mount(self) -> None:
        """Ask for the source where it is not known."""
        self.table.focus()
        self.table.move_to(next((i for i, row in enumerate(self.table.rows) if row in self.form.rows), 0))
        if self._session is not None:
            self._show()
            return
        self.app.push_screen(
            TextPrompt(
                "The other's assessment", "Where does it come from? It is kept with it.",
                placeholder="ALT form by e-mail, 3 Nov", check=need_words,
            ), self._begin,
        )  # fmt: skip

    def _begin(self, source: str | None) -> None:
        if source is None:
            self.dismiss()
            return
        self._session = self.desk.assess(self.id_, as_other=True, source=source)
        self._show()

    def _cell(self, row: str, column: str) -> Cell:
        if column == "section":
            return Cell(label(self.form, row), "muted" if "." in row else "")
        if self._session is None:
            return Cell("")
        sheet = self._session.sheet
        section, _, element = row.partition(".")
        if column == "grade":
            value = sheet.level(section, element) if element else sheet.grade(section)
            return Cell(value_word(self.form, row, value), "" if value else "muted")
        return Cell(" / ".join(" ".join(p.text.split()) for p in sheet.points if belongs(p, row)), "muted")

    def _show(self) -> None:
        """Draw it again."""
        sheet = self.session.sheet
        done = sum(sheet.grade(row) is not None for row in self.form.rows)
        counted = f"{done} of {len(self.form.rows)} graded "
        self.query_one("#source", Line).put(((f"From: {sheet.source}", ""),), ((counted, "strong"),))
        outcome = self.form.outcome(sheet.recommendation.outcome) if sheet.recommendation else None
        words = len(sheet.overall.split())
        overall = f"overall text: {words} words" if words else "overall text: none yet"
        self.query_one("#whole", Line).put(
            ((f"Outcome: {outcome.title if outcome else 'not chosen yet'}", "" if outcome else "warn"), (" · ", ""),
             (overall, "" if words else "muted"))
        )  # fmt: skip
        self.table.refresh()

    def _row(self) -> str:
        return self.table.current or self.form.rows[0]

    # ── keys ─────────────────────────────────────────────────────────────────

    def action_grade(self, grade: str) -> None:
        """Grade the row and move on; an empty grade takes it away."""
        row = self._row()
        section, _, element = row.partition(".")
        if element and grade:
            raise ReviewError("This row takes a level, not a grade", "", f"{self.key_for('other.choose')} chooses one.")
        if element:
            self.session.element(section, element, None)
        else:
            self.session.grade(section, grade or None)
        self._graded(move=bool(grade))

    def _graded(self, *, move: bool) -> None:
        if move:
            self.table.action_move(1)
        self._show()

    def action_choose(self) -> None:
        """Choose from all that the row may have."""
        session, row = self.session, self._row()
        section, _, element = row.partition(".")

        def put(value: str) -> None:
            if element:
                session.element(section, element, value)
            else:
                session.grade(section, value)
            self._graded(move=True)

        if element:
            choices = [Choice(level, LEVEL_WORDS[level]) for level in levels_of(element)]
        else:
            choices = [Choice(grade.id, grade.word, grade.meaning) for grade in self.form.grades_for(section)]
        self.ask(ChoiceDialog(label(self.form, row), choices), put)

    def on_table_chosen(self) -> None:
        """Enter chooses."""
        self.action_choose()

    def action_points(self) -> None:
        """Their words on the row; each paragraph becomes a point, to be sorted when reconciling."""
        session, row = self.session, self._row()
        section, _, element = row.partition(".")

        def put(text: str) -> None:
            for paragraph in paragraphs(text):
                session.add_point(section, element or "whole", "unsorted", paragraph)
            self._show()

        title = f"What they wrote on {label(self.form, row)}"
        self.ask(LongTextPrompt(title, "As it stands; an empty line starts another point."), put)

    def action_overall(self) -> None:
        """Their overall text."""
        session = self.session

        def put(text: str) -> None:
            session.overall(text)
            self._show()

        self.ask(LongTextPrompt("Their overall text", "As it stands.", value=session.sheet.overall), put)

    def action_outcome(self) -> None:
        """The outcome that they recommend."""
        session = self.session

        def put(outcome: str) -> None:
            session.recommend(outcome)
            self._show()

        allowed = self.form.outcomes_in(session.assignment.round)
        current = session.sheet.recommendation.outcome if session.sheet.recommendation else ""
        choices = [Choice(outcome.id, outcome.title) for outcome in allowed]
        self.ask(ChoiceDialog("Which outcome do they recommend?", choices, current=current), put)

    def action_keep_file(self) -> None:
        """Keep the file that it came in."""
        self.desk.check_writable()

        def keep(name: str) -> None:
            from cmalt_review.desk.exchanging import attach

            digest = attach(self.desk, self.id_, Path(name.strip()).expanduser())
            self.notify(f"Kept. SHA-256 {digest[:12]}…")

        self.ask(TextPrompt("Keep the file that it came in", "Which file?", placeholder="~/Downloads/form.docx"), keep)

    def action_undo(self) -> None:
        """Take back the last change."""
        done = self.session.undo()
        self.notify(f"Taken back: {done}." if done else "Nothing to take back.")
        self._show()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        done = self.session.redo()
        self.notify(f"Done again: {done}." if done else "Nothing to do again.")
        self._show()

    def action_back(self) -> None:
        """Back."""
        self.dismiss()
