"""The errors a user can meet: what happened, where, and what to do next.

The command line prints them to standard error and leaves with ``exit_code``; the screens show them in a dialog.
"""


class ReviewError(Exception):
    """Wrong use or bad input: nothing was changed.

    ``title`` says what in a few words, ``message`` where and why, ``hint`` what to do next.
    """

    exit_code = 2

    def __init__(self, title: str, message: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """One to three lines, as printed for a user."""
        return "\n".join(line for line in (self.title, self.message, self.hint) if line)


class ConfirmError(ReviewError):
    """Something looks wrong that a person can vouch for: the same call with ``confirm`` goes through."""


class RefusedError(ReviewError):
    """A rule of the scheme or of the desk refuses the action (blindness, unfinished, frozen)."""

    exit_code = 3


class SaveError(ReviewError):
    """The disk did not take a change: the old file stands, the text is still in memory."""
