"""What the review before the submission shows, and a sheet that is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment

from cmalt_review.model.text import count_words
from cmalt_review.rules.consistency import all_remarks
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.judgement_lines import Page
from cmalt_review.tui.widgets.reader_layout import wrap
from cmalt_review.tui.widgets.reader_pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.form import Outcome

MOST_OPEN = 6
"""Open items that are listed; the rest is counted, so that the outcome stays in sight."""


class SubmitPane(Pane):
    """The review, drawn from the session as it is."""

    def __init__(self, screen: SubmitView) -> None:
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


class SubmitView(BaseScreen):
    """What is open, the outcome with what speaks against it, and described keys in place of a yes/no box."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("submit")
    AUTO_FOCUS = "SubmitPane"
    DEFAULT_CSS = "SubmitView SubmitPane, SubmitView SubmitPane:focus { height: 1fr; border: none; padding: 0 1; }"

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
            _write_option(page, key, label, words)
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
            title = f"{sign} {outcome.title}"
            parts = ((f"  {n} ", "accent"), (title, "strong" if chosen else ""))
            fits = 4 + len(title) + 3 + len(count) <= page.width
            page.add((*parts, (f"   {count}", "muted")) if fits else parts)
            if not fits:
                page.text(count, "muted", indent=6, hang=6)
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


OPTION_LABEL = 28
"""Cells of an option's label, beside which its explanation stands."""


def _write_option(page: Page, key: str, label: str, words: str) -> None:
    """A key, what it does, and the explanation wrapped beside that."""
    before = 5 + OPTION_LABEL
    wrapped = [words[start:end] for start, end in wrap(words, max(20, page.width - before))]
    page.add(((f"  {key}  ", "accent"), (f"{label:<{OPTION_LABEL}}", ""), (wrapped[0] if wrapped else "", "muted")))
    for text in wrapped[1:]:
        page.add(((" " * before, ""), (text, "muted")))
