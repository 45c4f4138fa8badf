"""What reading a source gives: pages of Markdown, whatever the format was.

Plain values without a dependency, so that the parts which cut a portfolio into sections need no reader.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of a portfolio as CommonMark, headings as ATX ``#``, cleaned by ``model.text.clean``."""

    name: str
    """Path inside the source, with ``/``: ``posts/future.md``."""
    title: str
    """From front matter, ``<title>`` or the document's properties; empty where there is none."""
    markdown: str
    furniture: str = ""
    """Text set aside because it is not the candidate's: navigation, cookie bars, comments, related posts."""
    date: str = ""
    """ISO date, where the front matter gives one."""


@dataclass(frozen=True)
class Asset:
    """A picture or a file that came with the portfolio, kept for viewing and never opened here."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Document:
    """A portfolio's source after reading: at least one page; ``warnings`` are sentences for the assessor."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...] = ()
    warnings: tuple[str, ...] = ()
    format: str = ""
