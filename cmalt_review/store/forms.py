"""Forms from ``forms/*.toml``: read, checked, and found by name or pathway. The format is told in ``docs/forms.md``."""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from cmalt_review.errors import ReviewError
from cmalt_review.model.base import Value
from cmalt_review.model.form import Area, Criterion, DueMarks, Form, Grade, Outcome, Principle, Section
from cmalt_review.model.text import clean, clean_line
from cmalt_review.resources import data_dir
from cmalt_review.store.form_lines import MAX_KEY_PARTS, Path_, deep_key_line, key_lines, line_of
from cmalt_review.store.form_rules import ID, Fault, faults

MAX_SIZE = 256 * 1024
"""Bytes. The longest shipped form has a tenth of it."""

_TABLES: dict[str, tuple[str, type[Value]]] = {
    "area": ("areas", Area),
    "section": ("sections", Section),
    "principle": ("principles", Principle),
    "criterion": ("criteria", Criterion),
    "grade": ("grades", Grade),
    "outcome": ("outcomes", Outcome),
}
"""Names of the tables in the file (``[[section]]``), the model's field for them, and what each entry is."""
_IN_FILE = {field: table for table, (field, _) in _TABLES.items()}
_PAIRS = {"words", "weeks_from_receipt"}
_PROMPT_FIELDS = {"ask", "source"}

_CAUSES = {
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "list_type": "must be a list in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "tuple_type": "must be two whole numbers in square brackets",
}


class _FormError(Exception):
    """What is wrong with a form and in which line, before the file's name is put to it."""

    def __init__(self, line: int, cause: str) -> None:
        super().__init__(cause)
        self.line = line
        self.cause = cause


