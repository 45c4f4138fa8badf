"""The fictional workspace behind ``demo``: built through the desk, as a user would have filled it."""

import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmalt_review.errors import ReviewError
from cmalt_review.store.clock import now, today

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.desk import Desk
    from cmalt_review.model.assignment import Assignment
    from cmalt_review.model.form import Form

Table = dict[str, Any]

MARKER = "demo-workspace.txt"
"""A file in the workspace that says it is fictional: such a workspace may be opened again by ``demo``."""

_HERE = Path(__file__).parent
_YES_NO = {"yes": True, "no": False}


def build_demo(workspace: Path) -> list[str]:
    """Fill an empty folder with twelve fictional assignments and return their ids.

    A demo workspace that is there already is left as it is. Raises ``ReviewError`` where the
    folder holds anything else.
    """
    from cmalt_review.desk.desk import Desk

    if is_demo(workspace):
        desk = Desk.open(workspace, write=False)
        try:
            return [row.id for row in desk.refresh_rows() or desk.rows()]
        finally:
            desk.close()
    _check_empty(workspace)
    desk = Desk.open(workspace)
    try:
        # The marker comes first: a demo that was interrupted is a demo still, and never takes a user's folder for one.
        (workspace / MARKER).write_text("Everything in this workspace is fictional.\n", encoding="utf-8")
        return _Builder(desk, _read("plan.toml")).build()
    finally:
        desk.close()


def is_demo(workspace: Path) -> bool:
    """Whether the folder holds a demo workspace."""
    return (workspace / MARKER).is_file()


def _check_empty(workspace: Path) -> None:
    if workspace.exists() and (not workspace.is_dir() or any(workspace.iterdir())):
        raise ReviewError(
            f"{workspace} is not empty",
            "The demo is only put into an empty folder.",
            "Name another with --workspace DIR.",
        )


def _read(name: str) -> Table:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, so that what happened weeks ago is recorded with its date."""
    before = os.environ.get("CMALT_REVIEW_NOW")
    os.environ["CMALT_REVIEW_NOW"] = moment.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ["CMALT_REVIEW_NOW"]
        else:
            os.environ["CMALT_REVIEW_NOW"] = before


class _Builder:
    """Walks through the plan, one assignment after the other."""

    def __init__(self, desk: "Desk", plan: Table) -> None:
        self.desk = desk
        self.plan = plan
        self.now = now()
        self.today = today()
        self.ids: dict[str, str] = {}

    def build(self) -> list[str]:
        """Everything in the plan."""
        from cmalt_review.model.assignment import Assessor

        self.desk.set_me(Assessor(**self.plan["me"]))
        with tempfile.TemporaryDirectory() as folder:
            for entry in self.plan["assignment"]:
                self._assignment(entry, Path(folder))
        return list(self.ids.values())

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _assignment(self, entry: Table, folder: Path) -> None:
        with _at(self._ago(entry["received"])):
            id_ = self._add(entry, folder)
        if kind := entry.get("declaration"):
            with _at(self._ago(max(entry["received"] - 1, 0))):
                self.desk.declare(id_, kind, entry.get("declaration_text", ""))
        sheets = _HERE / "sheets" / f"{entry['key']}.toml"
        if sheets.is_file():
            self._judged(id_, _read(f"sheets/{sheets.name}"), entry, folder)
        if entry.get("flagged"):
            self.desk.flag(id_)
        if "snooze" in entry:
            self.desk.snooze(id_, self.today + timedelta(days=entry["snooze"]))
        for what in ("sent", "closed"):
            if what in entry:
                with _at(self._ago(entry[what])):
                    self.desk.event(id_, what)

    def _add(self, entry: Table, folder: Path) -> str:
        from cmalt_review.desk.adding import AddRequest

        request = AddRequest(
            candidate=entry["candidate"], pathway=entry["pathway"], role=entry["role"],
            sources=_sources(entry, folder), form=entry.get("form", ""), type=entry.get("type", "first"),
            co_assessor=entry["co_assessor"], received=self._day(entry["received"]),
            submitted=self._day(entry["submitted"]), nominated=entry.get("nominated", False),
            link=entry.get("link", ""), access=entry.get("access", ""), reference=entry["reference"],
            previous=self.ids.get(entry.get("previous", ""), ""), previous_outcome=entry.get("previous_outcome", ""),
        )  # fmt: skip
        id_ = self.desk.add(request).id
        self.ids[entry["key"]] = id_
        return id_

    def _judged(self, id_: str, sheets: Table, entry: Table, folder: Path) -> None:
        """My sheet, the other's, and what was agreed, each on its day."""
        mine = sheets["mine"]
        with _at(self._ago(mine.get("days", 1))):
            self.desk.opened(id_)
            _judge(self.desk.assess(id_), mine)
            if "days" in mine:
                self.desk.submit(id_)
        if theirs := sheets.get("theirs"):
            with _at(self._ago(theirs["days"])):
                self._theirs(id_, theirs, entry["co_assessor"], folder)
        if agreed := sheets.get("agreed"):
            with _at(self._ago(agreed.get("days", 0))):
                self._agree(id_, agreed)

    def _theirs(self, id_: str, theirs: Table, author: str, folder: Path) -> None:
        """The other's sheet: typed in where it came in a form of its own, else received as a file."""
        if source := theirs.get("source"):
            _judge(self.desk.assess(id_, as_other=True, source=f"{source}, {_short(today())}"), theirs)
            return
        file = folder / f"{id_}.toml"
        file.write_bytes(_exchange_file(self.desk.assignment(id_), self.desk.form(id_), theirs, author))
        self.desk.receive(file)

    def _agree(self, id_: str, agreed: Table) -> None:
        session = self.desk.reconcile(id_)
        for row, what, reason in agreed["take"]:
            session.take(row, what, reason)
        if agreed.get("accept"):
            session.accept_agreed()
        for side, n in agreed.get("drop", []):
            session.keep_point(next(j.number for j in session.points() if (j.side, j.point.n) == (side, n)), keep=False)
        if outcome := agreed.get("outcome"):
            session.decide(outcome, agreed["reason"])
        if agreed.get("propose"):
            session.propose()
        if how := agreed.get("assent"):
            session.assent(yes=True, how=how)
        if agreed.get("finish"):
            session.finish()


