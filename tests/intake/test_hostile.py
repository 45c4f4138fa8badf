"""Whatever a file holds, reading it ends in words: a document, or an error that a user understands."""

import os
import re
from pathlib import Path

import pytest

from cmalt_review.errors import ReviewError
from cmalt_review.intake.document import Document
from cmalt_review.intake.guard import Limits
from cmalt_review.intake.reader import read_source
from cmalt_review.model.text import clean
from tests.intake import hostile_documents  # noqa: F401 – fills the corpus
from tests.intake.hostile import CORPUS, docx, paragraph, zipped

# Lower than in use, so that files which have to be stopped are stopped soon.
LIMITS = Limits(cpu=3, wall=6.0, memory=900_000_000, part=14_000_000, output=30_000_000)

REFUSED = {
    "zip_bomb": "zip bomb",
    "zip_bomb_of_zeros_200_mb": "zip bomb",
    "zip_with_many_entries": "more than 5,000 files",
    "zip_with_two_million_entries_declared": "more than 5,000 files",
    "zip_slip": "outside the archive",
    "zip_slip_backslash": "outside the archive",
    "zip_absolute_name": "outside the archive",
    "zip_drive_letter": "outside the archive",
    "zip_symlink": "symbolic link",
    "zip_overlapping_entries": "overlap",
    "zip_encrypted": "password",
    "zip_in_zip_in_zip": "archive inside an archive",
    "zip_empty": "holds no file",
    "zip_truncated": "cut short",
    "zip_same_name_twice": "same name",
    "zip_lzma": "unusual way",
    "docx_two_million_paragraphs": "zip bomb",
    "docx_external_entity": "entities",
    "docx_external_entity_utf16": "entities",
    "docx_entity_bomb": "entities",
    "docx_macros": "macros",
    "docm_by_name": "macros",
    "docx_is_spreadsheet": "spreadsheet",
    "docx_encrypted": "password",
    "docx_without_document": "text is missing",
    "doc_of_old_word": "old Word format",
    "odt_external_entity": "entities",
    "odt_encrypted": "password",
    "pdf_encrypted": "password",
    "pdf_only_a_header": "damaged",
    "pdf_without_text": "only pictures",
    "pdf_many_pages": "pages",
    "empty_markdown": "is empty",
    "empty_docx": "is empty",
    "empty_pdf": "is empty",
    "blank_text": "blanks",
    "zeros_as_text": "zeros",
    "text_too_long": "longer than",
    "pdf_named_docx": "is a PDF",
    "docx_named_pdf": "is a Word document",
    "text_named_docx": "not a Word document",
    "rich_text": "Rich Text",
    "seven_zip": "7-Zip",
    "program": "no text",
    "html_is_picture": "no text",
    "leap2a_entity_bomb": "entities",
}

READ = {
    "zip_names_with_escapes", "docx_grid_span", "docx_external_picture_and_link", "docx_bidi_and_escape_text",
    "docx_circular_styles", "odt_repeated_columns_and_rows", "odt_repeated_spaces", "odt_links", "pdf_javascript_link",
    "pdf_structure_tree_loop", "html_column_span", "html_javascript_links", "html_entities", "html_nul_bytes",
    "html_utf16_without_mark", "html_unknown_encoding", "html_unclosed_comment", "html_mahara_bad_json",
    "markdown_brackets", "markdown_escape_sequences", "markdown_one_long_line", "xerte_broken",
}  # fmt: skip


def read(tmp_path: Path, name: str, data: bytes, limits: Limits = LIMITS) -> Document | ReviewError:
    source = tmp_path / "in" / name
    source.parent.mkdir()
    source.write_bytes(data)
    try:
        return read_source([source], limits=limits)
    except ReviewError as error:
        return error


