"""All key bindings as data: what a key is called, what it does, and what the help says about it.

The screens take their bindings from here, the footer and the help screen their words, and ``docs/keys.md`` is written
from here (``python -m cmalt_review.tui.keys docs/keys.md``). A user changes keys in ``keys.toml`` of the
configuration folder, e.g. ``[queue]`` / ``flag = "F"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmalt_review.tui.keytables.assessing import ASSESSING
from cmalt_review.tui.keytables.general import GENERAL
from cmalt_review.tui.keytables.reconciling import RECONCILING
from cmalt_review.tui.keytables.writing import WRITING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.binding import Binding, BindingType

    from cmalt_review.tui.keytables.key import Key

TITLES = {
    "app": "Everywhere",
    "table": "In lists",
    "queue": "Queue",
    "assess": "Assess",
    "earlier": "The earlier round",
    "changes": "What the candidate changed",
    "submit": "Before you submit",
    "mapping": "Pieces and sections",
    "reconcile": "Reconcile",
    "finish": "Finish",
    "feedback": "Feedback",
    "point": "Writing a point or the overall text",
    "phrases": "Choosing a phrase",
    "preview": "Preview",
    "wait": "Submitted",
    "other": "Type in the other's assessment",
    "copyout": "Copy out",
}
"""Headings of the sections, in the order of the manual."""

_TABLES = GENERAL | ASSESSING | RECONCILING | WRITING

SCREENS: dict[str, list[Key]] = {screen: _TABLES[screen] for screen in TITLES}
"""The keys of each screen, in the order of the manual."""


def bindings(screen: str) -> list[BindingType]:
    """The Textual bindings of one section, with ids such as ``queue.flag``."""
    from textual.binding import Binding

    return [
        Binding(keys, action, description, show=footer, tooltip=explanation, id=f"{screen}.{id_}")
        for id_, keys, action, description, explanation, footer in SCREENS[screen]
    ]


def explanation(binding: Binding) -> str:
    """What the help says about a binding: its sentence, or its description where it is not one of ours."""
    return binding.tooltip or binding.description


def read_keymap(path: Path) -> tuple[dict[str, str], list[str]]:
    """The user's keys by binding id, and what is wrong with the file, in sentences.

    An entry that is wrong is left out; the rest counts. A missing file means no changes.
    """
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [f"{path} could not be read, so the usual keys stay: {error}"]
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for screen, entries in data.items():
        if screen not in SCREENS or not isinstance(entries, dict):
            problems.append(f"There is no section [{screen}]; there are {', '.join(SCREENS)}.")
            continue
        for id_, value in entries.items():
            problem = _entry_problem(screen, id_, value)
            if problem:
                problems.append(problem)
            else:
                keymap[f"{screen}.{id_}"] = ",".join(_normal(part) for part in value.split(","))
    _drop_clashes(keymap, problems)
    return keymap, problems


def _entry_problem(screen: str, id_: str, value: Any) -> str:
    if id_ not in {key.id for key in SCREENS[screen]}:
        return f"[{screen}] has no key called {id_}."
    if not isinstance(value, str) or not all(part.strip() for part in value.split(",")):
        return f'[{screen}] {id_}: write the key in quotes, e.g. "F" or "ctrl+t".'
    return ""


def _normal(key: str) -> str:
    """A key as Textual names it: ``?`` is ``question_mark``."""
    from textual.keys import _character_to_key

    key = key.strip()
    return _character_to_key(key) if len(key) == 1 else key.lower()


def _keys_of(screen: str, key: Key, keymap: dict[str, str]) -> Iterable[str]:
    text = keymap.get(f"{screen}.{key.id}", key.keys)
    return (_normal(part) for part in text.split(","))


def clashes(keymap: dict[str, str]) -> list[tuple[str, str, str]]:
    """Pairs of binding ids that share a key within a screen (with the app's and the lists' keys): (key, id, id)."""
    found = []
    for screen in SCREENS:
        taken: dict[str, str] = {}
        for part in dict.fromkeys((screen, "app", "table")):
            for key in SCREENS[part]:
                for name in _keys_of(part, key, keymap):
                    id_ = f"{part}.{key.id}"
                    other = taken.setdefault(name, id_)
                    if other != id_ and (name, other, id_) not in found:
                        found.append((name, other, id_))
    return found


def _drop_clashes(keymap: dict[str, str], problems: list[str]) -> None:
    for name, first, second in clashes(keymap):
        changed = second if second in keymap else first
        if changed in keymap:
            problems.append(f"{name} would be both {first} and {second}; {changed} keeps its usual key.")
            del keymap[changed]


_NAMES = {
    "question_mark": "?", "slash": "/", "left_square_bracket": "[", "right_square_bracket": "]", "plus": "+",
    "minus": "-", "equals_sign": "=", "pagedown": "page down", "pageup": "page up", "escape": "esc",
    "up": "↑", "down": "↓", "full_stop": ".", "comma": ",", "space": "space",
    "less_than_sign": "<", "greater_than_sign": ">",
}  # fmt: skip


def display(key: str) -> str:
    """A key as a person reads it: ``question_mark`` is ``?``."""
    return _NAMES.get(key, key)


def markdown() -> str:
    """``docs/keys.md``: every binding, by screen."""
    lines = [
        "# Keys",
        "",
        "Written from the bindings (`python -m cmalt_review.tui.keys docs/keys.md`). Change a key in `keys.toml` in",
        "the configuration folder: a section per screen, the name of the key, the new keys separated by commas:",
        "",
        "```toml",
        "[queue]",
        'flag = "F"',
        "```",
        "",
        "Single letters work where no text field has the focus. `ctrl+c` copies.",
    ]
    for screen, title in TITLES.items():
        lines += ["", f"## {title}: `[{screen}]`", "", "| key | name | what it does |", "| --- | --- | --- |"]
        for key in SCREENS[screen]:
            shown = " ".join(f"`{display(_normal(part))}`" for part in key.keys.split(","))
            lines.append(f"| {shown} | `{key.id}` | {key.explanation.replace('|', '/')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(markdown(), encoding="utf-8")
    else:
        sys.stdout.write(markdown())
