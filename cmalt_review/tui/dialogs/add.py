"""Adding a portfolio: a form, then a line of progress while its files are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from cmalt_review.errors import ReviewError
from cmalt_review.tui.dialogs.base import plain
from cmalt_review.tui.dialogs.choice import Choice, ChoiceDialog
from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option
from cmalt_review.tui.dialogs.path import PathSuggester
from cmalt_review.tui.dialogs.reading import ReadingDialog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.adding import AddRequest
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.queue_row import QueueRow


class RoundSuggester(PathSuggester):
    """Suggests a round on this desk, or how a path goes on."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__()
        self._ids = ids

    async def get_suggestion(self, value: str) -> str | None:
        """The first id that begins so, else a path."""
        found = next((id_ for id_ in self._ids if value and id_.startswith(value.lower())), None)
        return found or await super().get_suggestion(value)


class Switch(Widget, can_focus=True):
    """One of a few words; left, right and space change it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "turn(1)", "next", tooltip="Takes the next word."),
        Binding("left,h", "turn(-1)", "before", tooltip="Takes the word before."),
        Binding("enter", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = "Switch { height: 1; width: 1fr; } Switch:focus { background: $primary 25%; }"
    place: reactive[int] = reactive(0, init=False)

    class Turned(Message):
        """Another word is taken."""

        def __init__(self, switch: Switch) -> None:
            super().__init__()
            self.switch = switch

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

    def watch_place(self) -> None:
        """Tell of another word."""
        self.post_message(self.Turned(self))

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
    ("due", "Due", "a date that ALT named, where there is one"),
    ("reference", "ALT’s reference", "where there is one"),
    ("access", "Access to the link", "user and password, where needed; shown to nobody"),
)
_SWITCHES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "pathway": ("Pathway", (("associate", "Associate"), ("cmalt", "CMALT"), ("senior", "Senior"))),
    "type": ("Type", (("first", "first"), ("resubmission", "resubmission"), ("review", "review"))),
    "role": ("My role", (("lead", "lead"), ("second", "second"))),
    "nominated": ("Second is nominated", (("", "no"), ("yes", "yes, by the candidate"))),
}
_ROUND = ("previous", "Earlier round", "its name here (ctrl+o chooses), or a file: ~/feedback.pdf")
_OUTCOME = ("Its outcome", (("", "as it says"), ("minor", "minor revisions"), ("major", "major")))


class AddDialog(ReadingDialog[str]):
    """Result: the id of the assignment that was added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", "add", tooltip="Adds the portfolio.", priority=True),
        Binding("ctrl+o", "choose_round", "choose the round", tooltip="Chooses the earlier round from this desk."),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    AddDialog .row { height: 1; }
    AddDialog .label { width: 22; }
    AddDialog #fields { height: auto; max-height: 16; }
    AddDialog .round { display: none; }
    AddDialog.again .round { display: block; }
    """

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__("Add a portfolio")
        self.desk = desk
        self._today = today

    def compose_body(self) -> ComposeResult:
        """The form; it scrolls where the terminal is low."""
        with VerticalScroll(id="fields", can_focus=False):
            for id_, label, placeholder in _FIELDS:
                yield self._field(id_, label, placeholder)
            yield self._switch("pathway")
            yield self._switch("type")
            yield self._field(*_ROUND, classes="row round")
            label, choices = _OUTCOME
            outcome = Switch(choices, id="previous_outcome")
            yield Horizontal(plain(label, classes="label"), outcome, classes="row round")
            yield self._switch("role")
            for id_, label, placeholder in _MORE[:1]:
                yield self._field(id_, label, placeholder)
            yield self._switch("nominated")
            for id_, label, placeholder in _MORE[1:]:
                yield self._field(id_, label, placeholder)
        yield Static("", id="problem", classes="problem gap", markup=False)
        yield plain("→ takes the completion   tab next field   ctrl+s add   esc cancel", classes="hint")

    def _switch(self, id_: str) -> Horizontal:
        label, choices = _SWITCHES[id_]
        return Horizontal(plain(label, classes="label"), Switch(choices, id=id_), classes="row")

    def _field(self, id_: str, label: str, placeholder: str, classes: str = "row") -> Horizontal:
        value = self._today.isoformat() if id_ == "received" else ""
        suggester = PathSuggester() if id_ == "source" else None
        if id_ == "previous":
            suggester = RoundSuggester([row.id for row in self._rounds])
        field = Input(value, placeholder=placeholder, suggester=suggester, password=id_ == "access", id=id_)
        return Horizontal(plain(label, classes="label"), field, classes=classes)

    @property
    def _rounds(self) -> list[QueueRow]:
        """What is on this desk, the candidate's own first."""
        name = _folded(self._value("candidate")) if self.is_mounted else ""
        return sorted(self.desk.rows(), key=lambda row: (_folded(row.candidate) != name, row.candidate))

    def on_switch_turned(self, event: Switch.Turned) -> None:
        """A resubmission has an earlier round; one of the same candidate on this desk is filled in."""
        if event.switch.id != "type":
            return
        again = event.switch.value == "resubmission"
        self.set_class(again, "again")
        field = self.query_one("#previous", Input)
        rounds = self._rounds
        if again and not field.value and rounds and _folded(rounds[0].candidate) == _folded(self._value("candidate")):
            field.value = rounds[0].id

    def action_choose_round(self) -> None:
        """Choose the earlier round from what is on this desk."""
        rounds = self._rounds
        if not self.has_class("again") or not rounds:
            self._say("There is no earlier round to choose on this desk." if self.has_class("again") else "")
            return

        def chosen(id_: str | None) -> None:
            if id_ is not None:
                field = self.query_one("#previous", Input)
                field.value = id_
                field.focus()

        choices = [Choice(row.id, row.candidate, f"{row.type}, {row.state}") for row in rounds]
        self.app.push_screen(
            ChoiceDialog("Which is the earlier round?", choices, current=self._value("previous")), chosen
        )

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
        again = self.has_class("again")
        previous = self._value("previous") if again else ""
        file = Path(previous).expanduser() if previous and not self.desk.workspace.exists(previous) else None
        is_file = file is not None and (file.exists() or "/" in previous or "." in previous)
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
            due=self._date("due"),
            nominated=bool(self.query_one("#nominated", Switch).value),
            previous="" if is_file else previous,
            previous_file=file if is_file else None,
            previous_outcome=self.query_one("#previous_outcome", Switch).value if again else "",
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
        self._read(
            lambda progress, cancelled: self.desk.add(request, progress=progress, cancelled=cancelled).id, self._added
        )

    def _added(self, id_: str) -> None:
        missing = not_found(self.desk, id_)
        if not missing:
            self.dismiss(id_)
            return
        form = self.desk.form(id_)
        lines = [f"  {row if len(row) <= 3 else '–':<4}{form.row_short(row)}" for row in missing]
        text = "Added. No text was found for:\n" + "\n".join(lines)
        options = [
            Option("v", "show the pieces", "and put each into its section; v in the assess screen does so too"),
            Option("enter", "go on"),
        ]

        def answered(key: str | None) -> None:
            self.dismiss(id_)
            if key == "v":
                from cmalt_review.tui.screens.mapping import MappingScreen

                self.app.call_later(self.app.push_screen, MappingScreen(self.desk, id_))

        count = "1 section was" if len(missing) == 1 else f"{len(missing)} sections were"
        self.app.push_screen(ConfirmDialog(f"{count} not found", text, options), answered)


def not_found(desk: Desk, id_: str) -> list[str]:
    """The sections for which a portfolio has no text; none where it is only a link."""
    portfolio = desk.portfolio(id_)
    if not portfolio.pieces:
        return []
    return [section.id for section in desk.form(id_).sections if portfolio.section(section.id) is None]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
