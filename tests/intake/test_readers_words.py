"""The law of all readers: the words that go in come out, in order, under the same headings."""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmalt_review.intake.document import Document
from cmalt_review.intake.readers.docx import read_docx
from cmalt_review.intake.readers.html import read_html
from cmalt_review.intake.readers.markdown import read_markdown
from cmalt_review.intake.readers.odt import read_odt
from cmalt_review.intake.readers.pdf import read_pdf
from cmalt_review.model.text import words
from tests.intake.hostile import docx, paragraph
from tests.intake.made import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Table,
    as_docx,
    as_html,
    as_markdown,
    as_odt,
    as_pdf,
    texts,
)  # fmt: skip

Read = Callable[[str, bytes], Document]

word = st.text("abcdefghijklmnoprstuvwxyzéü", min_size=1, max_size=9)
phrase = st.lists(word, min_size=1, max_size=7).map(" ".join)
block: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.integers(1, 6), phrase),
    st.builds(Paragraph, phrase),
    st.builds(Bullets, st.lists(phrase, min_size=1, max_size=4).map(tuple)),
    st.integers(1, 3).flatmap(
        lambda width: st.builds(Table, st.lists(st.tuples(*[phrase] * width), min_size=2, max_size=3).map(tuple))
    ),
)
documents = st.lists(block, min_size=1, max_size=12)


def headings(markdown: str) -> list[tuple[int, str]]:
    return [(len(marks), text) for marks, text in re.findall(r"(?m)^(#{1,6}) (.*)$", markdown)]


@pytest.mark.parametrize(
    ("write", "read"),
    [(as_markdown, read_markdown), (as_html, read_html), (as_odt, read_odt)],
    ids=["markdown", "html", "odt"],
)
@given(blocks=documents)
@settings(max_examples=40, deadline=None)
def test_words_and_headings_survive(write: Callable[[list[Block]], bytes], read: Read, blocks: list[Block]) -> None:
    page = read("a", write(blocks)).pages[0]
    assert words(page.markdown) == words("\n".join(texts(blocks)))
    assert headings(page.markdown) == [(b.level, b.text) for b in blocks if isinstance(b, Heading)]


@given(blocks=documents)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_and_headings_of_a_word_document_survive(blocks: list[Block]) -> None:
    page = read_docx("a", as_docx(blocks)).pages[0]
    assert words(page.markdown) == words("\n".join(texts(blocks)))
    assert headings(page.markdown) == [(b.level, b.text) for b in blocks if isinstance(b, Heading)]


@given(blocks=documents.filter(lambda blocks: len(texts(blocks)) > 3))
@settings(max_examples=25, deadline=None)
def test_words_and_headings_of_a_tagged_pdf_survive(blocks: list[Block]) -> None:
    document = read_pdf("a", as_pdf([*blocks, Paragraph("the end")], tagged=True))
    assert words(document.pages[0].markdown) == words("\n".join(texts(blocks)) + " the end")
    assert headings(document.pages[0].markdown) == [(b.level, b.text) for b in blocks if isinstance(b, Heading)]
    assert document.warnings == ()


@given(blocks=documents)
@settings(max_examples=25, deadline=None)
def test_words_of_an_untagged_pdf_survive(blocks: list[Block]) -> None:
    document = read_pdf("a", as_pdf(blocks, tagged=False))
    page = document.pages[0]
    assert sorted(words(page.markdown + " " + page.furniture)) == sorted(words("\n".join(texts(blocks))))
    assert any("not tagged" in warning for warning in document.warnings)


def plain_docx(blocks: list[Block]) -> bytes:
    """Paragraphs alone, without the template that makes writing slow."""
    return docx(
        "".join(paragraph(escape(text)).replace("<w:t>", '<w:t xml:space="preserve">') for text in texts(blocks))
    )


marks = st.text("abc *_#<>[]()`~=+-.!|\\&;:{}$^'\"0123456789", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("write", "read"), [(as_html, read_html), (plain_docx, read_docx), (as_odt, read_odt)], ids=["html", "docx", "odt"]
)
@given(text=marks)
@settings(max_examples=60, deadline=None)
def test_marks_in_a_text_make_no_structure(write: Callable[[list[Block]], bytes], read: Read, text: str) -> None:
    markdown = read("a", write([Paragraph("before"), Paragraph(f"x{text}x"), Paragraph("after")])).pages[0].markdown
    assert re.findall(r"[a-z0-9]+", markdown) == re.findall(r"[a-z0-9]+", f"before x{text}x after")
    assert headings(markdown) == []
