"""Exchange files: a submitted grade sheet as TOML, as it goes from one desk to the other."""

import hashlib
import json
from typing import Any

from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import Sheet
from cmalt_review.store.codec import dump_dict, parse_toml, validate, without_none

FORMAT = "cmalt-review grade sheet"
FORMAT_VERSION = 1
MAX_BYTES = 2_000_000


def sheet_hash(sheet: Sheet) -> str:
    """SHA-256 of a sheet's content without its own hash: canonical JSON, keys sorted, UTF-8.

    Of what an exchange file holds, thus without fields at their default: a field that a later version of the program
    adds does not change the hash of the sheets that lack it.
    """
    return _content_hash(_content(sheet))


def _content(sheet: Sheet) -> dict[str, Any]:
    content: dict[str, Any] = without_none(sheet.model_dump(mode="json", exclude_defaults=True))
    return content


def _content_hash(content: dict[str, Any]) -> str:
    rest = {key: value for key, value in content.items() if key != "sha256"}
    canonical = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def sealed(sheet: Sheet) -> Sheet:
    """The sheet with its hash."""
    return sheet.model_copy(update={"sha256": sheet_hash(sheet)})


def write_sheet(sheet: Sheet) -> bytes:
    """The exchange file of a submitted sheet. Private notes are not part of a sheet and so cannot be in it."""
    return dump_dict({"format": FORMAT, "format_version": FORMAT_VERSION, "sheet": _content(sheet)})


def read_sheet(data: bytes, name: str) -> Sheet:
    """The sheet in an exchange file. Raises ``ReviewError`` where it is none of ours, damaged or not submitted."""
    content = parse_toml(data, name, max_bytes=MAX_BYTES)
    if content.get("format") != FORMAT:
        raise ReviewError(
            f"{name} is not a grade sheet",
            "A sheet made by `cmalt-review send` is expected.",
            "Type in what came in another form: `grade … --as other --from TEXT`.",
        )
    if content.get("format_version") != FORMAT_VERSION:
        raise ReviewError(
            f"{name} was made by another version", f"Format {content.get('format_version')!r}.", "Update cmalt-review."
        )
    body = content.get("sheet")
    body = body if isinstance(body, dict) else {}
    sheet = validate(body, Sheet, name)
    if sheet.state != "submitted":
        raise ReviewError(
            f"{name} is a draft", "Only submitted sheets are exchanged.", "Ask for it again once it is submitted."
        )
    if sheet.sha256 != _content_hash(body):
        raise ReviewError(
            f"{name} was changed on its way", "Its hash does not fit its content.", "Ask for the file again."
        )
    return sheet
