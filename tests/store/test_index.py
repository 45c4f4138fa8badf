"""The index: derived, checked and rebuilt; never the truth."""

from pathlib import Path

import pytest

from cmalt_review.desk import rows
from cmalt_review.desk.desk import Desk
from cmalt_review.model.assignment import Assignment
from cmalt_review.model.queue_row import QueueRow
from cmalt_review.store import codec
from cmalt_review.store.index import Index


def test_rows_come_back_as_they_went_in(tmp_path: Path, desk: Desk, added: str) -> None:
    row = desk.row(added)
    index = Index(tmp_path / "index.json")
    index.put(row, "look")
    index.save()
    assert Index(tmp_path / "index.json").rows() == [row]
    assert isinstance(Index(tmp_path / "index.json").rows()[0], QueueRow)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": 99}', b'{"format": 1, "fields": [], "rows": [[1]]}', b"\xff"]
)
def test_a_damaged_index_is_no_index(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index.json").write_bytes(content)
    assert Index(tmp_path / "index.json").rows() == []


def test_the_queue_is_there_at_once_when_the_desk_opens_again(desk: Desk, added: str) -> None:
    desk.close()
    again = Desk.open(desk.path)
    assert [row.id for row in again.rows()] == [added]
    assert again.refresh_rows() is None
    again.close()


def test_a_stale_row_is_rebuilt_and_a_removed_one_leaves(desk: Desk, added: str) -> None:
    desk.close()
    desk.workspace.index.unlink()
    again = Desk.open(desk.path)
    assert again.rows() == []
    assert [row.id for row in again.refresh_rows() or []] == [added]
    file = again.workspace.file(added, "assignment.toml")
    file.write_text(file.read_text().replace("Zofia Brandt", "Zofia Brandt-Lee"))
    rows = again.refresh_rows()
    assert rows and rows[0].candidate == "Zofia Brandt-Lee"
    again.workspace.remove(added)
    assert again.refresh_rows() == []
    again.close()


def test_an_assignment_that_does_not_read_is_told_and_the_others_stay(desk: Desk, added: str) -> None:
    desk.refresh_rows()
    broken = desk.workspace.folder("broken")
    broken.mkdir()
    (broken / "assignment.toml").write_text("candidate = 3")
    assert [row.id for row in desk.refresh_rows() or []] == [added]
    assert any("broken" in notice for notice in desk.writer.notices)


def test_what_changes_while_a_row_is_computed_makes_it_stale(
    desk: Desk, added: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.assess(added).grade("1a", "S")
    desk.writer.flush()

    compute = rows.row_of

    def meanwhile(files: Desk, id_: str) -> QueueRow:
        row = compute(files, id_)
        desk.assess(added).grade("1b", "S")
        desk.writer.flush()
        return row

    monkeypatch.setattr(rows, "row_of", meanwhile)
    desk.refresh_rows()
    monkeypatch.setattr(rows, "row_of", compute)
    assert [row.graded for row in desk.refresh_rows() or ()] == [2]


def test_a_file_read_in_a_thread_does_not_hide_what_was_saved_meanwhile(
    desk: Desk, added: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.writer.flush()
    desk.forget(added)

    read = codec.read

    def slowly(path: Path, model: type[Assignment]) -> Assignment | None:
        value = read(path, model)
        monkeypatch.setattr(codec, "read", read)
        desk.flag(added)  # what a key does while the thread reads
        return value

    monkeypatch.setattr(codec, "read", slowly)
    desk.assignment(added)
    assert desk.assignment(added).flagged
