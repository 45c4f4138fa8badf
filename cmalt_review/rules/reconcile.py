"""Reconciling two grade sheets: rows side by side, what is agreed, and what still stands open."""

from dataclasses import dataclass
from typing import Literal

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.agreed import Agreed, AgreedRow, Origin
from cmalt_review.model.base import ROLES, Role
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import ELEMENT_WORDS, LEVEL_WORDS, PRINCIPLE_LEVELS, Point, Sheet


@dataclass(frozen=True)
class Row:
    """One row of the reconciliation: a section, a principle, or a principle within the advanced area (``6.p1``)."""

    row: str
    lead: str | None
    second: str | None
    value: str | None
    """What is agreed: filled in where both say the same, else what was decided."""
    origin: Origin | None
    reason: str
    confirmed: bool
    conflict: bool
    """Whether the two sheets differ (or one of them says nothing)."""
    crosses: bool
    """Whether they stand on different sides of a pass."""
    differs: tuple[str, ...]
    """Elements on which they differ, in words."""
    stale: bool
    """Whether a newer version of a sheet says something else than when this was agreed."""

    @property
    def decided(self) -> bool:
        """Whether nothing is left to do on the row."""
        return self.value is not None and self.confirmed and not self.stale


def by_role(mine: Sheet, other: Sheet) -> tuple[Sheet, Sheet]:
    """The lead's and the second's sheet."""
    return (mine, other) if mine.role == "lead" else (other, mine)


def row_ids(form: Form, lead: Sheet, second: Sheet) -> list[str]:
    """The rows to reconcile: graded sections, each advanced-area principle, whole-portfolio principles.

    A section that is not assessed is a row only where a sheet says something of it.
    """
    ids: list[str] = []
    for section in form.sections:
        if section.assessed or lead.grade(section.id) or second.grade(section.id):
            ids.append(section.id)
        if section.assessed:
            ids += [f"{section.id}.{e}" for e in section.elements if e in form.principle_ids]
    return ids + form.principle_ids


def value_in(sheet: Sheet, row: str) -> str | None:
    """What a sheet says on a row: a grade letter, or a level for a row such as ``6.p1``."""
    section, _, element = row.partition(".")
    return sheet.level(section, element) if element else sheet.grade(section)


def rows(form: Form, lead: Sheet, second: Sheet, agreed: Agreed | None) -> list[Row]:
    """All rows in the form's order. A level that neither sheet gives is no row."""
    ids = [
        id_ for id_ in row_ids(form, lead, second)
        if "." not in id_ or value_in(lead, id_) is not None or value_in(second, id_) is not None
    ]  # fmt: skip
    return [_row(form, lead, second, agreed, id_) for id_ in ids]


def _row(form: Form, lead: Sheet, second: Sheet, agreed: Agreed | None, id_: str) -> Row:
    of_lead, of_second = value_in(lead, id_), value_in(second, id_)
    said = {value for value in (of_lead, of_second) if value is not None}
    # On a section that is not assessed one word is enough: the silence of the other is no conflict.
    settled = len(said) == 1 and (of_lead == of_second or _is_unassessed(form, id_))
    known = agreed.rows.get(id_) if agreed else None
    stale = known is not None and (known.lead, known.second) != (of_lead or "", of_second or "")
    value = known.value if known else (next(iter(said)) if settled else None)
    return Row(
        row=id_, lead=of_lead, second=of_second, value=value,
        origin=known.origin if known else (_origin(of_lead, of_second) if settled else None),
        reason=known.reason if known else "",
        confirmed=known.confirmed if known else False,
        conflict=not settled,
        crosses=_crosses(form, of_lead, of_second),
        differs=_differing(form, lead, second, id_),
        stale=stale,
    )  # fmt: skip


def _origin(of_lead: str | None, of_second: str | None) -> Origin:
    """Whose word a settled row rests on."""
    if of_lead is None:
        return "second"
    return "both" if of_second is not None else "lead"


