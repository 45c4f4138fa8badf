"""HTML to Markdown, and the cleaning that every reader's Markdown goes through.

The only place that knows the converter: another one can be put here without a change elsewhere.
"""

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cmalt_review.model.text import clean, clean_line

if TYPE_CHECKING:
    from html_to_markdown import ConversionOptions
    from lxml.html import HtmlElement

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp"})

# The converter escapes every mark that could mean something anywhere; most mean nothing in the middle of a line.
_NUMBER_AT_LINE_START = r"(?m:^)(?P<keep>[ \t>]*(?:[-*+] )?\d{1,9}\\[.)])"
_NEEDLESS_ESCAPE = re.compile(
    _NUMBER_AT_LINE_START
    + r"|(?<=[^\s|>*+-])\\(?P<mid>[-.)!])|(?<=[\w,;:)\]\"'”’] )\\(?P<dash>-)|\\(?P<amp>&)(?!#?\w+;)"
)
# A cell that claims to span a hundred columns or more is an error or an attack.
_SPAN = re.compile(r"(?i)\b((?:col|row)span)\s*=\s*[\"']?\s*\d{3,}\s*[\"']?")
_INSERTED = re.compile(r"<(/?)ins(?:\s[^<>]*)?>", re.I)
_INSERTION = {"": "{++", "/": "++}"}

