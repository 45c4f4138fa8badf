"""A PDF page's structure tree as HTML."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Callable
from html import escape
from typing import Any

from cmalt_review.intake.readers.pdf_layout import join_lines
from cmalt_review.intake.readers.pdf_text import INSIDE, Line

_HTML = {
    "P": "p", "H": "h2", "Title": "h1", "H1": "h1", "H2": "h2", "H3": "h3", "H4": "h4", "H5": "h5", "H6": "h6",
    "L": "ul", "LI": "li", "Table": "table", "TR": "tr", "TH": "th", "TD": "td", "BlockQuote": "blockquote",
    "Note": "p", "Caption": "p", "TOCI": "p",
}  # fmt: skip
_DEPTH = 60
_CHILDREN = 20_000
_LIST_MARK = re.compile(r"^(?:\W|[a-zA-Z]|[ivxIVX]{1,5})[.)]?$|^[•◦▪●○■–-]$")
_NUMBER_MARK = re.compile(r"^\(?(\d{1,3})[.)]?$")

# Some programs leave the bullet or the number in the item's own text.
_LEADING_MARK = re.compile(r"^((?:<p>)?\s*)(?:[•◦▪●○■–\uf0b7\uf0a7-]|\(?(?:\d{1,3}|[a-z])[.)])\s+")

GetText = Callable[[Any, Any, int], int]


def _string(get: GetText, element: Any) -> str:
    size = get(element, None, 0)
    if not 2 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _marked(found: list[Line]) -> dict[int, str]:
    """Marked-content number → its HTML."""
    parts: dict[int, list[str]] = defaultdict(list)
    for line in found:
        row: dict[int, str] = {}
        for run in line.runs:
            text = escape(run.text)
            row[run.mcid] = row.get(run.mcid, "") + (
                f'<a href="{escape(run.href)}">{text}</a>' if run.href not in ("", INSIDE) else text
            )
        for mcid, text in row.items():
            parts[mcid].append(text)
    return {mcid: _lines(texts) for mcid, texts in parts.items()}


def _lines(texts: list[str]) -> str:
    """Lines of one marked content; blanks at its ends tell words apart, so they stay."""
    first, last = texts[0], texts[-1]
    inner = join_lines(texts)
    return (" " if first[:1] == " " else "") + inner + (" " if last[-1:] in (" ", "\xa0") else "")


class _Tree:
    """One page's tree; each marked content is written once, however often a hostile tree names it."""

    def __init__(self, texts: dict[int, str]) -> None:
        self.texts = texts
        self.left = _CHILDREN

    def element(self, element: Any, depth: int) -> str:
        import pypdfium2.raw as raw

        kind = _string(raw.FPDF_StructElement_GetType, element)
        if kind == "Figure":
            alt = _string(raw.FPDF_StructElement_GetAltText, element)
            inner = self.children(element, depth)
            return (f'<img src="" alt="{escape(alt)}">' if alt else "") + inner
        inner = self.children(element, depth)
        tag = _HTML.get(kind, "")
        if kind == "Lbl":
            return _label(inner)
        if kind == "Span" and not inner:
            return escape(_string(raw.FPDF_StructElement_GetActualText, element))
        if kind == "LI":
            inner = _LEADING_MARK.sub(r"\1", inner, count=1)
            if not inner.strip():
                return ""
        if tag == "p" and not inner.strip():
            return ""
        return f"<{tag}>{inner}</{tag}>" if tag else inner

    def children(self, element: Any, depth: int) -> str:
        import pypdfium2.raw as raw

        if depth > _DEPTH:
            return ""
        out: list[str] = []
        for index in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            self.left -= 1
            if self.left < 0:
                break
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                out.append(self.element(child, depth + 1))
            else:
                mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
                _append(out, self.texts.pop(mcid, ""))
        return "".join(out)


def _append(out: list[str], text: str) -> None:
    """Two lines of one paragraph are often two marked contents without a blank between them."""
    if text and out and out[-1] and out[-1][-1].isalnum() and text[0].isalnum():
        out.append(" ")
    out.append(text)


def _label(inner: str) -> str:
    text = re.sub(r"<[^>]*>", "", inner).strip()
    if not text or _LIST_MARK.match(text) or _NUMBER_MARK.match(text):
        return ""
    return f"{inner} "


def tagged_html(page: Any, found: list[Line]) -> str:
    """The page's text in the order and with the roles of its structure tree; empty where it has none."""
    import pypdfium2.raw as raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ""
    try:
        walk = _Tree(_marked(found))
        walk.texts.pop(-1, None)
        count = min(_CHILDREN, max(0, raw.FPDF_StructTree_CountChildren(tree)))
        children = (raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count))
        return "".join(walk.element(child, 0) for child in children if child)
    finally:
        raw.FPDF_StructTree_Close(tree)
