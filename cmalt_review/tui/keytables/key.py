"""What is said of one key."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """One binding. ``id`` is unique within its screen; ``keys`` lists alternatives, separated by commas."""

    id: str
    keys: str
    action: str
    """Name of the action, as Textual resolves it on the screen (or ``app.…``)."""
    description: str
    """One to three words, for the footer."""
    explanation: str
    """One sentence, for the help screen and the manual."""
    footer: bool = True
