"""Which words are taken for a note that something is still to be done."""

import pytest

from cmalt_review.rules.signals import _GAP


@pytest.mark.parametrize("text", ["To be completed", "[to be added]", "Link to be added", "It is still to be added."])
def test_notes_are_found(text: str) -> None:
    assert _GAP.search(text)


@pytest.mark.parametrize(
    "text", ["The course was to be completed by June.", "Guides needed to be written from scratch."]
)
def test_what_had_to_be_done_is_no_note(text: str) -> None:
    assert not _GAP.search(text)
