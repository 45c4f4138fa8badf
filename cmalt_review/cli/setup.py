"""Commands about the desk itself: me, doctor, demo."""

import importlib.metadata
import os
import sys
from pathlib import Path

import click

from cmalt_review import __version__
from cmalt_review.cli.common import Command, Common, Path_, pass_common
from cmalt_review.errors import ReviewError


@click.command(cls=Command, example="cmalt-review me --name 'Ines Calder' --institution 'Northmoor College'")
@click.option("--name", help="My name: in the sheet I send, never in what a candidate reads.")
@click.option("--email", help="My e-mail address: so that it is found where it must not be.")
@click.option("--institution", help="My institution: likewise.")
@pass_common
def me(common: Common, /, name: str | None, email: str | None, institution: str | None) -> int:
    """Who I am. Without options: what is known."""
    given = {k: v for k, v in (("name", name), ("email", email), ("institution", institution)) if v is not None}
    with common.desk(write=bool(given)) as desk:
        known = desk.me()
        if given:
            known = type(known).model_validate({**known.model_dump(), **given})
            desk.set_me(known)
    common.answer(
        known.model_dump(), " · ".join(v for v in known.model_dump().values() if v) or "Not said yet: me --name NAME"
    )
    return 0


@click.command(cls=Command, example="cmalt-review doctor")
@pass_common
def doctor(common: Common, /) -> int:
    """Whether this installation works, and where its folders are."""
    from platformdirs import user_config_path

    from cmalt_review.feedback.spelling import available
    from cmalt_review.store.forms import FormLibrary
    from cmalt_review.store.workspace import Workspace, default_workspace

    place = Workspace(common.workspace or default_workspace())
    keys = user_config_path("cmalt-review", appauthor=False) / "keys.toml"
    libraries = ("textual", "pydantic", "python-docx", "mammoth", "html-to-markdown", "pypdfium2", "lxml")
    findings = []
    library = FormLibrary(place.forms)
    for id_ in library.ids():
        try:
            library.get(id_)
        except ReviewError as error:
            findings.append(str(error).replace("\n", " "))
    if os.environ.get("TERM", "dumb") == "dumb" or not sys.stdout.isatty():
        findings.append("Standard output is no terminal here: the screens open in a terminal only.")
    if not available():
        findings.append("Spelling is not checked: it comes with the extra `spelling` (pipx install '.[spelling]').")
    versions = {name: importlib.metadata.version(name) for name in libraries}
    content = {
        "version": __version__,
        "python": sys.version.split()[0],
        "workspace": str(place.root),
        "state": str(place.state),
        "keys": str(keys),
        "forms": library.ids(),
        "libraries": versions,
        "findings": findings,
    }
    lines = [
        f"cmalt-review {__version__}, Python {content['python']}",
        f"workspace  {place.root}",
        f"state      {place.state}",
        f"keys       {keys}{'' if keys.is_file() else ' (none of your own)'}",
        f"forms      {', '.join(library.ids())}",
        f"libraries  {', '.join(f'{name} {version}' for name, version in versions.items())}",
        *(f"! {finding}" for finding in findings),
    ]
    common.answer(content, "\n".join(lines))
    return 0


@click.command(cls=Command, example="cmalt-review demo ./demo-workspace")
@click.argument("folder", required=False, type=Path_)
@pass_common
def demo(common: Common, /, folder: Path | None) -> int:
    """Build a fictional workspace and open its queue; without a terminal, do the whole way and name the files."""
    from cmalt_review.demo.build import build_demo
    from cmalt_review.demo.walk import walk
    from cmalt_review.tui.app import run, terminal_problem

    place = folder or common.workspace or Path("demo-workspace")
    for line in build_demo(place):
        click.echo(line)
    if problem := terminal_problem():
        click.echo(f"{problem} So here is the whole way through without the screens:")
        for line in walk(place):
            click.echo(line)
        return 0
    return run(place)


COMMANDS = (me, doctor, demo)
