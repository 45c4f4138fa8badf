"""Small documents in every format, written by script from one description, for the readers' tests."""

import io
from dataclasses import dataclass
from html import escape

import docx

from tests.intake.hostile import odt, pdf

LOREM = "I planned the sessions with two colleagues and asked the learners what had helped them most."


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table


def texts(blocks: list[Block]) -> list[str]:
    """All texts of the blocks in order."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading(_, text) | Paragraph(text):
                found.append(text)
            case Bullets(items):
                found.extend(items)
            case Table(rows):
                found.extend(cell for row in rows for cell in row)
    return found


def as_markdown(blocks: list[Block]) -> bytes:
    out = []
    for block in blocks:
        match block:
            case Heading(level, text):
                out.append(f"{'#' * level} {text}")
            case Paragraph(text):
                out.append(text)
            case Bullets(items):
                out.append("\n".join(f"- {item}" for item in items))
            case Table(rows):
                lines = [f"| {' | '.join(row)} |" for row in rows]
                out.append("\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]))
    return "\n\n".join(out).encode()


def as_html(blocks: list[Block]) -> bytes:
    out = []
    for block in blocks:
        match block:
            case Heading(level, text):
                out.append(f"<h{level}>{escape(text)}</h{level}>")
            case Paragraph(text):
                out.append(f"<p>{escape(text)}</p>")
            case Bullets(items):
                out.append(f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>")
            case Table(rows):
                cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
                out.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    return f"<!DOCTYPE html><title>T</title><body>{''.join(out)}</body>".encode()


def as_docx(blocks: list[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        match block:
            case Heading(level, text):
                document.add_heading(text, level)
            case Paragraph(text):
                document.add_paragraph(text)
            case Bullets(items):
                for item in items:
                    document.add_paragraph(item, style="List Bullet")
            case Table(rows):
                table = document.add_table(len(rows), len(rows[0]))
                for row, cells in zip(table.rows, rows, strict=True):
                    for cell, text in zip(row.cells, cells, strict=True):
                        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_odt(blocks: list[Block]) -> bytes:
    out = []
    for block in blocks:
        match block:
            case Heading(level, text):
                out.append(f'<text:h text:outline-level="{level}">{escape(text)}</text:h>')
            case Paragraph(text):
                out.append(f"<text:p>{escape(text)}</text:p>")
            case Bullets(items):
                entries = (f"<text:list-item><text:p>{escape(item)}</text:p></text:list-item>" for item in items)
                out.append(f"<text:list>{''.join(entries)}</text:list>")
            case Table(rows):
                cells = (
                    "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row)
                    for row in rows
                )
                written = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
                out.append(f"<table:table>{written}</table:table>")
    return odt("".join(out))


def as_pdf(blocks: list[Block], *, tagged: bool) -> bytes:
    """A PDF, each text on one line, at most 45 lines to a page; headings in larger bold letters."""
    roles = {1: 22, 2: 18, 3: 15, 4: 14, 5: 13, 6: 12.5}
    lines: list[tuple[str, float, bytes, str]] = []
    for block in blocks:
        match block:
            case Heading(level, text):
                lines.append((text, roles[level], b"/F2", f"H{level}"))
            case Paragraph(text):
                lines.append((text, 11, b"/F1", "P"))
            case Bullets(items):
                lines.extend((item if tagged else f"\x95 {item}", 11, b"/F1", "LI") for item in items)
            case Table(rows):
                lines.extend((cell, 11, b"/F1", "P") for row in rows for cell in row)
    pages = [lines[i : i + 24] for i in range(0, len(lines), 24)] or [[]]
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(count))
    fonts = [
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s/Encoding/WinAnsiEncoding>>" % bold for bold in (b"", b"-Bold")
    ]
    objects = [b"", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *fonts]
    root = 5 + 2 * count
    elements: list[bytes] = []
    parents: list[bytes] = []
    for number, page in enumerate(pages):
        content, refs = b"", []
        for mcid, (text, size, font, role) in enumerate(page):
            raw = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            show = b"BT %s %.1f Tf 1 0 0 1 50 %d Tm (%s) Tj ET" % (font, size, 800 - 32 * mcid, raw)
            content += b"/%s<</MCID %d>>BDC %s EMC\n" % (role.encode(), mcid, show) if tagged else show + b"\n"
            refs.append(b"%d 0 R" % (root + 2 + len(elements)))
            elements.append(
                b"<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K %d>>" % (role.encode(), root, 5 + 2 * number, mcid)
            )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/StructParents %d"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % (6 + 2 * number, number)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        parents.append(b"%d[%s]" % (number, b" ".join(refs)))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    if tagged:
        objects[0] = b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R>>" % root
        children = b" ".join(b"%d 0 R" % (root + 2 + n) for n in range(len(elements)))
        objects.append(b"<</Type/StructTreeRoot/K[%s]/ParentTree %d 0 R>>" % (children, root + 1))
        objects.append(b"<</Nums[%s]>>" % b" ".join(parents))
        objects.extend(elements)
    return pdf(objects)
