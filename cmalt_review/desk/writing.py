"""A piece of feedback while it is written: where each typed word goes, what fits there, what is checked.

One editor serves a point of a sheet, a point of the joint statement, and an overall text.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cmalt_review.desk.feedback import context_of, joint_context
from cmalt_review.feedback.checker import RuleSet, check_feedback, check_point
from cmalt_review.feedback.facts import FeedbackContext
from cmalt_review.feedback.finding import Finding
from cmalt_review.feedback.frames import OVERALL
from cmalt_review.model.sheet import POINT_KINDS, Dismissal, Point

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.desk.reconciling import Reconciling
    from cmalt_review.model.form import Form

KINDS = tuple(kind for kind in POINT_KINDS if kind != "unsorted")
"""The kinds that a point can be given: prose from elsewhere is sorted into one of them."""


class Writing(ABC):
    """What is written, and where it is kept: each change is handed on at once."""

    title = ""
    note = ""
    """What a writer should know of this text, in a sentence."""
    kinds: Sequence[str] = ()
    """The kinds it can be; none where it has no force."""
    elements: Sequence[str] = ()
    """What it can be about; none where that is settled."""
    aspect = ""
    """The outcome, for an overall text."""

    def __init__(
        self, desk: "Desk", session: "Assessing", *, section: str, element: str, kind: str, text: str, frame: str
    ) -> None:
        self.desk = desk
        self.session = session
        self.section = section
        self.element = element
        self.kind = kind
        self.text = text
        self.frame = frame

    @property
    def form(self) -> "Form":
        """The scheme."""
        return self.session.form

    @property
    def ours(self) -> bool:
        """Whether the words are ours to choose; what another assessor wrote is typed in as it stands."""
        return not self.session.of_other

    @property
    def section_title(self) -> str:
        """The title that a phrase names."""
        return self.form.row_title(self.section)

    @abstractmethod
    def put(self, text: str) -> None:
        """Keep the text as it now is. Raises ``RefusedError`` where nothing can be changed."""

    def set_kind(self, kind: str) -> None:
        """Give it another force."""
        self.kind = kind

    def set_element(self, element: str) -> None:
        """Say that it is about another element."""
        self.element = element

    def use_frame(self, frame: str) -> None:
        """Note the phrase that it is written from; the first one counts."""
        self.frame = self.frame or frame

    def leave(self) -> int:
        """Number of the point that stays, 0 where none does."""
        return 0

    def points(self) -> Sequence[Point]:
        """The points beside which it stands: phrases are counted over them."""
        return self.session.sheet.points

    def used(self) -> Mapping[str, int]:
        """How often each phrase stands in them."""
        return Counter(point.frame for point in self.points() if point.frame)

    @abstractmethod
    def context(self) -> FeedbackContext:
        """What is known around it. Slow (20 ms): made once, when the editor opens."""

    def check(self, text: str, rules: RuleSet, context: FeedbackContext) -> list[Finding]:
        """What is found in the text as it now is."""
        kind = self.kind if self.kind in POINT_KINDS else "unsorted"
        point = Point.model_validate(
            {"n": 0, "section": self.section, "element": self.element, "kind": kind, "text": text, "frame": self.frame}
        )
        return check_point(point, rules, replace(context, dismissed=self.dismissed))

    @property
    def dismissed(self) -> Sequence[Dismissal]:
        """The findings that were put aside."""
        return self.session.local.dismissed

    def dismiss(self, finding: Finding) -> None:
        """Put a finding aside for good."""
        self.session.dismiss(finding.rule, finding.sentence)


class PointWriting(Writing):
    """A point of a sheet, new (``n`` is None) or present. It begins with its first word, and goes with its last."""

    kinds = KINDS

    def __init__(
        self, desk: "Desk", session: "Assessing", section: str, *, element: str = "whole", kind: str = "strength",
        n: int | None = None,
    ) -> None:  # fmt: skip
        point = session.point(n) if n is not None else None
        if point is not None:
            section, element, kind = point.section, point.element, point.kind
        super().__init__(
            desk, session, section=section, element=element, kind=kind,
            text=point.text if point else "", frame=point.frame if point else "",
        )  # fmt: skip
        self.n = point.n if point else 0
        self.elements = ["whole", *session.form.elements_of(section)]
        title = session.form.row_title(section)
        numbered = f"{section} {title}" if section[:1].isdigit() else title
        self.title = f"{'Point' if point else 'New point'} on {numbered}"
        self._blank = point is None

    def put(self, text: str) -> None:
        """Keep the words; a point without any goes when it is left."""
        self.text = text
        self._blank = not text.strip()
        if self._blank:
            self.frame = ""
            return
        if self.n:
            self.session.edit_point(self.n, text=text, frame=self.frame)
        else:
            self.n = self.session.add_point(self.section, self.element, self.kind, text, self.frame).n

    def set_kind(self, kind: str) -> None:
        """Give the point another force."""
        super().set_kind(kind)
        if self.n:
            self.session.edit_point(self.n, kind=kind)

    def set_element(self, element: str) -> None:
        """Say that the point is about another element."""
        super().set_element(element)
        if self.n:
            self.session.edit_point(self.n, element=element)

    def used(self) -> Mapping[str, int]:
        """How often each phrase stands in the other points."""
        return Counter(point.frame for point in self.points() if point.frame and point.n != self.n)

    def leave(self) -> int:
        """Number of the point; without words it goes."""
        if self.n and self._blank:
            self.session.delete_point(self.n)
            self.n = 0
        return self.n

    def context(self) -> FeedbackContext:
        """The sheet around it."""
        return context_of(self.desk, self.session.assignment.id, self.session.sheet)


class JointWriting(Writing):
    """A point's words in the joint statement; the sheet that it came from stays as it is."""

    kinds = KINDS
    note = "for the joint statement; the sheet it came from stays as it is"

    def __init__(self, desk: "Desk", session: "Assessing", joint: "Reconciling", number: int) -> None:
        found = joint.joint_point(number)
        point = found.point
        super().__init__(
            desk, session, section=point.section, element=point.element, kind=point.kind, text=point.text,
            frame=point.frame,
        )  # fmt: skip
        self.joint = joint
        self.number = number
        self.title = f"The {found.side}'s point on {self.section} {self.form.row_short(self.section)}"

    def put(self, text: str) -> None:
        """Keep the words; a joint point without any stays as it was."""
        self.text = text
        if text.strip():
            self.joint.edit_point(self.number, text=text)

    def set_kind(self, kind: str) -> None:
        """Give the point another force."""
        super().set_kind(kind)
        self.joint.edit_point(self.number, kind=kind)

    def leave(self) -> int:
        """Its number."""
        return self.number

    def points(self) -> Sequence[Point]:
        """The points that are kept."""
        return [joint.point for joint in self.joint.points() if joint.kept]

    def context(self) -> FeedbackContext:
        """The joint statement around it."""
        return joint_context(self.desk, self.joint)


