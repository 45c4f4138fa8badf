"""What travels in the wheel, and what is not loaded before it is needed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SLOW = "textual docx mammoth lxml pypdfium2"


def python(code: str, *, path: Path = ROOT, cwd: Path | None = None) -> str:
    """What a fresh interpreter prints."""
    environment = {**os.environ, "PYTHONPATH": str(path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=cwd, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        (("model.sheet", "rules.reconcile", "rules.queue", "intake.load", "store.workspace", "desk.desk"), SLOW),
        (("cli.main",), SLOW),
        (("desk.desk", "rules.queue", "store.index"), "pydantic textual docx click"),
        (("tui.app", "tui.screens.queue"), "pydantic docx click mammoth lxml rapidfuzz"),
    ],
    ids=["headless packages", "command line", "the queue's data", "the queue on the screen"],
)  # fmt: skip
def test_slow_libraries_are_loaded_only_where_they_are_used(modules: tuple[str, ...], absent: str) -> None:
    imports = "; ".join(f"import cmalt_review.{name}" for name in modules)
    loaded = python(f"{imports}; import sys; print(*[n for n in {absent.split()!r} if n in sys.modules])").split()
    assert loaded == []


def test_a_wheel_installed_elsewhere_finds_forms_and_phrases(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    code = (
        "from cmalt_review.store.forms import FormLibrary; import cmalt_review; print(cmalt_review.__file__); "
        "print(*FormLibrary(None).ids()); from cmalt_review.resources import data_dir; "
        "print(len(list(data_dir('feedback_snippets').rglob('*.toml')))); from cmalt_review.demo.build import _read; "
        "print(len(_read('plan.toml')['assignment']))"
    )
    place, forms, snippets, assignments = python(code, path=site, cwd=tmp_path).splitlines()
    assert place.startswith(str(site))
    assert set(forms.split()) == {"associate-2019", "cmalt-2016", "cmalt-2019", "review-2019", "senior-2019"}
    assert int(snippets) >= 10
    assert assignments == "12"


def test_nothing_in_the_project_names_a_registry_or_a_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not files:
        pytest.skip("NOT RUN: this is no git checkout")
    words = ("pypi." + "org", "files.python" + "hosted", "--index-" + "url")
    for name in files:
        if (ROOT / name).suffix in (".txt", ".toml", ".md", ".py", ".lock", "") and (ROOT / name).is_file():
            text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], name
