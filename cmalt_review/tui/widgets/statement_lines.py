"""The feedback as lines: what the candidate will read, with the places at which the cursor stops. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmalt_review.export.blocks import Heading, Items, Paragraph, Table
from cmalt_review.tui.widgets.findings import counter
from cmalt_review.tui.widgets.reader_layout import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cmalt_review.desk.statement import Listed, Placed, Statement
    from cmalt_review.export.blocks import Block
    from cmalt_review.feedback.finding import Finding

OVERALL_STOP = 0
NOWHERE: int | None = None


class Entry(NamedTuple):
    """A piece of text. ``stop`` is the number of its point, 0 for the overall text, -1, -2 … for what is missing."""

    text: str
    tone: str = ""
    stop: int | None = NOWHERE
    first: str = ""
    rest: str = ""
    gap: bool = False


class StatementLine(NamedTuple):
    """One line as drawn."""

    text: str
    tone: str
    stop: int | None


def lay_out(entries: Sequence[Entry], width: int) -> list[StatementLine]:
    """The lines of entries within so many cells."""
    lines: list[StatementLine] = []
    for entry in entries:
        if entry.gap and lines:
            lines.append(StatementLine("", "", NOWHERE))
        prefix = entry.first
        for start, end in wrap(entry.text, max(12, width - len(entry.first))):
            lines.append(StatementLine(prefix + entry.text[start:end], entry.tone, entry.stop))
            prefix = entry.rest
    return lines


def entries_of(statement: Statement, placed: Sequence[Placed]) -> list[Entry]:
    """The whole feedback: what is missing, the statement, what is left out of it, and my overall text."""
    by_stop: dict[int, list[Finding]] = {}
    for item in placed:
        if item.number is not None:
            by_stop.setdefault(item.number, []).append(item.finding)
    entries = list(_missing(placed))
    entries.append(Entry(statement.document().title, "strong", gap=True))
    entries += _read(statement.document().blocks, statement.in_order(), by_stop)
    if not statement.in_order():
        entries.append(Entry("There is no point yet.", "muted", gap=True))
    left_out = [listed for listed in statement.points() if not listed.kept]
    if left_out:
        entries.append(Entry("Left out of the joint statement", "heading", gap=True))
        entries += [Entry(f"{x.point.section}: {x.point.text}", "struck", x.number, "  ", "  ") for x in left_out]
    entries.append(Entry("My overall text, printed as it stands", "heading", gap=True))
    text = statement.overall
    entries.append(Entry(text or "Not written yet.", "" if text else "muted", OVERALL_STOP, "  ", "  "))
    entries += _flag(OVERALL_STOP, by_stop)
    return entries


def missing_of(placed: Sequence[Placed]) -> list[Finding]:
    """The findings that are on no text: stop -1 is the first of them."""
    return [item.finding for item in placed if item.number is None]


def _missing(placed: Sequence[Placed]) -> Iterator[Entry]:
    missing = missing_of(placed)
    if missing:
        yield Entry("Not in the feedback yet", "heading")
    for n, finding in enumerate(missing, 1):
        sign, tone = ("✗ ", "bad") if finding.level == "block" else ("! ", "warn")
        yield Entry(finding.message, tone, -n, f"  {sign}", "    ")


def _read(blocks: Sequence[Block], points: Sequence[Listed], found: Mapping[int, Sequence[Finding]]) -> Iterator[Entry]:
    """The statement's own blocks; its items are the points, in the same order."""
    left = iter(points)
    for block in blocks:
        if isinstance(block, Heading):
            yield Entry(block.text, "heading" if block.level == 2 else "strong", gap=block.level == 2)
        elif isinstance(block, Paragraph):
            if block.text:
                yield Entry(block.text, "muted")
        elif isinstance(block, Table):
            yield Entry(" · ".join(value for _, value in block.rows), "muted")
        elif isinstance(block, Items):
            for n, item in enumerate(block.items):
                listed = next(left)
                mark = f"{block.start + n}. " if block.start is not None else "• "
                label = f"{item.label}: " if item.label else ""
                yield Entry(label + item.text, "", listed.number, f"  {mark}", "  " + " " * len(mark))
                yield from _flag(listed.number, found)


def _flag(stop: int, found: Mapping[int, Sequence[Finding]]) -> Iterator[Entry]:
    """How many findings are on a text, on a line of its own."""
    findings = found.get(stop, ())
    if findings:
        block = any(finding.level == "block" for finding in findings)
        yield Entry(counter(findings), "bad" if block else "warn", stop, "    ✗ " if block else "    ! ", "      ")
