"""Values to TOML and back, whatever a candidate wrote."""

import pytest

from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.store.codec import dump, parse


@pytest.mark.parametrize(
    "text",
    [
        "First line\n" + "a paragraph without any quotation mark or hash, " * 40,
        "First line\n[" + "a note that begins with a bracket and does not close it " * 20,
        "First line\n" + "www.example.org.and.so.on.and.on.and.on.and.on.and.on " * 20,
    ],
)
def test_a_long_paragraph_is_not_taken_for_a_key(text: str) -> None:
    portfolio = Portfolio(form="cmalt-2019", pieces=[Piece(n=1, text=text)])
    assert parse(dump(portfolio), Portfolio, "portfolio.toml") == portfolio
