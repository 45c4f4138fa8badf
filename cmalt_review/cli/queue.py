"""Commands on the queue and on an assignment as a whole: list, show, declare, sent, close, returned, erase."""

from typing import Any

import click

from cmalt_review.cli.common import Command, Common, pass_common
from cmalt_review.errors import RefusedError
from cmalt_review.model.queue_row import QueueRow


def row_answer(row: QueueRow, age: int | None) -> dict[str, Any]:
    """A row of the queue as others rely on it."""
    return {
        "id": row.id, "candidate": row.candidate, "pathway": row.pathway, "type": row.type, "role": row.role,
        "state": row.state, "next": row.next, "age_days": age, "due": row.due, "graded": row.graded,
        "to_grade": row.to_grade, "flagged": row.flagged, "arrived": row.arrived,
    }  # fmt: skip


@click.command("list", cls=Command, example="cmalt-review list role:lead state:reconcile 'age>42'")
@click.argument("query", nargs=-1)
@pass_common
def list_(common: Common, /, query: tuple[str, ...]) -> int:
    """The queue, what waits on you first; QUERY filters it."""
    from cmalt_review.rules.queue import age_days, select
    from cmalt_review.store.clock import today

    with common.desk(write=False) as desk:
        desk.refresh_rows()
        day = today()
        rows = select(desk.rows(), day, " ".join(query))
    lines = [f"{r.id}  {r.state}  {r.graded}/{r.to_grade}  {age_days(r, day)} d  {r.next}" for r in rows]
    common.answer(
        [row_answer(row, age_days(row, day)) for row in rows],
        "\n".join(lines) or "No assignment here. Add one: cmalt-review add FILE --candidate NAME --pathway P --role R",
    )
    return 0


@click.command(cls=Command, example="cmalt-review show amara-nwosu-senior-first")
@click.argument("id_", metavar="ID")
@pass_common
def show(common: Common, /, id_: str) -> int:
    """An assignment with my sheet; nothing of the other's while it must not be seen."""
    from cmalt_review.cli.earlier import full
    from cmalt_review.desk.earlier import earlier

    with common.desk(write=False) as desk:
        id_ = desk.resolve(id_)
        assignment, form, sheet = desk.assignment(id_), desk.form(id_), desk.sheet(id_)
        row = desk.row(id_)
        portfolio = desk.portfolio(id_)
        content: dict[str, Any] = {
            **assignment.model_dump(mode="json"), "state": row.state, "next": row.next, "arrived": row.arrived,
            "access": bool(desk.link_access(id_)),
            "sections": [{"id": s.id, "heading": s.heading, "words": s.words} for s in portfolio.sections()],
            "sheet": sheet.model_dump(mode="json") if sheet else None,
            "notes": desk.local(id_).notes,
        }  # fmt: skip
        if known := earlier(desk, id_):
            content["earlier"] = full(known, desk.local(id_))
    lines = [row.detail, f"{row.state}: {row.next}", ""]
    for id_row in [*form.section_by_id, *form.principle_ids]:
        grade = sheet.grade(id_row) if sheet else None
        lines.append(f"{id_row:<12} {form.grade_word(grade) if grade else '–':<20} {form.row_short(id_row)}")
    for point in sheet.points if sheet else []:
        lines.append(f"  {point.n}. {point.section} {point.element}, {point.kind}: {point.text}")
    common.answer(content, "\n".join(lines))
    return 0


@click.command(cls=Command, example="cmalt-review declare amara declared --text 'worked together until 2023'")
@click.argument("id_", metavar="ID")
@click.argument("kind", type=click.Choice(["none", "declared", "decline"]))
@click.option("--text", default="", help="What the relationship is.")
@pass_common
def declare(common: Common, /, id_: str, kind: str, text: str) -> int:
    """Declare a conflict of interest, or that there is none."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        desk.declare(id_, kind, text)
        row = desk.row(id_)
    common.answer({"id": id_, "state": row.state}, f"Recorded. Next: {row.next}.")
    return 0


def _event(common: Common, id_: str, what: str, text: str) -> int:
    from cmalt_review.rules.progress import is_blind

    with common.desk() as desk:
        id_ = desk.resolve(id_)
        if what == "sent" and is_blind(desk.sheet(id_)):
            raise RefusedError("Nothing is submitted that could have been sent", "", f"cmalt-review submit {id_}")
        desk.event(id_, what, text)
        row = desk.row(id_)
    common.answer({"id": id_, "state": row.state}, f"{id_}: {row.state}.")
    return 0


@click.command(cls=Command, example="cmalt-review sent amara --to 'ALT, web form'")
@click.argument("id_", metavar="ID")
@click.option("--to", "text", default="", help="Where it went.")
@pass_common
def sent(common: Common, /, id_: str, text: str) -> int:
    """Record that the result went back."""
    return _event(common, id_, "sent", text)


@click.command(cls=Command, example="cmalt-review close amara")
@click.argument("id_", metavar="ID")
@pass_common
def close(common: Common, /, id_: str) -> int:
    """Record that nothing more is to come."""
    return _event(common, id_, "closed", "")


@click.command(cls=Command, example="cmalt-review returned amara --text 'ALT asks about 3a'")
@click.argument("id_", metavar="ID")
@click.option("--text", default="", help="What was asked.")
@pass_common
def returned(common: Common, /, id_: str, text: str) -> int:
    """Record a question from ALT: what was agreed opens again as its next version."""
    from cmalt_review.desk.reconciling import returned as reopen

    with common.desk() as desk:
        id_ = desk.resolve(id_)
        version = reopen(desk, id_, text)
        row = desk.row(id_)
    common.answer({"id": id_, "state": row.state, "version": version}, f"{id_}: {row.state}, version {version}.")
    return 0


@click.command(cls=Command, example="cmalt-review erase amara-nwosu-senior-first")
@click.argument("id_", metavar="ID")
@pass_common
def erase(common: Common, /, id_: str) -> int:
    """Remove everything of an assignment; anonymous figures stay. Takes the whole id, since it cannot be undone."""
    with common.desk() as desk:
        done = desk.erase(id_)
    removed = [line for line in done if not line.startswith("Not")]
    not_reached = [line for line in done if line.startswith("Not")]
    common.answer({"id": id_, "removed": removed, "not_reached": not_reached}, "\n".join(done))
    return 0


COMMANDS = (list_, show, declare, sent, returned, close, erase)
