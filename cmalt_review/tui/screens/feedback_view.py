"""What the feedback screen shows: statement, state, findings, and what the cursor is at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, VerticalScroll
from textual.content import Content

from cmalt_review.desk.statement import Statement
from cmalt_review.errors import ReviewError
from cmalt_review.tui.dialogs.phrases import KIND_WORDS
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.findings import FindingsView, counter
from cmalt_review.tui.widgets.line import Line, Part
from cmalt_review.tui.widgets.statement_lines import OVERALL_STOP, entries_of, missing_of
from cmalt_review.tui.widgets.statement_pane import StatementPane

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.desk.statement import Listed, Placed
    from cmalt_review.feedback.finding import Finding

WIDE = 110
"""Columns from which on the findings stand beside the statement."""

_Checked = tuple["list[Placed]", "bool | None"]


class FeedbackView(BaseScreen):
    """My points before reconciliation, the joint ones after; my overall text by itself."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("feedback")
    DEFAULT_CSS = """
    FeedbackView #state { background: $boost; }
    FeedbackView #both { height: 1fr; layout: vertical; }
    FeedbackView StatementPane { height: 1fr; }
    FeedbackView #found {
        height: auto; min-height: 3; max-height: 9; padding: 0 1; border: round $foreground 30%; scrollbar-size: 1 1;
    }
    FeedbackView.wide #both { layout: horizontal; }
    FeedbackView.wide StatementPane { width: 3fr; height: 100%; }
    FeedbackView.wide #found { width: 2fr; height: 100%; max-height: 100%; }
    """

    def __init__(
        self, desk: Desk, id_: str, session: Assessing | None = None, joint: Reconciling | None = None
    ) -> None:
        """``session`` and ``joint``: those of the screen that opens this one, so that there is one state of them."""
        super().__init__(desk)
        self.id_ = id_
        self.statement = Statement(desk, id_, session, joint)
        self._placed: list[Placed] = []
        self._chosen = 0
        self._released: bool | None = None
        self._checked = False
        self._checking = False
        self._again = False
        self._broken = False
        whose = "joint" if self.statement.joint is not None else "my points"
        self._title = ((f" {desk.assignment(id_).candidate}", "strong"), (f" · feedback · {whose}", ""))

    def compose_body(self) -> ComposeResult:
        """State, statement, findings."""
        yield Line(id="state")
        with Container(id="both"):
            yield StatementPane(id="statement")
            with VerticalScroll(id="found", can_focus=False):
                yield FindingsView(id="findings")

    @property
    def pane(self) -> StatementPane:
        """The statement."""
        return self.query_one(StatementPane)

    def on_mount(self) -> None:
        """Show the feedback; check it beside."""
        self.pane.border_title = "Statement"
        self.pane.focus()
        self._show()
        self._check()

    def on_resize(self, event: events.Resize) -> None:
        """Findings beside or below."""
        self.set_class(event.size.width >= WIDE, "wide")

    def on_screen_resume(self) -> None:
        """Back from an editor or another screen."""
        if self.is_mounted and self.query(StatementPane):
            self.statement.renew()
            self._show()
            self._check()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the keys on findings only where there is one; a joint statement takes no new points."""
        if action == "add":
            return self.statement.joint is None
        if action in ("explain", "put_aside", "rule_off"):
            return self._finding is not None
        if action == "fix":
            return self._finding is not None and self._finding.fix is not None
        return True

    # ── the checker ──────────────────────────────────────────────────────────────

    def _check(self) -> None:
        """Check the whole beside the screen; where something changes meanwhile, once more."""
        if self._checking:
            self._again = True
            return
        self._checking, self._again = True, False
        statement = self.statement

        def check() -> _Checked | ReviewError:
            try:
                return statement.check(), statement.released()
            except ReviewError as error:
                return error

        self.in_thread(check, self._take_checked)

    def _take_checked(self, checked: _Checked | ReviewError) -> None:
        self._checking = False
        if self._again:
            self._check()
            return
        if isinstance(checked, ReviewError):
            if not self._broken:
                self._broken = True
                self.review_app.show_error(checked)
            self._show()
            return
        self._broken = False
        first, self._checked = not self._checked, True
        self._placed, self._released = checked
        if not self.is_attached:
            return
        self._show()
        if first and self.pane.untouched and missing_of(self._placed):
            self.pane.move_to(-1)  # what is missing is worth more than the first point

    # ── what is shown ────────────────────────────────────────────────────────────

    def _show(self) -> None:
        self.pane.show(entries_of(self.statement, self._placed))
        self._show_state()
        self._show_findings()

    def _show_state(self) -> None:
        findings = [item.finding for item in self._placed]
        block = any(finding.level == "block" for finding in findings)
        words = counter(findings) if self._checked else "checking …"
        parts: list[Part] = [(words, "bad" if block else "strong")]
        if self._broken:
            parts = [("not checked: a rule file is broken", "bad")]
        outcome = self.statement.outcome()
        word = outcome.title if outcome else "no outcome yet"
        parts.append(
            (f" · {word}" if self.statement.joint is not None or outcome is None else f" · my outcome: {word}", "")
        )
        if self._released is not None:
            parts.append((" · released" if self._released else " · not released", "good" if self._released else "warn"))
        if self.statement.closed is not None:
            parts.append((f" · read only ({self.statement.closed[0]})", "warn"))
        elif self.statement.joint is not None and self.statement.joint.agreed.state in ("proposed", "assented"):
            parts.append((f" · {self.statement.joint.agreed.state}: a change needs a new proposal", "warn"))
        self.query_one("#state", Line).put(parts)

    def _show_findings(self) -> None:
        findings = self._here()
        self._chosen = max(0, min(self._chosen, len(findings) - 1))
        found = self.query_one("#found", VerticalScroll)
        found.border_title = Content(self._place_words())
        otherwise = "The checker finds nothing here." if self._checked else "The checker is at work …"
        if self._broken:
            otherwise = "The checker is not at work: a rule file is broken."
        self.query_one(FindingsView).show(findings, self._chosen, keys=self._keys_for(), otherwise=otherwise)
        found.scroll_home(animate=False)
        self.refresh_bindings()

    def _place_words(self) -> str:
        stop, listed = self.pane.stop, self._listed()
        if listed is not None:
            side = f" · the {listed.side}'s" if listed.side else ""
            return f"{listed.point.section} · {KIND_WORDS[listed.point.kind]}{side}"
        return "Overall text" if stop == OVERALL_STOP else "Missing"

    def _keys_for(self, *, full: bool = False) -> str:
        finding = self._finding
        if finding is None:
            return ""
        keys = [] if full else [("explain", "explain")]
        keys += [("fix", "put in")] if finding.fix else []
        keys += [("dismiss", "put aside")] if finding.level != "block" and finding.sentence else []
        keys += [("go", "section")] if not finding.sentence and finding.section else []
        return "   ".join(f"{self.key_for(f'feedback.{id_}')} {words}" for id_, words in keys)

    def on_statement_pane_moved(self) -> None:
        """The findings follow the cursor."""
        self._chosen = 0
        self._show_findings()

    # ── what the cursor is at ────────────────────────────────────────────────────

    def _listed(self) -> Listed | None:
        stop = self.pane.stop
        return next((x for x in self.statement.points() if x.number == stop), None) if stop and stop > 0 else None

    def _point(self) -> Listed:
        """The point at the cursor. Raises ``ReviewError`` where there is none."""
        listed = self._listed()
        if listed is None:
            raise ReviewError("There is no point at the cursor", "", "Move to one with j and k.")
        return listed

    def _here(self) -> list[Finding]:
        stop = self.pane.stop
        if stop is not None and stop < 0:
            missing = missing_of(self._placed)
            return missing[-stop - 1 : -stop]
        return [item.finding for item in self._placed if item.number == stop and stop is not None]

    @property
    def _finding(self) -> Finding | None:
        here = self._here()
        return here[self._chosen] if self._chosen < len(here) else None

    def _need_finding(self) -> Finding:
        finding = self._finding
        if finding is None:
            raise ReviewError("The checker finds nothing here", "", f"{self.key_for('feedback.next-finding')} goes on.")
        return finding

    def _section(self) -> str:
        listed = self._listed()
        if listed is not None:
            return listed.point.section
        return self._finding.section if self._finding is not None else ""
