"""The candidate's text of one section: read, searched, its paragraphs marked."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.message import Message

from cmalt_review.tui.widgets.reader_layout import Layout, Match, lay_out
from cmalt_review.tui.widgets.reader_selection import SelectablePane

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from cmalt_review.tui.widgets.reader_markdown import Block

_TONE_OF_KIND = {"text": "", "rule": "muted", "table": ""}
GUTTER = 2
MARKED_GUTTER = 5
REVISION_WORDS = {"inserted": "new", "marked": "mark"}
"""What the margin says of a line in which the candidate inserted or highlighted something."""
REVISION_GUTTER = 5


class Place(NamedTuple):
    """Where the reader was in a text: the block and character at the top, and the paragraph pointed at."""

    block: int = 0
    start: int = 0
    paragraph: int = 0
    above: int = 0
    """Empty lines above it, in sight."""


class Reader(SelectablePane):
    """Shows blocks, keeps its place by key, finds text, points at a paragraph."""

    class Moved(Message):
        """Another part of the text is in sight."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = ""
        self._blocks: Sequence[Block] = ()
        self._tail: Sequence[Block] = ()
        self._layout = Layout([], [])
        self._laid_width = -1
        self._places: dict[str, Place] = {}
        self._marks: Mapping[int, str] = {}
        self._matches: list[Match] = []
        self._match = -1
        self._wanted = ""
        self._share = 0
        self._with_words = False
        self.paragraph = 0
        """The paragraph pointed at, in the source's count."""

    # ── what is shown ────────────────────────────────────────────────────────

    def show(self, key: str, blocks: Sequence[Block], tail: Sequence[Block], marks: Mapping[int, str]) -> None:
        """Show a text with what stands below it; the place at which it was left is found again."""
        if key != self._key:
            self._keep_place()
        place = self._places.get(key, Place()) if key != self._key else self._place()
        self._key, self._blocks, self._tail, self._marks = key, blocks, tail, marks
        self.paragraph = place.paragraph
        self._lay_out(place)

    def show_tail(self, tail: Sequence[Block]) -> None:
        """Show something else below the text."""
        self._tail = tail
        self._lay_out(self._place())

    def show_marks(self, marks: Mapping[int, str]) -> None:
        """Show other marks in the margin."""
        gutter = self._gutter
        self._marks = marks
        if gutter != self._gutter:
            self._lay_out(self._place())
        self.refresh()

    @property
    def share(self) -> int:
        """How much of the text has been in sight, in per cent."""
        count = len(self._layout.rows)
        if self.height_shown > 0 and count:  # a hidden pane keeps what it was
            self._share = min(100, 100 * (self.scroll_offset.y + self.height_shown) // count)
        return self._share

    @property
    def _gutter(self) -> int:
        return (MARKED_GUTTER if self._marks else GUTTER) + (REVISION_GUTTER if self._revised else 0)

    @property
    def _revised(self) -> bool:
        """Whether the candidate inserted or highlighted anything in this text."""
        return any(span.tone in REVISION_WORDS for block in self._blocks for span in block.spans)

    def _lay_out(self, place: Place) -> None:
        if self.width <= 0:
            return
        self._laid_width = self.width
        self._with_words = self._revised
        self._layout = lay_out([*self._blocks, *self._tail], self.width - self._gutter)
        self.put_count(len(self._layout.rows))
        if self._wanted:
            self._matches = self._layout.find(self._wanted)
            self._match = min(self._match, len(self._matches) - 1)
        top = self._layout.line_of(Match(place.block, place.start, place.start)) if place.block or place.start else 0
        self.go_to(top - place.above)
        self.post_message(self.Moved())  # a tail that is found later makes the text longer

    def on_resize(self) -> None:
        """Lay the text out anew where its width has changed."""
        if self.width != self._laid_width:
            self._lay_out(self._place() if self._laid_width > 0 else self._places.get(self._key, Place()))
        self.post_message(self.Moved())

    def _place(self) -> Place:
        rows = self._layout.rows
        at = self.scroll_offset.y
        top = next((y for y in range(at, len(rows)) if rows[y].block >= 0), -1) if at else -1
        if top < 0:
            return Place(paragraph=self.paragraph)
        return Place(rows[top].block, rows[top].start, self.paragraph, top - at)

    def _keep_place(self) -> None:
        if self._key and self._layout.rows:
            self._places[self._key] = self._place()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the paragraph that is pointed at in sight."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        lines = self._layout.rows[self.scroll_offset.y : self.scroll_offset.y + self.height_shown]
        blocks = self._layout.blocks
        shown = [blocks[row.block].paragraph for row in lines if row.block >= 0 and blocks[row.block].paragraph >= 0]
        if shown and self.paragraph not in shown:
            self.paragraph = shown[0] if self.paragraph < shown[0] else shown[-1]
        self.post_message(self.Moved())

    # ── paragraphs ───────────────────────────────────────────────────────────

    def step_paragraph(self, step: int) -> None:
        """Point at the next paragraph, or the one before."""
        there = sorted({block.paragraph for block in self._layout.blocks if block.paragraph >= 0})
        later = [p for p in there if p > self.paragraph] if step > 0 else [p for p in there if p < self.paragraph][::-1]
        if later:
            self.point_at(later[0])

    def point_at(self, paragraph: int) -> None:
        """Point at a paragraph, and have it in sight."""
        self.paragraph = paragraph
        first = next((y for y in range(len(self._layout.rows)) if self._layout.paragraph(y) == paragraph), 0)
        last = first
        while self._layout.paragraph(last + 1) == paragraph:
            last += 1
        self.show_line(last)
        self.show_line(first)
        self.refresh()

    def words_of(self, paragraph: int) -> str:
        """The text of a paragraph, on one line."""
        return " ".join(" ".join(b.text.split()) for b in self._layout.blocks if b.paragraph == paragraph).strip()

    def on_click(self, event: events.Click) -> None:
        """Point at the paragraph that was clicked."""
        offset = event.get_content_offset(self)
        paragraph = self._layout.paragraph(self.scroll_offset.y + offset.y) if offset else -1
        if paragraph >= 0:
            self.paragraph = paragraph
            self.refresh()

    # ── search ───────────────────────────────────────────────────────────────

    def search(self, wanted: str) -> str:
        """Find a text from the line at the top on; what came of it in words."""
        self._wanted = wanted
        self._matches = self._layout.find(wanted)
        top = self._place()
        below = (n for n, m in enumerate(self._matches) if (m.block, m.start) >= (top.block, top.start))
        self._match = next(below, 0 if self._matches else -1)
        self._show_match()
        return self.found_words

    def step_match(self, step: int) -> str:
        """Go to the next match, or the one before, round and round; which one it is in words."""
        if self._matches:
            self._match = (self._match + step) % len(self._matches)
            self._show_match()
        return self.found_words

    @property
    def found_words(self) -> str:
        """Which match is shown, of how many."""
        if not self._wanted.strip():
            return ""
        return f"{self._match + 1} of {len(self._matches)}" if self._matches else "not in this text"

    def _show_match(self) -> None:
        if self._match >= 0:
            match = self._matches[self._match]
            self.show_line(self._layout.line_of(match), context=2)
            paragraph = self._layout.blocks[match.block].paragraph
            self.paragraph = paragraph if paragraph >= 0 else self.paragraph
        self.refresh()

    # ── drawing ──────────────────────────────────────────────────────────────

    def line(self, y: int) -> list[Segment]:
        """The margin, then the text with its tones."""
        layout = self._layout
        row = layout.rows[y]
        segments = self._margin(y)
        if row.block < 0:
            return segments
        block = layout.blocks[row.block]
        kind = _TONE_OF_KIND.get(block.kind, block.kind)
        base = self.tone(kind)
        if row.prefix:
            segments.append(Segment(row.prefix, self.tone("muted")))
        text = block.text
        inside = [(s, e, tone) for s, e, tone in block.spans if s < row.end and e > row.start]
        for n, match in enumerate(self._matches):
            if match.block == row.block and match.start < row.end and match.end > row.start:
                inside.append((match.start, match.end, "found accent" if n == self._match else "found"))
        if not inside:
            segments.append(Segment(text[row.start : row.end], base))
            return segments
        edges = sorted({row.start, row.end, *(e for s, t, _ in inside for e in (s, t) if row.start < e < row.end)})
        for start, end in pairwise(edges):
            tones = " ".join(tone for s, e, tone in inside if s <= start and e >= end)
            segments.append(Segment(text[start:end], self.tone(f"{kind} {tones}") if tones else base))
        return segments

    def _margin(self, y: int) -> list[Segment]:
        margin = self._own_margin(y)
        if self._with_words:
            row = self._layout.rows[y]
            spans = self._layout.blocks[row.block].spans if row.block >= 0 else ()
            here = [span.tone for span in spans if span.start < row.end and span.end > row.start]
            word = next((word for tone, word in REVISION_WORDS.items() if tone in here), "")
            margin.append(Segment(word.ljust(REVISION_GUTTER), self.tone("accent")))
        return margin

    def _own_margin(self, y: int) -> list[Segment]:
        paragraph = self._layout.paragraph(y)
        first = paragraph >= 0 and self._layout.paragraph(y - 1) != paragraph
        here = paragraph >= 0 and paragraph == self.paragraph
        pointer = Segment(("▸ " if first else "│ ") if here else "  ", self.tone("accent"))
        if not self._marks:
            return [pointer]
        letter = self._marks.get(paragraph)
        mark = f"┃{letter if first else ' '}┃" if letter else "   "
        return [Segment(pointer.text[:1], pointer.style), Segment(f"{mark} ", self.tone("accent"))]

    def plain_lines(self) -> list[str]:
        """The lines as they are selected, with blanks for the margin."""
        layout = self._layout
        margin = " " * self._gutter
        return [margin + row.prefix + layout.text(row) for row in layout.rows]
