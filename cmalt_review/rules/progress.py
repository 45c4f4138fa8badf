"""How far an assignment has come: what is graded, which state it is in, what comes next."""

from collections import Counter
from dataclasses import dataclass

from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import Sheet
from cmalt_review.rules.reconcile import by_role, is_superseded, open_rows, rows, unconfirmed_rows


@dataclass(frozen=True)
class Progress:
    """Which rows of a sheet are graded; rows are those the form wants graded."""

    graded: int
    to_grade: int
    missing: tuple[str, ...]
    counts: str
    """Grades counted over all rows, e.g. ``S5 A3 R1``."""


def progress(form: Form, sheet: Sheet | None) -> Progress:
    """How much of a sheet is graded."""
    grades = {row: sheet.grade(row) if sheet else None for row in form.rows}
    missing = tuple(row for row, grade in grades.items() if grade is None)
    counted = Counter(grade for grade in grades.values() if grade)
    order = [grade.id for grade in form.grades if counted[grade.id]]
    counts = " ".join(f"{id_}{counted[id_]}" for id_ in order)
    return Progress(len(grades) - len(missing), len(grades), missing, counts)


def is_blind(sheet: Sheet | None) -> bool:
    """Whether nothing of the other's sheet may be told: until my own was first submitted."""
    return sheet is None or (sheet.state == "draft" and sheet.version == 1)


def open_to_submit(form: Form, sheet: Sheet) -> list[str]:
    """What stops a sheet from being submitted, in words; a grade for each row and an outcome are all it needs."""
    missing = progress(form, sheet).missing
    items = [f"{form.row_name(row)}: no grade" for row in missing]
    if sheet.recommendation is None:
        items.append("no recommended outcome")
    return items


def state(
    assignment: Assignment, sheet: Sheet | None, other: Sheet | None, agreed: Agreed | None, *, begun: bool
) -> str:
    """The state of an assignment (one of ``queue_row.STATES``).

    ``begun`` says whether anything was judged; the other's sheet counts only after my submission.
    """
    if assignment.declaration and assignment.declaration.kind == "decline":
        return "declined"
    for event in reversed(assignment.events):
        if event.what in ("sent", "closed"):
            return event.what
        if event.what == "returned":
            break
    if is_blind(sheet):
        if begun:
            return "grade"
        if assignment.declaration is None:
            return "declare"
        return "grade" if assignment.opened else "read"
    if sheet and sheet.state == "draft":
        return "grade"
    if other is None:
        return "submitted"
    if agreed is None or agreed.state == "open" or (sheet and is_superseded(*by_role(sheet, other), agreed)):
        return "reconcile"
    return {"proposed": "proposed", "not-agreed": "with-alt"}.get(agreed.state, "export")


def has_begun(sheet: Sheet | None) -> bool:
    """Whether anything was judged or written in a sheet."""
    return sheet is not None and bool(sheet.judgements or sheet.points or sheet.overall or sheet.recommendation)


def next_action(
    assignment: Assignment, form: Form, sheet: Sheet | None, other: Sheet | None, agreed: Agreed | None, state_: str
) -> str:
    """What I should do next, in a few words."""
    if state_ == "grade":
        missing = progress(form, sheet).missing
        if missing:
            return f"grade {missing[0]}"
        return "recommend an outcome" if sheet and sheet.recommendation is None else "submit"
    if state_ == "reconcile" and sheet and other:
        return _next_in_reconciling(form, sheet, other, agreed)
    if state_ == "proposed":
        return "finish" if agreed and agreed.assent else "record the second's assent"
    if state_ == "export":
        return "export and send" if agreed and agreed.state == "finished" else "finish"
    if state_ == "submitted":
        return "wait (not arrived)" if assignment.role == "lead" else "send yours, wait (not arrived)"
    return {
        "declare": "declare conflict of interest", "read": "read the portfolio", "sent": "wait for ALT",
        "closed": "nothing", "with-alt": "wait for ALT", "declined": "nothing",
    }.get(state_, "")  # fmt: skip


def _next_in_reconciling(form: Form, sheet: Sheet, other: Sheet, agreed: Agreed | None) -> str:
    all_rows = rows(form, *by_role(sheet, other), agreed)
    left = len(open_rows(all_rows))
    if left:
        return f"reconcile {left} conflict{'s' if left > 1 else ''}"
    if unconfirmed_rows(all_rows):
        return "confirm what both agree on"
    return "propose the outcome" if agreed and agreed.decision else "decide the outcome"
