"""Saving a sentence as a phrase of one's own: names and the candidate's words become stops before it is kept."""

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.frames import OVERALL, Frame, Slot, Wording, read_frames, read_text
from cmalt_review.feedback.insertion import open_stops
from cmalt_review.feedback.wording import Part, StopPart, is_default, parse, render
from cmalt_review.model.text import clean, clean_line

NAME = "who"
QUOTE = "words of this section"

# Words in double quotation marks; single ones cannot be told from apostrophes.
_QUOTED = re.compile(r"[“\"«]([^“”\"«»\n]{2,})[”\"»]")


def as_phrase(
    text: str, *, names: Sequence[str], quotes: Sequence[str],
    kind: Wording = "suggestion", section: str = "", element: str = "whole", title: str = "",
) -> Frame:  # fmt: skip
    """A frame of one wording made from a point's text.

    Each name (whole, or a part of three letters or more), each of the given quotations, whatever stands in double
    quotation marks, and each open placeholder becomes a stop; the same words are linked. An empty ``section`` means
    any. The id is made from the words, so that the same sentence gives the same id.
    """
    text = clean(text).strip()
    wording = render(_with_stops(text, _spans(text, names, quotes)))
    words = re.findall(r"[a-z0-9]+", _plain(wording).lower())[:6] or ["phrase"]
    digest = hashlib.sha256(wording.encode()).hexdigest()[:6]
    sections = (OVERALL,) if kind == "overall" else (section,) if section else ()
    return Frame(
        id=f"mine-{'-'.join(words)[:60].strip('-')}-{digest}", title=clean_line(title) or " ".join(words).capitalize(),
        slot=Slot(sections, element), wordings={kind: wording}, layer="mine",
    )  # fmt: skip


def _plain(wording: str) -> str:
    return "".join(part if isinstance(part, str) else "…" for part in parse(wording))


def _spans(text: str, names: Sequence[str], quotes: Sequence[str]) -> list[tuple[int, int, str]]:
    """Places to turn into stops as (start, end, default), without overlaps, longest first wins."""
    spans: list[tuple[int, int, str]] = []
    for stop in open_stops(text):
        spans.append((stop.start, stop.end, stop.text.strip("[]")))
    for quote in quotes:
        if quote.strip():
            found = re.finditer(r"\s+".join(map(re.escape, quote.split())), text, re.IGNORECASE)
            spans += [(match.start(), match.end(), QUOTE) for match in found]
    spans += [(match.start(1), match.end(1), QUOTE) for match in _QUOTED.finditer(text)]
    for pattern in _name_patterns(names):
        spans += [(match.start(), match.end(), NAME) for match in pattern.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return sorted(kept)


def _name_patterns(names: Sequence[str]) -> list[re.Pattern[str]]:
    """Whole names in any case; single parts as they are written, since some of them are ordinary words (Will, Mark)."""
    patterns = []
    for name in names:
        parts = name.split()
        if parts:
            whole = r"\s+".join(map(re.escape, parts))
            patterns.append(re.compile(rf"\b{whole}\b", re.IGNORECASE))
        patterns += [re.compile(rf"\b{re.escape(part)}\b") for part in parts if len(part) >= 3]
    return patterns


def _with_stops(text: str, spans: list[tuple[int, int, str]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    number_of: dict[str, int] = {}
    at = 0
    for start, end, default in spans:
        if start > at:
            parts.append(_unbracketed(text[at:start]))
        number = number_of.setdefault(text[start:end].casefold(), len(number_of) + 1)
        parts.append(StopPart(number, default=_default(default)))
        at = end
    if at < len(text):
        parts.append(_unbracketed(text[at:]))
    return tuple(parts)


def _unbracketed(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _default(text: str) -> str:
    text = re.sub(r"[{}]", " ", text).strip()
    return text if is_default(text) else QUOTE


def save_frame(frame: Frame, file: Path) -> None:
    """Add a frame at the end of a file, made where it is not there; what the file holds is left as it is.

    Raises ``ReviewError`` where the file is broken, holds a frame with this id, or cannot be written; it then stays
    as it was.
    """
    before = ""
    if file.exists():
        if any(other.id == frame.id for other in read_frames(file)):
            raise ReviewError("This phrase is there already.", f"{file} has a phrase {frame.id!r}.")
        before = read_text(file).rstrip("\n") + "\n\n"
    try:
        _replace(file, before + to_toml(frame))
    except OSError as error:
        raise ReviewError("The phrase was not saved.", f"{file}: {error.strerror or 'cannot be written'}") from None


def to_toml(frame: Frame) -> str:
    """The frame as its file has it."""
    import tomli_w

    slot: dict[str, object] = {"element": frame.slot.element}
    if frame.slot.sections:
        slot["section"] = list(frame.slot.sections)
    for name, value in (("aspect", frame.slot.aspect), ("pathway", frame.slot.pathway)):
        if value:
            slot[name] = value
    table: dict[str, object] = {"id": frame.id, "title": frame.title}
    for kind, wording in frame.wordings.items():
        table[kind] = wording
    if frame.keys:
        table["keys"] = list(frame.keys)
    table |= {"revision": frame.revision, "slot": slot}
    # tomli_w writes lists of short tables inline: the headers are set here.
    text = "[[frame]]\n" + tomli_w.dumps(table).replace("[slot]", "[frame.slot]", 1)
    for sample in frame.samples:
        text += "\n[[frame.sample]]\n" + tomli_w.dumps(sample)
    return text


def _replace(file: Path, text: str) -> None:
    """Write all of the text or nothing, readable by its owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
