"""Feedback on the desk: what is checked with what is known here, which findings stop what, and the release."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cmalt_review.desk.reconciling import Reconciling
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.feedback.checker import RuleSet, check_feedback, load_rules
from cmalt_review.feedback.facts import FeedbackContext
from cmalt_review.feedback.finding import Finding
from cmalt_review.feedback.weighing import shipped_weights
from cmalt_review.model.assignment import Assessor
from cmalt_review.model.sheet import Judgement, Sheet
from cmalt_review.resources import data_dir
from cmalt_review.rules.progress import is_blind

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk
    from cmalt_review.feedback.frames import Frame, FrameLibrary

TEXT_ONLY = ("mine", "transcript")
"""Documents that print texts verbatim, but no joint statement: only what stands in those texts stops them."""


def rules_of(desk: "Desk") -> RuleSet:
    """The checker's rules: the shipped ones and those in the workspace. Raises ``ReviewError`` for a broken file."""
    own = desk.workspace.phrases / "rules"
    shipped_weights()  # here, beside the user's work, and not at the first check
    return load_rules([own] if own.is_dir() else [])


def frames_of(desk: "Desk") -> "FrameLibrary":
    """The phrases: shipped, then the team's, then mine."""
    from cmalt_review.feedback.frames import load_frames

    own = desk.workspace.phrases
    return load_frames(
        [("shipped", data_dir("feedback_snippets") / "frames"), ("team", own / "team"), ("mine", own / "mine")]
    )


def switch_off(desk: "Desk", rule: str) -> None:
    """Silence a rule in this workspace: its id is noted in ``feedback_snippets/rules/off.toml``.

    Raises ``ReviewError`` where that file is broken or cannot be written.
    """
    import tomli_w

    from cmalt_review.desk.exchanging import write_file
    from cmalt_review.feedback.rules_file import read_rules_file

    desk.check_writable()
    file = desk.workspace.phrases / "rules" / "off.toml"
    present = read_rules_file(file).off if file.exists() else frozenset()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, tomli_w.dumps({"off": sorted(present | {rule})}).encode())


def save_phrase(
    desk: "Desk", text: str, kind: str, *, section: str = "", element: str = "whole", id_: str = "", title: str = ""
) -> "Frame":
    """Keep a text as a phrase of mine; the names known around the assignment and quoted words become stops.

    Raises ``ReviewError`` where the phrase is there already or cannot be written.
    """
    from cmalt_review.feedback.frames import WORDINGS, Wording
    from cmalt_review.feedback.phrases import as_phrase, save_frame

    desk.check_writable()
    names = [desk.me().name]
    if id_:
        assignment = desk.assignment(id_)
        names += [assignment.candidate, assignment.co_assessor, desk.portfolio(id_).nominated]
    wording: Wording = next((word for word in WORDINGS if word == kind), "suggestion")
    known = [name for name in names if name]
    frame = as_phrase(text, names=known, quotes=(), kind=wording, section=section, element=element, title=title)
    save_frame(frame, desk.workspace.phrases / "mine" / "phrases.toml")
    return frame


def context_of(desk: "Desk", id_: str, sheet: Sheet) -> FeedbackContext:
    """One sheet's feedback with all that is known around it."""
    recommended = sheet.recommendation.outcome if sheet.recommendation else None
    return replace(
        _around(desk, id_),
        points=sheet.points, overall=[sheet.overall] if sheet.overall else [],
        judgements=sheet.judgements, outcome=recommended,
    )  # fmt: skip


def joint_context(desk: "Desk", session: Reconciling) -> FeedbackContext:
    """The joint statement with all that is known around it: kept points, agreed grades, the decided outcome."""
    judgements = {}
    for row in session.rows():
        if row.value and "." not in row.row:
            levels = (session.lead if row.origin == "lead" else session.second).judgement(row.row).elements
            taken = levels if row.origin in ("lead", "second") else {}
            judgements[row.row] = Judgement.model_validate({"grade": row.value, "elements": taken})
    decision = session.agreed.decision
    return replace(
        _around(desk, session.assignment.id),
        points=[joint.point for joint in session.points() if joint.kept],
        judgements=judgements, outcome=decision.outcome if decision else None,
    )  # fmt: skip


