"""What a PDF's page holds: runs of characters with size, weight, place, tag number and link, in reading order."""

import ctypes
import re
from dataclasses import dataclass
from typing import Any

# pdfium puts these where a line ends in a hyphen that only breaks the word.
SOFT_HYPHENS = ("\x02", "\ufffe", "\xad")


# Address of a link to another place in the same document: no use outside it.
INSIDE = "#"


@dataclass
class Run:
    """Characters of one line with the same look and the same tag."""

    text: str
    size: float
    """Height in points."""
    bold: bool
    colour: int
    """Red, green and blue as one number; black is 0."""
    mcid: int
    """Number of the marked content on its page; -1 where the text is not tagged."""
    href: str = ""


@dataclass
class Line:
    """One printed line."""

    runs: list[Run]
    x: float
    y: float
    """Baseline of its first character, in points from the page's foot."""
    foot: float
    """Baseline of its last: lower where a hyphen at its end made pdfium run two lines together."""

    @property
    def text(self) -> str:
        """All of its characters."""
        return "".join(run.text for run in self.runs)

    @property
    def size(self) -> float:
        """Height of its longest run, in points."""
        return max(self.runs, key=lambda run: len(run.text.strip())).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(run.bold for run in self.runs if run.text.strip())

    @property
    def colour(self) -> int:
        """The one colour of all that is no link; -1 where there are several."""
        colours = {run.colour for run in self.runs if run.text.strip() and not run.href}
        return colours.pop() if len(colours) == 1 else -1


def _uri(document: Any, link: Any) -> str:
    import pypdfium2.raw as raw

    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    if not 0 < size < 4_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _links(document: Any, page: Any, text_page: Any, count: int) -> dict[int, str]:
    """Character number → address of the link that lies over it."""
    import pypdfium2.raw as raw

    found: dict[int, str] = {}
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    rect = raw.FS_RECTF()
    for _ in range(2_000):
        if not raw.FPDFLink_Enumerate(page, position, link):
            break
        uri = _uri(document, link) or INSIDE
        if not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        middle = (rect.top + rect.bottom) / 2
        first = raw.FPDFText_GetCharIndexAtPos(text_page, rect.left + 1, middle, 4, 6)
        last = raw.FPDFText_GetCharIndexAtPos(text_page, rect.right - 1, middle, 4, 6)
        if 0 <= first <= last < count and last - first < 500:
            found.update(dict.fromkeys(range(first, last + 1), uri))
    return found


Look = tuple[float, bool, int, int]
"""Size, weight, colour and tag number of a text object."""


class _Looks:
    """The look of each text object, asked for once: a page has far fewer objects than characters."""

    def __init__(self) -> None:
        self.known: dict[int, Look] = {}
        self.fonts: dict[int, bool] = {}

    def ask(self, found: Any, key: int) -> Look:
        import pypdfium2.raw as raw

        size, matrix = ctypes.c_float(), raw.FS_MATRIX()
        raw.FPDFTextObj_GetFontSize(found, size)
        raw.FPDFPageObj_GetMatrix(found, matrix)
        scale = abs(matrix.d) or abs(matrix.b) or 1.0
        mcid = raw.FPDFPageObj_GetMarkedContentID(found)
        look = round(size.value * scale, 1), self._bold(found), self._colour(found), mcid
        self.known[key] = look
        return look

    def _colour(self, found: Any) -> int:
        import pypdfium2.raw as raw

        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(found, red, green, blue, alpha)
        return red.value << 16 | green.value << 8 | blue.value

    def _bold(self, found: Any) -> bool:
        import pypdfium2.raw as raw

        font = raw.FPDFTextObj_GetFont(found)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self.fonts:
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            self.fonts[key] = raw.FPDFFont_GetWeight(font) >= 600 or b"bold" in name.value.lower()
        return self.fonts[key]


