"""Adding several portfolios from a list (CSV or TOML): all of them or none.

All rows are checked before a file is read. A cell is text, whatever it looks like: nothing is ever computed.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmalt_review.desk.adding import AddRequest, add, check
from cmalt_review.desk.exchanging import folded
from cmalt_review.errors import ReviewError
from cmalt_review.model.text import clean, clean_line

if TYPE_CHECKING:
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.assignment import Assignment

MAX_BYTES = 1_000_000
MAX_ROWS = 500
_NOTHING_ADDED = "Nothing was added."
_SOURCES = ("source", "sources")
_PATHS = ("previous_file",)
_DAYS = ("received", "submitted", "due")
_YES_NO = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False, "": False}
COLUMNS = tuple(field.name for field in fields(AddRequest))
"""What a list may say of a portfolio: the options of ``add``; ``source`` is short for ``sources``."""


@dataclass(frozen=True)
class Entry:
    """One portfolio of a list."""

    where: str
    """The row as a spreadsheet numbers it (``row 3``), or ``portfolio 2`` of a TOML file."""
    request: AddRequest


def add_list(
    desk: "Desk",
    file: Path,
    *,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[tuple[str, "Assignment"]]:
    """Add every portfolio of a list; where each stood, and its assignment.

    Raises ``ReviewError`` naming the row and the cause; then nothing was added.
    """
    desk.check_writable()
    entries = read_list(file)
    _check_all(desk, file, entries)
    added: list[tuple[str, Assignment]] = []
    try:
        for number, entry in enumerate(entries, start=1):
            say = _telling(progress, f"{number} of {len(entries)}")
            added.append((entry.where, add(desk, entry.request, progress=say, cancelled=cancelled)))
    except BaseException as error:
        for _, assignment in added:
            desk.workspace.remove(assignment.id)
            desk.drop_row(assignment.id)
        if isinstance(error, ReviewError) and not (cancelled and cancelled()):
            raise _at(file, entries[len(added)].where, error) from None
        raise
    return added


def _telling(progress: Callable[[str], None] | None, place: str) -> Callable[[str], None] | None:
    return (lambda words: progress(f"{place}: {words}")) if progress else None


def _at(file: Path, where: str, error: ReviewError) -> ReviewError:
    return ReviewError(f"{file.name}, {where}: {error.title}", error.message or error.hint, _NOTHING_ADDED)


def _check_all(desk: "Desk", file: Path, entries: list[Entry]) -> None:
    """Check every row before anything is read. Raises ``ReviewError`` for the first that is wrong."""
    wrong: list[tuple[str, ReviewError]] = []
    seen: dict[AddRequest, str] = {}
    references = {
        folded(known.reference): known.id
        for known in desk.assignments()
        if known.reference
    }  # fmt: skip
    for entry in entries:
        try:
            check(desk, entry.request)
            if entry.request in seen:
                raise ReviewError(f"the same as {seen[entry.request]}")
            if here := references.get(folded(entry.request.reference)):
                raise ReviewError(f"the reference {entry.request.reference} is here already", f"It is {here}'s.")
        except ReviewError as error:
            wrong.append((entry.where, error))
        seen[entry.request] = entry.where
    if wrong:
        first = _at(file, *wrong[0])
        more = f" Wrong as well: {', '.join(where for where, _ in wrong[1:6])}." if len(wrong) > 1 else ""
        raise ReviewError(first.title, first.message, _NOTHING_ADDED + more)


# Reading a list ------------------------------------------------------------------------------------------------


def read_list(file: Path) -> list[Entry]:
    """The portfolios that a list names. Paths in it are relative to its own folder. Raises ``ReviewError``."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ReviewError(f"{file.name} is too large for a list", f"At most {MAX_BYTES:,} bytes are read.")
        data = file.read_bytes()
    except OSError as error:
        raise ReviewError(f"{file} cannot be read", f"{error.strerror}.", "Check the name.") from None
    if file.suffix.lower() == ".toml":
        entries = _from_toml(data, file)
    elif file.suffix.lower() in (".csv", ".tsv", ".txt"):
        entries = _from_csv(data, file)
    else:
        raise ReviewError(f"{file.name} is no list", "", "A list is a CSV or a TOML file.")
    if not entries:
        raise ReviewError(f"{file.name} names no portfolio", "", "One row, or one [[portfolio]], for each.")
    return entries


