"""Two sheets on a desk, for the screens that come after submission."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from cmalt_review.desk.adding import AddRequest
from cmalt_review.desk.desk import Desk
from tests.conftest import PORTFOLIO, grade_all

HOSTILE = "a[/ b[/] Say what changed."


def shown(pilot: Pilot[Any]) -> str:
    """The text of the screen in front."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def until(pilot: Pilot[Any], words: str) -> str:
    """Wait for work beside the screen to show these words."""
    for _ in range(200):
        if words in (text := shown(pilot)):
            return text
        await pilot.pause(0.02)
    raise AssertionError(f"{words!r} is not in\n{shown(pilot)}")


def submitted(desk: Desk, folder: Path, role: str = "lead") -> str:
    """An Associate portfolio with my sheet submitted: adequate throughout, one strength, pass."""
    file = folder / "portfolio.md"
    file.write_text(PORTFOLIO, encoding="utf-8")
    id_ = desk.add(AddRequest(candidate="Zofia [/b] Brandt", pathway="associate", role=role, sources=[file])).id
    desk.declare(id_, "none")
    mine = desk.assess(id_)
    grade_all(mine)
    mine.add_point("1a", "reflection", "strength", "The comparison of two tools is well argued.")
    mine.overall("A sound portfolio.")
    desk.submit(id_)
    return id_


def typed_in(desk: Desk, id_: str) -> None:
    """The other's: as mine, but 1a to be revised with a point, 2a Strong, minor revisions."""
    theirs = desk.assess(id_, as_other=True, source="ALT form by e-mail, 3 Nov")
    grade_all(theirs, outcome="minor")
    theirs.grade("1a", "R")
    theirs.grade("2a", "S")
    theirs.element("1a", "reflection", "weak")
    theirs.add_point("1a", "reflection", "required", HOSTILE)


def all_decided(desk: Desk, id_: str) -> None:
    """Every row decided, minor revisions."""
    session = desk.reconcile(id_)
    session.take("1a", "second", "the comparison is not reflected on")
    session.take("2a", "lead")
    session.accept_agreed()
    session.decide("minor", "one section")
