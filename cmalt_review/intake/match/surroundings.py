"""What stands elsewhere in the source: the headings before and after one, and the order that the form gives them."""

from cmalt_review.intake.match.guess import EXACT, Guess, Matcher
from cmalt_review.intake.match.headings import Block
from cmalt_review.intake.match.prepare import FEW, SHARE, extents_of


class Surroundings:
    """Answers questions on a heading's place among the others; nothing here depends on what was decided so far."""

    def __init__(self, matcher: Matcher, blocks: list[Block], guesses: list[Guess]) -> None:
        self.matcher = matcher
        self.form = matcher.form
        self.blocks = blocks
        self.guesses = guesses
        self.order = {section.id: n for n, section in enumerate(self.form.sections)}
        self.extents = extents_of(blocks, guesses)

    def weak_place(self, i: int, id_: str) -> bool:
        """Whether a wording that any sub-heading may have stands where the form has the section."""
        strong = [
            (n, self.order[g.id]) for n, g in enumerate(self.guesses)
            if n != i and g.role == "section" and not g.weak and g.score >= EXACT and g.id in self.order
        ]  # fmt: skip
        if any(order == self.order[id_] and self.others_between(i, n) for n, order in strong):
            return False
        if self.opens_page(i) or self.ranks_alone(i, id_):
            return True
        mine = self.order[id_]
        before = {order < mine for n, order in strong if n < i and order != mine}
        behind = {order > mine for n, order in strong if n > i and order != mine}
        return len(before | behind) <= 1

    def opens_page(self, i: int) -> bool:
        """Whether a heading is the first words of one page among several, which then have no order to speak of."""
        top = self.blocks[i - 1] if i else self.blocks[i]
        return top.style == "title" and not top.words and len({block.page for block in self.blocks}) > 1

    def ranks_alone(self, i: int, id_: str) -> bool:
        """Whether a heading says a section's name and no more, once, on the level of headings with a number."""
        mine = self.guesses[i]
        same = [g for g in self.guesses if g.role == mine.role and g.id == id_]
        peers = {b.level for b, g in zip(self.blocks, self.guesses, strict=True) if g.role in SHARE and g.labelled}
        return mine.score > 0.97 and len(same) == 1 and self.blocks[i].level in peers

    def others_between(self, i: int, n: int) -> bool:
        """Whether a heading of another section stands between two ("Confirmation", then "Nominated assessor": none)."""
        ids = {self.guesses[i].id, self.guesses[n].id}
        between = self.guesses[min(i, n) + 1 : max(i, n)]
        return any(guess.role in SHARE and guess.id not in ids for guess in between)

    def better_elsewhere(self, i: int, guess: Guess) -> bool:
        """Whether another heading of at least this rank names the same section and has a text."""
        mine = self.blocks[i]
        for n, other in enumerate(self.guesses):
            if n == i or (other.role, other.id) != (guess.role, guess.id) or other.ordinal != guess.ordinal:
                continue
            if self.blocks[n].style == "title" and self.blocks[n].page == mine.page:
                continue
            rank = (other.labelled, not other.weak, -self.blocks[n].level, other.exact)
            if rank > (guess.labelled, not guess.weak, -mine.level, guess.exact) and self.extents[n] >= FEW:
                return True
        return False

    def next_to(self, one: str, other: str) -> bool:
        """Whether two sections follow each other in the form."""
        first, second = self.order.get(one.split("-")[0]), self.order.get(other.split("-")[0])
        return first is not None and second is not None and abs(first - second) == 1

    def nth_id(self, area: str, number: int) -> str:
        """The id of the n-th section of an area; what is beyond the form's last goes with it, or counts on."""
        sections = self.matcher.sections_of(area)
        last = sections[-1]
        if number <= len(sections):
            return sections[number - 1].id
        return f"{last.id}-{number - len(sections) + 1}" if last.several else last.id

    def area_elsewhere(self, i: int, guess: Guess) -> bool:
        """Whether another heading of at least this level stands for the same area or for a section of it."""
        level = self.blocks[i].level
        for n, other in enumerate(self.guesses):
            area = other.id if other.role in ("area", "nth") else self.area_of(other.id)
            if n != i and area == guess.id and other.role in SHARE and self.blocks[n].level <= level:
                return True
        return False

    def sections_behind(self, i: int) -> bool:
        """Whether a heading further on names a section or an area."""
        return any(guess.role in SHARE for guess in self.guesses[i + 1 :])

    def area_of(self, section_id: str) -> str:
        """The area that a section belongs to; empty for one that belongs to none."""
        section = self.form.section_by_id.get(section_id.split("-")[0])
        return section.area if section else ""
