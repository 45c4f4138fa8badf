"""Mending the mapping by hand: moving, splitting, joining pieces; keeping it over a new import."""

import re

from cmalt_review.errors import ReviewError
from cmalt_review.model.form import Form
from cmalt_review.model.portfolio import Piece, Portfolio
from cmalt_review.model.text import words

NONE = "-"
"""What stands for no section."""


def move(portfolio: Portfolio, n: int, section_id: str, form: Form) -> Portfolio:
    """The portfolio with piece ``n`` in another section, or in none for ``-``.

    Raises ``ReviewError`` where there is no such piece or the form has no such section.
    """
    piece = _piece(portfolio, n)
    if section_id != NONE and not _has(form, section_id):
        ids = ", ".join(section.id for section in form.sections)
        raise ReviewError(
            f"The form has no section {section_id!r}", f"{form.title} has: {ids}.", "Use one of these, or - for none."
        )
    moved = piece.model_copy(
        update={
            "section": None if section_id == NONE else section_id, "area": None, "kind": "text", "shared": False,
            "confidence": 0.0 if section_id == NONE else 1.0, "why": "put there by hand", "by_hand": True,
        }
    )  # fmt: skip
    return _with(portfolio, [moved if p.n == n else p for p in portfolio.pieces])


def split(portfolio: Portfolio, n: int, line: int) -> Portfolio:
    """The portfolio with piece ``n`` cut in two: its line ``line`` (from 1) begins the second, numbered ``n + 1``.

    A heading on that line becomes the second piece's heading; both stay in the section of the first. Raises
    ``ReviewError`` where there is no such piece, or no text on one side of the cut.
    """
    piece = _piece(portfolio, n)
    lines = piece.text.split("\n")
    before, behind = lines[: line - 1], lines[line - 1 :]
    if not 1 < line <= len(lines) or not any(map(str.strip, before)) or not any(map(str.strip, behind)):
        raise ReviewError(
            f"Piece {n} cannot be split at line {line}",
            f"It has {len(lines)} lines; both parts must hold some text.",
            "Name the line at which the second part begins.",
        )
    heading, level = "", piece.level
    if found := re.match(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$", behind[0]):
        heading, level, behind = found[2], len(found[1]), behind[1:]
    first = piece.model_copy(update={"text": "\n".join(before).rstrip(), "by_hand": True})
    second = piece.model_copy(
        update={
            "heading": heading,
            "level": level,
            "text": "\n".join(behind).strip("\n"),
            "why": "split by hand",
            "by_hand": True,
        }
    )
    pieces = [part for p in portfolio.pieces for part in ((first, second) if p.n == n else (p,))]
    return _with(portfolio, pieces)


def join(portfolio: Portfolio, n: int, m: int) -> Portfolio:
    """The portfolio with piece ``m`` put behind the text of piece ``n``, in whose section both then are.

    The heading of ``m`` becomes a heading within the text. Raises ``ReviewError`` where either is missing, or where
    both are the same.
    """
    first, second = _piece(portfolio, n), _piece(portfolio, m)
    if n == m:
        raise ReviewError(
            f"Piece {n} cannot be joined to itself", "", "Name two pieces: the one to keep, then the other."
        )
    heading = f"{'#' * max(2, second.level)} {second.heading}" if second.heading else ""
    text = "\n\n".join(part for part in (first.text, heading, second.text) if part.strip())
    joined = first.model_copy(update={"text": text, "by_hand": True, "why": "joined by hand"})
    return _with(portfolio, [joined if p.n == n else p for p in portfolio.pieces if p.n != m])


def carry_over(old: Portfolio, new: Portfolio) -> Portfolio:
    """A new import with what was mended by hand in the old one, where the same piece is found again.

    A piece is the same where its words are; failing that, where its heading is and no other piece has that heading.
    """
    mended = [piece for piece in old.pieces if piece.by_hand]
    if not mended:
        return new
    by_words = {_key(piece): piece for piece in mended if piece.text.strip()}
    by_heading = _unique([piece for piece in old.pieces if piece.heading])
    new_headings = _unique([piece for piece in new.pieces if piece.heading])
    pieces = []
    for piece in new.pieces:
        heading = _folded(piece.heading)
        known = by_words.get(_key(piece))
        if known is None and heading in new_headings:
            known = by_heading.get(heading)
        if known is None or not known.by_hand:
            pieces.append(piece)
            continue
        pieces.append(
            piece.model_copy(
                update={
                    "section": known.section, "area": known.area, "kind": known.kind, "shared": known.shared,
                    "confidence": known.confidence, "why": known.why, "by_hand": True,
                }
            )
        )  # fmt: skip
    return _with(new, pieces)


def _unique(pieces: list[Piece]) -> dict[str, Piece]:
    """Pieces by heading, those left out whose heading occurs twice."""
    found: dict[str, Piece] = {}
    twice: set[str] = set()
    for piece in pieces:
        heading = _folded(piece.heading)
        if heading in found:
            twice.add(heading)
        found[heading] = piece
    return {heading: piece for heading, piece in found.items() if heading not in twice}


def _folded(heading: str) -> str:
    return " ".join(words(heading))


def _key(piece: Piece) -> tuple[str, ...]:
    return (*words(piece.heading), "", *words(piece.text))


def _piece(portfolio: Portfolio, n: int) -> Piece:
    for piece in portfolio.pieces:
        if piece.n == n:
            return piece
    many = len(portfolio.pieces)
    there = f"This portfolio has pieces 1 to {many}." if many else "This portfolio has no text yet."
    raise ReviewError(
        f"There is no piece {n}", there, "See the pieces and their numbers with: cmalt-review sections ID"
    )


def _has(form: Form, section_id: str) -> bool:
    """Whether a section may be named so: one of the form's, or a further one of several (``6-2``)."""
    if section_id in form.section_by_id:
        return True
    base, dash, number = section_id.partition("-")
    section = form.section_by_id.get(base)
    return bool(section and section.several and dash and number.isdecimal() and 2 <= int(number) <= 20)


def _with(portfolio: Portfolio, pieces: list[Piece]) -> Portfolio:
    numbered = [piece if piece.n == n else piece.model_copy(update={"n": n}) for n, piece in enumerate(pieces, start=1)]
    return portfolio.model_copy(update={"pieces": numbered})
