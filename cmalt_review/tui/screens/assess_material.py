"""What the assess screen shows of a portfolio, by row: text, links, signals, marks. No widget in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmalt_review.model.text import count_words
from cmalt_review.rules.evidence import EvidenceItem, evidence
from cmalt_review.tui.widgets.judgement_lines import LETTERS
from cmalt_review.tui.widgets.reader_markdown import Block, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.model.portfolio import Portfolio
    from cmalt_review.rules.signals import Signal

UNPLACED = "–"
"""The row for text that belongs to no section; nothing is judged there."""
STATES = {"seen": "✓ seen", "broken": "✗ does not open", "unneeded": "– not needed"}
_KINDS = {"link": "", "image": "picture", "file": "file"}


class Material:
    """The portfolio of a session, cut by row, each text parsed once."""

    def __init__(self, session: Assessing) -> None:
        self.session = session
        self.portfolio: Portfolio = session.portfolio
        self.signals: Sequence[Signal] = ()
        self._texts: dict[str, str] = {}
        self._blocks: dict[str, list[Block]] = {}
        self._words: dict[str, int] = {}
        self._evidence: list[EvidenceItem] | None = None

    # ── rows ─────────────────────────────────────────────────────────────────

    def groups(self) -> list[tuple[str, list[str]]]:
        """The rows of the list, in groups with their headings."""
        form = self.session.form
        others = [section.id for section in form.sections if not section.assessed]
        groups = [
            ("", [section.id for section in form.assessed]),
            ("Whole portfolio", list(form.principle_ids)),
            ("Not assessed", others),
        ]
        if self.text(UNPLACED):
            groups.append(("In no section", [UNPLACED]))
        return groups

    def judged(self, row: str) -> bool:
        """Whether anything can be judged here."""
        return self.session.form.has_row(row)

    def title(self, row: str) -> str:
        """The title of a row."""
        return "Text that is in no section" if row == UNPLACED else self.session.form.row_title(row)

    def short(self, row: str) -> str:
        """The short title of a row."""
        return "Not placed" if row == UNPLACED else self.session.form.row_short(row)

    # ── text ─────────────────────────────────────────────────────────────────

    def text(self, row: str) -> str:
        """The candidate's text of a row in Markdown: for a principle, all of it."""
        if row not in self._texts:
            self._texts[row] = self._text(row)
        return self._texts[row]

    def _text(self, row: str) -> str:
        if row == UNPLACED:
            parts = [
                (f"## {piece.heading}\n\n" if piece.heading else "") + piece.text
                for piece in self.portfolio.unmatched()
                if piece.kind != "furniture"
            ]
            return "\n\n".join(part for part in parts if part.strip())
        whole = row in self.session.form.principle_ids
        ids = dict.fromkeys(piece.section for piece in self.portfolio.pieces if piece.section)
        found = [self.portfolio.section(id_) for id_ in ids if id_ and (whole or id_.partition("-")[0] == row)]
        texts = [text for text in found if text is not None]
        if len(texts) == 1:
            return texts[0].text
        return "\n\n".join(f"# {text.heading or text.id}\n\n{text.text}" for text in texts)

    def words(self, row: str) -> int:
        """How many words a row has."""
        if row not in self._words:
            self._words[row] = count_words(self.text(row))
        return self._words[row]

    def blocks(self, row: str) -> list[Block]:
        """The text of a row as blocks, or what to do where there is none."""
        if row not in self._blocks:
            self._blocks[row] = parse(self.text(row), self.numbers(row)) or self._instead(row)
        return self._blocks[row]

    def _instead(self, row: str) -> list[Block]:
        """What stands in the place of a text that is not here."""
        assignment = self.session.assignment
        if assignment.link and not self.portfolio.pieces:
            return [
                Block("This portfolio is a link: it is read in the browser, and judged here.", kind="strong"),
                Block(assignment.link, kind="link"),
                Block("o  opens it, after showing where it leads", kind="muted"),
                Block("y  copies the access information, without showing it", kind="muted", gap=False),
                Block("l  notes links that you find in this section, to be ticked off", kind="muted", gap=False),
                Block("I  imports a copy of it that you saved, to be read here", kind="muted", gap=False),
            ]
        where = "The portfolio" if row in self.session.form.principle_ids else "This section"
        return [
            Block(f"{where} has no text.", kind="strong"),
            Block("v  shows all pieces of the portfolio and mends which section each belongs to", kind="muted"),
        ]

    # ── below the text ───────────────────────────────────────────────────────

    def forget_links(self) -> None:
        """The links were changed: list them anew."""
        self._evidence = None
        self._blocks.clear()

    def items(self, row: str) -> list[EvidenceItem]:
        """The evidence of a row, numbered from 1, each target once; for a principle, of the whole portfolio."""
        whole = row in self.session.form.principle_ids
        return _once([i for i in self._listed() if whole or (i.section.partition("-")[0] or UNPLACED) == row])

    def all_items(self) -> list[EvidenceItem]:
        """The evidence of the whole portfolio, each target once."""
        return _once(self._listed())

    def _listed(self) -> list[EvidenceItem]:
        if self._evidence is None:
            self._evidence = evidence(self.portfolio, self.session.local.links)
        return self._evidence

    def numbers(self, row: str) -> dict[str, int]:
        """The number of each target within a row."""
        return {item.target: n for n, item in enumerate(self.items(row), start=1)}

    def state(self, target: str) -> str:
        """What came of opening a piece of evidence, in words; empty where it was not opened yet."""
        tick = next((tick for tick in self.session.local.evidence if tick.target == target), None)
        return STATES.get(tick.state, "") + (f": {tick.note}" if tick.note else "") if tick else ""

    def tail(self, row: str) -> list[Block]:
        """Signals and links of a row, as they stand below its text."""
        blocks: list[Block] = []
        signals = [s for s in self.signals if (s.section.partition("-")[0] if s.section else "") == self._key(row)]
        if signals:
            blocks.append(Block("Signals, not verdicts", kind="heading"))
            headings = {piece.heading for piece in self.portfolio.pieces}
            for signal in signals:
                told = not signal.where or signal.where in headings
                words = signal.message + ("" if told else f" – {signal.where}")
                blocks.append(Block(words, kind="warn", first="~ ", rest="  ", gap=False))
        tones = {span.tone for block in self.blocks(row) for span in block.spans} & {"marked", "inserted"}
        if tones:
            words = " and ".join([*(["new: inserted"] if "inserted" in tones else []),
                                  *(["mark: highlighted"] if "marked" in tones else [])])  # fmt: skip
            blocks.append(Block(f"In the margin: {words} by the candidate", kind="muted"))
        if items := self.items(row):
            blocks.append(Block(f"Links and pictures: {len(items)}", kind="heading"))
            blocks += [self._link_block(n, item) for n, item in enumerate(items, start=1)]
        return blocks

    def _key(self, row: str) -> str:
        return "" if row in self.session.form.principle_ids else row

    def _link_block(self, n: int, item: EvidenceItem) -> Block:
        where = item.host or item.target
        parts = [part for part in (item.label, _KINDS[item.kind], where, self.state(item.target)) if part]
        mark = f"[{n}] "
        return Block(" · ".join(parts), kind="muted", first=mark, rest=" " * len(mark), gap=False)

    # ── marks ────────────────────────────────────────────────────────────────

    def marks(self, row: str) -> dict[int, str]:
        """The letter of each marked paragraph; one that moved in a new import is found by its first words."""
        found: dict[int, str] = {}
        firsts: dict[int, str] | None = None
        for mark in self.session.local.marks:
            if mark.section != row:
                continue
            if firsts is None:
                firsts = {}
                for block in self.blocks(row):
                    firsts[block.paragraph] = f"{firsts.get(block.paragraph, '')} {block.text}".strip()
            place = mark.paragraph
            if not _begins(firsts.get(place, ""), mark.quote):
                place = next((p for p, text in firsts.items() if p >= 0 and _begins(text, mark.quote)), place)
            found[place] = LETTERS.get(mark.label, "?")
        return found


def _once(items: list[EvidenceItem]) -> list[EvidenceItem]:
    return list({item.target: item for item in reversed(items)}.values())[::-1]


def _begins(text: str, quote: str) -> bool:
    return " ".join(text.split()).startswith(quote)
