"""PDFs: by their structure tree where they are tagged (Word and Google Docs do that), by font sizes where not."""

import ctypes
import re
from collections import Counter
from typing import Any

from cmalt_review.errors import ReviewError
from cmalt_review.intake.document import Document, Page
from cmalt_review.intake.guard import refusal
from cmalt_review.intake.readers.markup import finish, html_to_markdown, title_line
from cmalt_review.intake.readers.pdf_layout import layout_html, page_furniture
from cmalt_review.intake.readers.pdf_tags import tagged_html
from cmalt_review.intake.readers.pdf_text import Line, lines, mend_hyphens, vocabulary

_PAGES = 2_000
_UNTAGGED = (
    "This PDF is not tagged: headings were told by the size of their letters, lists only partly, and tables came as "
    "plain lines. Compare with the original where the structure matters."
)
_PARTLY = "{} of {} pages of this PDF hold no text (scans or pictures): they were not read."
_PASSWORD, _LARGE = 4, "has more than {:,} pages"


def _open(name: str, data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            hint = "Ask for it without a password, or take the password off, and import it again."
            raise refusal(name, "is protected with a password", hint) from error
        raise refusal(name, "is damaged: it cannot be opened as a PDF", "Get the file again.") from error


def _title(document: Any) -> str:
    import pypdfium2.raw as raw

    buffer = ctypes.create_string_buffer(1_000)
    size = raw.FPDF_GetMetaText(document.raw, b"Title", buffer, 1_000)
    return title_line(buffer.raw[: max(0, min(size, 1_000) - 2)].decode("utf-16-le", "replace"))


def _read_pages(document: Any) -> tuple[list[list[Line]], list[str]]:
    """Each page's lines, and the HTML of its structure tree (empty where it has none)."""
    import pypdfium2.raw as raw

    tagged = bool(raw.FPDFCatalog_IsTagged(document.raw))
    all_lines: list[list[Line]] = []
    all_html: list[str] = []
    for index in range(len(document)):
        page = raw.FPDF_LoadPage(document.raw, index)
        if not page:
            all_lines.append([])
            all_html.append("")
            continue
        try:
            found = lines(document.raw, page)
            all_lines.append(found)
            all_html.append(tagged_html(page, found) if tagged and found else "")
        finally:
            raw.FPDF_ClosePage(page)
    return all_lines, all_html


def _letters(text: str) -> int:
    return sum(1 for char in text if not char.isspace())


def _is_well_tagged(all_lines: list[list[Line]], all_html: list[str]) -> bool:
    """Whether the tags cover nearly all of the text: a half-tagged file would lose words."""
    whole = sum(_letters(line.text) for page in all_lines for line in page)
    tagged = _letters(re.sub(r"<[^>]*>|&\w+;", "", "".join(all_html)))
    return bool(whole) and tagged >= 0.85 * whole and "<p" in "".join(all_html)


def _untagged_text(all_lines: list[list[Line]]) -> tuple[list[list[Line]], str]:
    """The lines without those repeated at the head and foot of the pages, and these once."""
    aside = page_furniture(all_lines)
    kept = [[line for line in page if id(line) not in aside] for page in all_lines]
    texts = (line.text.strip() for page in all_lines for line in page if id(line) in aside)
    return kept, "\n\n".join(f"{text}" for text in Counter(texts))


def _joined(pages: list[str]) -> str:
    """The pages' HTML, a paragraph that runs over a page's end in one."""
    out = ""
    for html in pages:
        if out.endswith("</p>") and re.match(r"<p>[a-z]", html) and not re.search(r"[.!?:;”\"]</p>\Z", out):
            out = f"{out[:-4]} {html[3:]}"
        else:
            out += html
    return out


def read_pdf(name: str, data: bytes) -> Document:
    """A PDF as one page; says in a warning what an untagged file, or a scanned page, lost."""
    document = _open(name, data)
    try:
        if len(document) > _PAGES:
            raise refusal(name, _LARGE.format(_PAGES), "Ask for the portfolio's own pages.")
        title = _title(document)
        all_lines, all_html = _read_pages(document)
    finally:
        document.close()
    empty = sum(not page for page in all_lines)
    if empty == len(all_lines):
        raise ReviewError(
            f"“{title_line(name)}” holds no text, only pictures of it.", "Nothing was imported.",
            "It is a scan: ask for the file that it was printed from.",
        )  # fmt: skip
    warnings = [_PARTLY.format(empty, len(all_lines))] if empty else []
    kept, furniture = _untagged_text(all_lines)
    if _is_well_tagged(all_lines, all_html):
        source = _joined(all_html)
        furniture = ""
    else:
        source = layout_html(kept)
        warnings.append(_UNTAGGED)
    markdown, lost = html_to_markdown(mend_hyphens(source, vocabulary(all_lines)))
    page = Page(name, title, finish(markdown), furniture=finish(furniture))
    return Document((page,), (), (*warnings, *lost), format="pdf")
