"""Sources become a portfolio with what is needed to keep them, and the answer that other programs read."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cmalt_review.errors import ReviewError
from cmalt_review.intake.answer import answer
from cmalt_review.intake.load import load, source_files
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import load_form

FORM = load_form(data_dir("forms") / "cmalt-2019.toml")
TEXT = (
    "# My portfolio\n\nHello.\n\n## 1a: Constraints\n\nI chose a tool.\n\n"
    "## Confirmation\n\nNominated assessor: Ines Quill\n"
)


def test_a_file_is_read_cut_and_described(tmp_path: Path) -> None:
    file = tmp_path / "portfolio.md"
    file.write_text(TEXT, encoding="utf-8")
    added = datetime(2026, 11, 22, tzinfo=UTC)
    loaded = load([file], FORM, added=added)
    source = loaded.portfolio.sources[0]
    assert (source.name, source.format, source.added) == ("portfolio.md", "md", added)
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert loaded.portfolio.nominated == "Ines Quill"
    assert [section.id for section in loaded.portfolio.sections()] == ["1a", "confirmation"]
    assert loaded.files == [(file, "portfolio.md")]


def test_the_answer_holds_sections_in_the_forms_order_unmatched_and_signals(tmp_path: Path) -> None:
    file = tmp_path / "portfolio.md"
    file.write_text(TEXT, encoding="utf-8")
    told = json.loads(json.dumps(answer(load([file], FORM).portfolio, FORM, date(2026, 11, 22))))
    assert told["form"] == "cmalt-2019"
    assert set(told["sections"][0]) == {"id", "heading", "words", "text", "confidence", "why", "shared"}
    assert told["sections"][0]["text"] == "I chose a tool."
    assert told["unmatched"][0]["heading"] == "My portfolio"
    assert {"section", "kind", "where", "message"} == set(told["signals"][0])


def test_files_of_a_folder_get_names_of_their_own_and_hidden_ones_stay_out(tmp_path: Path) -> None:
    for name in ("a/x.md", "a/.git/config", "b/a/x.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    names = [name for _, name in source_files([tmp_path / "a", tmp_path / "b" / "a"])]
    assert names == ["a/x.md", "a/x-2.md"]


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as error:
        load([tmp_path / "gone.md"], FORM)
    assert "gone.md" in error.value.message


def test_links_in_a_folder_are_left_out(tmp_path: Path) -> None:
    outside = tmp_path / "private.md"
    outside.write_text("Not part of it.")
    folder = tmp_path / "portfolio"
    folder.mkdir()
    (folder / "a.md").write_text("# 1a\n\nText.")
    (folder / "b.md").symlink_to(outside)
    assert [name for _, name in source_files([folder])] == ["portfolio/a.md"]
