"""A finding of the checker in full: on what, why, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from cmalt_review.tui.dialogs.base import Dialog, plain
from cmalt_review.tui.widgets.findings import CATEGORY_WORDS, WHY

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.feedback.finding import Finding

_FORCE = {
    "block": "It stops a final document until it is mended, or overridden with a reason that is recorded.",
    "warn": "It advises; the decision is yours.",
    "hint": "A hint; the decision is yours.",
}


class ExplainDialog(Dialog[None]):
    """Says what a finding is about."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,x", "cancel", "close", tooltip="Closes.")]

    def __init__(self, finding: Finding, keys: str) -> None:
        super().__init__(f"Finding: {CATEGORY_WORDS[finding.category]}")
        self.finding = finding
        self._keys = keys

    def compose_body(self) -> ComposeResult:
        """Message, sentence, reason, wording, keys."""
        finding = self.finding
        yield plain(finding.message)
        if finding.sentence:
            yield plain(f"“{finding.sentence}”", classes="gap")
        if finding.fix:
            yield plain(f"It could read: {finding.fix}", classes="gap")
        if finding.because:
            words = ", ".join(f"“{word}”" for word in finding.because)
            yield plain(f"What weighed most: {words}.", classes="gap")
        yield plain(f"{WHY[finding.category]} {_FORCE[finding.level]}", classes="gap")
        yield plain(f"Rule {finding.rule}", classes="hint gap")
        yield plain("   ".join(part for part in ("esc close", self._keys) if part), classes="hint")
