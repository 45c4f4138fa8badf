"""The review before the submission, and what can be done with a sheet that is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.errors import RefusedError
from cmalt_review.tui.exports import document_file, exchange_file
from cmalt_review.tui.screens.assess_finish_view import SubmitPane, SubmitView

if TYPE_CHECKING:
    from cmalt_review.desk.exporting import Exported


class SubmitScreen(SubmitView):
    """The keys that recommend, write and submit."""

    # ── what the keys do ─────────────────────────────────────────────────────

    def _check_writable(self) -> None:
        if self.desk.read_only:
            raise RefusedError("The desk is open for reading only", self.desk.notice, "Close the other one first.")

    def action_outcome(self, number: int) -> None:
        """Recommend an outcome; the reason stays."""
        self._check_writable()
        present = self.session.sheet.recommendation
        self.session.recommend(self.outcomes[number - 1].id, present.reason if present else "")
        self._show()

    def action_undo(self) -> None:
        """Take back the last change of the sheet."""
        label = self.session.undo()
        self.notify(f"Taken back: {label}." if label else "There is nothing more.", timeout=2.5)
        self._show()

    def action_feedback(self) -> None:
        """Show the whole feedback, with what the checker finds."""
        from cmalt_review.tui.screens.feedback import FeedbackScreen

        self.app.push_screen(FeedbackScreen(self.desk, self.id_, self.session))

    def on_screen_resume(self) -> None:
        """Back from the feedback: its points may be others by now."""
        if self.is_mounted and self.query(SubmitPane):
            self._show()

    def action_reason(self) -> None:
        """Give the reason, saved while it is typed."""
        self._check_writable()
        recommended = self.session.sheet.recommendation
        if recommended is None:
            self.notify("Choose an outcome first.", timeout=3)
            return
        from cmalt_review.tui.screens.assess_live import LiveText

        dialog = LiveText(
            "Why this outcome", recommended.reason, lambda text: self.session.recommend(recommended.outcome, text)
        )
        self.app.push_screen(dialog, lambda _: self._show())

    def action_overall(self) -> None:
        """Write the overall text, saved while it is typed."""
        self._check_writable()
        from cmalt_review.tui.dialogs.point import OverallEditor

        self.app.push_screen(OverallEditor(self.session, self.desk), lambda _: self._show())

    def action_submit(self) -> None:
        """Freeze the sheet. Raises ``RefusedError`` with what is open."""
        self.desk.submit(self.id_)
        self.session = self.desk.assess(self.id_)
        self._written = []
        self._frozen_here = True
        self._show()

    def action_export(self) -> None:
        """Write my own form, a draft while the sheet is not submitted."""
        file = document_file(self.desk, self.id_, "mine", "docx", draft=not self.submitted)

        def write() -> Exported:
            return self.desk.export(self.id_, "mine", file, "docx", draft=not self.submitted)

        self.in_thread(write, lambda done: self._say_written(str(done.file)))

    def action_send(self) -> None:
        """Write the exchange file."""
        file = exchange_file(self.desk, self.id_)
        self.desk.send(self.id_, file)
        self._say_written(str(file))

    def _say_written(self, file: str) -> None:
        self._written.append(f"✓ Written: {file}")
        pane = self.query_one(SubmitPane)
        pane.show()
        pane.action_last()

    def action_reopen(self) -> None:
        """Ask why, and open the sheet as its next version."""
        from cmalt_review.errors import ReviewError
        from cmalt_review.tui.dialogs.prompt import TextPrompt

        self._check_writable()

        def check(text: str) -> None:
            if not text.strip():
                raise ReviewError("Say why the sheet is reopened")

        def reopen(text: str) -> None:
            self.desk.reopen(self.id_, text)
            self._frozen_here = False
            self.app.pop_screen()

        label = "Why? The reason is kept with each row that you then change."
        self.ask(TextPrompt("Reopen as the next version", label, check=check), reopen)

    def action_back(self) -> None:
        """Go back to the sections; from a sheet that was submitted here, to the queue."""
        while self._frozen_here and len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        self.app.pop_screen()
