"""The candidate's text as lines: pure functions, no screen."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cmalt_review.tui.widgets.reader_layout import LEAST, Layout, lay_out, wrap
from cmalt_review.tui.widgets.reader_markdown import parse

WIDTHS = st.integers(min_value=0, max_value=90)
WORD = st.text(alphabet="abcdefgäßñ漢字😀", min_size=1, max_size=14)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
HOSTILE = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([
            "# ", "- ", "1. ", "> ", "|", "\n", "\n\n", "    ", "\t", "`", "```", "**", "_", "[/]", "[a](b)", "![",
            "](",
            "&#27;", "&#x202e;", "\x1b]52;c;x\x07", "\u202e", "<b>", "</b>", "<!--", "<script>", "[red]",
            "<img src='x'>",
            "http://a.b/c.", "| a | b |\n|---|---|\n| c |", "[@click=app.quit]", "~~", "\\", "word",
        ]),
        max_size=40,
    ).map("".join),
)  # fmt: skip


def lines(text: str, width: int = 60, numbers: dict[str, int] | None = None) -> list[str]:
    layout = lay_out(parse(text, numbers), width)
    return [row.prefix + layout.text(row) for row in layout.rows]


@given(HOSTILE, WIDTHS)
def test_no_text_stops_it_or_steers_the_terminal(text: str, width: int) -> None:
    for line in lines(text, width):
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs") or c in "\u202a\u202e\u2066\u200b"]
        assert cell_len(line) <= max(width, LEAST) + 1  # one wide character may stand in the last cell


@st.composite
def structured(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of headings, lists, quotations, emphasis, links and tables, and the words in it."""
    parts, expected = [], []
    for kind in draw(st.lists(st.sampled_from("phluqetc"), min_size=1, max_size=6)):
        line = draw(LINE)
        words = line.split()
        match kind:
            case "h":
                parts.append(f"## {line}")
            case "l":
                parts.append("\n".join(f"- {word}" for word in words))
            case "u":
                parts.append("\n".join(f"{n}. {word}" for n, word in enumerate(words, start=1)))
            case "q":
                parts.append(f"> {line}")
            case "e":
                parts.append(f"**{line}** and [{line}](https://example.org)")
                words = [*words, *words]
            case "t":
                parts.append(f"| {words[0]} | x |\n|---|---|\n| {line} | y |")
                words = [*words, words[0]]
            case "c":
                parts.append(f"```\n{line}\n```")
            case _:
                parts.append(line)
        expected += words
    return "\n\n".join(parts), expected


@given(structured(), st.integers(min_value=20, max_value=100))
def test_no_word_is_lost(made: tuple[str, list[str]], width: int) -> None:
    text, expected = made
    shown = re.sub(r"[\s▏]+", "", "".join(lines(text, width)))
    for word in set(expected):
        # A word that is longer than a line is broken over two, so white space does not count.
        assert shown.count(word) >= expected.count(word), word


@given(st.text(max_size=200), st.integers(min_value=-3, max_value=40))
def test_wrapping_keeps_every_character_but_white_space(text: str, width: int) -> None:
    kept = "".join(text[start:end] for start, end in wrap(text, width))
    assert "".join(kept.split()) == "".join(text.split())


def test_what_is_no_markdown_of_ours_stands_as_it_was_typed() -> None:
    assert lines("Seen <!-- a comment --> and <script>x()</script>") == [
        "Seen <!-- a comment --> and <script>x()</script>"
    ]
    assert lines("[ref]: https://example.org/hidden") == ["[ref]: https://example.org/hidden"]
    assert lines("[/] [link=x] [@click=app.quit]") == ["[/] [link=x] [@click=app.quit]"]


def test_links_have_their_numbers_and_pictures_their_description() -> None:
    numbers = {"https://example.org/plan": 1, "a.png": 2, "https://example.org/x": 3}
    text = "See [the plan](https://example.org/plan), ![a graph](a.png), https://example.org/x."
    assert lines(text, 90, numbers) == ["See the plan [1], ▣ picture: a graph [2], https://example.org/x [3]."]


def test_a_table_that_does_not_fit_is_listed_with_its_headings() -> None:
    table = "| Tool | What it does | Verdict |\n|---|---|---|\n| Quiz | asks questions each week | kept |"
    assert lines(table, 60)[1] == "Quiz │ asks questions each week │ kept"
    narrow = lines(table, 30)
    assert "▪ Quiz" in narrow
    assert "  Verdict: kept" in narrow


def test_lists_nest_and_quotations_have_their_bar() -> None:
    assert lines("1. one\n   - inner\n2. two\n\n> said") == ["1. one", "   • inner", "2. two", "", "▏ said"]


def found(layout: Layout, wanted: str) -> list[str]:
    return [layout.blocks[m.block].text[m.start : m.end] for m in layout.find(wanted)]


def test_search_finds_over_line_ends_and_in_any_case() -> None:
    layout = lay_out(parse("The quick brown Fox jumps\n\nquick   BROWN fox"), 12)
    assert len(layout.rows) > 4
    assert found(layout, "brown fox") == ["brown Fox", "BROWN fox"]
    match = layout.find("jumps")[0]
    assert "jumps" in layout.text(layout.rows[layout.line_of(match)])
    assert layout.find("  ") == []


def test_paragraphs_are_counted_as_the_rounds_do() -> None:
    from cmalt_review.rules.rounds import paragraphs

    text = "# Head\n\nFirst\nstill first\n\n- a\n- b\n\n> quote\n\n\nlast"
    layout = lay_out(parse(text), 40)
    last = max(layout.paragraph(y) for y in range(len(layout.rows)))
    assert paragraphs(text)[last] == "last"
    assert [block.text for block in layout.blocks if block.paragraph == 2] == ["a", "b"]


def test_what_the_candidate_highlighted_or_inserted_is_toned_and_its_signs_are_gone() -> None:
    [block] = parse("We asked ==**forty** learners== and {++then `{++x++}` their tutors++}; a == b.")
    assert block.text == "We asked forty learners and then {++x++} their tutors; a == b."
    toned = {(block.text[s:e], tone) for s, e, tone in block.spans}
    assert {("forty", "strong"), ("forty learners", "marked"), ("then {++x++} their tutors", "inserted")} <= toned


def test_an_insertion_of_several_paragraphs_leaves_no_sign() -> None:
    first, last = parse("Then {++I asked.\n\nThey answered.++} So it was.")
    assert [first.text, last.text] == ["Then I asked.", "They answered. So it was."]
    assert first.text[first.spans[0].start :] == "I asked."
    assert last.text[: last.spans[0].end] == "They answered."


@given(st.lists(st.sampled_from(["==", "{++", "++}", "=", " ", "word", "**", "`", "\n\n"]), max_size=30))
def test_signs_of_revision_take_no_word_away(parts: list[str]) -> None:
    blocks = parse("".join(parts))
    assert sum(block.text.count("word") for block in blocks) == parts.count("word")
    assert all(0 <= s < e <= len(block.text) for block in blocks for s, e, _ in block.spans)
