"""A phrase filled in within a text: stops, linked places, its other force, what is not checked yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.feedback import editing
from cmalt_review.feedback.finding import Finding
from cmalt_review.feedback.frames import Frame, Slot
from cmalt_review.feedback.insertion import expand

FRAME = Frame(
    "learnt",
    "What was learnt",
    Slot(element="reflection"),
    {
        "required": "Please say what ${1:the work} taught you. ${1:the work} is ${2|hardly,partly|} discussed.",
        "suggestion": "${section} could say what ${1:the work} taught you.",
    },
)


def live(text: str = "", at: int = 0, kind: str = "required") -> editing.Live:
    wording = next(known for known in FRAME.kinds if known == kind)
    return editing.put_in(text, at, at, expand(FRAME, wording, section_title="Learners"))


def test_a_phrase_stands_apart_and_its_first_stop_is_selected() -> None:
    phrase = live("Well argued.Then more.", at=12)
    assert phrase.text.startswith("Well argued. Please say what [the work] taught you.")
    assert phrase.text.endswith("discussed. Then more.")
    start, end = phrase.span
    assert phrase.text[start:end] == "[the work]"
    assert phrase.progress == (1, 2)


def test_typing_in_one_place_changes_the_linked_one_and_keeps_the_caret_behind_the_letter() -> None:
    phrase = live()
    typed = phrase.text.replace("[the work]", "a", 1)
    after = editing.follow(phrase, typed)
    assert after is not None
    assert after.text == "Please say what a taught you. a is hardly discussed."
    assert editing.caret_after(phrase, after, 17) == 17
    second = editing.follow(after, after.text.replace(". a is", ". ab is"))
    assert second is not None
    assert second.text == "Please say what ab taught you. ab is hardly discussed."
    assert editing.caret_after(after, second, 32) == 33


def test_a_change_beside_the_stops_makes_the_phrase_plain_text() -> None:
    phrase = live()
    assert editing.follow(phrase, phrase.text.replace("Please say", "Please do say")) is None
    assert editing.follow(phrase, phrase.text) == phrase


def test_tab_goes_through_the_stops_and_to_the_end() -> None:
    phrase = live()
    choice = editing.step(phrase)
    assert choice is not None
    assert choice.choices == ("hardly", "partly")
    assert "partly discussed" in editing.choose(choice, 1).text
    assert editing.choose(choice, -1).text == editing.choose(choice, 1).text
    end = editing.step(choice)
    assert end is not None
    assert end.at_end
    assert editing.step(end) is None
    assert editing.step(end, back=True) == choice
    assert editing.step(phrase, back=True) is None


@given(st.text(alphabet="ab .\n", max_size=30), st.data())
def test_what_was_there_before_comes_back(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    phrase = live(text, at)
    followed = editing.follow(phrase, phrase.text.replace("[the work]", "the pilot", 1))
    assert followed is not None
    assert followed.original == text
    assert followed.text.count("the pilot") == 2


def test_the_other_force_keeps_what_was_filled_in() -> None:
    phrase = live()
    filled = editing.follow(phrase, phrase.text.replace("[the work]", "the pilot", 1))
    assert filled is not None
    turned = editing.reword(filled, FRAME, "suggestion", section_title="Learners")
    assert turned.text == "Learners could say what the pilot taught you."
    assert editing.reword(filled, FRAME, "strength", section_title="Learners") == filled


def test_a_finished_text_is_turned_only_while_it_is_still_the_phrase() -> None:
    said = "Learners could say what the pilot taught you."
    turned = editing.reword_text(said, FRAME, "required", section_title="Learners")
    assert turned == "Please say what the pilot taught you. the pilot is hardly discussed."
    own = "Learners could also say what the pilot taught you, and whom."
    assert editing.reword_text(own, FRAME, "required", section_title="Learners") == own
    assert editing.reword_text(said, FRAME, "strength", section_title="Learners") == said


@pytest.mark.parametrize(
    ("text", "caret", "typing"),
    [
        ("This is vague", 13, "This is vague"),
        ("This is vague.", 14, ""),
        ("Done. This is vague", 19, "This is vague"),
        ("Done. This is vague", 2, "Done."),
        ("Done. This is vague", 5, ""),
        ("Line\n", 5, ""),
        ("", 0, ""),
    ],
)
def test_the_sentence_being_typed_is_known(text: str, caret: int, typing: str) -> None:
    assert editing.typing_at(text, caret) == typing


def test_nothing_is_said_of_the_sentence_being_typed() -> None:
    done, doing = (
        Finding("r", "vague", "warn", "1a", sentence, "…") for sentence in ("It is vague.", "It is poor")
    )  # fmt: skip
    text = "It is vague. It is poor"
    assert editing.settled([done, doing], text, len(text)) == [done]
    assert editing.settled([done, doing], f"{text}.", len(text) + 1) == [done, doing]


def test_open_places_of_a_finished_text_are_visited_round_and_round() -> None:
    text = "Say [what] and [why]; see [12]."
    assert editing.next_open(text, 0) == (4, 10)
    assert editing.next_open(text, 10) == (15, 20)
    assert editing.next_open(text, 20) == (4, 10)
    assert editing.next_open(text, 15, back=True) == (4, 10)
    assert editing.next_open("nothing", 0) is None


@given(st.text(alphabet="ab\n", max_size=40), st.integers(0, 40))
def test_places_and_lines_agree(text: str, index: int) -> None:
    index = min(index, len(text))
    assert editing.index_of(text, editing.location(text, index)) == index
