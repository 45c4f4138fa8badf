"""The judgement of one row: the right pane of the assess screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.tui.widgets.item_pane import ItemPane
from cmalt_review.tui.widgets.judgement_lines import PaneLine, lines_of

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.model.earlier import Earlier


class JudgementPane(ItemPane):
    """Shows the lines of a row."""

    enter_word = "edit"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._session: Assessing | None = None
        self._row = ""
        self._known: Earlier | None = None

    def show(self, session: Assessing, row: str, known: Earlier | None = None) -> None:
        """Show a row as it now is, with what is ``known`` of the earlier round."""
        other = row != self._row or session is not self._session
        self._session, self._row, self._known = session, row, known
        if other:
            self.item = None
        self.lay_out()
        if other:
            self.go_to(0)

    def lines_within(self, width: int) -> list[PaneLine]:
        """The judgement of the row."""
        return lines_of(self._session, self._row, width, self._known) if self._session else []
