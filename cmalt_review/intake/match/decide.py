"""Which headings start a section: each heading's meaning settled by what stands before and after it."""

from dataclasses import dataclass, field
from typing import Literal

from cmalt_review.intake.match.guess import EXACT, NEAR, UNKNOWN, Guess, Matcher
from cmalt_review.intake.match.headings import Block
from cmalt_review.intake.match.prepare import SHARE
from cmalt_review.intake.match.surroundings import Surroundings

Kind = Literal["none", "section", "area", "end", "preface", "contents"]

_TITLE = 0.75
"""How sure a page's title must be to stand for a heading."""


@dataclass
class Run:
    """A heading and all that belongs under it: what becomes a piece."""

    kind: Kind
    block: Block
    id: str = ""
    """The section or the area."""
    area: str = ""
    score: float = 0.0
    why: str = ""
    heading: str = ""
    raw: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    guess: Guess = UNKNOWN
    shared: bool = False

    @property
    def level(self) -> int:
        """The level of its heading; 7 where a line serves as one."""
        return self.block.level

    @property
    def words(self) -> int:
        """How many words stand below its heading."""
        from cmalt_review.model.text import count_words

        return count_words("\n".join(self.lines))


class Decider:
    """Goes through the blocks once, in source order."""

    def __init__(self, matcher: Matcher, blocks: list[Block], guesses: list[Guess]) -> None:
        self.matcher = matcher
        self.form = matcher.form
        self.blocks = blocks
        self.guesses = guesses
        self.around = Surroundings(matcher, blocks, guesses)
        self.runs: list[Run] = []
        self.area = ""
        self.count: dict[str, int] = {}
        self.started: dict[int, Run] = {}
        """The run that each block started, by the block's place."""

    def decide(self) -> list[Run]:
        """The runs, in source order; every line of every block is in one of them."""
        for i, block in enumerate(self.blocks):
            if block.style == "title":
                self._page(i, block)
            elif not block.style:
                self._inside(block)
            else:
                self._heading(i, block)
            if self.runs and self.runs[-1].block is block:
                self.started[i] = self.runs[-1]
        return self.runs

    @property
    def _now(self) -> Run:
        return self.runs[-1]

    def _page(self, i: int, block: Block) -> None:
        """A new page: nothing of the page before goes on, and its title may name a section or an area."""
        guess = self.guesses[i]
        self.area = ""
        if guess.role in ("section", "nth") and (guess.score >= _TITLE or guess.labelled):
            self._start("section", block, guess, self._section_id(guess), why=f"the page's title: {guess.why}")
        elif guess.role == "area" and guess.score >= _TITLE:
            self.area = guess.id
            self._start("area", block, guess, guess.id, why=f"the page's title: {guess.why}")
        elif guess.role in ("end", "contents", "preface"):
            self._start(_kind(guess), block, guess, why=guess.why)
        else:
            self._start("none", block, guess)
        self._now.lines.extend(block.body)

    def _heading(self, i: int, block: Block) -> None:
        guess = self._in_place(i, self.guesses[i])
        start = self._starts(i, block, guess)
        if not start:
            self._inside(block)
            return
        kind, id_ = start
        if kind == "area":
            self.area = id_
        elif kind == "section":
            self.area = self.around.area_of(id_)
        self._start(kind, block, guess, id_, why=guess.why)
        self._now.lines.extend([*block.beside, "", *block.body] if block.beside else block.body)

    def _starts(self, i: int, block: Block, guess: Guess) -> tuple[Kind, str] | None:
        """What the heading starts, or None where it stays inside what is open."""
        if not block.heading:
            return None
        if guess.role in ("section", "nth"):
            return self._section(i, block, guess)
        if guess.role == "area":
            return self._area(i, block, guess)
        if guess.role == "element":
            return self._element(block, guess)
        if block.style != "real":
            return None
        if guess.role in ("end", "preface", "contents"):
            return self._apart(i, block, guess)
        return self._unknown(i, block)

    # --- sections ---------------------------------------------------------------------------------------------------

    def _section(self, i: int, block: Block, guess: Guess) -> tuple[Kind, str] | None:
        now = self._now
        id_ = self._peek_id(guess)
        if now.kind in ("end", "contents") and block.style == "real" and self._deeper(block, now):
            return None
        if now.kind == "section" and now.id == id_ and now.block.style != "title":
            again = block.style == "real" and not self._deeper(block, now) and guess.score >= EXACT
            return ("section", self._section_id(guess)) if again else None
        if not guess.labelled and not self._fits(i, block, guess, id_):
            return None
        if (
            now.kind == "section"
            and guess.labelled
            and self._deeper(block, now)
            and self.around.better_elsewhere(i, guess)
        ):
            return None
        return ("section", self._section_id(guess))

    def _fits(self, i: int, block: Block, guess: Guess, id_: str) -> bool:
        """Whether the place agrees with a section that is known by its wording alone."""
        now = self._now
        area = self.around.area_of(id_)
        here = bool(area) and area == self.area
        alone = len(self.matcher.sections_of(area)) == 1
        if guess.score < (NEAR if here and not alone else EXACT):
            return not area and block.style == "real" and self._half(i, block, id_)
        nested = now.kind == "section" and now.block.style == "real" and self._deeper(block, now)
        if nested and self._announced(i, block, guess):
            return True
        if nested and (guess.weak or self.around.better_elsewhere(i, guess) or not self.around.next_to(now.id, id_)):
            return False
        if now.kind == "section" and self.around.better_elsewhere(i, guess):
            return False
        return here or not guess.weak or self.around.weak_place(i, id_)

    def _announced(self, i: int, block: Block, guess: Guess) -> bool:
        """Whether the open heading names this one beside its own: "Future plans and confirmation"."""
        said = set(block.heading.casefold().split()) <= set(self._now.heading.casefold().split())
        once = not any(g.role == guess.role and g.id == guess.id for n, g in enumerate(self.guesses) if n != i)
        return said and once and guess.score > 0.97 and self.around.next_to(self._now.id, guess.id)

    def _half(self, i: int, block: Block, id_: str) -> bool:
        """Whether half a title ("Plans") stands on the level of the sections, where the form has the section."""
        level = next((run.level for run in reversed(self.runs) if run.kind in ("section", "area")), block.level)
        return block.level <= level and self.around.weak_place(i, id_)

    def _peek_id(self, guess: Guess) -> str:
        if guess.role == "section":
            return guess.id
        return self._of_title(guess) or self.around.nth_id(guess.id, guess.ordinal or self.count.get(guess.id, 0) + 1)

    def _of_title(self, guess: Guess) -> str:
        """The section of the page's title, where the heading below it only says it again."""
        now = self.runs[-1] if self.runs else None
        again = now and now.block.style == "title" and now.kind == "section" and now.area == guess.id
        return now.id if now and again and guess.ordinal is None else ""

    def _section_id(self, guess: Guess) -> str:
        if guess.role == "section":
            return guess.id
        if again := self._of_title(guess):
            return again
        number = guess.ordinal or self.count.get(guess.id, 0) + 1
        self.count[guess.id] = max(number, self.count.get(guess.id, 0))
        return self.around.nth_id(guess.id, number)

    # --- areas, elements, and what belongs to no section --------------------------------------------------------------

    def _area(self, i: int, block: Block, guess: Guess) -> tuple[Kind, str] | None:
        now = self._now
        if now.kind in ("end", "contents") and block.style == "real" and self._deeper(block, now):
            return None
        same = now.kind in ("section", "area") and now.area == guess.id and now.block.style != "title"
        if same and guess.alternative and now.kind == "area" and not guess.labelled:
            return ("section", guess.alternative)
        if same and (block.style != "real" or block.level >= now.level):
            return None
        if not guess.labelled and guess.score < EXACT:
            return None
        nested = now.kind == "section" and now.block.style == "real" and self._deeper(block, now)
        if nested and (guess.weak or not guess.labelled or self.around.area_elsewhere(i, guess)):
            return None
        if guess.weak and not guess.labelled and self.around.area_elsewhere(i, guess):
            return None
        return ("area", guess.id)

    def _element(self, block: Block, guess: Guess) -> tuple[Kind, str] | None:
        now = self._now
        other = now.kind == "section" or now.area != self.around.area_of(guess.id)
        if guess.id and block.style == "real" and now.id != guess.id and other:
            return ("section", guess.id)
        return ("none", "") if now.kind in ("end", "contents") and not self._deeper(block, now) else None

    def _apart(self, i: int, block: Block, guess: Guess) -> tuple[Kind, str] | None:
        """References, prefaces, contents: inside a section where deeper than its heading, or where each has its own."""
        now = self._now
        if now.kind in ("section", "area") and self._deeper(block, now):
            return None
        name = block.heading.split()[0].casefold()
        again = [n for n, b in enumerate(self.blocks) if b.heading.casefold().startswith(name) and n != i]
        each = any(self.guesses[n].role == "end" for n in again)
        if guess.role == "end" and each and now.kind == "section" and self.around.sections_behind(i):
            return None
        return (_kind(guess), "")

    def _unknown(self, i: int, block: Block) -> tuple[Kind, str] | None:
        now = self._now
        if now.kind in ("section", "area"):
            if now.kind == "section" and not now.words and now.block.style == "real":
                now.block.level = min(now.level, block.level)  # a text begins here: its sub-headings rank no lower
                return None
            if block.level < now.level < 7 and now.block.style == "real":
                return ("none", "")
            foreign = now.kind == "section" and now.words and block.level == now.level and self._foreign(i, block)
            return ("none", "") if foreign else None
        if now.kind == "none" and not now.heading and not now.words:
            return ("none", "")
        return None if self._deeper(block, now) else ("none", "")

    def _foreign(self, i: int, block: Block) -> bool:
        """Whether an unknown heading behind the last section stands on a level that only sections have."""
        if self.around.sections_behind(i):
            return False
        known = unknown = 0
        for other, guess in zip(self.blocks, self.guesses, strict=True):
            if other is self._now.block:
                break
            if other.style == "real" and other.level == block.level:
                known += guess.role in SHARE
                unknown += guess.role == "unknown"
        return known >= 4 and not unknown

    # --- the run itself -----------------------------------------------------------------------------------------------

    def _in_place(self, i: int, guess: Guess) -> Guess:
        """A heading such as "a) …" read under its area."""
        if guess.role != "letter":
            return guess
        now = self._now
        id_ = next(
            (s.id for s in self.matcher.sections_of(self.area) if s.id[1:] == guess.letter and s.id[0].isdigit()), ""
        )  # fmt: skip
        if not id_ or now.kind not in ("section", "area"):
            return UNKNOWN
        block = self.blocks[i]
        like = self.matcher.likeness(block.heading, id_)
        by_letter = now.kind == "area" or now.guess.role == "letter" or now.guess.letter
        if like < 0.4 and (not by_letter or (now.kind == "section" and self._deeper(block, now))):
            return UNKNOWN
        if like < 0.4 and (block.style != "real" and not guess.bare):
            return UNKNOWN
        score = 0.95 if like >= NEAR else 0.75
        return Guess(
            "section", id_, score, f"the letter {guess.letter} in its area", labelled=True, letter=guess.letter
        )

    def _deeper(self, block: Block, run: Run) -> bool:
        return (block.level > run.level and run.level < 7) or (block.style == "bold" and run.block.style == "real")

    def _start(self, kind: Kind, block: Block, guess: Guess, id_: str = "", why: str = "") -> None:
        if kind == "section":
            area = self.around.area_of(id_)
        elif kind == "area":
            area = id_
        else:
            area = self.area if kind == "preface" else ""
        score = guess.score if kind in ("section", "area") else 0.0
        self.runs.append(Run(kind, block, id_, area, score, why, block.heading, list(block.raw), [], guess))

    def _inside(self, block: Block) -> None:
        self._now.lines.extend(block.raw)
        self._now.lines.extend(block.body)


def _kind(guess: Guess) -> Kind:
    return guess.role if guess.role in ("end", "preface", "contents") else "none"
