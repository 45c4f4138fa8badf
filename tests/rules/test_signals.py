"""Each signal comes where there is reason for it, says where, and stays away where there is none."""

from datetime import date

import pytest

from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.resources import data_dir
from cmalt_review.rules.guidance import is_guidance
from cmalt_review.rules.signals import Signal, nominated_assessor, signals
from cmalt_review.store.forms import load_form

SENIOR = load_form(data_dir("forms") / "senior-2019.toml")
TODAY = date(2026, 11, 22)
OWN = " ".join(f"I tried step{n} with my learners." for n in range(30))


def found(kind: str, section: str = "1a", **texts: str) -> list[Signal]:
    portfolio = Portfolio(
        form=SENIOR.id,
        pieces=[
            Piece(n=n, heading=id_, text=text, section=id_.strip("_")) for n, (id_, text) in enumerate(texts.items(), 1)
        ],
    )
    return [s for s in signals(portfolio, SENIOR, TODAY) if s.kind == kind and s.section == section]


def test_a_section_that_is_missing() -> None:
    assert found("missing", "1b", _1a=OWN)
    assert not found("missing", "1a", _1a=OWN)


def test_words_against_guidance_without_counting_the_schemes_own() -> None:
    assert "180" in found("words", _1a=OWN)[0].message
    guidance = "You should describe your work. Evidence might include a report of it."
    assert "180" in found("words", _1a=f"{guidance}\n\n{OWN}")[0].message
    assert found("guidance", _1a=f"{guidance}\n\n{OWN}")
    assert not found("guidance", _1a=OWN)


@pytest.mark.parametrize(
    "text",
    [
        "I told staff: you should describe your work.",
        "My statements should be read with care.",
        "The evidence is below.",
    ],
)
def test_own_words_are_not_taken_for_guidance(text: str) -> None:
    assert not is_guidance(text)


@pytest.mark.parametrize(
    "gap", ["TODO: more", "[insert link here]", "Screenshot ???", "To be added.", "- [ ] scan it", "To do:"]
)
def test_placeholders(gap: str) -> None:
    assert found("placeholder", _1a=f"{OWN}\n\n{gap}")


@pytest.mark.parametrize("text", ["I kept a to do list app.", "[a link](https://example.org)", "- [x] was the sign"])
def test_no_placeholders(text: str) -> None:
    assert not found("placeholder", _1a=text)


def test_lines_in_capitals() -> None:
    assert found("capitals", _1a=f"{OWN}\n\nREVISED AFTER THE FIRST ROUND")
    assert not found("capitals", _1a="I use the VLE and H5P daily.")


def test_the_same_text_in_two_sections() -> None:
    same = found("repeated", "1b", _1a=OWN, _1b=OWN)
    assert "1a" in same[0].message
    nearly = OWN.replace("step5 ", "another ")
    assert "Nearly" in found("repeated", "1b", _1a=OWN, _1b=nearly)[0].message
    assert not found("repeated", "1b", _1a=OWN, _1b="I did quite other things. " * 20)


def test_no_evidence_and_evidence_used_twice() -> None:
    link = "[plan](https://example.org/plan)"
    assert found("evidence", _1a=OWN)
    assert not found("evidence", _1a=link)
    assert "1a" in found("reused", "1b", _1a=link, _1b=link)[0].message
    assert not found("reused", "1b", _1a="<https://example.org/>", _1b="<https://example.org/>")


def test_old_evidence_and_its_year() -> None:
    assert "2019" in found("dated", _1a="[Minutes of May 2019](m.pdf)")[0].message
    assert not found("dated", _1a="[Minutes of May 2024](m.pdf)")
    assert not found("dated", _1a="[Data Protection Act 2018](https://www.legislation.gov.uk/x)")


def test_we_against_i() -> None:
    assert found("we", _1a="We met. We spoke. We left. Our plan was ours. We won. I agreed.")
    assert not found("we", _1a=OWN + " We met once.")


@pytest.mark.parametrize("text", ["", "↑ Back to top"])
def test_an_empty_confirmation(text: str) -> None:
    assert found("confirmation", "confirmation", confirmation=text or "x")


def test_an_unsigned_and_undated_declaration() -> None:
    words = "I declare that all statements in this portfolio are mine.\n\n"
    both = found("confirmation", "confirmation", confirmation=f"{words}Signed:\n\nDate:")
    assert ["signature" in s.message or "date" in s.message for s in both] == [True, True]
    assert not found("confirmation", "confirmation", confirmation=f"{words}Signed: Jo Harbour\n\nDate: 3 May 2026")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nominated assessor\n\nName: Dr Ines Quill\n\nEmail: x@example.org", "Dr Ines Quill"),
        ("**Nominated assessor:** Ines Quill", "Ines Quill"),
        ("I would like to nominate Ines Quill as my second assessor.", "Ines Quill"),
        ("Nominated assessor\n\nName: none", ""),
        ("Nominated assessor (optional)\n\nName:\n\nInstitution:", ""),
        ("I declare that this is my work.", ""),
    ],
)
def test_the_nominated_assessors_name(text: str, name: str) -> None:
    portfolio = Portfolio(form="x", pieces=[Piece(n=1, text=text, section="confirmation")])
    assert nominated_assessor(portfolio) == name


def test_principles_not_named_in_the_advanced_area() -> None:
    text = "\n\n".join(principle.title for principle in SENIOR.principles[:3])
    missing = found("principle", "6", _6=text)
    assert len(missing) == 1
    assert SENIOR.principles[3].short in missing[0].message
    assert not found("principle", "1a", _1a=OWN)


def test_signals_come_in_the_forms_order() -> None:
    portfolio = Portfolio(
        form=SENIOR.id, pieces=[Piece(n=1, text=OWN, section="2a"), Piece(n=2, text=OWN, section="1a")]
    )
    order = [section.id for section in SENIOR.sections]
    sections = [order.index(signal.section) for signal in signals(portfolio, SENIOR, TODAY)]
    assert sections == sorted(sections)
