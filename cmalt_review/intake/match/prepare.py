"""Getting headings ready: split ones joined, entries of a table of contents and idle lines put back as text."""

from collections.abc import Iterator

from cmalt_review.intake.match.guess import EXACT, NEAR, Guess, Matcher
from cmalt_review.intake.match.headings import Block

FEW = 8
"""A heading with fewer words below it than this may be an entry of a table of contents."""
SHARE = ("section", "nth", "area")
"""Roles of headings that start a section or an area."""
_ROW = 4
"""Headings in a row with nothing below them that make a table of contents."""


def extents_of(blocks: list[Block], guesses: list[Guess]) -> list[int]:
    """For each block the words below it up to the next heading of its rank that names another section or area."""
    words = [block.words for block in blocks]
    found = []
    for i, (block, guess) in enumerate(zip(blocks, guesses, strict=True)):
        total = words[i]
        for n in range(i + 1, len(blocks)):
            if total >= FEW or blocks[n].style == "title" or _ends(block, guess, blocks[n], guesses[n]):
                break
            total += words[n]
        found.append(total)
    return found


def _ends(block: Block, guess: Guess, other: Block, meant: Guess) -> bool:
    """Whether another heading ends what stands below a block."""
    if meant.role not in SHARE or (meant.role, meant.id, meant.ordinal) == (guess.role, guess.id, guess.ordinal):
        return False
    return other.level <= block.level or block.level == 0


def prepare(matcher: Matcher, blocks: list[Block]) -> tuple[list[Block], list[Guess]]:
    """Blocks and guesses with split headings joined, entries of a table of contents and idle lines put back as text."""
    matcher.shift = matcher.numbers_ahead(dict.fromkeys(b.heading for b in blocks if b.style in ("real", "bold")))
    guesses = [
        matcher.guess_title(b.clue or b.heading) if b.style == "title" else matcher.guess(b.heading) for b in blocks
    ]
    blocks, guesses = _join_split(matcher, blocks, guesses)
    blocks, guesses = _fold(blocks, guesses, set(_listed(blocks, guesses)))
    blocks, guesses = _fold(blocks, guesses, set(_idle(matcher, blocks, guesses)))
    return _fold(blocks, guesses, set(_listed(blocks, guesses)))


def _idle(matcher: Matcher, blocks: list[Block], guesses: list[Guess]) -> Iterator[int]:
    """Lines and bold lines that are no headings after all."""
    extents = extents_of(blocks, guesses)
    real = {
        (g.role, g.id, g.ordinal) for b, g, words in zip(blocks, guesses, extents, strict=True)
        if b.style in ("real", "title") and g.role in SHARE and g.score >= 0.7 and words >= FEW
    }  # fmt: skip
    for i, (block, guess) in enumerate(zip(blocks, guesses, strict=True)):
        if block.style not in ("bold", "line"):
            continue
        if guess.role in SHARE:
            alone = guess.role == "section" and not matcher.form.section_by_id[guess.id].area and guess.score > 0.99
            sure = guess.labelled or (guess.score >= EXACT and not guess.weak) or alone
            if block.style == "line" and guess.labelled and not guess.bare:
                sure = guess.score >= 0.9 or len(block.heading.split()) <= 12
            sure = sure or (bool(block.beside) and guess.score >= EXACT)
            if sure and (guess.role, guess.id, guess.ordinal) not in real:
                continue
        elif (guess.role == "letter" and (block.style == "bold" or _letter_line(matcher, block))) or (
            guess.role in ("end", "contents") and block.style == "bold" and not real
        ):
            continue
        yield i


def _letter_line(matcher: Matcher, block: Block) -> bool:
    return any(matcher.likeness(block.heading, section.id) >= NEAR for section in matcher.form.sections)


def _join_split(matcher: Matcher, blocks: list[Block], guesses: list[Guess]) -> tuple[list[Block], list[Guess]]:
    """A number on one line and its title on the next, as one heading."""
    kept: list[Block] = []
    out: list[Guess] = []
    for block, guess in zip(blocks, guesses, strict=True):
        last = kept[-1] if kept else None
        if (
            last
            and out[-1].bare
            and not any(line.strip() for line in last.body)
            and _continues(out[-1], block, guess, matcher)
        ):
            last.raw = [*last.raw, *last.body, *block.raw]
            last.heading = f"{last.heading} {block.heading}"
            last.body = block.body
            last.level = min(last.level, block.level) if last.style == "real" else block.level
            last.style = "real" if "real" in (last.style, block.style) else last.style
            joined = matcher.guess(last.heading)
            out[-1] = joined if joined.role != "unknown" else out[-1]
            continue
        kept.append(block)
        out.append(guess)
    return kept, out


def _continues(number: Guess, block: Block, guess: Guess, matcher: Matcher) -> bool:
    if not block.heading or block.style == "title" or guess.labelled or guess.role in ("element", "letter"):
        return False
    if number.role == "section":
        return matcher.likeness(block.heading, number.id) >= NEAR
    whole = guess.role == "area" or len(matcher.sections_of(number.id)) == 1
    return whole and guess.role in ("section", "area") and guess.score >= NEAR


def _listed(blocks: list[Block], guesses: list[Guess]) -> Iterator[int]:
    """Headings that only repeat what comes elsewhere with its text: entries of a table of contents, strays."""
    extents = extents_of(blocks, guesses)
    shares = [i for i, guess in enumerate(guesses) if guess.role in SHARE and blocks[i].style != "title"]
    empty = [i for i in shares if extents[i] < FEW]
    again = {i for i in empty if _stands_elsewhere(i, guesses, extents)}
    stray = {i for i in again if guesses[i].role != "area" and _stands_elsewhere(i, guesses, extents, as_sure=True)}
    for row in _rows(shares, set(empty)):
        listed = len(row) >= _ROW and 2 * len(again.intersection(row)) >= len(row)
        yield from row if listed else stray.intersection(row)
        last = next((i for i in shares if i > row[-1]), None)
        next_too = listed and last is not None and not blocks[last].words and last + 1 in shares
        if next_too and last is not None and _stands_elsewhere(last, guesses, extents):
            yield last


def _stands_elsewhere(i: int, guesses: list[Guess], extents: list[int], *, as_sure: bool = False) -> bool:
    """Whether another heading names the same section (or, for an area, one of them) and has a text.

    With ``as_sure`` a wording alone does not stand for a number: "Recording policy" is not "3b" again.
    """
    guess = guesses[i]
    named = (guess.role, guess.id, guess.ordinal)
    for n, other in enumerate(guesses):
        if as_sure and guess.labelled and other.weak:
            continue
        if n != i and (other.role, other.id, other.ordinal) == named and (extents[n] >= FEW or guess.role == "area"):
            return True
    return False


def _rows(shares: list[int], empty: set[int]) -> Iterator[list[int]]:
    """Stretches of headings that follow each other with next to nothing below them."""
    row: list[int] = []
    for i in shares:
        if i in empty:
            row.append(i)
            continue
        if row:
            yield row
        row = []
    if row:
        yield row


def _fold(blocks: list[Block], guesses: list[Guess], idle: set[int]) -> tuple[list[Block], list[Guess]]:
    """The blocks at these places put back as plain text of the block before."""
    kept: list[Block] = []
    out: list[Guess] = []
    for i, (block, guess) in enumerate(zip(blocks, guesses, strict=True)):
        if i in idle and kept:
            kept[-1].body.extend([*block.raw, *block.body])
        else:
            kept.append(block)
            out.append(guess)
    return kept, out
