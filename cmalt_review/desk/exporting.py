"""Documents out: which may be written when, from what, to where."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cmalt_review.desk.exchanging import write_file
from cmalt_review.desk.reconciling import Reconciling
from cmalt_review.errors import RefusedError, ReviewError

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.files import Files
    from cmalt_review.export.blocks import FormDocument

KINDS = ("mine", "transcript", "form", "statement")


@dataclass(frozen=True)
class Exported:
    """A written document, its SHA-256, and whether it is marked DRAFT."""

    file: Path
    sha256: str
    draft: bool


def export(
    desk: "Desk",
    id_: str,
    kind: str,
    file: Path,
    format_: str = "",
    *,
    draft: bool = False,
    overrides: Sequence[str] = (),
    reason: str = "",
) -> Exported:
    """Write a document. The format is named, or told by the file's name.

    A statement that was not released is marked DRAFT. Raises ``RefusedError`` where a final document is wanted of
    something unfinished or a finding stops it (``overrides`` names rules, with a reason), ``ReviewError`` for bad
    input.
    """
    from cmalt_review.export.build import FORMATS, to_bytes

    chosen = next((f for f in FORMATS if f == (format_ or file.suffix.lstrip(".").lower())), None)
    if chosen is None:
        raise ReviewError(
            f"{file.name} does not tell the format", "", "Name it .docx or .md, or say --format docx or md."
        )
    made = document(desk, id_, kind, draft=draft)
    if not draft:
        from cmalt_review.desk.feedback import check_stopping, is_released

        check_stopping(desk, id_, kind, overrides, reason)
        draft = kind == "statement" and not is_released(desk, id_)
    data = to_bytes(made, chosen, draft=draft)
    write_file(file, data)
    return Exported(file, hashlib.sha256(data).hexdigest(), draft)


def document(files: "Files", id_: str, kind: str, *, draft: bool) -> "FormDocument":
    """A document as it would be written (also for the preview)."""
    if kind == "mine":
        return _mine(files, id_, draft=draft)
    if kind == "transcript":
        return _transcript(files, id_, draft=draft)
    if kind == "form":
        return _agreed_form(files, id_, draft=draft)
    if kind == "statement":
        return _statement(files, id_, draft=draft)
    raise ReviewError(f"There is no document {kind!r}", "", f"It is one of {', '.join(KINDS)}.")


def _present(files: "Files", id_: str) -> set[str]:
    return {section.id for section in files.portfolio(id_).sections() if section.words}


def _mine(files: "Files", id_: str, *, draft: bool) -> "FormDocument":
    from cmalt_review.export.mine import mine

    sheet = files.sheet(id_)
    if sheet is None:
        raise RefusedError("Nothing is judged yet", "", f"cmalt-review assess {id_}")
    if sheet.state != "submitted" and not draft:
        raise RefusedError(
            "Your sheet is not submitted, so there is no final form",
            "",
            f"cmalt-review submit {id_}, or export --draft",
        )
    return mine(files.assignment(id_), files.form(id_), sheet, author=files.me().name, present=_present(files, id_))


def _transcript(files: "Files", id_: str, *, draft: bool) -> "FormDocument":
    from cmalt_review.export.transcript import transcript

    session = Reconciling(files, id_)
    _check_finished(session, draft=draft)
    return transcript(
        session.assignment, session.form, session.lead, session.second, session.agreed, present=_present(files, id_)
    )


def _agreed_form(files: "Files", id_: str, *, draft: bool) -> "FormDocument":
    """The agreed form; where nothing was agreed in the end, the pack with both positions for ALT."""
    from cmalt_review.export.agreed_form import agreed_form

    session = Reconciling(files, id_)
    _check_finished(session, draft=draft, states=("finished", "not-agreed"))
    return agreed_form(session.assignment, session.form, session.lead, session.second, session.agreed)


def _statement(files: "Files", id_: str, *, draft: bool) -> "FormDocument":
    from cmalt_review.export.statement import statement

    session = Reconciling(files, id_)
    _check_finished(session, draft=draft)
    points = [joint.point for joint in session.points() if joint.kept]
    decided = session.agreed.decision and session.form.outcome(session.agreed.decision.outcome)
    if not decided:
        raise RefusedError("No outcome is decided yet", "", f"cmalt-review outcome {id_} OUTCOME")
    if not draft and any(point.kind == "unsorted" for point in points):
        raise RefusedError(
            "A point is not sorted yet", "Each is a strength, required or a suggestion.", "Sort it, or drop it."
        )
    return statement(session.assignment, session.form, points, decided)


def _check_finished(session: Reconciling, *, draft: bool, states: tuple[str, ...] = ("finished",)) -> None:
    """A final document needs a finished reconciliation of the versions that are here; a draft both sheets only."""
    if draft:
        return
    if session.agreed.state not in states:
        items = session.open_items()
        raise RefusedError(
            "The reconciliation is not finished, so there is no final document",
            "; ".join(items) + "." if items else "The second's assent, or the finish, is missing.",
            "Finish it, or export --draft.",
        )
    session.check_current()
