"""Text that is saved while it is typed: notes, the overall text, points."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static, TextArea

from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import ELEMENT_WORDS, POINT_KINDS
from cmalt_review.model.text import count_words
from cmalt_review.tui.dialogs.base import Dialog, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.model.sheet import Point


class LiveText(Dialog[None]):
    """A field at the foot of the screen; ``changed`` gets the text with each key. Escape leaves; nothing is lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "cancel", "done", tooltip="Leaves the field; the text is saved already."),
    ]
    DEFAULT_CSS = """
    LiveText { align: center bottom; background: $background 20%; }
    LiveText > .frame { width: 100%; max-width: 100%; }
    LiveText TextArea { height: 7; border: none; padding: 0; background: $boost; }
    LiveText TextArea:focus { border: none; }
    LiveText.tall TextArea { height: 1fr; }
    LiveText.tall > .frame { height: 92%; }
    LiveText .hint { height: 1; }
    """

    def __init__(self, title: str, value: str, changed: Callable[[str], object], *, tall: bool = False) -> None:
        super().__init__(title)
        self._value = value
        self._changed = changed
        self.set_class(tall, "tall")

    def compose_body(self) -> ComposeResult:
        """What stands above, the field, its keys."""
        yield from self.compose_above()
        yield TextArea(self._value, soft_wrap=True, tab_behavior="focus", id="text")
        yield plain(self.hint(), id="hint", classes="hint")

    def compose_above(self) -> Iterable[Widget]:
        """What stands above the field."""
        return ()

    def hint(self) -> str:
        """The keys, and how long the text is."""
        return f"esc done   saved as you type   {count_words(self._value):,} words"

    def on_mount(self) -> None:
        """Go on where the text ends."""
        field = self.query_one(TextArea)
        field.move_cursor(field.document.end)
        field.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand the text on at once."""
        text = event.text_area.text
        if text == self._value:
            return
        self._value = text
        try:
            self._changed(text)
        except ReviewError as error:
            self.notify(str(error), severity="error")
        self.query_one("#hint", Static).update(Content(self.hint()))


class PointDialog(LiveText):
    """A point of feedback: its words in the field, its kind and element on keys that work while typing.

    A new point begins with its first word; one whose words were all taken away is deleted on leaving. Phrases are put
    in by ``insert``, which also notes the frame that they come from.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "kind", "kind", tooltip="The next kind: strength, required, suggestion.", priority=True),
        Binding("ctrl+l", "element", "element", tooltip="The next element.", priority=True),
    ]

    def __init__(self, session: Assessing, row: str, *, kind: str, element: str, point: Point | None = None) -> None:
        super().__init__(
            f"{'Point' if point else 'New point'} on {row} {session.form.row_short(row)}",
            point.text if point else "",
            self._put,
        )
        self._session = session
        self._row = row
        self._kind = point.kind if point else kind
        self._element = point.element if point else element
        self._frame_id = point.frame if point else ""
        self._n = point.n if point else 0
        self._blank = False

    def compose_above(self) -> Iterable[Widget]:
        """Kind and element."""
        yield Static(self._place(), id="place", markup=False)

    def _place(self) -> Content:
        element = ELEMENT_WORDS.get(self._element, self._element).lower()
        return Content.assemble(
            ("ctrl+t ", "bold $accent"), "kind: ", (self._kind, "bold"),
            ("     ctrl+l ", "bold $accent"), "about: ", (element, "bold"),
        )  # fmt: skip

    def _put(self, text: str) -> None:
        self._blank = not text.strip()
        if self._blank:
            return
        if self._n:
            self._session.edit_point(self._n, text=text)
        else:
            self._n = self._session.add_point(self._row, self._element, self._kind, text, self._frame_id).n

    def insert(self, text: str, frame: str) -> None:
        """Put a phrase in at the caret; a point that is new remembers the frame."""
        if not self._n:
            self._frame_id = frame
        field = self.query_one(TextArea)
        field.insert(text)

    def action_kind(self) -> None:
        """The next kind."""
        kinds = [kind for kind in POINT_KINDS if kind != "unsorted"]
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)] if self._kind in kinds else kinds[0]
        if self._n:
            self._session.edit_point(self._n, kind=self._kind)
        self.query_one("#place", Static).update(self._place())

    def action_element(self) -> None:
        """The next element of the section, and the section as a whole."""
        elements = ["whole", *self._session.form.elements_of(self._row)]
        self._element = elements[(elements.index(self._element) + 1) % len(elements)]
        if self._n:
            self._session.edit_point(self._n, element=self._element)
        self.query_one("#place", Static).update(self._place())

    def action_cancel(self) -> None:
        """Leave; a point without words goes."""
        if self._n and self._blank:
            self._session.delete_point(self._n)
        self.dismiss(None)
