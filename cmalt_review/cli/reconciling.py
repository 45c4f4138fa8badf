"""The command that reconciles two sheets."""

from typing import Any

import click

from cmalt_review.cli.common import Command, Common, number, pass_common
from cmalt_review.desk.reconciling import Reconciling
from cmalt_review.errors import ReviewError
from cmalt_review.rules.reconcile import open_rows, unconfirmed_rows


@click.command(
    cls=Command, example="cmalt-review reconcile amara 3a --take second --reason 'the policy is not reflected on'"
)
@click.argument("id_", metavar="ID")
@click.argument("section", required=False)
@click.option(
    "--take", metavar="lead|second|S|A|R|M|N", help="What is agreed on SECTION (6.p1: addressed, partly, not)."
)
@click.option("--reason", default="", help="Why.")
@click.option("--clear", is_flag=True, help="Take the decision on SECTION back.")
@click.option("--accept-agreed", is_flag=True, help="Confirm all rows on which both agree.")
@click.option("--point", nargs=2, metavar="N keep|drop", help="Keep a point in the joint statement, or drop it.")
@click.option("--propose", is_flag=True, help="Propose what is agreed to the second.")
@click.option("--assent", type=click.Choice(["yes", "no"]), help="Record the second's answer.")
@click.option("--how", default="", help="By what means, and when, the answer came.")
@click.option("--finish", is_flag=True, help="Close the reconciliation; needs the second's assent.")
@pass_common
def reconcile(common: Common, /, id_: str, section: str | None, **asked: Any) -> int:
    """Both sheets side by side, and what is agreed. Without options: the status."""
    changes = any(asked[name] for name in ("take", "clear", "accept_agreed", "point", "propose", "assent", "finish"))
    with common.desk(write=changes) as desk:
        session = desk.reconcile(desk.resolve(id_))
        _apply(session, section, asked)
    common.answer(_answer(session), lambda: _words(session))
    return 0


def _apply(session: Reconciling, section: str | None, asked: dict[str, Any]) -> None:
    """What was asked for, in the order of the work."""
    if (asked["take"] or asked["clear"]) and not section:
        raise ReviewError("Say on which section", "", "For example: reconcile ID 3a --take lead")
    if section and not (asked["take"] or asked["clear"]):
        raise ReviewError(f"Say what to do with {section}", "", "--take lead, second or a grade; or --clear")
    if asked["accept_agreed"]:
        session.accept_agreed()
    if asked["clear"] and section:
        session.clear(section)
    if asked["take"] and section:
        value = asked["take"]
        session.take(section, value.upper() if len(value) == 1 else value, asked["reason"])
    if asked["point"]:
        n, decision = asked["point"]
        if decision not in ("keep", "drop"):
            raise ReviewError("--point takes a number and keep or drop", "", "For example: --point 3 drop")
        session.keep_point(number(n, "number of a point"), decision == "keep")
    if asked["propose"]:
        session.propose()
    if asked["assent"]:
        session.assent(asked["assent"] == "yes", asked["how"])
    if asked["finish"]:
        session.finish()


def _answer(session: Reconciling) -> dict[str, Any]:
    rows = session.rows()
    return {
        "open": len(open_rows(rows)),
        "to_confirm": len(unconfirmed_rows(rows)),
        "state": session.agreed.state,
        "rows": [
            {
                "section": r.row, "lead": r.lead, "second": r.second, "agreed": r.value, "origin": r.origin,
                "reason": r.reason, "confirmed": r.confirmed, "conflict": r.conflict, "stale": r.stale,
            }
            for r in rows
        ],
        "points": [
            {
                "point": j.number, "from": j.side, "section": j.point.section, "element": j.point.element,
                "kind": j.point.kind, "text": j.point.text, "kept": j.kept,
            }
            for j in session.points()
        ],
        "outcome": session.agreed.decision.outcome if session.agreed.decision else None,
        "todo": session.open_items(),
    }  # fmt: skip


def _words(session: Reconciling) -> str:
    rows = session.rows()
    conflicts = [row for row in rows if row.conflict]
    lines = [
        f"{len(open_rows(rows))} conflict{'' if len(open_rows(rows)) == 1 else 's'} left of {len(conflicts)} · "
        f"{len(unconfirmed_rows(rows))} agreed to confirm · {session.agreed.state}",
        "",
        f"{'':<10} {'lead':<12} {'second':<12} {'agreed':<12} reason",
    ]
    for row in rows:
        said = [value or "–" for value in (row.lead, row.second, row.value)]
        mark = "!" if row.value is None or row.stale else ("=" if row.origin == "both" else " ")
        lines.append(f"{mark} {row.row:<8} {said[0]:<12} {said[1]:<12} {said[2]:<12} {row.reason}")
    lines += [
        "",
        *(
            f"{j.number}. {j.side}, {j.point.section} {j.point.kind}{'' if j.kept else ' (dropped)'}: {j.point.text}"
            for j in session.points()
        ),
    ]
    return "\n".join(lines)


COMMANDS = (reconcile,)
