"""Every link, picture and file of the text is in the evidence list, in order."""

from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.rules.evidence import evidence, host_of


def listed(text: str, typed: dict[str, list[str]] | None = None) -> list[tuple[str, str, str]]:
    portfolio = Portfolio(form="x", pieces=[Piece(n=1, text=text, section="1a")])
    return [(item.kind, item.target, item.label) for item in evidence(portfolio, typed or {})]


def test_links_pictures_and_files_in_order() -> None:
    text = (
        "See [my plan](https://example.org/plan_(old).html), ![a chart](chart.png) and [minutes](files/m.pdf), "
        "<https://example.com/a>, https://example.net/b. "
        "<a href='https://example.org/c'>c</a> <img src='d.jpg' alt='D'>"
    )
    assert listed(text) == [
        ("link", "https://example.org/plan_(old).html", "my plan"),
        ("image", "chart.png", "a chart"),
        ("file", "files/m.pdf", "minutes"),
        ("link", "https://example.com/a", ""),
        ("link", "https://example.net/b", ""),
        ("link", "https://example.org/c", "c"),
        ("image", "d.jpg", "D"),
    ]


def test_a_picture_that_is_a_link_is_both() -> None:
    assert listed("[![small](s.png)](https://example.org/big)") == [
        ("image", "s.png", "small"), ("link", "https://example.org/big", "small"),
    ]  # fmt: skip


def test_jumps_within_the_page_are_no_evidence() -> None:
    assert listed("[up](#top)") == []


def test_typed_links_follow_and_are_not_listed_twice() -> None:
    typed = {"1a": ["https://example.org/a", "https://example.org/b"]}
    assert [target for _, target, _ in listed("[a](https://example.org/a)", typed)] == typed["1a"]


def test_the_words_around_and_the_whole_host_are_told() -> None:
    portfolio = Portfolio(
        form="x", pieces=[Piece(n=1, text="Before [it](https://a.b.example.org:8/x) behind.", section="1a")]
    )
    item = evidence(portfolio, {})[0]
    assert item.around == "Before it behind."
    assert item.host == "a.b.example.org"
    assert item.n == 1


def test_hosts_of_odd_addresses() -> None:
    assert host_of("mailto:jo@example.org") == "example.org"
    assert host_of("http://[broken") == ""
    assert host_of("files/a.pdf") == ""
