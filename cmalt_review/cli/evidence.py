"""The command that lists and ticks evidence."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cmalt_review.cli.common import Command, Common, number, pass_common, read_text
from cmalt_review.errors import ReviewError

if TYPE_CHECKING:
    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.desk.evidence import Listed

_NONE = "none"


@click.command(cls=Command, example="cmalt-review evidence amara 4 broken --note 'asks for a password'")
@click.argument("id_", metavar="ID")
@click.argument("words", nargs=-1, metavar="[N seen|broken|unneeded|none]")
@click.option("--note", default="", help="What it showed, or why it did not open.")
@click.option(
    "--add",
    "section",
    metavar="SECTION",
    help="Type links for a section: URL…, or - to read a list from standard input.",
)
@pass_common
def evidence(common: Common, /, id_: str, words: tuple[str, ...], note: str, section: str | None) -> int:
    """Every link, picture and file of a portfolio, by number, with what came of opening it."""
    from cmalt_review.desk.evidence import listed, local_file

    with common.desk(write=bool(words or section)) as desk:
        id_ = desk.resolve(id_)
        session = desk.assess(id_)
        if section:
            _add(session, section, words)
        elif words:
            _tick(session, words, note)
        elif note:
            raise ReviewError(
                "Say which evidence the note is on", "", f"cmalt-review evidence {id_} N seen --note TEXT"
            )
        found = listed(session.portfolio, session.local)
        files = {entry.item.target: local_file(desk, id_, entry.item.target) for entry in found}
    content = {
        "id": id_,
        "evidence": [entry_answer(entry, files[entry.item.target]) for entry in found],
        "unseen": sum(not entry.state for entry in found),
    }
    common.answer(content, lambda: _words(found))
    return 0


def _add(session: "Assessing", section: str, words: tuple[str, ...]) -> None:
    from cmalt_review.desk.evidence import links_in, type_links

    text = read_text("-") if words == ("-",) else "\n".join(words)
    type_links(session, section, links_in(text))


def _tick(session: "Assessing", words: tuple[str, ...], note: str) -> None:
    from cmalt_review.desk.evidence import STATES, tick

    if len(words) != 2 or not words[0].isdecimal():
        raise ReviewError(
            "Say which evidence, and what came of it",
            f"A number and one of {', '.join(STATES)}; {_NONE} takes it back.",
            f"cmalt-review evidence {session.assignment.id} 4 seen",
        )
    tick(session, number(words[0], "number of evidence"), None if words[1] == _NONE else words[1], note)


def entry_answer(entry: "Listed", file: Path | None) -> dict[str, Any]:
    """A piece of evidence as others rely on it; ``file`` is where it is kept, if it came with the portfolio."""
    item, tick = entry.item, entry.tick
    return {
        "n": item.n, "section": item.section, "kind": item.kind, "target": item.target, "label": item.label,
        "around": item.around, "host": item.host,
        "file": str(file) if file else None, "state": entry.state or None, "note": tick.note if tick else "",
        "at": tick.at.isoformat() if tick and tick.at else None,
    }  # fmt: skip


def _words(found: "list[Listed]") -> str:
    lines = []
    for entry in found:
        item = entry.item
        state = {"": "not opened", "seen": "seen", "broken": "does not open", "unneeded": "not needed"}[entry.state]
        lines.append(f"{item.n:>4}  {item.section or '-':<10} {item.kind:<5}  {state:<13}  {item.target}")
        said = [part for part in (item.around, entry.tick.note if entry.tick else "") if part]
        lines += [f"{'':>6}{part}" for part in said]
    return "\n".join(lines) or "No evidence is listed. Type links: cmalt-review evidence ID --add SECTION URL…"


COMMANDS = (evidence,)
