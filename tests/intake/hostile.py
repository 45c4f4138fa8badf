"""Hostile files, made by script: each function returns (file name, bytes) and is listed in ``CORPUS``.

The texts say nothing; what matters is how the files are built.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

Make = Callable[[], tuple[str, bytes]]
CORPUS: dict[str, Make] = {}

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def hostile(make: Make) -> Make:
    """List the maker in the corpus under its name."""
    CORPUS[make.__name__] = make
    return make


def zipped(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def docx(body: str, *, prolog: str = '<?xml version="1.0"?>', more: dict[str, bytes | str] | None = None) -> bytes:
    """A Word document with this body."""
    document = f"{prolog}<w:document {W} {R}><w:body>{body}</w:body></w:document>"
    files: dict[str, bytes | str] = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document}
    return zipped(files | (more or {}))


def paragraph(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, *, prolog: str = '<?xml version="1.0"?>', more: dict[str, bytes | str] | None = None) -> bytes:
    """An OpenDocument text with this body."""
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'{prolog}<office:document-content xmlns:office="{ns}office:1.0" xmlns:text="{ns}text:1.0" '
        f'xmlns:table="{ns}table:1.0" xmlns:draw="{ns}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files: dict[str, bytes | str] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return zipped(files | (more or {}))


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<</Size %d/Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def text_pdf(content: bytes, trailer: bytes = b"", extra: list[bytes] | None = None, catalogue: bytes = b"") -> bytes:
    """A PDF of one page with this content stream and Helvetica as /F1."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R %s>>" % catalogue,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/StructParents 0"
            b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>/XObject<</X 7 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            *(extra or []),
        ],
        trailer,
    )


