"""A portfolio as its candidate would have written it in a word processor: DOCX made from our Markdown."""

import re
from pathlib import Path
from typing import Any

_INLINE = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>[^)]+)\)")
_HEADING = re.compile(r"(#{1,6}) (.+)")
_NUMBERED = re.compile(r"\d+\. (.+)")


def write_docx(markdown: str, target: Path, *, author: str) -> None:
    """Write Markdown (headings, paragraphs, lists, tables, links, ``==highlighting==``) as a Word document."""
    import docx

    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.title = f"Portfolio of {author}"
    for block in re.split(r"\n\s*\n", markdown.strip()):
        _block(document, block.strip())
    document.save(str(target))


def _block(document: Any, block: str) -> None:
    lines = block.split("\n")
    if heading := _HEADING.fullmatch(block):
        document.add_heading(heading[2], level=len(heading[1]))
    elif block.startswith("|"):
        _table(document, lines)
    elif block.startswith("- "):
        for line in lines:
            _runs(document.add_paragraph(style="List Bullet"), line.removeprefix("- "))
    elif _NUMBERED.match(block):
        for line in lines:
            _runs(document.add_paragraph(style="List Number"), line.split(". ", 1)[1])
    else:
        _runs(document.add_paragraph(), " ".join(lines))


def _table(document: Any, lines: list[str]) -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not set(line) <= set("|-: ")]
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], text)


def _runs(paragraph: Any, text: str) -> None:
    """Text with links; what stands between ``==`` and ``==`` is highlighted in yellow, as revisions often are."""
    from docx.enum.text import WD_COLOR_INDEX

    for n, part in enumerate(text.split("==")):
        at = 0
        for link in _INLINE.finditer(part):
            _add(paragraph, part[at : link.start()], WD_COLOR_INDEX.YELLOW if n % 2 else None)
            _link(paragraph, link["label"], link["url"])
            at = link.end()
        _add(paragraph, part[at:], WD_COLOR_INDEX.YELLOW if n % 2 else None)


def _add(paragraph: Any, text: str, highlight: Any) -> None:
    if text:
        paragraph.add_run(text).font.highlight_color = highlight


def _link(paragraph: Any, label: str, url: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = label
    run.append(words)
    link.append(run)
    paragraph._p.append(link)
