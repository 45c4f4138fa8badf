"""The evidence of an assignment: every link, picture and file, with what I noted on opening it."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args
from urllib.parse import unquote, urlsplit

from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import EvidenceTick
from cmalt_review.model.text import clean_line
from cmalt_review.rules.evidence import EvidenceItem, evidence, host_of

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.files import Files
    from cmalt_review.model.portfolio import Portfolio
    from cmalt_review.model.sheet import LocalNotes

STATES: tuple[str, ...] = get_args(EvidenceTick.model_fields["state"].annotation)
"""What came of opening a piece of evidence."""
_MAX_LINK = 2_000
_MAX_LINKS = 500


@dataclass(frozen=True)
class Listed:
    """A piece of evidence and its tick; the same target in two places has one tick."""

    item: EvidenceItem
    tick: EvidenceTick | None

    @property
    def state(self) -> str:
        """``seen``, ``broken``, ``unneeded``, or empty while it was not opened."""
        return self.tick.state if self.tick else ""


def listed(portfolio: "Portfolio", local: "LocalNotes") -> list[Listed]:
    """All evidence in the order of the text, then the links typed in."""
    ticks = {tick.target: tick for tick in local.evidence}
    return [Listed(item, ticks.get(item.target)) for item in evidence(portfolio, local.links)]


def tick(session: "Assessing", number: int, state: str | None, note: str = "") -> Listed:
    """Note what came of a piece of evidence, by its number; ``None`` takes that back. Raises ``ReviewError``."""
    if state is not None and state not in STATES:
        raise ReviewError(f"{state!r} is no tick", "", f"It is one of {', '.join(STATES)}.")
    found = {entry.item.n: entry for entry in listed(session.portfolio, session.local)}
    if number not in found:
        raise ReviewError(
            f"There is no evidence {number}",
            f"It is numbered 1 to {len(found)}." if found else "Nothing is listed yet.",
            f"See `cmalt-review evidence {session.assignment.id}`.",
        )
    session.tick(found[number].item.target, state, note)
    return listed(session.portfolio, session.local)[number - 1]


def type_links(session: "Assessing", section: str, links: list[str]) -> list[str]:
    """Add links for a section that were typed or pasted; those that were new.

    Raises ``ReviewError`` where one is none of http, https or mailto, or the form has no such section: then none is
    added.
    """
    present = session.local.links.get(section, [])
    new = list(dict.fromkeys(accepted(link) for link in links))
    if not new:
        raise ReviewError("No link was given", "", "Type or paste addresses that start with https:// or http://.")
    if len(present) + len(new) > _MAX_LINKS:
        raise ReviewError(f"More than {_MAX_LINKS} links for one section", "", "Add those that matter.")
    session.add_links(section, new)
    return [link for link in new if link not in present]


def accepted(link: str) -> str:
    """A typed link, if it is one that may be opened. Raises ``ReviewError``."""
    text = clean_line(link).strip("<>")
    scheme = text.partition(":")[0].lower()
    fits = len(text) <= _MAX_LINK and " " not in text and bool(host_of(text))
    if not fits or scheme not in ("http", "https", "mailto"):
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        raise ReviewError(
            f"{shown!r} is no link that can be opened", "", "It starts with https://, http:// or mailto:."
        )
    return text


def links_in(text: str) -> list[str]:
    """The links of a pasted list: one a line, or several with white space between; marks of a list are left out."""
    return [word for word in text.split() if word not in ("-", "*", "•", "+")]


def local_file(desk: "Files", id_: str, target: str) -> Path | None:
    """Where a file or picture that came with the portfolio is kept; ``None`` for an address, or where it is not."""
    if host_of(target):
        return None
    wanted = PurePosixPath(unquote(urlsplit(target).path)).parts
    ends = [part for part in wanted if part not in (".", "..", "/")]
    folder = desk.workspace.sources(id_)
    for source in desk.portfolio(id_).sources:
        parts = PurePosixPath(source.name).parts
        file = folder / source.name
        if ends and list(parts[-len(ends) :]) == ends and ".." not in parts and file.is_file():
            return file
    return None
