"""The number in front of a heading: "Core area 1a:", "1.a", "2.1", "(b)", "Area III"."""

import re
from dataclasses import dataclass

_DIGITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
    "first": 1, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip
_KEYWORD = r"(?:(?:core|key)\s*(?:areas?|sections?)|areas?|sub-?sections?|sections?|parts?|units?|core|ca|c(?=\d))"
_LEAD = re.compile(
    r"^[^\w(\[]*(?:(?:my|the|senior|cmalt|scmalt|acmalt|portfolio|revised|updated|amended|new|revision)\b[\s:–—-]*)*",
    re.I,
)
_AFTER = r"(?=$|[\s.:;)\]–—,|-])[\s.:;)\]–—,|-]*"
_TIGHT = re.compile(
    rf"(?P<kw>{_KEYWORD})?[\s:#.-]*(?P<d>[1-9])\s?[.-]?\s?[(\[]?(?P<l>[a-h]){_AFTER}(?P<rest>.*)$", re.I
)
_LOOSE = re.compile(
    rf"(?P<kw>{_KEYWORD})?[\s:#.-]*(?P<d>[1-9])[\s:.,|·•–—-]+(?:section\s+)?[(\[]?(?P<l>[a-h])(?:[).:\]]|\s[·•–—|-](?=\s))[·•|\s:–—-]*(?P<rest>.*)$",
    re.I,
)
_DOTTED = re.compile(rf"(?P<kw>{_KEYWORD})?[\s:#]*(?P<d>[1-9])\.(?P<n>[1-8])(?![\d%]|\.\d){_AFTER}(?P<rest>.*)$", re.I)
_AREA = re.compile(
    rf"(?P<kw>{_KEYWORD})[\s:#.-]*(?P<d>[1-9](?!\d)|one|two|three|four|five|six|iii|ii|iv|i|vi|v)\b{_AFTER}(?P<rest>.*)$",
    re.I,
)
_BARE = re.compile(rf"(?P<d>[1-9])(?!\d|[.,]\d){_AFTER}(?P<rest>.*)$")
_ROMAN_AREA = re.compile(r"(?P<d>iii|ii|iv|i|vi|v)[.:)]\s*(?P<rest>.*)$", re.I)
_LETTER = re.compile(
    r"(?:(?:sub-?)?section\s+|part\s+)?[(\[]?(?P<l>[a-h]|iii|ii|iv|i)(?:[).:\]]|\s[–—-](?=\s))\s*(?P<rest>.*)$", re.I
)
_ORDINAL_END = re.compile(
    r"^(?P<head>.*?)[\s#(]+(?:no\.?\s*)?(?P<o>\d|one|two|three|four|iii|ii|iv|i|[a-d])\)?\s*$", re.I
)
_ORDINAL_START = re.compile(r"^(?P<o>first|second|third|fourth|1st|2nd|3rd|4th)\s+(?P<head>.*)$", re.I)
_INSIDE = re.compile(
    r"\b(?:(?:core\s+)?(?:area|section)\s*)?(?P<d>[1-9])\s?[.-]?\s?\(?(?P<l>[a-h])\)?(?=$|[\s.:;,)–—-])", re.I
)


_PART_END = re.compile(
    r"^(?P<head>.*?)(?:[\s:,–—-]+(?:sub-?)?(?:part|section)\s+[(\[]?(?P<l>[a-h])[)\]]?|[\s:,–—-]*[(\[](?P<m>[a-h])[)\]])\s*$",
    re.I,
)
_PART_AMID = re.compile(r"^.*?[\s:,–—-]+[(\[]?(?P<l>[a-h])[)\]]\s*(?P<rest>\w.*)$", re.I)
_KEYCAP = re.compile("^([0-9])\ufe0f?\u20e3\\s*")
"""A digit drawn as a key, which may stand before the number itself."""


@dataclass(frozen=True)
class Label:
    """What a heading's number says; ``rest`` are the words behind it."""

    area: int | None = None
    letter: str = ""
    """``a`` … ``h``; empty where only an area is numbered."""
    keyword: bool = False
    """Whether a word such as "Core area" stands before the number."""
    dotted: bool = False
    """Whether the letter was written as a number ("2.1")."""
    rest: str = ""


def strip_lead(text: str) -> str:
    """The heading without bullets, symbols and words such as "My CMALT" before it."""
    if key := _KEYCAP.match(text):
        behind = text[key.end() :]
        text = behind if parse_label(behind) else f"{key[1]} {behind}"
    stripped = text[_LEAD.match(text).end() :] if _LEAD.match(text) else text  # type: ignore[union-attr]
    return stripped or text


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _DIGITS[text.lower()]


def parse_label(text: str) -> Label | None:
    """The number that a heading begins with, or None."""
    text = strip_lead(text)
    for pattern in (_TIGHT, _LOOSE):
        if found := pattern.match(text):
            return Label(int(found["d"]), found["l"].lower(), bool(found["kw"]), False, found["rest"])
    if found := _DOTTED.match(text):
        letter = "abcdefgh"[int(found["n"]) - 1]
        return Label(int(found["d"]), letter, bool(found["kw"]), True, found["rest"])
    if found := _AREA.match(text):
        if part := _PART_END.match(found["rest"]):
            return Label(_number(found["d"]), (part["l"] or part["m"]).lower(), True, False, part["head"])
        if part := _PART_AMID.match(found["rest"]):
            return Label(_number(found["d"]), part["l"].lower(), True, False, part["rest"])
        return Label(_number(found["d"]), "", True, False, found["rest"])
    if found := _LETTER.match(text):
        letter = found["l"].lower()
        if len(letter) > 1 or letter == "i":
            letter = "abcd"[_DIGITS[letter] - 1]
        return Label(None, letter, False, False, found["rest"])
    if found := _BARE.match(text) or _ROMAN_AREA.match(text):
        return Label(_number(found["d"]), "", False, False, found["rest"])
    return None


def inner_label(text: str) -> tuple[int, str] | None:
    """A section's number anywhere in a heading such as "Reflection on core area 3b"."""
    found = _INSIDE.search(text)
    return (int(found["d"]), found["l"].lower()) if found else None


def ordinal(text: str) -> tuple[str, int | None]:
    """A heading such as "Specialist area 2" or "Second specialist area" as its words and its number."""
    if found := _ORDINAL_START.match(text):
        word = found["o"].lower()
        return found["head"], _DIGITS.get(word) or int(word[0])
    if found := _ORDINAL_END.match(text):
        word = found["o"].lower()
        number = "abcd".find(word) + 1 if word in "abcd" else _number(word)
        return found["head"], number
    return text, None
