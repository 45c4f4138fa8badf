"""History: copies at least 30 minutes apart, all of a day, then 12 daily and 10 weekly, outside the workspace."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.store.history import DAILY, WEEKLY, History, kept

moment = datetime(2026, 11, 22, 21)
times = st.lists(st.integers(0, 400 * 24).map(lambda hours: moment - timedelta(hours=hours)), max_size=200)


@given(times)
def test_never_more_than_promised_and_never_the_newest_lost(copies: list[datetime]) -> None:
    left = kept(copies, moment)
    old = {time for time in left if moment - time >= timedelta(days=1)}
    assert len(old) <= DAILY + WEEKLY
    assert left <= set(copies)
    if copies:
        assert max(copies) in left


@given(times)
def test_pruning_again_changes_nothing(copies: list[datetime]) -> None:
    left = kept(copies, moment)
    assert kept(left, moment) == left


def test_copies_are_thirty_minutes_apart_and_outside_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ws" / "assignments" / "amara" / "sheet.toml"
    file.parent.mkdir(parents=True)
    history = History(tmp_path / "ws", tmp_path / "state")
    for minute in range(0, 90, 10):
        file.write_text(str(minute))
        monkeypatch.setenv("CMALT_REVIEW_NOW", f"2026-11-22T{20 + minute // 60}:{minute % 60:02}:00+00:00")
        history.keep(file)
    copies = history.copies(file)
    assert [copy.read_text() for copy in copies] == ["0", "30", "60"]
    assert all(tmp_path / "state" in copy.parents for copy in copies)
    assert history.forget("amara") == 3
    assert history.copies(file) == []
