"""Tab stops: what is read, what is refused, linked stops, and that nothing left open goes unseen."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.feedback.frames import Frame, Slot
from cmalt_review.feedback.insertion import (
    Insertion,
    expand,
    fill,
    next_stop,
    open_stops,
    set_stop,
    toggle_kind,
    typed,
)
from cmalt_review.feedback.wording import Part, SectionPart, StopPart, WordingError, is_default, parse, render

TITLE = "3a Legislation"


def frame(**wordings: str) -> Frame:
    return Frame("a-frame", "A frame", Slot(), wordings)  # type: ignore[arg-type]


def expanded(wording: str) -> Insertion:
    return expand(frame(suggestion=wording), "suggestion", section_title=TITLE)


# Parts as ``parse`` gives them: no two texts in a row, linked stops that agree, 0 at most once.
_TEXT = st.text(st.sampled_from(string.ascii_letters + " .,$\\{}|:0123é’\n"), min_size=1, max_size=12)
_INSIDE = st.text(st.sampled_from(string.ascii_letters + " .,$\\}|é’"), min_size=1, max_size=10).filter(
    lambda text: "{" not in text and is_default(text)
)
_CHOICES = st.lists(_INSIDE.filter(lambda text: bool(text.strip())), min_size=2, max_size=4).map(tuple)


@st.composite
def parts(draw: st.DrawFn) -> tuple[Part, ...]:
    numbers = draw(st.lists(st.integers(1, 4), max_size=6))
    kinds: dict[int, StopPart] = {}
    for number in set(numbers):
        kinds[number] = draw(
            st.one_of(
                st.just(StopPart(number)),
                st.builds(StopPart, st.just(number), default=_INSIDE),
                st.builds(StopPart, st.just(number), choices=_CHOICES),
            )
        )
    stops: list[Part] = [kinds[number] for number in numbers]
    if draw(st.booleans()):
        stops.append(StopPart(0))
    if draw(st.booleans()):
        stops.insert(0, SectionPart())
    mixed: list[Part] = []
    for stop in stops:
        if draw(st.booleans()):
            mixed.append(draw(_TEXT))
        mixed.append(stop)
    return (*mixed, draw(_TEXT))


class TestWording:
    @given(parts())
    def test_what_is_rendered_is_read_back_the_same(self, written: tuple[Part, ...]) -> None:
        assert parse(render(written)) == written

    def test_every_form_of_a_stop_is_read(self) -> None:
        assert parse("A $1 b ${2} c ${3:what} d ${4|one,two|} e ${section}.$0") == (
            "A ", StopPart(1), " b ", StopPart(2), " c ", StopPart(3, "what"), " d ",
            StopPart(4, choices=("one", "two")), " e ", SectionPart(), ".", StopPart(0),
        )  # fmt: skip

    def test_a_backslash_keeps_a_character(self) -> None:
        assert parse(r"\$5 and \} and \\ and ${1:a\}b} ${2|a\,b,c\|d|}") == (
            "$5 and } and \\ and ", StopPart(1, "a}b"), " ", StopPart(2, choices=("a,b", "c|d")),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("wording", "cause"),
        [
            ("an ${unknown} one", "unknown variable"),
            ("an $section", "unknown variable"),
            ("${1:a ${2:b}}", "another stop"),
            ("${1:never closed", "malformed"),
            ("${1:}", "malformed"),
            ("${}", "malformed"),
            ("costs $ 5", "malformed"),
            ("ends in $", "malformed"),
            ("${1|only|}", "two or more"),
            ("${1|a,,b|}", "two or more"),
            ("${1:one} and ${1:two}", "two different defaults"),
            ("$0 and $0", "once"),
            ("${0:here}", "once"),
            ("a [bracket]", "square brackets"),
            ("${1:page 2}", "no digits"),
            ("${1:" + "long " * 20 + "}", "at most 80 characters"),
        ],
    )
    def test_what_is_malformed_is_refused_with_its_cause(self, wording: str, cause: str) -> None:
        with pytest.raises(WordingError, match=cause):
            parse(wording)


class TestExpanding:
    def test_defaults_stand_in_brackets_and_choices_begin_with_the_first(self) -> None:
        insertion = expanded("In ${section}: ${1:what} $2 ${3|one,two|}$0.")
        assert insertion.text == "In 3a Legislation: [what] [fill in] one."
        assert [insertion.text[stop.start : stop.end] for stop in insertion.stops] == ["[what]", "[fill in]", "one", ""]
        assert [stop.number for stop in open_stops(insertion)] == [1, 2]

    def test_linked_stops_share_the_default_wherever_it_is_written(self) -> None:
        assert expanded("$1 and ${1:the work}").text == "[the work] and [the work]"

    def test_the_caret_rests_at_the_end_unless_the_wording_says_where(self) -> None:
        assert expanded("All $1.").stops[-1].start == len("All [fill in].")

    def test_tab_goes_through_the_numbers_and_ends_at_nought(self) -> None:
        insertion = expanded("${2:b} $0 ${1:a} ${2}")
        order, number = [], None
        while stop := next_stop(insertion, number):
            order.append((stop.number, insertion.text[stop.start : stop.end]))
            number = stop.number
        assert order == [(1, "[a]"), (2, "[b]"), (0, "")]
        back = next_stop(insertion, 0, back=True)
        assert back is not None
        assert back.number == 2
        assert next_stop(insertion, 1, back=True) is None

    @given(parts(), st.integers(0, 4), st.text(max_size=8))
    def test_linked_stops_stay_equal_and_the_rest_stays_as_it_was(
        self, written: tuple[Part, ...], number: int, text: str
    ) -> None:
        before = expanded(render(written))
        after = set_stop(before, number, text)
        for stop in after.stops:
            assert after.text[stop.start : stop.end] == (text if stop.number == number else before.value(stop.number))
        assert set_stop(after, number, text) == after

    @given(parts(), st.text(st.sampled_from(string.ascii_letters + " "), max_size=8))
    def test_with_all_stops_filled_nothing_is_open(self, written: tuple[Part, ...], text: str) -> None:
        insertion = expanded(render(written))
        assert len(open_stops(insertion.text)) == len(open_stops(insertion))
        for stop in insertion.stops:
            insertion = set_stop(insertion, stop.number, text)
        assert open_stops(insertion) == []
        assert open_stops(insertion.text) == []

    @given(parts(), st.data(), st.text(max_size=8))
    def test_typing_in_one_place_is_setting_the_stop(
        self, written: tuple[Part, ...], data: st.DataObject, text: str
    ) -> None:
        insertion = expanded(render(written))
        place = data.draw(st.integers(0, len(insertion.stops) - 1))
        stop = insertion.stops[place]
        edited = insertion.text[: stop.start] + text + insertion.text[stop.end :]
        assert typed(insertion, place, edited) == set_stop(insertion, stop.number, text)

    def test_typing_outside_the_place_ends_the_phrase(self) -> None:
        insertion = expanded("Please add ${1:what} here.")
        assert typed(insertion, 0, "Please do add [what] here.") is None
        assert typed(insertion, 0, "Please add [what] here") is None


class TestOpenStops:
    def test_unchanged_defaults_are_found_in_a_finished_text(self) -> None:
        text = "Please add [what was learnt] to [section]."
        assert [(stop.text, text[stop.start : stop.end]) for stop in open_stops(text)] == [
            ("[what was learnt]", "[what was learnt]"),
            ("[section]", "[section]"),
        ]

    @pytest.mark.parametrize(
        "text",
        ["he said [sic]", "note [^a]", "[Fig. 2]", "as in [3]", "cut […] here", "a [link](https://x.example)", "a [ b"],
    )
    def test_ordinary_brackets_are_not_open_stops(self, text: str) -> None:
        assert open_stops(text) == []


class TestKind:
    BOTH = frame(required="Please add ${1:what} to ${2:where}.", suggestion="It could say ${1:what}, ${3|now,later|}.")

    def test_changing_the_kind_changes_the_wording_and_keeps_what_was_filled_in(self) -> None:
        required = set_stop(expand(self.BOTH, "required", section_title=TITLE), 1, "a date")
        suggestion = toggle_kind(required, self.BOTH, section_title=TITLE)
        assert (suggestion.kind, suggestion.text) == ("suggestion", "It could say a date, now.")
        back = toggle_kind(suggestion, self.BOTH, section_title=TITLE)
        assert back == required

    def test_a_phrase_of_one_kind_stays_as_it_is(self) -> None:
        strength = frame(strength="It works: ${1:why}.")
        insertion = expand(strength, "strength", section_title=TITLE)
        assert toggle_kind(insertion, strength, section_title=TITLE) is insertion

    def test_filling_gives_the_text(self) -> None:
        assert fill(self.BOTH, "required", {1: "x", 2: "y"}, section_title=TITLE) == "Please add x to y."
