"""Commands that judge: assess, grade, overall, point, outcome, submit, reopen."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cmalt_review.cli.common import Command, Common, Path_, number, pairs, pass_common, read_text
from cmalt_review.desk.assessing import Assessing
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import ReviewError
from cmalt_review.rules.progress import progress


def as_other(command: Any) -> Any:
    """The options with which the other's assessment is typed in."""
    for option in (
        click.option("--attach", type=Path_, help="The file it came in; kept with its hash."),
        click.option("--from", "source", default="", help='Where it comes from, e.g. "ALT form by e-mail, 3 Nov".'),
        click.option("--as", "as_", type=click.Choice(["me", "other"]), default="me", help="Whose assessment this is."),
    ):
        command = option(command)
    return command


@contextlib.contextmanager
def open_sheet(desk: Desk, id_: str, as_: str, source: str, attach: Path | None) -> Iterator[Assessing]:
    """The sheet that a command judges on: mine, or the other's; the file it came in is kept once all went well."""
    from cmalt_review.desk.exchanging import attach as keep

    if as_ != "other" and (source or attach):
        raise ReviewError("--from and --attach are for the other's assessment", "", "Add --as other.")
    if attach and not attach.is_file():
        raise ReviewError(f"{attach} is not there", "", "Check the name.")
    yield desk.assess(id_, as_other=as_ == "other", source=source)
    if attach:
        keep(desk, id_, attach)


@click.command(cls=Command, example="cmalt-review assess amara --plain")
@click.argument("id_", metavar="ID")
@click.option("--plain", is_flag=True, help="Question and answer in lines, for screen readers.")
@pass_common
def assess(common: Common, /, id_: str, plain: bool) -> int:
    """Assess a portfolio: on the screen, or with --plain line by line."""
    if not plain:
        from cmalt_review.tui.app import run

        return run(common.workspace, open_id=id_)
    from cmalt_review.cli.plain import walk

    with common.desk() as desk:
        id_ = desk.resolve(id_)
        desk.opened(id_)
        walk(desk, id_)
    return 0


@click.command(cls=Command, example="cmalt-review grade amara 3a R --element reflection=weak --note 'ask about GDPR'")
@click.argument("id_", metavar="ID")
@click.argument("section")
@click.argument("grade_", metavar="S|A|R|M|N|C")
@click.option(
    "--element",
    "elements",
    multiple=True,
    metavar="NAME=LEVEL",
    help="strong, adequate, weak, absent; principles: addressed, partly, not.",
)
@click.option(
    "--element-note",
    "element_notes",
    multiple=True,
    metavar="NAME=TEXT",
    help="A note on an element that the other assessor may read.",
)
@click.option("--note", help="A private note: it stays on this desk.")
@as_other
@pass_common
def grade(
    common: Common, /, id_: str, section: str, grade_: str, elements: tuple[str, ...], element_notes: tuple[str, ...],
    note: str | None, as_: str, source: str, attach: Path | None,
) -> int:  # fmt: skip
    """Judge a section, or a core principle of the whole portfolio (p1 to p4)."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        levels, words = pairs(elements, "--element"), pairs(element_notes, "--element-note")
        with open_sheet(desk, id_, as_, source, attach) as session:
            session.check(section, grade_.upper(), levels, [name for name, _ in words])
            session.grade(section, grade_.upper())
            for name, level in levels:
                session.element(section, name, level)
            for name, text in words:
                session.element_note(section, name, text)
            if note is not None:
                session.note(section, note)
        row = desk.row(id_)
        done = progress(session.form, session.sheet)
        remarks = [remark.message for remark in session.remarks(section)]
    lines = [
        f"{section}: {session.form.grade_word(grade_.upper())}. {done.graded} of {done.to_grade} graded.",
        *remarks,
    ]
    content = {
        "section": section,
        "grade": grade_.upper(),
        "graded": done.graded,
        "to_grade": done.to_grade,
        "state": row.state,
        "remarks": remarks,
    }
    common.answer(content, "\n".join(lines))
    return 0


@click.command(cls=Command, example="cmalt-review overall amara - < overall.txt")
@click.argument("id_", metavar="ID")
@click.argument("text")
@as_other
@pass_common
def overall(common: Common, /, id_: str, text: str, as_: str, source: str, attach: Path | None) -> int:
    """My own overall text; - reads standard input. It is printed as it stands."""
    from cmalt_review.model.text import count_words

    with common.desk() as desk:
        id_ = desk.resolve(id_)
        with open_sheet(desk, id_, as_, source, attach) as session:
            session.overall(read_text(text).strip())
        count = count_words(session.sheet.overall)
    common.answer({"words": count}, f"{count} words.")
    return 0


@click.command(
    cls=Command,
    example="cmalt-review point amara 3a --element reflection --kind required 'Please add what you learnt from …'",
)
@click.argument("id_", metavar="ID")
@click.argument("place", metavar="SECTION|N")
@click.argument("text", required=False)
@click.option("--element", help="description, reflection, evidence, p1 … p4, or whole (default).")
@click.option("--kind", help="strength, required, suggestion or unsorted.")
@click.option("--edit", help="New words for point N.")
@click.option("--delete", is_flag=True, help="Delete point N.")
@as_other
@pass_common
def point(
    common: Common, /, id_: str, place: str, text: str | None, element: str | None, kind: str | None, edit: str | None,
    delete: bool, as_: str, source: str, attach: Path | None,
) -> int:  # fmt: skip
    """Write a point of feedback on a SECTION; or change or delete point N."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        with open_sheet(desk, id_, as_, source, attach) as session:
            if text is not None:
                n = _new_point(session, place, element, kind, read_text(text))
            elif not place.isdecimal():
                raise ReviewError(
                    "A new point needs words", "", f"cmalt-review point {id_} {place} --kind required TEXT"
                )
            else:
                n = number(place, "number of a point")
                _change_point(session, n, element, kind, edit and read_text(edit), delete=delete)
    common.answer({"point": n}, f"Point {n}{' deleted' if delete else ''}.")
    return 0


