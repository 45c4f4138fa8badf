"""Erasing an assignment: no text stays behind; anonymous figures do."""

import json
from typing import TYPE_CHECKING

from cmalt_review.rules.progress import is_blind

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk


def erase(desk: "Desk", id_: str) -> list[str]:
    """Remove everything of an assignment; in words, what went and what cannot be reached.

    Raises ``ReviewError`` where the disk refuses.
    """
    desk.check_writable()
    assignment = desk.assignment(id_)
    desk.writer.flush()
    _keep_figures(desk, id_)
    done = [f"the folder of {id_}: text, sheets, notes, original files"]
    desk.workspace.remove(id_)
    if copies := desk.history.forget(id_):
        done.append(f"{copies} earlier states in the history")
    exported = list(desk.workspace.exports.glob(f"{id_}*")) if desk.workspace.exports.is_dir() else []
    for file in exported:
        file.unlink()
    if exported:
        done.append(f"{len(exported)} exported documents in {desk.workspace.exports}")
    desk.drop_row(id_)
    done.append("Not reached: documents saved elsewhere, files sent to others, backups of your own machine")
    if assignment.link:
        done.append("Not reached: the candidate's own page")
    return done


def _keep_figures(desk: "Desk", id_: str) -> None:
    """One line without names or text: grades by row, outcome, days from receipt to submission."""
    assignment, sheet, other, agreed = desk.assignment(id_), desk.sheet(id_), desk.other(id_), desk.agreed(id_)
    if sheet is None or is_blind(sheet):
        return
    days = (sheet.submitted_at.date() - assignment.received).days if sheet.submitted_at else None
    rows = {row: [sheet.grade(row), other.grade(row) if other else None] for row in desk.form(id_).rows}
    figures = {
        "form": assignment.form, "type": assignment.type, "role": assignment.role, "days": days, "rows": rows,
        "outcome": agreed.decision.outcome if agreed and agreed.decision else None,
    }  # fmt: skip
    with (desk.path / "figures.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(figures) + "\n")
