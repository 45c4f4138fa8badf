"""Cutting a document into pieces, each of which belongs to a section of the form, to an area, or to none.

Nothing is dropped: every word of the pages, headings and page furniture included, is in exactly one piece.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath

from cmalt_review.intake.document import Document, Page
from cmalt_review.intake.match.decide import Decider, Run
from cmalt_review.intake.match.gaps import fill
from cmalt_review.intake.match.guess import EXACT, Guess, Matcher
from cmalt_review.intake.match.headings import Block, blocks_of
from cmalt_review.intake.match.prepare import prepare
from cmalt_review.intake.match.titles import interchangeable
from cmalt_review.intake.match.wording import plain
from cmalt_review.model.form import Form
from cmalt_review.model.portfolio import Piece, PieceKind
from cmalt_review.model.text import words
from cmalt_review.rules.guidance import mostly_guidance

_TARGET = re.compile(r"(!?)\[[^\[\]]*\]\(\s*<?([^()\s>]+(?:\([^()]*\))?)")
_NAME_NOISE = re.compile(
    r"^\d{4}[-_]\d{1,2}[-_]\d{1,2}[-_]?|^\d{2,}[-_ ]+|[-_ ][0-9a-f]{32}$|^(?:page|post|index|home|portfolio)s?$",
    re.I,
)
_EMPTY_NAMES = frozenset(("index", "home", "default", "main", "readme", "portfolio", "document", "page"))
_TELLS = ("section", "nth", "area")
_FURNITURE = "page furniture, set aside by the reader"
_MIN_SPLIT = 40
"""Words from which a text counts as one of its own."""


def cut(document: Document, form: Form) -> list[Piece]:
    """The document's text in pieces, numbered in source order, matched to the form's sections.

    The match is by number, wording, level and order of the headings; titles and names of pages stand in where a
    text has no heading. Doubt is in ``confidence`` (0 to 1) and ``why``. Never raises on any text.
    """
    matcher = Matcher(form)
    blocks: list[Block] = []
    titles = Counter(page.title for page in document.pages)
    for number, page in enumerate(document.pages):
        alone = len(document.pages) == 1
        blocks += _page_blocks(page, number, matcher, alone=alone, own_title=titles[page.title] == 1)
    blocks, guesses = prepare(matcher, blocks)
    runs = _settle(_decide(matcher, blocks, guesses), matcher) if blocks else []
    return _pieces(runs, document, matcher)


def _decide(matcher: Matcher, blocks: list[Block], guesses: list[Guess]) -> list[Run]:
    """The runs; decided anew where headings that tell nothing by themselves fill the place of a missing section."""
    first = Decider(matcher, [replace(block) for block in blocks], guesses)
    first.decide()
    if filled := fill(first):
        guesses = [filled.get(i, guess) for i, guess in enumerate(guesses)]
        return Decider(matcher, blocks, guesses).decide()
    return first.runs


def _page_blocks(page: Page, number: int, matcher: Matcher, *, alone: bool, own_title: bool) -> list[Block]:
    """The page's blocks behind one that stands for its title, or for its name where the title tells nothing.

    A title that several pages have is the site's, so that the name goes first.
    """
    blocks = blocks_of(page.markdown, number)
    title = Block(number, "title", 0, heading=" ".join(page.title.split()), body=blocks[0].body)
    if not alone:
        title.name = page_name(page.name)
        told = own_title and matcher.guess_title(title.heading).role in _TELLS
        if not told and matcher.guess_title(title.name).role in _TELLS:
            title.clue = title.name
    return [title, *blocks[1:]]


def page_name(name: str) -> str:
    """A page's file name or address in words: ``posts/2025-07-26-core-area-1a.html`` as ``core area 1a``."""
    path = PurePosixPath(name.replace("\\", "/").split("?")[0].rstrip("/"))
    for part in (path.stem, path.parent.name):
        text = re.sub(r"%20|[-_+. ]+", " ", _NAME_NOISE.sub("", part)).strip()
        if text and text.casefold() not in _EMPTY_NAMES:
            return text
    return ""


