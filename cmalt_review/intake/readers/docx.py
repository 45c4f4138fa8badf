"""Word documents, through mammoth: headings, lists, tables, links, pictures' descriptions, notes, marked changes."""

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from cmalt_review.intake.document import Asset, Document, Page
from cmalt_review.intake.readers.markup import (
    finish,
    html_to_markdown,
    title_line,
    with_bold_headings,
    without_layout_tables,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INSERTED = "CmaltReviewInserted"
_STYLE_MAP = f"""
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='Heading 8'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='Heading 9'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
r.{_INSERTED} => ins
highlight => mark
comment-reference =>
"""
_NOTE_MARK = re.compile(r"\[\\?\[(\d+)\\?\]\]\(#(?:foot|end)note-[^)]*\)")
_NOTE = re.compile(r"(?m)^(\d+)\. (.*?) \[↑\]\(#(?:foot|end)note-ref-[^)]*\)")


def _outline_styles(styles: bytes) -> str:
    """A style map for paragraph styles of the author's own that have an outline level, also by inheritance."""
    from lxml import etree

    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in etree.fromstring(styles, _parser()).iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        parent = style.find(f"{_W}basedOn")
        if level is not None and (value := level.get(f"{_W}val", "")).isdecimal() and len(value) == 1:
            levels[name] = int(value)
        if parent is not None:
            parents[name] = parent.get(f"{_W}val", "")
    lines = []
    for name in {*levels, *parents}:
        ancestor, seen = name, {name}
        while ancestor not in levels and parents.get(ancestor) and parents[ancestor] not in seen:
            ancestor = parents[ancestor]
            seen.add(ancestor)
        # Level 9 is body text. Names that the style map's grammar cannot hold are left to mammoth.
        if levels.get(ancestor, 9) < 9 and re.fullmatch(r"[A-Za-z0-9_-]+", name):
            lines.append(f"p.{name} => h{min(6, levels[ancestor] + 1)}:fresh")
    return "\n".join(sorted(lines))


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _mark_insertions(document: bytes) -> bytes:
    """Give each run inside a tracked insertion a style, since mammoth reads it like any other text."""
    from lxml import etree

    tree = etree.fromstring(document, _parser())
    for change in (f"{_W}ins", f"{_W}moveTo"):
        for inserted in tree.iter(change):
            for run in inserted.iter(f"{_W}r"):
                properties = run.find(f"{_W}rPr")
                if properties is None:
                    properties = etree.Element(f"{_W}rPr")
                    run.insert(0, properties)
                for style in properties.findall(f"{_W}rStyle"):
                    properties.remove(style)
                properties.insert(0, etree.Element(f"{_W}rStyle", {f"{_W}val": _INSERTED}))
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _prepared(data: bytes, archive: zipfile.ZipFile) -> io.BytesIO:
    """The document as mammoth gets it: itself, or a copy in which tracked insertions are marked."""
    document = archive.read("word/document.xml") if "word/document.xml" in archive.namelist() else b""
    if b"<w:ins " not in document and b"<w:moveTo " not in document:
        return io.BytesIO(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for member in archive.infolist():
            if member.filename == "word/document.xml":
                copy.writestr(member.filename, _mark_insertions(document))
            else:
                copy.writestr(member.filename, b"" if "/media/" in member.filename else archive.read(member))
    out.seek(0)
    return out


def _picture(image: Any) -> dict[str, str]:
    """The picture's place in the document; its data is not read."""
    from mammoth.docx.files import InvalidFileReferenceError

    try:
        with image.open() as stream:
            name = getattr(stream, "name", "")
    except (InvalidFileReferenceError, KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        name = ""
    return {"src": name.removeprefix("word/")}


def _media(archive: zipfile.ZipFile) -> tuple[Asset, ...]:
    found = [m for m in archive.infolist() if m.filename.startswith("word/media/") and not m.is_dir()]
    return tuple(Asset(member.filename.removeprefix("word/"), archive.read(member)) for member in found)


def _core_title(archive: zipfile.ZipFile) -> str:
    from lxml import etree

    if "docProps/core.xml" not in archive.namelist():
        return ""
    try:
        tree = etree.fromstring(archive.read("docProps/core.xml"), _parser())
    except etree.XMLSyntaxError:
        return ""
    return title_line(tree.findtext("{http://purl.org/dc/elements/1.1/}title") or "")


def read_docx(name: str, data: bytes) -> Document:
    """A Word document as one page with its pictures.

    Highlighting comes as ``==…==``, tracked insertions as ``{++…++}``; deleted text and
    reviewers' comments are left out.
    """
    import mammoth

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        own_styles = _outline_styles(archive.read("word/styles.xml")) if "word/styles.xml" in archive.namelist() else ""
        result = mammoth.convert_to_html(
            _prepared(data, archive),
            style_map=_STYLE_MAP + own_styles,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(_picture),
        )
        title, assets = _core_title(archive), _media(archive)
    markdown, warnings = html_to_markdown(without_layout_tables(result.value))
    markdown = _NOTE.sub(r"[^\1]: \2", _NOTE_MARK.sub(r"[^\1]", markdown))
    markdown, guessed = with_bold_headings(finish(markdown))
    return Document((Page(name, title, markdown),), assets, (*warnings, *guessed), format="docx")
