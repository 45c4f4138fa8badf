"""Commands that take portfolios in: add, sections, forms."""

import sys
from pathlib import Path
from typing import Any

import click

from cmalt_review.cli.common import Command, Common, Day, Path_, pass_common, read_text
from cmalt_review.errors import ReviewError


@click.command(
    cls=Command, example="cmalt-review add portfolio.docx --candidate 'Amara Nwosu' --pathway senior --role lead"
)
@click.argument("sources", nargs=-1, type=Path_)
@click.option("--candidate", required=True, help="The candidate's name.")
@click.option("--pathway", required=True, help="associate, cmalt or senior.")
@click.option("--role", required=True, help="My role: lead or second.")
@click.option("--form", default="", help="The form (default: the newest of the pathway).")
@click.option("--type", "type_", default="first", help="first, resubmission or review.")
@click.option("--co-assessor", default="", help="Who assesses with me.")
@click.option("--received", type=Day(), help="When I received it (default: today).")
@click.option("--submitted", type=Day(), help="When the candidate submitted it.")
@click.option("--due", type=Day(), help="When it is due (default: 8 weeks from receipt).")
@click.option("--nominated", is_flag=True, help="The second assessor was nominated by the candidate.")
@click.option("--link", default="", help="The portfolio's web address.")
@click.option("--access", is_flag=True, help="Read the link's access information from standard input.")
@click.option("--reference", default="", help="ALT's reference.")
@click.option("--previous", default="", metavar="ID", help="The earlier round on this desk.")
@click.option("--previous-outcome", default="", help="minor or major.")
@pass_common
def add(common: Common, /, sources: tuple[Path, ...], type_: str, access: bool, **known: Any) -> int:
    """Add a portfolio to the queue: files, a folder, a zip, or only a link."""
    from cmalt_review.desk.adding import AddRequest

    secret = _read_secret() if access else ""
    request = AddRequest(sources=sources, type=type_, access=secret, **known)
    with common.desk() as desk:
        assignment = desk.add(request)
        portfolio = desk.portfolio(assignment.id)
        form = desk.form(assignment.id)
    found = portfolio.sections()
    content = {
        "id": assignment.id,
        "sections": [{"id": s.id, "heading": s.heading, "words": s.words} for s in found],
        "unmatched": [{"n": p.n, "heading": p.heading, "kind": p.kind} for p in portfolio.unmatched()],
    }
    missing = [s.id for s in form.sections if s.required and s.id not in {f.id for f in found}]
    lines = [f"Added {assignment.id}: {len(found)} sections of {form.title}."]
    if sources and missing:
        lines.append(f"Not found: {', '.join(missing)}. See and mend: cmalt-review sections {assignment.id}")
    common.answer(content, "\n".join(lines))
    return 0


def _read_secret() -> str:
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass("Access information (not shown): ")
    return read_text("-")


