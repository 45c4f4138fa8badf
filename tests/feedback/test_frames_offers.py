"""Offers, search, and the note on a phrase used too often."""

from collections.abc import Sequence

import pytest

from cmalt_review.feedback.frames import Frame, FrameLibrary, Slot, Wording
from cmalt_review.feedback.offers import offers, overused, search
from cmalt_review.model.sheet import Point


def frame(
    id_: str, sections: Sequence[str] = (), element: str = "whole", *, aspect: str = "", pathway: str = "",
    title: str = "", keys: Sequence[str] = (), **wordings: str,
) -> Frame:  # fmt: skip
    kinds: dict[Wording, str] = wordings or {"required": "Please add.", "suggestion": "It could."}  # type: ignore[assignment]
    return Frame(id_, title or id_, Slot(tuple(sections), element, aspect, pathway), kinds, tuple(keys))


def library(*frames: Frame) -> FrameLibrary:
    return FrameLibrary({frame.id: frame for frame in frames})


def ids(frames: Sequence[Frame]) -> list[str]:
    return [frame.id for frame in frames]


class TestOffers:
    ALL = library(
        frame("any-evidence", element="evidence"),
        frame("any-whole"),
        frame("3a-evidence", ["3a"], "evidence"),
        frame("2b-evidence", ["2b"], "evidence"),
        frame("any-reflection", element="reflection"),
        frame("praise", element="evidence", strength="Good: ${1:why}."),
        frame("senior", element="evidence", pathway="senior"),
        frame("p2", element="p2"),
        frame("open-pass", ["overall"], "opening", aspect="pass", overall="It passes."),
        frame("open-fail", ["overall"], "opening", aspect="fail", overall="It fails."),
        frame("overall-required", ["overall"]),
    )

    def test_what_is_for_the_element_comes_first_then_what_is_for_the_section(self) -> None:
        found = offers(self.ALL, section="3a", element="evidence", kind="required", used={}, pathway="cmalt")
        assert ids(found) == ["3a-evidence", "any-evidence", "any-whole"]

    def test_the_most_used_comes_first_among_those_for_the_element(self) -> None:
        used = {"any-evidence": 2, "any-whole": 9}
        found = offers(self.ALL, section="3a", element="evidence", kind="required", used=used, pathway="cmalt")
        assert ids(found) == ["any-evidence", "3a-evidence", "any-whole"]

    def test_a_pathways_own_phrases_are_for_that_pathway(self) -> None:
        for pathway, there in (("senior", True), ("cmalt", False), ("", True)):
            found = offers(self.ALL, section="3a", element="evidence", kind="required", used={}, pathway=pathway)
            assert ("senior" in ids(found)) is there

    def test_the_kind_decides_and_no_kind_takes_all(self) -> None:
        assert ids(offers(self.ALL, section="3a", element="evidence", kind="strength", used={})) == ["praise"]
        assert "praise" in ids(offers(self.ALL, section="3a", element="evidence", kind="unsorted", used={}))

    def test_a_principle_is_offered_for_itself_only(self) -> None:
        assert ids(offers(self.ALL, section="6", element="p2", kind="required", used={}))[0] == "p2"
        assert ids(offers(self.ALL, section="p2", element="whole", kind="required", used={}))[0] == "p2"
        assert "p2" not in ids(offers(self.ALL, section="6", element="p3", kind="required", used={}))
        assert "p2" not in ids(offers(self.ALL, section="6", element="whole", kind="required", used={}))

    def test_the_overall_text_has_its_own_and_the_outcomes_first(self) -> None:
        found = offers(
            self.ALL, section="overall", element="opening", kind="overall", used={"open-pass": 5}, aspect="fail"
        )
        assert ids(found) == ["open-fail", "open-pass"]
        assert ids(offers(self.ALL, section="overall", element="whole", kind="required", used={})) == [
            "overall-required"
        ]
        assert "overall-required" not in ids(offers(self.ALL, section="3a", element="whole", kind="required", used={}))

    def test_at_most_nine(self) -> None:
        many = library(*(frame(f"f{n}") for n in range(20)))
        assert len(offers(many, section="1a", element="whole", kind="required", used={})) == 9
        assert len(offers(many, section="1a", element="whole", kind="required", used={}, limit=3)) == 3


class TestSearch:
    ALL = library(
        frame("a", title="Impact on learners", keys=["students"]),
        frame("b", title="Evidence is dated", required="Please add newer evidence of impact."),
        frame("c", title="Accessibility of the layout"),
    )

    def test_an_empty_query_gives_all(self) -> None:
        assert ids(search(self.ALL, "  ")) == ["a", "b", "c"]

    def test_titles_count_more_than_wordings(self) -> None:
        assert ids(search(self.ALL, "impact")) == ["a", "b"]

    def test_every_word_must_be_found(self) -> None:
        assert ids(search(self.ALL, "impact dated")) == ["b"]
        assert search(self.ALL, "impact zebra") == []

    def test_keys_and_beginnings_are_found(self) -> None:
        assert ids(search(self.ALL, "stud")) == ["a"]
        assert ids(search(self.ALL, "LEARN imp")) == ["a"]

    @pytest.mark.parametrize(
        "slip", ["accesibility", "accessibilty", "acessib", "acecssibility", "accessubility", "aaccess"]
    )
    def test_a_slip_of_the_pen_is_forgiven(self, slip: str) -> None:
        assert ids(search(self.ALL, slip)) == ["c"]


class TestOverused:
    def points(self, *sections: str) -> list[Point]:
        return [Point(n=n, section=s, kind="required", text="x", frame="f") for n, s in enumerate(sections, 1)]

    def test_three_uses_are_noted_with_their_sections(self) -> None:
        note = overused("f", self.points("1a", "2b", "2b"))
        assert note is not None
        assert "3 times" in note
        assert "1a, 2b" in note

    def test_two_uses_and_other_phrases_are_not(self) -> None:
        assert overused("f", self.points("1a", "2b")) is None
        assert overused("other", self.points("1a", "2b", "3a")) is None
        assert overused("", [Point(n=n, section="1a", kind="required", text="x") for n in range(5)]) is None
