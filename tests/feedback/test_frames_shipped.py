"""The shipped phrases: enough for every slot, each whole with its samples, each with its force in its words."""

import re
from collections import Counter

import pytest

from cmalt_review.feedback.frames import OVERALL, Frame, load_frames
from cmalt_review.feedback.insertion import fill, open_stops
from cmalt_review.feedback.offers import offers
from cmalt_review.feedback.wording import StopPart
from cmalt_review.resources import data_dir

LIBRARY = load_frames([("shipped", data_dir("feedback_snippets") / "frames")])
FRAMES = list(LIBRARY)


def filled(frame: Frame) -> list[tuple[str, str]]:
    """Each kind and sample of a frame as a finished text."""
    return [
        (kind, fill(frame, kind, {int(n): value for n, value in sample.items()}, section_title="3a Legislation"))
        for kind in frame.kinds
        for sample in frame.samples
    ]


TEXTS = [pytest.param(frame, kind, text, id=f"{frame.id}-{kind}") for frame in FRAMES for kind, text in filled(frame)]


def test_none_is_refused_and_there_are_enough() -> None:
    assert LIBRARY.refused == ()
    assert len(FRAMES) >= 70
    elements = Counter(
        frame.slot.element for frame in FRAMES if not frame.slot.sections and "strength" not in frame.kinds
    )
    assert elements["description"] >= 6
    assert elements["reflection"] >= 12
    assert elements["evidence"] >= 8
    assert sum("strength" in frame.kinds for frame in FRAMES) >= 10
    assert {frame.slot.aspect for frame in FRAMES if frame.slot.element == "opening"} == {
        "distinction", "pass", "minor", "major", "fail",
    }  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_each_carries_both_forces_or_praises_and_has_a_sample(frame: Frame) -> None:
    assert frame.kinds in (("strength",), ("overall",), ("required", "suggestion"))
    assert frame.samples
    assert len(set(frame.wordings.values())) == len(frame.kinds)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_each_asks_for_something_particular(frame: Frame) -> None:
    for kind in frame.kinds:
        asks = any(isinstance(part, StopPart) and part.number for part in frame.parts(kind))
        assert asks or frame.slot.element == "closing"


@pytest.mark.parametrize(("frame", "kind", "text"), TEXTS)
def test_each_reads_whole_when_filled(frame: Frame, kind: str, text: str) -> None:
    assert open_stops(text) == []
    assert re.match(r"[A-Z“]", text)
    assert text.rstrip().endswith((".", "?"))
    assert "  " not in text
    assert not re.search(r"\b(\w+) \1\b", text)
    assert len(text.split()) <= 60


@pytest.mark.parametrize(("frame", "kind", "text"), TEXTS)
def test_each_shows_its_force(frame: Frame, kind: str, text: str) -> None:
    offered = re.search(r"\b(could|might|may|would help|for consideration|worth considering)\b", text)
    demanded = re.search(r"\b(please|needs? to|section needs|must|has to)\b", text, re.IGNORECASE)
    if kind == "required":
        assert demanded
        assert not re.search(r"\b(could|might|may|consider)\b", text)
    elif kind == "suggestion":
        assert offered
        assert not demanded
    elif kind == "strength":
        assert not demanded
        assert not offered


@pytest.mark.parametrize(("frame", "kind", "text"), TEXTS)
def test_each_speaks_of_the_portfolio(frame: Frame, kind: str, text: str) -> None:
    assert not re.search(
        r"\b(well done|congratulations|the candidate|you (are|have|fail|did|show))\b", text, re.IGNORECASE
    )


@pytest.mark.parametrize("section", ["1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "5a", "5b", "6", "6-2"])
@pytest.mark.parametrize("element", ["description", "reflection", "evidence"])
@pytest.mark.parametrize("kind", ["strength", "required", "suggestion"])
def test_every_slot_of_a_section_has_offers_for_its_element(section: str, element: str, kind: str) -> None:
    found = offers(LIBRARY, section=section, element=element, kind=kind, used={})
    assert 2 <= len(found) <= 9
    assert found[0].slot.element == element


@pytest.mark.parametrize("principle", ["p1", "p2", "p3", "p4"])
@pytest.mark.parametrize("kind", ["strength", "required", "suggestion"])
def test_every_principle_has_offers_in_the_advanced_area_and_for_the_whole(principle: str, kind: str) -> None:
    for section, element in (("6", principle), (principle, "whole")):
        assert offers(LIBRARY, section=section, element=element, kind=kind, used={})[0].slot.element == principle


@pytest.mark.parametrize("outcome", ["distinction", "pass", "minor", "major", "fail"])
def test_every_outcome_has_its_opening(outcome: str) -> None:
    first = offers(LIBRARY, section=OVERALL, element="opening", kind="overall", used={}, aspect=outcome)[0]
    assert first.slot.aspect == outcome
