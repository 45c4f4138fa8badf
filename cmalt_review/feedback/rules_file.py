"""Rule files: what a rule of the checker is, and how ``rules/*.toml`` is read and refused.

A rule fires on a sentence; its scope says how much of the text around that sentence it takes into account. Patterns are
regular expressions on folded text (lower case, plain quotes); ``{name}`` in a pattern stands for a lexicon of the file.
The shipped rules weigh words, look for patterns, or count them; the other kinds of match are for rules of one's own.
"""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, cast, get_args

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.finding import CATEGORIES, SEVERITIES, WEIGHED, Category, Severity
from cmalt_review.feedback.sentences import word_set
from cmalt_review.model.sheet import POINT_KINDS

Scope = Literal["sentence", "point", "section", "feedback"]
Match = Literal["existence", "substitution", "pair", "absence", "count", "weighed"]
_FIELDS = word_set(
    "id category level scope match any within unless most above kinds case alone unknown_kind message swap test"
)
_LEXICON = re.compile(r"\{([a-z_]+)\}")
_MOST_BYTES = 200_000
_MOST_DOTS = 20


@dataclass(frozen=True)
class RuleTest:
    """A sentence that the rule must find, or must be silent on."""

    text: str
    finds: bool


@dataclass(frozen=True)
class Rule:
    """One rule. The patterns are compiled on first use, so that loading stays quick."""

    id: str
    category: Category
    level: Severity
    scope: Scope
    match: Match
    message: str
    any: tuple[str, ...] = ()
    """existence, pair, count: what fires, in the sentence. absence: what must be somewhere in the scope."""
    within: tuple[str, ...] = ()
    """existence, pair: what must also be in the scope. absence: what fires, in the sentence."""
    unless: tuple[str, ...] = ()
    """What silences the rule, in the sentence."""
    most: int = 0
    """count: how many are allowed."""
    above: float = 0.0
    """weighed: what the text must weigh for the category, or more."""
    kinds: tuple[str, ...] = ()
    """Kinds of point to which the rule applies; none for all."""
    case: bool = False
    """Whether capitals matter (names)."""
    alone: bool = False
    """Whether it is dropped where any other rule finds something in the same text."""
    unknown_kind: bool = True
    """Whether it also looks at a text of unknown kind."""
    swap: Mapping[str, str] = field(default_factory=dict)
    tests: tuple[RuleTest, ...] = ()

    @cached_property
    def any_re(self) -> "Patterns":
        """``any``, or for a substitution the words to swap."""
        return Patterns(tuple(self.swap) if self.match == "substitution" else self.any)

    @cached_property
    def within_re(self) -> "Patterns":
        """``within``."""
        return Patterns(self.within)

    @cached_property
    def unless_re(self) -> "Patterns":
        """``unless``."""
        return Patterns(self.unless)


@dataclass(frozen=True)
class RulesFile:
    """A file of rules: its rules, and the ids of rules it switches off."""

    path: Path
    rules: tuple[Rule, ...]
    off: frozenset[str]


def whole_words(pattern: str) -> str:
    """The pattern bound to whole words where it starts or ends with a letter, a repeat or a group (a lexicon is)."""
    start = r"\b" if re.match(r"\w|\(\?:\w|\\w", pattern) else ""
    escaped = len(pattern) > 1 and pattern[-2] == "\\" and pattern[-1] != "w"
    end = r"\b" if re.search(r"([\w)?*+]|\d\})\Z", pattern) and not escaped and not pattern.endswith("$)") else ""
    if not start and not end and pattern[:1] == "{" and pattern[-1:] == "}":
        return pattern
    return f"{start}(?:{pattern}){end}"


def alternatives(patterns: Sequence[str]) -> str:
    """The patterns as one. Where all start at a word, that is tested once: several times faster on a long list."""
    if patterns and all(pattern.startswith(r"\b") for pattern in patterns):
        return rf"\b(?:{'|'.join(pattern[2:] for pattern in patterns)})"
    return f"(?:{'|'.join(patterns)})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Patterns:
    """Alternatives, compiled: those that start at a word as one pattern, the others as one."""

    def __init__(self, patterns: Sequence[str]) -> None:
        words = [pattern for pattern in patterns if pattern.startswith(r"\b")]
        others = [pattern for pattern in patterns if not pattern.startswith(r"\b")]
        self.parts = [_compiled(alternatives(group)) for group in (words, others) if group]

    def found(self, text: str) -> bool:
        """Whether any of them occurs in the text."""
        return any(part.search(text) for part in self.parts)

    def count(self, text: str) -> int:
        """How often they occur in the text."""
        return sum(1 for part in self.parts for _ in part.finditer(text))

    @property
    def match_nothing(self) -> bool:
        """Whether one of them is content with no text at all."""
        return any(
            not match.group() for part in self.parts for text in ("", "one, two") for match in part.finditer(text)
        )


