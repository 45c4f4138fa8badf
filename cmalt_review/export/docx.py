"""The DOCX writer: python-docx on our own empty document, packed again so that the same input gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from cmalt_review.export.blocks import Block, FormDocument, Heading, Items, Note, Paragraph, Table
from cmalt_review.export.markdown import DRAFT, paragraphs
from cmalt_review.export.template import TABLE_STYLE, TEXT_WIDTH, base_document, zipped

if TYPE_CHECKING:
    from docx.document import Document

_TOGETHER = 600
"""A table of at most this many characters (about a quarter of a page) is not divided between pages."""
_WARNING = "9C1C1C"


def write_docx(document: FormDocument, *, draft: bool) -> bytes:
    """The document as DOCX, marked DRAFT in its title, in the header of every page and in the file's properties."""
    import docx

    title = f"{DRAFT} – {document.title}" if draft else document.title
    word = docx.Document(BytesIO(base_document()))
    word.core_properties.title = title
    if draft:
        _mark_header(word)
    word.add_paragraph(title, style="Heading 1")
    _add_all(word, document.blocks)
    buffer = BytesIO()
    word.save(buffer)
    with ZipFile(buffer) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _mark_header(word: Document) -> None:
    from docx.shared import RGBColor

    run = word.sections[0].header.paragraphs[0].add_run(f"{DRAFT} – not final")
    run.bold = True
    run.font.color.rgb = RGBColor.from_string(_WARNING)


def _add_all(word: Document, blocks: tuple[Block, ...]) -> None:
    """All blocks; text below a table gets room (a heading brings its own), text above one stays with it."""
    from docx.shared import Pt

    body = word.element.body  # its last child is the page's set-up
    for number, block in enumerate(blocks):
        here = len(body) - 1
        _add(word, block)
        if number and isinstance(blocks[number - 1], Table) and not isinstance(block, Heading):
            body[here].get_or_add_pPr().spacing_before = Pt(8)
        if isinstance(block, Paragraph) and isinstance(blocks[min(number + 1, len(blocks) - 1)], Table | Items):
            body[-2].get_or_add_pPr().keepNext_val = True


def _add(word: Document, block: Block) -> None:
    match block:
        case Heading(level, text):
            word.add_paragraph(text, style=f"Heading {level}")
        case Paragraph(text, label):
            _add_text(word, text, label, "Normal" if text else "List Label", "Normal")
        case Note(text):
            _add_text(word, text, "", "Note", "Note")
        case Items(items, start):
            for item in items:
                style = "List Bullet" if start is None else "List Number"
                _add_text(word, item.text, item.label, style, "List Continue")
        case Table():
            _add_table(word, block)


def _add_text(word: Document, text: str, label: str, first: str, further: str) -> None:
    """The paragraphs of a text, the first with its label."""
    parts = paragraphs(text) or [""]
    paragraph = word.add_paragraph(style=first)
    if label:
        paragraph.add_run(f"{label}: " if parts[0] else f"{label}:").bold = True
    paragraph.add_run(parts[0])
    for part in parts[1:]:
        word.add_paragraph(part, style=further)


def _add_table(word: Document, table: Table) -> None:
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.header), style=TABLE_STYLE)
    widths = [TEXT_WIDTH * share // 100 for share in table.widths]
    _fix_layout(grid, widths)
    whole = sum(len(cell) for row in table.rows for cell in row) <= _TOGETHER
    lines = [table.header, *table.rows]
    style = word.styles["Table Text"]
    for number, (row, texts) in enumerate(zip(grid.rows, lines, strict=True)):
        keep = number == 0 or (whole and number < len(lines) - 1)
        _row_properties(row, header=number == 0)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = _twips(width)
            _fill(cell, text, style, keep)


def _twips(width: int) -> Any:
    from docx.shared import Twips

    return Twips(width)


def _fill(cell: Any, text: str, style: Any, keep: bool) -> None:
    for number, part in enumerate(paragraphs(text) or [""]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(part)
        if keep:
            paragraph.paragraph_format.keep_with_next = True


def _fix_layout(grid: Any, widths: list[int]) -> None:
    """Fixed column widths, in the table's grid as well: LibreOffice goes by the grid, Word by the cells."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    grid.autofit = False
    properties = grid._tbl.tblPr
    total = properties.find(qn("w:tblW"))
    if total is None:
        total = OxmlElement("w:tblW")
        properties.insert_element_before(total, "w:jc", "w:tblLayout", "w:tblLook")
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(sum(widths)))
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))


def _row_properties(row: Any, *, header: bool) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
