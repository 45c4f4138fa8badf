"""The hostile Word, OpenDocument, EPUB and PDF files of the corpus (see ``hostile``)."""

import zlib

from tests.intake.hostile import RELS, TYPES, W, docx, hostile, odt, paragraph, pdf, text_pdf, zipped

# --- Word ------------------------------------------------------------------------------------------------------------


@hostile
def docx_two_million_paragraphs() -> tuple[str, bytes]:
    return "millions.docx", docx("<w:p/>" * 2_000_000)


@hostile
def docx_many_paragraphs_below_the_ratio() -> tuple[str, bytes]:
    body = "".join(f'<w:p w:rsidR="{zlib.crc32(str(n).encode()):08X}"/>' for n in range(300_000))
    return "many.docx", docx(body)


@hostile
def docx_deep_tables() -> tuple[str, bytes]:
    depth = 3_000
    return "deep.docx", docx("<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth)


@hostile
def docx_deep_text_boxes() -> tuple[str, bytes]:
    return "boxes.docx", docx("<w:p>" + "<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000 + "</w:p>")


@hostile
def docx_grid_span() -> tuple[str, bytes]:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>{paragraph("a")}</w:tc>'
    return "span.docx", docx(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")


@hostile
def docx_vertical_merge_without_start() -> tuple[str, bytes]:
    cell = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('a')}</w:tc>"
    return "merge.docx", docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


@hostile
def docx_external_entity() -> tuple[str, bytes]:
    prolog = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return "xxe.docx", docx(paragraph("&x;"), prolog=prolog)


@hostile
def docx_external_entity_utf16() -> tuple[str, bytes]:
    prolog = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = f"{prolog}<w:document {W}/>"
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": text.encode("utf-16"),
    }
    return "xxe16.docx", zipped(files)


@hostile
def docx_entity_bomb() -> tuple[str, bytes]:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    prolog = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{entities}]>'
    return "laughs.docx", docx(paragraph("&e9;"), prolog=prolog)


@hostile
def docx_macros() -> tuple[str, bytes]:
    return "macro.docx", docx(paragraph("x"), more={"word/vbaProject.bin": b"\0" * 100})


@hostile
def docm_by_name() -> tuple[str, bytes]:
    return "macro.docm", docx(paragraph("x"))


@hostile
def docx_external_picture_and_link() -> tuple[str, bytes]:
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" TargetMode="External" Target="file:///etc/passwd" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/image"/><Relationship Id="r2" TargetMode="External" '
        'Target="javascript:alert(1)" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr descr="alternative"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip r:link="r1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    link = '<w:hyperlink r:id="r2"><w:r><w:t>press</w:t></w:r></w:hyperlink>'
    return "external.docx", docx(f"<w:p>{link}{picture}</w:p>", more={"word/_rels/document.xml.rels": rels})


@hostile
def docx_missing_picture() -> tuple[str, bytes]:
    name, data = docx_external_picture_and_link()
    return name, data.replace(b"r:link", b"r:embd")


@hostile
def docx_truncated() -> tuple[str, bytes]:
    data = docx(paragraph("x" * 5_000))
    return "cut.docx", data[: len(data) // 2]


@hostile
def docx_broken_xml() -> tuple[str, bytes]:
    return "broken.docx", docx("<w:p><w:r>")


@hostile
def docx_without_document() -> tuple[str, bytes]:
    return "none.docx", zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELS})


@hostile
def docx_is_spreadsheet() -> tuple[str, bytes]:
    return "sheet.docx", zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x/>"})


@hostile
def docx_encrypted() -> tuple[str, bytes]:
    return "locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


@hostile
def docx_control_characters() -> tuple[str, bytes]:
    return "controls.docx", docx(paragraph("a&#x1b;b"))


@hostile
def docx_bidi_and_escape_text() -> tuple[str, bytes]:
    return "bidi.docx", docx(paragraph("safe\u202egnp\u2066 \x9b31m"))


@hostile
def docx_circular_styles() -> tuple[str, bytes]:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>text</w:t></w:r></w:p>'
    return "styles.docx", docx(body, more={"word/styles.xml": styles})


@hostile
def docx_huge_attribute() -> tuple[str, bytes]:
    noise = "".join(f"{zlib.crc32(str(n).encode()):08x}" for n in range(400_000))
    return "attribute.docx", docx(f'<w:p w:rsidR="{noise}"><w:r><w:t>x</w:t></w:r></w:p>')


@hostile
def doc_of_old_word() -> tuple[str, bytes]:
    return "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000


# --- OpenDocument and EPUB -------------------------------------------------------------------------------------------