def _judge(session: "Assessing", sheet: Table) -> None:
    """Put a sheet of the plan into an open one, as keys would."""
    for row, (grade, levels) in _rows(session.form, sheet).items():
        for element, level in levels.items():
            session.element(row, element, level)
        session.grade(row, grade)
    for place, note in sheet.get("notes", {}).items():
        row, element = place.split()
        session.element_note(row, element, note)
    for row, ticks in sheet.get("criteria", {}).items():
        for criterion, met in zip(session.form.criteria, ticks.split(), strict=True):
            session.criterion(row, criterion.id, _YES_NO[met])
    for section, element, kind, text in sheet.get("points", []):
        session.add_point(section, element, kind, text)
    session.overall(sheet.get("overall", "").strip())
    if "recommend" in sheet:
        session.recommend(sheet["recommend"], sheet["reason"])
    _keep(session, sheet)


def _keep(session: "Assessing", sheet: Table) -> None:
    """What stays on this desk."""
    for section, links in sheet.get("links", {}).items():
        session.add_links(section, links)
    for target, state, note in sheet.get("evidence", []):
        session.tick(target, state, note)
    for row, note in sheet.get("private", {}).items():
        session.note(row, note)


def _rows(form: "Form", sheet: Table) -> dict[str, tuple[str, dict[str, str]]]:
    """Grade and levels by row, from lines such as ``S strong adequate strong``: levels in the form's order."""
    found = {}
    for row, line in sheet.get("rows", {}).items():
        grade, *levels = line.split()
        found[row] = (grade, dict(zip(form.elements_of(row), levels, strict=bool(levels))))
    return found


def _exchange_file(assignment: "Assignment", form: "Form", plan: Table, author: str) -> bytes:
    """A grade sheet as the other's desk sends it."""
    from cmalt_review.model.base import other_role
    from cmalt_review.model.sheet import Sheet
    from cmalt_review.store.exchange import sealed, write_sheet

    notes, judgements = plan.get("notes", {}), {}
    for row, (grade, levels) in _rows(form, plan).items():
        elements = {e: {"level": level, "note": notes.get(f"{row} {e}", "")} for e, level in levels.items()}
        ticks = plan.get("criteria", {}).get(row, "").split()
        criteria = {c.id: {"met": _YES_NO[met]} for c, met in zip(form.criteria, ticks, strict=False)}
        judgements[row] = {"grade": grade, "elements": elements, "criteria": criteria}
    points = [
        {"n": n, "section": section, "element": element, "kind": kind, "text": text}
        for n, (section, element, kind, text) in enumerate(plan["points"], 1)
    ]
    sheet = Sheet.model_validate({
        "subject": {
            "candidate": assignment.candidate, "pathway": assignment.pathway, "type": assignment.type,
            "form": form.id, "reference": assignment.reference,
        },
        "role": other_role(assignment.role), "author": author, "state": "submitted", "submitted_at": now(),
        "judgements": judgements, "points": points, "next_point": len(points) + 1, "overall": plan["overall"].strip(),
        "recommendation": {"outcome": plan["recommend"], "reason": plan["reason"]},
    })  # fmt: skip
    return write_sheet(sealed(sheet))


def _sources(entry: Table, folder: Path) -> tuple[Path, ...]:
    """The files of a portfolio as the candidate handed them in."""
    if "source" not in entry:
        return ()
    source = _HERE / "portfolios" / entry["source"]
    if entry.get("as") != "docx":
        return (source,)
    from cmalt_review.demo.word import write_docx

    target = folder / f"{source.stem}.docx"
    write_docx(source.read_text(encoding="utf-8"), target, author=entry["candidate"])
    return (target,)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