def encrypted_flag(data: bytes) -> bytes:
    """The zip with the encryption bit set on every member."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = out.find(mark)
        while start >= 0:
            out[start + offset] |= 1
            start = out.find(mark, start + 4)
    return bytes(out)


# --- zips ------------------------------------------------------------------------------------------------------------


@hostile
def zip_bomb() -> tuple[str, bytes]:
    return "bomb.zip", zipped({"index.md": b"\x20" * 50_000_000})


@hostile
def zip_bomb_of_zeros_200_mb() -> tuple[str, bytes]:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(compressor.compress(b"\0" * 1_000_000) for _ in range(200)) + compressor.flush()
    data = bytearray(zipped({"a.txt": packed}, zipfile.ZIP_STORED))
    for mark, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        start = data.find(mark)
        struct.pack_into("<H", data, start + method, 8)
        struct.pack_into("<I", data, start + size, 200_000_000)
    return "zeros.zip", bytes(data)


@hostile
def zip_that_lies_about_sizes() -> tuple[str, bytes]:
    data = bytearray(zipped({"index.md": b"# A\n" + b"x" * 5_000_000}))
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 100)
    return "lies.zip", bytes(data)


@hostile
def zip_with_many_entries() -> tuple[str, bytes]:
    return "many.zip", zipped({f"{n}.txt": b"x" for n in range(6_000)}, zipfile.ZIP_STORED)


@hostile
def zip_with_two_million_entries_declared() -> tuple[str, bytes]:
    entry = b"PK\x01\x02" + b"\0" * 42
    directory = b"PK\x03\x04" + entry * 60_000
    return "declared.zip", directory + struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, 60_000, 60_000, len(directory), 0, 0
    )


@hostile
def zip_slip() -> tuple[str, bytes]:
    return "slip.zip", zipped({"../../escaped.md": b"# out", "index.md": b"# in"})


@hostile
def zip_slip_backslash() -> tuple[str, bytes]:
    return "slip2.zip", zipped({"..\\..\\escaped.md": b"# out"})


@hostile
def zip_absolute_name() -> tuple[str, bytes]:
    return "absolute.zip", zipped({"/tmp/escaped.md": b"# out"})


@hostile
def zip_drive_letter() -> tuple[str, bytes]:
    return "drive.zip", zipped({"C:/escaped.md": b"# out"})


@hostile
def zip_symlink() -> tuple[str, bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("index.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return "symlink.zip", out.getvalue()


@hostile
def zip_overlapping_entries() -> tuple[str, bytes]:
    data = bytearray(zipped({"a.md": b"# a" * 1000, "b.md": b"# b" * 1000}))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 42, 0)
    return "overlap.zip", bytes(data)


@hostile
def zip_encrypted() -> tuple[str, bytes]:
    return "secret.zip", encrypted_flag(zipped({"index.md": b"# a"}))


@hostile
def zip_in_zip_in_zip() -> tuple[str, bytes]:
    data = zipped({"index.md": b"# a"})
    for _ in range(10):
        data = zipped({"inner.zip": data})
    return "nested.zip", data


@hostile
def zip_truncated() -> tuple[str, bytes]:
    return "cut.zip", zipped({"index.md": b"# a" * 10_000})[:-30]


@hostile
def zip_damaged_data() -> tuple[str, bytes]:
    data = bytearray(zipped({"index.md": bytes(range(256)) * 40}))
    data[60:100] = b"\xff" * 40
    return "damaged.zip", bytes(data)


@hostile
def zip_empty() -> tuple[str, bytes]:
    return "empty.zip", zipped({})


@hostile
def zip_same_name_twice() -> tuple[str, bytes]:
    data = zipped({"a.md": b"# a", "b.md": b"# b"}, zipfile.ZIP_STORED)
    return "twice.zip", data.replace(b"b.md", b"a.md")


@hostile
def zip_lzma() -> tuple[str, bytes]:
    return "lzma.zip", zipped({"index.md": b"# a" * 100}, zipfile.ZIP_LZMA)


@hostile
def zip_names_with_escapes() -> tuple[str, bytes]:
    return "names.zip", zipped({"in\x1b]52;c;QQ\x07dex\u202e.md": b"# Title\n\ntext"})


@hostile
def zip_directory_out_of_range() -> tuple[str, bytes]:
    data = bytearray(zipped({"index.md": b"# a"}))
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 16, 0xFFFFFF)
    return "range.zip", bytes(data)


# --- web pages and Markdown ------------------------------------------------------------------------------------------


@hostile
def html_deep() -> tuple[str, bytes]:
    return "deep.html", b"<div>" * 100_000 + b"x" + b"</div>" * 100_000


@hostile
def html_deep_lists() -> tuple[str, bytes]:
    return "lists.html", b"<ul><li>x" * 20_000


@hostile
def html_deep_quotes() -> tuple[str, bytes]:
    return "quotes.html", b"<blockquote><p>x" * 20_000


@hostile
def html_column_span() -> tuple[str, bytes]:
    return "span.html", b'<table><tr><td colspan="200000000" rowspan=99999999>x</td></tr></table>'


@hostile
def html_javascript_links() -> tuple[str, bytes]:
    links = (
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "&#106;avascript:x",
        "java\tscript:x",
        " javascript:x",
        "data:text/html,x",
        "vbscript:x",
    )
    return "links.html", "".join(f'<p><a href="{link}">press</a></p>' for link in links).encode()


@hostile
def html_huge_attribute() -> tuple[str, bytes]:
    return "attribute.html", b'<p title="' + b"x" * 15_000_000 + b'">text</p>'


@hostile
def html_many_attributes() -> tuple[str, bytes]:
    return "attributes.html", b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">text</p>"


@hostile
def html_unclosed_comment() -> tuple[str, bytes]:
    return "comment.html", b"<p>before</p><!--" + b"x" * 1_000_000


@hostile
def html_entities() -> tuple[str, bytes]:
    return (
        "entities.html",
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; &#27;[31m &#xD800; &#x202e; &#0;text</p>',
    )


@hostile
def html_nul_bytes() -> tuple[str, bytes]:
    return "nul.html", b"<p>a\0b</p>" * 100


@hostile
def html_utf16_without_mark() -> tuple[str, bytes]:
    return "utf16.html", "<h1>Heading</h1><p>text</p>".encode("utf-16-le")


@hostile
def html_unknown_encoding() -> tuple[str, bytes]:
    return "encoding.html", b'<meta charset="rot13"><p>caf\xe9 text</p>'


@hostile
def html_is_picture() -> tuple[str, bytes]:
    return "picture.html", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(range(256)) * 20


@hostile
def html_million_tags() -> tuple[str, bytes]:
    return "million.html", b"<b>" * 1_000_000


@hostile
def html_mahara_bad_json() -> tuple[str, bytes]:
    return "json.html", b"<p>text</p><script>var blocks = " + b"[" * 100_000 + b"</script>"


@hostile
def markdown_brackets() -> tuple[str, bytes]:
    return "brackets.md", b"[" * 200_000 + b"text" + b"](javascript:x)" * 2_000


@hostile
def markdown_nested_quotes() -> tuple[str, bytes]:
    return "quotes.md", b">" * 200_000 + b" text"


@hostile
def markdown_unclosed_html() -> tuple[str, bytes]:
    return "unclosed.md", b"text " + b"<table><h1><a href=x>" * 3_000


@hostile
def markdown_unclosed_comments() -> tuple[str, bytes]:
    return "comments.md", b"text\n" + b"<!-- " * 100_000 + b"{% " * 100_000


@hostile
def markdown_escape_sequences() -> tuple[str, bytes]:
    return "escape.md", "# Title\x1b]52;c;QUJD\x07\n\ntext \x9b31m \u202egnp \ud800".encode("utf-8", "surrogatepass")


@hostile
def markdown_one_long_line() -> tuple[str, bytes]:
    return "line.md", b"word " * 300_000


@hostile
def markdown_many_underlines() -> tuple[str, bytes]:
    return "underlines.md", b"a\n" * 100_000 + b"===\n"


@hostile
def markdown_endless_front_matter() -> tuple[str, bytes]:
    return "front.md", b"---\ntitle: x\n" + b"a: b\n" * 100_000


# --- anything --------------------------------------------------------------------------------------------------------


@hostile
def empty_markdown() -> tuple[str, bytes]:
    return "empty.md", b""


@hostile
def empty_docx() -> tuple[str, bytes]:
    return "empty.docx", b""


@hostile
def empty_pdf() -> tuple[str, bytes]:
    return "empty.pdf", b""


@hostile
def blank_text() -> tuple[str, bytes]:
    return "blank.txt", b" \n\t\n" * 1_000


@hostile
def zeros_as_text() -> tuple[str, bytes]:
    return "zeros.txt", b"\0" * 20_000_000


@hostile
def text_is_binary() -> tuple[str, bytes]:
    return "binary.txt", bytes(range(256)) * 50 + b"\0" * 5_000


@hostile
def text_too_long() -> tuple[str, bytes]:
    return "long.txt", b"word " * 3_000_000


@hostile
def pdf_named_docx() -> tuple[str, bytes]:
    return "wrong.docx", text_pdf(b"BT ET")


@hostile
def docx_named_pdf() -> tuple[str, bytes]:
    return "wrong.pdf", docx(paragraph("x"))


@hostile
def text_named_docx() -> tuple[str, bytes]:
    return "words.docx", b"only words"


@hostile
def rich_text() -> tuple[str, bytes]:
    return "rich.rtf", b"{\\rtf1 text}"


@hostile
def seven_zip() -> tuple[str, bytes]:
    return "packed.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 100


@hostile
def program() -> tuple[str, bytes]:
    return "run.exe", b"MZ" + b"\0" * 1_000


@hostile
def leap2a_entity_bomb() -> tuple[str, bytes]:
    text = '<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><feed xmlns:leap2="x"><entry>&b;</entry></feed>'
    return "leap2a.xml", text.encode()


@hostile
def xerte_broken() -> tuple[str, bytes]:
    return "template.xml", b'<learningObject name="A"><text name="B"><![CDATA[<p>c</p>'
