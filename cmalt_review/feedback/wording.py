"""Wordings with tab stops: the subset of the Language Server Protocol's snippet syntax that phrase frames use.

``$1``, ``${1:default}``, ``${1|one,two|}``, ``$0`` (where the caret rests at the end) and ``${section}``. Stops with
the same number are linked. There is no nesting. A backslash before ``$``, ``}`` or itself, in choices also before a
comma or a bar, makes it an ordinary character.
"""

import re
from dataclasses import dataclass

UNNAMED = "fill in"
"""What stands in a stop that has no default of its own."""


LONGEST_DEFAULT = 80


class WordingError(ValueError):
    """A wording that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class StopPart:
    """A tab stop in a wording. The default of a linked stop stands at any one of its places."""

    number: int
    default: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionPart:
    """The place of the section's title."""


Part = str | StopPart | SectionPart

_DOLLAR = re.compile(
    r"""\$(?:
        (?P<bare>\d{1,2})
      | \{(?P<number>\d{1,2})\}
      | \{(?P<named>\d{1,2}):(?P<default>(?:[^\\{}$\[\]\n]|\\[$}\\])+)\}
      | \{(?P<choice>\d{1,2})\|(?P<choices>(?:[^\\|{}$\[\]\n]|\\[$}\\,|])+)\|\}
      | \{(?P<variable>[A-Za-z_]\w*)\}
    )""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([$}\\,|])")
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")


def parse(wording: str) -> tuple[Part, ...]:
    """The parts of a wording, literal texts between stops.

    Raises ``WordingError`` for a malformed stop, an unknown variable, a square bracket, or linked stops that disagree.
    """
    parts: list[Part] = []
    literal: list[str] = []
    at = 0
    while at < len(wording):
        char = wording[at]
        if char == "\\" and wording[at + 1 : at + 2] in ("$", "}", "\\"):
            literal.append(wording[at + 1])
            at += 2
        elif char == "$":
            part, at = _stop(wording, at)
            if literal:
                parts.append("".join(literal))
                literal.clear()
            parts.append(part)
        elif char in "[]":
            raise WordingError(f"square brackets are kept for open stops: {_near(wording, at)}")
        else:
            literal.append(char)
            at += 1
    if literal:
        parts.append("".join(literal))
    _check_linked(parts)
    return tuple(parts)


def _stop(wording: str, at: int) -> tuple[Part, int]:
    """The stop or variable that begins at the dollar sign, and where the text goes on."""
    match = _DOLLAR.match(wording, at)
    if match is None:
        raise WordingError(_why_malformed(wording, at))
    if match["variable"]:
        if match["variable"] != "section":
            raise WordingError(f"unknown variable {match[0]}; the only one is ${{section}}")
        return SectionPart(), match.end()
    if match["named"]:
        default = _unescape(match["default"])
        if not is_default(default):
            raise WordingError(f"a default has at most {LONGEST_DEFAULT} characters and no digits: {match[0]}")
        return StopPart(int(match["named"]), default=default), match.end()
    if match["choice"]:
        choices = tuple(_unescape(choice) for choice in _COMMA.sub("\\1\n", match["choices"]).split("\n"))
        if len(choices) < 2 or not all(choice.strip() for choice in choices):
            raise WordingError(f"a choice needs two or more words between the bars: {match[0]}")
        return StopPart(int(match["choice"]), choices=choices), match.end()
    return StopPart(int(match["bare"] or match["number"])), match.end()


def _why_malformed(wording: str, at: int) -> str:
    near = _near(wording, at)
    body = re.match(r"\$\{[^}]*", wording[at:])
    if body and "$" in body[0][1:]:
        return f"a stop cannot hold another stop: {near}"
    if name := re.match(r"\$[A-Za-z_]\w*", wording[at:]):
        return f"unknown variable {name[0]}; the section's title is ${{section}}, and a dollar sign is \\$"
    return f"malformed stop (a dollar sign itself is written \\$): {near}"


def _near(wording: str, at: int) -> str:
    return repr(wording[at : at + 24])


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _check_linked(parts: list[Part]) -> None:
    """Places of one number share one default or one list of choices; stop 0 has neither and occurs once."""
    said: dict[int, StopPart] = {}
    rests = 0
    for part in parts:
        if not isinstance(part, StopPart):
            continue
        if part.number == 0:
            rests += 1
            if rests > 1 or part.default or part.choices:
                raise WordingError("$0 stands once and alone: it is where the caret rests at the end")
        elif part.default or part.choices:
            earlier = said.setdefault(part.number, part)
            if earlier != part:
                raise WordingError(f"stop {part.number} has two different defaults; linked stops share one")


def render(parts: tuple[Part, ...]) -> str:
    """The wording that ``parse`` reads as these parts."""
    return "".join(_render(part) for part in parts)


def _render(part: Part) -> str:
    if isinstance(part, str):
        return re.sub(r"([\\$])", r"\\\1", part)
    if isinstance(part, SectionPart):
        return "${section}"
    if part.choices:
        listed = ",".join(re.sub(r"([\\$},|])", r"\\\1", choice) for choice in part.choices)
        return f"${{{part.number}|{listed}|}}"
    if part.default:
        default = re.sub(r"([\\$}])", r"\\\1", part.default)
        return f"${{{part.number}:{default}}}"
    return f"${{{part.number}}}"


def numbers(parts: tuple[Part, ...]) -> list[int]:
    """The numbers of the stops in the order in which they are visited: 1, 2, … without 0."""
    return sorted({part.number for part in parts if isinstance(part, StopPart)} - {0})


def is_default(text: str) -> bool:
    """Whether the text can be a default: in brackets it must be told from a reference ("[12]", "[^a]") or an aside."""
    ordinary = any(char.isdigit() for char in text) or text.startswith("^") or text in ("sic", "…", "...")
    return bool(text.strip()) and not ordinary and len(text) <= LONGEST_DEFAULT


def placeholder(default: str) -> str:
    """How an unfilled stop stands in the text: in square brackets, so that it is found there later."""
    return f"[{default or UNNAMED}]"
