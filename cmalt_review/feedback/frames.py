"""Phrase frames: wordings for points, read from TOML in layers (shipped < team < mine).

Plain dataclasses: the shipped frames are read when a picker is first opened, and must be there at once.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.wording import Part, WordingError, numbers, parse
from cmalt_review.model.text import clean, clean_line

Wording = Literal["strength", "required", "suggestion", "overall"]
WORDINGS: Final[tuple[Wording, ...]] = ("strength", "required", "suggestion", "overall")
"""Kinds of point, and ``overall`` for sentences of the overall text, which have no force."""

OVERALL: Final = "overall"
"""The section of frames that are meant for the overall text."""
ANY: Final = "any"
ELEMENTS: Final = (
    "description", "reflection", "evidence", "p1", "p2", "p3", "p4", "whole", "opening", "closing",
)  # fmt: skip

MAX_BYTES: Final = 200_000
"""Largest frame file that is read: ours are a tenth of it, and parsing a hostile one takes long."""
_MAX_DOTS: Final = 40
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_FIELDS = {"id", "title", "slot", "keys", "revision", "sample", *WORDINGS}


@dataclass(frozen=True, slots=True)
class Slot:
    """What a frame is for. Empty ``sections`` means any section."""

    sections: tuple[str, ...] = ()
    element: str = "whole"
    aspect: str = ""
    """What of the element; for openings and closings of the overall text the outcome's id."""
    pathway: str = ""
    """The pathway whose expectations it speaks of; empty for all."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A phrase with tab stops. Changing a point's kind changes the wording, so one frame carries both forces."""

    id: str
    title: str
    slot: Slot
    wordings: Mapping[Wording, str]
    keys: tuple[str, ...] = ()
    """Further words by which it is found."""
    revision: int = 1
    samples: tuple[Mapping[str, str], ...] = ()
    """Values for the stops by number, ``section`` for the section's title; each gives a whole, sensible text."""
    layer: str = ""

    @property
    def kinds(self) -> tuple[Wording, ...]:
        """The kinds it has a wording for."""
        return tuple(self.wordings)

    def parts(self, kind: Wording) -> tuple[Part, ...]:
        """The parsed wording of this kind."""
        return parse(self.wordings[kind])


@dataclass(frozen=True, slots=True)
class FrameLibrary:
    """All frames by id, the last layer's word counting, in the order of the files."""

    frames: Mapping[str, Frame]
    refused: tuple[ReviewError, ...] = ()
    """Files that were left out, each with file, line and cause: to be shown, never swallowed."""

    def get(self, id_: str) -> Frame | None:
        """The frame with this id, if there is one."""
        return self.frames.get(id_)

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames.values())

    def __len__(self) -> int:
        return len(self.frames)


def load_frames(dirs: Sequence[tuple[str, Path]]) -> FrameLibrary:
    """The frames of these layers, named and in order: a later layer's frame takes the place of an earlier one's.

    A folder that does not exist is an empty layer. A broken file is refused as a whole
    (``FrameLibrary.refused``) and takes no other file with it.
    """
    frames: dict[str, Frame] = {}
    refused: list[ReviewError] = []
    for layer, folder in dirs:
        seen: dict[str, Path] = {}
        for file in sorted(folder.glob("*.toml")):
            try:
                read = read_frames(file, layer)
                _refuse_twins(read, seen, file)
            except ReviewError as error:
                refused.append(error)
                continue
            seen.update((frame.id, file) for frame in read)
            frames.update((frame.id, frame) for frame in read)
    return FrameLibrary(frames, tuple(refused))


def _refuse_twins(read: list[Frame], seen: Mapping[str, Path], file: Path) -> None:
    for n, frame in enumerate(read):
        if frame.id in seen:
            line = _line_of(file.read_text("utf-8"), n, "id")
            raise _refusal(file, line, f"the id {frame.id!r} is taken by {seen[frame.id].name} in the same folder")


