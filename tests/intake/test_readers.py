"""What each format's reader keeps, and what it sets aside."""

import json
from pathlib import Path

import pytest

from cmalt_review.errors import ReviewError
from cmalt_review.intake.document import Document
from cmalt_review.intake.reader import read_source
from cmalt_review.intake.readers.docx import read_docx
from cmalt_review.intake.readers.html import read_html
from cmalt_review.intake.readers.markdown import read_markdown, read_text
from cmalt_review.intake.readers.odt import read_odt
from cmalt_review.intake.readers.packages import read_epub, read_leap2a, read_xerte
from cmalt_review.intake.readers.pdf import read_pdf
from cmalt_review.model.text import words
from tests.intake.hostile import RELS, W, docx, odt, paragraph, pdf, text_pdf, zipped
from tests.intake.made import LOREM, Block, Heading, Paragraph, as_pdf


def markdown(text: str, name: str = "a.md") -> str:
    return read_markdown(name, text.encode()).pages[0].markdown


def web(body: str, head: str = "<title>T</title>") -> Document:
    return read_html("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


# --- Markdown and text -----------------------------------------------------------------------------------------------


def test_front_matter_gives_title_and_date() -> None:
    page = read_markdown(
        "p/2026-01-02-x.md", b'---\nlayout: post\ntitle: "Core area 1"\ndate: 2026-03-04\n---\nBody'
    ).pages[0]
    assert (page.title, page.date, page.markdown) == ("Core area 1", "2026-03-04", "Body")


def test_the_date_may_stand_in_the_file_name() -> None:
    assert read_markdown("p/2026-01-02-x.md", b"Body").pages[0].date == "2026-01-02"


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert markdown("---\n\nFirst words\n\n---\n\nMore") == "---\n\nFirst words\n\n---\n\nMore"


def test_raw_html_headings_become_headings() -> None:
    assert markdown('Text\n<h2 id="x">Specialist\nOptions</h2>\nmore') == "Text\n\n## Specialist Options\n\nmore"


def test_underlined_and_loose_headings_become_atx() -> None:
    assert markdown("One\n===\nTwo\n---\ntext\n##Three\n  #### Four ####\n## Five {#id}") == (
        "# One\n\n## Two\n\ntext\n\n## Three\n\n#### Four\n\n## Five"
    )


def test_rules_lists_and_code_are_no_headings() -> None:
    text = "- item\n---\n\n```\n# comment\n===\n<h1>x</h1>\n```\n\n#hashtag"
    assert markdown(text) == text


def test_inline_html_keeps_its_text_links_and_pictures() -> None:
    link = '<a href="https://a.example/b c">a link</a>'
    source = f'<p style="x"><em>Quoted</em> {link}<br>\n<img src="p.png" alt="A graph"></p>'
    assert markdown(source) == "*Quoted* [a link](https://a.example/b%20c)  \n![A graph](p.png)"


def test_scripts_comments_and_directives_are_left_out() -> None:
    assert markdown("a<script>evil()</script><!-- note -->{% include x.html %}\n{: .class}\nb") == "a\n\nb"


def test_a_raw_html_table_becomes_a_table() -> None:
    assert markdown("<table><tr><th>A</th></tr><tr><td>b</td></tr></table>") == "| A |\n| --- |\n| b |"


def test_less_than_in_a_text_stays() -> None:
    assert markdown("3 < 4 and x<y but 5 > 4") == "3 < 4 and x<y but 5 > 4"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_plain_text_in_any_encoding(encoding: str) -> None:
    text = "Core area 1\n===========\n\nThe café’s “naïve” <tool> of the résumé was très élégant, señor.\n"
    page = read_text("a.txt", text.encode(encoding)).pages[0]
    assert page.markdown == "# Core area 1\n\nThe café’s “naïve” \\<tool> of the résumé was très élégant, señor."


# --- web pages -------------------------------------------------------------------------------------------------------


def test_structure_of_a_web_page_survives() -> None:
    page = web(
        "<h1>One</h1><p>a <b>b</b> <mark>c</mark> <ins>d</ins> <a href='https://x.example'>e</a></p>"
        "<ol><li>f<ul><li>g</li></ul></li></ol><blockquote>h</blockquote><img src='i.png' alt='j'>"
        "<table><tr><th>k</th></tr><tr><td>l</td></tr></table>"
    ).pages[0]
    assert page.title == "T"
    for kept in ("# One", "a **b** ==c== {++d++} [e](https://x.example)", "1. f", "- g", "> h", "![j](i.png)", "| k |"):
        assert kept in page.markdown


@pytest.mark.parametrize(
    "aside",
    [
        "<nav><a href='/'>Other</a></nav>",
        "<header><h1>Other</h1><a href='/a'>a</a><a href='/b'>b</a></header>",
        "<footer>Other</footer>",
        "<div class='cookie-banner'>Other</div>",
        "<div id='comments' class='comments-area'>Other</div>",
        "<div class='jp-relatedposts'>Other</div>",
        "<aside class='widget-area'>Other</aside>",
        "<div role='navigation'>Other</div>",
        "<div class='site-header clear'>Other</div>",
    ],
)
def test_furniture_is_set_aside_not_lost(aside: str) -> None:
    page = web(f"{aside}<div><h2>Mine</h2><p>{LOREM * 3}</p></div>").pages[0]
    assert "Other" not in page.markdown
    assert "Other" in page.furniture
    assert page.markdown.startswith("## Mine")


def test_what_lies_outside_the_main_part_is_furniture() -> None:
    page = web(f"<div>Blog name</div><main><article><header><h1>Mine</h1></header>{LOREM}</article></main>").pages[0]
    assert page.furniture == "Blog name"
    assert page.markdown.startswith("# Mine")


def test_a_page_made_of_one_sidebar_is_still_read() -> None:
    assert "planned" in web(f"<div class='sidebar'><p>{LOREM}</p></div>").pages[0].markdown


def test_own_words_about_consent_are_no_cookie_bar() -> None:
    page = web(f"<div id='data-protection-consent-and-gdpr'><p>{LOREM}</p></div><p>more</p>").pages[0]
    assert page.furniture == ""


def test_headings_in_a_layout_table_survive() -> None:
    page = web("<table><tr><td><h2>Core area</h2><p>a</p></td></tr><tr><td>b</td></tr></table>").pages[0]
    assert page.markdown == "## Core area\n\na\n\nb"


def test_a_picture_inside_the_page_becomes_an_asset() -> None:
    document = web("<p>a</p><img alt='b' src='data:image/png;base64,iVBORw0KGgo='>")
    assert [(asset.name, asset.data[:4]) for asset in document.assets] == [("a-picture-1.png", b"\x89PNG")]
    assert "![b](a-picture-1.png)" in document.pages[0].markdown


def test_blocks_of_a_mahara_page_are_read_from_top_to_bottom() -> None:
    blocks = [
        {"id": 2, "positionx": 0, "positiony": 9, "content": "<h3>Second</h3><p>b</p>"},
        {"id": 1, "positionx": 0, "positiony": 0, "content": "<h3>First</h3><p>a</p>"},
    ]
    page = web(
        f"<div class='grid-stack'></div><script>$(function () {{ var blocks = {json.dumps(blocks)}; }});</script>"
    ).pages[0]
    assert page.markdown == "### First\n\na\n\n### Second\n\nb"


# --- Word ------------------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_marked_changes_of_a_word_document() -> None:
    lit = run(" lit", '<w:highlight w:val="yellow"/>')
    body = (
        f"<w:p>{run('old ')}<w:ins w:id='1' w:author='x'>{run('new')}</w:ins>"
        f"<w:del w:id='2'><w:r><w:delText>gone</w:delText></w:r></w:del>{lit}</w:p>"
    )
    assert read_docx("a.docx", docx(body)).pages[0].markdown == "old {++new++} ==lit=="


def test_content_controls_and_nested_tables_are_read() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('in a control')}</w:sdtContent></w:sdt>"
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('inner')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('outer')}{inner}</w:tc></w:tr></w:tbl>"
    text = read_docx("a.docx", docx(control + outer)).pages[0].markdown
    assert words(text) == ["in", "a", "control", "outer", "inner"]


