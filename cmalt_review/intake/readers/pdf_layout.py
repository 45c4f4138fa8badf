"""Structure of an untagged PDF, guessed from where and how large its lines are printed."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from cmalt_review.intake.readers.pdf_text import INSIDE, SOFT_HYPHENS, Line

_BULLET = re.compile(r"^\s*[•◦▪▫●○■□‣⁃∙·–\uf0b7\uf0a7-]\s+")
_NUMBER = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.I)
_SENTENCE_END = re.compile(r"[.!?:;”\")\]]\s*$")
# A line is a heading if its letters are at least so much larger than the text's.
_LARGER = 1.08
_HEADING_LETTERS = 160


def _end_block(ordered: list[Line]) -> list[Line]:
    """The one or two lines at an end of the page that a gap divides from the text."""
    for count in (1, 2):
        if len(ordered) > count and abs(ordered[count].y - ordered[count - 1].y) > 1.8 * ordered[count - 1].size:
            return ordered[:count]
    return [line for line in ordered[:1] if _PAGE_NUMBER.match(line.text)]


def page_furniture(pages: list[list[Line]]) -> set[int]:
    """Identities of the lines that stand at the head or foot of most pages: running titles, page numbers."""
    seen: Counter[str] = Counter()
    ends: list[tuple[str, Line]] = []
    for page in pages:
        ordered = sorted(page, key=lambda line: line.y)
        keys = {}
        for line in (*_end_block(ordered), *_end_block(ordered[::-1])):
            keys[re.sub(r"\d+", "#", line.text.strip())] = line
        seen.update(keys.keys())
        ends.extend(keys.items())
    often = max(3, len(pages) // 2)
    return {id(line) for key, line in ends if seen[key] >= often or (len(pages) > 2 and _PAGE_NUMBER.match(line.text))}


def runs_html(line: Line) -> str:
    """A line's text as HTML with its links; a hyphen that only breaks a word is taken out."""
    out, href = [], ""
    for run in line.runs:
        target = "" if run.href == INSIDE else run.href
        if target != href:
            out.append(("</a>" if href else "") + (f'<a href="{escape(target)}">' if target else ""))
            href = target
        out.append(escape(run.text))
    return "".join(out) + ("</a>" if href else "")


def join_lines(parts: Iterable[str]) -> str:
    """Printed lines as one running text."""
    text = ""
    for part in parts:
        stripped = text.rstrip()
        if stripped.endswith(SOFT_HYPHENS) or (re.search(r"\w-\Z", stripped) and part[:1].islower()):
            text = stripped + part.lstrip()
        else:
            text = f"{stripped} {part.lstrip()}" if text else part.lstrip()
    return text.strip()


@dataclass
class _Block:
    kind: str
    """``h``, ``p``, ``ul`` or ``ol``."""
    lines: list[Line]
    level: int = 0
    """For a heading: 1 if it is only bold or coloured, 0 if its letters are larger."""


