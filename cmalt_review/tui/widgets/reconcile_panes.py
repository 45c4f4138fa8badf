"""What lead, second and both together say on one row: the three panes under the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cmalt_review.model.sheet import ELEMENT_WORDS, LEVEL_WORDS
from cmalt_review.tui.widgets.reconcile_rows import (
    OUTCOME,
    ReconcileLine,
    belongs,
    outcome_title,
    points_on,
    reason_words,
    value_word,
)

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.model.base import Role
    from cmalt_review.model.sheet import Point, Sheet
    from cmalt_review.rules.reconcile import JointPoint

KIND_MARKS = {
    "strength": "+ strength", "required": "! required", "suggestion": "~ for consideration", "unsorted": "· unsorted",
}  # fmt: skip
WHOSE = {"lead": "the lead's", "second": "the second's", "both": "both", "other": "neither's"}


class Pane(VerticalScroll, can_focus=False):
    """A frame with a text that scrolls."""

    DEFAULT_CSS: ClassVar[str] = """
    Pane { border: round $primary 60%; padding: 0 1; scrollbar-size: 1 1; }
    Pane > Static { height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._text

    def put(self, title: str, text: Content, foot: str = "") -> None:
        """Show a text from its beginning."""
        self.border_title = Content(title)
        self.border_subtitle = Content(foot)
        self._text.update(text)
        self.scroll_home(animate=False)

    def page(self) -> None:
        """Scroll on by most of a page; from the end back to the beginning."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.scroll_home(animate=False)
        else:
            self.scroll_relative(y=max(1, self.size.height - 1), animate=False)


def joined(lines: list[Content]) -> Content:
    """Lines, one below the other."""
    return Content("\n").join(lines)


def side_text(session: Reconciling, side: Role, line: ReconcileLine) -> Content:
    """What one of the two sheets says on a row: value, elements, notes, criteria, points."""
    sheet = session.lead if side == "lead" else session.second
    if line.id == OUTCOME:
        return _overall(session, sheet)
    lines = [] if line.judged is None else _judged(session, sheet, line)
    points = [point for point in sheet.points if belongs(point, line.id)]
    lines += [_point(point) for point in points]
    if not points:
        lines.append(Content.styled("no points", "$text-muted"))
    return joined(lines)


def side_foot(sheet: Sheet) -> str:
    """Version of a sheet, and where it was typed in from."""
    return f"typed in: {sheet.source}" if sheet.source else f"version {sheet.version}"


def _judged(session: Reconciling, sheet: Sheet, line: ReconcileLine) -> list[Content]:
    form, (section, _, element) = session.form, line.id.partition(".")
    row = line.judged
    value = None if row is None else row.lead if sheet is session.lead else row.second
    lines = [Content.styled(value_word(form, line.id, value) if value else "says nothing", "bold")]
    for id_ in form.elements_of(section):
        if element in ("", id_):
            lines += _element(session, sheet, section, id_)
    judgement = sheet.judgement(section)
    for criterion in () if element else form.criteria:
        tick = judgement.criteria.get(criterion.id)
        if tick and tick.met is not None:
            met = "met" if tick.met else "not met"
            lines.append(Content(f"  {criterion.title}: {met}{f' – {tick.note}' if tick.note else ''}"))
    if judgement.rests_on and not element:
        lines.append(Content(f"  rests on: {judgement.rests_on}"))
    if changed := sheet.changes.get(section):
        lines.append(Content.styled(f"changed in version {sheet.version}: {changed}", "$text-warning"))
    return lines


def _element(session: Reconciling, sheet: Sheet, section: str, element: str) -> list[Content]:
    judged = sheet.judgement(section).elements.get(element)
    if judged is None or not (judged.level or judged.note):
        return []
    levels = [side.level(section, element) for side in (session.lead, session.second)]
    differs = None not in levels and levels[0] != levels[1]
    words = f"{ELEMENT_WORDS.get(element, element)}: {LEVEL_WORDS.get(judged.level or '', '–')}"
    mark = ("≠ ", "bold $text-warning") if differs else ("  ", "")
    return [Content.assemble(mark, (words, "bold" if differs else ""), f" – {judged.note}" if judged.note else "")]


def _point(point: Point) -> Content:
    element = "" if point.element == "whole" else f" ({ELEMENT_WORDS.get(point.element, point.element).lower()})"
    return Content.assemble((f"{KIND_MARKS[point.kind]}{element}: ", "bold"), point.text)


def _overall(session: Reconciling, sheet: Sheet) -> Content:
    recommended = sheet.recommendation
    lines = [Content.assemble("Recommends: ", (outcome_title(session.form, sheet), "bold"))]
    if recommended and recommended.reason:
        lines.append(Content(recommended.reason))
    overall = Content(sheet.overall) if sheet.overall.strip() else Content.styled("No overall text.", "$text-muted")
    return joined([*lines, Content(""), overall])


def agreed_text(session: Reconciling, line: ReconcileLine) -> Content:
    """What is agreed on a row, why, and what becomes of the points."""
    if line.id == OUTCOME:
        return _decision(session)
    lines = []
    if row := line.judged:
        value = value_word(session.form, row.row, row.value) if row.value else "open"
        words, tone = reason_words(row)
        whose = f"  ({WHOSE[row.origin]})" if row.origin in ("lead", "second", "other") else ""
        lines.append(Content.assemble((value, "bold"), whose))
        shown = row.reason if row.reason and not row.stale else words
        lines.append(Content.styled(shown, {"warn": "$text-warning", "bad": "$text-error"}.get(tone, "")))
        if row.lead and row.second and row.value is None and row.differs:
            lines.append(Content(f"They differ on {'; '.join(row.differs)} (lead / second)."))
    points = points_on(session, line.id)
    lines += [_joint(session, joint) for joint in points]
    return joined(lines)


def is_edited(session: Reconciling, joint: JointPoint) -> bool:
    """Whether a point's words or kind were changed for the joint statement."""
    return any((p.origin, p.n) == (joint.side, joint.point.n) for p in session.agreed.edited)


def _joint(session: Reconciling, joint: JointPoint) -> Content:
    origin = f"{joint.side}, edited" if is_edited(session, joint) else joint.side
    if not joint.kept:
        return Content.styled(f"✗ dropped ({origin}) {KIND_MARKS[joint.point.kind]}: {joint.point.text}", "$text-muted")
    return Content.assemble(
        ("✓ kept ", "$text-success"), (f"({origin}) {KIND_MARKS[joint.point.kind]}: ", "bold"), joint.point.text
    )


def _decision(session: Reconciling) -> Content:
    decision = session.agreed.decision
    if decision is None:
        return Content("No outcome is decided yet: f opens the review, where it is chosen.")
    found = session.form.outcome(decision.outcome)
    against = [Content.styled(f"! {words}", "$text-warning") for words in decision.against]
    return joined(
        [Content.styled(found.title if found else decision.outcome, "bold"), Content(decision.reason), *against]
    )
