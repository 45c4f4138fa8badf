"""Commands that take portfolios in: add, reimport, sections, forms."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cmalt_review.cli.common import Command, Common, Day, Path_, number, pass_common, printable, read_text
from cmalt_review.cli.earlier import summary, words_of
from cmalt_review.cli.watching import watching
from cmalt_review.errors import ReviewError

if TYPE_CHECKING:
    from cmalt_review.model.form import Form
    from cmalt_review.model.portfolio import Portfolio


@click.command(
    cls=Command, example="cmalt-review add portfolio.docx --candidate 'Amara Nwosu' --pathway senior --role lead"
)
@click.argument("sources", nargs=-1, type=Path_)
@click.option("--candidate", default="", help="The candidate's name.")
@click.option("--pathway", default="", help="associate, cmalt or senior.")
@click.option("--role", default="", help="My role: lead or second.")
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
@click.option(
    "--previous-file", type=Path_, metavar="FILE", help="The earlier round's transcript or feedback from elsewhere."
)
@click.option("--previous-outcome", default="", help="minor or major, where the earlier round does not say.")
@click.option(
    "--from",
    "list_",
    type=Path_,
    metavar="LIST",
    help="Add all portfolios of a list, or none: CSV with these options as columns (source: several with ;), or TOML "
    "with a [[portfolio]] each. Paths are relative to the list.",
)
@pass_common
def add(
    common: Common, /, sources: tuple[Path, ...], type_: str, access: bool, list_: Path | None, **known: Any
) -> int:
    """Add a portfolio to the queue: files, a folder, a zip, or only a link; or several from a list.

    A newer version of a portfolio that is here already: see `reimport`.
    """
    from cmalt_review.desk.adding import AddRequest
    from cmalt_review.desk.earlier import earlier

    if list_ is not None:
        if sources or access or type_ != "first" or any(known.values()):
            raise ReviewError("--from takes everything from the list", "", "Give it no other option of add.")
        return _add_list(common, list_)
    _check_given(known)
    secret = _read_secret() if access else ""
    request = AddRequest(sources=sources, type=type_, access=secret, **known)
    with watching("Cancelled: nothing was added.") as watch, common.desk() as desk:
        assignment = desk.add(request, progress=watch.progress, cancelled=watch.cancelled)
        watch.finish()
        portfolio, form = desk.portfolio(assignment.id), desk.form(assignment.id)
        before = earlier(desk, assignment.id) if assignment.round != "first" else None
    content: dict[str, Any] = {"id": assignment.id, **_found(portfolio)}
    lines = [f"Added {assignment.id}: {len(portfolio.sections())} sections of {form.title}."]
    if sources and (missing := _missing(portfolio, form)):
        lines.append(f"Not found: {', '.join(missing)}. See and mend: cmalt-review sections {assignment.id}")
    if before:
        content["earlier"] = summary(before)
        lines.append(words_of(before, assignment.id))
    common.answer(content, "\n".join(lines))
    return 0


def _check_given(known: dict[str, Any]) -> None:
    """Raise ``ReviewError`` where an option that each portfolio needs was not given."""
    missing = [f"--{name}" for name in ("candidate", "pathway", "role") if not known[name]]
    if missing:
        raise ReviewError(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing",
            "",
            "cmalt-review add FILE --candidate NAME --pathway P --role R",
        )


def _add_list(common: Common, file: Path) -> int:
    """Add all portfolios of a list."""
    from cmalt_review.desk.bulk import add_list

    with watching("Cancelled: nothing was added.") as watch, common.desk() as desk:
        added = add_list(desk, file, progress=watch.progress, cancelled=watch.cancelled)
        watch.finish()
        answers = []
        for where, assignment in added:
            portfolio, form = desk.portfolio(assignment.id), desk.form(assignment.id)
            missing = _missing(portfolio, form) if portfolio.pieces else []
            answers.append({"row": where, "id": assignment.id, **_found(portfolio), "missing": missing})
    lines = [
        f"{answer['row']}: {answer['id']}, {len(answer['sections'])} sections"
        + (f"; not found: {', '.join(answer['missing'])}" if answer["missing"] else "")
        for answer in answers
    ]
    common.answer({"added": answers}, "\n".join([*lines, f"Added {len(answers)}."]))
    return 0


def _found(portfolio: "Portfolio") -> dict[str, Any]:
    """The sections of a portfolio and what is in none, as others rely on it."""
    return {
        "sections": [{"id": s.id, "heading": s.heading, "words": s.words} for s in portfolio.sections()],
        "unmatched": [{"n": p.n, "heading": p.heading, "kind": p.kind} for p in portfolio.unmatched()],
    }


def _missing(portfolio: "Portfolio", form: "Form") -> list[str]:
    there = {section.id for section in portfolio.sections()}
    return [section.id for section in form.sections if section.required and section.id not in there]


@click.command(cls=Command, example="cmalt-review reimport amara portfolio-saved-3-december.html")
@click.argument("id_", metavar="ID")
@click.argument("sources", nargs=-1, required=True, type=Path_)
@pass_common
def reimport(common: Common, /, id_: str, sources: tuple[Path, ...]) -> int:
    """Import a newer version, or a saved copy of a link, into an assignment.

    `add` makes a new assignment; this changes one that is here, so it takes its ID. The snapshot before is kept, and
    all that was judged; the answer says which sections changed. Exit 1: it is what is here already.
    """
    from cmalt_review.desk.importing import reimport as import_

    with watching("Cancelled: nothing was changed.") as watch, common.desk() as desk:
        id_ = desk.resolve(id_)
        done = import_(desk, id_, sources, progress=watch.progress, cancelled=watch.cancelled)
        watch.finish()
        form = desk.form(id_)
    if not done.new:
        common.answer({"id": id_, "changed": [], "new": False}, "That is what is here already; nothing changed.")
        return 1
    content = {
        "id": id_, "new": True, "changed": done.changed, "judged": done.judged, "snapshot": done.version,
        "mended_not_found": done.not_found, "marks_not_found": done.marks_lost, **_found(done.portfolio),
    }  # fmt: skip
    lines = [f"Imported {id_}: {len(done.portfolio.sections())} sections of {form.title}."]
    lines.append(f"Changed: {', '.join(done.changed)}." if done.changed else "No section's words changed.")
    if done.judged:
        lines.append(f"Judged before the change, look again: {', '.join(done.judged)}.")
    if done.not_found:
        lines.append(f"Mended by hand and not found again: {'; '.join(done.not_found)}.")
    if done.version:
        lines.append(f"The snapshot before is kept as number {done.version}: cmalt-review diff {id_} --imports")
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
    common: Common, /, what: tuple[str, ...], form_name: str, move: tuple[str, str] | None,
    split: tuple[str, str] | None, join: tuple[str, str] | None,
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
            desk.remap(id_, lambda p: mapping.move(p, number(move[0]), move[1], form))
        if split:
            desk.remap(id_, lambda p: mapping.split(p, number(split[0]), number(split[1])))
        if join:
            desk.remap(id_, lambda p: mapping.join(p, number(join[0]), number(join[1])))
        portfolio = desk.portfolio(id_)
    lines = [
        f"{p.n:>4}  {p.section or p.kind:<14} {p.confidence:>4.0%}  {p.heading or '(no heading)'}  – {p.why}"
        for p in portfolio.pieces
    ]
    content = answer(portfolio, form, today())
    content["pieces"] = [p.model_dump(mode="json", exclude={"text"}) for p in portfolio.pieces]
    common.answer(content, "\n".join(lines) or "Nothing was read: this assignment has only a link.")
    return 0


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
    found, unsound = [], []
    for id_ in library.ids():
        try:
            found.append(library.get(id_))
        except ReviewError as error:
            unsound.append(error)
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
    common.answer(content, "\n".join(f"{f.id:<16} {f.title}" for f in found))
    for refused in unsound:
        click.echo(printable(str(refused)), err=True)
    return 1 if unsound else 0


COMMANDS = (add, reimport, sections, forms)
