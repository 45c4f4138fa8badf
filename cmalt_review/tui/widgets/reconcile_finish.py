"""What the review at the end of a reconciliation says, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cmalt_review.errors import RefusedError
from cmalt_review.export.words import day
from cmalt_review.tui.widgets.findings import shortened
from cmalt_review.tui.widgets.reconcile_document import document_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.feedback.finding import Finding
    from cmalt_review.model.agreed import Agreed
    from cmalt_review.model.assignment import Assignment


def state_words(assignment: Assignment, agreed: Agreed) -> tuple[str, str]:
    """How far it has come, in a sentence, and its colour."""
    last = next((event for event in reversed(assignment.events) if event.what in ("sent", "closed", "returned")), None)
    if last and last.what in ("sent", "closed"):
        return f"{last.what.capitalize()} on {day(last.at)}{_quoted(last.text)}.", "$text-success"
    how = _quoted(agreed.assent.how) if agreed.assent else ""
    match agreed.state:
        case "proposed":
            when = f" on {day(agreed.proposed_at)}" if agreed.proposed_at else ""
            return f"Proposed{when}: the second has not answered yet.", "$text-warning"
        case "assented":
            return f"Assented by the second{how}: it can be finished.", "$text-success"
        case "not-agreed":
            return f"Not agreed{how}: the form goes to ALT with both positions, and ALT decides.", "$text-error"
        case "finished":
            when = f" on {day(agreed.finished_at)}" if agreed.finished_at else ""
            return f"Finished{when}: the documents can be written and sent.", "$text-success"
        case _:
            back = f"ALT asks{_quoted(last.text)}. " if last else ""
            return f"{back}Open: nothing is proposed yet.", "$text-warning"


def _quoted(text: str) -> str:
    return f" ({' '.join(text.split())})" if text.strip() else ""


def next_keys(assignment: Assignment, session: Reconciling, findings: Sequence[Finding]) -> list[str]:
    """The keys that make sense now, the next step first."""
    look = ["findings"] if findings else []
    documents = ["feedback", *look, "preview", "draft", "mine", "back", "leave"]
    if assignment.happened("closed") or assignment.happened("sent"):
        return ["closed", "returned", "preview", "export", "mine", "leave"]
    match session.agreed.state:
        case "open":
            return ["propose", "reason", *documents]
        case "proposed":
            return ["assent", "not-agreed", "reason", *documents]
        case "assented":
            return ["finish", "not-agreed", *documents]
        case "not-agreed":
            return ["export", "sent", "assent", *documents]
        case _:
            return [*look, "release", "export", "sent", "preview", "returned", "mine", "leave"]


MOST_LISTED = 3
"""Lines of a list; the rest is counted, so that the keys stay in sight."""


def decision_text(
    session: Reconciling, findings: Sequence[Finding] | None, keys: Content, *, look: str = "", width: int = 78
) -> Content:
    """The outcome with its alternatives, what speaks against it, what is open, findings, and the keys.

    ``findings`` is ``None`` while they are still looked for; ``look`` is the key that lists them, in so many cells.
    """
    lines = [*_outcomes(session), Content("")]
    decision = session.agreed.decision
    if decision:
        against = session.advice(decision.outcome)
        lines += [Content.styled(f"! {words}", "$text-warning") for words in against]
        if not against:
            lines.append(Content("Nothing speaks against this outcome."))
        if decision.reason:
            lines.append(Content.assemble(("Reason: ", "bold"), decision.reason))
        lines.append(Content(""))
    items = session.open_items()
    lines.append(Content.styled("Still open" if items else "Nothing is open.", "bold $accent" if items else ""))
    lines += [Content(words) for words in capped([f"? {item}" for item in items], "the rows show them")]
    lines += _findings(findings, look, width)
    return Content("\n").join([*lines, Content(""), Content.styled("What next?", "bold $accent"), keys])


def capped(lines: Sequence[str], where: str) -> list[str]:
    """A list of a few lines; of more it says how many there are, and ``where``."""
    left = len(lines) - MOST_LISTED
    return [*lines[:MOST_LISTED], *([f"  and {left} more: {where}"] if left > 0 else [])]


def check_releasable(desk: Desk, id_: str, look: str) -> None:
    """Raise ``RefusedError`` with the findings that stop the statement, a line each; ``look`` shows them all."""
    from cmalt_review.desk.feedback import stopping

    found = stopping(desk, id_, "statement")
    if found:
        lines = capped([f"! {f.section or 'all'}: {f.message}" for f in found], f"{look} shows them")
        count = "1 finding" if len(found) == 1 else f"{len(found)} findings"
        raise RefusedError(f"{count} must be mended first", "\n".join(lines), f"{look} shows each with its sentence.")


def _findings(findings: Sequence[Finding] | None, look: str, width: int) -> list[Content]:
    if findings is None:
        return [Content.styled("Looking through the feedback …", "$text-muted")]
    if not findings:
        return [Content("No finding stops a final document.")]
    head = Content.styled("What stops a final document", "bold $accent")
    lines = [shortened(f"! {f.section or 'all'}: {f.message}", width) for f in findings]
    return [head, *(Content(words) for words in capped(lines, f"{look} shows them"))]


def _outcomes(session: Reconciling) -> list[Content]:
    decided = session.agreed.decision.outcome if session.agreed.decision else ""
    form = session.form
    lines = [Content.styled("Outcome", "bold $accent")]
    for number, outcome in enumerate(form.outcomes_in(session.assignment.round), start=1):
        chosen = outcome.id == decided
        who = [name for name, sheet in (("lead", session.lead), ("second", session.second))
               if sheet.recommendation and sheet.recommendation.outcome == outcome.id]  # fmt: skip
        words = f"{number} {'● ' if chosen else '○ '}{outcome.title}{' (decided)' if chosen else ''}"
        more = (f"  {' and '.join(who)} recommended it", "$text-muted") if who else ""
        lines.append(Content.assemble((words, "bold" if chosen else ""), more))
    return lines


def statement_text(session: Reconciling) -> Content:
    """The points as the candidate will read them; before an outcome is decided as they would read for the lead's."""
    from cmalt_review.export.statement import statement

    form, decision = session.form, session.agreed.decision
    basis = decision or session.lead.recommendation or session.second.recommendation
    outcome = form.outcome(basis.outcome) if basis else None
    if outcome is None:
        return Content.styled("The statement shows here once an outcome is decided.", "$text-muted")
    head = "As the candidate will read it"
    if decision is None:
        head = f"No outcome is decided; for “{outcome.title}” the candidate would read"
    points = [joint.point for joint in session.points() if joint.kept]
    document = document_text(statement(session.assignment, form, points, outcome))
    return Content("\n").join([Content.styled(head, "$text-muted"), document])
