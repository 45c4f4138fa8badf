"""How a section's text changed, as lines: words and symbols say it, colours only repeat it. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from cmalt_review.tui.widgets.judgement_lines import Item, Page
from cmalt_review.tui.widgets.reader_layout import wrap
from cmalt_review.tui.widgets.reader_markdown import Span, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmalt_review.rules.rounds import ParagraphChange

SIGNS = {"changed": "~", "added": "+", "removed": "−", "moved": "»", "same": "="}
WORDS = {
    "changed": "changed", "added": "added", "removed": "removed",
    "moved": "moved here from elsewhere, the words are the same", "same": "unchanged",
}  # fmt: skip
TONES = {"added": "inserted", "removed": "struck", "moved": "muted", "same": "muted", "changed": ""}
HEADS = {"added": "good", "removed": "bad", "changed": "warn", "moved": "accent"}
_MOST_WORDS = 800
"""Words of a paragraph up to which it is compared word by word."""
_PIECES = re.compile(r"\n|\S+")


def counted(changes: Sequence[ParagraphChange]) -> str:
    """How many paragraphs changed in which way, in words."""
    order = ("changed", "added", "removed", "moved", "same")
    counts = [(kind, sum(change.kind == kind for change in changes)) for kind in order]
    return ", ".join(f"{count} {WORDS[kind].split()[0]}" for kind, count in counts if count) or "no text"


def change_lines(page: Page, section: str, changes: Sequence[ParagraphChange], *, unfolded: bool) -> None:
    """The changes of a section; a run of unchanged paragraphs is one line unless ``unfolded``."""
    run = 0
    for n, change in enumerate(changes):
        if change.kind == "same" and not unfolded:
            run += 1
            following = changes[n + 1].kind if n + 1 < len(changes) else ""
            if following != "same":
                page.gap()
                page.text(f"= {run} paragraph{'' if run == 1 else 's'} unchanged", "muted", indent=2)
                run = 0
            continue
        page.gap()
        item = None if change.kind == "same" else Item("change", f"{section}:{n}")
        head = f"{SIGNS[change.kind]} {WORDS[change.kind]}"
        page.add(((head, HEADS.get(change.kind, "muted")),), item, head=item is not None)
        _paragraph(page, change, item)


def _paragraph(page: Page, change: ParagraphChange, item: Item | None) -> None:
    if change.kind == "changed":
        both = word_changes(plain_of(change.old), plain_of(change.new))
        if both is not None:
            _toned(page, *both, "  ", "", item)
            return
        _toned(page, plain_of(change.old), [], "− ", "struck", item)
        _toned(page, plain_of(change.new), [], "+ ", "inserted", item)
        return
    _toned(page, plain_of(change.new or change.old), [], f"{SIGNS[change.kind]} ", TONES[change.kind], item)


def plain_of(markdown: str) -> str:
    """The text of a paragraph without its Markdown; a table's cells stand beside each other."""
    parts: list[str] = []
    for block in parse(markdown):
        rows = [" │ ".join(cells) for cells in block.cells]
        parts += [block.first + line for line in rows or [block.text]]
    return "\n".join(parts)


def word_changes(old: str, new: str) -> tuple[str, list[Span]] | None:
    """Both texts in one: what is gone as ``−[…]``, what is new as ``+[…]``; None where they are too long for it."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return None
    pieces: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces += [(piece, "") for piece in after[j1:j2]]
            continue
        for sign, words, tone in (("−", before[i1:i2], "struck"), ("+", after[j1:j2], "inserted")):
            if said := " ".join(word for word in words if word != "\n"):
                pieces.append((f"{sign}[{said}]", tone))
    text, spans = "", []
    for piece, tone in pieces:
        text += piece if piece == "\n" or not text or text.endswith("\n") else f" {piece}"
        if tone:
            spans.append(Span(len(text) - len(piece), len(text), tone))
    return text, spans


def _toned(page: Page, text: str, spans: Sequence[Span], prefix: str, tone: str, item: Item | None) -> None:
    """Wrapped text of which some stretches have tones of their own, each line behind the prefix."""
    text = text.replace("\t", " ")
    for start, end in wrap(text, page.width - len(prefix)):
        inside = [span for span in spans if span.start < end and span.end > start]
        edges = sorted({start, end, *(e for s in inside for e in (s.start, s.end) if start < e < end)})
        parts = [(prefix, "muted")]
        for a, b in pairwise(edges):
            own = " ".join(s.tone for s in inside if s.start <= a and s.end >= b)
            parts.append((text[a:b], own or tone))
        page.add(tuple(parts), item)
