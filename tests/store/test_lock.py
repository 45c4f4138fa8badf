"""One process writes; a second one is told so and reads only."""

import subprocess
import sys
from pathlib import Path

import pytest

from cmalt_review.desk.desk import Desk
from cmalt_review.errors import RefusedError


def test_a_second_process_is_told_and_reads_only(desk: Desk, added: str) -> None:
    desk.writer.flush()
    code = (
        "import sys; from pathlib import Path; from cmalt_review.desk.desk import Desk; "
        "d = Desk.open(Path(sys.argv[1])); print(d.read_only, d.notice); "
        "print([r.id for r in d.refresh_rows() or d.rows()]); d.close()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(desk.path)], capture_output=True, text=True, check=True)
    assert "True Another cmalt-review (process" in done.stdout
    assert added in done.stdout


def test_reading_only_refuses_every_change(desk: Desk, added: str) -> None:
    desk.writer.flush()
    reader = Desk.open(desk.path, write=False)
    with pytest.raises(RefusedError, match="reading only"):
        reader.flag(added)
    with pytest.raises(RefusedError, match="reading only"):
        reader.assess(added).grade("1a", "S")
    reader.close()


def test_the_lock_is_free_again_after_closing(tmp_path: Path) -> None:
    Desk.open(tmp_path / "w").close()
    again = Desk.open(tmp_path / "w")
    assert not again.read_only
    again.close()
