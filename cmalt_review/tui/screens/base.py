"""What all screens share: the header with the state of saving, the footer, work in threads, errors in a dialog."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.screen import Screen

from cmalt_review.errors import ReviewError
from cmalt_review.tui.keys import display
from cmalt_review.tui.widgets.keybar import KeyBar
from cmalt_review.tui.widgets.line import Line, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.message import Message

    from cmalt_review.desk.desk import Desk
    from cmalt_review.tui.app import ReviewApp

R = TypeVar("R")

SAVE_STATE_SECONDS = 0.5


class BaseScreen(Screen[None]):
    """A full screen: header line, body, footer. A screen holds no rules; it asks ``desk``.

    A subclass sets ``BINDINGS = keys.bindings("…")`` and implements ``compose_body``. A ``ReviewError`` raised in an
    action or a message handler is shown in a dialog.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._title: tuple[Part, ...] = ((" cmalt-review", "strong"),)

    @property
    def review_app(self) -> ReviewApp:
        """The app, by its type."""
        return cast("ReviewApp", self.app)

    def compose(self) -> ComposeResult:
        """Header, body, footer."""
        yield Line(self._title, self.save_state(), id="header")
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What stands between header and footer."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand text that is still being typed to the desk; called before the program leaves, by a signal too."""

    # ── header ───────────────────────────────────────────────────────────────

    def put_title(self, *parts: Part) -> None:
        """Show a title at the left of the header; parts are text and tone."""
        self._title = parts
        self.query_one("#header", Line).put(parts)

    def save_state(self) -> Sequence[Part]:
        """The state of saving for the right of the header: NOT SAVED, read only, or when it was saved."""
        writer = self.desk.writer
        if writer.error:
            words = writer.error if writer.error.startswith("NOT SAVED") else f"NOT SAVED: {writer.error}"
            return ((f"{words} ", "bad"),)
        if self.desk.read_only:
            return (("READ ONLY ", "warn"),)
        return ((f"saved {writer.saved_at:%H:%M:%S} ", "muted"),) if writer.saved_at else ()

    def on_mount(self) -> None:
        """Keep the state of saving current."""
        self.set_interval(SAVE_STATE_SECONDS, self._show_save_state)

    def _show_save_state(self) -> None:
        if self.app.screen is not self:
            return
        self.query_one("#header", Line).put(right=self.save_state())
        notices = self.desk.writer.notices
        while notices:
            self.notify(notices.pop(0), severity="warning", timeout=20)

    # ── helpers for screens ──────────────────────────────────────────────────

    def key_for(self, id_: str) -> str:
        """The key that a binding (``queue.add``) has at present, as a person reads it; empty where it has none."""
        found = (key for key, active in self.active_bindings.items() if active.binding.id == id_)
        return display(next(found, ""))

    def ask(self, dialog: Screen[R | None], then: Callable[[R], object]) -> None:
        """Open a dialog; ``then`` gets its answer, unless it was left with Escape. A ``ReviewError`` there is shown."""

        def answered(answer: R | None) -> None:
            if answer is None:
                return
            try:
                then(answer)
            except ReviewError as error:
                self.review_app.show_error(error)

        self.app.push_screen(dialog, answered)

    def in_thread(self, work: Callable[[], R], then: Callable[[R], object] | None = None) -> None:
        """Run slow work beside the screen (see ``run_beside``)."""
        run_beside(self, work, then)

    async def _dispatch_message(self, message: Message) -> None:
        # A handler's ReviewError would end the screen's message loop: show it instead.
        try:
            await super()._dispatch_message(message)
        except ReviewError as error:
            self.review_app.show_error(error)


def run_beside(screen: Screen[Any], work: Callable[[], R], then: Callable[[R], object] | None = None) -> None:
    """Run slow work beside a screen or dialog; afterwards ``then`` gets its result, there.

    A ``ReviewError`` is shown. The thread does not keep the program from leaving.
    """
    app = cast("ReviewApp", screen.app)

    def job() -> None:
        try:
            result = work()
        except ReviewError as error:
            screen.call_later(app.show_error, error)
        except BaseException as error:  # noqa: BLE001 - the same way out as any fault
            screen.call_later(app.fail, error)
        else:
            if then is not None:
                screen.call_later(then, result)

    threading.Thread(target=job, daemon=True, name="work").start()
