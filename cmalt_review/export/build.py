"""From a document to a file's bytes, in either format."""

from typing import Literal

from cmalt_review.export.blocks import FormDocument
from cmalt_review.export.docx import write_docx
from cmalt_review.export.markdown import write_markdown

Format = Literal["docx", "md"]
FORMATS: tuple[Format, Format] = ("docx", "md")


def to_bytes(document: FormDocument, format_: Format, *, draft: bool) -> bytes:
    """The document in a format, marked DRAFT where it is one; the same document gives the same bytes."""
    if format_ == "docx":
        return write_docx(document, draft=draft)
    return write_markdown(document, draft=draft).encode()
