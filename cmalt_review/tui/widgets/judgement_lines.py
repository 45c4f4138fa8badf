"""What the judgement pane says of one row, as lines. Pure: from form, sheet and notes to text with tones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmalt_review.model.sheet import ELEMENT_WORDS, LEVEL_WORDS, levels_of
from cmalt_review.tui.widgets.reader_layout import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmalt_review.desk.assessing import Assessing
    from cmalt_review.model.earlier import Earlier
    from cmalt_review.model.form import Form
    from cmalt_review.model.sheet import Judgement, LocalNotes, Mark, Point

Part = tuple[str, str]
"""Text and tones."""

ELEMENT_KEYS = "1234567"
"""The keys of a section's elements, in the form's order."""
CRITERION_KEYS = "890"
SIGNS = {"strength": "+", "required": "!", "suggestion": "~", "unsorted": "?"}
LETTERS = {
    "description": "D", "reflection": "R", "evidence": "E", "p1": "1", "p2": "2", "p3": "3", "p4": "4",
}  # fmt: skip
"""Letters of the marks in the margin."""
_SHORT_GRADES = {"Revisions required": "Revisions", "Incomplete/missing": "Missing", "Not applicable": "N/A"}


class Item(NamedTuple):
    """Something in the pane that Enter acts on: element, criterion, rests, point, mark, note, earlier."""

    kind: str
    id: str = ""


class PaneLine(NamedTuple):
    """One line; ``item`` is the thing it belongs to, ``head`` whether it is the thing's first line."""

    parts: tuple[Part, ...] = ()
    item: Item | None = None
    head: bool = False


def short_grade(word: str) -> str:
    """A grade's word as it fits into a list."""
    return _SHORT_GRADES.get(word, word)


def lines_of(session: Assessing, row: str, width: int, known: Earlier | None = None) -> list[PaneLine]:
    """All lines of a row's judgement within so many cells, with what is ``known`` of the earlier round."""
    page = Page(max(width, 20))
    form, sheet = session.form, session.sheet
    judged = sheet.judgement(row)
    if session.frozen:
        words = f"Submitted – frozen, version {sheet.version}." if sheet.state == "submitted" else "Read only."
        page.text(words, "warn")
    title = form.row_title(row)
    page.text(f"{row} {title}" if len(row) <= 3 else title, "strong")
    page.options("Grade ", [(f"{g.key} {short_grade(g.word)}", g.id == judged.grade) for g in form.grades_for(row)])
    for remark in session.remarks(row):
        page.text(f"~ {remark.message}", "warn", hang=2)
    if known is not None:
        earlier_lines(page, known, session.local, form, row)
    _expectations(page, session, row)
    _elements(page, session, row, judged)
    _criteria(page, session, row, judged)
    _points(page, sheet.points_of(row))
    _marks(
        page, [m for m in session.local.marks if m.section == row and m.label not in form.elements_of(row)], "Marked"
    )
    page.gap()
    note = session.local.notes.get(row, "")
    page.item(
        Item("note"), f"Private note: {note}" if note else "Private note: none, w writes one", "" if note else "muted"
    )
    return page.lines


TICKS = (("addressed", "addressed"), ("partly", "partly"), ("not", "not"))
"""What a required point of the earlier round can be ticked, and the word for it."""


_TICKED = {
    "": ("open", "warn"),
    "addressed": ("addressed", "good"),
    "partly": ("partly", "warn"),
    "not": ("not", "bad"),
}
"""What a tick is called in the list, and its tone."""


def base_of(section: str) -> str:
    """The row that a section belongs to: ``6-2`` is a second advanced area, judged in row 6."""
    return section.partition("-")[0]


def earlier_grades(known: Earlier, form: Form, row: str) -> str:
    """What a row was graded in the earlier round, in words; empty where that is not known."""
    words = [form.grade_word(grade) for grade in known.grades.get(row, [])]
    return f"{' and '.join(words)}{' (one each)' if len(words) > 1 else ''}"


def earlier_lines(page: Page, known: Earlier, local: LocalNotes, form: Form, row: str) -> None:
    """The earlier round's grade and required points of a row, each point with its tick."""
    from cmalt_review.desk.earlier import carried

    required = [point for point in carried(known, local) if base_of(point.passage.section) == row]
    keys = {point.passage.key for point in required}
    others = [p for p in known.passages if base_of(p.section) == row and p.key not in keys]
    grades = earlier_grades(known, form, row)
    if not (grades or required or others):
        return
    page.gap()
    page.text(f"Earlier round: {grades or 'no grade known'}", "strong", hang=2)
    for point in required:  # a line each, or they push the prompts out of sight
        state, tone = _TICKED[point.state or ""]
        words = " ".join(point.passage.text.split())
        room = page.width - len(state) - 3
        shown = words if len(words) <= room else f"{words[: room - 1].rstrip()}…"
        page.add((("! ", "accent"), (f"{state} ", tone), (shown, "")), Item("earlier", point.passage.key), head=True)
    if others:
        words = "1 more passage" if len(others) == 1 else f"{len(others)} more passages"
        page.item(Item("earlier"), f"{words}, not required", "muted")
    page.text("i ticks, E shows all in full" if required else "E shows all in full", "muted")


