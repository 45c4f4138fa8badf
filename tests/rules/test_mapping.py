"""The mapping is mended by hand, loses no word, and survives a new import."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError
from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.model.text import words
from cmalt_review.resources import data_dir
from cmalt_review.rules.mapping import carry_over, join, move, split
from cmalt_review.store.forms import load_form

FORM = load_form(data_dir("forms") / "senior-2019.toml")
PORTFOLIO = Portfolio(
    form=FORM.id,
    pieces=[
        Piece(n=1, heading="Core area 1", text="An introduction.", area="1"),
        Piece(n=2, heading="1a", level=3, text="One.\n\n### My own part\n\nTwo.", section="1a"),
        Piece(n=3, heading="1b", level=3, text="Three.", section="1b"),
    ],
)


def all_words(portfolio: Portfolio) -> list[str]:
    return words("\n\n".join(f"{piece.heading}\n\n{piece.text}" for piece in portfolio.pieces))


def test_move_puts_a_piece_into_a_section_by_hand() -> None:
    piece = move(PORTFOLIO, 1, "1c", FORM).pieces[0]
    assert (piece.section, piece.area, piece.by_hand) == ("1c", None, True)


def test_move_to_none_and_to_a_further_advanced_area() -> None:
    assert move(PORTFOLIO, 2, "-", FORM).pieces[1].section is None
    assert move(PORTFOLIO, 2, "6-2", FORM).pieces[1].section == "6-2"


@pytest.mark.parametrize("wanted", ["9z", "1a-2", "6-1", "p1", ""])
def test_move_to_what_the_form_lacks_says_what_there_is(wanted: str) -> None:
    with pytest.raises(ReviewError) as error:
        move(PORTFOLIO, 2, wanted, FORM)
    assert "1a" in error.value.message


def test_no_such_piece_says_how_many_there_are() -> None:
    with pytest.raises(ReviewError) as error:
        move(PORTFOLIO, 8, "1a", FORM)
    assert "1 to 3" in error.value.message


def test_split_at_a_heading_takes_it_as_the_second_pieces() -> None:
    pieces = split(PORTFOLIO, 2, 3).pieces
    assert [(p.n, p.heading, p.text, p.section) for p in pieces[1:3]] == [
        (2, "1a", "One.", "1a"), (3, "My own part", "Two.", "1a"),
    ]  # fmt: skip
    assert pieces[3].n == 4


@pytest.mark.parametrize("line", [-1, 0, 1, 6, 99])
def test_split_needs_text_on_both_sides(line: int) -> None:
    with pytest.raises(ReviewError):
        split(PORTFOLIO, 2, line)


def test_join_keeps_the_heading_of_the_second_in_the_text() -> None:
    pieces = join(PORTFOLIO, 2, 3).pieces
    assert [p.n for p in pieces] == [1, 2]
    assert pieces[1].text.endswith("### 1b\n\nThree.")


def test_a_piece_is_not_joined_to_itself() -> None:
    with pytest.raises(ReviewError):
        join(PORTFOLIO, 2, 2)


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 6))
def test_mending_loses_no_word(n: int, m: int, line: int) -> None:
    for mend, second in ((join, m), (split, line)):
        try:
            mended = mend(PORTFOLIO, n, second)
        except ReviewError:
            continue
        assert sorted(all_words(mended)) == sorted(all_words(PORTFOLIO))


def test_what_was_mended_survives_a_new_import() -> None:
    old = move(PORTFOLIO, 1, "1c", FORM)
    changed = PORTFOLIO.model_copy(
        update={
            "pieces": [PORTFOLIO.pieces[0].model_copy(update={"text": "Another introduction."}), *PORTFOLIO.pieces[1:]]
        }
    )
    for new in (PORTFOLIO, changed):
        carried = carry_over(old, new).pieces
        assert [piece.section for piece in carried] == ["1c", "1a", "1b"]
        assert [piece.by_hand for piece in carried] == [True, False, False]


def test_nothing_is_carried_over_to_a_heading_that_occurs_twice() -> None:
    twice = [Piece(n=n, heading="Reflection", text=f"Text {n}.", section="1a") for n in (1, 2)]
    old = move(Portfolio(form=FORM.id, pieces=twice), 1, "1c", FORM)
    new = Portfolio(form=FORM.id, pieces=[piece.model_copy(update={"text": "New."}) for piece in twice])
    assert carry_over(old, new) == new
