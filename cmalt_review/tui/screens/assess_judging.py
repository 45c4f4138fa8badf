"""What the assess screen does to a judgement: grades, levels, points, notes, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmalt_review.errors import RefusedError
from cmalt_review.model.sheet import ELEMENT_WORDS, levels_of
from cmalt_review.tui.screens.assess_base import AssessBase
from cmalt_review.tui.widgets.judgement_lines import SIGNS, Item

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmalt_review.model.sheet import LocalNotes, Point, Sheet
    from cmalt_review.tui.dialogs.base import Dialog
    from cmalt_review.tui.widgets.item_pane import ItemPane

KIND_OF_GRADE = {"S": "strength", "R": "required", "M": "required"}
"""The kind that a new point begins with."""


class JudgingActions(AssessBase):
    """Edits; each goes to the session at once and draws only what it changed."""

    def action_grade(self, grade: str) -> None:
        """Grade the row in front; the same grade again takes it away."""
        self.check_open()
        self.check_row()
        present = self.session.sheet.grade(self.row)
        self.session.grade(self.row, None if present == grade else grade)
        self.show_judgement()

    def action_element(self, number: int) -> None:
        """The next level of an element."""
        self.check_open()
        elements = self.session.form.elements_of(self.row)
        if number > len(elements):
            self.notify(f"{self.row} has no element {number}.", timeout=2)
            return
        element = elements[number - 1]
        levels: list[str | None] = [*levels_of(element), None]
        present = self.session.sheet.level(self.row, element)
        self.session.element(self.row, element, levels[(levels.index(present) + 1) % len(levels)])
        self.show_judgement()
        self.judgement.highlight(Item("element", element))

    def action_criterion(self, number: int) -> None:
        """The next state of a criterion: yes, no, open."""
        self.check_open()
        criteria = self.session.form.criteria
        section = self.session.form.section_by_id.get(self.row)
        if section is None or not section.assessed or number > len(criteria):
            self.notify("There is no such criterion here.", timeout=2)
            return
        id_ = criteria[number - 1].id
        tick = self.session.sheet.judgement(self.row).criteria.get(id_)
        following = {None: True, True: False, False: None}[tick.met if tick else None]
        self.session.criterion(self.row, id_, following, tick.note if tick else "")
        self.show_judgement()
        self.judgement.highlight(Item("criterion", id_))

    # ── texts ────────────────────────────────────────────────────────────────

    def _edit_in(self, dialog: Dialog[Any]) -> None:
        """Open a dialog that saves what is typed in it."""
        self.app.push_screen(dialog, lambda _: self.show_judgement())

    def _type_text(self, title: str, value: str, changed: Callable[[str], object]) -> None:
        from cmalt_review.tui.screens.assess_live import LiveText

        self._edit_in(LiveText(title, value, changed))

    def action_note(self) -> None:
        """Write the private note on the row in front; possible after submission too."""
        self.check_writable()
        self.check_row()
        row, session = self.row, self.session
        self._type_text(
            f"Private note on {row}: it never leaves this desk",
            session.local.notes.get(row, ""),
            lambda text: session.note(row, text),
        )

    def action_overall(self) -> None:
        """Write the overall text."""
        self.check_open()
        from cmalt_review.tui.dialogs.point import OverallEditor

        self._edit_in(OverallEditor(self.session, self.desk))

    def action_feedback(self) -> None:
        """Show the whole feedback, point by point, with what the checker finds."""
        if self.as_other:
            self.notify("What the other wrote is typed in as it stands; it is not checked.", timeout=4)
            return
        from cmalt_review.tui.screens.feedback import FeedbackScreen

        self.app.push_screen(FeedbackScreen(self.desk, self.id_, self.session))

    def _element_note(self, element: str) -> None:
        self.check_open()
        row, session = self.row, self.session
        judged = session.sheet.judgement(row).elements.get(element)
        title = f"Note on {ELEMENT_WORDS.get(element, element).lower()} of {row}: your co-assessor may read it"
        self._type_text(title, judged.note if judged else "", lambda text: session.element_note(row, element, text))

    def _criterion_note(self, id_: str) -> None:
        self.check_open()
        row, session = self.row, self.session
        title = next((c.title for c in session.form.criteria if c.id == id_), id_)

        def put(text: str) -> None:
            tick = session.sheet.judgement(row).criteria.get(id_)
            session.criterion(row, id_, tick.met if tick else None, text)

        tick = session.sheet.judgement(row).criteria.get(id_)
        self._type_text(f"Note on {title} in {row}", tick.note if tick else "", put)

    def _rests_on(self) -> None:
        self.check_open()
        row, session = self.row, self.session
        present = session.sheet.judgement(row).rests_on
        title = "On which of the advanced areas the judgement rests"
        self._type_text(title, present, lambda text: session.rests_on(row, text))

    def on_item_pane_chosen(self, event: ItemPane.Chosen) -> None:
        """Enter in the judgement: write on it, or go to it."""
        match event.item.kind:
            case "element":
                self._element_note(event.item.id)
            case "criterion":
                self._criterion_note(event.item.id)
            case "rests":
                self._rests_on()
            case "note":
                self.action_note()
            case "point":
                self._edit(self.session.point(int(event.item.id)))
            case "mark":
                self.go_to_mark(int(event.item.id))
            case "earlier":
                self.show_earlier(event.item.id)

    def go_to_mark(self, paragraph: int) -> None:
        """Show a marked paragraph."""
        self.reader.focus()
        self.reader.point_at(paragraph)

    # ── points ───────────────────────────────────────────────────────────────

    def action_point(self) -> None:
        """Write a point: its kind follows from the grade, its element from what was judged low."""
        self.check_open()
        self.check_row()
        from cmalt_review.tui.dialogs.point import PointEditor

        sheet = self.session.sheet
        kind = "unsorted" if self.as_other else KIND_OF_GRADE.get(sheet.grade(self.row) or "", "suggestion")
        element = self._element_of_new_point(kind)
        self._edit_in(PointEditor(self.session, self.desk, self.row, element=element, kind=kind))

    def _element_of_new_point(self, kind: str) -> str:
        item = self.judgement.item
        if item and item.kind == "element" and self.judgement.has_focus:
            return item.id
        wanted = ("strong", "addressed") if kind == "strength" else ("weak", "absent", "not")
        levels = [(e, self.session.sheet.level(self.row, e)) for e in self.session.form.elements_of(self.row)]
        return next((element for element, level in levels if level in wanted), "whole")

    def action_edit_point(self) -> None:
        """Edit a point."""
        self.check_open()
        self._with_point("Edit which point?", self._edit)

    def _edit(self, point: Point) -> None:
        self.check_open()
        from cmalt_review.tui.dialogs.point import PointEditor

        self._edit_in(PointEditor(self.session, self.desk, point.section, n=point.n))

    def action_delete_point(self) -> None:
        """Delete a point; undo brings it back."""
        self.check_open()
        self._with_point("Delete which point?", self._delete)

    def _delete(self, point: Point) -> None:
        self.session.delete_point(point.n)
        self.show_judgement()
        self.notify(f"Point deleted. {self.key_for('assess.undo')} brings it back.", timeout=4)

    def _with_point(self, question: str, then: Callable[[Point], None]) -> None:
        """The highlighted point, the only one, or one that is asked for."""
        points = self.session.sheet.points_of(self.row)
        item = self.judgement.item
        if item and item.kind == "point" and self.judgement.has_focus:
            then(self.session.point(int(item.id)))
        elif len(points) == 1:
            then(points[0])
        elif not points:
            self.notify(f"There is no point on {self.row} yet.", timeout=3)
        else:
            from cmalt_review.tui.dialogs.choice import Choice, ChoiceDialog

            choices = [Choice(str(p.n), f"{SIGNS[p.kind]} {p.kind}", " ".join(p.text.split())[:60]) for p in points]
            self.ask(ChoiceDialog(question, choices), lambda n: then(self.session.point(int(n))))

    # ── undo ─────────────────────────────────────────────────────────────────

    def action_undo(self) -> None:
        """Take back the last change, and show where it was."""
        self._travel("Taken back", self.session.undo)

    def action_redo(self) -> None:
        """Do again what was last taken back."""
        self._travel("Done again", self.session.redo)

    def _travel(self, words: str, step: Callable[[], str | None]) -> None:
        if self.session.sheet.state == "submitted":
            raise RefusedError("The sheet is submitted, and so frozen", "What led to it is not taken back.")
        before = (self.session.sheet, self.session.local)
        label = step()
        self.notify(f"{words}: {label}." if label else "There is nothing more.", timeout=2.5)
        row = changed_row(before, (self.session.sheet, self.session.local))
        if before[1] != self.session.local:
            self.material.forget_links()
        if row and row != self.row and row in self.sections.rows:
            self.show_row(row)
        else:
            self.show_text()
            self.show_judgement()


def changed_row(before: tuple[Sheet, LocalNotes], after: tuple[Sheet, LocalNotes]) -> str:
    """The row in which two states differ; empty where none does."""
    (sheet, local), (sheet_after, local_after) = before, after
    for row in {**sheet.judgements, **sheet_after.judgements}:
        if sheet.judgement(row) != sheet_after.judgement(row):
            return row
    for points, others in ((sheet.points, sheet_after.points), (sheet_after.points, sheet.points)):
        for point in points:
            if point not in others:
                return point.section
    for row in {**local.notes, **local_after.notes}:
        if local.notes.get(row) != local_after.notes.get(row):
            return row
    marks = [m for m in (*local.marks, *local_after.marks) if (m in local.marks) != (m in local_after.marks)]
    return marks[0].section if marks else ""