class _Reader:
    """Reads one file; every refusal names the file, the line and the cause."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lexicons: dict[str, str] = {}
        self.lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[rule]]"]

    def refuse(self, cause: str, index: int | None = None) -> ReviewError:
        line = f":{self.lines[index]}" if index is not None and index < len(self.lines) else ""
        return ReviewError(
            "This rule file cannot be used",
            f"{self.path}{line}: {cause}",
            "Correct the file, then run `phrases check`.",
        )

    def expand(self, pattern: str, index: int | None, where: str) -> str:
        def lexicon(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in self.lexicons:
                raise self.refuse(f"unknown lexicon {{{name}}} in {where}", index)
            return self.lexicons[name]

        return _LEXICON.sub(lexicon, pattern)

    def texts(self, raw: Mapping[str, Any], name: str, index: int) -> tuple[str, ...]:
        value = raw.get(name, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(f"{name} must be a text or a list of texts", index)
        return tuple(value)

    def flag(self, raw: Mapping[str, Any], name: str, index: int, *, default: bool = False) -> bool:
        value = raw.get(name, default)
        if not isinstance(value, bool):
            raise self.refuse(f"{name} must be true or false", index)
        return value

    def choice(self, raw: Mapping[str, Any], name: str, allowed: tuple[str, ...], index: int, default: str = "") -> str:
        value = raw.get(name, default)
        if value not in allowed:
            raise self.refuse(f"{name} is {value!r}; it must be one of: {', '.join(allowed)}", index)
        return str(value)

    def rule(self, raw: Mapping[str, Any], index: int) -> Rule:
        unknown = sorted(set(raw) - _FIELDS)
        if unknown:
            raise self.refuse(f"unknown field {unknown[0]!r}", index)
        for name in ("id", "message"):
            if not isinstance(raw.get(name), str) or not raw[name].strip():
                raise self.refuse(f"{name} is missing", index)
        kinds = self.texts(raw, "kinds", index)
        if set(kinds) - set(POINT_KINDS):
            raise self.refuse(f"kinds must be among: {', '.join(POINT_KINDS)}", index)
        patterns = {
            name: tuple(self.expand(whole_words(pattern), index, name) for pattern in self.texts(raw, name, index))
            for name in ("any", "within", "unless")
        }
        most = raw.get("most", 0)
        if not isinstance(most, int) or isinstance(most, bool):
            raise self.refuse("most must be a whole number", index)
        above = raw.get("above", 0.0)
        if not isinstance(above, int | float) or isinstance(above, bool) or not math.isfinite(above):
            raise self.refuse("above must be a number", index)
        rule = Rule(
            id=raw["id"],
            category=cast(Category, self.choice(raw, "category", CATEGORIES, index)),
            level=cast(Severity, self.choice(raw, "level", SEVERITIES, index, "warn")),
            scope=cast(Scope, self.choice(raw, "scope", get_args(Scope), index, "sentence")),
            match=cast(Match, self.choice(raw, "match", get_args(Match), index, "existence")),
            message=raw["message"], any=patterns["any"], within=patterns["within"], unless=patterns["unless"],
            most=most, above=above, kinds=kinds, case=self.flag(raw, "case", index),
            alone=self.flag(raw, "alone", index), unknown_kind=self.flag(raw, "unknown_kind", index, default=True),
            swap=self.swap(raw, index), tests=self.tests(raw, index),
        )  # fmt: skip
        self.complete(rule, index)
        return rule

    def swap(self, raw: Mapping[str, Any], index: int) -> dict[str, str]:
        swap = raw.get("swap", {})
        if not isinstance(swap, dict) or not all(isinstance(value, str) for value in swap.values()):
            raise self.refuse("swap must be a table of texts", index)
        return {self.expand(whole_words(words), index, "swap"): better for words, better in swap.items()}

    def tests(self, raw: Mapping[str, Any], index: int) -> tuple[RuleTest, ...]:
        found = []
        rows = raw.get("test", [])
        for row in rows if isinstance(rows, list) else [rows]:
            if not isinstance(row, dict) or set(row) - {"find", "silent"} or not row:
                raise self.refuse("a test has the fields find and silent, nothing else", index)
            for name in ("find", "silent"):
                found += [RuleTest(text, name == "find") for text in self.texts(row, name, index)]
        if {test.finds for test in found} != {True, False}:
            raise self.refuse(f"rule {raw['id']!r} needs at least one test that finds and one that is silent", index)
        return tuple(found)

    def complete(self, rule: Rule, index: int) -> None:
        """Refuse a rule that lacks what its kind of match needs."""
        needs = {
            "existence": rule.any, "substitution": rule.swap, "pair": rule.any and rule.within,
            "absence": rule.any and rule.within, "count": rule.any and rule.most,
            "weighed": rule.category in WEIGHED and rule.scope in ("sentence", "point") and not rule.any + rule.within,
        }  # fmt: skip
        if not needs[rule.match]:
            want = {
                "substitution": "swap", "pair": "any and within", "absence": "any and within", "count": "any, most",
                "weighed": f"scope sentence or point, of patterns only unless, and a category of {', '.join(WEIGHED)}",
            }  # fmt: skip
            raise self.refuse(f"a rule of match {rule.match!r} needs {want.get(rule.match, 'any')}", index)


def read_rules_file(path: Path) -> RulesFile:
    """The rules of one file, not yet tried out.

    Raises ``ReviewError`` with file, line and cause.
    """
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1].decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError("This rule file cannot be read", f"{path}: {error}") from error
    reader = _Reader(path, text)
    if len(text) > _MOST_BYTES:
        raise reader.refuse(f"longer than {_MOST_BYTES} characters")
    # A key with very many dots keeps the TOML parser busy for minutes.
    if any(line.split("=")[0].count(".") > _MOST_DOTS for line in text.splitlines() if "=" in line or line[:1] == "["):
        raise reader.refuse("a key has too many parts")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise reader.refuse(str(error)) from error
    unknown = sorted(set(raw) - {"rule", "lexicon", "off"})
    if unknown:
        raise reader.refuse(f"unknown field {unknown[0]!r}")
    _read_lexicons(reader, raw.get("lexicon", {}))
    off = raw.get("off", [])
    rules = raw.get("rule", [])
    if not isinstance(off, list) or not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise reader.refuse("off must be a list of ids, and each rule starts with [[rule]]")
    own = tuple(reader.rule(rule, index) for index, rule in enumerate(rules))
    return RulesFile(path, own, frozenset(str(id_) for id_ in off))


def _read_lexicons(reader: _Reader, raw: object) -> None:
    """Add the file's lexicons, in order: one may build on those before it."""
    if not isinstance(raw, dict):
        raise reader.refuse("lexicon must be a table of lists")
    for name, words in raw.items():
        if not re.fullmatch("[a-z_]+", name) or not isinstance(words, list) or not words:
            raise reader.refuse(f"lexicon {name!r} must be a list of patterns under a name of small letters")
        expanded = [reader.expand(whole_words(str(word)), None, f"lexicon {name}") for word in words]
        reader.lexicons[name] = alternatives(expanded)


def verify_rules_file(file: RulesFile) -> None:
    """Try every rule out: its patterns compile, match no empty text, and its tests hold.

    Raises ``ReviewError`` with file, line and cause.
    """
    from cmalt_review.feedback.matching import fires_on

    reader = _Reader(file.path, file.path.read_text(encoding="utf-8"))
    for index, rule in enumerate(file.rules):
        try:
            compiled = [rule.any_re, rule.within_re, rule.unless_re]
        except re.error as error:
            raise reader.refuse(
                f"rule {rule.id!r} has a pattern that is no regular expression: {error}", index
            ) from error
        if any(patterns.match_nothing for patterns in compiled):
            raise reader.refuse(f"rule {rule.id!r} has a pattern that matches empty text", index)
        for test in rule.tests:
            if fires_on(rule, test.text) != test.finds:
                wanted = "should find" if test.finds else "should be silent on"
                raise reader.refuse(f"rule {rule.id!r} {wanted}: {test.text}", index)
