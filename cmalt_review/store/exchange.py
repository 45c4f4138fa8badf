"""Exchange files: a submitted grade sheet as TOML, as it goes from one desk to the other."""

import hashlib
import json

from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import Sheet
from cmalt_review.store.codec import dump_dict, parse_toml, validate

FORMAT = "cmalt-review grade sheet"
FORMAT_VERSION = 1
MAX_BYTES = 2_000_000


def sheet_hash(sheet: Sheet) -> str:
    """SHA-256 of a sheet's content without its own hash: canonical JSON, keys sorted, UTF-8."""
    content = sheet.model_dump(mode="json", exclude={"sha256"})
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sealed(sheet: Sheet) -> Sheet:
    """The sheet with its hash."""
    return sheet.model_copy(update={"sha256": sheet_hash(sheet)})


def write_sheet(sheet: Sheet) -> bytes:
    """The exchange file of a submitted sheet. Private notes are not part of a sheet and so cannot be in it."""
    content = sheet.model_dump(mode="json", exclude_defaults=True)
    return dump_dict({"format": FORMAT, "format_version": FORMAT_VERSION, "sheet": content})


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
    sheet = validate(body if isinstance(body, dict) else {}, Sheet, name)
    if sheet.state != "submitted":
        raise ReviewError(
            f"{name} is a draft", "Only submitted sheets are exchanged.", "Ask for it again once it is submitted."
        )
    if sheet.sha256 != sheet_hash(sheet):
        raise ReviewError(
            f"{name} was changed on its way", "Its hash does not fit its content.", "Ask for the file again."
        )
    return sheet
