"""The links and pictures of a section: opened after asking, ticked off."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple
from urllib.parse import urlsplit

from textual.binding import Binding

from cmalt_review.rules.evidence import host_of
from cmalt_review.tui.dialogs.base import Dialog, plain
from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.rules.evidence import EvidenceItem
    from cmalt_review.tui.screens.assess_material import Material

OPENED = ("http", "https", "mailto")
"""Schemes that are handed to the browser; anything else may be a command to some program."""
COLUMNS = (
    Column("n", "", 2, right=True),
    Column("label", "Link or picture", 20, grow=3, most=46),
    Column("host", "Leads to", 14, grow=2, most=34),
    Column("state", "", 12, grow=1, most=20),
)


class Link(NamedTuple):
    """One entry of the list."""

    n: str
    label: str
    target: str


def as_items(portfolio_link: str, items: Sequence[EvidenceItem]) -> list[Link]:
    """The entries of a section's list: the portfolio's own link first, where there is one."""
    own = [Link("", "The portfolio itself", portfolio_link)] if portfolio_link else []
    kinds = {"image": "picture", "file": "file", "link": "link"}
    return own + [Link(str(n), i.label or f"({kinds[i.kind]})", i.target) for n, i in enumerate(items, start=1)]


def can_open(target: str) -> bool:
    """Whether an address may be handed to the browser."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme.lower() in OPENED and bool(host_of(target))


class EvidenceDialog(Dialog[None]):
    """Each link with where it leads and what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", tooltip="Closes the list."),
        Binding("o", "open", "open", tooltip="Opens the link in the browser, after showing where it leads."),
        Binding("s", "tick('seen')", "seen", tooltip="Notes that you have seen it."),
        Binding("b", "tick('broken')", "does not open", tooltip="Notes that it does not open."),
        Binding("u", "tick('unneeded')", "not needed", tooltip="Notes that you need not see it."),
        Binding("n", "next_unseen", "next unseen", tooltip="Moves to the next that was not ticked."),
        Binding("c", "copy", "copy", tooltip="Copies the address."),
    ]
    DEFAULT_CSS = """
    EvidenceDialog > .frame { width: 110; }
    EvidenceDialog Table { height: auto; max-height: 14; }
    EvidenceDialog #target { height: auto; max-height: 4; }
    """

    def __init__(self, session: Assessing, material: Material, links: Sequence[Link]) -> None:
        super().__init__("Links and pictures")
        self._session = session
        self._material = material
        self._links = list(links)

    def compose_body(self) -> ComposeResult:
        """The list, the whole address of the highlighted one, the keys."""
        yield Table(COLUMNS, self._cell, rows=self._links, id="links")
        yield plain("", id="target", classes="gap")
        keys = "o open   s seen   b does not open   u not needed   n next unseen   c copy   esc close"
        yield plain(keys, classes="hint gap")

    def on_mount(self) -> None:
        """Begin at the first that was not ticked."""
        self._table.styles.height = min(len(self._links) + 1, 14)
        self._table.focus()
        if self._state(self._links[0]):
            self.action_next_unseen()
        self._show_target()

    @property
    def _table(self) -> Table[Link]:
        return self.query_one(Table)

    def _state(self, link: Link) -> str:
        return self._material.state(link.target)

    def _cell(self, link: Link, column: str) -> Cell:
        match column:
            case "host":
                return Cell(host_of(link.target) or link.target, "muted")
            case "state":
                state = self._state(link)
                return Cell(state or "not seen yet", "" if state else "muted")
            case _:
                return Cell(str(getattr(link, column)))

    def on_table_moved(self) -> None:
        """The whole address of the highlighted one."""
        self._show_target()

    def _show_target(self) -> None:
        from textual.content import Content
        from textual.widgets import Static

        link = self._table.current
        self.query_one("#target", Static).update(Content(link.target if link else ""))

    def on_table_chosen(self) -> None:
        """Enter opens."""
        self.action_open()

    def action_tick(self, state: str) -> None:
        """Note what came of it; the same again takes the tick away."""
        link = self._table.current
        if link is None:
            return
        tick = next((t for t in self._session.local.evidence if t.target == link.target), None)
        self._session.tick(link.target, None if tick and tick.state == state else state, tick.note if tick else "")
        self._table.refresh()

    def action_next_unseen(self) -> None:
        """The next that was not ticked, round and round."""
        count, at = len(self._links), self._table.cursor
        places = ((at + step) % count for step in range(1, count + 1))
        found = next((place for place in places if not self._state(self._links[place])), None)
        if found is None:
            self.notify("Everything here was seen.", timeout=2)
        else:
            self._table.move_to(found)

    def action_copy(self) -> None:
        """Copy the address."""
        if link := self._table.current:
            self.app.copy_to_clipboard(link.target)
            self.notify("The address is in the clipboard.", timeout=2)

    def action_open(self) -> None:
        """Ask, showing the whole host, and open the link in the browser."""
        link = self._table.current
        if link is None:
            return
        if not can_open(link.target):
            self.notify("Only http, https and mailto links are opened. c copies the address.", timeout=5)
            return
        text = f"It leads to   {host_of(link.target)}\n\n{link.target}"
        options = [Option("o", "open it", "in your browser; it tells that site that you came")]

        def answered(key: str | None) -> None:
            if key == "o":
                self._open(link.target)

        self.app.push_screen(ConfirmDialog("Open this link?", text, options), answered)

    def _open(self, target: str) -> None:
        import threading
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(target,), daemon=True, name="browser").start()
        self.notify("Opening in the browser. s notes that you saw it, b that it does not open.", timeout=4)
