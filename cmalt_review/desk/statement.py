"""The feedback as a whole, as it now stands: mine, or the joint one once both sheets are in, with what can be done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from cmalt_review.desk.feedback import context_of, frames_of, is_released, joint_context, rules_of
from cmalt_review.desk.writing import KINDS, JointWriting, OverallWriting, PointWriting, Writing
from cmalt_review.errors import RefusedError
from cmalt_review.export.statement import statement
from cmalt_review.export.words import in_form_order
from cmalt_review.feedback.checker import check_feedback
from cmalt_review.feedback.editing import reword_text
from cmalt_review.feedback.finding import Finding
from cmalt_review.feedback.frames import OVERALL
from cmalt_review.model.form import Outcome
from cmalt_review.model.sheet import POINT_KINDS, Point

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.export.blocks import FormDocument

UNDECIDED = "not decided yet"
_KIND_OF_GRADE = {"A": "suggestion", "R": "required", "M": "required"}


class Listed(NamedTuple):
    """A point of the feedback: its number here, its words, whose it was (joint), and whether it is left out."""

    number: int
    point: Point
    side: str = ""
    kept: bool = True


class Placed(NamedTuple):
    """A finding and where it is: the number of its point, 0 for the overall text, None where something is missing."""

    finding: Finding
    number: int | None


class Statement:
    """The feedback of one assignment."""

    def __init__(
        self, desk: "Desk", id_: str, session: "Assessing | None" = None, joint: "Reconciling | None" = None
    ) -> None:
        """``session`` and ``joint``: those of the screen that it is opened from, so that they stay one."""
        self.desk = desk
        self.id = id_
        self.session = session or desk.assess(id_)
        self.joint = joint
        if joint is None and self.session.sheet.state == "submitted" and desk.other(id_) is not None:
            self.joint = desk.reconcile(id_)
        self.form = self.session.form

    def renew(self) -> None:
        """Take up what was changed elsewhere, e.g. in a screen that was opened over this one."""
        fresh = self.desk.assess(self.id)
        if (fresh.sheet, fresh.local) != (self.session.sheet, self.session.local):
            self.session = fresh
        if self.joint is not None:
            both = self.desk.reconcile(self.id)
            if (both.lead, both.second, both.agreed) != (self.joint.lead, self.joint.second, self.joint.agreed):
                self.joint = both

    # What it holds ---------------------------------------------------------------------------------------------

    def points(self) -> list[Listed]:
        """The points: mine, or those of both."""
        if self.joint is None:
            return [Listed(point.n, point) for point in self.session.sheet.points]
        return [Listed(j.number, j.point, j.side, j.kept) for j in self.joint.points()]

    def in_order(self) -> list[Listed]:
        """The points that the candidate reads, in the order in which the statement has them."""
        kept = [listed for listed in self.points() if listed.kept]
        ordered = []
        for kind in POINT_KINDS:
            of_kind = [listed for listed in kept if listed.point.kind == kind]
            grouped = in_form_order(self.form, [listed.point for listed in of_kind])
            for section in grouped:
                ordered += [listed for listed in of_kind if listed.point.section == section]
        return ordered

    def outcome(self) -> Outcome | None:
        """The decided outcome, or the one that I recommend."""
        if self.joint is not None:
            decided = self.joint.agreed.decision
            return self.form.outcome(decided.outcome) if decided else None
        recommended = self.session.sheet.recommendation
        return self.form.outcome(recommended.outcome) if recommended else None

    def document(self) -> "FormDocument":
        """The statement as the candidate will read it."""
        # While nothing is decided there is nothing to say of what happens next.
        open_ = Outcome.model_construct(id="pass", title=UNDECIDED, meaning="", rounds=[], passing=True)
        points = [listed.point for listed in self.in_order()]
        return statement(self.session.assignment, self.form, points, self.outcome() or open_)

    @property
    def overall(self) -> str:
        """My own overall text."""
        return self.session.sheet.overall

    @property
    def closed(self) -> tuple[str, str] | None:
        """Why no point can be changed: in a word, and in a sentence with what helps; ``None`` where they can."""
        if self.desk.read_only:
            return "workspace", self.desk.notice
        if self.joint is not None and self.joint.agreed.state == "finished":
            return "finished", "The reconciliation is finished; a question from ALT reopens it."
        if self.joint is None and self.session.sheet.state == "submitted":
            return "submitted", "Your sheet is submitted. The joint points are written once the other's is in."
        return None

    @property
    def overall_closed(self) -> str:
        """Why my overall text cannot be changed, in a sentence; empty where it can."""
        if self.desk.read_only:
            return self.desk.notice
        return "Your sheet is submitted." if self.session.sheet.state == "submitted" else ""

    # What is found ---------------------------------------------------------------------------------------------

    def check(self) -> list[Placed]:
        """Everything the checker finds, with its place, what blocks first. Slow: use a thread."""
        rules = rules_of(self.desk)
        mine = replace(
            context_of(self.desk, self.id, self.session.sheet), dismissed=self.session.local.dismissed
        )  # fmt: skip
        if self.joint is None:
            found = check_feedback(mine, rules)
        else:
            joint = replace(joint_context(self.desk, self.joint), dismissed=mine.dismissed)
            alone = replace(mine, points=(), judgements={}, outcome=mine.outcome if mine.outcome == "fail" else None)
            found = [*check_feedback(joint, rules), *check_feedback(alone, rules)]
        points = self.in_order()
        placed = [Placed(finding, _number(finding, points)) for finding in dict.fromkeys(found)]
        return sorted(placed, key=lambda p: p.finding.level != "block")

    def released(self) -> bool | None:
        """Whether the statement as it stands was released; ``None`` while there is no outcome to release it with."""
        if self.joint is None or self.joint.agreed.decision is None:
            return None
        return is_released(self.desk, self.id)

    # What can be done ------------------------------------------------------------------------------------------

    def writing(self, number: int) -> Writing:
        """A point to be written on. Raises ``RefusedError`` where it is closed."""
        self.check_open()
        if self.joint is not None:
            return JointWriting(self.desk, self.session, self.joint, number)
        return PointWriting(self.desk, self.session, "", n=number)

    def another(self, section: str) -> Writing:
        """A new point on a section. Raises ``RefusedError`` where none can be added."""
        self.check_open()
        if self.joint is not None:
            raise RefusedError(
                "The joint statement is made of the points that both wrote", "",
                "Change the words of one of them, or reopen your sheet.",
            )  # fmt: skip
        kind = _KIND_OF_GRADE.get(self.session.sheet.grade(section) or "", "strength")
        return PointWriting(self.desk, self.session, section, kind=kind)

    def overall_writing(self) -> Writing:
        """My overall text to be written on. Raises ``RefusedError`` where it is closed."""
        if self.overall_closed:
            raise RefusedError("Your overall text cannot be changed now", self.overall_closed, "")
        return OverallWriting(self.desk, self.session)

    def check_open(self) -> None:
        """Raise ``RefusedError`` where no point can be changed."""
        if self.closed is not None:
            raise RefusedError("The points cannot be changed now", self.closed[1], "")

    def drop(self, number: int) -> str:
        """Delete my point, or leave a joint one out, or take it back in; what was done, in words."""
        self.check_open()
        if self.joint is None:
            self.session.delete_point(number)
            return "Deleted."
        kept = self.joint.joint_point(number).kept
        self.joint.keep_point(number, not kept)
        return "Left out of the joint statement." if kept else "Taken back in."

    def move(self, number: int, step: int) -> None:
        """Move my point among those of its section and kind. Raises ``RefusedError`` for joint ones."""
        self.check_open()
        if self.joint is not None:
            raise RefusedError("The order of joint points is the sheets' own", "The lead's come first.", "")
        # Points of other kinds stand between them in the sheet, but not in what the candidate reads.
        same = [point.n for point in self.session.sheet.points_of(self.session.point(number).section)]
        kinds = {n: self.session.point(n).kind for n in same}
        alike = [n for n in same if kinds[n] == kinds[number]]
        place = alike.index(number) + step
        if 0 <= place < len(alike):
            for _ in range(abs(same.index(alike[place]) - same.index(number))):
                self.session.move_point(number, step)

    def turn(self, number: int) -> str:
        """Give a point the next kind; its wording follows while it still is the phrase's. The new kind."""
        self.check_open()
        point = next(listed.point for listed in self.points() if listed.number == number)
        kind = KINDS[(KINDS.index(point.kind) + 1) % len(KINDS)] if point.kind in KINDS else KINDS[0]
        frame = frames_of(self.desk).get(point.frame) if point.frame else None
        text = point.text
        if frame is not None:
            text = reword_text(text, frame, kind, section_title=self.form.row_title(point.section))
        self._edit(number, kind=kind, text=text)
        return kind

    def rewrite(self, number: int, text: str) -> None:
        """Give a point (0: my overall text) other words."""
        if number == 0:
            self.overall_writing().put(text)
        else:
            self.check_open()
            self._edit(number, text=text)

    def _edit(self, number: int, **changed: Any) -> None:
        if self.joint is None:
            self.session.edit_point(number, **changed)
        else:
            self.joint.edit_point(number, **changed)

    def undo(self) -> str | None:
        """Take back the last change; its label."""
        self.desk.check_writable()
        return self.session.undo() if self.joint is None else self.joint.undo()

    def redo(self) -> str | None:
        """Do again what was last taken back; its label."""
        self.desk.check_writable()
        return self.session.redo() if self.joint is None else self.joint.redo()


def _number(finding: Finding, points: Sequence[Listed]) -> int | None:
    """The point that a finding is on. Both sheets count their points from 1, so the sentence decides."""
    if finding.section == OVERALL:
        return 0
    there = [listed for listed in points if listed.point.section == finding.section]
    if finding.sentence:
        there = [listed for listed in there if finding.sentence in listed.point.text]
    exact = [listed for listed in there if listed.point.n == finding.point]
    if finding.point is None and not finding.sentence:
        return None
    return next((listed.number for listed in [*exact, *there]), None)
