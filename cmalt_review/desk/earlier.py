"""The earlier round of a resubmission: on this desk, or from a file that another desk wrote."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from cmalt_review.errors import ReviewError
from cmalt_review.model.earlier import CARRIED, Earlier, Passage
from cmalt_review.model.form import GradeId
from cmalt_review.rules.reconcile import by_role, joint_points
from cmalt_review.rules.rounds import ParagraphChange, changed_sections, paragraph_diff
from cmalt_review.store.clock import now
from cmalt_review.store.codec import dump
from cmalt_review.store.saving import save_atomic
from cmalt_review.store.workspace import PORTFOLIO

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.files import Files
    from cmalt_review.model.agreed import Agreed
    from cmalt_review.model.form import Form
    from cmalt_review.model.portfolio import Portfolio
    from cmalt_review.model.sheet import Judgement, LocalNotes, Sheet

EARLIER = "earlier.toml"
"""What was read from the earlier round's file; the file itself is kept in the folder ``earlier``."""


@dataclass(frozen=True)
class ReadFile:
    """An earlier round's file as read: what it says, and what is to be kept."""

    value: Earlier
    data: bytes
    suffix: str

    def contents(self) -> dict[str, bytes]:
        """The files to be written in the assignment's folder, by name."""
        return {f"earlier/{self.value.sha256[:12]}{self.suffix}": self.data, EARLIER: dump(self.value)}


