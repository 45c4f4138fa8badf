"""A desk with a few fictional assignments, in a state folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cmalt_review.desk.desk import Desk

MakeDesk = Callable[..., Desk]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("CMALT_REVIEW_NOW", "2026-11-22T21:00:00")


def write_assignment(workspace: Path, candidate: str, received: str, **more: str) -> str:
    id_ = f"{candidate.split()[-1].lower()}-cmalt-first"
    folder = workspace / "assignments" / id_
    folder.mkdir(parents=True)
    usual = {"pathway": "cmalt", "form": "cmalt-2019", "type": "first", "role": "lead"}
    fields = {"id": id_, "candidate": candidate, **usual, **more}
    lines = [f"{name} = '''{value}'''" for name, value in fields.items()]
    (folder / "assignment.toml").write_text(
        "\n".join([*lines, f"received = {received}", f"added = {received}T10:00:00Z"]), encoding="utf-8"
    )
    return id_


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[MakeDesk]:
    """Opens a desk; each candidate is a name and the day on which the portfolio came."""
    opened: list[Desk] = []

    def make(*candidates: tuple[str, str], **more: str) -> Desk:
        for name, received in candidates:
            write_assignment(tmp_path / "desk", name, received, **more)
        desk = Desk.open(tmp_path / "desk")
        desk.refresh_rows()
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """Three portfolios, received 7, 44 and 60 days ago."""
    return make_desk(("Tom Hale", "2026-11-15"), ("Amara Nwosu", "2026-10-09"), ("Ruth Adeyemi", "2026-09-23"))
