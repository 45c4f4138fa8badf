"""The application: one desk, a stack of screens, and the ways out that lose nothing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App

from cmalt_review.errors import RefusedError, ReviewError, SaveError
from cmalt_review.store.clock import now
from cmalt_review.tui.keys import bindings, read_keymap
from cmalt_review.tui.safety import HostileTextFilter
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.screens.queue import QueueScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from textual.actions import ActionParseResult
    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from cmalt_review.desk.desk import Desk

PRELOAD = (
    "cmalt_review.tui.dialogs.declare",
    "cmalt_review.tui.dialogs.help",
    "cmalt_review.tui.dialogs.prompt",
    "cmalt_review.tui.screens.assess",
    "cmalt_review.tui.screens.reconcile",
    "cmalt_review.tui.screens.feedback",
    "cmalt_review.tui.screens.finish",
    "cmalt_review.tui.screens.wait",
)
"""Loaded after the first paint, so that opening one is quick."""

SECONDS_TO_LEAVE = 1.5
"""After a signal everything is saved at once; the terminal has this long to be restored."""

INFORM_SECONDS = 3.0
"""A toast that only informs stays this long, where its sender says nothing else."""

SCREEN_OF_STATE = {
    "declare": "assess", "read": "assess", "grade": "assess", "submitted": "wait", "reconcile": "reconcile",
    "proposed": "finish", "export": "finish", "sent": "finish", "closed": "finish", "with-alt": "finish",
}  # fmt: skip


class ReviewApp(App[int]):
    """The assessor's desk in the terminal."""

    TITLE = "cmalt-review"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")

    def __init__(self, desk: Desk, *, open_id: str = "", config: Path | None = None, state: Path | None = None) -> None:
        """``open_id``: an assignment to open over the queue.

        ``config`` and ``state`` are the folders of keys.toml and of crash reports; the user's by default.
        """
        super().__init__()
        self.desk = desk
        self._open_id = open_id
        self.crash_log: Path | None = None
        self.crashed = False
        self._config = config
        self._state = state
        self._safe = HostileTextFilter()
        self._leaving = False
        self._warned = False

    def get_default_screen(self) -> Screen[None]:
        """The queue is home."""
        return QueueScreen(self.desk)

    # ── hostile text ─────────────────────────────────────────────────────────

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Clean every line on its way to the terminal, before any other filter."""
        return [self._safe, *super().get_line_filters()]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - never: a name in a message is not markup
    ) -> None:
        """Show a toast; its text is never markup. One that only informs goes soon: it covers the lines below it."""
        if timeout is None and severity == "information":
            timeout = INFORM_SECONDS
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    # ── start ────────────────────────────────────────────────────────────────

    def on_load(self) -> None:
        """Catch the signals that end a session, before the terminal is taken over."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)):
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.leave_now, 128 + number)

    def on_mount(self) -> None:
        """Leave everything that can wait until the queue is painted."""
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        gc.freeze()
        gc.enable()
        self._load_keymap()
        if self.desk.notice:
            self.notify(self.desk.notice, severity="warning", timeout=15)
        if self._open_id:
            self.open_assignment(self._open_id)
        if not self.is_headless:
            self._watch_terminal()
            threading.Thread(target=_preload, daemon=True, name="preload").start()

    def _load_keymap(self) -> None:
        folder = self._config
        if folder is None:
            from platformdirs import user_config_path

            folder = user_config_path("cmalt-review", appauthor=False)
        keymap, problems = read_keymap(folder / "keys.toml")
        if keymap:
            self.set_keymap(keymap)
        for problem in problems:
            self.notify(problem, title="keys.toml", severity="warning", timeout=20)

    # ── leaving ──────────────────────────────────────────────────────────────

    def save_all(self) -> None:
        """Hand over what is still being typed, and write everything down. Raises ``SaveError``."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                with contextlib.suppress(RefusedError):  # a frozen sheet takes nothing more
                    screen.flush()
        self.desk.writer.close()

    async def action_quit(self) -> None:
        """Save and leave; while something cannot be saved, say so first."""
        try:
            self.save_all()
        except SaveError as error:
            if not self._warned:
                self._warned = True
                self.show_error(
                    SaveError(error.title, error.message, "ctrl+q again leaves all the same; the text is lost.")
                )
                return
        self.exit(0)

    def leave_now(self, code: int) -> None:
        """Save and leave, also when the terminal is gone: then nothing waits for it."""
        if self._leaving:
            return
        self._leaving = True
        with contextlib.suppress(SaveError):  # nobody is left to be told
            self.save_all()
        # A dead terminal can block the way out for good; everything is on disk by now.
        last_resort = threading.Timer(SECONDS_TO_LEAVE, os._exit, [code])
        last_resort.daemon = True
        last_resort.start()
        self.exit(code, return_code=code)

    def _watch_terminal(self) -> None:
        """Leave when the terminal goes away: its end of input would otherwise be read for ever."""
        if not hasattr(__import__("select"), "poll"):
            return
        loop = asyncio.get_running_loop()

        def watch() -> None:
            import select

            poll = select.poll()
            poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)  # hang-up is always reported
            poll.poll()
            with contextlib.suppress(RuntimeError):  # already closed
                loop.call_soon_threadsafe(self.leave_now, 128 + signal.SIGHUP)

        threading.Thread(target=watch, daemon=True, name="terminal").start()

    # ── faults and errors ────────────────────────────────────────────────────

    def fail(self, error: BaseException) -> None:
        """End after a fault of the program: save, note type and place, say so in a sentence (see ``run``)."""
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _fatal_error(self) -> None:
        # In place of Textual's traceback, which prints local variables: a candidate's text among them.
        if not self.crashed:
            self.crashed = True
            error = self._exception or sys.exc_info()[1]
            if error is not None:
                from cmalt_review.tui.safety import write_crash_report

                self.crash_log = write_crash_report(error, self._state_folder(), now())
            with contextlib.suppress(ReviewError):  # ``run`` tells what was not saved
                self.save_all()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:  # noqa: ARG002 - they hold the text of the error
        """End without printing what the error says."""
        self._return_code = 1
        self._fatal_error()

    def _state_folder(self) -> Path:
        if self._state is not None:
            return self._state
        from platformdirs import user_state_path

        return user_state_path("cmalt-review", appauthor=False)

    def show_error(self, error: ReviewError) -> None:
        """Show what went wrong, where, and what to do next."""
        from cmalt_review.tui.dialogs.message import ErrorDialog

        self.push_screen(ErrorDialog(error))

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Perform an action; an error that a user can meet is shown."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except ReviewError as error:
            self.show_error(error)
            return True

    # ── help and commands ────────────────────────────────────────────────────

    def action_help(self) -> None:
        """Show the keys of the screen in front."""
        from cmalt_review.tui.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command that can be given now, for the palette."""
        from textual.app import SystemCommand

        seen = set()
        for active in list(screen.active_bindings.values()):
            binding = active.binding
            if not binding.description or not binding.tooltip or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            title = binding.description[0].upper() + binding.description[1:]

            def give(action: str = binding.action, node: DOMNode = active.node) -> Any:
                return self.run_action(action, node)

            yield SystemCommand(title, binding.tooltip, give)
        yield SystemCommand("Theme", "Changes the colours.", self.action_change_theme)

    # ── screens ──────────────────────────────────────────────────────────────

    def open_assignment(self, id_: str) -> None:
        """Open the screen that fits the state of an assignment."""
        row = next((row for row in self.desk.rows() if row.id == id_), None)
        if row is None:
            raise ReviewError("This portfolio is no longer here", id_, "Press ctrl+q and start again if it should be.")
        kind = SCREEN_OF_STATE.get(row.state)
        if kind is None:
            raise ReviewError("You declined this portfolio", row.candidate, "u in the queue takes a declaration back.")
        self.push_screen(self._make_screen(kind, id_))

    def _make_screen(self, kind: str, id_: str) -> Screen[None]:
        if kind == "assess":
            from cmalt_review.tui.screens.assess import AssessScreen

            return AssessScreen(self.desk, id_)
        if kind == "reconcile":
            from cmalt_review.tui.screens.reconcile import ReconcileScreen

            return ReconcileScreen(self.desk, id_)
        # A second assessor's part can be done (sent, closed) without the lead's sheet ever coming in.
        if kind == "wait" or self.desk.other(id_) is None:
            from cmalt_review.tui.screens.wait import WaitScreen

            return WaitScreen(self.desk, id_)
        from cmalt_review.tui.screens.finish import FinishScreen

        return FinishScreen(self.desk, id_)


