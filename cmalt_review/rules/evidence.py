"""The evidence of a portfolio: every link, picture and file in the candidate's text, in order."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from cmalt_review.model.portfolio import Portfolio

EvidenceKind = Literal["link", "image", "file"]

_AROUND = 60
"""Characters of text kept on either side."""
_TARGET = r"(?:<(?P<a{0}>[^<>\n]*)>|(?P<t{0}>(?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*\))*\))*))"
_TITLE = r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_MARKS = re.compile(
    r"!\[(?P<alt>[^\[\]]*)\]\(\s*" + _TARGET.format(1) + _TITLE
    + r"|(?<!!)\[(?P<label>(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()]*\))?)*)\]\(\s*" + _TARGET.format(2) + _TITLE
    + r"|<a\b[^>]*?\bhref\s*=\s*[\"'](?P<href>[^\"'>]*)[\"'][^>]*>(?P<inner>.*?)</a>"
    + r"|<img\b[^>]*?\bsrc\s*=\s*[\"'](?P<src>[^\"'>]*)[\"'][^>]*>"
    + r"|<(?P<auto>(?:https?://|mailto:)[^<>\s]+)>"
    + r"|(?P<bare>\bhttps?://[^\s<>\"'\])]+)",
    re.I | re.S,
)  # fmt: skip
_IMAGE_IN_LABEL = re.compile(r"!\[([^\[\]]*)\]\(\s*<?([^\s()<>]*)[^()]*\)")
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)|</?[a-zA-Z][^<>\n]*>|[*_`#>|\\]+")
_SPACES = re.compile(r"\s+")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff")


@dataclass(frozen=True)
class EvidenceItem:
    """One link, picture or file, as it first stands in the text; the same target again is an item of its own."""

    n: int
    """Number over the whole portfolio, from 1; what ``evidence ID N seen`` names."""
    section: str
    """The section, or empty for text outside the sections."""
    kind: EvidenceKind
    target: str
    label: str
    """The words of the link, or the picture's description."""
    around: str
    """The words before and behind it, on one line."""
    host: str
    """The whole host of an address, lower case; empty for a file that came with the portfolio."""


def evidence(portfolio: Portfolio, typed_links: dict[str, list[str]]) -> list[EvidenceItem]:
    """Every piece of evidence in the order of the text, then the links typed in by section.

    Links that only jump within the page (``#…``) are none.
    """
    found: list[EvidenceItem] = []
    for piece in portfolio.pieces:
        if piece.kind == "furniture":
            continue
        for kind, target, label, around in _in_text(piece.text):
            found.append(
                EvidenceItem(len(found) + 1, piece.section or "", kind, target, label, around, host_of(target))
            )
    known = {(item.section, item.target) for item in found}
    for section, links in typed_links.items():
        for link in links:
            if (section, link) not in known:
                found.append(EvidenceItem(len(found) + 1, section, _kind(link), link, "", "typed in", host_of(link)))
    return found


def host_of(target: str) -> str:
    """The host of an address, whole and lower case (``mailto:`` gives the domain); empty where there is none."""
    try:
        parts = urlsplit(target)
        if parts.scheme.lower() == "mailto":
            return parts.path.rpartition("@")[2].lower()
        return (parts.hostname or "") if parts.scheme else ""
    except ValueError:
        return ""


def targets_in(text: str) -> list[tuple[EvidenceKind, str]]:
    """The kind and target of each piece of evidence in a text."""
    return [(kind, target) for kind, target, _, _ in _in_text(text)]


def _in_text(text: str) -> list[tuple[EvidenceKind, str, str, str]]:
    found: list[tuple[EvidenceKind, str, str, str]] = []
    for mark in _MARKS.finditer(text):
        around = _around(text, mark.start(), mark.end())
        if mark["alt"] is not None or mark["src"] is not None:
            target = mark["src"] if mark["src"] is not None else mark["a1"] or mark["t1"] or ""
            found.append(("image", target.strip(), _flat(mark["alt"] or _alt(mark[0])), around))
            continue
        label = mark["label"] if mark["label"] is not None else mark["inner"] or ""
        for alt, source in _IMAGE_IN_LABEL.findall(label):
            found.append(("image", source, _flat(alt), around))
        target = (
            mark["a2"] or mark["t2"] or mark["href"] or mark["auto"] or (mark["bare"] or "").rstrip(".,;:!?")
        ).strip()
        if target and not target.startswith("#"):
            found.append((_kind(target), target, _flat(label), around))
    return [item for item in found if item[1]]


def _kind(target: str) -> EvidenceKind:
    path = target.split("?")[0].split("#")[0].lower()
    if path.endswith(_PICTURES):
        return "image"
    return "link" if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.I) else "file"


def _alt(tag: str) -> str:
    found = re.search(r"\balt\s*=\s*[\"']([^\"']*)", tag, re.I)
    return found[1] if found else ""


def _around(text: str, start: int, end: int) -> str:
    before = _flat(text[max(0, start - 3 * _AROUND) : start])[-_AROUND:]
    behind = _flat(text[end : end + 3 * _AROUND])[:_AROUND]
    middle = _flat(text[start:end])
    return _SPACES.sub(" ", f"{before} {middle} {behind}").strip()


def _flat(text: str) -> str:
    return _SPACES.sub(" ", _MARKUP.sub(r" \1 ", _MARKUP.sub(r" \1 ", text))).strip()
