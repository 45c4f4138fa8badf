"""EPUB books, and the exports of two portfolio tools: Leap2A (Mahara and others) and Xerte."""

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cmalt_review.intake.document import Asset, Document, Page
from cmalt_review.intake.readers.encoding import decode
from cmalt_review.intake.readers.html import html_page
from cmalt_review.intake.readers.markup import title_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_ATOM = "{http://www.w3.org/2005/Atom}"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


def _parse(data: bytes) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    tree = etree.fromstring(data, parser)
    if tree is None:
        raise ValueError("no XML")
    return tree


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _pages(sources: Iterable[tuple[str, str, str]], kind: str, assets: tuple[Asset, ...] = ()) -> Document:
    """A document from (name, title, HTML) of each page."""
    pages, found, warnings = [], list(assets), dict[str, None]()
    for name, title, source in sources:
        page, pictures, lost = html_page(name, source)
        found.extend(pictures)
        warnings.update(dict.fromkeys(lost))
        if page.markdown or page.furniture:
            pages.append(Page(name, title or page.title, page.markdown, page.furniture))
    return Document(tuple(pages), tuple(found), tuple(warnings), format=kind)


def read_epub(name: str, data: bytes) -> Document:
    """The chapters of a book in the order of its spine."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        container = _parse(archive.read("META-INF/container.xml"))
        package = next((e.get("full-path", "") for e in container.iter() if _local(e) == "rootfile"), "")
        opf = _parse(archive.read(package))
        items = {e.get("id"): e.get("href", "") for e in opf.iter() if _local(e) == "item"}
        order = [items.get(e.get("idref"), "") for e in opf.iter() if _local(e) == "itemref"]
        paths = [posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(href))) for href in order]
        chapters = [(f"{name}/{path}", "", decode(archive.read(path))) for path in paths if path in names]
        assets = tuple(Asset(n, archive.read(n)) for n in sorted(names) if n.lower().endswith(_PICTURES))
    return _pages(chapters, "epub", assets)


def _leap_content(entry: Element) -> str:
    from lxml import etree

    content = entry.find(f"{_ATOM}content")
    if content is None:
        return ""
    if content.get("type") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode", method="html") for child in content)
    text = content.text or ""
    return text if content.get("type") == "html" else f"<p>{escape(text)}</p>"


def _leap_blocks(entry: Element) -> Iterator[str]:
    """Texts that Mahara keeps inside a page's blocks, as JSON."""
    for block in entry.iter():
        if _local(block) != "blockinstance":
            continue
        title = next((value for key, value in block.attrib.items() if key.endswith("blocktitle")), "")
        for part in block.iter():
            if _local(part) in ("text", "description", "notes"):
                yield (f"<h2>{escape(title)}</h2>" if title else "") + _json_text(part.text or "")


def _json_text(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    values = value if isinstance(value, list) else [value]
    return "".join(part for part in values if isinstance(part, str))


def read_leap2a(name: str, data: bytes) -> Document:
    """The entries of a Leap2A feed, each a page; personal details are set aside by the caller's headings."""
    sources = []
    for number, entry in enumerate(_parse(data).iter(f"{_ATOM}entry"), 1):
        title = title_line(entry.findtext(f"{_ATOM}title") or "")
        body = _leap_content(entry) + "".join(_leap_blocks(entry))
        if re.sub(r"<[^>]*>|\s", "", body):
            sources.append((f"{name}#{number}", title, f"<div>{body}</div>"))
    return _pages(sources, "leap2a")


def _xerte_html(element: Element, level: int) -> str:
    label = re.sub(r"<[^>]*>", " ", unescape(element.get("name", "")))
    parts = [f"<h{level}>{escape(label)}</h{level}>" if label.strip() else ""]
    parts.extend(
        element.get(key, "") for key in ("text", "goals", "audience", "prereq", "howto", "summary", "initialText")
    )
    parts.append(element.text or "")
    parts.extend(_xerte_html(child, min(6, level + 1)) for child in element if isinstance(child.tag, str))
    return "".join(parts)


def read_xerte(name: str, data: bytes) -> Document:
    """A Xerte learning object: each of its pages a page."""
    root = _parse(data)
    label = title_line(re.sub(r"<[^>]*>", " ", root.get("name", "")))
    sources = [
        (f"{name}#{number}", label if number == 1 else "", f"<div>{_xerte_html(child, 2)}</div>")
        for number, child in enumerate((c for c in root if isinstance(c.tag, str)), 1)
    ]
    return _pages(sources, "xerte")
