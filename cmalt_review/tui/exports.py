"""The names of the files that the screens write into the workspace's folder for exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.errors import ReviewError

if TYPE_CHECKING:
    from pathlib import Path

    from cmalt_review.desk.desk import Desk


def document_file(desk: Desk, id_: str, kind: str, format_: str, *, draft: bool) -> Path:
    """Where a document of an assignment goes, a draft beside the final one. Raises ``ReviewError``."""
    return exports_file(desk, f"{id_}-{kind}{'-DRAFT' if draft else ''}.{format_}")


def exchange_file(desk: Desk, id_: str) -> Path:
    """Where my sheet goes as a file for the other desk. Raises ``ReviewError``."""
    sheet = desk.sheet(id_)
    return exports_file(desk, f"{id_}-{desk.assignment(id_).role}-v{sheet.version if sheet else 1}.toml")


def exports_file(desk: Desk, name: str) -> Path:
    """A file in the folder for exports, which is made where it is missing. Raises ``ReviewError``."""
    folder = desk.workspace.exports
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ReviewError(f"{folder} cannot be made", f"{error.strerror}.", "Check the workspace's folder.") from None
    return folder / name