def read_file(
    file: Path,
    form: "Form",
    *,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadFile:
    """Read a transcript or feedback of the earlier round. Raises ``ReviewError`` where it cannot be read."""
    from cmalt_review.feedback.sentences import split
    from cmalt_review.intake.earlier import cut_feedback
    from cmalt_review.intake.reader import read_source

    if not file.is_file():
        raise ReviewError(f"{file} is not there", "The earlier round's feedback is one file.", "Check the name.")
    document = read_source([file], progress=progress, cancelled=cancelled)
    found = cut_feedback(document, form, lambda text: [sentence.text for sentence in split(text).sentences])
    data = file.read_bytes()
    value = Earlier(
        file=file.name, sha256=hashlib.sha256(data).hexdigest(), added=now(), outcome=found.outcome,
        grades=found.grades, passages=found.passages,
    )  # fmt: skip
    return ReadFile(value, data, file.suffix.lower())


def attach(
    desk: "Files",
    id_: str,
    file: Path,
    *,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Earlier:
    """Attach the earlier round's file to an assignment. Raises ``ReviewError``; then nothing was changed.

    A file attached before is kept beside it; ticks go over to the same words in the new one.
    """
    from cmalt_review.store.workspace import ASSIGNMENT, LOCAL

    desk.check_writable()
    read = read_file(file, desk.form(id_), progress=progress, cancelled=cancelled)
    folder = desk.workspace.folder(id_)
    try:
        for name, data in read.contents().items():
            if name != EARLIER:
                save_atomic(folder / name, data)
    except OSError as error:
        raise ReviewError(f"{file.name} was not kept", f"{error.strerror}.", "Free some space.") from None
    before = earlier(desk, id_)
    desk.save(folder / EARLIER, read.value, id_)
    local, assignment = desk.local(id_), desk.assignment(id_)
    if before and (local.carried or local.required):
        moved = _with_ticks_moved(local, before, earlier(desk, id_))
        desk.save(desk.workspace.file(id_, LOCAL), moved, id_)
    if assignment.previous_outcome is None and (known := referral(read.value)):
        desk.save(desk.workspace.file(id_, ASSIGNMENT), assignment.model_copy(update={"previous_outcome": known}), id_)
    return read.value


def _with_ticks_moved(local: "LocalNotes", before: Earlier, after: Earlier | None) -> "LocalNotes":
    """Ticks and required points as the same words are now numbered; those whose words are gone fall away."""
    now_at = {(p.section, p.text): p.key for p in after.passages} if after else {}
    keys = {p.key: now_at.get((p.section, p.text), "") for p in before.passages}
    return local.model_copy(
        update={
            "carried": {keys[key]: state for key, state in local.carried.items() if keys.get(key)},
            "required": [keys[key] for key in local.required if keys.get(key)],
        }
    )


def referral(earlier: Earlier) -> str:
    """The earlier round's outcome where it was a referral, else nothing."""
    return earlier.outcome if earlier.outcome in ("minor", "major") else ""


def earlier(desk: "Files", id_: str) -> Earlier | None:
    """What is known of the earlier round; ``None`` where there is none or nothing is known of it.

    Of a round on this desk it holds what was agreed and kept. Where a file is attached too, its passages come behind.
    The outcome that was said on adding goes before what a file says.
    """
    assignment = desk.assignment(id_)
    from_file = desk.load(desk.workspace.file(id_, EARLIER), Earlier)
    before = assignment.previous
    from_desk = _of_round(desk, before) if before and desk.workspace.exists(before) else None
    found = _both(from_desk, from_file) if from_desk and from_file else from_desk or from_file
    if assignment.previous_outcome is None:
        return found
    return (found or Earlier()).model_copy(update={"outcome": assignment.previous_outcome})


def _of_round(desk: "Files", id_: str) -> Earlier:
    """The agreed sheet of a round on this desk: grades, outcome, and the points that were kept."""
    agreed, mine, other = desk.agreed(id_), desk.sheet(id_), desk.other(id_)
    if agreed is None or mine is None or other is None or agreed.state not in ("proposed", "assented", "finished"):
        return Earlier(id=id_)
    lead, second = by_role(mine, other)
    letters = get_args(GradeId)
    grades = {row: [decided.value] for row, decided in agreed.rows.items() if decided.value in letters}
    return Earlier.model_validate(
        {
            "id": id_, "outcome": agreed.decision.outcome if agreed.decision else None, "grades": grades,
            "passages": _kept_points(lead, second, agreed),
        }
    )  # fmt: skip


def _kept_points(lead: "Sheet", second: "Sheet", agreed: "Agreed") -> list[Passage]:
    passages: list[Passage] = []
    for joint in joint_points(lead, second, agreed):
        if joint.kept:
            point = joint.point
            number = 1 + sum(passage.section == point.section for passage in passages)
            passages.append(Passage(section=point.section, n=number, text=point.text, kind=point.kind))
    return passages


def _both(desk: Earlier, file: Earlier) -> Earlier:
    """A round on this desk whose feedback came as a file too: the file's passages are numbered on."""
    passages = list(desk.passages)
    for passage in file.passages:
        number = 1 + sum(known.section == passage.section for known in passages)
        passages.append(passage.model_copy(update={"n": number}))
    return file.model_copy(
        update={
            "id": desk.id, "outcome": desk.outcome or file.outcome, "grades": {**file.grades, **desk.grades},
            "passages": passages,
        }
    )  # fmt: skip


# Required points -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """A required point of the earlier round, and whether the resubmission meets it."""

    passage: Passage
    state: str
    """``addressed``, ``partly``, ``not``, or empty while it was not judged."""
    by_hand: bool
    """Whether I made it a required point; otherwise it was one."""


def carried(known: Earlier, local: "LocalNotes") -> list[Carried]:
    """The required points of the earlier round, in its order."""
    return [
        Carried(passage, local.carried.get(passage.key, ""), by_hand=passage.kind != "required")
        for passage in known.passages
        if passage.kind == "required" or passage.key in local.required
    ]


def passage_of(known: Earlier | None, key: str) -> Passage:
    """The passage that ``SECTION:N`` names. Raises ``ReviewError``."""
    found = next((p for p in known.passages if p.key == key), None) if known else None
    if found is None:
        raise ReviewError(
            f"The earlier round has no passage {key!r}", "", "See `cmalt-review earlier ID` for the passages there are."
        )
    return found


def tick(session: "Assessing", known: Earlier | None, key: str, state: str | None) -> None:
    """Tick a required point addressed, partly or not; ``None`` takes the tick back. Raises ``ReviewError``."""
    passage = passage_of(known, key)
    if state is not None and state not in CARRIED:
        raise ReviewError(f"{state!r} is no tick", "", f"It is one of {', '.join(CARRIED)}.")
    if passage.kind != "required" and key not in session.local.required:
        raise ReviewError(
            f"{key} is not a required point", "",
            f"Make it one: cmalt-review earlier {session.assignment.id} --point {key}",
        )  # fmt: skip
    session.carry(key, state)


def require(session: "Assessing", known: Earlier | None, key: str, on: bool = True) -> Passage:
    """Make a passage a required point to tick, or take that back. Raises ``ReviewError``."""
    passage = passage_of(known, key)
    if passage.kind == "required":
        if not on:
            raise ReviewError(f"{key} was a required point in the earlier round", "", "Tick it instead.")
        return passage
    if not on and session.local.carried.get(key):
        session.carry(key, None)
    session.require(key, on)
    return passage


# What carries forward ------------------------------------------------------------------------------------------


def carriable(desk: "Files", session: "Assessing") -> "dict[str, Judgement]":
    """What I judged in the earlier round on this desk, by section whose text is the same now and that is not judged.

    Grades, levels and ticks that the form lacks are left out. Raises ``ReviewError`` where the earlier round did not
    end in minor revisions, or was not assessed on this desk.
    """
    from cmalt_review.model.sheet import Judgement

    assignment, form = session.assignment, session.form
    if assignment.round != "after-minor":
        raise ReviewError(
            "Nothing carries forward", "Only after a referral for minor revisions do sections stand as they were.",
            "After major revisions all of it is assessed anew.",
        )  # fmt: skip
    before = text_before(desk, assignment.id)
    mine = desk.sheet(assignment.previous)
    if mine is None:
        raise ReviewError("Nothing carries forward", "Your sheet of the earlier round is not on this desk.")
    changed = {section.partition("-")[0] for section in changed_sections(before, session.portfolio)}
    found: dict[str, Judgement] = {}
    for section in form.sections:
        row, judged = section.id, mine.judgement(section.id)
        same = row not in changed and session.portfolio.section(row) is not None
        fits = judged.grade in [grade.id for grade in form.grades_for(row)]
        if same and fits and session.sheet.judgement(row) == Judgement():
            elements = {id_: said for id_, said in judged.elements.items() if id_ in form.elements_of(row)}
            known = [criterion.id for criterion in form.criteria]
            criteria = {id_: ticked for id_, ticked in judged.criteria.items() if id_ in known}
            found[row] = judged.model_copy(update={"elements": elements, "criteria": criteria})
    return found


def carry_forward(desk: "Files", session: "Assessing") -> list[str]:
    """Take over what ``carriable`` finds, as one step of undo; the rows. Raises ``ReviewError``."""
    found = carriable(desk, session)
    if found:
        session.judge(found, f"{len(found)} sections carried forward")
    return list(found)


# The candidate's text from round to round ----------------------------------------------------------------------


@dataclass(frozen=True)
class SectionDiff:
    """How one section's text changed."""

    section: str
    changes: list[ParagraphChange]

    def count(self, kind: str) -> int:
        """How many paragraphs changed in this way."""
        return sum(change.kind == kind for change in self.changes)


def diff(desk: "Files", id_: str, section: str = "", *, imports: bool = False) -> list[SectionDiff]:
    """How the candidate's text changed since the earlier round: one section, or all whose words differ.

    ``imports``: since the import before the last one of this round. Raises ``ReviewError`` where there is nothing to
    compare with, or neither text has the section.
    """
    old, new = text_before(desk, id_, imports=imports), desk.portfolio(id_)
    if section and old.section(section) is None and new.section(section) is None:
        known = ", ".join(found.id for found in new.sections()) or "none"
        raise ReviewError(f"There is no text in section {section!r}", "", f"There is text in: {known}.")
    return [
        SectionDiff(id_, paragraph_diff(_text(old, id_), _text(new, id_)))
        for id_ in ([section] if section else changed_sections(old, new))
    ]


def text_before(desk: "Files", id_: str, *, imports: bool = False) -> "Portfolio":
    """The portfolio of the earlier round on this desk, or with ``imports`` the one imported before this one.

    Raises ``ReviewError`` where there is none with a text.
    """
    from cmalt_review.model.portfolio import Portfolio

    before = desk.assignment(id_).previous
    if imports:
        kept = portfolio_versions(desk, id_)
        found = desk.load(kept[-1], Portfolio) if kept else None
        missing = "This portfolio was imported once"
    else:
        found = desk.portfolio(before) if before and desk.workspace.exists(before) else None
        missing = "The earlier round's text is not on this desk"
    if found is None or not found.pieces:
        raise ReviewError("There is nothing to compare with", f"{missing}.", "Add the round with --previous ID.")
    return found


def portfolio_versions(desk: "Files", id_: str) -> list[Path]:
    """The portfolios that were imported before the present one, oldest first."""
    files: list[Path] = []
    while (file := desk.workspace.version_file(id_, PORTFOLIO, len(files) + 1)).is_file():
        files.append(file)
    return files


def _text(portfolio: "Portfolio", section: str) -> str:
    found = portfolio.section(section)
    return found.text if found else ""
