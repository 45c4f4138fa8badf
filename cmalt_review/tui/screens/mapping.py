"""Which piece of the text belongs to which section, mended by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.rules import mapping
from cmalt_review.tui.dialogs.choice import Choice, ChoiceDialog
from cmalt_review.tui.keys import bindings
from cmalt_review.tui.screens.base import BaseScreen
from cmalt_review.tui.widgets.reader import Reader
from cmalt_review.tui.widgets.reader_markdown import parse
from cmalt_review.tui.widgets.table import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.portfolio import Piece, Portfolio

COLUMNS = (
    Column("n", "", 3, right=True),
    Column("heading", "Piece", 20, grow=3, most=60),
    Column("section", "Section", 12, grow=1, most=30),
    Column("sure", "Sure", 7, drop=2),
    Column("words", "Words", 6, drop=3, right=True),
    Column("why", "Why", 12, drop=4, grow=2),
)
SURE = 0.8
"""From this confidence on a match is called sure."""


class MappingScreen(BaseScreen):
    """The pieces in the order of the source, the text of the highlighted one below."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("mapping")
    AUTO_FOCUS = "Table"
    DEFAULT_CSS = """
    MappingScreen Table { height: 1fr; }
    MappingScreen Reader { height: 1fr; }
    """

    def __init__(self, desk: Desk, id_: str) -> None:
        super().__init__(desk)
        self.id_ = id_
        self.form = desk.form(id_)
        self.portfolio = desk.portfolio(id_)
        self._past: list[Portfolio] = []
        self._counted: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """The pieces, and the text of one."""
        table: Table[Piece] = Table(COLUMNS, self._cell, rows=self.portfolio.pieces, enter="move", id="pieces")
        table.when_empty = "There is no text here: the portfolio is a link. i imports a copy that you saved."
        yield table
        yield Reader(id="piece")

    def on_mount(self) -> None:
        """Begin at the first piece that is not placed or not sure."""
        unsure = (n for n, p in enumerate(self.portfolio.pieces) if p.kind == "text" and not self._is_sure(p))
        self._table.move_to(next(unsure, 0))
        self._show()

    @property
    def _table(self) -> Table[Piece]:
        return self.query_one(Table)

    def _is_sure(self, piece: Piece) -> bool:
        return piece.by_hand or (piece.section is not None and piece.confidence >= SURE)

    def _cell(self, piece: Piece, column: str) -> Cell:
        match column:
            case "n":
                return Cell(str(piece.n), "muted")
            case "heading":
                return Cell(piece.heading or f"({' '.join(piece.text.split())[:60]})", "" if piece.heading else "muted")
            case "section":
                return self._section_cell(piece)
            case "sure":
                if piece.by_hand:
                    return Cell("by hand", "good")
                words = f"{round(piece.confidence * 100)} %"
                return Cell(words, "" if self._is_sure(piece) else "warn") if piece.section else Cell("")
            case "words":
                return Cell(self._words(piece))
            case _:
                return Cell(piece.why, "muted")

    def _section_cell(self, piece: Piece) -> Cell:
        if piece.section is None:
            kinds = {"furniture": "page furniture", "contents": "contents", "guidance": "guidance"}
            return Cell(kinds[piece.kind], "muted") if piece.kind in kinds else Cell("? none", "warn")
        return Cell(f"{piece.section} {self.form.row_short(piece.section.partition('-')[0])}")

    def _words(self, piece: Piece) -> str:
        from cmalt_review.model.text import count_words

        if piece.text not in self._counted:
            self._counted[piece.text] = f"{count_words(piece.text):,}"
        return self._counted[piece.text]

    def _show(self) -> None:
        piece = self._table.current
        open_ = sum(p.section is None and p.kind == "text" and bool(p.text.strip()) for p in self.portfolio.pieces)
        state = f"{open_} not placed" if open_ else "all placed"
        words = f"{len(self.portfolio.pieces)} pieces, {state}"
        self.put_title((f" {self.desk.assignment(self.id_).candidate}", "strong"), (f" · {words}", ""))
        if piece is not None:
            self.query_one(Reader).show(f"{piece.n}", parse(piece.text), [], {})

    def on_table_moved(self) -> None:
        """The text of the highlighted piece."""
        self._show()

    def on_table_chosen(self) -> None:
        """Enter moves the piece."""
        self.action_move_piece()

    # ── mending ──────────────────────────────────────────────────────────────

    def _piece(self) -> Piece:
        if self.desk.read_only:
            raise RefusedError("The desk is open for reading only", self.desk.notice, "Close the other one first.")
        piece = self._table.current
        if piece is None:
            raise ReviewError("There is no piece here")
        return piece

    def _change(self, change: Callable[[Portfolio], Portfolio], place: int) -> None:
        before = self.portfolio
        self.portfolio = self.desk.remap(self.id_, change)
        self._past.append(before)
        self._show_at(place)

    def _show_at(self, place: int) -> None:
        self._table.show(self.portfolio.pieces, place)
        self._show()

    def action_move_piece(self) -> None:
        """Choose the section for the piece."""
        piece, place = self._piece(), self._table.cursor
        choices = [Choice(section.id, section.id, section.short) for section in self.form.sections]
        several = [s.id for s in self.form.sections if s.several]
        used = {p.section for p in self.portfolio.pieces}
        for base in several:
            further = [f"{base}-{n}" for n in range(2, 21)]
            known = [id_ for id_ in further if id_ in used]
            first_free = next(id_ for id_ in further if id_ not in used)
            choices += [
                Choice(id_, id_, f"another {self.form.row_short(base).lower()}") for id_ in (*known, first_free)
            ]
        choices.append(Choice(mapping.NONE, "–", "no section"))

        def move(section: str) -> None:
            self._change(lambda portfolio: mapping.move(portfolio, piece.n, section, self.form), place)

        dialog = ChoiceDialog(f"Piece {piece.n}: which section?", choices, current=piece.section or mapping.NONE)
        self.ask(dialog, move)

    def action_split(self) -> None:
        """Choose the line at which the second piece begins."""
        piece, place = self._piece(), self._table.cursor
        lines = piece.text.split("\n")
        choices = [
            Choice(str(n), f"{n:>4}", line.strip()[:66])
            for n, line in enumerate(lines, start=1)
            if n > 1 and line.strip()
        ]
        if not choices:
            raise ReviewError("This piece has one line only", "It cannot be cut in two.")

        def split(line: str) -> None:
            self._change(lambda portfolio: mapping.split(portfolio, piece.n, int(line)), place)

        self.ask(ChoiceDialog("The second piece begins at which line?", choices), split)

    def action_join(self) -> None:
        """Put the next piece behind this one."""
        piece, place = self._piece(), self._table.cursor
        if place + 1 >= len(self.portfolio.pieces):
            raise ReviewError("This is the last piece", "There is none behind it to be joined.")
        following = self.portfolio.pieces[place + 1].n
        self._change(lambda portfolio: mapping.join(portfolio, piece.n, following), place)

    def action_undo(self) -> None:
        """Take back the last change made here."""
        self._piece()
        if not self._past:
            self.notify("There is nothing to take back.", timeout=2)
            return
        before = self._past.pop()
        self.portfolio = self.desk.remap(self.id_, lambda _: before)
        self._show_at(self._table.cursor)

    def action_import_again(self) -> None:
        """Import a newer version, or a saved copy of a link."""
        from cmalt_review.tui.screens.reimport import import_again

        def imported() -> None:
            self.portfolio = self.desk.portfolio(self.id_)
            self._past.clear()
            self._show_at(0)

        import_again(self, self.id_, imported)

    def action_back(self) -> None:
        """Go back to the sections."""
        self.app.pop_screen()
