"""Bytes to text: byte-order mark, then UTF-8, then what the file declares, then a guess."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
# Enough to guess from; a longer sample costs time and changes nothing.
_SAMPLE = 64 * 1024


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    head = data[:2000]
    if len(head) < 4 or head.count(0) * 10 < len(head) * 3:
        return None
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        return "cp1252"
    # A few accents fit every Latin code page: then it is the western one.
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if (
        western is not None
        and western.chaos <= best.chaos + 0.02
        and best.encoding.startswith(("cp125", "iso8859", "mac"))
    ):
        return "cp1252"
    return best.encoding


def decode(data: bytes) -> str:
    """The text of a file in whatever encoding; never raises, unknown bytes become ``\\ufffd``."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:2048])
    name = declared.group(1).decode("ascii") if declared else _guess(data)
    try:
        # HTML says that pages declared as Latin-1 are to be read as Windows-1252.
        return data.decode("cp1252" if name.lower() in {"iso-8859-1", "latin1", "latin-1"} else name, "replace")
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")
