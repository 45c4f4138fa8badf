"""Markdown to blocks of plain text with tones: what the reader draws. Pure: no widget, no markup.

Nothing that the candidate wrote is dropped: what is no Markdown that we show (a comment, a reference, an unknown tag)
stands there as it was typed. Only the tags that the readers of documents write themselves are taken away.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cmalt_review.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Span(NamedTuple):
    """A stretch of a block's text and its tone: strong, em, code, link, added, struck, muted, marked, inserted."""

    start: int
    end: int
    tone: str


class Block(NamedTuple):
    """A heading, a paragraph, an item of a list, a table."""

    text: str
    spans: tuple[Span, ...] = ()
    paragraph: int = -1
    """Index of the paragraph of the source (what stands between blank lines); -1 for what is not of the source."""
    kind: str = "text"
    """text, heading, code, rule, table, or the tone of a line of our own."""
    first: str = ""
    """What stands before the first line: the mark of a list's item, the bar of a quotation."""
    rest: str = ""
    """What stands before each further line."""
    gap: bool = True
    """Whether an empty line comes before it."""
    cells: tuple[tuple[str, ...], ...] = ()
    """The rows of a table, the first of them its heading."""


_TONES = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "s": "struck", "del": "struck", "strike": "struck",
    "ins": "inserted", "u": "added", "mark": "marked",
}  # fmt: skip
_DROPPED = {*_TONES, "a", "span", "p", "div", "sub", "sup", "small", "font", "figure", "figcaption", "br", "img"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>")
_ATTRIBUTE = re.compile(r"\b(alt|src|href)\s*=\s*[\"']([^\"']*)[\"']", re.I)
_URL = re.compile(r"https?://[^\s<>\"'\])]+")
_REVISION = re.compile(r"(?<!=)==(?!=)|\{\+\+|\+\+\}")
"""``==highlighted==`` and ``{++inserted++}``: how a candidate's marks of revision survive in the text."""
_BLANK = re.compile(r"[ \t]*\Z")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("reference")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # shown as text, never followed
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def parse(text: str, numbers: Mapping[str, int] | None = None) -> list[Block]:
    """The blocks of a Markdown text. ``numbers`` gives each link's number by its target."""
    return _Walk(_parser().parse(text), _paragraph_of_line(text), numbers or {}).blocks()


def _paragraph_of_line(text: str) -> list[int]:
    """For each line the index of its paragraph."""
    found, index, blank = [], -1, True
    for line in text.split("\n"):
        now_blank = _BLANK.match(line) is not None
        if blank and not now_blank:
            index += 1
        blank = now_blank
        found.append(max(index, 0))
    return found


class _Frame:
    """A quotation or a list's item around what follows: its mark is used once."""

    def __init__(self, first: str, rest: str) -> None:
        self._first = first
        self.rest = rest
        self.used = False

    def take(self) -> str:
        if self.used:
            return self.rest
        self.used = True
        return self._first


class _Walk:
    """One pass over the tokens."""

    def __init__(self, tokens: Sequence[Token], paragraphs: list[int], numbers: Mapping[str, int]) -> None:
        self._tokens = tokens
        self._paragraphs = paragraphs
        self._numbers = numbers
        self._frames: list[_Frame] = []
        self._counters: list[int | None] = []
        self._found: list[Block] = []
        self._kind = "text"
        self._tight = False
        self._fresh_list = False
        """A list has begun: an empty line comes before its first item, also where the list is tight."""
        self._table: list[list[str]] | None = None
        self._line = 0

    def blocks(self) -> list[Block]:
        for token in self._tokens:
            if token.map:
                self._line = token.map[0]
            self._take(token)
        return self._found

    def _take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._kind = "heading"
            case "heading_close":
                self._kind = "text"
            case "paragraph_open":
                self._tight = token.hidden
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._code(token)
            case "hr":
                self._add("", (), kind="rule")
            case "html_block":
                self._html(token)
            case "table_open" | "table_close" | "tr_open":
                self._table_token(token)
            case _:
                self._nest(token)

    def _nest(self, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                self._frames.append(_Frame("▏ ", "▏ "))
            case "bullet_list_open" | "ordered_list_open":
                start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
                self._counters.append(start)
                self._fresh_list = len(self._counters) == 1
            case "bullet_list_close" | "ordered_list_close":
                self._counters.pop()
            case "list_item_open":
                number = self._counters[-1]
                mark = "• " if number is None else f"{number}. "
                if number is not None:
                    self._counters[-1] = number + 1
                self._frames.append(_Frame(mark, " " * len(mark)))
            case "list_item_close" | "blockquote_close":
                frame = self._frames.pop()
                if not frame.used and token.type == "list_item_close":
                    self._frames.append(frame)
                    self._add("", ())  # an empty item is still seen
                    self._frames.pop()

    def _add(self, text: str, spans: Sequence[Span], kind: str = "", cells: Sequence[Sequence[str]] = ()) -> None:
        gap = self._fresh_list or not self._tight
        self._fresh_list = False
        first = "".join(frame.take() for frame in self._frames)
        rest = "".join(frame.rest for frame in self._frames)
        paragraph = self._paragraphs[min(self._line, len(self._paragraphs) - 1)] if self._paragraphs else 0
        frozen = tuple(tuple(row) for row in cells)
        self._found.append(Block(text, tuple(spans), paragraph, kind or self._kind, first, rest, gap, frozen))
        self._tight = False

    def _inline(self, token: Token) -> None:
        text, spans = _Inline(self._numbers).of(token.children or [])
        if self._table is not None:
            self._table[-1].append(" ".join(text.split()))
            return
        self._add(text, spans)

    def _code(self, token: Token) -> None:
        text = clean(token.content).expandtabs(4).rstrip("\n")
        if token.info.strip():
            self._add(" ".join(clean(token.info).split()), (), kind="muted")
        self._add(text, (), kind="code")

    def _html(self, token: Token) -> None:
        text, spans = _Inline(self._numbers).of_html(token.content)
        if text.strip():
            self._add(text.strip("\n"), spans if text == text.strip("\n") else ())

    def _table_token(self, token: Token) -> None:
        if token.type == "table_open":
            self._table = []
        elif token.type == "tr_open" and self._table is not None:
            self._table.append([])
        elif token.type == "table_close" and self._table is not None:
            self._add("", (), kind="table", cells=self._table)
            self._table = None


class _Inline:
    """The text of one paragraph, with its spans."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._open: list[tuple[str, int, str]] = []

    def of(self, children: Sequence[Token]) -> tuple[str, list[Span]]:
        for child in children:
            self._child(child)
        return self._done()

    def of_html(self, content: str) -> tuple[str, list[Span]]:
        at = 0
        for tag in _TAG.finditer(content):
            self._text(content[at : tag.start()])
            self._tag(tag[0])
            at = tag.end()
        self._text(content[at:])
        return self._done()

    def _done(self) -> tuple[str, list[Span]]:
        for tone, start, _ in self._open:
            self._span(start, tone)
        return _with_revisions("".join(self._parts), self._spans)

    def _child(self, token: Token) -> None:
        match token.type:
            case "text":
                self._text(token.content)
            case "softbreak":
                self._put(" ")
            case "hardbreak":
                self._put("\n")
            case "code_inline":
                start = self._length
                self._put(token.content)
                self._span(start, "code")
            case "strong_open" | "em_open" | "s_open":
                self._open.append((_TONES[token.tag], self._length, ""))
            case "link_open":
                self._open.append(("link", self._length, str(token.attrs.get("href", ""))))
            case "strong_close" | "em_close" | "s_close" | "link_close":
                self._close()
            case "image":
                self._image(token.content, str(token.attrs.get("src", "")))
            case "html_inline":
                self._tag(token.content)
            case _:
                self._text(token.content)

    def _put(self, text: str) -> None:
        text = clean(text).replace("\t", "    ")
        self._parts.append(text)
        self._length += len(text)

    def _span(self, start: int, tone: str) -> None:
        if self._length > start:
            self._spans.append(Span(start, self._length, tone))

    def _close(self) -> None:
        if not self._open:
            return
        tone, start, target = self._open.pop()
        self._span(start, tone)
        if target and not (self._parts and self._parts[-1] == self._mark(target)):
            self._number(target)

    def _mark(self, target: str) -> str:
        number = self._numbers.get(target.strip())
        return f" [{number}]" if number else ""

    def _number(self, target: str) -> None:
        mark = self._mark(target)
        if mark:
            start = self._length
            self._put(mark)
            self._span(start, "muted")

    def _text(self, text: str) -> None:
        at = 0
        inside = any(tone == "link" for tone, _, _ in self._open)
        for url in _URL.finditer(text) if self._numbers and not inside else ():
            address = url[0].rstrip(".,;:!?")
            self._put(text[at : url.start()])
            start = self._length
            self._put(address)
            self._span(start, "link")
            self._number(address)
            at = url.start() + len(address)
        self._put(text[at:])

    def _image(self, alt: str, target: str) -> None:
        start = self._length
        self._put(f"▣ picture: {alt}" if alt.strip() else "▣ picture without a description")
        self._span(start, "em")
        self._number(target)

    def _tag(self, tag: str) -> None:
        found = _TAG.fullmatch(tag.strip())
        name = found[2].lower() if found else ""
        if found is None or name not in _DROPPED:
            self._put(tag)
            return
        attributes = {key.lower(): value for key, value in _ATTRIBUTE.findall(found[3])}
        if name == "br":
            self._put("\n")
        elif name == "img":
            self._image(attributes.get("alt", ""), attributes.get("src", ""))
        elif name in _TONES or name == "a":
            tone = _TONES.get(name, "link")
            if not found[1]:
                self._open.append((tone, self._length, attributes.get("href", "")))
            elif self._open and self._open[-1][0] == tone:
                self._close()


def _with_revisions(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The text without the signs of highlighting and insertion, which become spans.

    An insertion may go on from the block before, or into the next; a lone ``==`` is no sign.
    """
    found, gone = _revisions(text, [(s, e) for s, e, tone in spans if tone == "code"])
    if not gone:
        return text, spans
    kept: list[str] = []
    places: list[int] = []
    """For each character of the old text its place in the new one."""
    at = shift = 0
    for start, end in sorted(gone):
        kept.append(text[at:start])
        places += range(at - shift, start - shift)
        places += [start - shift] * (end - start)
        at, shift = end, shift + end - start
    kept.append(text[at:])
    places += range(at - shift, len(text) - shift + 1)
    moved = (Span(places[s], places[e], tone) for s, e, tone in [*spans, *found])
    return "".join(kept), [span for span in moved if span.end > span.start]


def _revisions(text: str, code: list[tuple[int, int]]) -> tuple[list[Span], list[tuple[int, int]]]:
    """Stretches that are highlighted or inserted, and where their signs stand."""
    found: list[Span] = []
    gone: list[tuple[int, int]] = []
    begun: tuple[int, int] | None = None
    inserted = -1
    for sign in _REVISION.finditer(text):
        start, end = sign.span()
        if any(s <= start < e for s, e in code):
            continue
        if sign[0] == "==":
            if begun is None:
                begun = sign.span() if end < len(text) and not text[end].isspace() else None
            elif not text[start - 1].isspace():
                found.append(Span(begun[1], start, "marked"))
                gone += [begun, sign.span()]
                begun = None
            continue
        gone.append(sign.span())
        if sign[0] == "{++":
            inserted = end if inserted < 0 else inserted
        else:
            found.append(Span(max(inserted, 0), start, "inserted"))
            inserted = -1
    if inserted >= 0:
        found.append(Span(inserted, len(text), "inserted"))
    return found, gone
