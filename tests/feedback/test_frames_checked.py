"""The shipped phrases keep the checker's rules: filled in, none has a finding in any of its forces."""

import pytest

from cmalt_review.feedback.checker import check_text, load_rules
from cmalt_review.feedback.frames import OVERALL, Frame, load_frames
from cmalt_review.feedback.insertion import expand, fill
from cmalt_review.resources import data_dir

FRAMES = list(load_frames([("shipped", data_dir("feedback_snippets") / "frames")]))
RULES = load_rules()


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_a_filled_phrase_has_no_finding(frame: Frame) -> None:
    for kind in frame.kinds:
        for sample in frame.samples:
            text = fill(frame, kind, {int(n): value for n, value in sample.items()}, section_title="this section")
            section = frame.slot.sections[0] if frame.slot.sections else "2a"
            assert check_text(text, RULES, kind=None if kind == OVERALL else kind, section=section) == []


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_a_phrase_with_something_left_open_has_a_finding(frame: Frame) -> None:
    for kind in frame.kinds:
        insertion = expand(frame, kind, section_title="this section")
        if any(insertion.is_open(stop) for stop in insertion.stops):
            found = check_text(insertion.text, RULES, kind=None if kind == OVERALL else kind)
            assert any(finding.level == "block" and finding.category == "fact" for finding in found)
