"""All key bindings as data: what a key is called, what it does, and what the help says about it.

The screens take their bindings from here, the footer and the help screen their words, and ``docs/keys.md`` is written
from here (``python -m cmalt_review.tui.keys docs/keys.md``). A user changes keys in ``keys.toml`` of the
configuration folder, e.g. ``[queue]`` / ``flag = "F"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """One binding. ``id`` is unique within its screen; ``keys`` lists alternatives, separated by commas."""

    id: str
    keys: str
    action: str
    """Name of the action, as Textual resolves it on the screen (or ``app.…``)."""
    description: str
    """One to three words, for the footer."""
    explanation: str
    """One sentence, for the help screen and the manual."""
    footer: bool = True


TITLES = {
    "app": "Everywhere",
    "table": "In lists",
    "queue": "Queue",
    "assess": "Assess",
    "reconcile": "Reconcile",
    "finish": "Finish",
}
"""Headings of the sections, in the order of the manual."""

SCREENS: dict[str, list[Key]] = {
    "app": [
        Key("help", "?,f1", "app.help", "help", "Shows the keys that work here, and what each does."),
        Key("palette", "ctrl+p", "app.command_palette", "commands", "Finds any command by its name.", False),
        Key("quit", "ctrl+q", "app.quit", "quit", "Leaves the program; everything is saved.", False),
    ],
    "table": [
        Key("down", "down,j", "move(1)", "down", "Moves to the next row.", False),
        Key("up", "up,k", "move(-1)", "up", "Moves to the row before.", False),
        Key("page-down", "pagedown,ctrl+f", "page(1)", "page down", "Moves one screenful down.", False),
        Key("page-up", "pageup,ctrl+b", "page(-1)", "page up", "Moves one screenful up.", False),
        Key("first", "home", "first", "first", "Moves to the first row.", False),
        Key("last", "end", "last", "last", "Moves to the last row.", False),
        Key("open", "enter", "choose", "open", "Opens the row."),
    ],
    "queue": [
        Key("next", "n", "next_mine", "next for me", "Moves to the next portfolio that waits for you."),
        Key("filter", "/", "filter", "filter",
            "Shows only what matches, e.g. role:lead state:reconcile age>42 candidate:okafor; a minus excludes."),
        Key("sort", "o", "sort", "sort", "Orders by what waits for you, by age, by candidate, by state, in turn."),
        Key("flag", "f", "flag", "flag", "Flags the portfolio, or takes the flag away."),
        Key("snooze", "z", "snooze", "snooze", "Puts the portfolio aside until a day; until then it waits."),
        Key("declare", "c", "declare", "conflict of interest",
            "Records your relationship to the candidate: none, one that you declare, or that you decline."),
        Key("add", "a", "add", "add", "Adds a portfolio from files or from a link."),
        Key("undo", "u", "undo", "undo", "Takes back the last flag, snooze or declaration."),
        Key("clear", "escape", "clear_filter", "clear filter", "Takes the filter away.", False),
        Key("view-1", "1", "view(1)", "needs me", "Shows what waits for you.", False),
        Key("view-2", "2", "view(2)", "waiting", "Shows what waits for others, or for a day.", False),
        Key("view-3", "3", "view(3)", "all", "Shows all portfolios.", False),
        Key("view-4", "4", "view(4)", "done", "Shows what is closed or declined.", False),
    ],
    "assess": [
        Key("strong", "s", "grade('S')", "Strong", "Grades the section Strong."),
        Key("adequate", "a", "grade('A')", "Adequate", "Grades the section Adequate."),
        Key("revisions", "r", "grade('R')", "Revisions", "Grades the section Revisions required."),
        Key("missing", "m", "grade('M')", "missing", "Grades the section Incomplete/missing.", False),
        Key("not-applicable", "x", "grade('N')", "not applicable", "Grades the section Not applicable.", False),
        Key("complete", "c", "grade('C')", "complete", "Marks a section that is not assessed as complete.", False),
        Key("next", "n", "next_ungraded", "next ungraded", "Moves to the next section without a grade."),
        Key("back", "escape", "back", "back", "Goes back to the queue.", False),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("finish", "f", "finish", "finish", "Opens the review before you submit."),
    ],
    "reconcile": [
        Key("next", "n", "next_conflict", "next conflict", "Moves to the next row on which the two differ."),
        Key("back", "escape", "back", "back", "Goes back to the queue.", False),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("finish", "f", "finish", "finish", "Opens the review of what was agreed."),
    ],
    "finish": [
        Key("back", "b,escape", "back", "back", "Goes back to reconcile."),
    ],
}  # fmt: skip


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
