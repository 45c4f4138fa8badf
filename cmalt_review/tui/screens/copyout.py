"""My sheet field by field in ALT's row order, to be copied into a web form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.content import Content

from cmalt_review.errors import RefusedError
from cmalt_review.export.transcript import transcript_rows
from cmalt_review.export.words import NOT_RECORDED, grade_word, outcome_word
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.line import Line
from cmalt_review.tui.widgets.reconcile_panes import Pane
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.form import Form
    from cmalt_review.model.sheet import Sheet

COLUMNS = (
    Column("tick", "Copied", 8),
    Column("label", "Field", 34, grow=2, most=76),
    Column("what", "What", 8),
    Column("text", "What is copied", 20, grow=3),
)


class Field(NamedTuple):
    """One field of the web form and what goes into it."""

    label: str
    what: str
    text: str


def fields_of(form: Form, sheet: Sheet) -> list[Field]:
    """Grades and texts of a sheet in the order of ALT's form; fields without a text are left out."""
    rows = [(row.label, row.section) for row in transcript_rows(form) if row.applies]
    rows += [(principle.title, principle.id) for principle in form.principles]
    fields: list[Field] = []
    for label, row in rows:
        grade = grade_word(form, sheet, row)
        fields.append(Field(label, "grade", "" if grade == NOT_RECORDED else grade))
        fields.append(Field(label, "feedback", "\n".join(point.text for point in sheet.points_of(row))))
    if sheet.recommendation:
        fields.append(Field("Assessment outcome", "outcome", outcome_word(form, sheet.recommendation.outcome)))
        fields.append(Field("Assessment outcome", "reason", sheet.recommendation.reason))
    fields.append(Field("Overall", "feedback", sheet.overall))
    return [field for field in fields if field.text.strip()]


class CopyOutScreen(BaseScreen):
    """Fields, what each holds, and which were copied. Raises ``RefusedError`` where my sheet is not submitted."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("copyout")
    DEFAULT_CSS: ClassVar[str] = "CopyOutScreen Table { height: 2fr; } CopyOutScreen Pane { height: 1fr; }"

    def __init__(self, desk: Desk, id_: str) -> None:
        super().__init__(desk)
        sheet = desk.sheet(id_)
        if sheet is None or sheet.state != "submitted":
            raise RefusedError("Only a submitted sheet is copied out", "", "Submit yours first.")
        self.fields = fields_of(desk.form(id_), sheet)
        self.copied: set[int] = set()
        self._said = "the ticks last as long as this screen"
        self._title = ((f" {desk.assignment(id_).candidate}", "strong"), (" · copy out, in ALT's order", ""))

    def compose_body(self) -> ComposeResult:
        """Progress, fields, the text of the highlighted one."""
        yield Line(id="progress")
        yield Table(COLUMNS, self._cell, rows=list(range(len(self.fields))), enter="copy", id="fields")
        yield Pane(id="text")

    @property
    def table(self) -> Table[int]:
        """The table of fields."""
        return self.query_one("#fields", Table)

    def _cell(self, row: int, column: str) -> Cell:
        field = self.fields[row]
        match column:
            case "tick":
                return Cell("✓ copied", "good") if row in self.copied else Cell("–", "muted")
            case "label":
                return Cell(field.label)
            case "what":
                return Cell(field.what)
            case _:
                return Cell(" ".join(field.text.split()), "muted" if row in self.copied else "")

    def on_mount(self) -> None:
        """Start on the first field."""
        self.table.focus()
        self._show()

    def on_table_moved(self) -> None:
        """The pane follows the cursor."""
        self._show()

    def on_table_chosen(self) -> None:
        """Enter copies too."""
        self.action_copy()

    def _show(self) -> None:
        words = f"{len(self.copied)} of {len(self.fields)} copied"
        self.query_one("#progress", Line).put(
            ((words, "strong"), (" · the ticks last as long as this screen", "muted"))
        )
        field = self.fields[self.table.cursor]
        self.query_one(Pane).put(f"{field.label}: {field.what}", Content(field.text))
        self.table.refresh()

    def action_copy(self) -> None:
        """Copy the field, tick it off, move on."""
        row = self.table.cursor
        self.app.copy_to_clipboard(self.fields[row].text)
        self.copied.add(row)
        self._said = f"in the clipboard: {self.fields[row].what} of {self.fields[row].label}"
        self.table.action_move(1)
        self._show()

    def action_next_left(self) -> None:
        """The next field, from the cursor on and round, that was not copied."""
        count = len(self.fields)
        places = ((self.table.cursor + step) % count for step in range(1, count + 1))
        found = next((place for place in places if place not in self.copied), None)
        if found is None:
            self.notify("Every field was copied.")
        else:
            self.table.move_to(found)

    def action_untick(self) -> None:
        """Take the tick away."""
        self.copied.discard(self.table.cursor)
        self._show()

    def action_back(self) -> None:
        """Back."""
        self.dismiss()
