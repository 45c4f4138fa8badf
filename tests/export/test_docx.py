"""What a DOCX of ours is like: real structure, British English, nobody's traces, the same bytes every time."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.export.blocks import FormDocument, Heading, Item, Items, Note, Paragraph, Table
from cmalt_review.export.docx import write_docx
from cmalt_review.export.mine import mine
from cmalt_review.export.transcript import transcript
from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet
from cmalt_review.model.text import clean


@pytest.fixture
def document(assignment: Assignment, form: Form, lead: Sheet) -> FormDocument:
    return mine(assignment, form, lead)


def _members(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_title_and_headings_are_headings(document: FormDocument) -> None:
    word = docx.Document(BytesIO(write_docx(document, draft=False)))
    found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    expected = [("Heading 1", document.title)]
    expected += [(f"Heading {b.level}", b.text) for b in document.blocks if isinstance(b, Heading)]
    assert found == expected


def test_every_table_has_a_header_row_and_no_merged_cells(document: FormDocument) -> None:
    word = docx.Document(BytesIO(write_docx(document, draft=False)))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert len(word.tables) == len(tables) > 2
    for grid, table in zip(word.tables, tables, strict=True):
        assert [cell.text for cell in grid.rows[0].cells] == list(table.header)
        header = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
        assert header == [True] + [False] * len(table.rows)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
        assert not grid._tbl.xpath(".//w:gridSpan | .//w:vMerge")


def test_page_language_and_properties(document: FormDocument) -> None:
    data = write_docx(document, draft=False)
    word = docx.Document(BytesIO(data))
    properties = word.core_properties
    assert (properties.title, properties.language) == (document.title, "en-GB")
    assert (properties.author, properties.last_modified_by, properties.created, properties.modified) == (
        "", "", None, None,
    )  # fmt: skip
    page = word.sections[0]
    assert (page.page_width.mm, page.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    members = _members(data)
    styles, settings = members["word/styles.xml"].decode(), members["word/settings.xml"].decode()
    assert 'w:lang w:val="en-GB"' in styles
    assert "en-US" not in styles + settings
    assert "removePersonalInformation" in settings
    assert "rsid" not in settings
    assert 'w:val="15"' in settings
    assert not [name for name in members if "thumbnail" in name or "customXml" in name]


def test_same_bytes_for_the_same_input_and_no_times(document: FormDocument) -> None:
    first, second = write_docx(document, draft=True), write_docx(document, draft=True)
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_assessor_anywhere_in_a_transcript(
    assignment: Assignment, form: Form, lead: Sheet, second: Sheet, agreed: Agreed
) -> None:
    everything = b"\n".join(
        _members(write_docx(transcript(assignment, form, lead, second, agreed), draft=False)).values()
    )
    for name in (*lead.author.split(), *second.author.split()):
        assert name.encode() not in everything


@pytest.mark.parametrize("draft", [True, False])
def test_draft_is_marked_in_title_header_and_properties_or_not_at_all(document: FormDocument, draft: bool) -> None:
    data = write_docx(document, draft=draft)
    word = docx.Document(BytesIO(data))
    assert word.paragraphs[0].text.startswith("DRAFT") is draft
    assert word.sections[0].header.paragraphs[0].text.startswith("DRAFT") is draft
    assert word.core_properties.title.startswith("DRAFT") is draft
    assert any(b"DRAFT" in part for part in _members(data).values()) is draft


def test_pages_are_counted(document: FormDocument) -> None:
    footer = _members(write_docx(document, draft=False))["word/footer1.xml"].decode()
    assert re.findall(r'w:instr=" (\w+) "', footer) == ["PAGE", "NUMPAGES"]


def test_blank_lines_divide_paragraphs_and_single_lines_are_kept() -> None:
    blocks = (Paragraph("One\ntwo\n\nthree", "Label"), Items((Item("a\n\nb"),)))
    word = docx.Document(BytesIO(write_docx(FormDocument("T", blocks), draft=False)))
    assert [(p.style.name, p.text) for p in word.paragraphs[1:]] == [
        ("Normal", "Label: One\ntwo"),
        ("Normal", "three"),
        ("List Bullet", "a"),
        ("List Continue", "b"),
    ]


@given(st.text(max_size=60).map(clean))
def test_any_text_is_shown_letter_for_letter(text: str) -> None:
    """Markup, formulas and field codes included: one paragraph of any text comes back as it went in."""
    one = " ".join(text.split())
    document = FormDocument("T", (Note(one), Table(("H",), ((one,),), (100,))))
    word = docx.Document(BytesIO(write_docx(document, draft=False)))
    assert word.paragraphs[1].text == one
    assert word.tables[0].rows[1].cells[0].text == one
    assert not word.element.xpath(".//w:hyperlink | .//w:fldSimple | .//w:instrText")


def test_an_independent_validator_finds_nothing(document: FormDocument, tmp_path: Path) -> None:
    audit = pytest.importorskip(
        "openxml_audit", reason="openxml-audit is missing: nobody has checked the DOCX's schema"
    )
    file = tmp_path / "form.docx"
    file.write_bytes(write_docx(document, draft=True))
    assert audit.OpenXmlValidator().validate(file).errors == []


@pytest.mark.office
def test_libreoffice_makes_a_pdf_of_it(document: FormDocument, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: nobody has looked whether it opens our DOCX")
    source = tmp_path / "form.docx"
    source.write_bytes(write_docx(document, draft=False))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "form.txt").read_text(encoding="utf-8-sig")
    assert document.title in text
    assert '=HYPERLINK("https://evil.example/a_b") <b>bold</b>' in text
