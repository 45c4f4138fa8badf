"""The index: the queue's rows as last computed, so that the queue is drawn before a single sheet is read.

Derived from the files, checked against their times and sizes, rebuilt where it does not fit; never the truth.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from cmalt_review.model.queue_row import QueueRow
from cmalt_review.store.saving import save_atomic

_FORMAT = 1


class Index:
    """Rows by assignment id with the fingerprint of the files that they were computed from.

    A thread checks it while the screen shows it: hence the copies before walking over it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, tuple[str, QueueRow]] = {}
        self._loaded = False

    def rows(self) -> list[QueueRow]:
        """The rows as last stored; none where there is no index yet or it does not read."""
        self._load()
        return [row for _, row in list(self._entries.values())]

    def row(self, id_: str) -> QueueRow | None:
        """One row, if it is known."""
        self._load()
        entry = self._entries.get(id_)
        return entry[1] if entry else None

    def stale(self, fingerprints: dict[str, str]) -> list[str]:
        """Ids whose row is missing or was computed from other files."""
        self._load()
        return [id_ for id_, look in fingerprints.items() if id_ not in self._entries or self._entries[id_][0] != look]

    def gone(self, fingerprints: dict[str, str]) -> list[str]:
        """Ids in the index that are no longer in the workspace."""
        self._load()
        return [id_ for id_ in list(self._entries) if id_ not in fingerprints]

    def put(self, row: QueueRow, look: str) -> None:
        """Store a row in memory; ``save`` writes it."""
        self._load()
        self._entries[row.id] = (look, row)

    def drop(self, ids: Iterable[str]) -> None:
        """Forget rows."""
        self._load()
        for id_ in ids:
            self._entries.pop(id_, None)

    def save(self) -> None:
        """Write the index. Raises ``OSError``; the files stay the truth."""
        content = {
            "format": _FORMAT,
            "fields": QueueRow._fields,
            "rows": [[look, *row] for look, row in list(self._entries.values())],
        }
        save_atomic(self._path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        try:
            content = json.loads(self._path.read_bytes())
            if content["format"] == _FORMAT and tuple(content["fields"]) == QueueRow._fields:
                rows = ((entry[0], QueueRow._make(entry[1:])) for entry in content["rows"])
                self._entries = {row.id: (look, row) for look, row in rows}
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            self._entries = {}  # unreadable: rebuilt from the files
