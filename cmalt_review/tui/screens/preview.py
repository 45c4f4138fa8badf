"""A document as it would be written, to read before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Markdown

from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.reconcile_parts import Scroll

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk


class PreviewScreen(BaseScreen):
    """The Markdown of a document, rendered; its links open nothing. Raises ``RefusedError`` as the export does."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")
    DEFAULT_CSS: ClassVar[str] = "PreviewScreen Scroll { height: 1fr; } PreviewScreen Markdown { margin: 0 1; }"

    def __init__(self, desk: Desk, id_: str, kind: str, *, draft: bool) -> None:
        super().__init__(desk)
        from cmalt_review.desk.exporting import document
        from cmalt_review.export.markdown import write_markdown

        self.text = write_markdown(document(desk, id_, kind, draft=draft), draft=draft)
        words = "DRAFT, not final" if draft else "final"
        self._title = ((f" {desk.assignment(id_).candidate}", "strong"), (f" · preview of {kind} · {words}", ""))

    def compose_body(self) -> ComposeResult:
        """The document."""
        with Scroll():
            yield Markdown(self.text, open_links=False)

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(Scroll).focus()

    def action_back(self) -> None:
        """Back."""
        self.dismiss()
