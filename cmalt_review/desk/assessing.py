"""One sheet being judged: mine, or the other's as typed in from elsewhere."""

from typing import TYPE_CHECKING

from cmalt_review.desk.judging import Judging
from cmalt_review.desk.keeping import Keeping
from cmalt_review.desk.pointing import Pointing
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.rules.progress import is_blind

if TYPE_CHECKING:
    from cmalt_review.desk.files import Files


class Assessing(Judging, Pointing, Keeping):
    """Everything that can be done to a sheet. Every edit is handed to the writer at once and can be undone.

    Edits raise ``RefusedError`` where the sheet is frozen, and ``ReviewError`` for what the form lacks.
    """


def open_other(files: "Files", id_: str, source: str = "") -> "Assessing":
    """The other's sheet, to be typed in from elsewhere.

    Raises ``RefusedError`` before my own submission, or where the other's own sheet was received, and ``ReviewError``
    where it is not said where it comes from.
    """
    if is_blind(files.sheet(id_)):
        raise RefusedError(
            "The other's assessment can be typed in after yours is submitted", "Both assess independently first.",
            f"Submit yours: cmalt-review submit {id_}",
        )  # fmt: skip
    present, agreed = files.other(id_), files.agreed(id_)
    if present and agreed and agreed.state != "open":
        finished = agreed.state == "finished"
        raise RefusedError(
            "What was proposed rests on the other's assessment as it was typed in", "",
            f"Reopen it first: cmalt-review {f'returned {id_}' if finished else f'reconcile {id_} SECTION --clear'}",
        )  # fmt: skip
    if present and not present.source:
        raise RefusedError(
            "The other's own sheet is here already", "What they sent is not typed over.", "Ask for a newer version."
        )
    if not source.strip() and present is None:
        raise ReviewError("Say where it comes from", "", 'For example: --from "ALT form by e-mail, 3 Nov".')
    return Assessing(files, id_, of_other=True, source=source.strip())
