"""The way through without the screens: one portfolio of the demo from its conflicts to the documents."""

from collections.abc import Iterator
from pathlib import Path

from cmalt_review.desk.desk import Desk
from cmalt_review.desk.reconciling import Reconciling
from cmalt_review.rules.reconcile import open_rows

REASON = "after discussion: the section names the work, but not yet what was learnt from it"


def walk(workspace: Path) -> Iterator[str]:
    """Grade, submit and export one portfolio, reconcile and export another; a line for each step and each file."""
    desk = Desk.open(workspace)
    try:
        desk.refresh_rows()
        by_state = {row.state: row.id for row in reversed(desk.rows())}
        if not {"grade", "reconcile"} & set(by_state):
            yield f"Every portfolio here has gone its way already; remove {workspace} for a new demo."
        if grading := by_state.get("grade"):
            yield from _assess(desk, grading)
        if reconciling := by_state.get("reconcile"):
            yield from _reconcile(desk, reconciling)
    finally:
        desk.close()


def _assess(desk: Desk, id_: str) -> Iterator[str]:
    session = desk.assess(id_)
    missing = [row for row in session.form.rows if session.sheet.grade(row) is None]
    for row in missing:
        session.grade(row, "A")
    if session.sheet.recommendation is None:
        session.recommend(session.form.outcomes_in(session.assignment.round)[1].id)
    sheet = desk.submit(id_)
    yield f"{id_}: {len(missing)} rows graded, submitted as version {sheet.version}"
    yield from _export(desk, id_, "mine")


def _reconcile(desk: Desk, id_: str) -> Iterator[str]:
    session = desk.reconcile(id_)
    conflicts = open_rows(session.rows())
    for row in conflicts:
        session.take(row.row, "lead" if row.lead is not None else "second", REASON)
    session.accept_agreed()
    outcome = _outcome(session)
    session.decide(outcome, "agreed in discussion")
    session.propose()
    session.assent(True, "by phone")
    session.finish()
    yield f"{id_}: {len(conflicts)} conflicts settled, outcome {outcome}"
    for kind in ("transcript", "form"):
        yield from _export(desk, id_, kind)


def _outcome(session: Reconciling) -> str:
    """The outcome against which least speaks."""
    choices = [outcome.id for outcome in session.form.outcomes_in(session.assignment.round)]
    stops = {grade.id for grade in session.form.grades if grade.stops_pass}
    revise = any(row.value in stops for row in session.rows())
    passing = {o.id for o in session.form.outcomes if o.passing}
    return next(id_ for id_ in choices if (id_ in passing) != revise and id_ != "distinction")


def _export(desk: Desk, id_: str, kind: str) -> Iterator[str]:
    desk.workspace.exports.mkdir(exist_ok=True)
    for format_ in ("docx", "md"):
        written = desk.export(id_, kind, desk.workspace.exports / f"{id_}-{kind}.{format_}")
        yield f"  wrote {written.file}"