def test_own_styles_with_an_outline_level_are_headings() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:pPr>'
        '<w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Mine">'
        '<w:name w:val="Mine"/><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    rels = RELS.replace("relationships/officeDocument", "relationships/styles").replace(
        "word/document.xml", "styles.xml"
    )
    body = '<w:p><w:pPr><w:pStyle w:val="Mine"/></w:pPr><w:r><w:t>Core area 1</w:t></w:r></w:p>' + paragraph("text")
    data = docx(body, more={"word/styles.xml": styles, "word/_rels/document.xml.rels": rels})
    assert read_docx("a.docx", data).pages[0].markdown == "## Core area 1\n\ntext"


def test_bold_lines_stand_in_for_headings_where_there_are_none() -> None:
    bold = f"<w:p>{run('Core area 1', '<w:b/>')}</w:p>"
    document = read_docx("a.docx", docx(bold + paragraph("text")))
    assert document.pages[0].markdown == "## Core area 1\n\ntext"
    assert "no heading styles" in document.warnings[0]


def test_bold_lines_stay_bold_where_there_are_headings() -> None:
    heading = "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Core area 1</w:t></w:r></w:p>"
    document = read_docx("a.docx", docx(heading + f"<w:p>{run('Note', '<w:b/>')}</w:p>"))
    assert document.pages[0].markdown == "# Core area 1\n\n**Note**"
    assert document.warnings == ()


