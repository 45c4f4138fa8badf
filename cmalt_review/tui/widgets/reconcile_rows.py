"""The rows of the reconciliation as its table shows them: words beside every symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmalt_review.model.sheet import LEVEL_WORDS
from cmalt_review.rules.reconcile import Row, conflicts_first, open_rows, unconfirmed_rows
from cmalt_review.tui.widgets.judgement_lines import short_grade
from cmalt_review.tui.widgets.table import Cell, Column

if TYPE_CHECKING:
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.model.form import Form
    from cmalt_review.model.sheet import Point, Sheet
    from cmalt_review.rules.reconcile import JointPoint

COLUMNS = (
    Column("section", "Section", 20, grow=2, most=36),
    Column("lead", "Lead", 12, grow=1, most=18),
    Column("second", "Second", 12, grow=1, most=18),
    Column("agreed", "Agreed", 13, grow=1, most=20),
    Column("reason", "Reason", 16, grow=3, wish=28),
)
OUTCOME = "outcome"
"""Id of the line that shows the two recommended outcomes and the one decided."""


class ReconcileLine(NamedTuple):
    """One line of the table: a row of the sheets, a section that has points only, or the outcome."""

    id: str
    judged: Row | None
    """What the sheets say; ``None`` where there is nothing to grade."""


def lines_of(session: Reconciling) -> list[ReconcileLine]:
    """Rows with conflicts first, then sections that have points but no row, then the outcome."""
    judged = session.rows()
    known = {row.row for row in judged}
    bare = dict.fromkeys(joint.point.section for joint in session.points() if joint.point.section not in known)
    return [
        *(ReconcileLine(row.row, row) for row in conflicts_first(judged)),
        *(ReconcileLine(id_, None) for id_ in bare),
        ReconcileLine(OUTCOME, None),
    ]


def is_open(line: ReconcileLine) -> bool:
    """Whether a conflict is still to be decided, or was touched by a newer version."""
    return line.judged is not None and bool(open_rows([line.judged]))


def counter(session: Reconciling) -> str:
    """How far the reconciliation has come, in words."""
    judged = session.rows()
    left = [row for row in open_rows(judged) if not row.stale]
    conflicts = sum(row.conflict for row in judged)
    parts = [f"{len(left)} conflict{'' if len(left) == 1 else 's'} left of {conflicts}"]
    if stale := sum(row.stale for row in judged):
        parts.append(f"{stale} touched by a newer version")
    unconfirmed = len(unconfirmed_rows(judged))
    parts.append(f"{unconfirmed} agreed to confirm" if unconfirmed else "all agreed rows confirmed")
    return " · ".join(parts)


def rows_to_type_in(session: Reconciling) -> int:
    """How many rows of a sheet that is typed in by hand have no grade yet."""
    typed = [sheet for sheet in (session.lead, session.second) if sheet.source]
    return sum(sheet.grade(row) is None for sheet in typed for row in session.form.rows)


def label(form: Form, row: str) -> str:
    """A row's name for lists: number or letter, and short title."""
    if row == OUTCOME:
        return "Outcome, overall text"
    return form.row_name(row)


def value_word(form: Form, row: str, value: str | None) -> str:
    """A grade, or the level of a row such as ``6.p1``, in words."""
    if not value:
        return "–"
    return LEVEL_WORDS.get(value, value) if "." in row else form.grade_word(value)


def outcome_title(form: Form, sheet: Sheet) -> str:
    """The outcome that a sheet recommends, in words."""
    found = form.outcome(sheet.recommendation.outcome) if sheet.recommendation else None
    return found.title if found else "–"


def cell(session: Reconciling, line: ReconcileLine, column: str) -> Cell:
    """What the table shows of a line in a column."""
    if column == "section":
        return Cell(label(session.form, line.id))
    if line.judged is None:
        return _outcome_cell(session, column) if line.id == OUTCOME else _points_cell(session, line, column)
    row = line.judged
    if column in ("lead", "second"):
        value = row.lead if column == "lead" else row.second
        return Cell(short_grade(value_word(session.form, row.row, value)), "" if value else "muted")
    if column == "agreed":
        return _agreed_cell(session.form, row)
    return Cell(*reason_words(row))


def _outcome_cell(session: Reconciling, column: str) -> Cell:
    if column in ("lead", "second"):
        return Cell(outcome_title(session.form, session.lead if column == "lead" else session.second))
    decision = session.agreed.decision
    if column == "agreed":
        found = session.form.outcome(decision.outcome) if decision else None
        return Cell(f"✓ {found.title}", "good") if found else Cell("? open", "warn")
    return Cell(" ".join(decision.reason.split())) if decision else Cell("f decides it", "muted")


def _points_cell(session: Reconciling, line: ReconcileLine, column: str) -> Cell:
    if column in ("lead", "second"):
        count = sum(belongs(p, line.id) for p in (session.lead if column == "lead" else session.second).points)
        return Cell(f"{count} point{'' if count == 1 else 's'}", "muted")
    return Cell("not graded" if column == "agreed" else "", "muted")


def _agreed_cell(form: Form, row: Row) -> Cell:
    word = short_grade(value_word(form, row.row, row.value))
    if row.value is None:
        return Cell("? open", "warn")
    if row.stale:
        return Cell(f"! {word}", "bad")
    return Cell(f"✓ {word}", "good") if row.confirmed else Cell(f"= {word}")


def reason_words(row: Row) -> tuple[str, str]:
    """Why a row stands as it does, or what it still needs; and the tone in which it is said."""
    if row.stale:
        return "newer version: decide again", "bad"
    if row.value is None:
        if row.lead is None or row.second is None:
            return "only one sheet judges it", "warn"
        return ("say why: a pass lies between" if row.crosses else "decide; say why if neither's"), "warn"
    if not row.confirmed:
        return "to be confirmed", "muted"
    return " ".join(row.reason.split()) or "both", "muted" if row.origin == "both" else ""


def belongs(point: Point, row: str) -> bool:
    """Whether a point is on a row; for ``6.p1`` those of section 6 on this principle."""
    section, _, element = row.partition(".")
    return point.section == section and (not element or point.element == element)


def points_on(session: Reconciling, row: str) -> list[JointPoint]:
    """The points of both sheets on a row, as they stand in the joint statement."""
    return [joint for joint in session.points() if belongs(joint.point, row)]
