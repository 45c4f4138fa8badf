"""What changed between two rounds is told paragraph by paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.rules.rounds import changed_sections, paragraph_diff, paragraphs

ONE, TWO, THREE = "I made a plan for the course.", "Then learners tried the tool.", "At last we met to review it."


def kinds(old: list[str], new: list[str]) -> list[str]:
    return [change.kind for change in paragraph_diff("\n\n".join(old), "\n\n".join(new))]


def test_added_removed_changed_and_same() -> None:
    assert kinds([ONE, TWO], [ONE, THREE, TWO]) == ["same", "added", "same"]
    assert kinds([ONE, TWO, THREE], [ONE, THREE]) == ["same", "removed", "same"]
    assert kinds([ONE], [ONE + " It was short."]) == ["changed"]


def test_a_moved_paragraph_is_told_once() -> None:
    assert sorted(kinds([ONE, TWO, THREE], [THREE, ONE, TWO])) == ["moved", "same", "same"]


def test_layout_alone_is_no_change() -> None:
    assert kinds(["**I made** a plan."], ["I made a\nplan."]) == ["same"]


PARAGRAPHS = st.lists(st.sampled_from([ONE, TWO, THREE, "Another.", "I made a plan."]), max_size=8)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_can_be_told_from_the_changes(old: list[str], new: list[str]) -> None:
    changes = paragraph_diff("\n\n".join(old), "\n\n".join(new))
    assert [change.new for change in changes if change.new] == new
    assert sorted(change.old for change in changes if change.old) == sorted(old)


@given(st.text(max_size=200))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(change.kind == "same" for change in paragraph_diff(text, text))
    assert all(part.strip() for part in paragraphs(text))


def test_changed_sections_are_named() -> None:
    old = Portfolio(form="x", pieces=[Piece(n=1, text="a", section="1a"), Piece(n=2, text="b", section="1b")])
    new = Portfolio(form="x", pieces=[Piece(n=1, text="*a*", section="1a"), Piece(n=2, text="c", section="2a")])
    assert changed_sections(old, new) == ["2a", "1b"]
