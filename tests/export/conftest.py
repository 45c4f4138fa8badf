"""A fictional scheme, portfolio and two sheets, small enough to read."""

from datetime import UTC, date, datetime

import pytest

from cmalt_review.model.agreed import Agreed, AgreedRow, Assent, Decision
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import (
    Area,
    Criterion,
    Form,
    Grade,
    Outcome,
    Principle,
    Prompt,
    Section,
)
from cmalt_review.model.sheet import (
    CriterionTick,
    ElementJudgement,
    Judgement,
    Point,
    Recommendation,
    Sheet,
    Subject,
)

LEAD_NAME, SECOND_NAME = "Imogen Farraday", "Tobias Wren"


@pytest.fixture
def form() -> Form:
    """A pathway without 1b and without advanced areas."""
    elements = [Prompt(element=element, ask="?") for element in ("description", "reflection", "evidence")]
    return Form(
        id="small-2019", title="Small scheme (2019)", pathway="cmalt", year=2019, version="1",
        areas=[Area(id="1", title="Core area 1: Operational issues")],
        sections=[
            Section(id="contextual", title="Contextual statement", short="Context", assessed=False),
            Section(
                id="1a", title="Choosing technologies", short="Choosing", area="1", prompts=elements,
                transcript="Core area 1 a: Choosing technologies",
            ),
            Section(id="2a", title="Teaching with technology", short="Teaching", prompts=elements),
            Section(id="2z", title="Teaching more", short="More", prompts=elements),
            Section(id="future", title="Future Plans", short="Future", assessed=False),
            Section(id="confirmation", title="Confirmation", short="Confirmation", assessed=False),
        ],
        principles=[
            Principle(id="p1", title="Interplay of technology and learning", short="Interplay"),
            Principle(id="p2", title="Keeping up to date", short="Up to date"),
        ],
        criteria=[Criterion(id="influence", title="Leadership and influence", ask="?")],
        grades=[
            Grade(id="S", word="Strong", meaning="All three strong.", key="s", on=["assessed", "principle"]),
            Grade(id="A", word="Adequate", meaning="All three adequate.", key="a", on=["assessed", "principle"]),
            Grade(id="R", word="Revisions required", meaning="Not yet.", key="r", on=["assessed"], stops_pass=True),
            Grade(id="C", word="Complete", meaning="It is there.", key="c", on=["unassessed"]),
        ],
        outcomes=[
            Outcome(id="pass", title="Pass", meaning="Convincing.", rounds=["first", "after-minor"], passing=True),
            Outcome(id="minor", title="Referral – minor revisions", meaning="Some.", rounds=["first"], passing=False),
            Outcome(id="fail", title="Fail", meaning="Final.", rounds=["after-major"], passing=False),
        ],
    )  # fmt: skip


@pytest.fixture
def assignment() -> Assignment:
    return Assignment(
        id="okafor-cmalt-first", candidate="Ngozi Okafor", pathway="cmalt", form="small-2019", role="lead",
        co_assessor=SECOND_NAME, nominated=True, reference="C-2026-17", link="https://portfolio.example/okafor_2026",
        received=date(2026, 9, 1), added=datetime(2026, 9, 1, 10, 17, 3, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def lead(assignment: Assignment) -> Sheet:
    return Sheet(
        subject=Subject(candidate=assignment.candidate, pathway="cmalt", type="first", form="small-2019"),
        role="lead", author=LEAD_NAME, version=2, state="submitted", reopened_because="The call of 2 October.",
        submitted_at=datetime(2026, 10, 3, 9, 0, tzinfo=UTC),
        judgements={
            "contextual": Judgement(grade="C"),
            "1a": Judgement(
                grade="R",
                elements={
                    "description": ElementJudgement(level="strong"),
                    "reflection": ElementJudgement(level="weak", note="Says what was done.\n\nNot what it taught."),
                },
                criteria={"influence": CriterionTick(met=False, note="One team only.")},
            ),
            "2a": Judgement(grade="S"),
            "p1": Judgement(grade="A"),
            "p2": Judgement(grade="S"),
        },
        points=[
            Point(n=1, section="2a", element="whole", kind="strength", text="The redesign of the seminar is traced."),
            Point(n=2, section="1a", element="reflection", kind="required", text="Say what you would choose today."),
            Point(n=3, section="1a", element="evidence", kind="suggestion", text="You could date the screenshots."),
        ],
        overall="The portfolio shows *steady* work.\n\n=HYPERLINK(\"https://evil.example/a_b\") <b>bold</b>",
        recommendation=Recommendation(outcome="minor", reason="1a lacks reflection."),
    )  # fmt: skip


@pytest.fixture
def second(lead: Sheet) -> Sheet:
    return lead.model_copy(
        update={
            "role": "second", "author": SECOND_NAME, "version": 1, "reopened_because": "",
            "judgements": {
                "1a": Judgement(grade="A"), "2a": Judgement(grade="A"),
                "p1": Judgement(grade="S"), "p2": Judgement(grade="S"),
            },
            "points": [Point(n=1, section="p1", kind="strength", text="Learning comes first throughout.")],
            "overall": "A clear account.",
            "recommendation": Recommendation(outcome="pass"),
        }
    )  # fmt: skip


@pytest.fixture
def agreed() -> Agreed:
    return Agreed(
        state="finished",
        rows={
            "1a": AgreedRow(value="R", origin="lead", reason="Reflection is missing.", lead="R", second="A"),
            "2a": AgreedRow(value="S", origin="lead", reason="", lead="S", second="A"),
            "p1": AgreedRow(value="A", origin="lead", reason="", lead="A", second="S"),
            "p2": AgreedRow(value="S", origin="both", lead="S", second="S"),
        },
        decision=Decision(outcome="minor", reason="One section needs reflection."),
        assent=Assent(answer="yes", how="By telephone", at=datetime(2026, 10, 5, 15, 0, tzinfo=UTC)),
        finished_at=datetime(2026, 10, 6, 9, 0, tzinfo=UTC),
    )