def _settle(runs: list[Run], matcher: Matcher) -> list[Run]:
    """What can only be said once all headings are read: areas without subsections, page titles said again."""
    for run in runs:
        if run.block.style == "title" and run.kind in ("section", "area") and _said_again(run, runs):
            run.kind, run.id, run.why = "none", "", "its page names the section again further down"
    for area in matcher.form.areas:
        runs = _settle_area(area.id, runs, matcher)
    return _several(runs, matcher)


def _said_again(title: Run, runs: list[Run]) -> bool:
    """Whether a heading on the same page names what the page's title names, so that the text above it is a preface."""
    again = 0
    for run in runs:
        if run is title or run.block.page != title.block.page or run.guess.weak:
            continue
        whole = run.kind == "area" and run.id == title.area and bool(title.area)
        if whole or (run.kind, run.id) == (title.kind, title.id):
            again += max(run.words, 1)
    return title.words < again / 2


def _settle_area(area: str, runs: list[Run], matcher: Matcher) -> list[Run]:
    sections = matcher.sections_of(area)
    own = [run for run in runs if run.kind == "area" and run.id == area]
    if not own or not sections:
        return runs
    found = {run.id.split("-")[0] for run in runs if run.kind == "section" and run.area == area}
    if not found:
        return _whole_area(own, runs, matcher)
    if len(found) == 1 and (one := _one_text(own[-1], runs)):
        return one
    for run in own:
        alternative = run.guess.alternative
        if alternative and alternative not in found and run.words >= _MIN_SPLIT:
            run.kind, run.id, run.score = "section", alternative, 0.6
            run.why = "its wording, which is the area's as well"
    return runs


def _one_text(whole: Run, runs: list[Run]) -> list[Run] | None:
    """The runs with an area's text as one, where a sub-heading among others only reads like one of its sections.

    A heading per law is such a case: "Data protection" names the section, "Copyright" beside it does not.
    """
    parts = [run for run in runs if run.kind == "section" and run.area == whole.id]
    at = next(i for i, run in enumerate(runs) if run is whole) + 1
    if whole.words < _MIN_SPLIT or parts != runs[at : at + len(parts)]:
        return None
    beside = {block.level for block in blocks_of("\n".join(whole.lines), whole.block.page) if block.style == "real"}
    if any(not run.guess.weak or run.guess.labelled or run.level not in beside for run in parts):
        return None
    for run in parts:
        whole.lines.extend([*run.block.raw, *run.lines])
    _become(whole, parts[0].id, "one text for the whole area", 0.8, shared=True)
    return [run for run in runs if run not in parts]


def _whole_area(own: list[Run], runs: list[Run], matcher: Matcher) -> list[Run]:
    """An area without subsections: its text is its first subsection, or one each where two specialisms stand in it."""
    area = own[0].id
    sections = matcher.sections_of(area)
    needed = [section for section in sections if section.required]
    full = [run for run in own if run.words >= _MIN_SPLIT] or [max(own, key=lambda run: run.words)]
    if interchangeable(sections) and len(full) > 1 and len(full) == len(needed):
        for run, section in zip(full, needed, strict=True):
            _become(run, section.id, "its wording and its order", 0.7, shared=False)
        return runs
    alone = interchangeable(sections) and len(full) == 1 and len(needed) > 1
    if alone and (parts := _parts(full[0], len(needed), matcher)):
        for run, section in zip(parts[1:], needed, strict=True):
            why = f"a heading of its own under {full[0].heading}, by its order"
            _become(run, section.id, why, 0.5, shared=False)
        at = next(i for i, run in enumerate(runs) if run is full[0])
        return [*runs[:at], *parts, *runs[at + 1 :]]
    for run in full:
        shared = len(needed) > 1
        why = "one text for the whole area" if shared else run.why
        _become(run, sections[0].id, why, run.score * (0.9 if shared else 1.0), shared=shared)
    return runs


def _become(run: Run, section: str, why: str, score: float, *, shared: bool) -> None:
    run.kind, run.id, run.why, run.score, run.shared = "section", section, why, score, shared