class OverallWriting(Writing):
    """An assessor's overall text, printed as it is written."""

    note = "printed as you write it; nobody else edits it"

    def __init__(self, desk: "Desk", session: "Assessing") -> None:
        sheet = session.sheet
        super().__init__(
            desk, session, section=OVERALL, element="whole", kind=OVERALL, text=sheet.overall, frame=""
        )  # fmt: skip
        self.title = "Overall text" if not session.of_other else "Their overall text, word for word"
        self.aspect = sheet.recommendation.outcome if sheet.recommendation else ""

    @property
    def section_title(self) -> str:
        """It speaks of no section."""
        return "the portfolio"

    def put(self, text: str) -> None:
        """Keep the text."""
        self.text = text
        self.session.overall(text)

    def context(self) -> FeedbackContext:
        """The sheet around it."""
        return context_of(self.desk, self.session.assignment.id, self.session.sheet)

    def check(self, text: str, rules: RuleSet, context: FeedbackContext) -> list[Finding]:
        """What is found in the text by itself."""
        # Of the outcome only this matters to a text by itself: after a fail nothing is to be suggested.
        outcome = context.outcome if context.outcome == "fail" else None
        alone = replace(
            context, points=(), judgements={}, overall=[text], outcome=outcome, dismissed=self.dismissed
        )  # fmt: skip
        return check_feedback(alone, rules)
