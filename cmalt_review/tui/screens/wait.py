"""After submission: how my assessment leaves, and how theirs comes in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

from cmalt_review.errors import ConfirmError, RefusedError
from cmalt_review.model.base import other_role
from cmalt_review.rules.progress import is_blind
from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option
from cmalt_review.tui.dialogs.prompt import TextPrompt
from cmalt_review.tui.exports import exchange_file
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.reconcile_parts import (
    Scroll,
    Written,
    described_keys,
    hinted,
    need_words,
    write_documents,
)

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk

YOURS = ("export", "copy-out", "send", "preview", "view", "reopen", "sent")
THEIRS = ("receive", "type-in")


class WaitScreen(BaseScreen):
    """Mine is submitted. Of the other's sheet it tells only whether it is in."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("wait")
    DEFAULT_CSS: ClassVar[str] = """
    WaitScreen Scroll { height: 1fr; padding: 1 2; }
    WaitScreen Scroll > Static { height: auto; }
    """

    def __init__(self, desk: Desk, id_: str) -> None:
        super().__init__(desk)
        self.id_ = id_
        self.assignment = desk.assignment(id_)
        self._said = ""
        self._text = Static("", markup=False)
        title = desk.form(id_).title
        self._title = ((f" {self.assignment.candidate}", "strong"), (f" · {title} · {self.assignment.role}", ""))

    def compose_body(self) -> ComposeResult:
        """What there is, and the keys."""
        with Scroll():
            yield self._text

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(Scroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the keys anew."""
        self._show(event.size.width)

    def on_screen_resume(self) -> None:
        """Back from another screen: theirs may be in now."""
        self._show(self.size.width)

    @property
    def _arrived(self) -> bool:
        return self.desk.other(self.id_) is not None

    def _show(self, width: int) -> None:
        """Draw it again."""
        bold = "bold $accent"
        ready = self._arrived and not is_blind(self.desk.sheet(self.id_))
        lines = [self._mine_words(), self._their_words()]
        if self._said:
            lines += [Content(""), Content(self._said)]
        room = width - 6
        if ready:
            lines += [Content(""), Content.styled("Next", bold), described_keys(self, "wait", ["next"], room)]
        lines += [Content(""), Content.styled("Yours", bold), described_keys(self, "wait", YOURS, room)]
        lines += [Content(""), Content.styled("Theirs", bold), described_keys(self, "wait", THEIRS, room)]
        self._text.update(Content("\n").join(lines))

    def _mine_words(self) -> Content:
        sheet = self.desk.sheet(self.id_)
        if sheet is None or sheet.state != "submitted":
            return Content.styled("? Your sheet is not submitted yet.", "bold $text-warning")
        when = f"{sheet.submitted_at.astimezone():%d %b %Y, %H:%M}" if sheet.submitted_at else "time not known"
        return Content.styled(f"✓ Yours is submitted: version {sheet.version}, {when}.", "bold $text-success")

    def _their_words(self) -> Content:
        who = f"The {other_role(self.assignment.role)}'s sheet"
        if self._arrived:
            return Content.styled(f"✓ {who}: it is in.", "bold $text-success")
        return Content.styled(f"? {who}: not arrived.", "bold $text-warning")

    def _say(self, words: str) -> None:
        self._said = words
        self._show(self.size.width)

    # ── mine goes out ────────────────────────────────────────────────────────

    def _check_submitted(self) -> None:
        sheet = self.desk.sheet(self.id_)
        if sheet is None or sheet.state != "submitted":
            raise RefusedError("Your sheet is not submitted", "", "Open it from the queue, and submit it there.")

    def action_export(self) -> None:
        """Write my completed form, beside the screen."""
        self._check_submitted()
        self._say("Writing …")

        def written(result: Written) -> None:
            self._say(result.words())

        self.in_thread(lambda: write_documents(self.desk, self.id_, ("mine",), draft=False), written)

    def action_preview(self) -> None:
        """Show my completed form as it would be written."""
        from cmalt_review.tui.screens.preview import PreviewScreen

        self._check_submitted()
        self.app.push_screen(PreviewScreen(self.desk, self.id_, "mine", draft=False))

    def action_copy_out(self) -> None:
        """Copy it out by hand."""
        from cmalt_review.tui.screens.copyout import CopyOutScreen

        self._check_submitted()
        self.app.push_screen(CopyOutScreen(self.desk, self.id_))

    def action_send(self) -> None:
        """Write the exchange file."""
        self._check_submitted()
        file = exchange_file(self.desk, self.id_)
        sent = self.desk.send(self.id_, file)
        words = "Give it to the other assessor; private notes are not in it."
        self._say(f"Version {sent.version} is in {file.parent}:\n  {file.name}\n{words}")

    def action_view(self) -> None:
        """My sheet, which cannot be changed."""
        from cmalt_review.tui.screens.assess import AssessScreen

        self.app.push_screen(AssessScreen(self.desk, self.id_))

    def action_reopen(self) -> None:
        """Open my sheet as its next version."""

        def reopen(reason: str) -> None:
            from cmalt_review.tui.screens.assess import AssessScreen

            self.desk.reopen(self.id_, reason)
            self.app.switch_screen(AssessScreen(self.desk, self.id_))

        self._check_submitted()
        self.desk.check_writable()
        label = "Why? Version by version is kept; the reason stands with each row that changes."
        self.ask(TextPrompt("Reopen your sheet", label, check=need_words), reopen)

    def action_sent(self) -> None:
        """Record that my part is done."""
        self._check_submitted()
        self.desk.check_writable()
        if self.assignment.role == "lead":
            raise RefusedError("As lead you send after reconciling", "The result goes to ALT when both assent.",
                               "Take theirs in first.")  # fmt: skip

        def record(text: str) -> None:
            self.desk.event(self.id_, "sent", text)
            self._say("Recorded: sent.")

        self.ask(TextPrompt("Sent to the lead", "How? It may be left empty.", placeholder="by e-mail, 3 Nov"), record)

    # ── theirs comes in ──────────────────────────────────────────────────────

    def action_receive(self) -> None:
        """Take in their sheet from a file."""
        self.desk.check_writable()
        self.ask(TextPrompt("Receive the other's sheet", "Which file?", placeholder="~/Downloads/sheet.toml"),
                 lambda name: self._receive(Path(name.strip()).expanduser()))  # fmt: skip

    def _receive(self, file: Path) -> None:
        try:
            self._received(file, confirm=False)
        except ConfirmError as error:
            option = Option("y", "same person", "Takes the sheet in, though the name is spelt differently.")
            self.ask(ConfirmDialog(error.title, error.message, [option]), lambda _: self._received(file, confirm=True))

    def _received(self, file: Path, *, confirm: bool) -> None:
        got = self.desk.receive(file, self.id_, confirm=confirm)
        named = got.sender not in ("lead", "second")
        whose = f"The sheet of {got.sender}" if named else f"The {got.sender} assessor's sheet"
        self._say(f"{whose} has arrived." if got.new else "It was here already; nothing changed.")

    def action_type_in(self) -> None:
        """Type in theirs."""
        from cmalt_review.tui.screens.other import OtherScreen

        self.app.push_screen(OtherScreen(self.desk, self.id_))

    def action_go_on(self) -> None:
        """On to reconcile."""
        from cmalt_review.tui.screens.reconcile import ReconcileScreen

        with hinted("Take theirs in first."):
            screen = ReconcileScreen(self.desk, self.id_)
        if any(isinstance(below, ReconcileScreen) for below in self.app.screen_stack):
            self.dismiss()
        else:
            self.app.switch_screen(screen)

    def action_back(self) -> None:
        """Back."""
        self.dismiss()