@click.command(cls=Command, example="cmalt-review sections portfolio.md --form senior --json")
@click.argument("what", nargs=-1, required=True, metavar="SOURCE… | ID")
@click.option("--form", "form_name", default="", help="The form to read a source against.")
@click.option("--move", nargs=2, metavar="N SECTION", help="Move piece N to a section, or to - for none.")
@click.option("--split", nargs=2, metavar="N LINE", help="Split piece N before a line of its text.")
@click.option("--join", nargs=2, metavar="N M", help="Join piece M to piece N.")
@pass_common
def sections(
    common: Common, /, what: tuple[str, ...], form_name: str, move: tuple[str, str] | None, split: tuple[str, str] | None,
    join: tuple[str, str] | None,
) -> int:  # fmt: skip
    """How a source is cut into the form's sections; or the mapping of an assignment, to be mended."""
    from cmalt_review.intake.answer import answer
    from cmalt_review.rules import mapping
    from cmalt_review.store.clock import today

    if form_name or len(what) > 1 or Path(what[0]).exists():
        return _read_source(common, [Path(name) for name in what], form_name)
    with common.desk(write=bool(move or split or join)) as desk:
        id_ = desk.resolve(what[0])
        form = desk.form(id_)
        if move:
            desk.remap(id_, lambda p: mapping.move(p, _number(move[0]), move[1], form))
        if split:
            desk.remap(id_, lambda p: mapping.split(p, _number(split[0]), _number(split[1])))
        if join:
            desk.remap(id_, lambda p: mapping.join(p, _number(join[0]), _number(join[1])))
        portfolio = desk.portfolio(id_)
    lines = [
        f"{p.n:>4}  {p.section or p.kind:<14} {p.confidence:>4.0%}  {p.heading or '(no heading)'}  – {p.why}"
        for p in portfolio.pieces
    ]
    content = answer(portfolio, form, today())
    content["pieces"] = [p.model_dump(mode="json", exclude={"text"}) for p in portfolio.pieces]
    common.answer(content, "\n".join(lines) or "Nothing was read: this assignment has only a link.")
    return 0


def _number(text: str) -> int:
    if not text.isdigit():
        raise ReviewError(f"{text!r} is no number", "", "See `cmalt-review sections ID` for the pieces.")
    return int(text)


def _read_source(common: Common, sources: list[Path], form_name: str) -> int:
    """Read a source and answer; nothing is added and no workspace is needed."""
    from cmalt_review.intake.answer import answer
    from cmalt_review.intake.load import load
    from cmalt_review.store.clock import today
    from cmalt_review.store.forms import FormLibrary
    from cmalt_review.store.workspace import Workspace, default_workspace

    if not form_name:
        raise ReviewError(
            "Say against which form to read it", "", "--form associate, cmalt, senior or another (see `forms`)."
        )
    for source in sources:
        if not source.exists():
            raise ReviewError(f"{source} is not there", "", "Check the name.")
    form = FormLibrary(Workspace(common.workspace or default_workspace()).forms).get(form_name)
    portfolio = load(sources, form).portfolio
    content = answer(portfolio, form, today())
    lines = [
        f"{s['id']:<13} {s['words']:>6} words  {s['confidence']:>4.0%}  {s['heading']}" for s in content["sections"]
    ]
    lines += [f"{'unmatched':<13} {u['words']:>6} words        {u['heading']}" for u in content["unmatched"]]
    lines += [f"~ {s['section']}: {s['message']}" for s in content["signals"]]
    common.answer(content, "\n".join(lines))
    return 0


@click.command(cls=Command, example="cmalt-review forms check my-form.toml")
@click.argument("action", required=False, type=click.Choice(["check"]))
@click.argument("file", required=False, type=Path_)
@pass_common
def forms(common: Common, /, action: str | None, file: Path | None) -> int:
    """The forms there are; `forms check FILE` reads one of your own and says what is wrong in it."""
    from cmalt_review.store.forms import FormLibrary, load_form
    from cmalt_review.store.workspace import Workspace, default_workspace

    if action:
        if file is None:
            raise ReviewError("Name the file to check", "", "cmalt-review forms check FILE")
        checked = load_form(file)
        common.answer(
            {"id": checked.id, "title": checked.title, "sections": len(checked.sections)},
            f"{file}: {checked.title} is in order.",
        )
        return 0
    library = FormLibrary(Workspace(common.workspace or default_workspace()).forms)
    found = [library.get(id_) for id_ in library.ids()]
    content = [
        {
            "id": f.id,
            "title": f.title,
            "pathway": f.pathway,
            "year": f.year,
            "provisional": f.provisional,
            "to_grade": len(f.rows),
        }
        for f in found
    ]
    common.answer(content, "\n".join(f"{f.id:<16} {f.title}{' (provisional)' if f.provisional else ''}" for f in found))
    return 0


COMMANDS = (add, sections, forms)
