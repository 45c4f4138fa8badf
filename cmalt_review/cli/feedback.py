"""Commands on feedback: check, phrases, release."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cmalt_review.cli.common import Command, Common, Path_, pass_common
from cmalt_review.errors import ReviewError
from cmalt_review.feedback.finding import Finding

MAX_LINE = 200_000
"""Characters of one JSON line that are read."""


def _answer(finding: Finding) -> dict[str, Any]:
    """A finding as others rely on it: without the keys that have nothing to say."""
    return {key: value for key, value in asdict(finding).items() if value not in (None, ())}


@click.command(cls=Command, example="cmalt-review check amara")
@click.argument("id_", metavar="[ID | FILE]", required=False)
@click.option("--jsonl", is_flag=True, help="Read comments from standard input, a JSON object a line; exit 0.")
@pass_common
def check(common: Common, /, id_: str | None, jsonl: bool) -> int:
    """Check the feedback of an assignment, or a text file. Exit 1 where anything was found."""
    if jsonl:
        return _check_lines()
    if id_ is None:
        raise ReviewError("Say what to check", "", "An assignment's ID, a file, or --jsonl.")
    if Path(id_).is_file():
        from cmalt_review.feedback.checker import check_text, load_rules

        found = check_text(_read_file(Path(id_)), load_rules())
    else:
        from cmalt_review.desk.feedback import findings

        with common.desk(write=False) as desk:
            desk.refresh_rows()
            found = findings(desk, desk.resolve(id_))
    lines = [f"{f.level:<5} {f.section or '–'}: {f.message}{f' “{f.sentence}”' if f.sentence else ''}" for f in found]
    common.answer({"id": id_, "findings": [_answer(f) for f in found]}, "\n".join(lines) or "Nothing found.")
    return 1 if found else 0


def _read_file(file: Path) -> str:
    if file.stat().st_size > 2_000_000:
        raise ReviewError(f"{file} is too large to be feedback", "", "Check the name.")
    return file.read_bytes().decode("utf-8", "replace")


def _check_lines() -> int:
    from cmalt_review.feedback.checker import check_text, load_rules
    from cmalt_review.model.text import clean

    rules = load_rules()
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        entry = _entry(line, number)
        found = check_text(
            clean(entry["text"]),
            rules,
            kind=entry.get("kind"),
            section=entry.get("section"),
            element=entry.get("element"),
        )
        answer = {"id": entry.get("id", number), "findings": [_answer(f) for f in found]}
        click.echo(json.dumps(answer, ensure_ascii=False))
    return 0


def _entry(line: bytes, number: int) -> dict[str, Any]:
    """One comment. Raises ``ReviewError`` naming the line."""
    try:
        entry = json.loads(line) if len(line) <= MAX_LINE else None
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise ReviewError(
            f"Line {number} of the input is no comment",
            "",
            'It should read {"id": "1", "text": "…", "kind": "suggestion"}.',
        )
    return {key: value for key, value in entry.items() if key in ("id", "text") or isinstance(value, str)}


@click.command(cls=Command, example="cmalt-review phrases check my-phrases.toml")
@click.argument("action", required=False, type=click.Choice(["check"]))
@click.argument("file", required=False, type=Path_)
@pass_common
def phrases(common: Common, /, action: str | None, file: Path | None) -> int:
    """The phrases there are; `phrases check FILE` reads a file of phrases or of checking rules and runs its tests."""
    if action:
        return _check_file(common, file)
    from cmalt_review.desk.feedback import frames_of

    with common.desk(write=False) as desk:
        library = frames_of(desk)
    content = [
        {
            "id": frame.id, "title": frame.title, "layer": frame.layer, "kinds": list(frame.kinds),
            "sections": list(frame.slot.sections), "element": frame.slot.element,
            "wordings": {str(kind): wording for kind, wording in frame.wordings.items()},
        }
        for frame in library
    ]  # fmt: skip
    common.answer(content, "\n".join(f"{frame.id:<34} {', '.join(frame.kinds):<24} {frame.title}" for frame in library))
    for refused in library.refused:
        click.echo(str(refused), err=True)
    return 1 if library.refused else 0


def _check_file(common: Common, file: Path | None) -> int:
    from cmalt_review.feedback.checker import check_rules_file
    from cmalt_review.feedback.frames import read_frames

    if file is None:
        raise ReviewError("Name the file to check", "", "cmalt-review phrases check FILE")
    if not file.is_file():
        raise ReviewError(f"{file} is not there", "", "Check the name.")
    if b"[[rule" in file.read_bytes()[:200_000]:
        rules = check_rules_file(file)
        common.answer({"rules": len(rules.rules)}, f"{file}: {len(rules.rules)} rules, whose tests hold.")
    else:
        frames = read_frames(file)
        common.answer({"phrases": len(frames)}, f"{file}: {len(frames)} phrases, in order.")
    return 0


@click.command(cls=Command, example="cmalt-review release amara --confirm")
@click.argument("id_", metavar="ID")
@click.option("--confirm", is_flag=True, help="Every question was answered, and nothing stands against it.")
@pass_common
def release(common: Common, /, id_: str, confirm: bool) -> int:
    """The questions to ask before a statement goes out; --confirm records that they were. Exit 1 without it."""
    from cmalt_review.desk.feedback import check_stopping
    from cmalt_review.desk.feedback import release as record
    from cmalt_review.feedback.release import questions

    asked = [question.ask for question in questions()]
    if not confirm:
        common.answer({"questions": asked}, "\n".join(f"[ ] {ask}" for ask in asked) + "\nThen: release ID --confirm")
        return 1
    with common.desk() as desk:
        desk.refresh_rows()
        id_ = desk.resolve(id_)
        check_stopping(desk, id_, "statement")
        record(desk, id_)
        row = desk.row(id_)
    common.answer({"id": id_, "state": row.state, "released": True}, f"{id_}: the statement is released.")
    return 0


COMMANDS = (check, phrases, release)