def _from_toml(data: bytes, file: Path) -> list[Entry]:
    from cmalt_review.store.codec import parse_toml

    tables = parse_toml(data.removeprefix(b"\xef\xbb\xbf"), file.name, max_bytes=MAX_BYTES).get("portfolio", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ReviewError(f"{file.name} is no list", "", "Write [[portfolio]] before each portfolio.")
    return _entries(file, ((f"portfolio {number}", table) for number, table in enumerate(tables, start=1)))


def _from_csv(data: bytes, file: Path) -> list[Entry]:
    from cmalt_review.intake.readers.encoding import decode

    text = decode(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ReviewError(f"{file.name} cannot be read as CSV", f"{error}.", "Save it anew as CSV.") from None
    start = next((n for n, line in enumerate(lines) if any(map(str.strip, line))), len(lines))
    header = [cell.strip() for cell in lines[start]] if start < len(lines) else []
    rows: list[tuple[str, dict[str, Any]]] = []
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if any(map(str.strip, line)):
            if len(line) > len(header) and any(map(str.strip, line[len(header) :])):
                raise ReviewError(f"{file.name}, row {number}: more cells than columns", "", _NOTHING_ADDED)
            rows.append((f"row {number}", dict(zip(header, line, strict=False))))
    return _entries(file, rows)


def _entries(file: Path, rows: Iterable[tuple[str, dict[str, Any]]]) -> list[Entry]:
    entries: list[Entry] = []
    for where, said in rows:
        if len(entries) == MAX_ROWS:
            raise ReviewError(f"{file.name} names more than {MAX_ROWS} portfolios", "", "Split the list.")
        try:
            entries.append(Entry(where, _request(said, file.parent)))
        except ReviewError as error:
            raise _at(file, where, error) from None
    return entries


def _request(said: dict[str, Any], folder: Path) -> AddRequest:
    known: dict[str, Any] = {"candidate": "", "pathway": "", "role": ""}
    for column, cell in said.items():
        name = column.strip().casefold().lstrip("-").replace("-", "_").replace(" ", "_")
        if not name and not str(cell).strip():
            continue
        if name in _SOURCES:
            known["sources"] = tuple(_path(part, folder) for part in _parts(cell))
        elif name not in COLUMNS:
            shown = ", ".join(column.replace("_", "-") for column in COLUMNS)
            raise ReviewError(f"there is no column {clean_line(column)!r}", f"A list may say: {shown}.")
        elif name in _PATHS:
            known[name] = _path(str(cell), folder) if str(cell).strip() else None
        elif name in _DAYS:
            known[name] = _day(cell)
        elif name == "nominated":
            known[name] = _yes_no(cell)
        else:
            known[name] = clean(str(cell)).strip() if name == "access" else clean_line(str(cell))
    known["type"] = known.get("type") or "first"
    for name in ("pathway", "role", "type"):
        known[name] = known[name].casefold()
    return AddRequest(**known)


def _parts(cell: Any) -> list[str]:
    found = cell if isinstance(cell, list) else str(cell).split(";")
    return [str(part).strip() for part in found if str(part).strip()]


def _path(text: str, folder: Path) -> Path:
    return folder / Path(text.strip()).expanduser()


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ReviewError(f"{clean_line(text)!r} is no date", "Write it like 2026-11-22.") from None


def _yes_no(cell: Any) -> bool:
    known = _YES_NO.get(str(cell).strip().casefold())
    if known is None:
        raise ReviewError(f"{clean_line(str(cell))!r} is neither yes nor no", "In the column nominated.")
    return known
