"""Commands on the earlier round of a resubmission: earlier, diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cmalt_review.cli.common import Command, Common, Path_, pass_common
from cmalt_review.errors import ReviewError

if TYPE_CHECKING:
    from cmalt_review.desk.earlier import SectionDiff
    from cmalt_review.model.earlier import Earlier
    from cmalt_review.model.form import Form
    from cmalt_review.model.sheet import LocalNotes

_UNTICKED = "open"


def summary(known: "Earlier") -> dict[str, Any]:
    """The earlier round in figures, as `add` answers."""
    return {
        "id": known.id, "file": known.file, "sha256": known.sha256, "outcome": known.outcome, "grades": known.grades,
        "passages": len(known.passages), "required": sum(passage.kind == "required" for passage in known.passages),
    }  # fmt: skip


def words_of(known: "Earlier", id_: str) -> str:
    """One line that says what was recognised of the earlier round."""
    grades, passages = len(known.grades), len(known.passages)
    counts = [f"{grades} grade{'' if grades == 1 else 's'}", f"{passages} passage{'' if passages == 1 else 's'}"]
    parts = [*counts, f"outcome {known.outcome or 'not told'}"]
    return f"Earlier round: {', '.join(parts)}. See: cmalt-review earlier {id_}"


def full(known: "Earlier", local: "LocalNotes") -> dict[str, Any]:
    """The earlier round by section, with the required points and their ticks: `earlier ID` and `show ID`."""
    from cmalt_review.desk.earlier import carried

    sections: dict[str, Any] = {}
    for row, grades in known.grades.items():
        sections[row] = {"section": row, "grades": grades, "passages": []}
    for passage in known.passages:
        entry = sections.setdefault(passage.section, {"section": passage.section, "grades": [], "passages": []})
        entry["passages"].append(passage.model_dump(mode="json", exclude={"section"}))
    return {
        "id": known.id, "file": known.file, "sha256": known.sha256, "outcome": known.outcome,
        "sections": list(sections.values()),
        "required": [
            {
                "point": point.passage.key, "section": point.passage.section, "text": point.passage.text,
                "state": point.state or None, "by_hand": point.by_hand,
            }
            for point in carried(known, local)
        ],
    }  # fmt: skip


@click.command(cls=Command, example="cmalt-review earlier amara 3a:1 addressed")
@click.argument("id_", metavar="ID")
@click.argument("point", metavar="[SECTION:N]", required=False)
@click.argument("state", metavar="[addressed|partly|not|none]", required=False)
@click.option("--point", "require_", metavar="SECTION:K", help="Make passage K a required point to tick.")
@click.option("--no-point", "release", metavar="SECTION:K", help="Take that back.")
@click.option("--file", type=Path_, metavar="FILE", help="Attach the transcript or feedback that another desk wrote.")
@pass_common
def earlier(
    common: Common, /, id_: str, point: str | None, state: str | None, require_: str | None, release: str | None,
    file: Path | None,
) -> int:  # fmt: skip
    """The earlier round by section: grades, feedback, required points; with a point and a word, tick it."""
    from cmalt_review.desk import earlier as rounds

    if point and not state:
        raise ReviewError(f"Say what became of {point}", "", "addressed, partly or not; none takes the tick back.")
    with common.desk(write=bool(point or require_ or release or file)) as desk:
        id_ = desk.resolve(id_)
        if file:
            rounds.attach(desk, id_, file)
        known = rounds.earlier(desk, id_)
        session = desk.assess(id_)
        if require_:
            rounds.require(session, known, require_)
        if release:
            rounds.require(session, known, release, on=False)
        if point:
            rounds.tick(session, known, point, None if state == "none" else state)
        form = desk.form(id_)
    if known is None:
        raise ReviewError(
            "Nothing is known of an earlier round", "", f"Attach its feedback: cmalt-review earlier {id_} --file FILE"
        )
    content = full(known, session.local)
    common.answer(content, lambda: "\n".join(_lines(content, form)))
    return 0


def _lines(content: dict[str, Any], form: "Form") -> list[str]:
    ticks = {point["point"]: point["state"] or _UNTICKED for point in content["required"]}
    chosen = form.outcome(content["outcome"]) if content["outcome"] else None
    lines = [f"Outcome: {chosen.title if chosen else 'not told'}"]
    if ticks:
        unticked = sum(state == _UNTICKED for state in ticks.values())
        lines.append(f"Required points: {len(ticks)}, of which {unticked} not ticked")
    order = [*form.section_by_id, *form.principle_ids]
    place = {row: n for n, row in enumerate(order)}
    for section in sorted(content["sections"], key=lambda entry: place.get(entry["section"], len(order))):
        row, grades = section["section"], [form.grade_word(grade) for grade in section["grades"]]
        title = "On the whole" if row not in place else f"{row} {form.row_short(row)}"
        lines += ["", f"{title}{': ' if grades else ''}{' / '.join(grades)}"]
        heading = ""
        for passage in section["passages"]:
            if passage["heading"] != heading:
                heading = passage["heading"]
                lines += [f"  ({heading})"] if heading else []
            key = f"{row}:{passage['n']}"
            kind = f"[required, {ticks[key]}] " if key in ticks else ""
            kind = kind or (f"[{passage['kind']}] " if passage["kind"] != "unsorted" else "")
            lines.append(f"  {key} {kind}{passage['text']}")
    return lines


@click.command(cls=Command, example="cmalt-review diff amara 3a")
@click.argument("id_", metavar="ID")
@click.argument("section", required=False, default="")
@click.option("--imports", is_flag=True, help="Against what was imported in this round before the present text.")
@pass_common
def diff(common: Common, /, id_: str, section: str, imports: bool) -> int:
    """What changed in the candidate's text since the earlier round on this desk, paragraph by paragraph."""
    from cmalt_review.desk import earlier as rounds

    with common.desk(write=False) as desk:
        id_ = desk.resolve(id_)
        found = rounds.diff(desk, id_, section, imports=imports)
        against = f"{id_}, import before this one" if imports else desk.assignment(id_).previous
        form = desk.form(id_)
    content = {
        "against": against,
        "sections": [
            {
                "section": entry.section,
                "changed": any(change.kind != "same" for change in entry.changes),
                "paragraphs": [{"kind": c.kind, "old": c.old, "new": c.new} for c in entry.changes],
            }
            for entry in found
        ],
    }
    common.answer(content, lambda: "\n".join(_diff_lines(found, form, whole=bool(section))) or "Nothing changed.")
    return 0


def _diff_lines(found: "list[SectionDiff]", form: "Form", *, whole: bool) -> list[str]:
    lines: list[str] = []
    for entry in found:
        counts = [
            f"{n} {kind}" for kind in ("changed", "added", "removed", "moved", "same") if (n := entry.count(kind))
        ]
        lines += ["", f"{entry.section} {form.row_short(entry.section)}: {', '.join(counts)}"]
        for change in entry.changes:
            if change.kind == "changed":
                lines += ["", "CHANGED, was:", change.old, "CHANGED, now:", change.new]
            elif change.kind != "same" or whole:
                lines += ["", f"{change.kind.upper()}:", change.new or change.old]
    return lines[1:]


COMMANDS = (earlier, diff)
