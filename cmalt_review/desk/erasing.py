"""Erasing an assignment: no text stays behind; anonymous figures do."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cmalt_review.errors import ReviewError
from cmalt_review.rules.progress import is_blind

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk


def erase(desk: "Desk", id_: str) -> list[str]:
    """Remove everything of an assignment, also one whose files are damaged; what went and what cannot be reached.

    Raises ``ReviewError`` for an id that is not whole, or where the disk refuses.
    """
    desk.check_writable()
    if not desk.workspace.exists(id_):
        raise ReviewError(f"There is no assignment {id_!r}", "Erasing takes the whole id.", "See `cmalt-review list`.")
    exported = _exported(desk, id_)
    desk.writer.flush()
    link = _keep_figures(desk, id_)
    done = [f"the folder of {id_}: text, sheets, notes, original files"]
    desk.workspace.remove(id_)
    try:
        copies = desk.history.forget(id_)
        for file in exported:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise ReviewError(
            f"{error.filename} could not be removed", f"{error.strerror}.", "Remove it by hand; the folder is erased."
        ) from None
    if copies:
        done.append(f"{copies} earlier states in the history")
    if exported:
        done.append(f"{len(exported)} exported documents in {desk.workspace.exports}")
    desk.drop_row(id_)
    done.append("Not reached: documents saved elsewhere, files sent to others, backups of your own machine")
    if link:
        done.append("Not reached: the candidate's own page")
    return done


def _exported(desk: "Desk", id_: str) -> list[Path]:
    """The documents in the folder for exports that are named after this assignment, and not after a longer id."""
    ids = desk.workspace.ids()
    files = desk.workspace.exports.iterdir() if desk.workspace.exports.is_dir() else ()
    return [file for file in files if file.is_file() and _owner(file.name, ids) == id_]


def _owner(name: str, ids: list[str]) -> str:
    return max((id_ for id_ in ids if name.startswith((f"{id_}-", f"{id_}."))), key=len, default="")


def _keep_figures(desk: "Desk", id_: str) -> str:
    """Add one line without names or text: grades by row, outcome, days from receipt to submission. The link.

    Files that are damaged have no figures.
    """
    try:
        assignment, sheet, other, agreed = desk.assignment(id_), desk.sheet(id_), desk.other(id_), desk.agreed(id_)
        form = desk.form(id_)
    except ReviewError:
        return ""
    if sheet is None or is_blind(sheet):
        return assignment.link
    days = (sheet.submitted_at.date() - assignment.received).days if sheet.submitted_at else None
    rows = {row: [sheet.grade(row), other.grade(row) if other else None] for row in form.rows}
    figures = {
        "form": assignment.form, "type": assignment.type, "role": assignment.role, "days": days, "rows": rows,
        "outcome": agreed.decision.outcome if agreed and agreed.decision else None,
    }  # fmt: skip
    with (desk.path / "figures.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(figures) + "\n")
    return assignment.link
