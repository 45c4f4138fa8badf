"""Saving: whole or not at all, newest state first, what was changed from outside is kept."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError, SaveError
from cmalt_review.store.saving import Writer, save_atomic


def test_a_file_is_replaced_whole_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "a.toml"
    save_atomic(file, b"one")
    save_atomic(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(file.parent) == ["a.toml"]


def test_a_full_disk_leaves_the_old_file_and_no_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.toml"
    save_atomic(file, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.toml"]


def test_the_writer_says_what_was_not_saved_and_saves_it_once_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, file = Writer(), tmp_path / "a.toml"
    real = os.fsync
    broken = True

    def sometimes(descriptor: int) -> None:
        if broken:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr("os.fsync", sometimes)
    writer.put(file, lambda: b"typed")
    with pytest.raises(SaveError, match="NOT SAVED"):
        writer.flush()
    assert not file.exists()
    broken = False
    writer.close()
    assert file.read_bytes() == b"typed"


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=30))
def test_the_newest_state_is_what_is_saved(tmp_path_factory: pytest.TempPathFactory, states: list[bytes]) -> None:
    file = tmp_path_factory.mktemp("w") / "a.toml"
    writer = Writer()
    for state in states:
        writer.put(file, lambda state=state: state)  # type: ignore[misc]
    writer.close()
    assert file.read_bytes() == states[-1]


def test_states_that_come_while_it_saves_are_coalesced(tmp_path: Path) -> None:
    file, writer, gate = tmp_path / "a.toml", Writer(), threading.Event()
    produced: list[int] = []

    def state(n: int) -> bytes:
        gate.wait(5)
        produced.append(n)
        return str(n).encode()

    for n in range(100):
        writer.put(file, lambda n=n: state(n))  # type: ignore[misc]
    gate.set()
    writer.close()
    assert produced[-1] == 99
    assert len(produced) <= 3


def test_a_change_from_outside_is_noticed_and_both_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "sheet.toml"
    file.write_bytes(b"first")
    writer = Writer()
    writer.watch(file)
    file.write_bytes(b"changed elsewhere")
    writer.put(file, lambda: b"mine")
    writer.close()
    assert file.read_bytes() == b"mine"
    [copy] = tmp_path.glob("sheet.outside-*.toml")
    assert copy.read_bytes() == b"changed elsewhere"
    assert "changed by another program" in writer.notices[0]


def test_our_own_saves_are_no_change_from_outside(tmp_path: Path) -> None:
    file, writer = tmp_path / "sheet.toml", Writer()
    writer.watch(file)
    for n in range(5):
        writer.put(file, lambda n=n: str(n).encode())  # type: ignore[misc]
        writer.flush()
    writer.close()
    assert writer.notices == []
    assert os.listdir(tmp_path) == ["sheet.toml"]


@pytest.mark.parametrize(
    "failure", [ValueError("a text"), ReviewError("wrong clock"), TypeError("a text"), KeyError("k")]
)
def test_whatever_cannot_be_saved_is_told_and_saving_goes_on(tmp_path: Path, failure: Exception) -> None:
    writer, file = Writer(), tmp_path / "a.toml"

    def fail() -> bytes:
        raise failure

    writer.put(file, fail)
    with pytest.raises(SaveError, match="NOT SAVED") as told:
        writer.flush()
    assert "a text" not in str(told.value)
    writer.put(file, lambda: b"typed")
    writer.close()
    assert file.read_bytes() == b"typed"


def test_a_history_that_takes_nothing_does_not_stop_saving(tmp_path: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    writer, file = Writer(before=full), tmp_path / "a.toml"
    writer.put(file, lambda: b"one")
    writer.flush()
    writer.put(file, lambda: b"two")
    writer.close()
    assert file.read_bytes() == b"two"
    assert writer.notices == ["Earlier states are not kept: No space left on device."]
