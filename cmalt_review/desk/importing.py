"""Importing a source into an assignment that exists: a newer version, or a saved copy of what was only a link.

The snapshot before is kept, and so is everything that was judged: grades and points belong to sections, ticks to
targets, and marks are found again by their first words.
"""

import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cmalt_review.desk.adding import copy_sources
from cmalt_review.desk.earlier import portfolio_versions
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.sheet import Mark
from cmalt_review.model.text import words
from cmalt_review.rules.mapping import carry_over
from cmalt_review.rules.rounds import changed_sections, paragraphs
from cmalt_review.store.clock import now
from cmalt_review.store.workspace import LOCAL, PORTFOLIO

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.portfolio import Portfolio


@dataclass(frozen=True)
class Imported:
    """What came of an import into an assignment."""

    portfolio: "Portfolio"
    new: bool
    """Whether anything is different from what was here."""
    changed: list[str]
    """Ids of the sections whose words differ, in the portfolio's order."""
    judged: list[str]
    """Those of them that I had graded already."""
    version: int
    """Number under which the snapshot before is kept; 0 where there was none."""
    not_found: list[str]
    """Headings of pieces that were mended by hand and were not found again."""
    marks_lost: int
    """Marks whose paragraph was not found again; they are kept."""


def reimport(
    desk: "Desk",
    id_: str,
    sources: Sequence[Path],
    *,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Import sources into an assignment. Raises ``ReviewError`` for bad input; then nothing was changed.

    Raises ``RefusedError`` where my sheet is submitted: it rests on the text as it was.
    """
    from cmalt_review.intake.load import load

    desk.check_writable()
    check_open(desk, id_)
    if not sources:
        raise ReviewError("Name the file, folder or zip to import")
    old = desk.portfolio(id_)
    loaded = load(sources, desk.form(id_), progress=progress, cancelled=cancelled, added=now())
    if cancelled and cancelled():
        raise ReviewError("The import was cancelled", "Nothing was changed.")
    new = carry_over(old, loaded.portfolio)
    if _same(old, new):
        return Imported(old, False, [], [], 0, [], 0)
    folder, files = _keep_sources(desk, id_, loaded.files)
    if cancelled and cancelled():
        shutil.rmtree(desk.workspace.sources(id_) / folder)
        raise ReviewError("The import was cancelled", "Nothing was changed.")
    names = dict(zip([source.name for source in new.sources], files, strict=True))
    new = new.model_copy(
        update={"sources": [s.model_copy(update={"name": f"{folder}/{names[s.name]}"}) for s in new.sources]}
    )
    version = _keep_snapshot(desk, id_, old)
    marks_lost = _move_marks(desk, id_, new)
    desk.save(desk.workspace.file(id_, PORTFOLIO), new, id_)
    desk.event(id_, "imported", folder)
    desk.writer.flush()
    changed, sheet = changed_sections(old, new), desk.sheet(id_)
    judged = [row for row in changed if sheet and sheet.grade(row.split("-")[0])]
    return Imported(new, True, changed, judged, version, _not_found(old, new), marks_lost)


def check_open(desk: "Desk", id_: str) -> None:
    """Raise ``RefusedError`` where my sheet is submitted: the text that it rests on stays."""
    sheet = desk.sheet(id_)
    if sheet and sheet.state == "submitted":
        raise RefusedError(
            "Your sheet is submitted, and it rests on the text as it was",
            "The snapshot stays with the sheet.",
            f"Reopen the sheet first: cmalt-review reopen {id_} --reason TEXT",
        )


def _same(old: "Portfolio", new: "Portfolio") -> bool:
    """Whether an import gives what is here already: the same files, cut alike."""
    hashes = [sorted(source.sha256 for source in portfolio.sources) for portfolio in (old, new)]
    return hashes[0] == hashes[1] and old.pieces == new.pieces


def _keep_sources(desk: "Desk", id_: str, files: Sequence[tuple[Path, str]]) -> tuple[str, list[str]]:
    """Copy originals into a dated folder beside the earlier ones, whole or not at all; its name, and theirs in it."""
    sources = desk.workspace.sources(id_)
    made = sources / f".new-{secrets.token_hex(6)}"
    day, number = f"{now():%Y-%m-%d}", 1
    try:
        made.mkdir(parents=True, mode=0o700)
        copy_sources(files, made)
        while (sources / (name := day if number == 1 else f"{day}-{number}")).exists():
            number += 1
        made.rename(sources / name)
    except BaseException as error:
        shutil.rmtree(made, ignore_errors=True)
        if isinstance(error, OSError):
            raise ReviewError(
                "Nothing was imported", f"{error.filename or sources}: {error.strerror}.", "Free some space."
            ) from None
        raise
    return name, [file for _, file in files]


def _keep_snapshot(desk: "Desk", id_: str, old: "Portfolio") -> int:
    """Keep the portfolio as it was; its number, 0 where it had no text."""
    if not old.pieces:
        return 0
    number = len(portfolio_versions(desk, id_)) + 1
    desk.save(desk.workspace.version_file(id_, PORTFOLIO, number), old, id_)
    desk.writer.flush()
    return number


def _move_marks(desk: "Desk", id_: str, new: "Portfolio") -> int:
    """Move the marks to where their paragraphs now stand; how many were not found again."""
    local = desk.local(id_)
    marks, lost = moved_marks(local.marks, new)
    if marks != local.marks:
        desk.save(desk.workspace.file(id_, LOCAL), local.model_copy(update={"marks": marks}), id_)
    return lost


def moved_marks(marks: list[Mark], new: "Portfolio") -> tuple[list[Mark], int]:
    """Marks at the paragraphs that begin with their words, in their own section or another; how many have none.

    A mark that is not found again stays as it was.
    """
    places = {section.id: paragraphs(section.text) for section in new.sections()}
    found: list[Mark] = []
    lost = 0
    for mark in marks:
        order = [mark.section, *(id_ for id_ in places if id_ != mark.section)]
        hits = (
            (id_, place) for id_ in order for place, text in enumerate(places.get(id_, []))
            if _plain(mark.quote) and _plain(text).startswith(_plain(mark.quote))
        )  # fmt: skip
        hit = next(hits, None)
        lost += hit is None
        found.append(mark.model_copy(update={"section": hit[0], "paragraph": hit[1]}) if hit else mark)
    return found, lost


def _plain(markdown: str) -> str:
    return " ".join(words(markdown))


def _not_found(old: "Portfolio", new: "Portfolio") -> list[str]:
    """Headings of pieces mended by hand that have no counterpart in the new import."""
    kept = {(piece.heading, piece.section) for piece in new.pieces if piece.by_hand}
    return [
        piece.heading or f"piece {piece.n}"
        for piece in old.pieces
        if piece.by_hand and (piece.heading, piece.section) not in kept
    ]
