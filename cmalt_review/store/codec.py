"""Model values to TOML and back, with errors that name the file and what is wrong in it."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import BaseModel, ValidationError

from cmalt_review.errors import ReviewError
from cmalt_review.store.form_lines import deep_key_line

T = TypeVar("T", bound=BaseModel)

MAX_BYTES = 32_000_000
"""Our own largest file, a portfolio's text, stays far below."""
_MAX_NESTING = 24
# tomllib needs 46 s for a 100 KB dotted key, and recursion for deep arrays: both are refused before parsing.
_DEEP = re.compile(rb"[\[{](?:\s*[\[{]){%d,}" % _MAX_NESTING)


def dump(value: BaseModel) -> bytes:
    """A value as TOML, fields at their default left out, texts of several lines readable."""
    return dump_dict(value.model_dump(mode="json", exclude_defaults=True))


def dump_dict(content: dict[str, Any]) -> bytes:
    """Plain content as TOML; ``None`` is left out."""
    return tomli_w.dumps(without_none(content), multiline_strings=True).encode()


def without_none(content: Any) -> Any:
    """The content as TOML can hold it: without ``None``."""
    if isinstance(content, dict):
        return {key: without_none(value) for key, value in content.items() if value is not None}
    if isinstance(content, list):
        return [without_none(value) for value in content if value is not None]
    return content


def parse_toml(data: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """TOML from outside as plain content. Raises ``ReviewError`` naming the file and the line."""
    if len(data) > max_bytes:
        raise ReviewError(f"{name} is too large", f"It has {len(data):,} bytes; at most {max_bytes:,} are read.")
    try:
        text = data.decode("utf-8")
        # Only keys count: a paragraph of a candidate's text may be as long as it likes.
        if _DEEP.search(data) or deep_key_line(text):
            raise ReviewError(f"{name} is not a file of ours", "Its keys are too long or too deeply nested.")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ReviewError(f"{name} is not UTF-8 text", f"At byte {error.start}.", "Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ReviewError(f"{name} cannot be read as TOML", str(error)) from None
    except RecursionError:
        raise ReviewError(f"{name} is not a file of ours", "It is nested too deeply.") from None


def parse(data: bytes, model: type[T], name: str) -> T:
    """A value from TOML. Raises ``ReviewError`` naming the file and the field; contents are not repeated."""
    return validate(parse_toml(data, name), model, name)


def validate(content: dict[str, Any], model: type[T], name: str) -> T:
    """A value from plain content. Raises ``ReviewError`` naming the file and the field; contents are not repeated."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ReviewError(f"{name} does not fit", f"{where}: {first['msg'].lower()}.") from None


def read(path: Path, model: type[T]) -> T | None:
    """The value in a file; ``None`` where there is no file. Raises ``ReviewError``."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReviewError(f"{path} cannot be read", error.strerror or "") from None
    return parse(data, model, str(path))