def _is_unassessed(form: Form, row: str) -> bool:
    section = form.section_by_id.get(row)
    return section is not None and not section.assessed


def _stops_pass(form: Form, value: str | None) -> bool:
    return any(grade.id == value and grade.stops_pass for grade in form.grades)


def _crosses(form: Form, one: str | None, two: str | None) -> bool:
    return one is not None and two is not None and _stops_pass(form, one) != _stops_pass(form, two)


def _differing(form: Form, lead: Sheet, second: Sheet, row: str) -> tuple[str, ...]:
    """The elements of a section on which the sheets give different levels, in words."""
    found = []
    for element in form.elements_of(row):
        one, two = lead.level(row, element), second.level(row, element)
        if one != two:
            said = [LEVEL_WORDS.get(level or "", "–") for level in (one, two)]
            found.append(f"{ELEMENT_WORDS.get(element, element)}: {said[0]} / {said[1]}")
    return tuple(found)


def is_superseded(lead: Sheet, second: Sheet, agreed: Agreed) -> bool:
    """Whether a version of a sheet came after the proposal, which rests on those before."""
    rests_on = (agreed.lead_version, agreed.second_version)
    return agreed.state != "open" and rests_on != (0, 0) and rests_on != (lead.version, second.version)


def open_rows(all_rows: list[Row]) -> list[Row]:
    """Conflicts still to be decided, and rows that a newer version has touched."""
    return [row for row in all_rows if row.value is None or row.stale]


def unconfirmed_rows(all_rows: list[Row]) -> list[Row]:
    """Rows filled in because both agree, still to be confirmed."""
    return [row for row in all_rows if row.value is not None and not row.stale and not row.confirmed]


def conflicts_first(all_rows: list[Row]) -> list[Row]:
    """Rows in the order of work: conflicts first, each group in the form's order."""
    return sorted(all_rows, key=lambda row: not row.conflict)


def values_for(form: Form, row: str) -> list[str]:
    """What may be agreed on a row."""
    return list(PRINCIPLE_LEVELS) if "." in row else [grade.id for grade in form.grades_for(row)]


def take(form: Form, lead: Sheet, second: Sheet, agreed: Agreed, row: str, what: str, reason: str = "") -> Agreed:
    """Decide a row: ``lead`` or ``second`` takes that side's value and points, else a value of the form's scale.

    Raises ``ReviewError`` for an unknown row or value and ``RefusedError`` where a reason must be typed: the value is
    neither side's, or the two sides stand on different sides of a pass.
    """
    current = next((r for r in rows(form, lead, second, agreed) if r.row == row), None)
    if current is None:
        raise ReviewError(f"There is no row {row!r} to reconcile", "", "See `reconcile ID` for the rows there are.")
    value, origin = _chosen(form, current, what)
    if not reason.strip():
        reason = _own_reason(current, value, origin)
    decided = AgreedRow(
        value=value, origin=origin, reason=reason.strip(), lead=current.lead or "", second=current.second or ""
    )
    changed = agreed.model_copy(update={"rows": {**agreed.rows, row: decided}, "state": "open", "assent": None})
    return _with_points_of(changed, lead, second, row, origin)


def _chosen(form: Form, current: Row, what: str) -> tuple[str, Origin]:
    if what in ROLES:
        value = current.lead if what == "lead" else current.second
        if value is None:
            raise ReviewError(f"The {what} assessor's sheet says nothing on {current.row}", "", "Set a grade instead.")
        origin: Origin = "both" if current.lead == current.second else ("lead" if what == "lead" else "second")
        return value, origin
    allowed = values_for(form, current.row)
    if what not in allowed:
        raise ReviewError(
            f"{what!r} cannot be agreed on {current.row}", f"It takes lead, second, {', '.join(allowed)}.", ""
        )
    if what == current.lead == current.second:
        return what, "both"
    if what == current.lead:
        return what, "lead"
    return what, "second" if what == current.second else "other"