@pytest.mark.parametrize("case", sorted(CORPUS))
def test_every_hostile_file_is_read_or_refused_in_words(case: str, tmp_path: Path) -> None:
    name, data = CORPUS[case]()
    result = read(tmp_path, name, data)
    if isinstance(result, ReviewError):
        assert case not in READ
        assert result.title.startswith("“")
        assert REFUSED.get(case, "") in result.title
        assert result.hint
        assert "Error" not in str(result)
        assert "Traceback" not in str(result)
    else:
        assert case not in REFUSED
        texts = [text for p in result.pages for text in (p.name, p.title, p.markdown, p.furniture)]
        assert all(text == clean(text) for text in texts)
        assert not re.search(r"\]\(\s*<?\s*(?:javascript|data|vbscript)", "\n".join(texts), re.I)
        assert "root:" not in "\n".join(texts)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == [name]


def test_the_corpus_is_large_and_the_lists_name_real_files() -> None:
    assert len(CORPUS) >= 60
    assert set(REFUSED) | READ <= set(CORPUS)


def test_a_javascript_link_keeps_its_words(tmp_path: Path) -> None:
    result = read(tmp_path, *CORPUS["html_javascript_links"]())
    assert isinstance(result, Document)
    assert result.pages[0].markdown.split() == ["press"] * 7


def test_reading_stops_at_the_time_limit(tmp_path: Path) -> None:
    result = read(tmp_path, *CORPUS["docx_many_paragraphs_below_the_ratio"](), Limits(wall=0.3))
    assert isinstance(result, ReviewError)
    assert "too long" in result.title


def test_reading_stops_at_the_processor_limit(tmp_path: Path) -> None:
    result = read(tmp_path, *CORPUS["docx_many_paragraphs_below_the_ratio"](), Limits(cpu=1, ratio=100_000))
    assert isinstance(result, ReviewError)
    assert "too long" in result.title


def test_reading_stops_at_the_memory_limit(tmp_path: Path) -> None:
    body = "".join(paragraph(f"word {n}") for n in range(5_000))
    result = read(tmp_path, "large.docx", docx(body), Limits(memory=60_000_000))
    assert isinstance(result, ReviewError)
    assert re.search("memory|cannot be read", result.title)


def test_reading_stops_at_the_output_limit(tmp_path: Path) -> None:
    result = read(tmp_path, "large.docx", docx(paragraph("word " * 50_000)), Limits(output=10_000))
    assert isinstance(result, ReviewError)
    assert "more text" in result.title


def test_reading_can_be_cancelled_and_leaves_no_process(tmp_path: Path) -> None:
    source = tmp_path / "many.docx"
    source.write_bytes(CORPUS["docx_many_paragraphs_below_the_ratio"]()[1])
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 4

    with pytest.raises(ReviewError, match="cancelled"):
        read_source([source], cancelled=cancelled)
    with pytest.raises(ChildProcessError):  # nothing left to wait for
        os.waitpid(-1, os.WNOHANG)


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "index.md").write_text("# Mine\n\nwords")
    (folder / "link.md").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    document = read_source([folder])
    assert [page.name for page in document.pages] == ["index.md"]


def test_a_folder_that_loops_ends(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "again").symlink_to(folder)
    with pytest.raises(ReviewError, match="holds no file"):
        read_source([folder])


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    with pytest.raises(ReviewError, match="neither a file nor a folder"):
        read_source([pipe])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"absent\.docx"):
        read_source([tmp_path / "absent.docx"])


def test_a_module_beside_the_portfolio_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mammoth.py").write_text("import pathlib; pathlib.Path('ran').touch()")
    (tmp_path / "json.py").write_text("import pathlib; pathlib.Path('ran').touch()")
    source = tmp_path / "a.docx"
    source.write_bytes(docx(paragraph("words")))
    monkeypatch.chdir(tmp_path)
    assert read_source([source]).pages[0].markdown == "words"
    assert not (tmp_path / "ran").exists()


def test_a_bomb_inside_a_zip_is_refused(tmp_path: Path) -> None:
    bomb = CORPUS["docx_two_million_paragraphs"]()[1]
    result = read(tmp_path, "outer.zip", zipped({"inner.docx": bomb}))
    assert isinstance(result, ReviewError)
    assert "inner.docx" in result.title
