"""A document as plain styled text: what a candidate, or ALT, will read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cmalt_review.export.blocks import Block, Heading, Items, Note, Paragraph, Table

if TYPE_CHECKING:
    from cmalt_review.export.blocks import FormDocument


def document_text(document: FormDocument) -> Content:
    """The document with its headings, lists and tables; none of its words is markup."""
    parts = [Content.styled(document.title, "bold underline")]
    for block in document.blocks:
        parts += [Content(""), _block(block)]
    return Content("\n").join(parts)


def _block(block: Block) -> Content:
    match block:
        case Paragraph(text, label):
            return Content.assemble((f"{label}: " if label else "", "bold"), text)
        case Note(text):
            return Content.styled(text, "$text-muted")
        case Items(items, start):
            marks = ["•"] * len(items) if start is None else [f"{start + n}." for n in range(len(items))]
            lines = [
                Content.assemble(f"{mark} ", (f"{item.label}: " if item.label else "", "bold"), item.text)
                for mark, item in zip(marks, items, strict=True)
            ]
            return Content("\n").join(lines)
        case Table(_, rows):
            lines = [Content.assemble((f"{row[0]}: ", "bold"), " | ".join(row[1:])) for row in rows]
            return Content("\n").join(lines)
        case Heading(level, text):
            return Content.styled(text, "bold $accent" if level == 2 else "bold")