def _own_reason(current: Row, value: str, origin: Origin) -> str:
    """The reason that stands where none was typed; refused where one must be."""
    if origin == "both":
        return ""
    if current.lead is not None and current.second is not None and (origin == "other" or current.crosses):
        why = "differs from both sheets" if origin == "other" else "puts the row on the other side of a pass"
        raise RefusedError(
            f"{current.row} needs a reason: the agreed grade {why}",
            f"Lead: {current.lead}, second: {current.second}, agreed: {value}.",
            "Give the reason in your own words (--reason TEXT, or w on the screen).",
        )
    if origin == "other" or current.lead is None or current.second is None:
        return "only one of the two sheets judges this row"
    return f"the {origin} assessor's grade, after discussion"


def _with_points_of(agreed: Agreed, lead: Sheet, second: Sheet, row: str, origin: Origin) -> Agreed:
    """Taking one side's value keeps that side's points of the row and drops the other's."""
    if origin not in ROLES:
        return agreed
    section, _, element = row.partition(".")
    choice = dict(agreed.points)
    for sheet, role in ((lead, "lead"), (second, "second")):
        for point in sheet.points_of(section):
            if not element or point.element == element:
                choice[f"{role}:{point.n}"] = "keep" if role == origin else "drop"
    return agreed.model_copy(update={"points": choice})


def accept_agreed(form: Form, lead: Sheet, second: Sheet, agreed: Agreed) -> Agreed:
    """Confirm every row on which both agree and nothing else was decided."""
    filled = {
        row.row: AgreedRow(
            value=row.value or "", origin=row.origin or "both", lead=row.lead or "", second=row.second or ""
        )
        for row in unconfirmed_rows(rows(form, lead, second, agreed))
    }
    return agreed.model_copy(update={"rows": {**agreed.rows, **filled}}) if filled else agreed


@dataclass(frozen=True)
class JointPoint:
    """A point of either sheet as it stands in the joint statement."""

    number: int
    """Number within this reconciliation: the lead's points first, then the second's."""
    side: Role
    point: Point
    """With the words of the joint statement, where they were edited."""
    kept: bool


def joint_points(lead: Sheet, second: Sheet, agreed: Agreed | None) -> list[JointPoint]:
    """The points of both sheets, numbered, with what was decided on each; kept unless dropped."""
    edited = {(p.origin, p.n): p for p in agreed.edited} if agreed else {}
    choice = agreed.points if agreed else {}
    sides: list[tuple[Role, Point]] = [("lead", p) for p in lead.points] + [("second", p) for p in second.points]
    return [
        JointPoint(
            number=number,
            side=side,
            point=edited.get((side, point.n)) or point.model_copy(update={"origin": side}),
            kept=choice.get(f"{side}:{point.n}", "keep") == "keep",
        )
        for number, (side, point) in enumerate(sides, start=1)
    ]


def decide_point(agreed: Agreed, side: Role, n: int, decision: Literal["keep", "drop"]) -> Agreed:
    """Keep or drop one point of one side."""
    return agreed.model_copy(update={"points": {**agreed.points, f"{side}:{n}": decision}})


def open_to_propose(form: Form, lead: Sheet, second: Sheet, agreed: Agreed) -> list[str]:
    """What stops the lead from proposing, in words."""
    all_rows = rows(form, lead, second, agreed)
    items = [] if agreed.decision else ["no outcome decided"]
    items += [
        f"{form.row_name(r.row)}: " + ("a newer version says otherwise" if r.stale else "not decided")
        for r in open_rows(all_rows)
    ]
    if unconfirmed := unconfirmed_rows(all_rows):
        count = "1 row" if len(unconfirmed) == 1 else f"{len(unconfirmed)} rows"
        items.append(f"{count} on which both agree: not confirmed")
    if agreed.decision and (chosen := form.outcome(agreed.decision.outcome)) and chosen.passing:
        items += [
            f"{form.row_name(r.row)} is agreed as {form.grade_word(r.value or '')}: that rules out a pass"
            for r in all_rows
            if _stops_pass(form, r.value)
        ]
    return items