def _around(desk: "Desk", id_: str) -> FeedbackContext:
    assignment, portfolio = desk.assignment(id_), desk.portfolio(id_)
    mine, other = desk.sheet(id_), desk.other(id_)
    names = [assignment.co_assessor, other.author if other and not is_blind(mine) else ""]
    names += [row.candidate for row in desk.rows() if row.candidate != assignment.candidate]
    return FeedbackContext(
        form=desk.form(id_),
        people=[desk.me(), *(Assessor(name=name) for name in dict.fromkeys(names) if name)],
        nominated=portfolio.nominated,
        candidate=assignment.candidate,
        portfolio_text="\n".join(piece.text for piece in portfolio.pieces),
        dismissed=desk.local(id_).dismissed,
    )


def findings(desk: "Desk", id_: str) -> list[Finding]:
    """What the checker finds in the feedback as it now stands: mine, and the joint one once both sheets are in."""
    rules = rules_of(desk)
    mine = desk.sheet(id_)
    found = check_feedback(context_of(desk, id_, mine), rules) if mine else []
    if mine and mine.state == "submitted" and desk.other(id_):
        found += check_feedback(joint_context(desk, desk.reconcile(id_)), rules)
    return list(dict.fromkeys(found))


def stopping(desk: "Desk", id_: str, kind: str) -> list[Finding]:
    """The findings that stop a final document of this kind, less those overridden before."""
    rules = rules_of(desk)
    sheet = desk.sheet(id_)
    if kind in TEXT_ONLY:
        sheets = [sheet] if kind == "mine" else [sheet, desk.other(id_)]
        found = [f for s in sheets if s for f in check_feedback(context_of(desk, id_, s), rules) if f.sentence]
    else:
        found = check_feedback(joint_context(desk, desk.reconcile(id_)), rules)
    overridden = {event.text.partition(":")[0] for event in desk.assignment(id_).events if event.what == "override"}
    return [finding for finding in found if finding.level == "block" and _key(finding) not in overridden]


def _key(finding: Finding) -> str:
    """The rule, and which finding of it: the next one, on other words, is not overridden with it."""
    place = f"{finding.section}\n{finding.sentence or finding.message}"
    return f"{finding.rule} [{hashlib.sha256(place.encode()).hexdigest()[:8]}]"


def override(desk: "Desk", id_: str, finding: Finding, reason: str) -> None:
    """Record that a finding does not stop a final document. Raises ``ReviewError`` without a reason."""
    if not reason.strip():
        raise ReviewError("An override needs a reason", "", "--override RULE --reason TEXT")
    desk.event(id_, "override", f"{_key(finding)}: {reason.strip()}")


def check_stopping(desk: "Desk", id_: str, kind: str, overrides: Sequence[str] = (), reason: str = "") -> None:
    """Raise ``RefusedError`` listing what stops a final document; an override is recorded with its reason."""
    if overrides and not reason.strip():
        raise ReviewError("An override needs a reason", "", "--override RULE --reason TEXT")
    found = stopping(desk, id_, kind)
    left = [finding for finding in found if finding.rule not in overrides]
    if left:
        listed = "; ".join(f"{f.rule} in {f.section or 'the whole'}: {f.message}" for f in left)
        raise RefusedError(
            f"{len(left)} finding{'s' if len(left) > 1 else ''} must be mended first", listed,
            "Mend them, export with --draft, or --override RULE --reason TEXT.",
        )  # fmt: skip
    for finding in {_key(finding): finding for finding in found}.values():
        override(desk, id_, finding, reason)


def statement_hash(desk: "Desk", id_: str) -> str:
    """SHA-256 of the statement's words: a release holds only for what was released."""
    from cmalt_review.desk.exporting import document
    from cmalt_review.export.build import to_bytes

    return hashlib.sha256(to_bytes(document(desk, id_, "statement", draft=True), "md", draft=False)).hexdigest()


def release(desk: "Desk", id_: str) -> None:
    """Record that the tick-list was answered. Raises ``RefusedError`` while no outcome is decided."""
    desk.event(id_, "released", statement_hash(desk, id_))


def is_released(desk: "Desk", id_: str) -> bool:
    """Whether the statement as it now stands was released."""
    released = desk.assignment(id_).happened("released")
    return released is not None and released.text == statement_hash(desk, id_)
