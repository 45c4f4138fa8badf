"""Spelling: British, with the field's words known, section ids left alone, places right."""

import subprocess
import sys

import pytest

from cmalt_review.feedback import spelling

needs_harper = pytest.mark.skipif(
    not spelling.available(),
    reason="SPELLING IS NOT TESTED: pip install cmalt-review[spelling]",
)


def test_words_with_capitals_are_gathered_without_possessives() -> None:
    assert spelling.capitalised_words("At Northmoor’s campus the Quillpad tool, and Ada's group.") >= {
        "Northmoor",
        "Quillpad",
        "Ada",
    }
    assert spelling.capitalised_words("nothing here") == set()


@needs_harper
class TestWithHarper:
    def test_a_misspelt_word_is_found_at_its_place_with_suggestions(self) -> None:
        text = "The portfolio’s evidence was recieved late."
        (found,) = spelling.check_spelling(text, ())
        assert (found.word, text[found.start : found.start + len(found.word)]) == ("recieved", "recieved")
        assert found.suggestions[0] == "received"

    def test_british_spelling_is_right_and_american_is_not(self) -> None:
        assert spelling.check_spelling("The behaviour and colour were analysed at the centre.", ()) == []
        assert [m.word for m in spelling.check_spelling("Its color and behavior.", ())] == ["color", "behavior"]

    def test_the_fields_words_are_known_also_with_an_apostrophe(self) -> None:
        assert spelling.check_spelling("CMALT’s sections name Moodle, the VLE, WCAG and H5P; Moodle's too.", ()) == []

    def test_given_words_are_accepted_in_any_case(self) -> None:
        text = "Quillpad was used at Northmoor; quillpad’s menus are plain."
        assert {m.word for m in spelling.check_spelling(text, ())} >= {"Quillpad", "Northmoor"}
        assert spelling.check_spelling(text, {"Quillpad", "Northmoor"}) == []

    def test_section_ids_addresses_and_placeholders_are_left_alone(self) -> None:
        text = "See 3a, 6-2, p4, https://exmple.org/pagge, a.b@exmple.org and [wht was lernt]."
        assert spelling.check_spelling(text, ()) == []

    def test_places_hold_behind_characters_outside_the_basic_plane(self) -> None:
        text = "🙂 and “quotes”, then teh end"
        (found,) = spelling.check_spelling(text, ())
        assert text[found.start :].startswith("teh")


def test_asking_whether_it_is_there_does_not_load_it() -> None:
    code = (
        "import sys; from cmalt_review.feedback import spelling;"
        " spelling.available(); sys.exit('harper' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
