"""Markdown with or without front matter (Jekyll, Hugo), and plain text.

The text is kept as written. Only what a reader of sections cannot see is rewritten: headings that are underlined or raw
HTML become ATX headings, inline HTML becomes Markdown or plain text, directives of site generators go.
"""

import re
from collections.abc import Callable

from cmalt_review.intake.document import Document, Page
from cmalt_review.intake.readers.encoding import decode
from cmalt_review.intake.readers.markup import finish, html_to_markdown, title_line
from cmalt_review.model.text import clean

_FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FRONT_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|date)\s*[:=]\s*(.*?)\s*$", re.I | re.M)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")

_INVISIBLE = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.S | re.I)
_LIQUID = re.compile(r"\{%(?:[^%{\n]|%(?!\}))*%\}|\{:[^{}\n]*\}")
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.S | re.I)
_HEADINGS = tuple(re.compile(rf"<h{n}\b[^<>]*>(.*?)</h{n}\s*>", re.S | re.I) for n in range(1, 7))
_ANCHOR = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^<>]*>(.*?)</a\s*>", re.S | re.I)
_PICTURE = re.compile(r"<img\b[^<>]*>", re.I)
_FRAME = re.compile(r"<(?:iframe|video|audio|embed)\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)[^<>]*>", re.I)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|figure|figcaption|center|details|summary|header|footer|main|aside|nav|ul|ol|dl|dt|dd|"
    r"blockquote|address)\b[^<>\n]*>",
    re.I,
)
_INLINE_MARKS = (
    (re.compile(r"</?(?:strong|b)(?:\s[^<>\n]*)?>", re.I), "**"),
    (re.compile(r"</?(?:em|i|cite)(?:\s[^<>\n]*)?>", re.I), "*"),
    (re.compile(r"</?mark(?:\s[^<>\n]*)?>", re.I), "=="),
    (re.compile(r"<ins(?:\s[^<>\n]*)?>", re.I), "{++"),
    (re.compile(r"</ins\s*>", re.I), "++}"),
    (re.compile(r"<li(?:\s[^<>\n]*)?>", re.I), "\n- "),
    (re.compile(r"<br\b[^<>\n]*>[ \t]*\n?", re.I), "  \n"),
)
_RULE = re.compile(r"<hr\b[^<>]*>", re.I)
# Only names that HTML has: "x<y but 5>4" is a candidate's sentence.
_OTHER_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|base|span|font|small|big|sup|sub|u|s|strike|del|code|kbd|samp|var|abbr|acronym|"
    r"q|dfn|time|data|label|button|input|select|option|textarea|form|fieldset|legend|iframe|video|audio|source|track|"
    r"object|param|embed|picture|svg|path|g|canvas|map|area|wbr|bdi|bdo|ruby|rt|rp|tt|noscript|pre|a|h[1-6]|table|thead|"
    r"tbody|tfoot|tr|td|th|caption|colgroup|col|li|hgroup|menu|dialog|slot|progress|meter|output)(?:\s[^<>]*)?/?>",
    re.I,
)
_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?)|(?<=##)([^#\s].*?))?(?:[ \t]+#+)?[ \t]*$")
_HEADING_ID = re.compile(r"\s*\{#[^{}\n]*\}\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_NOT_PARAGRAPH = re.compile(r"^(?: {4}|\t| {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|>|#{1,6}[ \t]|\|))")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag, re.I)
    return next((value for value in found.groups() if value is not None), "") if found else ""


def _picture(match: re.Match[str]) -> str:
    alt = _attribute(match.group(), "alt").replace("[", "(").replace("]", ")").replace("\n", " ")
    return f"![{alt}]({_attribute(match.group(), 'src').replace(' ', '%20')})"


def _link(match: re.Match[str]) -> str:
    target = next((value for value in match.groups()[:3] if value is not None), "").replace(" ", "%20")
    return f"[{' '.join(match[4].split())}]({target})"


def _heading(level: int, inner: str) -> str:
    text = " ".join(inner.split())
    return f"\n\n{'#' * level} {text}\n\n" if text else "\n\n"


def _replace_pairs(pattern: re.Pattern[str], closing: str, change: Callable[[re.Match[str]], str], text: str) -> str:
    """``pattern.sub`` up to the last closing tag: an opening tag without one would be searched for to the end, each."""
    last = text.lower().rfind(closing)
    if last < 0:
        return text
    end = text.find(">", last) + 1 or len(text)
    return pattern.sub(change, text[:end]) + text[end:]


def _without_html(text: str) -> str:
    """Raw HTML as Markdown: structure where Markdown has it, the bare text elsewhere."""
    text = _INVISIBLE.sub("", text)
    if "{" in text:
        text = _LIQUID.sub("", text)
    if "<" not in text:
        return text
    text = _replace_pairs(_TABLE, "</table", lambda m: f"\n\n{html_to_markdown(m.group())[0]}\n\n", text)
    text = _PICTURE.sub(_picture, text)
    text = _FRAME.sub(r" [\1](\1) ", text)
    for level, pattern in enumerate(_HEADINGS, 1):
        text = _replace_pairs(pattern, f"</h{level}", lambda m, n=level: _heading(n, m[1]), text)  # type: ignore[misc]
    text = _replace_pairs(_ANCHOR, "</a", _link, text)
    for pattern, mark in _INLINE_MARKS:
        text = pattern.sub(mark, text)
    text = _RULE.sub("\n\n---\n\n", _BLOCK.sub("\n\n", text))
    return _OTHER_TAG.sub("", text)


def _runs(text: str) -> list[tuple[bool, list[str]]]:
    """The lines in runs, each with whether it is a fenced code block."""
    runs: list[tuple[bool, list[str]]] = [(False, [])]
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            runs[-1][1].append(line)
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
                runs.append((False, []))
        elif mark:
            fence = mark[1]
            runs.append((True, [line]))
        else:
            runs[-1][1].append(line)
    return runs


def _atx(text: str) -> str:
    """Headings, underlined or loosely written, as ``## Heading`` from the first column."""
    out: list[str] = []
    paragraph = 0  # how many lines at the end of ``out`` are one plain paragraph
    for line in text.split("\n"):
        under = _UNDERLINE.match(line)
        if under and paragraph:
            words = _HEADING_ID.sub("", " ".join(part.strip() for part in out[-paragraph:]))
            out[-paragraph:] = ["", f"{'#' if under[1][0] == '=' else '##'} {words}", ""]
            paragraph = 0
        elif (atx := _ATX.match(line)) is not None:
            words = _HEADING_ID.sub("", atx[2] or atx[3] or "")
            out.extend(["", f"{atx[1]} {words}".rstrip(), ""])
            paragraph = 0
        else:
            out.append(line)
            plain = bool(line.strip()) and (paragraph > 0 or not _NOT_PARAGRAPH.match(line))
            # A list item's second line is no paragraph: an underline there is a rule.
            plain = plain and not (
                paragraph == 0 and len(out) > 1 and out[-2].strip() and _NOT_PARAGRAPH.match(out[-2])
            )
            paragraph = paragraph + 1 if plain else 0
    return "\n".join(out)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Title and date of the front matter, and the text behind it."""
    found = _FRONT.match(text) or _FRONT_TOML.match(text)
    if not found or ("---" in found[0] and not re.search(r"^[\w-]+\s*:", found[1], re.M)):
        return {}, text
    fields = {key.lower(): value.strip("\"'") for key, value in _FIELD.findall(found[1])}
    return fields, text[found.end() :]


def read_markdown(name: str, data: bytes) -> Document:
    """A Markdown file as one page."""
    fields, body = front_matter(clean(decode(data)))
    body = "\n".join("\n".join(lines) if code else _atx(_without_html("\n".join(lines))) for code, lines in _runs(body))
    date = _DATE.search(fields.get("date", "")) or _DATE.match(name.rpartition("/")[2])
    page = Page(name, title_line(fields.get("title", "")), finish(body), date=date.group() if date else "")
    return Document((page,), format="markdown")


def read_text(name: str, data: bytes) -> Document:
    """A plain text file as one page: as written, only that underlined lines are headings."""
    text = clean(decode(data)).replace("<", "\\<")
    return Document((Page(name, "", finish(_atx(text))),), format="text")