def read_frames(file: Path, layer: str = "") -> list[Frame]:
    """The frames of one file.

    Raises ``ReviewError`` with file, line and cause where the file cannot be read or anything in it is wrong.
    """
    text = read_text(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _refusal(file, line, f"not valid TOML: {str(error).split(' (at ')[0]}") from None
    except RecursionError:
        raise _refusal(file, 1, "values are nested too deeply") from None
    if unknown := sorted(set(data) - {"frame"}):
        raise _refusal(
            file, _line_of_key(text, unknown[0]), f"unknown field {unknown[0]!r}; frames begin with [[frame]]"
        )
    tables = data.get("frame", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _refusal(file, _line_of_key(text, "frame"), "each frame begins with [[frame]]")
    frames: list[Frame] = []
    for n, table in enumerate(tables):
        try:
            frame = _frame(table, layer)
            if any(other.id == frame.id for other in frames):
                raise _Wrong("id", f"the id {frame.id!r} occurs twice")
        except _Wrong as wrong:
            raise _refusal(file, _line_of(text, n, wrong.field), wrong.cause) from None
        frames.append(frame)
    return frames


def read_text(file: Path) -> str:
    """The text of a frame file, refused (``ReviewError``) before parsing where that could take long."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _refusal(file, 0, error.strerror or "cannot be read") from None
    if len(raw) > MAX_BYTES:
        raise _refusal(file, 0, f"larger than {MAX_BYTES // 1000} kB; split it into several files")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refusal(file, raw.count(b"\n", 0, error.start) + 1, "not UTF-8 text; save it as UTF-8") from None
    for n, line in enumerate(text.splitlines(), 1):
        if any(part.count(".") > _MAX_DOTS for part in line.split("=")):
            raise _refusal(file, n, f"more than {_MAX_DOTS} full stops in one line")
    return text


class _Wrong(Exception):
    """Something wrong in one field of a frame."""

    def __init__(self, field: str, cause: str) -> None:
        super().__init__(cause)
        self.field = field
        self.cause = cause


def _refusal(file: Path, line: int, cause: str) -> ReviewError:
    where = f"{file}:{line}" if line else f"{file}"
    return ReviewError(
        "This phrase file cannot be used.",
        f"{where}: {cause}",
        "Correct the file, then run `phrases check`.",
    )


def _frame(table: Mapping[str, Any], layer: str) -> Frame:
    if unknown := sorted(set(table) - _FIELDS):
        raise _Wrong(unknown[0], f"unknown field {unknown[0]!r}")
    id_ = _string(table, "id")
    if not _NAME.fullmatch(id_):
        raise _Wrong("id", f"an id has small letters, digits and hyphens: {id_!r}")
    title = clean_line(_string(table, "title"))
    if not title:
        raise _Wrong("title", "the title is empty")
    slot = _slot(table.get("slot", {}))
    wordings, stops = _wordings(table, slot)
    keys = table.get("keys", [])
    if not _is_strings(keys):
        raise _Wrong("keys", 'keys is a list of words, e.g. ["impact", "learners"]')
    revision = table.get("revision", 1)
    if type(revision) is not int or revision < 1:
        raise _Wrong("revision", "revision is a whole number from 1")
    samples = _samples(table.get("sample", []), stops)
    return Frame(id_, title, slot, wordings, tuple(map(clean_line, keys)), revision, samples, layer)


def _string(table: Mapping[str, Any], field: str, where: str = "") -> str:
    value = table.get(field)
    if not isinstance(value, str):
        raise _Wrong(where or field, f"{field} is missing" if value is None else f"{field} must be a text in quotes")
    return value


def _is_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _slot(table: object) -> Slot:
    if not isinstance(table, dict):
        raise _Wrong("slot", 'slot is a table, e.g. { section = "3a", element = "evidence", aspect = "recent" }')
    if unknown := sorted(set(table) - {"section", "element", "aspect", "pathway"}):
        raise _Wrong("slot", f"unknown field {unknown[0]!r} in slot")
    section = table.get("section", ANY)
    sections = section if isinstance(section, list) else [section]
    if not sections or not all(isinstance(id_, str) and _NAME.fullmatch(id_) for id_ in sections):
        raise _Wrong("slot", 'section is a section id ("3a"), a list of them, "any" or "overall"')
    if len(sections) > 1 and (ANY in sections or OVERALL in sections):
        raise _Wrong("slot", '"any" and "overall" stand alone as section')
    texts = {name: _string({name: table.get(name, "")}, name, "slot") for name in ("element", "aspect", "pathway")}
    element = texts["element"] or "whole"
    if element not in ELEMENTS:
        raise _Wrong("slot", f"unknown element {element!r}; known are {', '.join(ELEMENTS)}")
    if texts["pathway"] not in ("", "associate", "cmalt", "senior"):
        raise _Wrong("slot", f"unknown pathway {texts['pathway']!r}")
    return Slot(() if sections == [ANY] else tuple(sections), element, clean_line(texts["aspect"]), texts["pathway"])


def _wordings(table: Mapping[str, Any], slot: Slot) -> tuple[dict[Wording, str], set[int]]:
    """The wordings of a frame, each parsed once to be sure of it, and the numbers of all their stops."""
    wordings: dict[Wording, str] = {}
    stops: set[int] = set()
    for kind in WORDINGS:
        if kind not in table:
            continue
        text = clean(_string(table, kind)).strip()
        if not text:
            raise _Wrong(kind, f"{kind} is empty")
        try:
            stops |= set(numbers(parse(text)))
        except WordingError as error:
            raise _Wrong(kind, f"{kind}: {error}") from None
        wordings[kind] = text
    if not wordings:
        raise _Wrong("id", "a frame needs a wording: strength, or required and suggestion")
    if len(wordings) > 1 and ("strength" in wordings or "overall" in wordings):
        raise _Wrong("id", "strength and overall stand alone; required and suggestion go together")
    if "overall" in wordings and slot.sections != (OVERALL,):
        raise _Wrong("overall", 'an overall wording needs section = "overall" in its slot')
    return wordings, stops


def _samples(tables: object, stops: set[int]) -> tuple[Mapping[str, str], ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _Wrong("sample", "each sample begins with [[frame.sample]]")
    allowed = {str(n) for n in stops} | {"section"}
    for table in tables:
        for name, value in table.items():
            if name not in allowed:
                raise _Wrong("sample", f"the sample fills {name!r}, which no wording has")
            if not isinstance(value, str) or not value.strip():
                raise _Wrong("sample", f"the sample's value for {name!r} must be a text in quotes")
    return tuple({name: clean_line(value) for name, value in table.items()} for table in tables)


def _line_of(text: str, n: int, field: str) -> int:
    """The line of a field of the n-th frame; of its header where the field is not there. From 1."""
    lines = text.splitlines()
    headers = _lines(lines, lambda line: re.match(r"\s*\[\[\s*frame\s*\]\]", line) is not None)
    if n >= len(headers):
        return 1
    end = headers[n + 1] if n + 1 < len(headers) else len(lines)
    name = re.escape(field)
    pattern = re.compile(rf"\s*(?:\"?{name}\"?\s*[.=]|\[+\s*frame\.{name}\s*\])")
    found = _lines(lines[headers[n] : end], lambda line: pattern.match(line) is not None)
    return headers[n] + found[0] + 1 if found else headers[n] + 1


def _line_of_key(text: str, key: str) -> int:
    found = _lines(text.splitlines(), lambda line: re.match(rf"\s*\[*\s*\"?{re.escape(key)}\b", line) is not None)
    return found[0] + 1 if found else 1


def _lines(lines: Sequence[str], wanted: Callable[[str], bool]) -> list[int]:
    return [n for n, line in enumerate(lines) if wanted(line)]
