"""The command line as a script would call it."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

from cmalt_review.cli.main import main


class Cli:
    """Calls commands on one workspace; ``ok`` expects success and gives the JSON answer."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    def run(self, *arguments: object, stdin: str = "") -> tuple[int, str, str]:
        """Exit code, standard output and standard error of a command."""
        out, err = io.StringIO(), io.StringIO()
        words = [str(argument) for argument in arguments]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _standard_input(stdin):
            code = main(["--workspace", str(self.workspace), *words])
        assert "Traceback" not in err.getvalue()
        return code, out.getvalue(), err.getvalue()

    def ok(self, *arguments: object, stdin: str = "") -> Any:
        """The JSON answer of a command that succeeds."""
        code, out, err = self.run(*arguments, "--json", stdin=stdin)
        assert code == 0, err
        return json.loads(out)

    def refused(self, code: int, *arguments: object, stdin: str = "") -> str:
        """The message of a command that ends with this exit code: one to three lines."""
        got, out, err = self.run(*arguments, stdin=stdin)
        assert got == code, f"{got}: {out}{err}"
        assert 1 <= len(err.strip().splitlines()) <= 3
        return err


@contextlib.contextmanager
def _standard_input(text: str) -> Any:
    import sys

    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    try:
        yield
    finally:
        sys.stdin = before


def judge_all(cli: Cli, id_: str, grades: dict[str, str], outcome: str, *other: str) -> None:
    """Grade every row that is to be graded (``A`` unless named) and give an outcome."""
    sheet = cli.ok("show", id_)
    from cmalt_review.store.forms import FormLibrary

    for row in FormLibrary(None).get(sheet["form"]).rows:
        cli.ok("grade", id_, row, grades.get(row, "A"), *other)
    cli.ok("outcome", id_, outcome, *other)
