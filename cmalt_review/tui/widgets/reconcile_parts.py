"""What the screens around the reconciliation share: a scrolling text, described keys, hints, writing documents."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding
from textual.containers import VerticalScroll

from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.tui.dialogs.confirm import Option, described
from cmalt_review.tui.exports import document_file
from cmalt_review.tui.keys import SCREENS
from cmalt_review.tui.widgets.findings import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from textual.binding import BindingType
    from textual.content import Content

    from cmalt_review.desk.desk import Desk
    from cmalt_review.tui.screens.base import BaseScreen

FORMATS = ("docx", "md")
LONGEST_REFUSAL = 150
"""Characters of a reason not to write a document: the findings behind it are listed elsewhere on the screen."""


class Scroll(VerticalScroll):
    """Text to scroll with the keys of every list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "down", show=False, tooltip="Scrolls down."),
        Binding("k", "scroll_up", "up", show=False, tooltip="Scrolls up."),
        Binding("space", "page_down", "page down", show=False, tooltip="Scrolls one screenful down."),
    ]
    DEFAULT_CSS: ClassVar[str] = "Scroll { scrollbar-size: 1 1; }"


def described_keys(screen: BaseScreen, section: str, ids: Sequence[str], width: int) -> Content:
    """Keys of a section with what each does, as the user has them now."""
    known = {key.id: key for key in SCREENS[section]}
    options = [
        Option(screen.key_for(f"{section}.{id_}"), known[id_].description, known[id_].explanation) for id_ in ids
    ]
    return described(options, width)


@contextmanager
def hinted(hint: str) -> Iterator[None]:
    """Say what to do next on this screen where something is refused."""
    try:
        yield
    except RefusedError as error:
        raise RefusedError(error.title, error.message, hint) from None


def need_words(text: str) -> None:
    """Raise ``ReviewError`` where nothing was typed."""
    if not text.strip():
        raise ReviewError("Say it in a few words")


class Written(NamedTuple):
    """Documents that were written, and those that were refused with the reason."""

    files: list[Path]
    refused: list[str]
    unreleased: bool
    """Whether the statement is a draft because it was not released."""

    def words(self, *, release: str = "", findings: str = "") -> str:
        """What was written where, and what to do about the rest; the two keys are named where there are any."""
        lines = []
        if self.files:
            lines += [f"Written into {self.files[0].parent}:", *(f"  {file.name}" for file in self.files)]
        if self.unreleased and release:
            lines.append(f"The statement was not released, so it is a draft: {release} releases it.")
        lines += [f"Not written: {reason}" for reason in self.refused]
        if self.refused and findings:
            lines.append(f"{findings} lists the findings that stop a document.")
        return "\n".join(lines)


def write_documents(desk: Desk, id_: str, kinds: Sequence[str], *, draft: bool) -> Written:
    """Write each kind of document in each format into the folder for exports; one refused leaves the others."""
    from cmalt_review.desk.feedback import is_released

    files: list[Path] = []
    refused: list[str] = []
    unreleased = False
    for kind in kinds:
        try:
            held_back = kind == "statement" and not draft and not is_released(desk, id_)
            for format_ in FORMATS:
                file = document_file(desk, id_, kind, format_, draft=draft or held_back)
                desk.export(id_, kind, file, format_, draft=draft)
                files.append(file)
            unreleased = unreleased or held_back
        except RefusedError as error:
            refused.append(shortened(f"{kind}: {error.title}. {error.message}".strip(), LONGEST_REFUSAL))
    return Written(files, refused, unreleased)
