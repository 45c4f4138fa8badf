"""Blindness: until my own sheet is submitted, only whether the other's has arrived can be told."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cmalt_review.cli.main import main
from cmalt_review.desk.desk import Desk
from cmalt_review.desk.statement import Statement
from cmalt_review.errors import RefusedError
from cmalt_review.model.sheet import Sheet
from cmalt_review.store.exchange import sealed, write_sheet

COMMANDS = (
    ["list", "--json"], ["list"], ["list", "theirs:fail"], ["show", "ID", "--json"], ["show", "ID"],
    ["sections", "ID", "--json"], ["reconcile", "ID", "--json"], ["grade", "ID", "1a", "S", "--json"],
    ["export", "ID", "--kind", "mine", "--draft", "-o", "mine.md"],
    ["export", "ID", "--kind", "transcript", "--draft", "-o", "transcript.md"],
    ["export", "ID", "--kind", "form", "--draft", "-o", "form.md"],
    ["export", "ID", "--kind", "statement", "--draft", "-o", "statement.md"],
    ["evidence", "ID", "--json"], ["evidence", "ID"], ["earlier", "ID", "--json"], ["diff", "ID", "--json"],
    ["check", "ID", "--json"], ["check", "ID"], ["list", "arrived:yes", "--json"], ["list", "fail"],
    ["grade", "ID", "1a", "A", "--as", "other", "--from", "e-mail"], ["outcome", "ID", "pass", "--as", "other"],
    ["release", "ID", "--confirm"], ["returned", "ID"], ["sent", "ID"], ["send", "ID", "-o", "mine.toml"],
    ["submit", "ID"], ["doctor"],
)  # fmt: skip

sheets = st.builds(
    lambda grades, author, overall, text, outcome: {
        "judgements": {row: {"grade": grade} for row, grade in grades.items()},
        "author": author,
        "overall": overall,
        "points": [{"n": 1, "section": "1a", "kind": "required", "text": text}],
        "recommendation": {"outcome": outcome},
    },
    st.dictionaries(st.sampled_from(["1a", "1b", "p1"]), st.sampled_from("SAR"), min_size=1),
    st.sampled_from(["", "Bo Tanaka"]),
    st.text("abc ", max_size=30),
    st.text("xyz", min_size=1, max_size=30),
    st.sampled_from(["distinction", "pass", "minor", "major"]),
)


def everything_told(workspace: Path, id_: str) -> list[tuple[int, str, str]]:
    told = []
    for command in COMMANDS:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*(id_ if word == "ID" else word for word in command), "--workspace", str(workspace)])
        told.append((code, out.getvalue(), err.getvalue()))
    told.append((0, (Path.cwd() / "mine.md").read_text(), ""))
    return told + shown(workspace, id_)


def shown(workspace: Path, id_: str) -> list[tuple[int, str, str]]:
    """What the queue's row, its line of details and the feedback screen are made of."""
    desk = Desk.open(workspace)
    desk.refresh_rows()
    feedback = Statement(desk, id_)
    told = [repr(desk.row(id_)), repr(desk.rows()), repr(feedback.points()), repr(feedback.check())]
    told += [repr(feedback.document()), repr(desk.assess(id_).remarks("1a")), repr(desk.assess(id_).advice("pass"))]
    desk.close()
    return [(0, text, "") for text in told]


@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(sheets, sheets)
def test_whatever_the_other_sheet_says_every_output_is_the_same(
    desk: Desk,
    added: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    one: dict[str, object],
    two: dict[str, object],
) -> None:
    monkeypatch.chdir(tmp_path)
    desk.close()
    told = [_with_other(desk, added, content) for content in (one, two)]
    assert told[0] == told[1]


def _with_other(desk: Desk, id_: str, content: dict[str, object]) -> list[tuple[int, str, str]]:
    subject = {"candidate": "Zofia Brandt", "pathway": "associate", "type": "first", "form": "associate-2019"}
    sheet = sealed(Sheet.model_validate({"subject": subject, "role": "second", "state": "submitted", **content}))
    for stale in ("other.toml", "versions/other-v1.toml", "sheet.toml"):
        desk.workspace.file(id_, stale).unlink(missing_ok=True)
    file = desk.path.parent / "theirs.toml"
    file.write_bytes(write_sheet(sheet))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["receive", str(file), id_, "--workspace", str(desk.path), "--json"]) == 0
    # Who sent it is told, since that is how arrival is told.
    return [(0, out.getvalue().replace(sheet.author or "second", "SENDER"), ""), *everything_told(desk.path, id_)]


def test_arrival_is_told_and_nothing_else_happens_to_the_state(desk: Desk, added: str, tmp_path: Path) -> None:
    before = desk.row(added)
    subject = {"candidate": "Zofia Brandt", "pathway": "associate", "type": "first", "form": "associate-2019"}
    sheet = sealed(Sheet.model_validate({"subject": subject, "role": "second", "state": "submitted"}))
    (tmp_path / "theirs.toml").write_bytes(write_sheet(sheet))
    desk.receive(tmp_path / "theirs.toml")
    after = desk.row(added)
    assert after.arrived and not before.arrived
    assert after._replace(arrived=False, detail="") == before._replace(detail="")
    with pytest.raises(RefusedError, match="before yours is submitted"):
        desk.reconcile(added)
