"""The review before the submission, and what can be done with a sheet that is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment

from cmalt_review.errors import RefusedError
from cmalt_review.model.text import count_words
from cmalt_review.rules.consistency import all_remarks
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.judgement_lines import Page
from cmalt_review.tui.widgets.reader_pane import Pane

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.exporting import Exported
    from cmalt_review.model.form import Outcome

MOST_OPEN = 6
"""Open items that are listed; the rest is counted, so that the outcome stays in sight."""


class SubmitPane(Pane):
    """The review, drawn from the session as it is."""

    def __init__(self, screen: SubmitScreen) -> None:
        super().__init__(id="review")
        self._owner = screen
        self._page = Page(20)

    def show(self) -> None:
        """Draw anew, once there is a place to draw in."""
        if self.width <= 0:
            return
        self._page = Page(min(self.width, 110))
        self._owner.write(self._page)
        self.put_count(len(self._page.lines))

    def on_resize(self) -> None:
        """Wrap anew."""
        self.show()

    @property
    def text(self) -> str:
        """All that the pane says."""
        return "\n".join("".join(text for text, _ in line.parts) for line in self._page.lines)

    def line(self, y: int) -> list[Segment]:
        """One line."""
        return [Segment(text, self.tone(tone)) for text, tone in self._page.lines[y].parts]


class SubmitScreen(BaseScreen):
    """What is open, the outcome with what speaks against it, and described keys in place of a yes/no box."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("submit")
    AUTO_FOCUS = "SubmitPane"
    DEFAULT_CSS = "SubmitScreen SubmitPane, SubmitScreen SubmitPane:focus { height: 1fr; border: none; padding: 0 1; }"

    def __init__(self, desk: Desk, id_: str, session: Assessing) -> None:
        super().__init__(desk)
        self.id_ = id_
        self.session = session
        self._written: list[str] = []
        self._frozen_here = False

    def compose_body(self) -> ComposeResult:
        """The review."""
        yield SubmitPane(self)

    def on_mount(self) -> None:
        """Show whose sheet it is."""
        self._show()

    def _show(self) -> None:
        words = "submitted" if self.submitted else "before you submit"
        assignment = self.session.assignment
        role = "the other's assessment, typed in" if self.session.of_other else assignment.role
        self.put_title((f" {assignment.candidate}", "strong"), (f" · {role} · {words}", ""))
        self.query_one(SubmitPane).show()
        self.refresh_bindings()

    @property
    def submitted(self) -> bool:
        """Whether the sheet is frozen."""
        return self.session.sheet.state == "submitted"

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcomes that this round allows."""
        return self.session.form.outcomes_in(self.session.assignment.round)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys fit the state of the sheet."""
        if self.session.of_other:
            return action not in ("submit", "send", "reopen", "export", "feedback")
        if self.submitted:
            return action not in ("submit", "outcome", "reason", "overall", "undo", "feedback")
        if action == "outcome" and isinstance(parameters[0], int):
            return parameters[0] <= len(self.outcomes)
        return action not in ("send", "reopen")

    # ── what is shown ────────────────────────────────────────────────────────

    def write(self, page: Page) -> None:
        """The review, line by line."""
        if self.submitted:
            self._write_submitted(page)
        else:
            self._write_open(page)
            self._write_outcomes(page)
            self._write_texts(page)
        page.gap()
        page.text("What next?", "heading")
        for key, label, words in self._options():
            page.add(((f"  {key}  ", "accent"), (f"{label:<28}", "")))
            page.lines[-1] = page.lines[-1]._replace(parts=(*page.lines[-1].parts, (words[: page.width - 34], "muted")))
        for line in self._written:
            page.text(line, "good", hang=2)
        if not self.submitted:
            self._write_remarks(page)

    def _options(self) -> list[tuple[str, str, str]]:
        if self.session.of_other:
            return [("b", "back", "everything is saved")]
        if not self.submitted:
            return [
                ("s", "submit now", "freezes the sheet; then it can be sent and exported"),
                ("x", "export a draft of my form", "a Word document marked DRAFT, in exports/"),
                ("b", "back to the sections", "nothing is submitted"),
            ]
        return [
            ("x", "export my completed form", "a Word document in exports/"),
            ("d", "write the exchange file", "the file that your co-assessor's desk takes in, in exports/"),
            ("o", "reopen", "as the next version, with a reason; this version stays"),
            ("b", "back to the queue" if self._frozen_here else "back", ""),
        ]

    def _write_open(self, page: Page) -> None:
        items = self.session.open_items()
        if not items:
            page.text("✓ Nothing is open: the sheet can be submitted.", "good")
        else:
            page.text(f"Still open: {len(items)}", "heading")
            for item in items[:MOST_OPEN]:
                page.text(f"– {item}", "bad", hang=4, indent=2)
            if len(items) > MOST_OPEN:
                page.text(f"… and {len(items) - MOST_OPEN} more", "bad", indent=2)

    def _write_remarks(self, page: Page) -> None:
        remarks = all_remarks(self.session.form, self.session.sheet)
        if remarks:
            page.gap()
            page.text("What does not quite fit (it does not stop you)", "heading")
            for remark in remarks:
                page.text(f"~ {remark.row}: {remark.message}", "warn", hang=4, indent=2)

    def _write_outcomes(self, page: Page) -> None:
        recommended = self.session.sheet.recommendation
        page.gap()
        page.text("Outcome you recommend", "heading")
        for n, outcome in enumerate(self.outcomes, start=1):
            chosen = recommended is not None and recommended.outcome == outcome.id
            against = self.session.advice(outcome.id)
            sign = "●" if chosen else "○"
            count = "nothing speaks against it" if not against else f"{len(against)} against it"
            page.add(
                (
                    (f"  {n} ", "accent"),
                    (f"{sign} {outcome.title}", "strong" if chosen else ""),
                    (f"   {count}", "muted"),
                )
            )
            if chosen:
                page.text(" ".join(outcome.meaning.split()), "muted", hang=6, indent=6)
                for sentence in against:
                    page.text(f"~ {' '.join(sentence.split())}", "warn", hang=8, indent=6)
        if recommended and recommended.reason:
            page.text(f"Reason: {recommended.reason}", "", hang=4, indent=2)

    def _write_texts(self, page: Page) -> None:
        sheet = self.session.sheet
        page.gap()
        words = count_words(sheet.overall)
        overall = f"Overall text: {words} words" if words else "Overall text: none yet, t writes it"
        page.text(overall, "" if words else "warn")
        counts = {kind: sum(p.kind == kind for p in sheet.points) for kind in ("strength", "required", "suggestion")}
        page.text("Points: " + ", ".join(f"{count} {kind}" for kind, count in counts.items()), "")

    def _write_submitted(self, page: Page) -> None:
        sheet = self.session.sheet
        when = f"{sheet.submitted_at:%d %b %Y, %H:%M}" if sheet.submitted_at else ""
        page.text(
            f"✓ Version {sheet.version} is submitted ({when}). It is frozen: nobody changes it, you included.", "good"
        )
        if sheet.recommendation and (outcome := self.session.form.outcome(sheet.recommendation.outcome)):
            page.text(f"You recommend: {outcome.title}", "strong")
        page.text(f"Seal: {sheet.sha256[:16]}…", "muted")

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
        draft = not self.submitted
        name = f"{self.id_}-{self.session.sheet.role}-form{'-DRAFT' if draft else ''}.docx"
        file = self._folder() / name

        def write() -> Exported:
            return self.desk.export(self.id_, "mine", file, "docx", draft=draft)

        self.in_thread(write, lambda done: self._say_written(str(done.file)))

    def action_send(self) -> None:
        """Write the exchange file."""
        file = self._folder() / f"{self.id_}-{self.session.sheet.role}-v{self.session.sheet.version}.toml"
        self.desk.send(self.id_, file)
        self._say_written(str(file))

    def _folder(self) -> Path:
        folder = self.desk.workspace.exports
        folder.mkdir(parents=True, exist_ok=True)
        return folder

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