def _body_size(pages: list[list[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _pitch(pages: list[list[Line]], size: float) -> float:
    """The usual distance between two lines of running text, in points."""
    gaps: Counter[float] = Counter()
    for page in pages:
        for above, below in pairwise(page):
            gap = above.foot - below.y
            if above.size == below.size == size and 0.8 * size < gap < 3 * size:
                gaps[round(gap * 2) / 2] += 1
    return gaps.most_common(1)[0][0] if gaps else 1.2 * size


def _most(values: Iterable[int]) -> int:
    return next(iter(Counter(values).most_common(1)), (0, 0))[0]


def _width(pages: list[list[Line]], size: float) -> int:
    """The length of a full line of running text, in characters."""
    lengths = sorted(len(line.text) for page in pages for line in page if line.size == size)
    return lengths[len(lengths) * 3 // 4] if lengths else 0


class _Layout:
    """The measures of one document, and its lines in blocks."""

    def __init__(self, pages: list[list[Line]]) -> None:
        self.pages = pages
        self.size = _body_size(pages)
        self.pitch = _pitch(pages, self.size)
        self.width = _width(pages, self.size)
        self.colour = _most(line.colour for page in pages for line in page)
        self.blocks: list[_Block] = []
        self.previous: Line | None = None

    def read(self) -> list[_Block]:
        for page in self.pages:
            for line in page:
                self.add(line)
        return self.blocks

    def gap(self, line: Line) -> float | None:
        """Distance to the line above in points; None on a new page or column."""
        if self.previous is None or line.y > self.previous.foot + 1:
            return None
        return self.previous.foot - line.y

    def add(self, line: Line) -> None:
        gap = self.gap(line)
        last = self.blocks[-1] if self.blocks else None
        if self.is_heading(line, gap, last):
            level_size = line.size if line.size > self.size * _LARGER else 0.0
            wrapped = last is not None and last.kind == "h" and gap is not None and gap < 1.7 * line.size
            if wrapped and last is not None and last.lines[-1].size == line.size and last.level == int(level_size == 0):
                last.lines.append(line)
            else:
                self.blocks.append(_Block("h", [line], level=int(level_size == 0)))
        elif _BULLET.match(line.text):
            self.blocks.append(_Block("ul", [line]))
        elif _NUMBER.match(line.text):
            self.blocks.append(_Block("ol", [line]))
        elif last is not None and self.is_run_in(last, gap):
            last.kind = "ol" if _NUMBER.match(last.lines[0].text) else "p"
            last.lines.append(line)
        elif last is None or last.kind == "h" or self.is_new_paragraph(line, gap, last):
            self.blocks.append(_Block("p", [line]))
        else:
            last.lines.append(line)
        self.previous = line

    def is_heading(self, line: Line, gap: float | None, last: _Block | None) -> bool:
        text = line.text.strip()
        if not text or len(text) > _HEADING_LETTERS or not re.search(r"[^\W\d_]", text):
            return False
        if line.size > self.size * _LARGER:
            return True
        alone = last is None or last.kind == "h" or gap is None or gap > 1.25 * self.pitch
        stands_out = line.bold or line.colour not in (-1, self.colour)
        return (
            stands_out and line.size >= 0.95 * self.size and alone and text[-1] not in ".,;" and not _BULLET.match(text)
        )

    def is_run_in(self, last: _Block, gap: float | None) -> bool:
        """Whether what looked like a heading is the bold beginning of a paragraph: a full line, with more below."""
        if last.kind != "h" or not last.level or gap is None or gap > 1.25 * self.pitch:
            return False
        return len(last.lines[-1].text) > 0.75 * self.width

    def is_new_paragraph(self, line: Line, gap: float | None, last: _Block) -> bool:
        before = last.lines[-1]
        if gap is None:
            return bool(_SENTENCE_END.search(before.text)) or line.text[:1].isupper()
        if last.kind in ("ul", "ol") and line.x <= last.lines[0].x - 2:
            return True
        return gap > 1.25 * self.pitch or abs(before.size - line.size) > 0.6


def _levels(blocks: list[_Block], size: float) -> dict[float, int]:
    """Letter size of a heading → level; headings that are only bold come below all others."""
    sizes = sorted({b.lines[0].size for b in blocks if b.kind == "h" and b.level == 0}, reverse=True)
    levels = {value: min(6, n) for n, value in enumerate(sizes, 1)}
    levels[size] = min(6, len(sizes) + 1)
    return levels


def _list_item(block: _Block, depth: int) -> str:
    text = join_lines(runs_html(line) for line in block.lines)
    if block.kind == "ol":
        number = _NUMBER.match(block.lines[0].text)
        start = number[1] if number else "1"
        item = re.sub(r"^((?:<a [^>]*>)?)\s*\d{1,2}[.)]\s+", r"\1", text)
        return f'<ol start="{start}"><li>{item}</li></ol>'
    item = re.sub(r"^((?:<a [^>]*>)?)\s*\S\s+", r"\1", text)
    return "<ul><li>" * (depth + 1) + item + "</li></ul>" * (depth + 1)


def layout_html(pages: list[list[Line]]) -> str:
    """The pages as HTML: headings by size and weight, paragraphs by distance, lists by their bullets."""
    layout = _Layout(pages)
    blocks = layout.read()
    levels = _levels(blocks, layout.size)
    out = []
    indents: list[float] = []  # where the bullets of the enclosing lists stand
    for block in blocks:
        if block.kind != "ul":
            indents = []
        if block.kind == "h":
            first = block.lines[0]
            level = levels[layout.size] if block.level else levels[first.size]
            out.append(f"<h{level}>{join_lines(runs_html(line) for line in block.lines)}</h{level}>")
        elif block.kind == "p":
            out.append(f"<p>{join_lines(runs_html(line) for line in block.lines)}</p>")
        else:
            x = block.lines[0].x
            while indents and x < indents[-1] - 4:
                indents.pop()
            if block.kind == "ul" and (not indents or x > indents[-1] + 4):
                indents.append(x)
            out.append(_list_item(block, max(0, len(indents) - 1)))
    # Neighbouring lists of one depth are one list; deeper ones hang on the item before.
    html = "".join(out)
    while (merged := re.sub(r"</li></ul><ul>(?=<li>(?!<ul>))|</li></ul><ul><li>(?=<ul>)", _merge, html)) != html:
        html = merged
    return html


def _merge(match: re.Match[str]) -> str:
    return "</li>" if match.group().endswith("<ul>") else ""
