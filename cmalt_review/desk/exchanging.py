"""Submitting, sending and receiving grade sheets."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cmalt_review.desk.editing import empty_sheet
from cmalt_review.errors import ConfirmError, RefusedError, ReviewError
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.sheet import Judgement, Sheet
from cmalt_review.model.text import clean
from cmalt_review.rules.progress import open_to_submit
from cmalt_review.store.clock import now
from cmalt_review.store.exchange import MAX_BYTES, read_sheet, sealed, write_sheet
from cmalt_review.store.saving import save_atomic
from cmalt_review.store.workspace import AGREED, OTHER, SHEET

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.form import Form
    from cmalt_review.model.portfolio import Portfolio


MAX_ATTACHED = 50_000_000
"""Bytes of a file that the other's assessment came in."""


def submit(desk: "Desk", id_: str) -> Sheet:
    """Freeze and hash my sheet; it is saved before this returns.

    Sections that are not assessed and have a text are recorded as complete where I said nothing of them.
    Raises ``RefusedError`` where it is submitted already or something is open.
    """
    assignment, form = desk.assignment(id_), desk.form(id_)
    sheet = desk.sheet(id_) or empty_sheet(assignment)
    if sheet.state == "submitted":
        raise RefusedError(
            "The sheet is submitted already", f"Version {sheet.version}.", f"cmalt-review reopen {id_} --reason TEXT"
        )
    if items := open_to_submit(form, sheet):
        raise RefusedError(f"{len(items)} thing{'s' if len(items) > 1 else ''} still open", "; ".join(items) + ".", "")
    before = desk.load(desk.workspace.version_file(id_, SHEET, sheet.version - 1), Sheet)
    filled = _with_complete(sheet, form, desk.portfolio(id_))
    frozen = sealed(
        filled.model_copy(
            update={
                "state": "submitted", "submitted_at": now(), "author": desk.me().name,
                "changes": changes(before, filled) if before else {},
            }
        )
    )  # fmt: skip
    desk.save(desk.workspace.version_file(id_, SHEET, frozen.version), frozen, id_)
    desk.save(desk.workspace.file(id_, SHEET), frozen, id_)
    desk.writer.flush()
    return frozen


def _with_complete(sheet: Sheet, form: "Form", portfolio: "Portfolio") -> Sheet:
    present = {piece.section for piece in portfolio.pieces if piece.section and piece.text.strip()}
    complete = {
        section.id: Judgement(grade="C")
        for section in form.sections
        if not section.assessed and section.id in present and sheet.grade(section.id) is None
    }
    return sheet.model_copy(update={"judgements": {**sheet.judgements, **complete}}) if complete else sheet


def changes(before: Sheet, after: Sheet) -> dict[str, str]:
    """The rows that differ between two versions, each with the reason for which the sheet was reopened."""
    rows = {*before.judgements, *after.judgements, *(point.section for point in [*before.points, *after.points])}
    changed = [
        row for row in sorted(rows)
        if (before.judgement(row), before.points_of(row)) != (after.judgement(row), after.points_of(row))
    ]  # fmt: skip
    return dict.fromkeys(changed, after.reopened_because)


def reopen(desk: "Desk", id_: str, reason: str) -> Sheet:
    """Open the submitted sheet as its next version; the earlier one stays as it is.

    Raises ``RefusedError`` where it is not submitted and ``ReviewError`` without a reason.
    """
    sheet = desk.sheet(id_)
    if sheet is None or sheet.state != "submitted":
        raise RefusedError("The sheet is not submitted, so it is open already")
    if not reason.strip():
        raise ReviewError("Say why the sheet is reopened", "", "--reason TEXT")
    draft = sheet.model_copy(
        update={
            "version": sheet.version + 1, "state": "draft", "submitted_at": None, "sha256": "",
            "reopened_because": clean(reason).strip(), "changes": {},
        }
    )  # fmt: skip
    desk.save(desk.workspace.file(id_, SHEET), draft, id_)
    desk.writer.flush()
    return draft


def send(desk: "Desk", id_: str, file: Path) -> Sheet:
    """Write my latest submitted version as an exchange file. Raises ``RefusedError`` while nothing is submitted."""
    sheet = desk.sheet(id_)
    if sheet and sheet.state == "draft" and sheet.version > 1:
        sheet = desk.load(desk.workspace.version_file(id_, SHEET, sheet.version - 1), Sheet)
    if sheet is None or sheet.state != "submitted":
        raise RefusedError("Only a submitted sheet is sent", "", f"cmalt-review submit {id_}")
    write_file(file, write_sheet(sheet))
    return sheet


def write_file(file: Path, data: bytes) -> None:
    """Write a file that a user named, whole or not at all. Raises ``ReviewError``."""
    if not file.parent.is_dir():
        raise ReviewError(
            f"{file} cannot be written", f"There is no folder {file.parent}.", "Make it first, or name another."
        )
    try:
        if file.exists() and not file.is_file():  # a folder, or a device that a rename would replace
            raise ReviewError(f"{file} cannot be written", "It is no ordinary file.", "Name a file in a folder.")
        save_atomic(file, data)
    except OSError as error:
        raise ReviewError(
            f"{file} cannot be written", f"{error.strerror}.", "Choose another place with -o FILE."
        ) from None


@dataclass(frozen=True)
class Received:
    """What came of an exchange file: whose sheet it is and of which assignment."""

    id: str
    sender: str
    """The sender's name, or their role where it is not known."""
    version: int
    new: bool
    """Whether it changed anything: the same file again does not."""


