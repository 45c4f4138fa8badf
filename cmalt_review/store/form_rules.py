"""What must hold in a form beyond the types of its fields. Each rule names the place that breaks it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from cmalt_review.model.form import Form, Round
from cmalt_review.store.form_lines import Path_

ELEMENTS = ("description", "reflection", "evidence")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_ROUNDS_OF: dict[str, tuple[Round, ...]] = {
    "first": ("first",),
    "resubmission": ("after-minor", "after-major"),
    "review": ("review",),
}

Fault = tuple[Path_, str]
"""The way to the key in the TOML document, and what is wrong with it."""


def faults(form: Form) -> Iterator[Fault]:
    """All breaches of the rules of a form, in no particular order."""
    yield from _ids(form)
    yield from _sections(form)
    yield from _grades(form)
    yield from _outcomes(form)


def _repeated(table: str, key: str, values: Sequence[str]) -> Iterator[Fault]:
    for n, value in enumerate(values):
        if value in values[:n]:
            yield (table, n, key), f"{table} {key} {value!r} is there twice"


def _ids(form: Form) -> Iterator[Fault]:
    if not ID.match(form.id):
        yield ("id",), f"{form.id!r} is no id: use small letters, figures and hyphens"
    tables: list[tuple[str, Iterable[str]]] = [
        ("area", (area.id for area in form.areas)),
        ("section", (section.id for section in form.sections)),
        ("principle", (principle.id for principle in form.principles)),
        ("criterion", (criterion.id for criterion in form.criteria)),
    ]
    for table, found in tables:
        ids = list(found)
        yield from _repeated(table, "id", ids)
        for n, id_ in enumerate(ids):
            if not ID.match(id_):
                yield (table, n, "id"), f"{id_!r} is no id: use small letters, figures and hyphens"
    for n, principle in enumerate(form.principles):
        if principle.id in form.section_by_id or principle.id in ELEMENTS:
            yield ("principle", n, "id"), f"{principle.id!r} is already the id of a section or an element"


def _sections(form: Form) -> Iterator[Fault]:
    areas = [area.id for area in form.areas]
    elements = [*ELEMENTS, *form.principle_ids]
    for n, section in enumerate(form.sections):
        at: Path_ = ("section", n)
        if section.area and section.area not in areas:
            yield (*at, "area"), f"section {section.id!r} names the area {section.area!r}; there is {_these(areas)}"
        if section.words and not 0 <= section.words[0] <= section.words[1]:
            yield (*at, "words"), f"section {section.id!r}: words are two numbers, at least and at most"
        if section.prompts and not section.assessed:
            yield (*at, "prompts"), f"section {section.id!r} is not assessed, so it cannot have prompts"
        for element in section.elements:
            if element not in elements:
                yield (
                    (*at, "prompts", element),
                    f"section {section.id!r} has a prompt for {element!r}; elements are {_these(elements)}",
                )
    if not form.assessed:
        yield ("section",), "no section is assessed"


def _grades(form: Form) -> Iterator[Fault]:
    yield from _repeated("grade", "id", [grade.id for grade in form.grades])
    yield from _repeated("grade", "key", [grade.key for grade in form.grades])
    for n, grade in enumerate(form.grades):
        if len(grade.key) != 1:
            yield ("grade", n, "key"), f"the key of grade {grade.id!r} must be one character, not {grade.key!r}"
    needed = {"assessed"}
    if form.principles:
        needed.add("principle")
    if len(form.assessed) < len(form.sections):
        needed.add("unassessed")
    for kind in sorted(needed - {kind for grade in form.grades for kind in grade.on}):
        yield ("grade",), f"no grade has {kind!r} in its 'on', so such rows could not be graded"


def _outcomes(form: Form) -> Iterator[Fault]:
    yield from _repeated("outcome", "id", [outcome.id for outcome in form.outcomes])
    for n, outcome in enumerate(form.outcomes):
        for round_ in outcome.caution:
            if round_ not in outcome.rounds:
                yield (
                    ("outcome", n, "caution", round_),
                    f"outcome {outcome.id!r} has a caution for the round {round_!r}, in which it may not be chosen",
                )
    for type_ in form.types:
        for round_ in _ROUNDS_OF[type_]:
            if not form.outcomes_in(round_):
                yield ("outcome",), f"no outcome may be chosen in the round {round_!r}"


def _these(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"
