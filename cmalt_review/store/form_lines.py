"""Where the keys of a TOML text stand, so that a message about a form can name the line.

``tomllib`` forgets lines once it has parsed. A form is written by hand in a plain style (tables, keys, values), so a
walk over its lines finds each table and key; what it cannot find it attributes to the table around it.
"""

import re

Path_ = tuple[str | int, ...]
"""A way through the parsed document, e.g. ``("section", 3, "prompts", "evidence")``."""

MAX_KEY_PARTS = 8
"""More dots than this in one key are refused: ``tomllib`` needs time in the square of their number."""

# Strings and comments. An unclosed one runs to the end, so that the pattern takes linear time on any text.
_OPAQUE = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)' r"|'''.*?(?:'''|\Z)" r'|"(?:\\[^\n]|[^"\\\n])*+"?' r"|'[^'\n]*+'?" r"|#[^\n]*+",
    re.DOTALL,
)
_NOT_NEWLINE = re.compile(r"[^\n]")
_HIDDEN = "\x00"
_DEEP_KEY = re.compile(rf"(?<![\w\-\x00])(?:[\w\-\x00]++[ \t]*+\.[ \t]*+){{{MAX_KEY_PARTS}}}")
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w\-]+(?:\s*\.\s*[\w\-]+)*)\s*\]\]?\s*\Z")
_KEY = re.compile(r"\s*([\w\-]+(?:\s*\.\s*[\w\-]+)*)\s*=")


def _masked(text: str) -> str:
    """The text with strings and comments blanked out, position by position and line by line."""
    return _OPAQUE.sub(lambda found: _NOT_NEWLINE.sub(_HIDDEN, found.group()), text)


def deep_key_line(text: str) -> int | None:
    """The line of the first key with more than ``MAX_KEY_PARTS`` parts, from 1."""
    masked = _masked(text.replace("\x00", "?"))
    found = _DEEP_KEY.search(masked)
    return masked.count("\n", 0, found.start()) + 1 if found else None


def _parts(dotted: str) -> list[str]:
    return [part.strip() for part in dotted.split(".")]


def key_lines(text: str) -> dict[Path_, int]:
    """The line of each table and key, from 1; a table's line is that of its header."""
    lines: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    table: Path_ = ()
    depth = 0
    for number, line in enumerate(_masked(text).split("\n"), 1):
        line = line.rstrip(_HIDDEN + " \t\r")
        if depth == 0 and (header := _HEADER.match(line)):
            path = table = _enter(_parts(header[2]), counts, array=len(header[1]) == 2)
        elif depth == 0 and (key := _KEY.match(line)):
            path = (*table, *_parts(key[1]))
        else:
            path = ()
        for length in range(1, len(path) + 1):  # what has no line of its own begins where its first part does
            lines.setdefault(path[:length], number)
        if path != table:
            depth = max(0, depth + sum(map(line.count, "[{")) - sum(map(line.count, "]}")))
    return lines


def _enter(parts: list[str], counts: dict[Path_, int], *, array: bool) -> Path_:
    """The way to a table from its header: each array of tables on it is meant in its latest entry."""
    path: Path_ = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, parts[-1])
    if array:
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    return path


def line_of(path: Path_, lines: dict[Path_, int]) -> int:
    """The line of the nearest key or table around ``path``; the first line where there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
