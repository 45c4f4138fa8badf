"""Feedback: the whole statement as the candidate will read it, point by point, with what the checker finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.editing import repaired
from cmalt_review.feedback.frames import OVERALL
from cmalt_review.tui.dialogs.explain import ExplainDialog
from cmalt_review.tui.dialogs.phrases import KIND_WORDS
from cmalt_review.tui.dialogs.point import FeedbackEditor, refuse_to_dismiss, refuse_to_silence
from cmalt_review.tui.dialogs.release import ReleaseDialog
from cmalt_review.tui.screens.feedback_view import FeedbackView
from cmalt_review.tui.widgets.reconcile_finish import check_releasable
from cmalt_review.tui.widgets.statement_lines import OVERALL_STOP, missing_of

if TYPE_CHECKING:
    from cmalt_review.desk.writing import Writing


class FeedbackScreen(FeedbackView):
    """The keys that write, mend and release."""

    # ── writing ──────────────────────────────────────────────────────────────────

    def _changed(self, words: str = "") -> None:
        if words:
            self.notify(words, timeout=4)
        self._show()
        self._check()

    def _write(self, writing: Writing) -> None:
        self.app.push_screen(FeedbackEditor(writing))

    def on_statement_pane_chosen(self) -> None:
        """Enter edits."""
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the point or the overall text at the cursor; where something is missing, write it."""
        stop = self.pane.stop
        if stop == OVERALL_STOP:
            self.action_overall()
        elif stop is not None and stop < 0:
            self.action_add()
        else:
            listed = self._point()
            if not listed.kept:
                raise ReviewError("This point is left out", "", f"{self.key_for('feedback.drop')} takes it back in.")
            self._write(self.statement.writing(listed.number))

    def action_add(self) -> None:
        """Write another point on the section at the cursor."""
        section = self._section()
        if not section or section == OVERALL:
            raise ReviewError(
                "Which section is it about?", "", "Move to a point on it; or write it in the assess screen."
            )
        self._write(self.statement.another(section))

    def action_overall(self) -> None:
        """Write my overall text."""
        self._write(self.statement.overall_writing())

    def action_kind(self) -> None:
        """The next kind."""
        kind = self.statement.turn(self._point().number)
        self._changed(f"Now: {KIND_WORDS[kind]}.")

    def action_reorder(self, step: int) -> None:
        """Move the point among those of its section."""
        self.statement.move(self._point().number, step)
        self._changed()

    def action_drop(self) -> None:
        """Delete or leave out, or take back in."""
        number, stops = self._point().number, self.pane.stops
        done = self.statement.drop(number)
        at = stops.index(number)
        self.pane.move_to(next(iter([*stops[at + 1 :], *stops[:at][::-1]]), number))
        self._changed(f"{done} {self.key_for('feedback.undo')} takes it back.")

    def action_save_phrase(self) -> None:
        """Keep the point's words as a phrase of mine."""
        from cmalt_review.desk.feedback import save_phrase

        point = self._point().point
        frame = save_phrase(self.desk, point.text, point.kind, element=point.element, id_=self.id_)
        self.notify(f"Kept as a phrase of yours: “{frame.title}”.")

    def action_undo(self) -> None:
        """Take back the last change."""
        done = self.statement.undo()
        self._changed(f"Taken back: {done}." if done else "Nothing to take back.")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        done = self.statement.redo()
        self._changed(f"Done again: {done}." if done else "Nothing to do again.")

    # ── findings ─────────────────────────────────────────────────────────────────

    def action_next_finding(self) -> None:
        """The next finding: first those at the cursor, then the next place that has one, round and round."""
        if self._chosen + 1 < len(self._here()):
            self._chosen += 1
            self._show_findings()
            return
        missing = len(missing_of(self._placed))
        places = {item.number for item in self._placed if item.number is not None} | {-n for n in range(1, missing + 1)}
        stops = self.pane.stops
        at = stops.index(self.pane.stop) if self.pane.stop in stops else -1
        found = next((stop for stop in [*stops[at + 1 :], *stops[: at + 1]] if stop in places), None)
        if found is None:
            self.notify("The checker finds nothing." if self._checked else "The checker is at work.", timeout=3)
        else:
            self.pane.move_to(found)

    def action_explain(self) -> None:
        """Say what the finding is about."""
        self.app.push_screen(ExplainDialog(self._need_finding(), self._keys_for(full=True)))

    def action_fix(self) -> None:
        """Put in the checker's wording."""
        finding = self._need_finding()
        if not finding.fix:
            raise ReviewError("The checker has no wording of its own here", finding.message)
        listed = self._listed()
        text = listed.point.text if listed else self.statement.overall
        self.statement.rewrite(listed.number if listed else OVERALL_STOP, repaired(text, finding))
        self._changed(f"Put in. {self.key_for('feedback.undo')} takes it back.")

    def action_put_aside(self) -> None:
        """Put the finding aside for good."""
        finding = self._need_finding()
        refuse_to_dismiss(finding)
        self.statement.session.dismiss(finding.rule, finding.sentence)
        self._changed("Put aside for this sentence.")

    def action_rule_off(self) -> None:
        """Switch the finding's rule off."""
        from cmalt_review.desk.feedback import switch_off

        finding = self._need_finding()
        refuse_to_silence(finding)
        switch_off(self.desk, finding.rule)
        self._changed(f"{finding.rule} is off in this workspace (feedback_snippets/rules/off.toml).")

    # ── release, other screens ───────────────────────────────────────────────────

    def action_release(self) -> None:
        """Ask the tick-list, and release the statement as it stands."""
        from cmalt_review.desk.feedback import release

        if self.statement.joint is None:
            raise ReviewError(
                "There is no statement to release yet", "It is made of the points of both assessors.",
                "Submit your sheet; once the other's is in, the two are reconciled.",
            )  # fmt: skip
        self.desk.check_writable()
        if self.statement.outcome() is None:
            raise ReviewError(
                "No outcome is decided yet", "", "It is decided in the review that ends the reconciliation."
            )
        check_releasable(self.desk, self.id_, self.key_for("feedback.next-finding"))

        def answered(_: bool) -> None:
            release(self.desk, self.id_)
            self._changed("Released; a change to the statement needs a new release.")

        self.ask(ReleaseDialog(), answered)

    def action_go(self) -> None:
        """Open the section in the assess screen; one that is open already comes to the front."""
        from cmalt_review.tui.screens.assess import AssessScreen

        section = self._section()
        if not self.statement.form.has_row(section):
            raise ReviewError("This is about no section", "", "Move to a point first.")
        below = next((s for s in self.app.screen_stack if isinstance(s, AssessScreen) and s.id_ == self.id_), None)
        if below is None:
            screen = AssessScreen(self.desk, self.id_)
            screen.row = section
            self.app.push_screen(screen)
            return
        below.row = section
        while self.app.screen is not below:
            self.app.pop_screen()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
