"""A look at a file's outside before any reader opens it: what it is, and whether it may be read at all.

Only fixed-size headers and the directory of a zip are looked at, and XML parts are searched for entity declarations, so
a hostile file costs milliseconds here. What passes is read in a child process with limits (``child``).
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal

from cmalt_review.errors import ReviewError
from cmalt_review.model.text import clean_line

Kind = Literal["markdown", "text", "html", "docx", "odt", "pdf", "epub", "leap2a", "xerte", "zip", "other"]
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What a source may cost. Sizes in bytes, times in seconds."""

    source: int = 200 * MEGABYTE
    """All files of a source together, as they lie on disk."""
    unpacked: int = 400 * MEGABYTE
    """All members of a zip together, unpacked."""
    part: int = 60 * MEGABYTE
    """One XML, HTML or text part: what a reader holds in memory as a tree."""
    ratio: int = 150
    """Unpacked to packed size of one part; office documents stay under 50."""
    entries: int = 5_000
    memory: int = 1_500 * MEGABYTE
    cpu: int = 20
    wall: float = 30.0
    output: int = 300 * MEGABYTE


_TEXT_KINDS: dict[str, Kind] = {
    "md": "markdown", "markdown": "markdown", "mdown": "markdown", "txt": "text", "text": "text",
    "html": "html", "htm": "html", "xhtml": "html", "xml": "other",
}  # fmt: skip
_BINARY_KINDS: dict[str, Kind] = {"docx": "docx", "odt": "odt", "pdf": "pdf", "epub": "epub", "zip": "zip"}
_NAMES = {
    "docx": "a Word document", "odt": "an OpenDocument text", "pdf": "a PDF", "epub": "an EPUB book",
    "zip": "a zip archive",
}  # fmt: skip
_OTHER_WORDS = {
    b"{\\rtf": "is in Rich Text Format",
    b"7z\xbc\xaf\x27\x1c": "is a 7-Zip archive",
    b"Rar!": "is a RAR archive",
    b"\x1f\x8b": "is a gzip archive",
}
# Bytes that no text has; escape is left out, since a log of a terminal is text.
_CONTROLS = bytes(range(1, 9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_PARTS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_DECLARATION = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y")


def refusal(name: str, what: str, hint: str) -> ReviewError:
    """The error for a file that is not read: name and cause on the first line, then the next step."""
    return ReviewError(f"“{clean_line(name)[:120]}” {what}.", "Nothing was imported.", hint)


_ASK = "Ask for the portfolio in another format, such as DOCX, PDF, HTML or Markdown."
_RESAVE = "Open it in the program it was made with, save it again as DOCX, ODT, PDF or HTML, and import that."


def extension(name: str) -> str:
    """The file name's extension in lower case, without the dot."""
    last = name.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def _directory(name: str, data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """The zip's members; refuses a directory too long to be read in reasonable time."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        raise refusal(name, "is damaged or was cut short: the end of the archive is missing", "Get the file again.")
    entries, size = struct.unpack_from("<HI", data, end + 10)
    if entries > limits.entries or size > limits.entries * 500:
        raise refusal(name, f"holds more than {limits.entries:,} files", "Take out what is not part of the portfolio.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, UnicodeDecodeError) as error:
        raise refusal(name, "is damaged: its list of contents cannot be read", "Get the file again.") from error
    if len(members) > limits.entries:
        raise refusal(name, f"holds more than {limits.entries:,} files", "Take out what is not part of the portfolio.")
    return members


def _check_name(name: str, member: zipfile.ZipInfo) -> None:
    raw = member.orig_filename.replace("\\", "/")
    if raw.startswith("/") or re.match(r"[A-Za-z]:", raw) or ".." in raw.split("/") or "\x00" in raw:
        raise refusal(name, "holds a file whose name points outside the archive", _ASK)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise refusal(name, "holds a symbolic link, which could point anywhere", "Zip the files themselves instead.")


def _check_member(name: str, member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.flag_bits & 0x1:
        raise refusal(name, "is protected with a password", "Take the password off and import it again.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusal(name, "is packed in an unusual way", "Zip it again with an ordinary zip program.")
    if member.file_size > limits.unpacked:
        raise refusal(name, "would unpack to far more than a portfolio needs", _ASK)
    if member.filename.lower().endswith(_PARTS) and member.file_size > limits.part:
        raise refusal(name, f"holds a part of more than {limits.part // MEGABYTE} MB of text", _ASK)
    if member.file_size > MEGABYTE and member.file_size > limits.ratio * max(1, member.compress_size):
        raise refusal(name, "unpacks to an unreasonable size, as a “zip bomb” does", _ASK)


def check_zip(name: str, data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members of a zip that is safe to unpack.

    Raises ReviewError for a damaged, encrypted, overlong or overlapping archive and for names that leave it.
    """
    members = _directory(name, data, limits)
    for member in members:
        _check_name(name, member)
        _check_member(name, member, limits)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise refusal(name, f"would unpack to more than {limits.unpacked // MEGABYTE} MB", _ASK)
    if len({member.filename for member in members}) != len(members):
        raise refusal(name, "holds two files of the same name", "Zip the portfolio again.")
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise refusal(name, "is made so that its files overlap", _ASK)
        end = member.header_offset + 30 + len(member.orig_filename) + member.compress_size
    return members


def unpack(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One member of a checked archive, never more bytes than its directory declares."""
    try:
        with archive.open(member) as stream:
            return stream.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise refusal(name, "is damaged: a part of it cannot be unpacked", "Get the file again.") from error


def _check_parts(name: str, data: bytes, members: list[zipfile.ZipInfo], forbidden: re.Pattern[bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in members:
            if member.filename.lower().endswith(_PARTS) and forbidden.search(unpack(name, archive, member)):
                raise refusal(name, "holds a declaration of its own entities, which no office program writes", _RESAVE)


def _zip_kind(name: str, data: bytes, limits: Limits) -> Kind:
    members = check_zip(name, data, limits)
    names = {member.filename for member in members}
    folders = {member_name.partition("/")[0] for member_name in names}
    if "[Content_Types].xml" in names or "word/document.xml" in names:
        if any(member_name.lower().endswith("vbaproject.bin") for member_name in names) or extension(name) in (
            "docm",
            "dotm",
        ):
            raise refusal(name, "is a Word document with macros", "Save it without macros as DOCX and import that.")
        for folder, what in (("xl", "a spreadsheet"), ("ppt", "a set of slides")):
            if folder in folders:
                raise refusal(name, f"is {what}, not a text", _RESAVE)
        _check_parts(name, data, members, _DECLARATION)
        if "word" not in folders:
            raise refusal(name, "is a damaged Word document: its text is missing", "Get the file again.")
        return "docx"
    if "mimetype" not in names:
        return "zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        mimetype = unpack(name, archive, archive.getinfo("mimetype"))[:100]
        if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
            if "META-INF/manifest.xml" in names and b"encryption-data" in unpack(
                name, archive, archive.getinfo("META-INF/manifest.xml")
            ):
                raise refusal(name, "is protected with a password", "Take the password off and import it again.")
            _check_parts(name, data, members, _DECLARATION)
            return "odt"
        if mimetype.startswith(b"application/epub+zip"):
            if "META-INF/encryption.xml" in names and "META-INF/rights.xml" in names:
                raise refusal(name, "is protected against copying", _ASK)
            _check_parts(name, data, members, _ENTITY)
            return "epub"
    return "zip"


def _binary_kind(name: str, data: bytes, limits: Limits) -> Kind | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(name, data, limits)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal(name, "is protected with a password", "Take the password off and import it again.")
        raise refusal(
            name,
            "is in the old Word format (.doc)",
            "Open it in Word or LibreOffice, save it as DOCX, and import that.",
        )
    return None


def _check_text(name: str, data: bytes, kind: Kind, limits: Limits) -> None:
    if len(data) > limits.part:
        raise refusal(name, f"is longer than {limits.part // MEGABYTE} MB of text", _ASK)
    head = data[:4096]
    zeros = head.count(0)
    utf16 = (
        data[:2] in (b"\xff\xfe", b"\xfe\xff") or max(head[0::2].count(0), head[1::2].count(0)) * 10 > len(head) * 3 > 0
    )
    if zeros and not utf16 and zeros * 10 > len(head):
        raise refusal(name, "is no text although its name says so", _ASK)
    if not utf16 and len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20:
        raise refusal(name, "is no text although its name says so", _ASK)
    if zeros * 10 > len(head) * 9:
        raise refusal(name, "holds nothing but zeros", "Get the file again.")
    if kind in ("leap2a", "xerte") and _DECLARATION.search(data):
        raise refusal(name, "holds a declaration of its own entities", _ASK)


def _xml_kind(data: bytes) -> Kind:
    """Which portfolio tool wrote the XML file, if one did."""
    head = data[:20_000].replace(b"\x00", b"")
    if b"<learningObject" in head:
        return "xerte"
    return "leap2a" if b"leap2" in head.lower() and b"<feed" in head else "other"


def kind_of(name: str, data: bytes, limits: Limits | None = None) -> Kind:
    """What the file is, by its contents first; ``other`` for what is no text and is only kept (a picture, say).

    Raises ReviewError, in a sentence of its own for each case, for a file that must not or cannot be read.
    """
    limits = limits or Limits()
    suffix = extension(name)
    claimed = _TEXT_KINDS.get(suffix) or _BINARY_KINDS.get(suffix)
    if not data.strip(b"\x00 \t\r\n") and (claimed or suffix == ""):
        raise refusal(
            name, "is empty" if len(data) < 1000 else "holds nothing but zeros or blanks", "Get the file again."
        )
    found = _binary_kind(name, data, limits)
    if found is None:
        if suffix in _BINARY_KINDS or suffix in ("doc", "docm", "dotx"):
            raise refusal(
                name,
                f"is named .{suffix} but is not {_NAMES.get(suffix, 'a Word document')}",
                "Get the file again, or rename it.",
            )
        for magic, what in _OTHER_WORDS.items():
            if data.startswith(magic):
                raise refusal(name, what, _RESAVE)
        kind = _xml_kind(data) if suffix == "xml" else _TEXT_KINDS.get(suffix, "other")
        if kind != "other":
            _check_text(name, data, kind, limits)
        return kind
    if claimed and claimed != found and not (claimed == "zip" and found != "pdf"):
        raise refusal(name, f"is named .{suffix} but is {_NAMES[found]}", f"Rename it to .{found} and import it again.")
    return found
