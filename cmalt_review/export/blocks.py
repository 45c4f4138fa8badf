"""What an exported document consists of, before it is DOCX or Markdown.

Every text here is plain: a writer shows it letter for letter and never as markup. A blank line starts a paragraph.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading below the title: level 2 or 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``label`` is set bold in front of it, with a colon."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Note:
    """A remark on the document itself, set apart from what was judged."""

    text: str


@dataclass(frozen=True)
class Item:
    """An entry of a list; ``label`` is set bold in front of it, with a colon."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Items:
    """A list with bullets, or numbered from ``start``. A document has one run of numbers."""

    items: tuple[Item, ...]
    start: int | None = None


@dataclass(frozen=True)
class Table:
    """A table whose first row is its header; ``widths`` are shares of the text's width in per cent."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Paragraph | Note | Items | Table


@dataclass(frozen=True)
class FormDocument:
    """A document ready to be written."""

    title: str
    blocks: tuple[Block, ...]


def entries(pairs: Iterable[tuple[str, str]]) -> Table:
    """A table of labels and values."""
    return Table(("Item", "Entry"), tuple(pairs), (32, 68))