def receive(desk: "Desk", file: Path, id_: str | None, *, confirm: bool) -> Received:
    """Take in an exchange file. Nothing of its content is told while my own sheet is not submitted.

    Raises ``ReviewError`` where the file is not readable or fits no assignment, ``RefusedError`` where it is for my
    own role or older than what is here.
    """
    desk.check_writable()
    data = _read(file)
    sheet = read_sheet(data, file.name)
    assignment = desk.assignment(desk.resolve(id_)) if id_ else _find(desk, sheet)
    _check_fits(desk, assignment, sheet, confirm=confirm or id_ is None)
    sender = sheet.author or sheet.role
    present = desk.other(assignment.id)
    if present and present.sha256 == sheet.sha256:
        return Received(assignment.id, sender, sheet.version, new=False)
    if present and not present.source and present.version >= sheet.version:
        raise RefusedError(
            "A newer version of this sheet is here already", f"Version {present.version}.", "Nothing was changed."
        )
    _keep_received(desk, assignment.id, ".toml", data)
    if present and present.source:
        _set_typed_aside(desk, assignment.id, present)
    desk.save(desk.workspace.version_file(assignment.id, OTHER, sheet.version), sheet, assignment.id)
    desk.save(desk.workspace.file(assignment.id, OTHER), sheet, assignment.id)
    desk.writer.flush()
    return Received(assignment.id, sender, sheet.version, new=True)


def _set_typed_aside(desk: "Desk", id_: str, typed: Sheet) -> None:
    """Keep what was typed in before the other's own sheet came; decisions on its points are not on the new ones."""
    desk.save(desk.workspace.version_file(id_, OTHER, 0), typed, id_)
    agreed = desk.agreed(id_)
    if agreed is None:
        return
    open_again = agreed.model_copy(
        update={
            "points": {key: choice for key, choice in agreed.points.items() if key.partition(":")[0] != typed.role},
            "edited": [point for point in agreed.edited if point.origin != typed.role],
            "state": "open", "assent": None,
        }
    )  # fmt: skip
    desk.save(desk.workspace.file(id_, AGREED), open_again if agreed.state != "finished" else agreed, id_)


def _keep_received(desk: "Desk", id_: str, suffix: str, data: bytes) -> str:
    """Keep a file as it came; its SHA-256. Raises ``ReviewError``."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        save_atomic(desk.workspace.folder(id_) / "received" / f"{digest[:12]}{suffix}", data)
    except OSError as error:
        raise ReviewError(
            "The file was not kept", f"{error.strerror}.", "Free some space; nothing was changed."
        ) from None
    return digest


def _read(file: Path, limit: int = MAX_BYTES) -> bytes:
    try:
        if file.stat().st_size > limit:
            raise ReviewError(f"{file} is too large", f"At most {limit:,} bytes are read.", "Check the name.")
        return file.read_bytes()
    except OSError as error:
        raise ReviewError(f"{file} cannot be read", f"{error.strerror}.", "Check the name.") from None


def attach(desk: "Desk", id_: str, file: Path) -> str:
    """Keep a file that the other's assessment came in; its SHA-256. Raises ``ReviewError``."""
    digest = _keep_received(desk, id_, file.suffix[:20], _read(file, MAX_ATTACHED))
    desk.event(id_, "attached", f"{file.name} sha256 {digest}")
    return digest


def _find(desk: "Desk", sheet: Sheet) -> Assignment:
    """The assignment a sheet is about: by reference where both have one, else by pathway, type and candidate."""
    every = desk.assignments()
    about = sheet.subject
    if about.reference and (
        same := [a for a in every if a.reference and folded(a.reference) == folded(about.reference)]
    ):
        return _only(same)
    alike = [a for a in every if (a.pathway, a.type) == (about.pathway, about.type)]
    if exact := [a for a in alike if folded(a.candidate) == folded(about.candidate)]:
        return _only(exact)
    near = [a for a in alike if _near(a.candidate, about.candidate)]
    raise ReviewError(
        "The sheet fits no assignment here",
        "It may be " + ", ".join(a.id for a in near) + ", whose candidate is spelt differently." if near else "",
        "Name it: cmalt-review receive FILE ID" + (" --confirm" if near else ""),
    )


def _only(found: list[Assignment]) -> Assignment:
    if len(found) > 1:
        raise ReviewError(
            "The sheet fits several assignments",
            ", ".join(a.id for a in found),
            "Name one: cmalt-review receive FILE ID",
        )
    return found[0]


def _check_fits(desk: "Desk", assignment: Assignment, sheet: Sheet, *, confirm: bool) -> None:
    about = sheet.subject
    if (about.pathway, about.type) != (assignment.pathway, assignment.type):
        raise ReviewError(
            "The sheet is about another pathway or type", f"{about.pathway}, {about.type}.", "Check the file."
        )
    same_reference = about.reference and folded(about.reference) == folded(assignment.reference)
    if not same_reference and folded(about.candidate) != folded(assignment.candidate) and not confirm:
        raise ConfirmError(
            "The candidate's name in the sheet is another",
            f"Here it is {assignment.candidate}.",
            "If it is the same person: add --confirm.",
        )
    if sheet.role == assignment.role:
        raise RefusedError(
            f"The sheet is a {sheet.role} assessor's, and so are you here",
            "",
            "Check with your co-assessor who has which role.",
        )
    form = desk.form(assignment.id)
    unknown = [row for row in sheet.judgements if not form.has_row(row)]
    if unknown or about.form != form.id:
        raise ReviewError("The sheet was made with another form", f"Here it is {form.id}.", "Agree on the form first.")


def folded(name: str) -> str:
    """A name without case, accents and double spaces, for comparing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def _near(one: str, two: str) -> bool:
    from rapidfuzz import fuzz

    return bool(fuzz.token_sort_ratio(folded(one), folded(two)) >= 80)
