"""Evidence, new imports, lists, the earlier round and its text: as a script calls them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cmalt_review.cli.watching import watching
from cmalt_review.errors import ReviewError
from tests.conftest import PORTFOLIO
from tests.way import Cli, judge_all

LETTER = "The portfolio is referred for minor revisions.\n\nIn 3a please say which law applied. Say what changed.\n"
KNOWN = ("--candidate", "Zofia Brandt", "--pathway", "associate", "--role", "lead")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "workspace")


@pytest.fixture
def id_(cli: Cli, portfolio_file: Path) -> str:
    return str(cli.ok("add", portfolio_file, *KNOWN)["id"])


@pytest.fixture
def changed_file(tmp_path: Path) -> Path:
    file = tmp_path / "changed.md"
    file.write_text(PORTFOLIO.replace("each week.", "each week.\n\nI now ask for feedback."))
    return file


def test_evidence_is_listed_ticked_and_added(cli: Cli, id_: str) -> None:
    [item] = cli.ok("evidence", id_)["evidence"]
    assert set(item) == {"n", "section", "kind", "target", "label", "around", "host", "file", "state", "note", "at"}
    assert (item["n"], item["section"], item["state"]) == (1, "1a", None)
    answer = cli.ok("evidence", id_, 1, "broken", "--note", "asks for a password")
    assert (answer["evidence"][0]["state"], answer["evidence"][0]["note"]) == ("broken", "asks for a password")
    assert answer["unseen"] == 0
    added = cli.ok("evidence", id_, "--add", "3a", "https://example.org/law", "https://example.org/caption")
    assert [e["target"] for e in added["evidence"][1:]] == ["https://example.org/law", "https://example.org/caption"]
    listed = cli.ok("evidence", id_, "--add", "4a", "-", stdin="https://example.org/one\n- https://example.org/two\n")
    assert listed["unseen"] == 4
    assert cli.ok("evidence", id_, 1, "none")["unseen"] == 5
    _, words, _ = cli.run("evidence", id_)
    assert "not opened" in words


@pytest.mark.parametrize(
    "words",
    [
        ["9", "seen"],
        ["1", "splendid"],
        ["1"],
        ["seen"],
        ["--note", "on nothing"],
        ["--add", "9z", "https://example.org"],
        ["--add", "1a"],
        ["--add", "1a", "javascript:alert(1)"],
    ],
    ids=" ".join,
)
def test_wrong_use_of_evidence_is_one_message(cli: Cli, id_: str, words: list[str]) -> None:
    before = cli.ok("evidence", id_)
    cli.refused(2, "evidence", id_, *words)
    assert cli.ok("evidence", id_) == before


def test_a_newer_version_is_imported_and_compared(cli: Cli, id_: str, changed_file: Path, portfolio_file: Path) -> None:
    cli.ok("grade", id_, "2a", "A")
    cli.ok("evidence", id_, 1, "seen")
    answer = cli.ok("reimport", id_, changed_file)
    assert (answer["changed"], answer["judged"], answer["snapshot"]) == (["2a"], ["2a"], 1)
    assert cli.ok("show", id_)["sheet"]["judgements"]["2a"]["grade"] == "A"
    assert cli.ok("evidence", id_)["unseen"] == 0
    code, _, _ = cli.run("reimport", id_, changed_file)
    assert code == 1
    [section] = cli.ok("diff", id_, "--imports")["sections"]
    assert [p["kind"] for p in section["paragraphs"]] == ["same", "added"]
    _, words, _ = cli.run("diff", id_, "--imports")
    assert "1 added" in words
    assert "ADDED:\nI now ask for feedback." in words

    judge_all(cli, id_, {}, "pass")
    cli.ok("submit", id_)
    cli.refused(3, "reimport", id_, portfolio_file)


def test_several_are_added_from_a_list_or_none(cli: Cli, portfolio_file: Path) -> None:
    file = portfolio_file.parent / "list.csv"
    head = "candidate,pathway,role,source\nZofia Brandt,associate,lead,portfolio.md\n"
    file.write_text(head + "Jon Marsh,associate,second,missing.md\n")
    assert "list.csv, row 3" in cli.refused(2, "add", "--from", file)
    assert cli.ok("list") == []
    file.write_text(head + "Jon Marsh,associate,second,portfolio.md\n")
    answer = cli.ok("add", "--from", file)
    assert [(row["row"], row["id"]) for row in answer["added"]] == [
        ("row 2", "zofia-brandt-associate-first"),
        ("row 3", "jon-marsh-associate-first"),
    ]
    assert len(cli.ok("list")) == 2
    assert "no other option" in cli.refused(2, "add", "--from", file, "--candidate", "X")


def test_each_portfolio_needs_a_candidate_a_pathway_and_a_role(cli: Cli, portfolio_file: Path) -> None:
    assert "--candidate, --role are missing" in cli.refused(2, "add", portfolio_file, "--pathway", "senior")


def test_the_earlier_round_from_a_file_is_shown_and_ticked(cli: Cli, portfolio_file: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    added = cli.ok("add", portfolio_file, *KNOWN, "--type", "resubmission", "--previous-file", letter)
    id_ = added["id"]
    assert (added["earlier"]["outcome"], added["earlier"]["passages"]) == ("minor", 3)
    shown = cli.ok("show", id_)["earlier"]
    assert shown["required"] == []
    [passages] = [section["passages"] for section in shown["sections"] if section["section"] == "3a"]
    assert [passage["text"] for passage in passages] == ["In 3a please say which law applied.", "Say what changed."]
    cli.refused(2, "earlier", id_, "3a:1", "addressed")
    cli.ok("earlier", id_, "--point", "3a:1")
    answer = cli.ok("earlier", id_, "3a:1", "partly")
    assert answer["required"] == [
        {"point": "3a:1", "section": "3a", "text": passages[0]["text"], "state": "partly", "by_hand": True}
    ]
    _, words, _ = cli.run("earlier", id_)
    assert "3a:1 [required, partly] In 3a please say which law applied." in words
    cli.refused(2, "earlier", id_, "3a:1")
    cli.refused(2, "earlier", id_, "--point", "9z:1")


def test_an_earlier_file_can_be_attached_later(cli: Cli, id_: str, tmp_path: Path) -> None:
    assert "--file FILE" in cli.refused(2, "earlier", id_)
    letter = tmp_path / "letter.md"
    letter.write_text(LETTER)
    assert cli.ok("earlier", id_, "--file", letter)["outcome"] == "minor"
    cli.refused(2, "diff", id_)


def test_the_text_is_compared_with_the_earlier_round(cli: Cli, id_: str, changed_file: Path) -> None:
    again = cli.ok("add", changed_file, *KNOWN, "--type", "resubmission", "--previous", id_)["id"]
    answer = cli.ok("diff", again)
    assert answer["against"] == id_
    assert [(s["section"], s["changed"]) for s in answer["sections"]] == [("2a", True)]
    assert cli.ok("diff", again, "1a")["sections"][0]["changed"] is False
    cli.refused(2, "diff", again, "9z")


def test_ctrl_c_while_a_portfolio_is_read_adds_nothing(tmp_path: Path) -> None:
    """The reading process is kept busy by a large page, so that the signal comes while it reads."""
    page = tmp_path / "large.html"
    page.write_text("<h1>Portfolio</h1>" + "<p>I compared <b>two</b> tools with <i>learners</i>.</p>\n" * 150_000)
    workspace = tmp_path / "workspace"
    command = [sys.executable, "-m", "cmalt_review", "--workspace", str(workspace), "add", str(page), *KNOWN]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ), start_new_session=True
    )
    while not (workspace / "assignments").is_dir() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (2, "", "Cancelled: nothing was added.\n")
    assert list((workspace / "assignments").iterdir()) == []


def asking() -> None:
    """A reading that is told to end when it asks."""
    with watching("Cancelled") as watch:
        signal.raise_signal(signal.SIGINT)
        assert watch.cancelled()
        raise ReviewError("Reading was stopped.")


def busy() -> None:
    """A reading that does not ask."""
    with watching("Cancelled"):
        signal.raise_signal(signal.SIGINT)
        pytest.fail("a busy reading went on")


@pytest.mark.parametrize(("reading", "deaf"), [(asking, 60.0), (busy, -1.0)])
def test_ctrl_c_ends_a_reading_when_it_asks_and_a_busy_one_at_once(
    reading: Callable[[], None], deaf: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmalt_review.cli.watching._DEAF", deaf)
    with pytest.raises(ReviewError, match="Cancelled"):
        reading()


def test_ctrl_c_after_all_is_kept_changes_nothing() -> None:
    with watching("Cancelled") as watch:
        watch.finish()
        signal.raise_signal(signal.SIGINT)
    assert not watch.cancelled()
