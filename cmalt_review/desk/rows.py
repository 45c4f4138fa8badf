"""One row of the queue, computed from the files of an assignment."""

from cmalt_review.desk.files import Files
from cmalt_review.model.agreed import Agreed
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.form import Form
from cmalt_review.model.queue_row import QueueRow
from cmalt_review.model.sheet import Sheet
from cmalt_review.rules import progress
from cmalt_review.rules.dates import due_date


def row_of(files: Files, id_: str) -> QueueRow:
    """The row of an assignment. While blind it tells of the other's sheet only whether it has arrived."""
    assignment, form = files.assignment(id_), files.form(id_)
    sheet, other, agreed = files.sheet(id_), files.other(id_), files.agreed(id_)
    blind = progress.is_blind(sheet)
    seen = None if blind else other
    state = progress.state(assignment, sheet, seen, agreed, begun=progress.has_begun(sheet))
    done = progress.progress(form, sheet)
    return QueueRow(
        id=assignment.id,
        candidate=assignment.candidate,
        pathway=assignment.pathway,
        type=assignment.type,
        role=assignment.role,
        co_assessor=assignment.co_assessor,
        state=state,
        next=progress.next_action(assignment, form, sheet, seen, agreed, state),
        graded=done.graded,
        to_grade=done.to_grade,
        grades=done.counts,
        received=assignment.received.isoformat(),
        submitted=assignment.submitted.isoformat() if assignment.submitted else "",
        due=due_date(assignment, form.due).isoformat(),
        form=form.id,
        form_title=form.title,
        flagged=assignment.flagged,
        snoozed_until=assignment.snoozed_until.isoformat() if assignment.snoozed_until else "",
        yours=_outcome(sheet),
        theirs=_outcome(seen),
        arrived=other is not None,
        detail=_detail(assignment, form, sheet, other, agreed, blind=blind),
    )


def _outcome(sheet: Sheet | None) -> str:
    return sheet.recommendation.outcome if sheet and sheet.recommendation else ""


def _detail(
    assignment: Assignment, form: Form, sheet: Sheet | None, other: Sheet | None, agreed: Agreed | None, *, blind: bool
) -> str:
    parts = [assignment.candidate, form.title]
    if assignment.submitted:
        parts.append(f"submitted {assignment.submitted.day} {assignment.submitted:%b %Y}")
    if assignment.reference:
        parts.append(assignment.reference)
    parts.append(
        f"{'the second' if assignment.role == 'lead' else 'the lead'}'s sheet {'is in' if other else 'not arrived'}"
    )
    for label, shown in (("yours", sheet), ("theirs", None if blind else other)):
        if shown and shown.recommendation and (outcome := form.outcome(shown.recommendation.outcome)):
            parts.append(f"{label}: {outcome.title}")
    if not blind and agreed and agreed.decision and (outcome := form.outcome(agreed.decision.outcome)):
        parts.append(f"agreed: {outcome.title}")
    return " · ".join(parts)