# Destinations of links and pictures: inline (bare or in angle brackets), reference definitions and autolinks.
_DESTINATION = re.compile(
    r"\]\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))"
    r"(?:(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\))?"
)
_BRACKET = re.compile(r"\\.|!?\[|\]", re.S)
_DEFINITION = re.compile(r"(?m)^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<target>[^\s>]+)>?.*\n?")
_AUTOLINK = re.compile(r"<(?P<target>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*)>")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*(?=:)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def is_safe_target(target: str) -> bool:
    """Whether a link's target is relative or has a scheme that a browser merely opens."""
    plain = html.unescape(re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", target))
    plain = re.sub(r"[\x00-\x20\x7f-\xa0]|%[01][0-9a-fA-F]|%20", "", plain)
    scheme = _SCHEME.match(plain)
    if scheme is None:
        return not plain.startswith(":") and "%3a" not in plain[:24].lower()
    return scheme.group().lower() in SAFE_SCHEMES


def _drop_inline(markdown: str) -> str:
    """One pass over the brackets: an unsafe link loses them, an unsafe picture its address."""
    parts: list[str] = []
    opened: list[int] = []  # where in ``parts`` the brackets stand that are still open
    end = 0
    while (mark := _BRACKET.search(markdown, end)) is not None:
        parts.append(markdown[end : mark.start()])
        end = mark.end()
        parts.append(mark.group())
        if mark.group().endswith("[") and mark.group() != "\\[":
            opened.append(len(parts) - 1)
        elif mark.group() == "]":
            start = opened.pop() if opened else -1
            link = _DESTINATION.match(markdown, mark.start())
            if link is None:
                continue
            end = link.end()
            target = link["angle"] if link["angle"] is not None else link["bare"]
            if is_safe_target(target):
                parts[-1] = link.group()
            elif start < 0 or parts[start] != "[":
                parts[-1] = "]()"
            else:
                parts[start] = parts[-1] = ""
    parts.append(markdown[end:])
    return "".join(parts)


def drop_unsafe_links(markdown: str) -> str:
    """The Markdown without link targets such as ``javascript:`` and ``data:``; the links' texts stay."""
    if ":" not in markdown and "&" not in markdown:
        return markdown
    if "](" in markdown:
        markdown = _drop_inline(markdown)
    if "]:" in markdown:
        markdown = _DEFINITION.sub(lambda m: m.group() if is_safe_target(m["target"]) else "", markdown)
    if "<" in markdown:
        markdown = _AUTOLINK.sub(lambda m: m.group() if is_safe_target(m["target"]) else m["target"], markdown)
    return markdown


def finish(markdown: str) -> str:
    """What every reader does last: control characters, unsafe targets and superfluous blank lines go."""
    text = drop_unsafe_links(clean(markdown))
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


_BOLD_LINE = re.compile(r"(?m)^(?:\*\*|__)(?P<text>[^*_\n]{2,120}?[^*_\n.,;])(?:\*\*|__)[ \t]*$")
_BOLD_HEADINGS = "This document has no heading styles: lines that are wholly in bold were taken for headings."


def with_bold_headings(markdown: str) -> tuple[str, tuple[str, ...]]:
    """The Markdown, and where it has not one heading, its wholly bold paragraphs as headings, with a warning."""
    if re.search(r"(?m)^#{1,6} ", markdown):
        return markdown, ()
    blocks = markdown.split("\n\n")
    changed = [_BOLD_LINE.sub(r"## \g<text>", block) if "\n" not in block else block for block in blocks]
    return "\n\n".join(changed), (_BOLD_HEADINGS,) if changed != blocks else ()


def title_line(text: str) -> str:
    """A title on one line, at most 300 characters."""
    return clean_line(text)[:300]


@lru_cache(maxsize=1)
def _options() -> "ConversionOptions":
    from html_to_markdown import ConversionOptions, PreprocessingOptions

    return ConversionOptions(
        extract_metadata=False,
        escape_asterisks=True,
        escape_underscores=True,
        escape_misc=True,
        autolinks=False,
        compact_tables=True,
        br_in_tables=True,
        bullets="-",
        hidden_content="reachable",
        preprocessing=PreprocessingOptions(enabled=False),
    )


def html_to_markdown(source: str) -> tuple[str, tuple[str, ...]]:
    """The Markdown of an HTML text, not yet ``finish``-ed, and warnings in words.

    Insertions (``<ins>``) become ``{++…++}``, highlighting (``<mark>``) ``==…==``.
    """
    from html_to_markdown import ConversionError, InvalidInputError, convert

    source = _SPAN.sub(r"\1=1", source)
    if "<ins" in source:
        source = _INSERTED.sub(lambda m: _INSERTION[m[1]], source)
    try:
        result = convert(source.replace("\x00", ""), _options())
    except (ConversionError, InvalidInputError) as error:
        raise ValueError("the page could not be converted") from error
    markdown = _NEEDLESS_ESCAPE.sub(lambda m: m["keep"] or m["mid"] or m["dash"] or m["amp"], result.content or "")
    if "{\\+\\+" in markdown:
        markdown = markdown.replace("{\\+\\+", "{++").replace("\\+\\+}", "++}")
    lost = ("Some text nested too deeply was left out: compare with the original page.",) if result.warnings else ()
    return markdown, lost


_HEADING_IN_CELL = re.compile(r"<t[dh]\b[^>]*>(?:(?!</t[dh]>).)*?<(?:h[1-6]|table)\b", re.S | re.I)


def without_layout_tables(source: str) -> str:
    """The HTML with tables that only arrange the page (headings or tables in cells) as plain blocks.

    Many forms put a whole portfolio into one table: as cells its headings would be lost.
    """
    if "<table" not in source or not _HEADING_IN_CELL.search(source):
        return source
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(source, create_parent="div")
    unwrap_layout_tables(root)
    return str(lxml_html.tostring(root, encoding="unicode"))


def unwrap_layout_tables(root: "HtmlElement") -> None:
    """The same on a parsed page, in place."""
    layout = [t for t in root.iter("table") if any(e.tag in _NOT_IN_CELLS for e in t.iterdescendants())]
    for table in layout:
        for part in [e for e in table.iter() if e.tag in _CELLS and _table_of(e) is table]:
            part.tag = "div"
    for table in layout:
        table.tag = "div"


def _table_of(element: "HtmlElement") -> "HtmlElement":
    return next((e for e in element.iterancestors() if e.tag == "table"), element)


_NOT_IN_CELLS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table"})
_CELLS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"})
