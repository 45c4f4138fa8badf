"""Several files as one portfolio: each file by its own reader, the pages in natural order."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module

from cmalt_review.intake.document import Asset, Document, Page

Reader = Callable[[str, bytes], Document]

# Format -> the module and function that read it, and the slow libraries it will want.
_READERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "markdown": ("markdown", "read_markdown", ()),
    "text": ("markdown", "read_text", ()),
    "html": ("html", "read_html", ("html_to_markdown", "lxml.html", "charset_normalizer")),
    "docx": ("docx", "read_docx", ("mammoth", "html_to_markdown", "lxml.html")),
    "odt": ("odt", "read_odt", ("html_to_markdown", "lxml.html")),
    "pdf": ("pdf", "read_pdf", ("pypdfium2", "html_to_markdown")),
    "leap2a": ("packages", "read_leap2a", ("html_to_markdown", "lxml.html")),
    "xerte": ("packages", "read_xerte", ("html_to_markdown", "lxml.html")),
    "epub": ("packages", "read_epub", ("html_to_markdown", "lxml.html", "charset_normalizer")),
}
_DIGITS = re.compile(r"(\d+)")
_MENU_PAGES = 3
"""Pages that must share a passage before it is taken for a menu."""
_SHORT_TEXT = 25
_FIRST = ("index", "home", "readme")


def preload(kinds: set[str]) -> None:
    """Import what reading these formats needs (so that it happens before limits are set)."""
    for kind in sorted(kinds):
        module, _, libraries = _READERS[kind]
        import_module(f"cmalt_review.intake.readers.{module}")
        for library in libraries:
            import_module(library)


def read_one(kind: str, name: str, data: bytes) -> Document:
    """One file by the reader of its format; ``kind`` is what ``guard.kind_of`` found."""
    module, function, _ = _READERS[kind]
    reader: Reader = getattr(import_module(f"cmalt_review.intake.readers.{module}"), function)
    return reader(name, data)


def natural(name: str) -> tuple[object, ...]:
    """Sort key: numbers by value, a folder's index page first."""
    folder, _, last = name.lower().rpartition("/")
    stem = last.partition(".")[0]
    parts = tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < 18 else (1, 0, part) for part in _DIGITS.split(last)
    )
    folders = tuple(
        tuple((0, int(p), "") if p.isdecimal() and len(p) < 18 else (1, 0, p) for p in _DIGITS.split(f))
        for f in folder.split("/")
    )
    return folders, stem not in _FIRST, parts


def _without_menus(pages: list[Page]) -> list[Page]:
    """The pages without the links that most of them begin or end with: a site's menu, without a mark that says so."""
    split = [page.markdown.split("\n\n") for page in pages]
    aside = [page.furniture.split("\n\n") for page in pages]
    often = Counter(
        words
        for parts in map(list.__add__, split, aside)
        for words in {_visible(part) for part in parts if _may_be_menu(part)}
    )
    common = {words for words, times in often.items() if times >= _MENU_PAGES and 2 * times > len(pages)}
    found = []
    for page, parts in zip(pages, split, strict=True):
        top = int(parts[0].startswith("#"))  # the page's own heading may stand above the menu
        first, last = top, len(parts)
        while first < last and _visible(parts[first]) in common:
            first += 1
        while last > first and _visible(parts[last - 1]) in common:
            last -= 1
        menu = [page.furniture, *parts[top:first], *parts[last:]]
        kept = [*parts[:top], *parts[first:last]]
        found.append(
            replace(page, markdown="\n\n".join(kept), furniture="\n\n".join(filter(None, menu)))
            if len(kept) < len(parts) and first < last
            else page
        )
    return found


def _may_be_menu(part: str) -> bool:
    """Whether a passage that most pages share is the site's: links, or a short text that is no heading."""
    return "](" in part or (not part.startswith(("#", "**", "|")) and len(part.split()) <= _SHORT_TEXT)


def _visible(part: str) -> str:
    """A passage without the addresses of its links, which differ from folder to folder."""
    return re.sub(r"\]\([^()]*\)|[\[*_]", "", part)


def read_files(files: Sequence[tuple[str, str, bytes]], progress: Callable[[str], None]) -> Document:
    """The files (kind, name, data) as one document; ``progress`` hears each name before it is read."""
    pages: list[Page] = []
    assets: list[Asset] = []
    warnings: dict[str, None] = {}
    for kind, name, data in sorted(files, key=lambda file: natural(file[1])):
        progress(name)
        document = read_one(kind, name, data)
        pages.extend(document.pages)
        # Pictures of several documents may have the same name: each gets its document's name in front.
        prefix = f"{name}/" if len(files) > 1 and kind not in ("html",) else ""
        assets.extend(Asset(prefix + asset.name, asset.data) for asset in document.assets)
        where = f"{name}: " if len(files) > 1 else ""
        warnings.update(dict.fromkeys(where + warning for warning in document.warnings))
    if len(pages) >= _MENU_PAGES:
        pages = _without_menus(pages)
    formats = sorted({kind for kind, _, _ in files})
    return Document(tuple(pages), tuple(assets), tuple(warnings), format="+".join(formats))