def test_footnotes_survive() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>The note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    rels = RELS.replace("relationships/officeDocument", "relationships/footnotes").replace(
        "word/document.xml", "footnotes.xml"
    )
    body = '<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    data = docx(body, more={"word/footnotes.xml": notes, "word/_rels/document.xml.rels": rels})
    assert read_docx("a.docx", data).pages[0].markdown == "Text[^1]\n\n[^1]: The note."


def test_pictures_are_kept_but_never_opened() -> None:
    document = read_docx("a.docx", docx(paragraph("x"), more={"word/media/image1.png": b"no picture at all"}))
    assert [(asset.name, asset.data) for asset in document.assets] == [("media/image1.png", b"no picture at all")]


# --- OpenDocument ----------------------------------------------------------------------------------------------------


def test_notes_changes_links_and_pictures_of_an_opendocument_text() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
        '<text:changed-region text:id="c2"><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>'
        "</text:tracked-changes>"
        '<text:p>old <text:change-start text:change-id="c1"/>new<text:change-end text:change-id="c1"/>'
        '<text:change text:change-id="c2"/> <text:a xlink:href="https://x.example">link</text:a>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The note.</text:p>"
        "</text:note-body></text:note>"
        "</text:p>"
    )
    assert read_odt("a.odt", odt(body)).pages[0].markdown == (
        "old {++new++} [link](https://x.example)[^1]\n\n[^1]: The note."
    )


def test_numbered_headings_written_as_a_list_stay_headings() -> None:
    body = '<text:list><text:list-item><text:h text:outline-level="2">Core area</text:h></text:list-item></text:list>'
    assert read_odt("a.odt", odt(body)).pages[0].markdown == "## Core area"


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_an_untagged_pdf_has_headings_by_size_and_says_what_is_lost() -> None:
    blocks: list[Block] = [
        Heading(1, "Portfolio of Ada"),
        Heading(2, "Core area 1a"),
        Paragraph(LOREM[:60]),
        Paragraph(LOREM[:50]),
    ]
    document = read_pdf("a.pdf", as_pdf(blocks, tagged=False))
    assert document.pages[0].markdown.startswith("# Portfolio of Ada\n\n## Core area 1a\n\nI planned")
    assert "tables came as plain lines" in document.warnings[0]


def test_lines_of_a_paragraph_are_joined_and_running_titles_set_aside() -> None:
    content = []
    for number in range(4):
        lines = [f"Page {number} begins a long line of text here", "and it goes on to the next line", "until it stops."]
        body = b"".join(b"1 0 0 1 50 %d Tm (%s) Tj " % (700 - 14 * n, line.encode()) for n, line in enumerate(lines))
        content.append(
            b"BT /F1 11 Tf 1 0 0 1 50 820 Tm (Ada Fictional) Tj %s 1 0 0 1 300 20 Tm (%d) Tj ET" % (body, number + 1)
        )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(4))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 4>>" % kids]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for number, stream in enumerate(content):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (5 + 2 * number)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    page = read_pdf("a.pdf", pdf(objects)).pages[0]
    assert (
        page.markdown.split("\n\n")[0]
        == "Page 0 begins a long line of text here and it goes on to the next line until it stops."
    )
    assert "Ada Fictional" in page.furniture
    assert "Ada Fictional" not in page.markdown


def test_a_scan_is_refused_with_a_next_step() -> None:
    with pytest.raises(ReviewError, match="only pictures") as caught:
        read_pdf("a.pdf", text_pdf(b"0 0 10 10 re f"))
    assert "scan" in caught.value.hint


# --- packages --------------------------------------------------------------------------------------------------------


