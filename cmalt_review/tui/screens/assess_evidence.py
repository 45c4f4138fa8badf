"""The links and pictures of a section: opened after asking, ticked off."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple
from urllib.parse import urlsplit

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static, TextArea

from cmalt_review.errors import ReviewError
from cmalt_review.rules.evidence import host_of
from cmalt_review.tui.dialogs.base import Dialog, plain
from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.model.sheet import EvidenceTick
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
        Binding("w", "note", "note", tooltip="Types a note on what you saw; it is kept with the tick."),
        Binding("a", "all", "all sections", tooltip="Lists the whole portfolio's, or only this section's again."),
        Binding("c", "copy", "copy", tooltip="Copies the address."),
        Binding("y", "access", "copy access", tooltip="Copies the access information, without showing it."),
    ]
    DEFAULT_CSS = """
    EvidenceDialog > .frame { width: 110; }
    EvidenceDialog Table { height: auto; max-height: 14; }
    EvidenceDialog #target { height: auto; max-height: 4; }
    """

    def __init__(
        self, session: Assessing, material: Material, links: Sequence[Link], everything: Sequence[Link] = (), *,
        copy_access: Callable[[], object],
    ) -> None:  # fmt: skip
        """``links`` of a section, and ``everything``: those of the whole portfolio."""
        super().__init__("Links and pictures")
        self._session = session
        self._material = material
        self._links = list(links)
        self._others = list(everything) or self._links
        self._copy_access = copy_access
        self._all = False

    def compose_body(self) -> ComposeResult:
        """The list, the whole address of the highlighted one, the keys."""
        yield Table(COLUMNS, self._cell, rows=self._links, id="links")
        yield plain("", id="target", classes="gap")
        yield plain("o open   s seen   b does not open   u not needed   w note", classes="hint gap")
        access = "   y copy access" if self._session.assignment.link else ""
        yield plain(f"n next unseen   a all sections   c copy{access}   esc close", classes="hint")

    def on_mount(self) -> None:
        """Begin at the first that was not ticked."""
        self._fit()
        self._table.focus()
        if self._state(self._links[0]):
            self.action_next_unseen()
        self._show_target()

    def _fit(self) -> None:
        self._table.styles.height = max(3, min(len(self._links) + 1, 14, self.app.size.height - 12))
        left = sum(not self._state(link) for link in self._links)
        where = "the whole portfolio" if self._all else "this section"
        count = f"{left} of {len(self._links)} not seen yet" if left else f"all {len(self._links)} seen"
        self.query_one(".frame").border_title = Content(f"Links and pictures of {where}: {count}")

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
        link = self._table.current
        tick = self._tick_of(link) if link else None
        note = f"\nNote: {tick.note}" if tick and tick.note else ""
        self.query_one("#target", Static).update(Content(f"{link.target}{note}" if link else ""))

    def on_table_chosen(self) -> None:
        """Enter opens."""
        self.action_open()

    def action_tick(self, state: str) -> None:
        """Note what came of it; the same again takes the tick away."""
        link = self._table.current
        if link is None:
            return
        tick = self._tick_of(link)
        self._put(link, None if tick and tick.state == state else state, tick.note if tick else "")

    def _tick_of(self, link: Link) -> EvidenceTick | None:
        return next((tick for tick in self._session.local.evidence if tick.target == link.target), None)

    def _put(self, link: Link, state: str | None, note: str) -> None:
        try:
            self._session.tick(link.target, state, note)
        except ReviewError as error:
            self.notify(str(error), severity="error")
        self._table.refresh()
        self._fit()
        self._show_target()

    def action_note(self) -> None:
        """Type a note on the highlighted one; without a tick yet it counts as seen."""
        link = self._table.current
        if link is None:
            return
        from cmalt_review.tui.dialogs.prompt import TextPrompt

        tick = self._tick_of(link)

        def put(note: str | None) -> None:
            if note is not None:
                self._put(link, tick.state if tick else "seen", note.strip())

        value = tick.note if tick else ""
        self.app.push_screen(TextPrompt(f"What {link.label[:50]} shows", value=value), put)

    def action_all(self) -> None:
        """List the whole portfolio's evidence, or only this section's again."""
        self._all = not self._all
        present = self._table.current
        self._links, self._others = self._others, self._links
        targets = [link.target for link in self._links]
        place = targets.index(present.target) if present and present.target in targets else 0
        self._table.show(self._links, place)
        self._fit()
        self._show_target()

    def action_access(self) -> None:
        """Copy the access information; it is not shown."""
        self._copy_access()

    def action_next_unseen(self) -> None:
        """The next that was not ticked, round and round."""
        count, at = len(self._links), self._table.cursor
        places = ((at + step) % count for step in range(1, count + 1))
        found = next((place for place in places if not self._state(self._links[place])), None)
        if found is None:
            more = sum(not self._state(link) for link in self._others) if not self._all else 0
            elsewhere = f"{more} in other sections: a lists them." if more else ""
            self.notify(f"Everything here was seen. {elsewhere}".strip(), timeout=3)
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


class LinksPrompt(Dialog[None]):
    """Links typed or pasted; ``put`` takes them, and raises ``ReviewError`` where one is none: then all stay here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "take", tooltip="Takes the links.", priority=True),
    ]
    DEFAULT_CSS = "LinksPrompt TextArea, LinksPrompt TextArea:focus { height: 8; border: none; }"

    def __init__(self, title: str, put: Callable[[str], object]) -> None:
        super().__init__(title)
        self._put = put

    def compose_body(self) -> ComposeResult:
        """Label, field, problem, keys."""
        yield plain("Type or paste them: one a line, or with spaces between.")
        yield TextArea(soft_wrap=True, tab_behavior="focus", id="links")
        yield Static("", id="problem", classes="problem", markup=False)
        yield plain("ctrl+s take   esc leave it as it is", classes="hint")

    def action_take(self) -> None:
        """Take the links."""
        try:
            self._put(self.query_one(TextArea).text)
        except ReviewError as error:
            self.query_one("#problem", Static).update(Content(str(error)))
        else:
            self.dismiss(None)
