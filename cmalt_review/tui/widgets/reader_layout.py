"""Blocks to lines of a given width, and the search in them. Pure: the reader draws what is in sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from cmalt_review.tui.widgets.reader_markdown import Block
from cmalt_review.tui.widgets.table import fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECE = re.compile(r"\n|[^\S\n]+|\S+")
LEAST = 12
"""Cells that a text gets at the least, however narrow the pane."""


class Row(NamedTuple):
    """One line: the part ``start`` to ``end`` of a block's text behind ``prefix``; block -1 is an empty line."""

    block: int
    start: int
    end: int
    prefix: str = ""


class Match(NamedTuple):
    """Where a searched text stands."""

    block: int
    start: int
    end: int


class Layout(NamedTuple):
    """The blocks as laid out (a table is one block a line by now) and their lines."""

    blocks: list[Block]
    rows: list[Row]

    def text(self, row: Row) -> str:
        """The text of a line, without its prefix."""
        return self.blocks[row.block].text[row.start : row.end] if row.block >= 0 else ""

    def paragraph(self, y: int) -> int:
        """The source's paragraph on a line; -1 where there is none."""
        if not 0 <= y < len(self.rows):
            return -1
        block = self.rows[y].block
        return self.blocks[block].paragraph if block >= 0 else -1

    def line_of(self, match: Match) -> int:
        """The line on which a match begins."""
        for y, row in enumerate(self.rows):
            if row.block == match.block and (match.start < row.end or match.end <= row.end):
                return y
        return 0

    def find(self, wanted: str) -> list[Match]:
        """Where a text stands in the source, whatever its case; white space in it stands for any."""
        parts = wanted.split()
        if not parts:
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.I)
        return [
            Match(index, found.start(), found.end())
            for index, block in enumerate(self.blocks)
            if block.paragraph >= 0
            for found in pattern.finditer(block.text)
        ]


def lay_out(blocks: Sequence[Block], width: int) -> Layout:
    """The lines of blocks within so many cells."""
    width = max(width, LEAST)
    laid: list[Block] = []
    rows: list[Row] = []
    for block in blocks:
        if block.gap and rows:
            rows.append(Row(-1, 0, 0))
        for part in _table(block, width) if block.kind == "table" else (block,):
            _block(part, len(laid), width, rows)
            laid.append(part)
    return Layout(laid, rows)


def _block(block: Block, index: int, width: int, rows: list[Row]) -> None:
    if block.kind == "rule":
        rows.append(Row(index, 0, 0, block.first + "─" * min(12, width)))
        return
    most = width // 2  # a deep nest leaves half of the width to its text
    first, rest = (prefix if cell_len(prefix) <= most else prefix[-most:] for prefix in (block.first, block.rest))
    prefix = first
    for start, end in wrap(block.text, width - max(cell_len(first), cell_len(rest))):
        rows.append(Row(index, start, end, prefix))
        prefix = rest


def wrap(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a text begin and end; white space at a break belongs to none. At least one line."""
    width = max(width, 1)
    start = end = used = 0
    for piece in _PIECE.finditer(text):
        word = piece[0]
        if word == "\n":
            yield start, end
            start = end = piece.end()
            used = 0
            continue
        size = len(word) if word.isascii() else cell_len(word)
        if word.isspace():
            if end == start:  # at the beginning of a line: kept after a line end (code), dropped after a break
                keep = piece.start() == 0 or text[piece.start() - 1] == "\n"
                if not keep or size >= width:
                    start = end = piece.end()
                    continue
                end = piece.end()
            used += size
            continue
        if used + size <= width:
            end = piece.end()
            used += size
            continue
        if end > start:
            yield start, end
        start = piece.start()
        while size > width and start < piece.end():
            cut = _cut(text, start, piece.end(), width)
            yield start, cut
            start = cut
            size = cell_len(text[start : piece.end()])
        end, used = piece.end(), size
    yield start, end


def _cut(text: str, start: int, end: int, width: int) -> int:
    """Where a word that is too long is broken; at least one character goes."""
    used, at = 0, start
    while at < end:
        used += cell_len(text[at])
        if used > width and at > start:
            break
        at += 1
    return at


def _table(block: Block, width: int) -> list[Block]:
    """A table as lines of text: in columns where they fit, else each row as its headings and cells."""
    columns = max((len(row) for row in block.cells), default=0)
    rows = [(*row, *[""] * (columns - len(row))) for row in block.cells]
    sizes = [max(cell_len(row[i]) for row in rows) for i in range(columns)]
    if sum(sizes) + 3 * max(0, columns - 1) + cell_len(block.rest) <= width:
        lines = [" │ ".join(fit(cell, size) for cell, size in zip(row, sizes, strict=True)).rstrip() for row in rows]
        return [
            block._replace(
                text=line, kind="strong" if n == 0 else "text", cells=(), first=block.first if n == 0 else block.rest
            )
            for n, line in enumerate(lines)
        ]
    return _listed(block, rows)


def _listed(block: Block, rows: Sequence[Sequence[str]]) -> list[Block]:
    heads, *body = rows
    if not body:
        return [block._replace(text=" │ ".join(heads), kind="strong", cells=())]
    found: list[Block] = [block._replace(text=" │ ".join(heads), kind="strong", cells=())]
    for row in body:
        for n, (head, cell) in enumerate(zip(heads, row, strict=True)):
            mark = "▪ " if n == 0 else "  "
            words = f"{head}: {cell}" if head and n else cell
            found.append(
                block._replace(
                    text=words, kind="text", cells=(), first=block.rest + mark, rest=block.rest + "    ", gap=False
                )
            )
    return found
