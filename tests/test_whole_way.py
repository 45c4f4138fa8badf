"""The whole way through on two desks, by the command line: from a portfolio to the completed form as DOCX."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.way import Cli, judge_all

REAL = os.environ.get("CMALT_REVIEW_PORTFOLIOS", "")


def whole_way(tmp_path: Path, source: Path, pathway: str, form: str) -> list[Path]:
    """Both assessors do their part; the documents that come out."""
    known = ["--candidate", "Zofia Brandt", "--pathway", pathway, "--form", form, "--reference", "A-17"]
    lead, second = Cli(tmp_path / "lead"), Cli(tmp_path / "second")
    lead.ok("me", "--name", "Ines Calder")
    mine = lead.ok("add", source, *known, "--role", "lead", "--co-assessor", "Jon Marsh")
    theirs = second.ok("add", source, *known, "--role", "second")["id"]
    id_ = mine["id"]
    assert len(mine["sections"]) >= 8
    lead.ok("declare", id_, "none")

    lead.ok("grade", id_, "1a", "S", "--element", "reflection=strong", "--note", "private: ask about cohort size")
    lead.ok("point", id_, "1a", "--element", "evidence", "--kind", "strength", "The comparison table shows the choice.")
    number = lead.ok("point", id_, "3a", "--kind", "required", "Please add how the law changed your practice.")["point"]
    lead.ok("point", id_, number, "--edit", "Please add how the law you name changed your practice.")
    judge_all(lead, id_, {"1a": "S", "3a": "R"}, "minor")
    lead.ok("overall", id_, "-", stdin="The portfolio is clear.\n\nOne section needs more reflection.")
    judge_all(second, theirs, {"2a": "S"}, "pass")

    lead.refused(3, "export", id_, "--kind", "mine", "-o", tmp_path / "too-early.docx")
    assert lead.ok("submit", id_)["state"] == "submitted"
    lead.refused(3, "grade", id_, "1a", "A")
    second.ok("submit", theirs)
    second.ok("send", theirs, "-o", tmp_path / "second.toml")
    assert lead.ok("receive", tmp_path / "second.toml") == {"id": id_, "from": "second", "state": "reconcile"}

    status = lead.ok("reconcile", id_)
    assert status["open"] == 3
    lead.refused(3, "reconcile", id_, "--propose")
    lead.refused(3, "reconcile", id_, "3a", "--take", "lead")
    lead.ok("reconcile", id_, "3a", "--take", "lead", "--reason", "the law is named, but not what it changed")
    lead.ok("reconcile", id_, "1a", "--take", "second")
    lead.ok("reconcile", id_, "2a", "--take", "S")
    assert lead.ok("reconcile", id_, "--accept-agreed")["open"] == 0
    lead.refused(3, "export", id_, "--kind", "transcript", "-o", tmp_path / "too-early.docx")
    assert not (tmp_path / "too-early.docx").exists()
    lead.ok("outcome", id_, "minor", "--reason", "one section")
    lead.ok("reconcile", id_, "--propose")
    lead.refused(3, "reconcile", id_, "--finish")
    lead.ok("reconcile", id_, "--assent", "yes", "--how", "by phone, 20 November")
    lead.ok("reconcile", id_, "--finish")

    written = []
    for kind in ("mine", "transcript"):
        for format_ in ("docx", "md"):
            written.append(tmp_path / f"{kind}.{format_}")
            lead.ok("export", id_, "--kind", kind, "-o", written[-1])
    assert lead.ok("sent", id_, "--to", "ALT")["state"] == "sent"
    assert lead.ok("close", id_)["state"] == "closed"
    return written


def check_documents(written: list[Path]) -> None:
    for file in written:
        text = file.read_text() if file.suffix == ".md" else _docx_text(file)
        assert "Strong" in text and "Revisions required" in text
        assert "private: ask" not in text
        assert "Jon Marsh" not in text
        if file.stem == "transcript":
            assert "Ines Calder" not in text
            assert "Referral" in text


def _docx_text(file: Path) -> str:
    with zipfile.ZipFile(file) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def test_from_a_portfolio_to_the_documents(tmp_path: Path, portfolio_file: Path) -> None:
    check_documents(whole_way(tmp_path, portfolio_file, "associate", "associate"))


def real(shape: str) -> tuple[Path, str, str]:
    """A real portfolio of this shape, its pathway and form; its folder holds ``source`` and a ``gold.json``."""
    for folder in sorted(Path(REAL).iterdir()):
        texts = sorted((folder / "source").glob("*.md"))
        meta = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["_meta"] if texts else {}
        pathway = "senior" if "Senior" in meta.get("pathway", "") else "cmalt"
        old = meta.get("structure", "").startswith("2016")
        if shape == "folder" and len(texts) > 1:
            return folder / "source", pathway, pathway
        if shape == "Markdown" and len(texts) == 1 and not old:
            return texts[0], pathway, pathway
        if shape == "Word" and old and (documents := sorted((folder / "source").glob("*.docx"))):
            return documents[0], pathway, "cmalt-2016"
    pytest.skip(f"NOT RUN: {REAL} holds no real portfolio of the shape {shape}")


@pytest.mark.real
@pytest.mark.parametrize("shape", ["Markdown", "Word", "folder"])
def test_real_portfolios_go_through(tmp_path: Path, shape: str) -> None:
    if not REAL:
        pytest.skip("NOT RUN: set CMALT_REVIEW_PORTFOLIOS to a folder of real portfolios to try the whole way on them")
    check_documents(whole_way(tmp_path, *real(shape)))


@pytest.mark.office
def test_libreoffice_opens_what_is_exported(tmp_path: Path, portfolio_file: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("NOT RUN: LibreOffice (soffice) is not installed")
    documents = [f for f in whole_way(tmp_path, portfolio_file, "associate", "associate") if f.suffix == ".docx"]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, documents)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for document in documents:
        assert document.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
