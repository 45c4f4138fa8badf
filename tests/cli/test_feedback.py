"""Feedback on the command line: findings as others rely on them, what stops a final document, the release."""

import json
from pathlib import Path
from typing import Any

import pytest

from cmalt_review.desk.desk import Desk
from cmalt_review.desk.feedback import stopping
from tests.test_whole_way import _docx_text
from tests.way import Cli, judge_all


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "workspace")


def agreed_referral(cli: Cli, portfolio: Path, point: str) -> str:
    """A finished reconciliation of a referral with one required point."""
    known = ["--candidate", "Zofia Brandt", "--pathway", "associate", "--role", "lead", "--co-assessor", "Jon Marsh"]
    id_ = str(cli.ok("add", portfolio, *known)["id"])
    cli.ok("me", "--name", "Ines Calder", "--institution", "Northmoor College")
    if point:
        cli.ok("point", id_, "3a", "--element", "reflection", "--kind", "required", point)
    judge_all(cli, id_, {"3a": "R"}, "minor")
    cli.ok("submit", id_)
    judge_all(cli, id_, {"3a": "R"}, "minor", "--as", "other", "--from", "by phone")
    cli.ok("reconcile", id_, "--accept-agreed")
    cli.ok("outcome", id_, "minor")
    cli.ok("reconcile", id_, "--propose")
    cli.ok("reconcile", id_, "--assent", "yes")
    cli.ok("reconcile", id_, "--finish")
    return id_


GOOD = "Please add what you learnt from captioning the recordings, and how your practice changed because of it."


def jsonl(cli: Cli, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    code, out, err = cli.run("check", "--jsonl", stdin="".join(json.dumps(entry) + "\n" for entry in entries))
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_comments_are_checked_line_by_line(cli: Cli) -> None:
    good, bad = jsonl(cli, {"id": "a", "text": GOOD, "kind": "required"}, {"id": "b", "text": "You are lazy."})
    assert good == {"id": "a", "findings": []}
    assert bad["id"] == "b"
    assert {finding["category"] for finding in bad["findings"]} & {"person", "harsh"}
    assert set(bad["findings"][0]) >= {"rule", "category", "level", "section", "sentence", "message"}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"text": 5}', "[" * 100_000])
def test_a_line_that_is_no_comment_is_named(cli: Cli, line: str) -> None:
    assert "Line 1" in cli.refused(2, "check", "--jsonl", stdin=line + "\n")


def test_a_name_in_a_point_stops_the_statement_until_it_is_mended(
    cli: Cli, portfolio_file: Path, tmp_path: Path
) -> None:
    id_ = agreed_referral(cli, portfolio_file, f"{GOOD} Jon Marsh agrees.")
    code, out, _ = cli.run("check", id_, "--json")
    assert code == 1 and "identity" in out
    message = cli.refused(3, "export", id_, "--kind", "statement", "-o", tmp_path / "s.docx")
    assert "identity" in message
    assert not (tmp_path / "s.docx").exists()
    assert cli.ok("export", id_, "--kind", "statement", "-o", tmp_path / "s.docx", "--draft")["draft"]
    cli.refused(3, "release", id_, "--confirm")


def test_an_override_needs_a_reason_and_is_recorded(cli: Cli, portfolio_file: Path, tmp_path: Path) -> None:
    id_ = agreed_referral(cli, portfolio_file, f"{GOOD} [what you measured]")
    file = tmp_path / "form.md"
    message = cli.refused(3, "export", id_, "--kind", "form", "-o", file)
    rule = message.splitlines()[1].split(" in ")[0]
    cli.refused(2, "export", id_, "--kind", "form", "-o", file, "--override", rule)
    cli.ok("export", id_, "--kind", "form", "-o", file, "--override", rule, "--reason", "the brackets are meant")
    [event] = [event for event in cli.ok("show", id_)["events"] if event["what"] == "override"]
    assert event["text"].startswith(f"{rule} [") and event["text"].endswith("]: the brackets are meant")
    cli.ok("export", id_, "--kind", "form", "-o", file)  # what was overridden stays so
    cli.ok("returned", id_)
    desk = Desk.open(cli.workspace)
    assert stopping(desk, id_, "form") == []
    desk.reconcile(id_).edit_point(1, text=f"{GOOD} [what else you measured]")
    assert [finding.rule for finding in stopping(desk, id_, "form")] == [rule]
    desk.close()


def test_a_revision_without_a_required_point_stops_the_statement(
    cli: Cli, portfolio_file: Path, tmp_path: Path
) -> None:
    id_ = agreed_referral(cli, portfolio_file, "")
    assert "3a" in cli.refused(3, "export", id_, "--kind", "statement", "-o", tmp_path / "s.md")
    cli.ok("export", id_, "--kind", "transcript", "-o", tmp_path / "t.md")


def test_a_statement_is_a_draft_until_it_is_released(cli: Cli, portfolio_file: Path, tmp_path: Path) -> None:
    id_ = agreed_referral(cli, portfolio_file, GOOD)
    file = tmp_path / "statement.docx"
    assert cli.ok("export", id_, "--kind", "statement", "-o", file)["draft"]
    assert "DRAFT" in _docx_text(file)
    code, out, _ = cli.run("release", id_)
    assert code == 1 and out.count("[ ]") >= 4
    cli.ok("release", id_, "--confirm")
    assert not cli.ok("export", id_, "--kind", "statement", "-o", file)["draft"]
    text = _docx_text(file)
    assert "DRAFT" not in text and "captioning" in text
    assert "Calder" not in text and "Marsh" not in text


def test_phrases_are_listed_and_files_checked(cli: Cli, tmp_path: Path) -> None:
    assert len(cli.ok("phrases")) >= 70
    broken = tmp_path / "mine.toml"
    broken.write_text('[[frame]]\nid = "x"\ntitel = "A typo"\n')
    message = cli.refused(2, "phrases", "check", broken)
    assert "mine.toml:" in message
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nid = "mine.x"\ncategory = "vague"\n')
    cli.refused(2, "phrases", "check", rules)