def _expectations(page: Page, session: Assessing, row: str) -> None:
    section = session.form.section_by_id.get(row)
    principle = next((p for p in session.form.principles if p.id == row), None)
    words = section.expects if section else principle.ask if principle else ""
    if words:
        page.gap()
        page.text(" ".join(words.split()), "em")


def _elements(page: Page, session: Assessing, row: str, judged: Judgement) -> None:
    section = session.form.section_by_id.get(row)
    for key, element in zip(ELEMENT_KEYS, session.form.elements_of(row), strict=False):
        now = judged.elements.get(element)
        item = Item("element", element)
        page.gap()
        principle = next((p for p in session.form.principles if p.id == element), None)
        name = (
            f"{key} P{element[1:]} {principle.short}" if principle else f"{key} {ELEMENT_WORDS.get(element, element)}"
        )
        levels = [(LEVEL_WORDS[level], bool(now and now.level == level)) for level in levels_of(element)]
        page.options(f"{name:<14} ", levels, item)
        for prompt in section.prompts if section else ():
            if prompt.element == element:
                page.text(" ".join(prompt.ask.split()), "muted", hang=2, indent=2, item=item)
        if now and now.note:
            page.text(f"✎ {now.note}", "", hang=4, indent=2, item=item)
        _marks(page, [m for m in session.local.marks if m.section == row and m.label == element], "")


def _criteria(page: Page, session: Assessing, row: str, judged: Judgement) -> None:
    section = session.form.section_by_id.get(row)
    if section is None or not section.assessed or not session.form.criteria:
        return
    page.gap()
    for key, criterion in zip(CRITERION_KEYS, session.form.criteria, strict=False):
        tick = judged.criteria.get(criterion.id)
        met = tick.met if tick else None
        sign, tone = {True: ("✓ yes", "good"), False: ("✗ no", "bad"), None: ("– open", "muted")}[met]
        item = Item("criterion", criterion.id)
        page.add(
            ((f"{key} ", "accent"), (f"{sign:<7}", tone), (criterion.title[: page.width - 9], "")), item, head=True
        )
        if tick and tick.note:
            page.text(f"✎ {tick.note}", "", hang=4, indent=2, item=item)
    if section.several:
        page.gap()
        page.item(Item("rests"), f"Rests on: {judged.rests_on or '– (enter says on which area)'}")


def _points(page: Page, points: Sequence[Point]) -> None:
    page.gap()
    page.text("Points" if points else "Points: none yet, p adds one", "strong" if points else "muted")
    for point in points:
        place = "" if point.element == "whole" else f" · {ELEMENT_WORDS.get(point.element, point.element).lower()}"
        tone = {"required": "bad", "unsorted": "warn", "strength": "good"}.get(point.kind, "accent")
        item = Item("point", str(point.n))
        page.add(((f"{SIGNS[point.kind]} {point.kind}", tone), (place, "muted")), item, head=True)
        page.text(point.text, "", hang=2, indent=2, item=item)


def _marks(page: Page, marks: Sequence[Mark], heading: str) -> None:
    if marks and heading:
        page.gap()
        page.text(heading, "strong")
    for mark in sorted(marks, key=lambda m: m.paragraph):
        words = f"“{mark.quote[: page.width - 10].rstrip()} …”"
        item = Item("mark", str(mark.paragraph))
        page.add(((f"  ┃{LETTERS.get(mark.label, '?')}┃ ", "accent"), (words, "")), item, head=True)


class Page:
    """Lines as they are put one below the other."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[PaneLine] = []

    def add(self, parts: tuple[Part, ...], item: Item | None = None, *, head: bool = False) -> None:
        """One line."""
        self.lines.append(PaneLine(parts, item, head))

    def gap(self) -> None:
        """An empty line, where the one before is not empty."""
        if self.lines and self.lines[-1].parts:
            self.add(())

    def item(self, item: Item, text: str, tone: str = "") -> None:
        """Wrapped text of a thing that can be highlighted."""
        self.text(text, tone, hang=2, item=item, head=True)

    def text(
        self, text: str, tone: str, *, hang: int = 0, indent: int = 0, item: Item | None = None, head: bool = False
    ) -> None:
        """Wrapped text: ``indent`` cells before the first line, ``hang`` before each further one."""
        before, text = indent, text.replace("\t", "    ")
        for start, end in wrap(text, self.width - max(indent, hang)):
            self.add(((" " * before + text[start:end], tone),), item, head=head)
            before, head = hang, False

    def options(self, label: str, options: Sequence[tuple[str, bool]], item: Item | None = None) -> None:
        """A label and what can be chosen: on its line where it fits, else below; the choice stands in brackets."""
        shown = [f"[{words}]" if chosen else f" {words} " for words, chosen in options]
        parts: list[Part] = [(label, "accent" if item else "strong")]
        used, head = len(label), item is not None
        if item and used + sum(map(len, shown)) > self.width:
            self.add(tuple(parts), item, head=True)
            parts, used, head = [(" ", "")], 1, False
        for text, (_, chosen) in zip(shown, options, strict=True):
            if used + len(text) > self.width + 1 and len(parts) > 1:
                self.add(tuple(parts), item, head=head)
                parts, used, head = [("  ", "")], 2, False
            parts.append((text, "good strong" if chosen else "muted"))
            used += len(text)
        self.add(tuple(parts), item, head=head)