def _parts(run: Run, many: int, matcher: Matcher) -> list[Run]:
    """A run cut at its highest sub-headings, if there are just as many as wanted; else nothing."""
    blocks = blocks_of("\n".join(run.lines), run.block.page)
    heads = [
        block for block in blocks[1:]
        if block.style == "real" and block.heading and matcher.guess(block.heading).score < EXACT
    ]  # fmt: skip
    top = min((block.level for block in heads), default=0)
    starts = [id(block) for block in heads if block.level == top]
    if len(starts) != many:
        return []
    parts = [run]
    run.lines = list(blocks[0].body)
    for block in blocks[1:]:
        if id(block) in starts:
            parts.append(Run("section", block, "", run.id, 0.5, "", block.heading, list(block.raw)))
            parts[-1].lines.extend(block.body)
        else:
            parts[-1].lines.extend([*block.raw, *block.body])
    return parts


def _several(runs: list[Run], matcher: Matcher) -> list[Run]:
    """Further sections of a kind of which there may be several: each with a title of its own gets its own id."""
    for section in matcher.form.sections:
        own = [run for run in runs if run.kind == "section" and run.id == section.id and run.block.style != "title"]
        if not section.several or len(own) < 2 or len({run.heading for run in own}) < len(own):
            continue
        for number, run in enumerate(own[1:], start=2):
            if run.block.style == "real" and run.guess.role != "element" and run.words >= _MIN_SPLIT:
                run.id = f"{section.id}-{number}"
    return runs


def _pieces(runs: list[Run], document: Document, matcher: Matcher) -> list[Piece]:
    pieces: list[Piece] = []
    for number, page in enumerate(document.pages):
        aside = [page.furniture]
        for run in runs:
            if run.block.page == number:
                if piece := _piece(run, page, len(pieces) + 1, matcher):
                    pieces.append(piece)
                elif run.block.style == "title" and not any(
                    _same(run.heading, r.heading) for r in runs if r is not run
                ):
                    aside.insert(0, run.heading)
        if text := "\n\n".join(part.strip() for part in aside if part.strip()):
            pieces.append(Piece(n=len(pieces) + 1, text=text, kind="furniture", page=page.name, why=_FURNITURE))
    return pieces


def _piece(run: Run, page: Page, n: int, matcher: Matcher) -> Piece | None:
    """The piece of a run; None for a page's title with nothing below it."""
    text = "\n".join([*_lost_targets(run), *run.lines]).strip("\n")
    if run.block.style == "title" and not text.strip():
        return None
    heading = run.heading or (run.block.clue if run.kind in ("section", "area") else "")
    section = run.id if run.kind == "section" else None
    area = run.area or None
    kind = _kind(run, text, section, matcher)
    return Piece(
        n=n, heading=heading, level=min(run.level, 6), text=text, section=section, area=None if section else area,
        kind=kind, confidence=round(min(run.score, 1.0), 2) if section else 0.0,
        why=run.why or "no heading that the form knows", shared=run.shared, page=page.name,
    )  # fmt: skip


def _kind(run: Run, text: str, section: str | None, matcher: Matcher) -> PieceKind:
    if section:
        return "text"
    if run.kind == "contents" or _is_contents(text, matcher):
        return "contents"
    return "guidance" if mostly_guidance(text) else "text"


def _lost_targets(run: Run) -> list[str]:
    """Addresses and pictures in the heading itself, which is kept as plain words."""
    found = _TARGET.findall("\n".join(run.raw))
    return [f"![]({target})" if mark else f"<{target}>" for mark, target in found]


def _is_contents(text: str, matcher: Matcher) -> bool:
    """Whether most lines of a text outside the sections only name sections."""
    lines = [line.strip(" -*+•>|0123456789.\t") for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    named = 0
    for line in lines:
        label = re.sub(r"[\s.…_]{3,}\d*$", "", line)
        guess = matcher.guess(plain(label))
        named += guess.role in _TELLS and len(words(line)) <= 20
    return named >= 0.7 * len(lines)


def _same(one: str, other: str) -> bool:
    return words(one) == words(other)
