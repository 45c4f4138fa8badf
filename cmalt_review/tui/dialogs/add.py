"""Adding a portfolio: a form, then a line of progress while its files are read."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from cmalt_review.errors import ReviewError
from cmalt_review.tui.dialogs.base import Dialog, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.adding import AddRequest
    from cmalt_review.desk.desk import Desk


def complete_path(text: str) -> str | None:
    """The text, a path, completed as far as the first entry of its folder that fits; None where there is none."""
    if not text or "://" in text:
        return None
    folder, _, start = text.rpartition("/")
    place = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
    try:
        names = sorted(
            entry.name + ("/" if entry.is_dir() else "") for entry in place.iterdir() if entry.name.startswith(start)
        )
    except OSError:
        return None
    shown = [name for name in names if start.startswith(".") or not name.startswith(".")]
    return text[: len(text) - len(start)] + shown[0] if shown else None


class PathSuggester(Suggester):
    """Suggests how a path goes on."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """See ``complete_path``; the folder is read beside the screen."""
        return await asyncio.to_thread(complete_path, value)


class Switch(Widget, can_focus=True):
    """One of a few words; left, right and space change it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "turn(1)", "next", tooltip="Takes the next word."),
        Binding("left,h", "turn(-1)", "before", tooltip="Takes the word before."),
        Binding("enter", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = "Switch { height: 1; width: 1fr; } Switch:focus { background: $primary 25%; }"
    place: reactive[int] = reactive(0)

    def __init__(self, choices: Sequence[tuple[str, str]], *, id: str) -> None:
        """``choices``: value and word."""
        super().__init__(id=id)
        self._choices = tuple(choices)

    @property
    def value(self) -> str:
        """The value of the chosen word."""
        return self._choices[self.place][0]

    def action_turn(self, step: int) -> None:
        """Take the next word, or the one before."""
        self.place = (self.place + step) % len(self._choices)

    def render_line(self, y: int) -> Strip:
        """All words; the chosen one has a dot."""
        words = "   ".join(f"{'●' if i == self.place else '○'} {word}" for i, (_, word) in enumerate(self._choices))
        width = self.content_size.width
        base = self.rich_style
        return Strip([Segment(f" {words}" if y == 0 else "", base)]).adjust_cell_length(width, base)


_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("source", "File, folder or link", "~/portfolio.docx, several with a semicolon, or https://…"),
    ("candidate", "Candidate", "name"),
)
_MORE: tuple[tuple[str, str, str], ...] = (
    ("co_assessor", "Co-assessor", "name, or empty"),
    ("received", "Received", "2026-11-22"),
    ("submitted", "Submitted to ALT", "a date, where you know it"),
    ("reference", "ALT’s reference", "where there is one"),
    ("access", "Access to the link", "user and password, where needed; shown to nobody"),
)
_SWITCHES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "pathway": ("Pathway", (("associate", "Associate"), ("cmalt", "CMALT"), ("senior", "Senior"))),
    "type": ("Type", (("first", "first"), ("resubmission", "resubmission"), ("review", "review"))),
    "role": ("My role", (("lead", "lead"), ("second", "second"))),
}


class AddDialog(Dialog[str]):
    """Result: the id of the assignment that was added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", "add", tooltip="Adds the portfolio.", priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    AddDialog .row { height: 1; }
    AddDialog .label { width: 22; }
    """

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__("Add a portfolio")
        self.desk = desk
        self._today = today
        self._cancelled = threading.Event()
        self._working = False

    def compose_body(self) -> ComposeResult:
        """The form."""
        for id_, label, placeholder in _FIELDS:
            yield self._field(id_, label, placeholder)
        for id_, (label, choices) in _SWITCHES.items():
            yield Horizontal(plain(label, classes="label"), Switch(choices, id=id_), classes="row")
        for id_, label, placeholder in _MORE:
            yield self._field(id_, label, placeholder)
        yield Static("", id="problem", classes="problem gap", markup=False)
        yield plain("→ takes the completion   tab next field   ctrl+s add   esc cancel", classes="hint")

    def _field(self, id_: str, label: str, placeholder: str) -> Horizontal:
        value = self._today.isoformat() if id_ == "received" else ""
        suggester = PathSuggester() if id_ == "source" else None
        field = Input(value, placeholder=placeholder, suggester=suggester, password=id_ == "access", id=id_)
        return Horizontal(plain(label, classes="label"), field, classes="row")

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def _value(self, id_: str) -> str:
        return self.query_one(f"#{id_}", Input).value.strip()

    def _date(self, id_: str) -> date | None:
        from datetime import date

        text = self._value(id_)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise ReviewError(f"“{text}” is not a date", "Write it like 2026-11-22.") from None

    def _request(self) -> AddRequest:
        """What the form says. Raises ``ReviewError``."""
        from cmalt_review.desk.adding import AddRequest

        source = self._value("source")
        if not source or not self._value("candidate"):
            raise ReviewError("A file or link, and the candidate’s name, are needed")
        linked = source.startswith(("http://", "https://"))
        return AddRequest(
            candidate=self._value("candidate"),
            pathway=self.query_one("#pathway", Switch).value,
            role=self.query_one("#role", Switch).value,
            type=self.query_one("#type", Switch).value,
            sources=() if linked else [Path(part.strip()).expanduser() for part in source.split(";") if part.strip()],
            link=source if linked else "",
            co_assessor=self._value("co_assessor"),
            received=self._date("received"),
            submitted=self._date("submitted"),
            reference=self._value("reference"),
            access=self._value("access"),
        )

    def action_add(self) -> None:
        """Read the files, in a thread; Escape gives up."""
        if self._working:
            return
        try:
            request = self._request()
        except ReviewError as error:
            self._say(str(error))
            return
        self._working = True
        self._say("Reading … esc gives up.")
        threading.Thread(target=self._add, args=(request,), daemon=True, name="add").start()

    def _add(self, request: AddRequest) -> None:
        def progress(words: str) -> None:
            self.call_later(self._say, f"{words} … esc gives up.")

        try:
            added = self.desk.add(request, progress=progress, cancelled=self._cancelled.is_set)
        except ReviewError as error:
            self.call_later(self._failed, str(error))
        else:
            self.call_later(self._added, added.id)

    def _added(self, id_: str) -> None:
        self.dismiss(id_)

    def _failed(self, words: str) -> None:
        self._working = False
        if self._cancelled.is_set():
            self.dismiss(None)
        else:
            self._say(words)

    def _say(self, words: str) -> None:
        self.query_one("#problem", Static).update(Content(words))

    def action_cancel(self) -> None:
        """Leave; while files are read, stop that first: then nothing is added."""
        if self._working:
            self._cancelled.set()
            self._say("Stopping …")
        else:
            self.dismiss(None)