def test_leap2a_entries_are_pages() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:leap2="http://terms.leapspecs.org/" xmlns:mahara="urn:m">'
        '<entry><title>Core area 1</title><content type="html">&lt;p&gt;Hello&lt;/p&gt;</content></entry>'
        "<entry><title>View</title>"
        '<mahara:blockinstance mahara:blocktitle="Reflection">'
        '<mahara:text>["&lt;p&gt;I learnt&lt;/p&gt;"]</mahara:text>'
        "</mahara:blockinstance></entry><entry><title>Nothing</title></entry></feed>"
    )
    pages = read_leap2a("leap2a.xml", feed.encode()).pages
    assert [(page.title, page.markdown) for page in pages] == [
        ("Core area 1", "Hello"),
        ("View", "## Reflection\n\nI learnt"),
    ]


def test_xerte_pages_keep_their_names_as_headings() -> None:
    text = (
        '<learningObject name="My portfolio"><text name="Core area 1a"><![CDATA[<p>Some text</p>]]></text>'
        '<accordion name="2a"><nestedPage name="Reflection" text="&lt;p&gt;More&lt;/p&gt;"/></accordion>'
        "</learningObject>"
    )
    pages = read_xerte("template.xml", text.encode()).pages
    assert [page.markdown for page in pages] == ["## Core area 1a\n\nSome text", "## 2a\n\n### Reflection\n\nMore"]
    assert pages[0].title == "My portfolio"


def test_chapters_of_a_book_come_in_its_order() -> None:
    data = zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="b/o.opf"/></container>',
            "b/o.opf": '<p><item id="x" href="z.xhtml"/><item id="y" href="a%20b.xhtml"/>'
            '<itemref idref="x"/><itemref idref="y"/></p>',
            "b/a b.xhtml": "<html><body><h1>Two</h1></body></html>",
            "b/z.xhtml": "<html><body><h1>One</h1></body></html>",
        }
    )
    assert [page.markdown for page in read_epub("a.epub", data).pages] == ["# One", "# Two"]


# --- folders, zips, several files ------------------------------------------------------------------------------------


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


SITE = {
    "index.html": b"<title>Home</title><h1>Home</h1>",
    "page10.html": b"<h1>Ten</h1>",
    "page2.html": b"<h1>Two</h1>",
    "files/cert.pdf": b"%PDF-1.4 whatever",
    "files/p.png": b"\x89PNG",
    ".git/config": b"x",
    "empty.html": b"",
}


def test_a_folder_is_read_in_natural_order_with_its_files_kept(tmp_path: Path) -> None:
    heard: list[str] = []
    document = read_source([fill(tmp_path / "site", SITE)], progress=heard.append)
    assert [page.name for page in document.pages] == ["index.html", "page2.html", "page10.html"] == heard
    assert [asset.name for asset in document.assets] == ["files/cert.pdf", "files/p.png"]
    assert document.warnings == ("Kept as evidence, not read as part of the text: files/cert.pdf.",)


def test_a_zip_is_read_like_its_folder(tmp_path: Path) -> None:
    archive = tmp_path / "site.zip"
    archive.write_bytes(zipped(dict(SITE)))
    assert read_source([archive]) == read_source([fill(tmp_path / "site", SITE)])


def test_several_files_are_all_read(tmp_path: Path) -> None:
    fill(tmp_path, {"b.docx": docx(paragraph("from Word")), "a.md": b"# From Markdown"})
    document = read_source([tmp_path / "b.docx", tmp_path / "a.md"])
    assert [page.markdown for page in document.pages] == ["# From Markdown", "from Word"]
    assert document.format == "docx+markdown"


def test_an_unreadable_file_among_several_is_named(tmp_path: Path) -> None:
    fill(tmp_path, {"a.md": b"# A", "b.png": b"\x89PNG"})
    with pytest.raises(ReviewError, match=r"b\.png"):
        read_source([tmp_path / "a.md", tmp_path / "b.png"])


def test_a_folder_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="no text"):
        read_source([fill(tmp_path / "site", {"p.png": b"\x89PNG"})])


def test_a_portfolio_of_word_files_is_read_as_pages(tmp_path: Path) -> None:
    folder = fill(tmp_path / "w", {f"{n}.docx": docx(paragraph(f"part {n}")) for n in (1, 2, 11)})
    assert [page.markdown for page in read_source([folder]).pages] == ["part 1", "part 2", "part 11"]
