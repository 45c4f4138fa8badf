"""The review that ends a reconciliation: outcome, statement, what is open, described keys; and the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from cmalt_review.errors import RefusedError
from cmalt_review.tui.dialogs.choice import Choice, ChoiceDialog
from cmalt_review.tui.dialogs.prompt import TextPrompt
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.screens.reconcile_view import WIDE
from cmalt_review.tui.widgets.reconcile_finish import (
    check_releasable,
    decision_text,
    next_keys,
    state_words,
    statement_text,
)
from cmalt_review.tui.widgets.reconcile_parts import (
    Scroll,
    Written,
    described_keys,
    need_words,
    write_documents,
)

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.feedback.finding import Finding
    from cmalt_review.model.agreed import Agreed

DOCUMENTS = {
    "transcript": "ALT's transcript, with both assessors' grades and texts",
    "form": "the agreed form, for ALT",
    "statement": "the feedback, for the candidate",
}
"""The documents of a reconciliation and what each is."""


class FinishView(BaseScreen):
    """What was agreed, as a whole, and the documents made of it.

    ``session`` is the reconciliation that it was opened from. Raises ``RefusedError`` where a sheet is missing.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("finish")
    DEFAULT_CSS: ClassVar[str] = """
    FinishView #state { padding: 0 1; background: $boost; height: auto; }
    FinishView Scroll { height: 1fr; }
    FinishView #both { layout: horizontal; height: auto; }
    FinishView #both > Static { width: 1fr; height: auto; padding: 0 1; }
    FinishView.narrow #both { layout: vertical; }
    FinishView.narrow #both > Static { width: 100%; }
    """

    def __init__(self, desk: Desk, id_: str, session: Reconciling | None = None) -> None:
        super().__init__(desk)
        self.id_ = id_
        self.session = session or desk.reconcile(id_)
        self._said = ""
        self._findings: list[Finding] | None = None
        self._looked_at: Agreed | None = None
        self._state, self._decision, self._statement = (
            Static("", id=name, markup=False) for name in ("state", "decision", "statement")
        )
        assignment = self.session.assignment
        self._title = ((f" {assignment.candidate}", "strong"), (f" · {self.session.form.title} · finish", ""))

    def compose_body(self) -> ComposeResult:
        """State, decision, statement."""
        yield self._state
        with Scroll(), Container(id="both"):
            yield self._decision
            yield self._statement

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(Scroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Decision and statement stand beside each other where they fit."""
        self.set_class(event.size.width < WIDE, "narrow")
        self._show()

    def on_screen_resume(self) -> None:
        """Back from a dialog or another screen."""
        self._show()

    def check_findings(self) -> None:
        """Find what stops a final statement or transcript, beside the screen."""
        self._looked_at = self.session.agreed

        def look() -> list[Finding]:
            from cmalt_review.desk.feedback import stopping

            return list(dict.fromkeys([*stopping(self.desk, self.id_, "statement"),
                                       *stopping(self.desk, self.id_, "transcript")]))  # fmt: skip

        def found(findings: list[Finding]) -> None:
            self._findings = findings
            self._show()

        self.in_thread(look, found)

    def _show(self) -> None:
        """Draw it again; what was agreed since is looked through anew."""
        if self.session.agreed is not self._looked_at:
            self.check_findings()
        width = self.size.width if self.has_class("narrow") else self.size.width // 2
        assignment = self.desk.assignment(self.id_)
        words, tone = state_words(assignment, self.session.agreed)
        parts: list[Content] = [Content.styled(words, f"bold {tone}")]
        if self._said:
            parts.append(Content(self._said))
        self._state.update(Content("\n").join(parts))
        keys = described_keys(self, "finish", next_keys(assignment, self.session, self._findings or []), width - 4)
        look = self.key_for("finish.findings")
        decision = decision_text(self.session, self._findings, keys, look=look, width=max(20, width - 4))
        if self.has_class("narrow"):
            decision = decision.append(Content.styled("\n\n↓ The statement follows; space scrolls.\n", "$text-muted"))
        self._decision.update(decision)
        self._statement.update(statement_text(self.session))

    def _say(self, words: str) -> None:
        self._said = words
        self._show()

    # ── documents ────────────────────────────────────────────────────────────

    @property
    def _final(self) -> tuple[str, ...]:
        """The documents that are final now: all once it is finished; without agreement the pack for ALT."""
        return {"finished": tuple(DOCUMENTS), "not-agreed": ("form",)}.get(self.session.agreed.state, ())

    def action_export(self, draft: bool) -> None:
        """Write the documents, beside the screen."""
        self.desk.check_writable()
        if not self._final and not draft:
            items = "; ".join(self.session.open_items()) or "the second's assent, or the finish, is missing"
            hint = f"{self.key_for('finish.draft')} writes a draft, marked so."
            raise RefusedError("It is not finished, so there is no final document", f"Open: {items}.", hint)
        kinds = tuple(DOCUMENTS) if draft else self._final
        self._say("Writing …")

        def written(result: Written) -> None:
            self._say(result.words(release=self.key_for("finish.release"), findings=self.key_for("finish.findings")))

        self.in_thread(lambda: write_documents(self.desk, self.id_, kinds, draft=draft), written)

    def action_preview(self) -> None:
        """Show a document as it would be written."""
        from cmalt_review.tui.screens.preview import PreviewScreen

        def show(kind: str) -> None:
            self.app.push_screen(PreviewScreen(self.desk, self.id_, kind, draft=kind not in self._final))

        self.ask(ChoiceDialog("Which document?", [Choice(kind, kind, what) for kind, what in DOCUMENTS.items()]), show)

    def action_findings(self) -> None:
        """What stops a final document; a reason overrides one."""
        found = self._findings or []
        if not found:
            self.notify("Still looking." if self._findings is None else "No finding stops a final document.")
            return

        def override(number: str) -> None:
            finding = found[int(number)]
            label = f"{finding.message} It is recorded with your reason."
            self.ask(TextPrompt("Write the document all the same", label, check=need_words),
                     lambda reason: record(finding, reason))  # fmt: skip

        def record(finding: Finding, reason: str) -> None:
            from cmalt_review.desk.feedback import override as override_finding

            override_finding(self.desk, self.id_, finding, reason)
            self._say(f"Recorded: {finding.rule} is overridden.")
            self.check_findings()

        choices = [Choice(str(n), f.section or "all", f"{f.message} {f.sentence}".strip()) for n, f in enumerate(found)]
        text = f"{self.key_for('finish.back')} goes back to the rows, where points are edited. Enter overrides one."
        self.ask(ChoiceDialog("What stops a final document", choices, text=text), override)

    def action_release(self) -> None:
        """Ask the tick-list, and release the statement as it now stands."""
        from cmalt_review.desk.feedback import release
        from cmalt_review.tui.dialogs.release import ReleaseDialog

        def answered(_: bool) -> None:
            release(self.desk, self.id_)
            self._say("The statement is released; a change to it needs a new release.")

        self.desk.check_writable()
        check_releasable(self.desk, self.id_, self.key_for("finish.findings"))
        self.ask(ReleaseDialog(), answered)

    def action_feedback(self) -> None:
        """Edit the joint statement, with what the checker finds beside it."""
        from cmalt_review.tui.screens.feedback import FeedbackScreen

        screen = FeedbackScreen(self.desk, self.id_, joint=self.session)
        self.app.push_screen(screen, lambda _: self.check_findings())
