"""Reconcile: deciding row by row, with the points of both, until the review."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.sheet import LEVEL_WORDS, POINT_KINDS
from cmalt_review.rules.reconcile import values_for
from cmalt_review.tui.dialogs.choice import Choice, ChoiceDialog
from cmalt_review.tui.dialogs.prompt import TextPrompt
from cmalt_review.tui.screens.reconcile_view import ReconcileView
from cmalt_review.tui.widgets.reconcile_panes import KIND_MARKS
from cmalt_review.tui.widgets.reconcile_parts import need_words
from cmalt_review.tui.widgets.reconcile_rows import OUTCOME, label, points_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmalt_review.rules.reconcile import JointPoint


class ReconcileScreen(ReconcileView):
    """The keys that decide.

    Raises ``RefusedError`` while my sheet is not submitted or the other's is not in.
    """

    # ── deciding ─────────────────────────────────────────────────────────────

    def _open_row(self) -> str:
        """The highlighted row, where it can be decided. Raises ``ReviewError``."""
        line = self._line()
        self._check_open()
        if line.judged is None:
            key = self.key_for("reconcile.finish")
            what = f"{key} opens the review, where it is chosen." if line.id == OUTCOME else "Its points can be edited."
            raise ReviewError("There is no grade to agree on here", what)
        return line.id

    def _check_open(self) -> None:
        self.desk.check_writable()
        if self.session.agreed.state == "finished":
            key = self.key_for("reconcile.finish")
            raise RefusedError("The reconciliation is finished", "", f"ALT's question reopens it: {key}, then r.")

    def action_take(self, what: str) -> None:
        """Decide the row; where a reason must be typed, ask for it."""
        self._take(self._open_row(), what)

    def _take(self, row: str, what: str) -> None:
        try:
            self.session.take(row, what)
        except RefusedError as error:
            # The row is open and can be changed, so all that was refused is a decision without a reason.
            self.ask(
                TextPrompt(
                    f"{label(self.session.form, row)}: the reason",
                    f"{error.title}.\n{error.message}",
                    placeholder="in your own words",
                    check=need_words,
                ),
                lambda reason: self._taken(row, what, reason),
            )
        else:
            self._show()

    def _taken(self, row: str, what: str, reason: str) -> None:
        self.session.take(row, what, reason)
        self._show()

    def action_choose_value(self) -> None:
        """Choose from all that the row may have."""
        row, form = self._open_row(), self.session.form
        if "." in row:
            choices = [Choice(value, LEVEL_WORDS[value]) for value in values_for(form, row)]
        else:
            choices = [Choice(grade.id, grade.word, grade.meaning) for grade in form.grades_for(row)]
        current = next((r.value or "" for r in self.session.rows() if r.row == row), "")
        dialog = ChoiceDialog(f"What is agreed on {label(form, row)}", choices, current=current)
        self.ask(dialog, lambda what: self._take(row, what))

    def action_reason(self) -> None:
        """Ask for the reason of what was decided."""
        row = self._open_row()
        decided = self.session.agreed.rows.get(row)
        if decided is None:
            raise ReviewError(f"Nothing is decided on {row} yet", "", "Decide the row first; the reason goes with it.")

        def put(reason: str) -> None:
            self.session.give_reason(row, reason)
            self._show()

        title = f"Reason for what was agreed on {label(self.session.form, row)}"
        self.ask(TextPrompt(title, value=decided.reason, check=need_words), put)

    def action_clear(self) -> None:
        """Take the decision on the row back."""
        self.session.clear(self._open_row())
        self._show()

    def action_confirm_agreed(self) -> None:
        """Confirm all rows on which both agree."""
        self._check_open()
        count = self.session.accept_agreed()
        undo = self.key_for("reconcile.undo")
        self.notify(f"{count} row{'s' if count != 1 else ''} confirmed. {undo} takes it back." if count else
                    "Nothing to confirm.")  # fmt: skip
        self._show()

    # ── points ───────────────────────────────────────────────────────────────

    def action_both_points(self) -> None:
        """Keep what both wrote on the row."""
        self._check_open()
        points = points_on(self.session, self._line().id)
        self.session.keep_both([joint.number for joint in points])
        self._show()
        self.notify(f"{len(points)} point{'s' if len(points) != 1 else ''} kept." if points else "No points here.")

    def _with_point(self, title: str, then: Callable[[JointPoint], object]) -> None:
        """Go on with the row's point, asking which where there are several."""
        self._check_open()
        points = {str(joint.number): joint for joint in points_on(self.session, self._line().id)}
        if not points:
            self.notify("There is no point on this row.")
        elif len(points) == 1:
            then(next(iter(points.values())))
        else:
            choices = [
                Choice(number, _point_label(joint), shorten(joint.point.text, 110, placeholder=" …"))
                for number, joint in points.items()
            ]
            self.ask(ChoiceDialog(title, choices), lambda number: then(points[number]))

    def action_edit_point(self) -> None:
        """Change a point's words for the joint statement."""
        from cmalt_review.tui.dialogs.point import JointPointEditor

        def edit(joint: JointPoint) -> None:
            editor = JointPointEditor(self.session, self.desk, joint.number)
            self.app.push_screen(editor, lambda _: self._show())

        self._with_point("Which point?", edit)

    def action_toggle_point(self) -> None:
        """Drop a point, or take it back in."""

        def toggle(joint: JointPoint) -> None:
            self.session.keep_point(joint.number, not joint.kept)
            self._show()

        self._with_point("Which point is dropped, or taken back in?", toggle)

    def action_point_kind(self) -> None:
        """Say what a point is: also how prose from elsewhere is sorted."""

        def choose(joint: JointPoint) -> None:
            kinds = [Choice(kind, KIND_MARKS[kind]) for kind in POINT_KINDS]
            self.ask(ChoiceDialog("What kind of point is it?", kinds, text=joint.point.text, current=joint.point.kind),
                     lambda kind: put(joint, kind))  # fmt: skip

        def put(joint: JointPoint, kind: str) -> None:
            self.session.edit_point(joint.number, kind=kind)
            self._show()

        self._with_point("Which point?", choose)

    # ── undo, other screens ──────────────────────────────────────────────────

    def action_undo(self) -> None:
        """Take back the last change."""
        self.desk.check_writable()
        done = self.session.undo()
        self.notify(f"Taken back: {done}." if done else "Nothing to take back.")
        self._show()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.desk.check_writable()
        done = self.session.redo()
        self.notify(f"Done again: {done}." if done else "Nothing to do again.")
        self._show()

    def on_table_chosen(self) -> None:
        """Enter on the outcome opens the review; on a row the list of what may be agreed."""
        if self._line().id == OUTCOME:
            self.action_finish()
        elif self._line().judged is not None:
            self.action_choose_value()

    def action_finish(self) -> None:
        """Open the review."""
        from cmalt_review.tui.screens.finish import FinishScreen

        self.app.push_screen(FinishScreen(self.desk, self.id_, self.session))

    def action_type_in(self) -> None:
        """Go on typing in theirs."""
        from cmalt_review.tui.screens.other import OtherScreen

        self.app.push_screen(OtherScreen(self.desk, self.id_))

    def action_mine(self) -> None:
        """What can be done with my own sheet."""
        from cmalt_review.tui.screens.wait import WaitScreen

        self.app.push_screen(WaitScreen(self.desk, self.id_))


def _point_label(joint: JointPoint) -> str:
    return f"{joint.side}: {KIND_MARKS[joint.point.kind]}{'' if joint.kept else ' (dropped)'}"
