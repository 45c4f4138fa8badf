"""The command line that others build on: keys, exit codes, one to three lines where something is wrong."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.way import Cli, judge_all


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "workspace")


@pytest.fixture
def id_(cli: Cli, portfolio_file: Path) -> str:
    answer = cli.ok("add", portfolio_file, "--candidate", "Zofia Brandt", "--pathway", "associate", "--role", "second")
    return str(answer["id"])


def test_add_answers_with_sections_and_what_is_unmatched(cli: Cli, portfolio_file: Path) -> None:
    answer = cli.ok("add", portfolio_file, "--candidate", "Zofia Brandt", "--pathway", "associate", "--role", "lead")
    assert answer["id"] == "zofia-brandt-associate-first"
    assert [section["id"] for section in answer["sections"]][:2] == ["contextual", "1a"]
    assert isinstance(answer["unmatched"], list)


def test_sections_of_a_source_needs_no_workspace_and_adds_nothing(cli: Cli, portfolio_file: Path) -> None:
    answer = cli.ok("sections", portfolio_file, "--form", "associate")
    assert answer["form"] == "associate-2019"
    assert set(answer["sections"][0]) >= {"id", "heading", "words", "text", "confidence", "why", "shared"}
    assert all(set(signal) == {"section", "kind", "where", "message"} for signal in answer["signals"])
    assert not cli.workspace.exists()


def test_list_has_the_keys_that_others_rely_on(cli: Cli, id_: str) -> None:
    [row] = cli.ok("list")
    expected = {"id", "candidate", "pathway", "type", "role", "state", "next", "age_days", "due", "graded", "to_grade"}
    assert set(row) >= expected
    assert (row["id"], row["state"], row["graded"], row["to_grade"]) == (id_, "declare", 0, 9)
    assert cli.ok("list", "role:lead") == []


def test_options_are_taken_before_and_after_the_command(cli: Cli, id_: str) -> None:
    for words in (["--json", "list"], ["list", "--json"]):
        code, out, _ = cli.run(*words)
        assert code == 0 and json.loads(out)[0]["id"] == id_


def test_states_on_the_way(cli: Cli, id_: str, tmp_path: Path) -> None:
    assert cli.ok("declare", id_, "none")["state"] == "read"
    assert cli.ok("grade", id_, "1a", "S")["state"] == "grade"
    judge_all(cli, id_, {}, "pass")
    answer = cli.ok("submit", id_)
    assert answer["state"] == "submitted" and answer["version"] == 1 and re.fullmatch("[0-9a-f]{64}", answer["sha256"])
    assert cli.ok("reopen", id_, "--reason", "second thoughts")["version"] == 2
    cli.ok("grade", id_, "1a", "A")
    assert cli.ok("submit", id_)["version"] == 2
    assert cli.ok("send", id_, "-o", tmp_path / "mine.toml")["from"] == "second"


def test_points_are_numbered_edited_and_deleted(cli: Cli, id_: str) -> None:
    assert cli.ok("point", id_, "1a", "--element", "reflection", "--kind", "suggestion", "Say more.") == {"point": 1}
    cli.ok("point", id_, 1, "--kind", "required", "--edit", "Please say what you learnt.")
    [point] = cli.ok("show", id_)["sheet"]["points"]
    assert (point["kind"], point["text"], point["element"]) == ("required", "Please say what you learnt.", "reflection")
    cli.ok("point", id_, 1, "--delete")
    assert cli.ok("show", id_)["sheet"]["points"] == []


def test_the_outcome_is_advised_on_and_never_blocked_before_submission(cli: Cli, id_: str) -> None:
    cli.ok("grade", id_, "3a", "R")
    answer = cli.ok("outcome", id_, "pass")
    assert answer["outcome"] == "pass" and answer["advice"]


def test_overall_reads_standard_input(cli: Cli, id_: str) -> None:
    assert cli.ok("overall", id_, "-", stdin="Four words stand here.") == {"words": 4}


def test_the_mapping_is_mended(cli: Cli, id_: str) -> None:
    pieces = cli.ok("sections", id_)["pieces"]
    number = next(piece["n"] for piece in pieces if piece["section"] == "1b")
    moved = cli.ok("sections", id_, "--move", number, "2a")
    assert next(piece for piece in moved["pieces"] if piece["n"] == number)["section"] == "2a"
    cli.refused(2, "sections", id_, "--move", number, "9z")


def test_typed_in_from_elsewhere(cli: Cli, id_: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("all adequate")
    cli.refused(3, "grade", id_, "1a", "A", "--as", "other", "--from", "e-mail")
    judge_all(cli, id_, {}, "pass")
    cli.ok("submit", id_)
    cli.refused(2, "grade", id_, "1a", "A", "--as", "other")
    other = ("--as", "other", "--from", "ALT form by e-mail, 3 Nov", "--attach", str(letter))
    cli.ok("grade", id_, "1a", "A", *other)
    judge_all(cli, id_, {"1b": "S"}, "pass", *other[:4])
    status = cli.ok("reconcile", id_)
    assert status["open"] == 1
    assert {row["section"]: row["lead"] for row in status["rows"]}["1b"] == "S"


BAD: list[tuple[list[Any], int, str]] = [
    (["add", "missing.md", "--candidate", "X", "--pathway", "senior", "--role", "lead"], 2, "missing.md is not there"),
    (["add", "broken.docx", "--candidate", "X", "--pathway", "senior", "--role", "lead"], 2, "broken.docx"),
    (["add", "--candidate", "X", "--pathway", "senior", "--role", "lead"], 2, "Nothing to add"),
    (
        ["add", "--link", "https://example.org", "--candidate", "X", "--pathway", "expert", "--role", "lead"],
        2,
        "expert",
    ),
    (["sections", "broken.docx", "--form", "senior"], 2, "broken.docx"),
    (["sections", "broken.docx", "--form", "nonsense"], 2, "nonsense"),
    (["forms", "check", "typo.toml"], 2, "typo.toml"),
    (["grade", "nobody", "1a", "S"], 2, "no assignment 'nobody'"),
    (["grade", "ID", "9z", "S"], 2, "no section '9z'"),
    (["grade", "ID", "1a", "Q"], 2, "does not take"),
    (["grade", "ID", "1a", "S", "--element", "reflection"], 2, "NAME=VALUE"),
    (["grade", "ID", "1a", "S", "--element", "reflection=splendid"], 2, "splendid"),
    (["outcome", "ID", "fail"], 2, "cannot be chosen"),
    (["outcome", "ID", "triumph"], 2, "triumph"),
    (["point", "ID", "1a"], 2, "needs words"),
    (["point", "ID", "7", "--edit", "x"], 2, "no point 7"),
    (["submit", "ID"], 3, "still open"),
    (["send", "ID", "-o", "x.toml"], 3, "submitted"),
    (["reconcile", "ID"], 3, "before yours is submitted"),
    (["reopen", "ID", "--reason", "x"], 3, "open already"),
    (["export", "ID", "--kind", "mine", "-o", "x.docx"], 3, ""),
    (["receive", "typo.toml"], 2, "typo.toml"),
    (["receive", "missing.toml"], 2, "missing.toml"),
    (["list", "age>many"], 2, ""),
    (["erase", "zofia"], 2, "no assignment 'zofia'"),
    (["unheard-of"], 2, "unheard-of"),
    (["point", "ID", "²", "--delete"], 2, ""),
    (["point", "ID", "9" * 5000, "--delete"], 2, "no number"),
    (["sections", "ID", "--move", "²", "1a"], 2, "no number"),
    (["evidence", "ID", "٣", "seen"], 2, "no number"),
    (["erase", "../assignments/ID"], 2, "no assignment"),
    (["show", "a" * 300], 2, "no assignment"),
    (["check", "a" * 300], 2, "too long"),
    (["sections", "a" * 300], 2, "too long"),
    (["add", "a" * 300, "--candidate", "X", "--pathway", "senior", "--role", "lead"], 2, "too long"),
    (["send", "ID", "-o", "a" * 300], 3, "submitted"),
    (["grade"], 2, "Missing"),
    (["add", "x.md", "--received", "yesterday"], 2, "yesterday"),
]


@pytest.mark.parametrize(("words", "code", "says"), BAD, ids=[" ".join(map(str, words))[:60] for words, _, _ in BAD])
def test_bad_input_is_one_clear_message(
    cli: Cli, id_: str, words: list[Any], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.docx").write_bytes(b"PK\x03\x04 this is no Word file")
    Path("typo.toml").write_text('id = "mine"\ntitel = "A form with a typo"\n')
    before = {f: f.read_bytes() for f in cli.workspace.rglob("*") if f.is_file()}
    message = cli.refused(code, *(id_ if word == "ID" else word for word in words))
    assert says in message
    assert {f: f.read_bytes() for f in cli.workspace.rglob("*") if f.is_file()} == before


def test_every_command_has_help_with_an_example(cli: Cli) -> None:
    _, out, _ = cli.run("--help")
    for name in re.findall(r"^  ([a-z]+)  ", out.split("Commands:")[1], re.MULTILINE):
        code, text, _ = cli.run(name, "--help")
        assert code == 0 and "Example: cmalt-review" in text, name


def test_the_plain_walk_asks_saves_and_leaves(cli: Cli, id_: str) -> None:
    answers = "\nS\n" + "\n".join(["1", "2", "t", "2", "a", "Say more about the tutors.", "suggestion", "", "q"]) + "\n"
    code, out, _ = cli.run("assess", id_, "--plain", stdin=answers)
    assert code == 0
    assert "Section 1a" in out and "Everything so far is saved" in out


def test_a_full_screen_without_a_terminal_says_so(cli: Cli, id_: str) -> None:
    assert "terminal" in cli.refused(2, "assess", id_)


@pytest.mark.parametrize("words", [["me", "--name", "Q"], ["list"], ["declare", "ID", "none"]])
def test_a_clock_that_is_set_wrong_is_told_and_nothing_is_made(
    cli: Cli, id_: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMALT_REVIEW_NOW", "teatime")
    before = {f: f.read_bytes() for f in cli.workspace.rglob("*") if f.is_file()}
    assert "CMALT_REVIEW_NOW" in cli.refused(2, *(id_ if word == "ID" else word for word in words))
    assert {f: f.read_bytes() for f in cli.workspace.rglob("*") if f.is_file()} == before


def test_bytes_that_are_no_text_are_taken_in_and_told(cli: Cli, id_: str, tmp_path: Path) -> None:
    odd = "no \udcff text"  # as Python hands on an argument that is not UTF-8
    judge_all(cli, id_, {}, "pass")
    cli.ok("submit", id_)
    cli.ok("reopen", id_, "--reason", odd)
    assert cli.ok("show", id_)["sheet"]["reopened_because"] == "no  text"
    assert cli.ok("export", id_, "--kind", "mine", "--draft", "-o", tmp_path / f"{odd}.md")["file"].endswith("text.md")
    cli.refused(2, "receive", tmp_path / f"{odd}.toml")


def test_a_file_is_attached_only_where_the_rest_went_well(cli: Cli, id_: str, tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text("Dear colleague")
    other = ("--as", "other", "--from", "e-mail", "--attach", mail)
    judge_all(cli, id_, {}, "pass")
    cli.refused(3, "grade", id_, "1a", "A", "--as", "other", "--from", "e-mail")
    cli.ok("submit", id_)
    cli.refused(2, "grade", id_, "1a", "Q", *other)
    cli.refused(2, "grade", id_, "1a", "A", *other[:-1], tmp_path / "missing.eml")
    cli.refused(2, "overall", id_, "Text", "--attach", mail)
    assert cli.ok("show", id_)["events"] == []
    cli.ok("grade", id_, "1a", "A", *other)
    assert [event["what"] for event in cli.ok("show", id_)["events"]] == ["attached"]


def test_nothing_is_sent_before_anything_is_submitted(cli: Cli, id_: str) -> None:
    cli.refused(3, "sent", id_)
    judge_all(cli, id_, {}, "pass")
    cli.ok("submit", id_)
    assert cli.ok("sent", id_, "--to", "ALT")["state"] == "sent"


def test_one_damaged_assignment_or_form_leaves_the_others_at_work(
    cli: Cli, id_: str, portfolio_file: Path, tmp_path: Path
) -> None:
    damaged = cli.ok("add", portfolio_file, "--candidate", "B", "--pathway", "associate", "--role", "lead")["id"]
    for name in ("sheet.toml", "other.toml", "agreed.toml", "assignment.toml"):
        file = cli.workspace / "assignments" / damaged / name
        file.write_text("broken = [")
        code, out, err = cli.run("list", "--json")
        if name != "assignment.toml":
            file.unlink()
        assert code == 0 and id_ in out and f"{damaged}: " in err and name in err
    lead = Cli(tmp_path / "lead")
    theirs = lead.ok("add", portfolio_file, "--candidate", "Zofia Brandt", "--pathway", "associate", "--role", "lead")
    judge_all(lead, theirs["id"], {}, "pass")
    lead.ok("submit", theirs["id"])
    lead.ok("send", theirs["id"], "-o", tmp_path / "lead.toml")
    assert cli.ok("receive", tmp_path / "lead.toml")["id"] == id_
    (cli.workspace / "forms").mkdir()
    (cli.workspace / "forms" / "ours-2030.toml").write_text("broken = [")
    code, out, err = cli.run("forms", "--json")
    assert code == 1 and "senior-2019" in out and "ours-2030.toml, line 1" in err


def test_a_document_takes_the_place_of_files_only(cli: Cli, id_: str, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    for place in (tmp_path / "folder.md", Path("/dev/null")):
        cli.ok("grade", id_, "1a", "S")
        assert "no ordinary file" in cli.refused(
            2, "export", id_, "--kind", "mine", "--draft", "--format", "md", "-o", place
        )
