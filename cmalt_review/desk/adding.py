"""Adding an assignment: its files are read, cut into sections and kept; all of it or nothing."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from cmalt_review.desk.earlier import read_file, referral
from cmalt_review.desk.exchanging import folded
from cmalt_review.errors import ReviewError
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.base import AssessmentType, Pathway, Role
from cmalt_review.model.portfolio import Portfolio
from cmalt_review.model.text import clean, clean_line
from cmalt_review.store.clock import now, today
from cmalt_review.store.codec import dump, validate
from cmalt_review.store.saving import save_atomic
from cmalt_review.store.workspace import ACCESS, ASSIGNMENT, PORTFOLIO

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.form import Form


@dataclass(frozen=True)
class AddRequest:
    """What is known of a portfolio when it is added. Sources or a link are needed."""

    candidate: str
    pathway: str
    role: str
    sources: Sequence[Path] = ()
    form: str = ""
    type: str = "first"
    co_assessor: str = ""
    received: date | None = None
    submitted: date | None = None
    due: date | None = None
    nominated: bool = False
    link: str = ""
    access: str = ""
    """Access information of the link: a secret."""
    reference: str = ""
    previous: str = ""
    """Id of the earlier round on this desk."""
    previous_file: Path | None = None
    """The earlier round's transcript or feedback, as another desk wrote it."""
    previous_outcome: str = ""
    """What the earlier round ended in, where neither of the two says so."""


def add(
    desk: "Desk",
    request: AddRequest,
    *,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Assignment:
    """Add an assignment. Raises ``ReviewError`` for bad input; then nothing was added."""
    desk.check_writable()
    form, previous = check(desk, request)
    watch: dict[str, Any] = {"progress": progress, "cancelled": cancelled}
    read = read_file(request.previous_file, form, **watch) if request.previous_file else None
    stated = referral(read.value) if read else ""
    assignment = _assignment(desk, request, form, previous, stated)
    portfolio, files = Portfolio(form=form.id), []
    if request.sources:
        from cmalt_review.intake.load import load

        loaded = load(request.sources, form, added=now(), **watch)
        portfolio, files = loaded.portfolio, loaded.files
    if cancelled and cancelled():
        raise ReviewError("Adding was cancelled", "Nothing was added.")
    contents = {PORTFOLIO: dump(portfolio), **(read.contents() if read else {}), ASSIGNMENT: dump(assignment)}
    if request.access.strip():
        contents[ACCESS] = clean(request.access).strip().encode()
    _write(desk, assignment.id, contents, files)
    desk.dirty.add(assignment.id)
    return assignment


def check(desk: "Desk", request: AddRequest) -> "tuple[Form, str]":
    """Check what can be checked without reading a file; the form, and the whole id of the earlier round.

    Raises ``ReviewError``.
    """
    _check(request)
    form = desk.forms.get(request.form) if request.form else desk.forms.for_pathway(request.pathway, request.type)
    return form, desk.resolve(request.previous) if request.previous else ""


def _check(request: AddRequest) -> None:
    if not clean_line(request.candidate):
        raise ReviewError("The candidate's name is missing", "", "--candidate NAME")
    for value, known, what in (
        (request.pathway, get_args(Pathway), "pathway"),
        (request.type, get_args(AssessmentType), "type of assessment"),
        (request.role, get_args(Role), "role"),
        (request.previous_outcome or "minor", ("minor", "major"), "previous outcome"),
    ):
        if value not in known:
            raise ReviewError(f"{value!r} is no {what}", "", f"It is one of {', '.join(known)}.")
    if not request.sources and not request.link:
        raise ReviewError(
            "Nothing to add", "A portfolio is a file, a folder, a zip, or a link.", "Name a file, or --link URL."
        )
    if request.link and not re.match(r"https?://[^\s/]+", request.link):
        raise ReviewError(f"{request.link!r} is no web address", "", "It starts with https:// or http://.")
    for source in (*request.sources, *([request.previous_file] if request.previous_file else [])):
        if not source.exists():
            raise ReviewError(f"{source} is not there", "", "Check the name.")


def _assignment(desk: "Desk", request: AddRequest, form: "Form", previous: str, stated: str) -> Assignment:
    fields = {
        "id": free_id(desk, request.candidate, request.pathway, request.type),
        "candidate": request.candidate, "pathway": request.pathway, "form": form.id, "type": request.type,
        "role": request.role, "co_assessor": request.co_assessor, "nominated": request.nominated,
        "reference": request.reference, "link": request.link, "received": request.received or today(),
        "submitted": request.submitted, "due": request.due, "previous": previous,
        "previous_outcome": request.previous_outcome or _earlier_outcome(desk, previous) or stated or None,
        "added": now(),
    }  # fmt: skip
    return validate(fields, Assignment, "The assignment")


def _earlier_outcome(desk: "Desk", previous: str) -> str | None:
    agreed = desk.agreed(previous) if previous else None
    decided = agreed.decision.outcome if agreed and agreed.decision else None
    return decided if decided in ("minor", "major") else None


def free_id(desk: "Desk", candidate: str, pathway: str, type_: str) -> str:
    """A readable id from candidate, pathway and type, numbered where it is taken."""
    slug = re.sub(r"[^a-z0-9]+", "-", folded(clean(candidate))).strip("-")[:60]
    if not slug:  # a name in another script: its hash is stable
        slug = f"candidate-{hashlib.sha256(candidate.encode('utf-8', 'replace')).hexdigest()[:6]}"
    stem = f"{slug}-{pathway}-{type_}"
    number = 1
    while desk.workspace.folder(stem if number == 1 else f"{stem}-{number}").exists():
        number += 1
    return stem if number == 1 else f"{stem}-{number}"


def _write(desk: "Desk", id_: str, contents: Mapping[str, bytes], files: Sequence[tuple[Path, str]]) -> None:
    """Write the folder under a name of its own and rename it: nothing half added is ever seen."""
    made = desk.workspace.assignments / f".new-{secrets.token_hex(6)}"
    try:
        made.mkdir(mode=0o700)
        copy_sources(files, made / "sources")
        for name, data in contents.items():
            save_atomic(made / name, data)
        made.rename(desk.workspace.folder(id_))
    except BaseException as error:
        shutil.rmtree(made, ignore_errors=True)
        if isinstance(error, OSError):
            raise ReviewError(
                "The portfolio was not added",
                f"{error.filename or desk.path}: {error.strerror}.",
                "Free some space or check the folder.",
            ) from None
        raise


def copy_sources(files: Sequence[tuple[Path, str]], folder: Path) -> None:
    """Copy original files, unchanged, under their names in a folder. Raises ``OSError``."""
    for original, name in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, target)
