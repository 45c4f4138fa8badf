"""Markdown out: a golden form, and texts that stay texts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cmalt_review.export.blocks import FormDocument, Item, Items, Paragraph, Table
from cmalt_review.export.markdown import escape_line, write_markdown
from cmalt_review.export.mine import mine
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet
from cmalt_review.model.text import clean

GOLDEN = Path(__file__).parent / "golden"
RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _plain(markdown: str) -> str:
    """The text that a renderer shows, and a failure where it sees anything but text."""
    shown = []
    for token in RENDERER.parse(markdown):
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token
        for child in token.children or []:
            assert child.type in ("text", "code_inline", "text_special", "softbreak"), child
            shown.append(child.content if child.type != "softbreak" else "\n")
    return "".join(shown)


@pytest.mark.parametrize("draft", [False, True])
def test_my_completed_form_reads_as_agreed(assignment: Assignment, form: Form, lead: Sheet, draft: bool) -> None:
    document = mine(assignment, form, lead)
    golden = (GOLDEN / "mine.md").read_text(encoding="utf-8")
    if draft:
        golden = golden.replace("# CMALT", "# DRAFT – CMALT", 1).replace("\n\n", "\n\n**DRAFT: not final.**\n\n", 1)
        golden += "\n**DRAFT: not final.**\n"
    assert write_markdown(document, draft=draft) == golden


@given(st.text(max_size=80).map(lambda text: " ".join(clean(text).split())))
@pytest.mark.parametrize(
    "frame", ["{}", "# {}", "1. {}", "<b>{}</b>", "[{}](https://e.example)", "- {}", "*{}* `x", "&amp;{}"]
)
def test_a_line_of_text_is_shown_letter_for_letter(frame: str, text: str) -> None:
    line = " ".join(frame.format(text).split())
    assert _plain(escape_line(line)) == line


def test_an_address_is_readable_but_no_link() -> None:
    assert escape_line("See https://a.example/b_c?d=*e*, then www.f.example.") == (
        "See `https://a.example/b_c?d=*e*`, then `www.f.example`."
    )


def test_a_cell_keeps_to_its_column() -> None:
    table = Table(("A", "B"), (("one | two\n\nthree", "https://e.example/a|b"),), (50, 50))
    lines = write_markdown(FormDocument("T", (table,)), draft=False).splitlines()
    assert lines[-1] == r"| one \| two<br><br>three | `https://e.example/a\|b` |"


def test_numbers_go_on_and_further_paragraphs_belong_to_their_item() -> None:
    items = Items((Item("One.\n\nMore of it.", "Reflection"), Item("Two.")), 3)
    text = write_markdown(FormDocument("T", (items, Paragraph("End"))), draft=False)
    assert text == "# T\n\n3. **Reflection:** One.\n\n   More of it.\n4. Two.\n\nEnd\n"
