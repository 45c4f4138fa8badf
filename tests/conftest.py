"""What all tests share: a workspace of their own, a fixed clock, a small fictional portfolio."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.assessing import Assessing
from cmalt_review.desk.desk import Desk

settings.register_profile("desk", deadline=None)  # machines are shared: a slow example is no failure
settings.load_profile("desk")

NOW = "2026-11-22T21:00:00+00:00"

PORTFOLIO = """# My portfolio

## Contextual statement

I look after the digital learning team at a further education college on the coast.

## Core area 1a: An understanding of the constraints and benefits of different technologies

I compared two quiz tools with our apprentices and chose the one that worked offline.
On reflection I would have asked the tutors earlier. [The comparison](https://example.org/quiz).

## Core area 1b: Technical knowledge and ability in the use of learning technology

I wrote a small plug-in for our learning platform.

## Core area 2a: An understanding of teaching, learning and/or assessment processes

I redesigned the induction with a retrieval-practice quiz each week.

## Core area 3a: Understanding and engaging with legislation

I captioned every recording to meet the accessibility regulations.

## Core area 4: Communication and working with others

I run a monthly swap shop of ideas.

## Future plans

I would like to study learning analytics.

## Confirmation

Signed: A. Candidate. Date: 1 October 2026.
"""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the user's folders or the real time."""
    for name in ("STATE", "DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / f"xdg-{name.lower()}"))
    monkeypatch.setenv("CMALT_REVIEW_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("CMALT_REVIEW_NOW", NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk."""
    opened = Desk.open(tmp_path / "workspace")
    yield opened
    opened.close()


@pytest.fixture
def portfolio_file(tmp_path: Path) -> Path:
    """A short Associate portfolio in Markdown."""
    file = tmp_path / "portfolio.md"
    file.write_text(PORTFOLIO, encoding="utf-8")
    return file


@pytest.fixture
def added(desk: Desk, portfolio_file: Path) -> str:
    """The id of an assignment on the desk: an Associate portfolio that I lead."""
    request = AddRequest(
        candidate="Zofia Brandt", pathway="associate", role="lead", sources=[portfolio_file], reference="A-17"
    )
    return desk.add(request).id


def grade_all(session: Assessing, grade: str = "A", outcome: str = "pass") -> None:
    """Judge every row alike and recommend an outcome."""
    for row in session.form.rows:
        session.grade(row, grade)
    session.recommend(outcome)


@pytest.fixture
def submitted(desk: Desk, added: str) -> str:
    """The same assignment with my sheet submitted, adequate throughout."""
    grade_all(desk.assess(added))
    desk.submit(added)
    return added
