"""The Markdown writer. Texts are escaped, so that what was written is shown letter for letter when it is rendered."""

import re

from cmalt_review.export.blocks import Block, FormDocument, Heading, Item, Items, Note, Paragraph, Table

DRAFT = "DRAFT"
_ADDRESS = re.compile(r"(?:https?://|ftp://|mailto:|www\.)[^\s<>`]*[^\s<>`.,;:!?'\")\]]", re.IGNORECASE)
_INLINE = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=>:])|^(\d{1,9})([.)])(?=\s|$)")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def write_markdown(document: FormDocument, *, draft: bool) -> str:
    """The document as Markdown (CommonMark with tables), marked DRAFT in the title and before and after the text."""
    title = escape_line(document.title)
    mark = [f"**{DRAFT}: not final.**"] if draft else []
    parts = [f"# {DRAFT} – {title}" if draft else f"# {title}", *mark]
    parts += [_block(block) for block in document.blocks]
    return "\n\n".join([*parts, *mark]) + "\n"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what blank lines divide."""
    return [part for part in _BLANK_LINES.split(text.strip("\n")) if part.strip()]


def escape_line(text: str) -> str:
    """One line of text with everything escaped that Markdown would take for markup, HTML or a link.

    An address becomes a code span: readable, copied as it is, and not clickable.
    """
    done: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        done += [_escape_inline(text[end : found.start()]), f"`{found[0]}`"]
        end = found.end()
    done.append(_escape_inline(text[end:]))
    return _LINE_START.sub(_escape_start, "".join(done).strip())


def _escape_inline(text: str) -> str:
    return _INLINE.sub(lambda found: "\\" + found[0], text)


def _escape_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _lines(text: str) -> list[str]:
    return [escape_line(line) for line in text.split("\n") if line.strip()]


def _labelled(label: str, text: str) -> list[str]:
    """The paragraphs of a text, the first with its label; lines within one are kept."""
    found = ["\\\n".join(_lines(paragraph)) for paragraph in paragraphs(text)]
    if not label:
        return found
    bold = f"**{escape_line(label)}:**"
    return [f"{bold} {found[0]}", *found[1:]] if found else [bold]


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape_line(text)}"
        case Paragraph(text, label):
            return "\n\n".join(_labelled(label, text))
        case Note(text):
            return "\n".join(f"> {line}" for line in "\n\n".join(_labelled("", text)).split("\n"))
        case Items(items, start):
            marks = ["-"] * len(items) if start is None else [f"{start + n}." for n in range(len(items))]
            return "\n".join(_item(mark, item) for mark, item in zip(marks, items, strict=True))
        case Table():
            return _table(block)


def _item(mark: str, item: Item) -> str:
    indent = " " * (len(mark) + 1)
    text = "\n\n".join(_labelled(item.label, item.text)).replace("\n", f"\n{indent}")
    return f"{mark} {text}".replace(f"\n{indent}\n", "\n\n")


def _table(table: Table) -> str:
    rows = [table.header, tuple("---" for _ in table.header), *(tuple(map(_cell, row)) for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(text: str) -> str:
    """A cell's text; an address in a code span still has to hide its bars from the table."""
    return "<br><br>".join(
        "<br>".join(re.sub(r"(?<!\\)\|", r"\\|", line) for line in _lines(paragraph)) for paragraph in paragraphs(text)
    )