def _new_point(session: Assessing, section: str, element: str | None, kind: str | None, text: str) -> int:
    if not kind:
        raise ReviewError("Say which kind of point it is", "", "--kind strength, required, suggestion or unsorted")
    return session.add_point(section, element or "whole", kind, text).n


def _change_point(
    session: Assessing, n: int, element: str | None, kind: str | None, text: str | None, *, delete: bool
) -> None:
    if delete:
        session.delete_point(n)
    elif text is None and kind is None and element is None:
        raise ReviewError("Say what to do with the point", "", "--edit TEXT, --kind KIND, --element NAME or --delete")
    else:
        session.edit_point(n, text=text, kind=kind, element=element)


@click.command(cls=Command, example="cmalt-review outcome amara minor --reason 'two sections need more reflection'")
@click.argument("id_", metavar="ID")
@click.argument("outcome_", metavar="OUTCOME")
@click.option("--reason", default="", help="Why.")
@as_other
@pass_common
def outcome(common: Common, /, id_: str, outcome_: str, reason: str, as_: str, source: str, attach: Path | None) -> int:
    """Before my submission my recommendation; after it, once the other's is in, the agreed decision."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        mine = desk.sheet(id_)
        if as_ == "other" or mine is None or mine.state == "draft":
            with open_sheet(desk, id_, as_, source, attach) as session:
                advice = session.advice(outcome_)
                session.recommend(outcome_, reason)
        else:
            advice = desk.reconcile(id_).decide(outcome_, reason)
        title = desk.form(id_).outcome(outcome_)
    lines = [f"{title.title if title else outcome_}.", *advice]
    common.answer({"outcome": outcome_, "advice": advice}, "\n".join(lines))
    return 0


@click.command(cls=Command, example="cmalt-review submit amara")
@click.argument("id_", metavar="ID")
@pass_common
def submit(common: Common, /, id_: str) -> int:
    """Freeze my sheet. It needs a grade for each row and an outcome; 3 lists what is open."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        sheet = desk.submit(id_)
        row = desk.row(id_)
    common.answer(
        {"state": row.state, "version": sheet.version, "sha256": sheet.sha256},
        f"Submitted as version {sheet.version}. Next: {row.next}.",
    )
    return 0


@click.command(cls=Command, example="cmalt-review reopen amara --reason 'discussed 3a with the second'")
@click.argument("id_", metavar="ID")
@click.option("--reason", required=True, help="Why it is reopened.")
@pass_common
def reopen(common: Common, /, id_: str, reason: str) -> int:
    """Open my submitted sheet as its next version; the earlier one stays."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        sheet = desk.reopen(id_, reason)
        row = desk.row(id_)
    common.answer(
        {"state": row.state, "version": sheet.version, "sha256": sheet.sha256}, f"Version {sheet.version} is open."
    )
    return 0


COMMANDS = (assess, grade, overall, point, outcome, submit, reopen)
