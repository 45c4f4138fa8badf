"""How the candidate's text changed since the earlier round, or since the import before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cmalt_review.desk.earlier import SectionDiff, diff, text_before
from cmalt_review.errors import ReviewError
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.change_lines import change_lines, counted
from cmalt_review.tui.widgets.item_pane import ItemPane
from cmalt_review.tui.widgets.judgement_lines import Page, PaneLine, base_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk


class ChangesPane(ItemPane):
    """The sections that changed, one below the other."""

    def __init__(self) -> None:
        super().__init__(id="changes")
        self.found: Sequence[SectionDiff] = ()
        self.titles: dict[str, str] = {}
        self.unfolded = False
        self.instead = "Comparing …"
        self.starts: dict[str, int] = {}
        """The line on which each section begins."""

    def lines_within(self, width: int) -> list[PaneLine]:
        """All changes, or why there are none."""
        page = Page(max(min(width, 110), 20))
        self.starts = {}
        for part in self.found:
            page.gap()
            self.starts[part.section] = len(page.lines)
            page.text(f"{self.titles[part.section]}: {counted(part.changes)}", "heading", hang=2)
            change_lines(page, part.section, part.changes, unfolded=self.unfolded)
        if not self.found:
            page.text(self.instead, "muted")
        return page.lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is opened here."""
        return action != "choose" and super().check_action(action, parameters)


class ChangesScreen(BaseScreen):
    """Added, removed, changed and moved paragraphs, told in words; unchanged ones are folded."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("changes")
    AUTO_FOCUS = "ChangesPane"
    DEFAULT_CSS = "ChangesScreen ChangesPane, ChangesScreen ChangesPane:focus { height: 1fr; border: none; }"

    def __init__(self, desk: Desk, id_: str, section: str = "", *, imports: bool = False) -> None:
        """``section``: where to begin; ``imports``: since the import before. Raises ``ReviewError``."""
        super().__init__(desk)
        self.id_ = id_
        self._begin = section
        self._imports = imports
        text_before(desk, id_, imports=imports)  # refuses where there is nothing to compare with

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The other text is offered where there is one."""
        return action != "imports" or self._has_text(imports=not self._imports)

    def _has_text(self, *, imports: bool) -> bool:
        try:
            text_before(self.desk, self.id_, imports=imports)
        except ReviewError:
            return False
        return True

    def compose_body(self) -> ComposeResult:
        """The changes."""
        yield ChangesPane()

    def on_mount(self) -> None:
        """Compare beside the screen."""
        self._compare()

    @property
    def _pane(self) -> ChangesPane:
        return self.query_one(ChangesPane)

    def _compare(self) -> None:
        imports = self._imports
        since = "since the import before" if imports else "since the earlier round"
        self.put_title((f" {self.desk.assignment(self.id_).candidate}", "strong"), (f" · what changed {since}", ""))

        def look() -> list[SectionDiff]:
            return diff(self.desk, self.id_, imports=imports)

        def show(found: list[SectionDiff]) -> None:
            if imports == self._imports:
                self._show(found, since)

        self.in_thread(look, show)

    def _show(self, found: list[SectionDiff], since: str) -> None:
        form, pane = self.desk.form(self.id_), self._pane
        pane.titles = {part.section: f"{part.section} {form.row_short(base_of(part.section))}" for part in found}
        pane.found, pane.instead = found, f"No section's words changed {since}."
        pane.lay_out()
        here = next((part.section for part in found if base_of(part.section) == base_of(self._begin)), "")
        if here:
            self._go_to(here)
        elif found:
            if self._begin:
                self.notify(f"Nothing changed in {self._begin}.", timeout=4)
            self._go_to(found[0].section)
        names = ", ".join(part.section for part in found)
        count = "1 section" if len(found) == 1 else f"{len(found)} sections"
        words = f" · {count} changed {since}: {names}" if found else f" · nothing changed {since}"
        self.put_title((f" {self.desk.assignment(self.id_).candidate}", "strong"), (words, ""))

    def _go_to(self, section: str) -> None:
        pane = self._pane
        item = next((item for item in pane.items if item.id.rpartition(":")[0] == section), None)
        if item is not None:
            pane.item = item
        pane.go_to(pane.starts.get(section, 0))
        pane.refresh()

    def action_change(self, step: int) -> None:
        """The next change, or the one before; the ends stay."""
        pane = self._pane
        items = pane.items
        if not items:
            return
        at = items.index(pane.item) if pane.item in items else -step
        if not 0 <= at + step < len(items):
            self.notify("This is the last change." if step > 0 else "This is the first change.", timeout=2)
            return
        pane.highlight(items[at + step])

    def action_section(self, step: int) -> None:
        """The next section that changed, or the one before."""
        pane = self._pane
        sections = [part.section for part in pane.found]
        if not sections or pane.item is None:
            return
        at = sections.index(pane.item.id.rpartition(":")[0])
        self._go_to(sections[max(0, min(at + step, len(sections) - 1))])

    def action_unfold(self) -> None:
        """Show unchanged paragraphs too, or fold them again."""
        pane = self._pane
        pane.unfolded = not pane.unfolded
        pane.lay_out()
        if pane.item is not None:
            pane.highlight(pane.item)

    def action_imports(self) -> None:
        """Compare with the other text that there is."""
        self._imports = not self._imports
        self._pane.found, self._pane.instead, self._pane.item = (), "Comparing …", None
        self._pane.lay_out()
        self._compare()

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()