@hostile
def odt_repeated_columns_and_rows() -> tuple[str, bytes]:
    row = (
        '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell '
        'table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    return "rows.odt", odt(f"<table:table>{row}</table:table>")


@hostile
def odt_repeated_spaces() -> tuple[str, bytes]:
    return "spaces.odt", odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>')


@hostile
def odt_deep_lists() -> tuple[str, bytes]:
    depth = 100
    inner = "<text:list><text:list-item>" * depth + "<text:p>x</text:p>" + "</text:list-item></text:list>" * depth
    return "lists.odt", odt(inner)


@hostile
def odt_deep_spans() -> tuple[str, bytes]:
    return "spans.odt", odt("<text:p>" + "<text:span>" * 50_000 + "x" + "</text:span>" * 50_000 + "</text:p>")


@hostile
def odt_external_entity() -> tuple[str, bytes]:
    prolog = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return "xxe.odt", odt("<text:p>&x;</text:p>", prolog=prolog)


@hostile
def odt_encrypted() -> tuple[str, bytes]:
    return "locked.odt", odt("", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"})


@hostile
def odt_without_content() -> tuple[str, bytes]:
    return "none.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"})


@hostile
def odt_links() -> tuple[str, bytes]:
    return "links.odt", odt('<text:p><text:a xlink:href="javascript:alert(1)">press</text:a> and more</text:p>')


@hostile
def epub_spine_outside() -> tuple[str, bytes]:
    files: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<c><rootfile full-path="o.opf"/></c>',
        "o.opf": '<p><item id="a" href="../../../etc/passwd"/><itemref idref="a"/></p>',
    }
    return "outside.epub", zipped(files)


@hostile
def epub_without_container() -> tuple[str, bytes]:
    return "none.epub", zipped({"mimetype": "application/epub+zip"})


# --- PDF -------------------------------------------------------------------------------------------------------------


@hostile
def pdf_page_tree_loop() -> tuple[str, bytes]:
    return "loop.pdf", pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>"])


@hostile
def pdf_content_draws_itself() -> tuple[str, bytes]:
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>/Length 8>>"
    form = head + b"stream\n/X Do /X\nendstream"
    return "self.pdf", text_pdf(b"/X Do BT /F1 12 Tf 50 700 Td (text) Tj ET", extra=[form])


@hostile
def pdf_reference_loop() -> tuple[str, bytes]:
    return "ref.pdf", pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"])


@hostile
def pdf_structure_tree_loop() -> tuple[str, bytes]:
    tree = b"<</Type/StructTreeRoot/K 8 0 R/ParentTree 9 0 R>>"
    element = b"<</Type/StructElem/S/P/P 7 0 R/K[8 0 R 8 0 R 0]/Pg 3 0 R>>"
    numbers = b"<</Nums[0[8 0 R]]>>"
    content = b"/P<</MCID 0>>BDC BT /F1 12 Tf 50 700 Td (text in a loop) Tj ET EMC"
    catalogue = b"/MarkInfo<</Marked true>>/StructTreeRoot 7 0 R"
    return "tags.pdf", text_pdf(content, extra=[tree, element, numbers], catalogue=catalogue)


@hostile
def pdf_stream_bomb() -> tuple[str, bytes]:
    stream = zlib.compress(b"BT /F1 1 Tf (x) Tj ET " * 2_000_000, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    body = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return "bomb.pdf", pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, body, font])


@hostile
def pdf_encrypted() -> tuple[str, bytes]:
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(b)]" % (b"o" * 32, b"u" * 32)
    return "locked.pdf", text_pdf(b"BT ET", encrypt)


@hostile
def pdf_truncated() -> tuple[str, bytes]:
    return "cut.pdf", text_pdf(b"BT /F1 12 Tf 50 700 Td (text) Tj ET")[:120]


@hostile
def pdf_only_a_header() -> tuple[str, bytes]:
    return "header.pdf", b"%PDF-1.7\n"


@hostile
def pdf_without_text() -> tuple[str, bytes]:
    return "scan.pdf", text_pdf(b"0 0 100 100 re f")


@hostile
def pdf_many_pages() -> tuple[str, bytes]:
    kids = b"3 0 R " * 50_000
    return "pages.pdf", pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 50000>>" % kids,
            b"<</Type/Page/Parent 2 0 R>>",
        ]
    )


@hostile
def pdf_javascript_link() -> tuple[str, bytes]:
    content = b"BT /F1 12 Tf 50 700 Td (press this) Tj ET"
    data = text_pdf(content, catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")
    annotation = b"/Annots[<</Type/Annot/Subtype/Link/Rect[50 690 120 720]/A<</S/URI/URI(javascript:alert)>>>>]"
    return "action.pdf", data.replace(b"/StructParents 0", annotation)