def _preload() -> None:
    import importlib

    for name in PRELOAD:
        # What fails here fails again, visibly, when it is opened.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def terminal_problem() -> str:
    """Why the screens cannot be shown here, in a sentence; empty where they can."""
    for name, stream in (("input", sys.stdin), ("output", sys.stdout), ("error output", sys.stderr)):
        if stream is None or not stream.isatty():
            return f"The screens need a terminal, but the standard {name} is none."
    if os.environ.get("TERM", "") in ("dumb", ""):
        return "The screens need a terminal that can place the cursor, but TERM is “dumb” or not set."
    return ""


def run(workspace: Path | None = None, open_id: str = "") -> int:
    """Open the desk in the terminal, at an assignment where one is named; the exit code.

    Raises ``ReviewError`` where the workspace or the assignment cannot be opened.
    """
    problem = terminal_problem()
    if problem:
        sys.stderr.write(f"{problem}\nTry “cmalt-review list”, or “cmalt-review assess --plain”.\n")
        return 2
    gc.disable()  # until the first paint: thousands of rows are made, none is thrown away
    from cmalt_review.desk.desk import Desk

    desk = Desk.open(workspace)
    app = ReviewApp(desk, open_id=desk.resolve(open_id) if open_id else "")
    app.run()
    if app.crashed:  # everything was written down already; the index is made anew at the next start
        sys.stderr.write(crash_words(desk.writer.error, app.crash_log))
        return 1
    try:
        desk.close()
    except SaveError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return app.return_code or 0


def crash_words(not_saved: str, log: Path | None) -> str:
    """What a user is told after a fault of the program."""
    saved = f"NOT SAVED: {not_saved}" if not_saved else "What you entered is saved."
    where = f"\nA note of the fault, without any text of yours or a candidate's, is in {log}" if log else ""
    return f"cmalt-review had to stop because of a fault of its own. {saved}{where}\n"
