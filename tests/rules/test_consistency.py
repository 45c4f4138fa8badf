"""Consistency remarks: each fires where grade, levels and points disagree, and is silent where they fit."""

from typing import Any

import pytest

from cmalt_review.model.sheet import Judgement, Point, Sheet, Subject
from cmalt_review.rules.consistency import all_remarks, remarks
from cmalt_review.store.forms import FormLibrary

FORM = FormLibrary(None).get("cmalt-2019")


def sheet(grade: str | None, levels: dict[str, str] | None = None, *kinds: str) -> Sheet:
    elements = {name: {"level": level} for name, level in (levels or {}).items()}
    judgement = Judgement.model_validate({"grade": grade, "elements": elements})
    points = [Point.model_validate({"n": n, "section": "1a", "kind": k, "text": "x"}) for n, k in enumerate(kinds, 1)]
    subject = Subject(candidate="Zofia Brandt", pathway="cmalt", type="first", form=FORM.id)
    return Sheet(subject=subject, role="lead", judgements={"1a": judgement}, points=points)


FINE = {"description": "adequate", "reflection": "strong", "evidence": "adequate"}


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (sheet("R"), "needs-required"),
        (sheet("M"), "needs-required"),
        (sheet("S", None, "required"), "required-in-pass"),
        (sheet("A", {"reflection": "weak"}, "suggestion"), "grade-above-element"),
        (sheet("R", FINE, "required"), "grade-below-elements"),
        (sheet(None, {"evidence": "absent"}), "element-without-point"),
        (sheet("A", None, "unsorted"), "unsorted"),
    ],
)
def test_it_fires(case: Any, rule: str) -> None:
    assert rule in [remark.rule for remark in remarks(FORM, case, "1a")]


@pytest.mark.parametrize(
    "case",
    [
        sheet(None),
        sheet("S", FINE, "strength"),
        sheet("A", FINE, "suggestion"),
        sheet("R", {"reflection": "weak"}, "required"),
    ],
)
def test_it_is_silent_where_everything_fits(case: Any) -> None:
    assert all_remarks(FORM, case) == []