def load_form(path: Path) -> Form:
    """The form in a file. Raises ``ReviewError`` with the file, the line and the cause where it is not a sound form."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise ReviewError("The form cannot be read", f"{path}: {error.strerror}") from error
    try:
        return _form(data)
    except _FormError as error:
        raise ReviewError(
            "The form cannot be used",
            clean_line(f"{path}, line {error.line}: {error.cause[:300]}"),
            "Mend the file; docs/forms.md tells what a form holds.",
        ) from error


def _form(data: bytes) -> Form:
    if len(data) > MAX_SIZE:
        raise _FormError(1, f"the file is larger than {MAX_SIZE // 1024} KB, which no form needs")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _FormError(data.count(b"\n", 0, error.start) + 1, "the file is not UTF-8 text") from error
    raw = _parse(text)
    found = list(_wrong_shape(raw))
    if not found:
        try:
            form = Form.model_validate(_as_model(raw), strict=True)
            found = list(faults(form))
        except ValidationError as error:
            found = list(_type_faults(error, raw))
    if found:
        raise _first(found, text)
    return form


def _parse(text: str) -> dict[str, Any]:
    deep = deep_key_line(text)
    if deep is not None:
        raise _FormError(deep, f"a key has more than {MAX_KEY_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _FormError(1, "lists or tables are nested too deeply") from error
    except ValueError as error:  # TOMLDecodeError, and plain ValueError for a number of thousands of digits
        cause = str(error)
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", cause)
        line = int(at[1]) if at and at[1] else text.rstrip("\n").count("\n") + 1 if at else 1
        raise _FormError(line, f"this is not TOML: {cause[: at.start()] if at else 'a number is too long'}") from error


def _first(found: list[Fault], text: str) -> _FormError:
    lines = key_lines(text)
    line, cause = min((line_of(path, lines), cause) for path, cause in found)
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return _FormError(line, cause + more)


def _wrong_shape(raw: dict[str, Any]) -> Iterator[Fault]:
    """Fields that do not exist, and prompts that are no table."""
    top = {_IN_FILE.get(field, field) for field in Form.model_fields}
    yield from _unknown(raw, top, (), "the form")
    for table, (_, model) in _TABLES.items():
        for n, entry in enumerate(_entries(raw.get(table))):
            yield from _unknown(entry, set(model.model_fields), (table, n), f"[[{table}]]")
    if isinstance(raw.get("due"), dict):
        yield from _unknown(raw["due"], set(DueMarks.model_fields), ("due",), "[due]")
    for n, section in enumerate(_entries(raw.get("section"))):
        prompts = section.get("prompts", {})
        if not isinstance(prompts, dict):
            yield ("section", n, "prompts"), "prompts must be a table: [section.prompts] with a line for each element"
            continue
        for element, prompt in prompts.items():
            if isinstance(prompt, dict):
                yield from _unknown(prompt, _PROMPT_FIELDS, ("section", n, "prompts", element), "a prompt")


def _entries(tables: object) -> Iterator[dict[str, Any]]:
    """The entries of an array of tables; entries of another type keep their number, and count as empty."""
    for entry in tables if isinstance(tables, list) else ():
        yield entry if isinstance(entry, dict) else {}


def _unknown(table: dict[str, Any], known: set[str], path: Path_, where: str) -> Iterator[Fault]:
    for key in table.keys() - known:
        near = get_close_matches(key, sorted(known), n=1, cutoff=0.5)
        yield (*path, key), f"{where} has no field {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _as_model(raw: dict[str, Any]) -> dict[str, Any]:
    """The document in the model's names and types: ``[[section]]`` as ``sections``, prompts as a list, pairs as tuples.

    An entry of a wrong type is passed on as it is, for the validation to refuse.
    """
    form = {_TABLES[key][0] if key in _TABLES else key: _folded(value) for key, value in raw.items()}
    form.setdefault("criteria", [])
    form.setdefault("areas", [])
    sections = form.get("sections")
    if isinstance(sections, list):
        form["sections"] = [_section(section) if isinstance(section, dict) else section for section in sections]
    if isinstance(form.get("due"), dict):
        form["due"] = _with_pairs(form["due"])
    return form


def _section(raw: dict[str, Any]) -> dict[str, Any]:
    section = _with_pairs(raw)
    prompts = raw.get("prompts")
    if isinstance(prompts, dict):
        source = raw.get("source", "")
        section["prompts"] = [
            {"source": source, **(prompt if isinstance(prompt, dict) else {"ask": prompt}), "element": element}
            for element, prompt in prompts.items()
        ]
    return section


def _with_pairs(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if key in _PAIRS and isinstance(v, list) else v for key, v in table.items()}


def _folded(value: Any) -> Any:
    """The value with each paragraph of its texts on one line, as line ends in the file are for its reader only."""
    if isinstance(value, str):
        paragraphs = re.split(r"\n[ \t]*\n", clean(value).strip())
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value


def _type_faults(error: ValidationError, raw: dict[str, Any]) -> Iterator[Fault]:
    for detail in error.errors(include_url=False, include_input=False):
        path = _path_in_file(detail["loc"], raw)
        field = next((str(part) for part in reversed(path) if isinstance(part, str) and part != "[key]"), "")
        if field in _PAIRS:
            yield path, f"{field!r} {_CAUSES['tuple_type']}"
        elif detail["type"] == "missing":
            yield path, f"[[{field}]] is missing" if field in _TABLES else f"the field {field!r} is missing"
        elif detail["type"] == "list_type" and len(path) == 1 and field in _TABLES:
            yield path, f"write {field} with two brackets, [[{field}]], once for each"
        elif detail["type"] == "literal_error":
            yield path, f"{field!r} must be one of {detail['ctx']['expected']}"
        else:
            yield path, f"{field!r} {_CAUSES.get(detail['type'], detail['msg'])}"


def _path_in_file(location: tuple[int | str, ...], raw: dict[str, Any]) -> Path_:
    """The way in the TOML document to what pydantic calls ``location``."""
    path = [_IN_FILE.get(str(location[0]), location[0]), *location[1:]]
    if len(path) > 3 and path[0] == "section" and path[2] == "prompts":
        section = raw["section"][path[1]]
        path[3] = list(section["prompts"])[cast(int, path[3])]
        if path[-1] == "ask" and not isinstance(section["prompts"][path[3]], dict):
            path.pop()
    return tuple(path)


class FormLibrary:
    """The shipped forms and those in a workspace's ``forms`` folder, each read when it is asked for.

    The file is named after the form: ``senior-2019.toml`` holds ``senior-2019``. A file in the workspace takes the
    place of a shipped form of the same id if it has a ``version`` of its own, so that a record tells which was used.
    """

    def __init__(self, extra: Path | None = None) -> None:
        self._shipped = data_dir("forms")
        self._own = extra
        self._cache: dict[Path, tuple[tuple[int, int], Form]] = {}

    def ids(self) -> list[str]:
        """Ids of all forms there are, sorted; a form may still prove unsound when it is read."""
        folders = [folder for folder in (self._shipped, self._own) if folder is not None]
        return sorted({path.stem for folder in folders for path in folder.glob("*.toml") if ID.match(path.stem)})

    def get(self, name: str) -> Form:
        """The form with this id, or the newest of a short name (``senior``).

        Raises ``ReviewError`` where there is none, or where its file is unsound.
        """
        name = name.strip().lower()
        shipped, own = self._files(name)
        if not shipped and not own:
            shipped, own = self._files(self._newest(name))
        if own is None or shipped is None:
            return self._load(cast(Path, own or shipped))
        original, form = self._load(shipped), self._load(own)
        if form.version == original.version and form != original:
            raise ReviewError(
                "The form cannot be used",
                f"{own}: it differs from the form that comes with the program, yet has its id and version.",
                f'Give it a version of its own, such as "{original.version}-team", or another id and file name.',
            )
        return form

    def for_pathway(self, pathway: str, type_: str) -> Form:
        """The form for an assignment where none is named: the pathway's newest default for this type of assessment.

        A review form serves every pathway that has none of its own. Raises ``ReviewError`` where there is none, or
        where a file in the workspace is unsound, as it may be the one that was meant.
        """
        fit = [form for form in map(self.get, self.ids()) if form.default and type_ in form.types]
        own = [form for form in fit if form.pathway == pathway]
        if not own and type_ == "review":
            own = fit
        if not own:
            raise ReviewError(
                f"There is no form for {pathway}, {type_}", self._what_there_is(), "Name one with --form."
            )
        return max(own, key=lambda form: (form.year, form.id))

    def _files(self, id_: str) -> tuple[Path | None, Path | None]:
        """The file of a form among those shipped and among the workspace's own."""
        if not ID.match(id_):
            return None, None
        shipped, own = self._shipped / f"{id_}.toml", self._own and self._own / f"{id_}.toml"
        return shipped if shipped.exists() else None, own if own and own.exists() else None

    def _newest(self, name: str) -> str:
        years = [int(id_[-4:]) for id_ in self.ids() if re.fullmatch(rf"{re.escape(name)}-\d{{4}}", id_)]
        if not years:
            raise ReviewError(f"There is no form {clean_line(name)!r}", self._what_there_is())
        return f"{name}-{max(years)}"

    def _what_there_is(self) -> str:
        return f"Forms: {', '.join(self.ids())}."

    def _load(self, path: Path) -> Form:
        try:
            stat = path.stat()
        except OSError as error:
            raise ReviewError("The form cannot be read", f"{path}: {error.strerror}") from error
        seen = (stat.st_mtime_ns, stat.st_size)
        cached = self._cache.get(path)
        if cached is not None and cached[0] == seen:
            return cached[1]
        form = load_form(path)
        if form.id != path.stem:
            raise ReviewError(
                "The form cannot be used", f"{path}: it holds the form {form.id!r}.", f"Name the file {form.id}.toml."
            )
        self._cache[path] = (seen, form)
        return form
