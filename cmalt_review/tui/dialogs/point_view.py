"""What the editor of feedback shows: kind and element, the words, fitting phrases, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cmalt_review.errors import ReviewError
from cmalt_review.feedback import editing
from cmalt_review.feedback.insertion import open_stops
from cmalt_review.feedback.offers import overused
from cmalt_review.model.sheet import ELEMENT_WORDS
from cmalt_review.model.text import count_words
from cmalt_review.tui.dialogs.base import Dialog
from cmalt_review.tui.dialogs.phrases import KIND_WORDS, fitting
from cmalt_review.tui.keys import bindings, display
from cmalt_review.tui.screens.base import run_beside
from cmalt_review.tui.widgets.findings import FindingsView, counter
from cmalt_review.tui.widgets.keybar import KeyBar
from cmalt_review.tui.widgets.phrase_area import PhraseArea

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen
    from textual.timer import Timer

    from cmalt_review.desk.writing import Writing
    from cmalt_review.feedback.checker import RuleSet
    from cmalt_review.feedback.facts import FeedbackContext
    from cmalt_review.feedback.finding import Finding
    from cmalt_review.feedback.frames import FrameLibrary


class EditorView(Dialog[int]):
    """Result: the number of the point that stands now, 0 where none does. What is typed is saved at once.

    Escape takes back the phrase that is being filled in; otherwise it leaves.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("point"),
        # The app's own is out of reach below a dialog.
        Binding("f1", "app.help", "help", tooltip="Shows the keys that work here, and what each does."),
    ]
    DEFAULT_CSS = """
    EditorView { align: center bottom; background: $background 20%; }
    EditorView > .frame { width: 100%; max-width: 120; max-height: 100%; }
    EditorView PhraseArea { height: 6; }
    EditorView #below { height: auto; max-height: 10; min-height: 3; margin-top: 1; scrollbar-size: 1 1; }
    EditorView #below > Static { height: auto; }
    EditorView.tall > .frame { height: 94%; }
    EditorView.tall PhraseArea { height: 1fr; }
    EditorView KeyBar { background: $surface; padding: 0; }
    """

    def __init__(self, writing: Writing) -> None:
        super().__init__(writing.title)
        self.writing = writing
        self._library: FrameLibrary | None = None
        self._rules: RuleSet | None = None
        self._around: FeedbackContext | None = None
        self._findings: list[Finding] = []
        self._spelling: list[Finding] = []
        self._chosen = 0
        self._typed = False
        self._broken = False
        self._pause: Timer | None = None
        self.set_class(not writing.kinds, "tall")

    def compose_body(self) -> ComposeResult:
        """Kind and element, the words, what fits or was found, the keys."""
        yield Static("", id="place", markup=False)
        yield PhraseArea(self.writing.text)
        with VerticalScroll(id="below", can_focus=False):
            yield Static("", id="status", markup=False)
            yield FindingsView(id="findings")
        yield KeyBar()

    @property
    def area(self) -> PhraseArea:
        """The field."""
        return self.query_one(PhraseArea)

    def on_mount(self) -> None:
        """Go on where the text ends; load phrases and rules beside."""
        self.area.move_cursor(self.area.document.end)
        self.area.focus()
        self._show()
        if self.writing.ours:
            self._load_beside()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only the keys that do something here."""
        if action in ("phrases", "save_phrase"):
            return self.writing.ours
        if action == "kind":
            return bool(self.writing.kinds)
        if action == "element":
            return bool(self.writing.elements)
        if action in ("next_finding", "put_aside", "rule_off"):
            return bool(self.findings)
        if action == "fix":
            return self._finding is not None and self._finding.fix is not None
        return True

    # ── what is loaded beside ────────────────────────────────────────────────────

    def _load_beside(self) -> None:
        from cmalt_review.desk.feedback import frames_of

        run_beside(self, lambda: frames_of(self.writing.desk), self._take_frames)
        self._load_rules()

    def _take_frames(self, library: FrameLibrary) -> None:
        self._library = library
        for error in library.refused:
            self.notify(f"{error.message} {error.hint}", title=error.title, severity="warning", timeout=15)
        self._show()

    def _load_rules(self) -> None:
        from cmalt_review.desk.feedback import rules_of

        writing = self.writing

        def load() -> tuple[RuleSet, FeedbackContext]:
            try:
                return rules_of(writing.desk), writing.context()
            except ReviewError:
                self._broken = True
                self.call_later(self._show)
                raise

        def take(loaded: tuple[RuleSet, FeedbackContext]) -> None:
            self._rules, self._around = loaded
            self._check()

        run_beside(self, load, take)

    # ── findings ─────────────────────────────────────────────────────────────────

    def _check(self) -> None:
        """Check the text as it now is: a few milliseconds for a point; beside the screen for a longer text."""
        rules, context, writing = self._rules, self._around, self.writing
        if rules is None or context is None or not self.is_attached:
            self._show()
            return
        text = self.area.text
        if writing.kinds:
            self._take_findings(text, writing.check(text, rules, context) if text.strip() else [])
        else:
            run_beside(
                self, lambda: writing.check(text, rules, context), lambda found: self._take_findings(text, found)
            )
        self._check_spelling(text, context.portfolio_text)

    def _take_findings(self, text: str, found: Sequence[Finding]) -> None:
        if not self.is_attached or text != self.area.text:
            return
        if self.area.live is not None:  # its places are being filled in
            found = [finding for finding in found if finding.rule != "fact.placeholder"]
        self._findings = editing.settled(found, text, self.area.caret) if self._typed else list(found)
        self._show()

    def _check_spelling(self, text: str, portfolio: str) -> None:
        from cmalt_review.feedback.spelling import available

        if not available():
            return
        from cmalt_review.feedback.misspelt import misspelt

        def take(found: list[Finding]) -> None:
            if self.is_attached and text == self.area.text:
                self._spelling = editing.settled(found, text, self.area.caret) if self._typed else found
                self._show()

        dismissed = self.writing.dismissed
        run_beside(self, lambda: misspelt(text, portfolio, self.writing.section, dismissed), take)

    @property
    def findings(self) -> list[Finding]:
        """The findings shown."""
        return [*self._findings, *self._spelling]

    @property
    def _finding(self) -> Finding | None:
        return self.findings[self._chosen] if self._chosen < len(self.findings) else None

    # ── what is shown ────────────────────────────────────────────────────────────

    def _show(self) -> None:
        if not self.is_attached:
            return
        self._chosen = max(0, min(self._chosen, len(self.findings) - 1))
        self._show_place()
        status, findings = self.query_one("#status", Static), self.query_one(FindingsView)
        live, blank = self.area.live, not self.area.text.strip()
        words = self._live_words() if live else self._offers() if blank else self._state_words()
        if not self.writing.ours:
            words = Content.styled("As they wrote it: nothing is checked.", "$text-muted")
        status.update(words)
        status.display = bool(words)
        findings.display = bool(self.findings) and not blank
        findings.show(self.findings, self._chosen, keys=self._finding_keys())
        self.refresh_bindings()

    def _show_place(self) -> None:
        writing = self.writing
        words = f"{count_words(self.area.text):,} words"
        parts: list[tuple[str, str]] = []
        if writing.kinds:
            parts += [(f"{self._key('kind')} ", "bold $accent"), ("kind: ", ""), (KIND_WORDS[writing.kind], "bold")]
        if writing.elements:
            about = ELEMENT_WORDS.get(writing.element, writing.element).lower()
            parts += [(f"   {self._key('element')} ", "bold $accent"), ("about: ", ""), (about, "bold")]
        if writing.note:
            parts.append((f"   {writing.note}" if parts else writing.note, "$text-muted"))
        parts.append((f"   {words}", "$text-muted"))
        self.query_one("#place", Static).update(Content.assemble(*parts))

    def _key(self, id_: str) -> str:
        return key_of(self, f"point.{id_}")

    def _live_words(self) -> Content:
        live = self.area.live
        if live is None:
            return Content("")
        at, of = live.progress
        left = len({stop.number for stop in open_stops(live.insertion)})
        done = f"{left} place{'s are' if left > 1 else ' is'} still open" if left else "The phrase is filled in"
        parts: list[str | tuple[str, str]] = [(f"Place {at} of {of}" if at else done, "bold")]
        if at:
            parts.append(f"   {self._key('stop')} next")
        if live.choices and at:
            parts += [("   ↑ ↓ ", "bold $accent"), " / ".join(live.choices)]
        return Content.assemble(*parts, ("   esc takes the phrase back", "$text-muted"))

    def _offers(self) -> Content:
        if self._library is None:
            return Content.styled("Reading the phrases …", "$text-muted")
        frames = fitting(self._library, self.writing)
        lines = [Content.styled(f"{self._key('phrases')}, then a digit, puts in a phrase:", "$text-muted")]
        lines += [
            Content.assemble(
                (f"  {n} ", "bold $accent"), frame.title, (f"  {self._beginning(frame.id)}", "$text-muted")
            )
            for n, frame in enumerate(frames, 1)
        ]
        return Content("\n").join(lines)

    def _beginning(self, frame_id: str) -> str:
        times = self.writing.used().get(frame_id, 0)
        return f"used {times}×" if times else ""

    def _state_words(self) -> Content:
        note = overused(self.writing.frame, self.writing.points())
        parts: list[str | tuple[str, str]] = []
        if self._broken:
            parts.append(("The checker is not at work: a rule file is broken", "$text-warning"))
        elif self._rules is None:
            parts.append(("The checker is being read …", "$text-muted"))
        elif self.findings:
            parts.append((f"Checker: {counter(self.findings)}", "bold"))
        else:
            parts.append(("Checker: nothing found", "$text-muted"))
        if note:
            parts.append((f"\n{note}", "$text-warning"))
        return Content.assemble(*parts)

    def _finding_keys(self) -> str:
        finding = self._finding
        if finding is None:
            return ""
        keys = [f"{self._key('next-finding')} next"] if len(self.findings) > 1 else []
        keys += [f"{self._key('fix')} put in"] if finding.fix else []
        if finding.level != "block" and finding.sentence:
            keys.append(f"{self._key('dismiss')} put aside")
            keys += [f"{self._key('rule-off')} rule off"] if finding.category != "spelling" else []
        return "   ".join(keys)


def key_of(screen: Screen[Any], id_: str) -> str:
    """The key that a binding has at present, as a person reads it; empty where it has none."""
    return display(next((key for key, active in screen.active_bindings.items() if active.binding.id == id_), ""))
