"""Stored files leave out what is at its default, so a default that changed would change what they say.

A new meaning takes a new field. A new field joins this list; nothing in it ever changes.
"""

from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from cmalt_review.model.agreed import Agreed, AgreedRow, Assent, Decision
from cmalt_review.model.assignment import Assessor, Assignment, Declaration, Event
from cmalt_review.model.earlier import Earlier, Passage
from cmalt_review.model.portfolio import Asset, Piece, Portfolio, Source
from cmalt_review.model.sheet import (
    CriterionTick,
    Dismissal,
    ElementJudgement,
    EvidenceTick,
    Judgement,
    LocalNotes,
    Mark,
    Point,
    Recommendation,
    Sheet,
    Subject,
)

DEFAULTS: dict[type[BaseModel], dict[str, Any]] = {
    Agreed: {
        "version": 1,
        "state": "open",
        "rows": {},
        "points": {},
        "edited": [],
        "lead_version": 0,
        "second_version": 0,
        "decision": None,
        "assent": None,
        "proposed_at": None,
        "finished_at": None,
    },
    AgreedRow: {"reason": "", "confirmed": True, "lead": "", "second": ""},
    Assent: {"how": "", "at": None},
    Decision: {"reason": "", "against": []},
    Assessor: {"name": "", "email": "", "institution": ""},
    Assignment: {
        "type": "first",
        "co_assessor": "",
        "nominated": False,
        "reference": "",
        "link": "",
        "submitted": None,
        "due": None,
        "previous": "",
        "previous_outcome": None,
        "declaration": None,
        "opened": None,
        "flagged": False,
        "snoozed_until": None,
        "events": [],
    },
    Declaration: {"text": "", "at": None},
    Event: {"text": ""},
    Earlier: {"id": "", "file": "", "sha256": "", "added": None, "outcome": None, "grades": {}, "passages": []},
    Passage: {"section": "whole", "kind": "unsorted", "heading": "", "paragraph": 0},
    Asset: {},
    Piece: {
        "heading": "",
        "level": 0,
        "section": None,
        "area": None,
        "kind": "text",
        "confidence": 0.0,
        "why": "",
        "shared": False,
        "page": "",
        "by_hand": False,
    },
    Portfolio: {"sources": [], "pieces": [], "assets": [], "warnings": [], "nominated": ""},
    Source: {"added": None},
    CriterionTick: {"met": None, "note": ""},
    Dismissal: {},
    ElementJudgement: {"level": None, "note": ""},
    EvidenceTick: {"note": "", "at": None},
    Judgement: {"grade": None, "elements": {}, "criteria": {}, "rests_on": ""},
    LocalNotes: {"notes": {}, "marks": [], "evidence": [], "dismissed": [], "links": {}, "carried": {}, "required": []},
    Mark: {},
    Point: {"element": "whole", "origin": None, "frame": ""},
    Recommendation: {"reason": ""},
    Sheet: {
        "author": "",
        "version": 1,
        "state": "draft",
        "judgements": {},
        "points": [],
        "next_point": 1,
        "overall": "",
        "recommendation": None,
        "submitted_at": None,
        "reopened_because": "",
        "changes": {},
        "source": "",
        "sha256": "",
    },
    Subject: {"reference": ""},
}


@pytest.mark.parametrize("model", DEFAULTS, ids=lambda model: model.__name__)
def test_defaults_never_change(model: type[BaseModel]) -> None:
    present = {
        name: field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
        if field.default is not PydanticUndefined or field.default_factory
    }
    assert present == DEFAULTS[model]
