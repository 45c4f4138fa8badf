"""Undo and redo over frozen values."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Undo(Generic[T]):
    """Past and future states with labels. Changes with the same ``merge`` key in a row count as one (typing)."""

    def __init__(self) -> None:
        self._past: list[tuple[str, T]] = []
        self._future: list[tuple[str, T]] = []
        self._merge = ""

    def note(self, label: str, before: T, merge: str = "") -> None:
        """Remember the state before a change."""
        if not (merge and merge == self._merge and self._past):
            self._past.append((label, before))
        self._merge = merge
        self._future.clear()

    def undo(self, present: T) -> tuple[str, T] | None:
        """The label and state before the last change."""
        return self._step(self._past, self._future, present)

    def redo(self, present: T) -> tuple[str, T] | None:
        """The label and state after the change last undone."""
        return self._step(self._future, self._past, present)

    def _step(self, source: list[tuple[str, T]], target: list[tuple[str, T]], present: T) -> tuple[str, T] | None:
        self._merge = ""
        if not source:
            return None
        label, state = source.pop()
        target.append((label, present))
        return label, state
