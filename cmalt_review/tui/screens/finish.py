"""Finish: the outcome, proposal and assent, and what becomes of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.tui.dialogs.prompt import TextPrompt
from cmalt_review.tui.screens.finish_view import FinishView
from cmalt_review.tui.widgets.reconcile_parts import hinted, need_words

if TYPE_CHECKING:
    from collections.abc import Callable


class FinishScreen(FinishView):
    """The keys that decide, record and reopen."""

    # ── the outcome ──────────────────────────────────────────────────────────

    def _check_open(self) -> None:
        self.desk.check_writable()
        if self.session.agreed.state == "finished":
            key = self.key_for("finish.returned")
            raise RefusedError("The reconciliation is finished", "", f"{key} records ALT's question and reopens it.")

    def action_outcome(self, number: int) -> None:
        """Decide on an outcome of this round."""
        choices = self.session.form.outcomes_in(self.session.assignment.round)
        if number > len(choices):
            return
        self._check_open()
        chosen, decided = choices[number - 1], self.session.agreed.decision
        reason = decided.reason if decided and decided.outcome == chosen.id else ""
        against = self.session.decide(chosen.id, reason)
        more = (
            f" {self.key_for('finish.reason')} says why you choose it all the same." if against and not reason else ""
        )
        self._say(f"Decided: {chosen.title}.{more}")

    def action_reason(self) -> None:
        """Write the reason for the outcome."""
        self._check_open()
        decided = self.session.agreed.decision
        if decided is None:
            raise ReviewError("No outcome is decided yet", "", "The digits decide on one.")

        def put(reason: str) -> None:
            self.session.decide(decided.outcome, reason)
            self._say("")

        self.ask(TextPrompt("Why this outcome?", value=decided.reason, check=need_words), put)

    # ── proposal, assent, finish ─────────────────────────────────────────────

    def action_propose(self) -> None:
        """Propose what is agreed."""
        self._check_open()
        with hinted(f"{self.key_for('finish.back')} goes back to the rows; the digits decide on the outcome."):
            self.session.propose()
        self._say("Proposed. Tell the second, and record the answer here.")

    def _ask_answer(self, title: str, placeholder: str, then: Callable[[str], None]) -> None:
        self._check_open()
        if self.session.agreed.state == "open":
            key = self.key_for("finish.propose")
            raise RefusedError("Nothing was proposed yet", "The second answers a proposal.", f"{key} proposes first.")
        self.ask(
            TextPrompt(title, "How and when did the answer come?", placeholder=placeholder, check=need_words), then
        )

    def action_assent(self) -> None:
        """Record the second's assent."""

        def put(how: str) -> None:
            self.session.assent(yes=True, how=how)
            self._say(f"Assent recorded. {self.key_for('finish.finish')} finishes.")

        self._ask_answer("The second assents", "by e-mail, 3 Nov", put)

    def action_not_agreed(self) -> None:
        """Record that there is no agreement."""

        def put(how: str) -> None:
            self.session.assent(yes=False, how=how)
            self._say(
                f"Recorded. {self.key_for('finish.export')} writes the form with both positions, for ALT to decide."
            )

        self._ask_answer("The two do not agree", "call on 3 Nov: the second holds to major revisions", put)

    def action_finish(self) -> None:
        """Close the reconciliation."""
        self._check_open()
        propose, assent = self.key_for("finish.propose"), self.key_for("finish.assent")
        with hinted(f"{propose} proposes, {assent} records the second's assent; then it can be finished."):
            self.session.finish()
        self._say(f"Finished. {self.key_for('finish.export')} writes the documents.")

    # ── afterwards ───────────────────────────────────────────────────────────

    def _ask_event(self, what: str, title: str, label: str, said: str) -> None:
        def record(text: str) -> None:
            self.desk.event(self.id_, what, text)
            self._say(said)

        self.desk.check_writable()
        self.ask(TextPrompt(title, label), record)

    def action_sent(self) -> None:
        """Record that the documents went out."""
        if self.session.agreed.state not in ("finished", "not-agreed"):
            key = self.key_for("finish.finish")
            raise RefusedError("It is not finished yet", "What is sent is what both stand behind.", f"{key} finishes.")
        self._ask_event("sent", "Sent to ALT", "How, and what? It may be left empty.", "Recorded: sent.")

    def action_closed(self) -> None:
        """Record that the work is done."""
        if self.desk.assignment(self.id_).happened("sent") is None:
            raise RefusedError("It was not sent yet", "", f"{self.key_for('finish.sent')} records that it was.")
        self._ask_event("closed", "Close it", "A remark; it may be left empty.", "Recorded: closed.")

    def action_returned(self) -> None:
        """Record ALT's question, which reopens what was agreed."""

        def reopen(text: str) -> None:
            from cmalt_review.desk.reconciling import returned

            version = returned(self.desk, self.id_, text)
            self.session = self.desk.reconcile(self.id_)
            self._say(f"Reopened as version {version}; the earlier one is kept.")

        self.desk.check_writable()
        if self.session.agreed.state == "open":
            raise RefusedError("Nothing was agreed that could be returned", "It is open already.")
        self.ask(TextPrompt("ALT has a question", "What does it ask?", check=need_words), reopen)

    # ── undo, leaving ────────────────────────────────────────────────────────

    def action_undo(self) -> None:
        """Take back the last change of what was agreed."""
        self.desk.check_writable()
        done = self.session.undo()
        self._say(f"Taken back: {done}." if done else "Nothing to take back.")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.desk.check_writable()
        done = self.session.redo()
        self._say(f"Done again: {done}." if done else "Nothing to do again.")

    def action_back(self) -> None:
        """To the rows."""
        from cmalt_review.tui.screens.reconcile import ReconcileScreen

        if isinstance(self.app.screen_stack[-2], ReconcileScreen):
            self.dismiss()
        else:
            self.app.switch_screen(ReconcileScreen(self.desk, self.id_))

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.dismiss()

    def action_mine(self) -> None:
        """What can be done with my own sheet."""
        from cmalt_review.tui.screens.wait import WaitScreen

        self.app.push_screen(WaitScreen(self.desk, self.id_))
