"""Writing a point of feedback, or an overall text: phrases at the caret, the checker's findings beside the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.desk.writing import JointWriting, OverallWriting, PointWriting
from cmalt_review.errors import ReviewError
from cmalt_review.feedback import editing
from cmalt_review.feedback.insertion import expand
from cmalt_review.tui.dialogs.phrases import PhrasePicker, Pick
from cmalt_review.tui.dialogs.point_view import EditorView
from cmalt_review.tui.screens.base import run_beside

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.feedback.finding import Finding

PAUSE = 0.15
"""Seconds without a key after which the text is checked."""


class FeedbackEditor(EditorView):
    """The keys that work while it is written."""

    # ── typing ───────────────────────────────────────────────────────────────────

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand the text on at once; check it when the typing rests."""
        event.stop()
        self.area.follow()
        text = self.area.text
        if text == self.writing.text:
            return
        self._typed = True
        try:
            self.writing.put(text)
        except ReviewError as error:
            self.notify(str(error), severity="error")
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._check)
        self._show_place()

    def on_phrase_area_stepped(self) -> None:
        """Another place of the phrase."""
        self._show()

    def action_stop(self, step: int) -> None:
        """The next place to be filled in, or the one before."""
        self.area.step(back=step < 0)

    def action_cancel(self) -> None:
        """Take the phrase back, or leave."""
        if self.area.take_back():
            self.notify("The phrase was taken back; ctrl+z brings it here again.", timeout=4)
            return
        number = 0
        try:
            if self.area.text != self.writing.text:  # a key that was pressed just before
                self.writing.put(self.area.text)
            number = self.writing.leave()
        except ReviewError as error:
            self.notify(str(error), severity="error")
        self.dismiss(number)

    # ── kind and element ─────────────────────────────────────────────────────────

    def action_kind(self) -> None:
        """The next kind; the wording follows while it is still the phrase's."""
        kinds = self.writing.kinds
        if kinds:
            at = kinds.index(self.writing.kind) + 1 if self.writing.kind in kinds else 0
            self._set_kind(kinds[at % len(kinds)])

    def _set_kind(self, kind: str) -> None:
        writing, library = self.writing, self._library
        writing.set_kind(kind)
        known = self.area.live.insertion.frame if self.area.live else writing.frame
        frame = library.get(known) if library else None
        if frame is not None:
            self.area.reword(frame, kind, section_title=writing.section_title)
        self._check()

    def action_element(self) -> None:
        """The next element, and the section as a whole."""
        elements = self.writing.elements
        if elements:
            at = elements.index(self.writing.element) + 1 if self.writing.element in elements else 0
            self.writing.set_element(elements[at % len(elements)])
            self._check()

    # ── phrases ──────────────────────────────────────────────────────────────────

    def action_phrases(self) -> None:
        """Open the picker."""
        if self._library is None:
            self.notify("The phrases are being read; try again in a moment.", timeout=2)
            return
        self.app.push_screen(PhrasePicker(self._library, self.writing), self._picked)

    def _picked(self, pick: Pick | None) -> None:
        self.area.focus()
        if pick is None:
            return
        writing = self.writing
        writing.use_frame(pick.frame.id)
        if writing.kinds and writing.kind != pick.kind:
            writing.set_kind(pick.kind)
        about = pick.frame.slot.element
        if writing.element == "whole" and about in writing.elements and not self.area.text.strip():
            writing.set_element(about)
        self.area.put_phrase(expand(pick.frame, pick.kind, section_title=writing.section_title))

    def action_save_phrase(self) -> None:
        """Keep the words as a phrase of mine."""
        from cmalt_review.desk.feedback import frames_of, save_phrase

        writing = self.writing
        if not writing.text.strip():
            raise ReviewError("A phrase needs words", "", "Write the point first.")
        frame = save_phrase(
            writing.desk, self.area.selected_text or writing.text, writing.kind, element=writing.element,
            id_=writing.session.assignment.id,
        )  # fmt: skip
        places = editing.stops_of(frame, frame.kinds[0])
        more = f", with {places} place{'s' if places > 1 else ''} to fill in" if places else ""
        self.notify(f"Kept as a phrase of yours: “{frame.title}”{more}.")
        run_beside(self, lambda: frames_of(writing.desk), self._take_frames)

    # ── findings ─────────────────────────────────────────────────────────────────

    def action_next_finding(self) -> None:
        """Select the next finding."""
        if self.findings:
            self._chosen = (self._chosen + 1) % len(self.findings)
        self._show()

    def action_fix(self) -> None:
        """Put in the checker's wording."""
        finding = self._finding
        if finding is None or not finding.fix:
            self.notify("The checker has no wording of its own here." if finding else "Nothing was found.", timeout=3)
            return
        caret = self.area.caret
        self.area.put_text(editing.repaired(self.area.text, finding))
        self.area.move_cursor(editing.location(self.area.text, min(caret, len(self.area.text))))

    def action_put_aside(self) -> None:
        """Put the finding aside for good."""
        finding = self._finding
        if finding is None:
            return
        refuse_to_dismiss(finding)
        self.writing.dismiss(finding)
        self.notify("Put aside for this sentence.", timeout=3)
        self._check()

    def action_rule_off(self) -> None:
        """Switch the finding's rule off in this workspace."""
        finding = self._finding
        if finding is not None:
            refuse_to_silence(finding)
            from cmalt_review.desk.feedback import switch_off

            switch_off(self.writing.desk, finding.rule)
            self.notify(f"{finding.rule} is off in this workspace (feedback_snippets/rules/off.toml).", timeout=6)
            self._load_rules()


def refuse_to_dismiss(finding: Finding) -> None:
    """Raise ``ReviewError`` for a finding that blocks, or one about something that is missing."""
    if finding.level == "block":
        raise ReviewError(
            "A finding that blocks is not put aside", finding.message,
            "Mend it; the export can override it with a reason that is recorded.",
        )  # fmt: skip
    if not finding.sentence:
        raise ReviewError("This is about something that is missing, so there is no sentence to put aside", "", "")


def refuse_to_silence(finding: Finding) -> None:
    """Raise ``ReviewError`` for a finding whose rule is not switched off by a key."""
    if finding.level == "block" or finding.category == "spelling":
        raise ReviewError(
            "This check is not switched off with a key", finding.message,
            "Spelling goes with its extra; a blocking check is overridden at the export, with a reason.",
        )  # fmt: skip


class PointEditor(FeedbackEditor):
    """Writes a point of a sheet: a new one, or with ``n`` that one. Raises ``ReviewError`` where there is no such."""

    def __init__(
        self, session: Assessing, desk: Desk, section: str, *, element: str = "whole", kind: str = "strength",
        n: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(PointWriting(desk, session, section, element=element, kind=kind, n=n))


class JointPointEditor(FeedbackEditor):
    """Writes a point's words for the joint statement. Raises ``ReviewError`` where there is no such point."""

    def __init__(self, joint: Reconciling, desk: Desk, number: int) -> None:
        super().__init__(JointWriting(desk, desk.assess(joint.assignment.id), joint, number))


class OverallEditor(FeedbackEditor):
    """Writes an assessor's overall text."""

    def __init__(self, session: Assessing, desk: Desk) -> None:
        super().__init__(OverallWriting(desk, session))
