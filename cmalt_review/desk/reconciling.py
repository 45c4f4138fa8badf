"""Two sheets being reconciled: the record of what was agreed; the sheets themselves never change here."""

from typing import TYPE_CHECKING, Any

from cmalt_review.desk.undoing import Undo
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.agreed import Agreed, Assent, Decision
from cmalt_review.model.sheet import Point, Sheet
from cmalt_review.model.text import clean
from cmalt_review.rules import outcome as outcomes
from cmalt_review.rules import progress
from cmalt_review.rules import reconcile as rules
from cmalt_review.store.clock import now
from cmalt_review.store.workspace import AGREED

if TYPE_CHECKING:
    from cmalt_review.desk.files import Files
    from cmalt_review.desk.triage import Triage


def sheets_of(files: "Files", id_: str) -> tuple[Sheet, Sheet]:
    """The lead's and the second's sheet. Raises ``RefusedError`` while blind or while one is missing."""
    mine = files.sheet(id_)
    if mine is None or progress.is_blind(mine):
        raise RefusedError(
            "Nothing of the other's sheet is shown before yours is submitted", "", f"cmalt-review submit {id_}"
        )
    if mine.state == "draft":
        raise RefusedError(
            f"Version {mine.version} of your sheet is not submitted yet", "", f"cmalt-review submit {id_}"
        )
    other = files.other(id_)
    if other is None:
        raise RefusedError(
            "The other's sheet has not arrived", "",
            f"Take it in with `receive FILE`, or type it in: `grade {id_} … --as other --from TEXT`.",
        )  # fmt: skip
    return rules.by_role(mine, other)


