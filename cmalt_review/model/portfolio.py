"""The portfolio: the candidate's text cut into pieces, each of which belongs to a section or to none."""

from datetime import datetime
from typing import Literal

from cmalt_review.model.base import Line, Text, Value
from cmalt_review.model.text import count_words

PieceKind = Literal["text", "furniture", "contents", "guidance"]


class Source(Value):
    """One original file, kept unchanged in the assignment's ``sources`` folder."""

    name: Line
    """Path inside the ``sources`` folder."""
    sha256: Line
    size: int
    """Bytes."""
    format: Line
    added: datetime | None = None


class Piece(Value):
    """A run of the candidate's text under one heading. All words of the source are in some piece."""

    n: int
    """Number of the piece, from 1, in source order; what ``sections ID --move N SECTION`` names."""
    heading: Line = ""
    level: int = 0
    """Level of the heading in the source, 1 to 6; 0 where there is none."""
    text: Text
    """Markdown, without the heading."""
    section: Line | None = None
    area: Line | None = None
    """For a piece between a core area's heading and its first subsection: the area."""
    kind: PieceKind = "text"
    confidence: float = 0.0
    """How sure the match is, 0 to 1."""
    why: Line = ""
    """Why it was matched so, in words."""
    shared: bool = False
    """Whether one text serves for several sections of its area."""
    page: Line = ""
    """Name of the source page."""
    by_hand: bool = False


class SectionText(Value):
    """A section's text as put together from its pieces."""

    id: Line
    heading: Line
    text: Text
    words: int
    confidence: float
    why: Line
    shared: bool
    pieces: list[int]


class Asset(Value):
    """A picture or file that came with the portfolio, kept for viewing."""

    name: Line
    sha256: Line
    size: int


class Portfolio(Value):
    """The imported text of one round: a snapshot that does not change when the candidate's page does."""

    form: Line
    sources: list[Source] = []
    pieces: list[Piece] = []
    assets: list[Asset] = []
    warnings: list[Line] = []
    """What the reader could not keep, in words (e.g. tables of an untagged PDF)."""
    nominated: Line = ""
    """Name of a nominated assessor found in the confirmation: for the anonymity check."""

    def sections(self) -> list[SectionText]:
        """Sections that have a text, in the order in which their ids first occur by piece; see ``section``."""
        ids = dict.fromkeys(piece.section for piece in self.pieces if piece.section)
        return [found for id_ in ids if id_ and (found := self.section(id_))]

    def section(self, id_: str) -> SectionText | None:
        """The text of one section: its first piece as is, each further piece under its own heading."""
        pieces = [piece for piece in self.pieces if piece.section == id_]
        if not pieces:
            return None
        first = pieces[0]
        texts = [first.text]
        for piece in pieces[1:]:
            heading = f"{'#' * max(2, piece.level)} {piece.heading}\n\n" if piece.heading else ""
            texts.append(heading + piece.text)
        text = "\n\n".join(part for part in texts if part.strip())
        surest = min(pieces, key=lambda piece: piece.confidence)
        return SectionText(
            id=id_, heading=first.heading, text=text, words=count_words(text),
            confidence=surest.confidence, why=surest.why,
            shared=any(piece.shared for piece in pieces), pieces=[piece.n for piece in pieces],
        )  # fmt: skip

    def unmatched(self) -> list[Piece]:
        """Pieces that belong to no section, in source order."""
        return [piece for piece in self.pieces if piece.section is None]