def _characters(text_page: Any, count: int) -> str:
    """All characters of the page; as many as pdfium counts, so that numbers fit."""
    import pypdfium2.raw as raw

    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = raw.FPDFText_GetText(text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count and "\ufffd" not in text:
        return text
    codes = (raw.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def _page_lines(text_page: Any, text: str, links: dict[int, str]) -> list[Line]:
    import pypdfium2.raw as raw

    address, object_of, looks = ctypes.addressof, raw.FPDFText_GetTextObject, _Looks()
    known, ask = looks.known, looks.ask
    found: list[Line] = []
    runs: list[Run] = []
    run_look: tuple[Look, str] | None = None
    x, y, last_key, last_y = ctypes.c_double(), ctypes.c_double(), 0, 0.0
    look: Look = (0.0, False, 0, -1)
    begin = start = last = -1  # where the run and the line begin, and where the line ends
    for index, char in enumerate(text):
        if char in "\r\n":
            if begin >= 0 and run_look:
                runs.append(Run(text[begin:index], *run_look[0], run_look[1]))
            _close(found, runs, text_page, start, last)
            runs, run_look, begin, start = [], None, -1, -1
            continue
        pointer = object_of(text_page, index)
        if pointer:  # characters that pdfium adds itself look like the one before
            key = address(pointer.contents)
            look = known.get(key) or ask(pointer, key)
            if key != last_key:
                # pdfium runs lines of a letter or two together, taking them for upright writing.
                raw.FPDFText_GetCharOrigin(text_page, index, x, y)
                apart = start >= 0 and abs(y.value - last_y) > 0.7 * look[0]
                if apart and text[index - 1 : index].isalnum() and begin >= 0 and run_look:
                    runs.append(Run(text[begin:index], *run_look[0], run_look[1]))
                    _close(found, runs, text_page, start, last)
                    runs, run_look, begin, start = [], None, -1, -1
                last_key, last_y = key, y.value
            start, last = (index if start < 0 else start), index
        this = (look, links.get(index, "")) if links else (look, "")
        if this != run_look:
            if begin >= 0 and run_look:
                runs.append(Run(text[begin:index], *run_look[0], run_look[1]))
            begin, run_look = index, this
    if begin >= 0 and run_look:
        runs.append(Run(text[begin:], *run_look[0], run_look[1]))
    _close(found, runs, text_page, start, last)
    return found


def lines(document: Any, page: Any) -> list[Line]:
    """The page's lines as pdfium orders them."""
    import pypdfium2.raw as raw

    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = raw.FPDFText_CountChars(text_page)
        if count <= 0:
            return []
        return _page_lines(text_page, _characters(text_page, count), _links(document, page, text_page, count))
    finally:
        raw.FPDFText_ClosePage(text_page)


def _close(found: list[Line], runs: list[Run], text_page: Any, start: int, last: int) -> None:
    import pypdfium2.raw as raw

    if start < 0 or not any(run.text.strip() for run in runs):
        return
    x, y, end_x, end_y = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharOrigin(text_page, start, x, y)
    raw.FPDFText_GetCharOrigin(text_page, last, end_x, end_y)
    found.append(Line(runs, x.value, y.value, end_y.value))


def vocabulary(pages: list[list[Line]]) -> frozenset[str]:
    """The words of the document in lower case, hyphenated ones as wholes."""
    return frozenset(
        word.lower() for page in pages for line in page for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )


def mend_hyphens(text: str, known: frozenset[str]) -> str:
    """Words broken at a line's end made whole: with the hyphen or without, as the document has them elsewhere."""

    def mend(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        if (left + right).lower() in known:
            return left + right
        kept = f"{left}-{right}".lower() in known or (left.lower() in known and right.lower() in known)
        return f"{left}-{right}" if kept or right[:1].isupper() else left + right

    if not any(hyphen in text for hyphen in SOFT_HYPHENS):
        return text
    return _ANY_HYPHEN.sub("", _BROKEN_WORD.sub(mend, text))


_BROKEN_WORD = re.compile(r"([^\W_]+)[\x02\ufffe\xad]\s*([^\W_]+)")
_ANY_HYPHEN = re.compile(r"[\x02\ufffe\xad]")