class Reconciling:
    """The reconciliation of one round: proposed, assented by the second, finished; or not agreed."""

    def __init__(self, files: "Files", id_: str) -> None:
        self._files = files
        self.assignment = files.assignment(id_)
        self.form = files.form(id_)
        self.lead, self.second = sheets_of(files, id_)
        self.agreed = files.agreed(id_) or Agreed()
        self._undo: Undo[Agreed] = Undo()

    # Rows and points -------------------------------------------------------------------------------------------

    def rows(self) -> list[rules.Row]:
        """All rows in the form's order."""
        return rules.rows(self.form, self.lead, self.second, self.agreed)

    def take(self, row: str, what: str, reason: str = "") -> None:
        """Decide a row (see ``rules.reconcile.take``)."""
        self._change(f"{row}", rules.take(self.form, self.lead, self.second, self.agreed, row, what, clean(reason)))

    def give_reason(self, row: str, reason: str) -> None:
        """Put the reason for what was decided on a row in other words. Raises ``ReviewError``."""
        decided = self.agreed.rows.get(row)
        if decided is None:
            raise ReviewError(f"Nothing is decided on {row} yet", "", "Decide the row first.")
        if not reason.strip():
            raise ReviewError("A reason needs words")
        changed = decided.model_copy(update={"reason": clean(reason).strip()})
        self._change(f"reason for {row}", self._with(rows={**self.agreed.rows, row: changed}, **_REOPENED))

    def accept_agreed(self) -> int:
        """Confirm all rows on which both agree; how many there were."""
        before = len(self.agreed.rows)
        self._change("agreed rows", rules.accept_agreed(self.form, self.lead, self.second, self.agreed))
        return len(self.agreed.rows) - before

    def clear(self, row: str) -> None:
        """Take the decision on a row back."""
        kept = {id_: decided for id_, decided in self.agreed.rows.items() if id_ != row}
        self._change(f"{row}", self._with(rows=kept, **_REOPENED))

    def points(self) -> list[rules.JointPoint]:
        """The points of both sheets, numbered, with what was decided on each."""
        return rules.joint_points(self.lead, self.second, self.agreed)

    def joint_point(self, number: int) -> rules.JointPoint:
        """A point by its number in this reconciliation. Raises ``ReviewError``."""
        found = next((point for point in self.points() if point.number == number), None)
        if found is None:
            raise ReviewError(
                f"There is no point {number} in this reconciliation", "", "See `cmalt-review reconcile ID`."
            )
        return found

    def keep_point(self, number: int, keep: bool) -> None:
        """Keep a point in the joint statement, or drop it."""
        joint = self.joint_point(number)
        changed = rules.decide_point(self.agreed, joint.side, joint.point.n, "keep" if keep else "drop")
        self._change(f"point {number}", changed.model_copy(update=_REOPENED))

    def keep_both(self, numbers: list[int]) -> None:
        """Keep all of these points, in one step."""
        choice = {f"{joint.side}:{joint.point.n}": "keep" for joint in map(self.joint_point, numbers)}
        self._change("points of both", self._with(points={**self.agreed.points, **choice}, **_REOPENED))

    def edit_point(self, number: int, *, text: str | None = None, kind: str | None = None) -> None:
        """Change a point's words or kind for the joint statement; the sheet it came from stays as it is."""
        joint = self.joint_point(number)
        fields = {**joint.point.model_dump(), "origin": joint.side}
        if text is not None:
            fields["text"] = text.strip()
        if kind is not None:
            fields["kind"] = kind
        others = [p for p in self.agreed.edited if (p.origin, p.n) != (joint.side, joint.point.n)]
        changed = self._with(edited=[*others, Point.model_validate(fields)], **_REOPENED)
        self._change(f"point {number}", changed, merge=f"words of {number}" if kind is None else "")

    # The decision ----------------------------------------------------------------------------------------------

    def advice(self, outcome: str) -> list[str]:
        """What speaks against an outcome, given what is agreed so far and the lower level of reflection of the two."""
        agreed = {row.row: row.value for row in self.rows() if row.value and "." not in row.row}
        reflection = {section.id: self._lower_reflection(section.id) for section in self.form.assessed}
        kept = [joint.point for joint in self.points() if joint.kept]
        return outcomes.advice(self.form, self.assignment.round, outcome, agreed, reflection, kept)

    def _lower_reflection(self, section: str) -> str | None:
        order = ("absent", "weak", "adequate", "strong")
        levels = [sheet.level(section, "reflection") for sheet in (self.lead, self.second)]
        return min((level for level in levels if level in order), key=order.index, default=None)

    def decide(self, outcome: str, reason: str = "") -> list[str]:
        """Decide the outcome; what speaks against it is recorded with it and returned."""
        against = self.advice(outcome)
        decision = Decision.model_validate({"outcome": outcome, "reason": reason, "against": against})
        self._change("outcome", self._with(decision=decision, **_REOPENED))
        return against

    def open_items(self) -> list[str]:
        """What stops the proposal, in words."""
        return rules.open_to_propose(self.form, self.lead, self.second, self.agreed)

    def propose(self) -> None:
        """Propose what is agreed to the second. Raises ``RefusedError`` listing what is open."""
        if items := self.open_items():
            raise RefusedError("There is more to reconcile", "; ".join(items) + ".", "")
        decision = self.agreed.decision
        if decision:  # what spoke against it is told of the grades that are proposed, whenever it was decided
            decision = decision.model_copy(update={"against": self.advice(decision.outcome)})
        self._change(
            "proposal",
            self._with(
                state="proposed", proposed_at=now(), assent=None, decision=decision,
                lead_version=self.lead.version, second_version=self.second.version,
            ),
        )  # fmt: skip

    def assent(self, yes: bool, how: str = "") -> None:
        """Record the second's answer and how it came. Raises ``RefusedError`` where nothing was proposed."""
        if self.agreed.state not in ("proposed", "assented", "not-agreed"):
            raise RefusedError("Nothing was proposed yet", "The second assents to a proposal.", "Propose first.")
        self.check_current()
        answer = Assent(answer="yes" if yes else "no", how=clean(how), at=now())
        self._change("assent", self._with(state="assented" if yes else "not-agreed", assent=answer))

    def finish(self) -> None:
        """Close the reconciliation. Raises ``RefusedError`` without the second's assent."""
        if self.agreed.state == "finished":
            return
        if self.agreed.state != "assented":
            raise RefusedError(
                "The second has not assented",
                "Both assessors stand behind the result.",
                "Record it: reconcile ID --assent yes --how TEXT",
            )
        self.check_current()
        self._change("finish", self._with(state="finished", finished_at=now()))
        self._undo = Undo()  # what is finished is reopened by a question from ALT, and that is recorded

    def check_current(self) -> None:
        """Raise ``RefusedError`` where a newer version of a sheet came after the proposal."""
        if not rules.is_superseded(self.lead, self.second, self.agreed):
            return
        id_, finished = self.assignment.id, self.agreed.state == "finished"
        raise RefusedError(
            "A newer version of a sheet came after the proposal",
            f"It rests on version {self.agreed.lead_version} of the lead's and {self.agreed.second_version} of the "
            f"second's sheet; here are {self.lead.version} and {self.second.version}.",
            f"{f'Reopen it: cmalt-review returned {id_}; then look' if finished else 'Look'} at what changed and "
            f"propose again: cmalt-review reconcile {id_} --propose",
        )

    # Undo ------------------------------------------------------------------------------------------------------

    def undo(self) -> str | None:
        """Take back the last change; its label."""
        return self._restore(self._undo.undo(self.agreed))

    def redo(self) -> str | None:
        """Do again what was last undone; its label."""
        return self._restore(self._undo.redo(self.agreed))

    def _with(self, **update: Any) -> Agreed:
        return self.agreed.model_copy(update=update)

    def _change(self, label: str, changed: Agreed, merge: str = "") -> None:
        if changed == self.agreed:
            return
        if self.agreed.state == "finished":
            raise RefusedError(
                "The reconciliation is finished",
                "",
                f"A question from ALT reopens it: cmalt-review returned {self.assignment.id}",
            )
        self._undo.note(label, self.agreed, merge)
        self._save(changed)

    def _restore(self, step: tuple[str, Agreed] | None) -> str | None:
        if step is None:
            return None
        self._save(step[1])
        return step[0]

    def _save(self, agreed: Agreed) -> None:
        id_ = self.assignment.id
        self._files.save(self._files.workspace.file(id_, AGREED), agreed, id_)
        self.agreed = agreed


_REOPENED: dict[str, Any] = {"state": "open", "assent": None}
"""A change to what was proposed needs a new proposal and a new assent."""


def returned(files: "Triage", id_: str, text: str) -> int:
    """ALT's question reopens what was agreed as its next version, whose number is returned; the earlier one is kept.

    Raises ``RefusedError`` where nothing was agreed.
    """
    agreed = files.agreed(id_)
    if agreed is None or agreed.state == "open":
        raise RefusedError("Nothing was agreed that could be returned", "", "")
    folder = files.workspace
    files.save(folder.version_file(id_, AGREED, agreed.version), agreed, id_)
    reopened = agreed.model_copy(
        update={"version": agreed.version + 1, "proposed_at": None, "finished_at": None, **_REOPENED}
    )
    files.save(folder.file(id_, AGREED), reopened, id_)
    files.event(id_, "returned", text)
    return reopened.version
