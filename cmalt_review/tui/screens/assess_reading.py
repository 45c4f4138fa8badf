"""What the assess screen does with the candidate's text: search, marks, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input

from cmalt_review.tui.screens.assess_base import AssessBase
from cmalt_review.tui.widgets.line import Line

if TYPE_CHECKING:
    from textual import events

MARKS = {
    "d": "description", "r": "reflection", "e": "evidence", "1": "p1", "2": "p2", "3": "p3", "4": "p4", "x": "",
}  # fmt: skip
QUOTE = 80
"""Characters of a paragraph that a mark keeps."""


class ReadingActions(AssessBase):
    """Search, marks, links."""

    # ── paragraphs and marks ─────────────────────────────────────────────────

    def action_paragraph(self, step: int) -> None:
        """Point at the next paragraph, or the one before."""
        self.reader.step_paragraph(step)

    def action_mark(self) -> None:
        """Ask what the paragraph pointed at is, and mark it."""
        self.check_writable()
        paragraph = self.reader.paragraph
        words = self.reader.words_of(paragraph)
        if self.row not in self.session.form.section_by_id or not words:
            self.notify("Passages are marked in the text of a section.", timeout=3)
            return
        from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option

        options = [
            Option("d", "description"), Option("r", "reflection"), Option("e", "evidence"),
            *(Option(p.id[1:], f"principle {p.id[1:]}", p.short) for p in self.session.form.principles),
            Option("x", "no mark"),
        ]  # fmt: skip
        row = self.row

        def mark(key: str) -> None:
            self.session.mark(row, paragraph, words[:QUOTE].rstrip(), MARKS[key] or None)
            self.reader.show_marks(self.material.marks(row))
            self.show_judgement()

        self.ask(
            ConfirmDialog("What is this passage?", f"“{words[:200]}{' …' if len(words) > 200 else ''}”", options), mark
        )

    # ── search ───────────────────────────────────────────────────────────────

    async def action_search(self) -> None:
        """Type what to look for; the text follows."""
        if not self.query("#search"):
            field = Input(placeholder="search in this text", id="search-field")
            row = Horizontal(Line([("/", "strong")], id="search-sign"), field, Line(id="search-found"), id="search")
            await self.query_one("#middle").mount(row)
        self.query_one("#search").display = True
        self.show_pane(1)
        self.query_one("#search-field", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as it is typed."""
        self._say_found(self.reader.search(event.value))

    def on_input_submitted(self) -> None:
        """Enter goes to the next match."""
        self.action_match(1)

    def action_match(self, step: int) -> None:
        """The next match, or the one before."""
        self._say_found(self.reader.step_match(step))

    def _say_found(self, words: str) -> None:
        for line in self.query("#search-found").results(Line):
            line.put([(words, "muted")])

    def on_key(self, event: events.Key) -> None:
        """In the search field up and down go from match to match; a key that a frozen sheet does not take says so."""
        submitted = self.session.sheet.state == "submitted"
        active = self.active_bindings.get(event.key) if submitted else None
        if active and not active.enabled:
            event.stop()
            finish = self.key_for("assess.finish")
            self.notify(f"Submitted – frozen. {finish} shows how to reopen it as the next version.", timeout=4)
        if event.key in ("up", "down") and isinstance(self.focused, Input):
            event.stop()
            self.action_match(1 if event.key == "down" else -1)

    def leave_search(self) -> bool:
        """Leave the search field, then take the search away; whether there was one."""
        found = list(self.query("#search"))
        if not found or not found[0].display:
            return False
        field = self.query_one("#search-field", Input)
        if not field.has_focus or not field.value:
            field.value = ""
            found[0].display = False
        self.reader.focus()
        return True

    # ── links ────────────────────────────────────────────────────────────────

    def action_evidence(self) -> None:
        """List the links and pictures of the section."""
        from cmalt_review.tui.screens.assess_evidence import EvidenceDialog, as_items

        items = as_items(self.session.assignment.link, self.material.items(self.row))
        if not items:
            self.notify("There is no link or picture here; l notes one.", timeout=3)
            return

        def closed(_: object) -> None:
            self.reader.show_tail(self.material.tail(self.row))

        everything = as_items(self.session.assignment.link, self.material.all_items())
        dialog = EvidenceDialog(self.session, self.material, items, everything, copy_access=self.action_copy_access)
        self.app.push_screen(dialog, closed)

    def action_next_unseen(self) -> None:
        """Go to the next section with a link or picture that was not ticked, and list it."""
        rows = [row for row in self.sections.rows if row not in self.session.form.principle_ids]
        at = rows.index(self.row) if self.row in rows else 0
        order = [*rows[at:], *rows[:at]]
        found = next((r for r in order if any(not self.material.state(i.target) for i in self.material.items(r))), None)
        if found is None:
            self.notify("Every link and picture was seen.", timeout=3)
            return
        if found != self.row:
            self.show_row(found)
        self.action_evidence()

    def action_add_link(self) -> None:
        """Note links of this section, typed or pasted."""
        self.check_writable()
        self.check_row()
        from cmalt_review.desk.evidence import links_in, type_links
        from cmalt_review.tui.screens.assess_evidence import LinksPrompt

        row = self.row

        def put(text: str) -> None:
            new = type_links(self.session, row, links_in(text))
            self.material.forget_links()
            self.show_text()
            count = "1 link" if len(new) == 1 else f"{len(new)} links"
            self.notify(f"{count} noted for {row}." if new else "These were noted already.", timeout=3)

        self.app.push_screen(LinksPrompt(f"Links of {row}", put))

    def action_copy_access(self) -> None:
        """Copy the access information; it is not shown."""
        secret = self.desk.link_access(self.id_)
        if secret:
            self.app.copy_to_clipboard(secret)
            self.notify("The access information is in the clipboard.", timeout=4)
        else:
            self.notify("No access information is kept for this portfolio.", timeout=4)

    def action_mapping(self) -> None:
        """Show which piece belongs to which section."""
        from cmalt_review.tui.screens.mapping import MappingScreen

        self.app.push_screen(MappingScreen(self.desk, self.id_))
