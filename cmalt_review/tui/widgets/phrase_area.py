"""A text field into which phrases are put: Tab goes from place to place, linked places change together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from cmalt_review.feedback import editing

if TYPE_CHECKING:
    from cmalt_review.feedback.editing import Live
    from cmalt_review.feedback.frames import Frame
    from cmalt_review.feedback.insertion import Insertion


class PhraseArea(TextArea):
    """The words of a point or an overall text. ``live`` is the phrase that is being filled in, if any."""

    DEFAULT_CSS = """
    PhraseArea, PhraseArea:focus { border: none; padding: 0 1; background: $boost; }
    """

    class Stepped(Message):
        """The caret is at another place of the phrase, or the phrase is done."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus", id="text")
        self.live: Live | None = None
        self._seen = text

    @property
    def caret(self) -> int:
        """Where the caret stands in the text."""
        return editing.index_of(self.text, self.cursor_location)

    # ── phrases ──────────────────────────────────────────────────────────────

    def put_phrase(self, insertion: Insertion) -> None:
        """Put a phrase in at the caret, in place of what is selected, and go to its first stop."""
        ends = sorted(editing.index_of(self.text, end) for end in self.selection)
        self._go_on(editing.put_in(self.text, ends[0], ends[1], insertion))

    def take_back(self) -> bool:
        """Take the whole phrase back; False where none is being filled in."""
        if self.live is None:
            return False
        original, at = self.live.original, len(self.live.before)
        self.live = None
        self._write(original)
        self._select(min(at, len(original)), min(at, len(original)))
        self.post_message(self.Stepped())
        return True

    def step(self, *, back: bool = False) -> None:
        """Go to the next place to be filled in, or the one before."""
        if self.live is not None:
            further = editing.step(self.live, back=back)
            if further is not None:
                self._go_on(further)
                return
            if back:
                return
            self.live = None
        span = editing.next_open(self.text, self.caret, back=back)
        if span is not None:
            self._select(*span)
        self.post_message(self.Stepped())

    def reword(self, frame: Frame, kind: str, *, section_title: str) -> None:
        """Put the text in another force where it still is the phrase's own."""
        if self.live is not None:
            if self.live.insertion.frame == frame.id:
                self._go_on(editing.reword(self.live, frame, kind, section_title=section_title))
            return
        turned = editing.reword_text(self.text, frame, kind, section_title=section_title)
        if turned != self.text:
            self._write(turned)

    def _go_on(self, live: Live) -> None:
        """Fill in this place: what stands there is selected, so that typing replaces it."""
        self.live = live
        self._write(live.text)
        self._select(*live.span)
        self.post_message(self.Stepped())

    def follow(self) -> None:
        """After an edit: have the linked places follow; what is no longer the phrase ends it."""
        if self.live is None or self.text == self._seen:
            return
        if self.live.at_end:
            self.live = None
            return
        followed = editing.follow(self.live, self.text)
        if followed is not None and followed.text != self.text:
            caret = editing.caret_after(self.live, followed, self.caret)
            self.live = followed
            self._write(followed.text)
            self._select(caret, caret)
        self.live = followed

    # ── choices ──────────────────────────────────────────────────────────────

    def action_cursor_down(self, select: bool = False) -> None:
        """Down; at a place with choices the next of them."""
        if not self._choose(1):
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Up; at a place with choices the one before."""
        if not self._choose(-1):
            super().action_cursor_up(select)

    def _choose(self, by: int) -> bool:
        if self.live is None or not self.live.choices:
            return False
        start, end = self.live.span
        if not start <= self.caret <= end:
            return False
        self._go_on(editing.choose(self.live, by))
        return True

    # ── the document ─────────────────────────────────────────────────────────

    def put_text(self, text: str) -> None:
        """Put another text in place of all; the phrase that was being filled in is done."""
        self.live = None
        self._write(text)

    def _write(self, text: str) -> None:
        """Change the document into this text, where they differ: one step of undo."""
        old = self.text
        self._seen = text
        if text == old:
            return
        start = next((n for n, (a, b) in enumerate(zip(old, text, strict=False)) if a != b), min(len(old), len(text)))
        end = 0
        while end < min(len(old), len(text)) - start and old[-1 - end] == text[-1 - end]:
            end += 1
        self.history.checkpoint()
        self.replace(text[start : len(text) - end], editing.location(old, start), editing.location(old, len(old) - end))
        self.history.checkpoint()

    def _select(self, start: int, end: int) -> None:
        self.selection = Selection(editing.location(self.text, start), editing.location(self.text, end))
