"""The checker's findings in words: one by one, and how many there are."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmalt_review.feedback.finding import Finding

SIGNS = {"block": "✗ blocks", "warn": "! advice", "hint": "· hint"}
TONES = {"block": "$text-error", "warn": "$text-warning", "hint": "$text-muted"}
CATEGORY_WORDS = {
    "fact": "a fact", "identity": "who wrote it", "person": "the person, not the portfolio",
    "no_suggestion": "no suggestion", "vague": "vague", "force": "unclear force", "harsh": "harsh",
    "spelling": "spelling",
}  # fmt: skip
WHY = {
    "fact": "Grades, points and outcome are read side by side, so they must not contradict each other.",
    "identity": "Feedback is anonymous: nothing in it may tell who assessed.",
    "person": "Feedback is about the portfolio; a remark on the person is harder to hear and to act on.",
    "no_suggestion": "A problem that is named without a way on leaves the candidate to guess what would do.",
    "vague": "The candidate should see which passage is meant, and what would count as done.",
    "force": "The candidate should see at once whether a change is required or offered.",
    "harsh": "Months of work went into the portfolio; plain words say the same and are read.",
    "spelling": "The statement goes out as it is written.",
}
SHORT = 60


def counter(findings: Sequence[Finding]) -> str:
    """How many findings there are, e.g. ``2 blocking · 3 advisory``."""
    block = sum(finding.level == "block" for finding in findings)
    advise = len(findings) - block
    words = [f"{block} blocking"] * bool(block)
    words += [f"{advise} advisory"] * bool(advise)
    return " · ".join(words) or "nothing found"


def shortened(sentence: str, most: int = SHORT) -> str:
    """The beginning of a sentence, on one line."""
    flat = " ".join(sentence.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def finding_lines(finding: Finding, width: int, *, chosen: bool = False, keys: str = "") -> Content:
    """A finding in so many cells: its weight and message; the one chosen also with sentence, wording, and keys."""
    sign = SIGNS[finding.level]
    rows: list[tuple[str, str, str, str]] = [("▸ " if chosen else "  ", f"{sign}  ", finding.message, "")]
    if chosen and finding.sentence:
        rows.append(("    ", "", f"“{shortened(finding.sentence)}”", "$text-muted"))
    if chosen and finding.fix:
        rows.append(("    ", "could read: ", finding.fix, ""))
    if chosen and keys:
        rows.append(("    ", "", keys, "$text-muted"))
    parts: list[str | tuple[str, str]] = []
    for lead, label, words, style in rows:
        room = max(20, width - len(lead) - len(label))
        indent = "\n" + " " * (len(lead) + len(label))
        tone = f"bold {TONES[finding.level]}" if label.startswith(sign) else "$text-muted"
        text = indent.join(wrap(words, room) or [""])
        parts += ["\n" if parts else "", lead, (label, tone), (text, style) if style else text]
    return Content.assemble(*parts)


class FindingsView(Static):
    """Some findings, one of them chosen."""

    DEFAULT_CSS = "FindingsView { height: auto; padding: 0; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._shown: tuple[tuple[Finding, ...], int, str, str] = ((), 0, "", "")
        self._width = 0

    def show(self, findings: Sequence[Finding], chosen: int, *, keys: str = "", otherwise: str = "") -> None:
        """Show findings, or a sentence where there are none."""
        self._shown = (tuple(findings), chosen, keys, otherwise)
        self._draw()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self.size.width != self._width:
            self._draw()

    def _draw(self) -> None:
        findings, chosen, keys, otherwise = self._shown
        self._width = self.size.width
        width = self._width or 70
        lines = [finding_lines(finding, width, chosen=n == chosen, keys=keys) for n, finding in enumerate(findings)]
        self.update(Content("\n").join(lines) if lines else Content.styled(otherwise, "$text-muted"))
