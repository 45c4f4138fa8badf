"""Previous states of files, kept outside the workspace: at least 30 minutes apart, 12 daily, 10 weekly."""

import re
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cmalt_review.store.clock import now
from cmalt_review.store.saving import save_atomic

APART = timedelta(minutes=30)
DAILY, WEEKLY = 12, 10
_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"(\d{8}T\d{6})\.toml\Z")


class History:
    """Copies of the files below ``root``, by path and time, in a local folder that is not synchronised."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._latest: dict[Path, datetime] = {}

    def keep(self, path: Path) -> None:
        """Keep the present content of a file that is about to be replaced, if the last copy is old enough."""
        if path.suffix != ".toml" or not path.exists():
            return
        shelf = self._shelf(path)
        latest = self._latest.get(path) or max(self._times(shelf), default=None)
        moment = now().replace(tzinfo=None)
        if latest and abs(moment - latest) < APART:
            self._latest[path] = latest
            return
        save_atomic(shelf / f"{moment.strftime(_STAMP)}.toml", path.read_bytes())
        self._latest[path] = moment
        self._prune(shelf, moment)

    def copies(self, path: Path) -> list[Path]:
        """The kept copies of a file, oldest first."""
        shelf = self._shelf(path)
        return [shelf / f"{time.strftime(_STAMP)}.toml" for time in sorted(self._times(shelf))]

    def forget(self, assignment: str) -> int:
        """Remove every copy of an assignment's files; how many there were. Raises ``OSError``."""
        shelf = self._folder / assignment
        count = sum(file.is_file() for file in shelf.rglob("*.toml"))
        if shelf.is_dir():
            shutil.rmtree(shelf)
        self._latest = {}
        return count

    def _shelf(self, path: Path) -> Path:
        relative = path.relative_to(self._root)
        parts = relative.parts[1:] if relative.parts[0] == "assignments" else relative.parts
        return self._folder.joinpath(*parts)

    def _times(self, shelf: Path) -> list[datetime]:
        if not shelf.is_dir():
            return []
        found = (_NAME.match(file.name) for file in shelf.iterdir())
        return [datetime.strptime(match[1], _STAMP) for match in found if match]

    def _prune(self, shelf: Path, moment: datetime) -> None:
        times = self._times(shelf)
        for time in set(times) - kept(times, moment):
            (shelf / f"{time.strftime(_STAMP)}.toml").unlink(missing_ok=True)


def kept(times: Iterable[datetime], moment: datetime) -> set[datetime]:
    """Which copies stay: all of the last day, the newest of each of 12 days and of each of 10 weeks."""
    ordered = sorted(times, reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for time in ordered:
        days.setdefault(time.date(), time)
        weeks.setdefault(time.isocalendar()[:2], time)
    recent = {time for time in ordered if moment - time < timedelta(days=1)}
    return recent | set(list(days.values())[:DAILY]) | set(list(weeks.values())[:WEEKLY])
