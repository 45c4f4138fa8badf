"""Importing a newer version of a portfolio, or a saved copy of one that is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmalt_review.errors import RefusedError
from cmalt_review.tui.dialogs.confirm import ConfirmDialog, Option
from cmalt_review.tui.dialogs.path import PathDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cmalt_review.desk.importing import Imported
    from cmalt_review.tui.screens.base import BaseScreen


def import_again(screen: BaseScreen, id_: str, then: Callable[[], object]) -> None:
    """Ask for the file, import it beside the screen, say what changed; ``then`` is called after an import."""
    from cmalt_review.desk.importing import reimport

    desk = screen.desk
    if desk.read_only:
        raise RefusedError("The desk is open for reading only", desk.notice, "Close the other one first.")
    sheet = desk.sheet(id_)
    if sheet and sheet.state == "submitted":
        raise RefusedError(
            "Your sheet is submitted, and it rests on the text as it was", "The snapshot stays with the sheet.",
            "To import anew, reopen the sheet first: f, then o.",
        )  # fmt: skip
    linked = bool(desk.assignment(id_).link) and not desk.portfolio(id_).pieces
    label = (
        "A copy of the pages as you saved them: a file, a folder or a zip."
        if linked
        else "The newer version: a file, a folder or a zip. What you judged stays; the text as it is now is kept."
    )

    def work(paths: list[Path], **watch: Any) -> Imported:
        return reimport(desk, id_, paths, **watch)

    def imported(done: Imported) -> None:
        then()
        _tell(screen, id_, done)

    title = "Import a saved copy" if linked else "Import again"
    screen.ask(PathDialog(title, label, work, placeholder="~/portfolio-new.docx"), imported)


def said(done: Imported) -> str:
    """What came of an import, in words."""
    if not done.new:
        return "These are the same files with the same text: nothing is different."
    told = "Changed" if done.version else "Text was found for"
    lines = [f"{told}: {', '.join(done.changed)}." if done.changed else "No section's words are different."]
    if done.judged:
        lines.append(f"Graded already, so look again: {', '.join(done.judged)}.")
    if done.not_found:
        lines.append(f"Put in place by hand before, not found again: {', '.join(done.not_found)}.")
    if done.marks_lost:
        count = "1 marked passage was" if done.marks_lost == 1 else f"{done.marks_lost} marked passages were"
        lines.append(f"{count} not found again; the marks are kept.")
    if done.version:
        lines.append(f"The text before is kept as version {done.version}.")
    return "\n".join(lines)


def _tell(screen: BaseScreen, id_: str, done: Imported) -> None:
    options = [Option("enter", "go on")]
    if done.changed and done.version:
        options.insert(0, Option("d", "show the changes", "paragraph by paragraph"))

    def answered(key: str) -> None:
        if key == "d":
            from cmalt_review.tui.screens.changes import ChangesScreen

            screen.app.push_screen(ChangesScreen(screen.desk, id_, done.changed[0], imports=True))

    screen.ask(ConfirmDialog("Imported" if done.new else "Nothing imported", said(done), options), answered)
