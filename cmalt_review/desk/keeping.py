"""What stays on this desk: private notes, marks, evidence ticks, dismissed findings, typed links."""

from typing import Any

from cmalt_review.desk.editing import Editing
from cmalt_review.model.sheet import Dismissal, EvidenceTick, LocalNotes, Mark
from cmalt_review.model.text import clean, clean_line
from cmalt_review.store.clock import now


class Keeping(Editing):
    """Edits of what is neither hashed nor sent; possible after submission too."""

    def note(self, row: str, text: str) -> None:
        """The private note on a row: neither hashed nor sent; it can be written after submission too."""
        notes = {**self.local.notes, self._row(row): clean(text)}
        self._change(f"private note on {row}", local=self._local(notes=notes), merge=f"private {row}")

    def mark(self, section: str, paragraph: int, quote: str, label: str | None) -> None:
        """Mark a paragraph of the candidate's text, or take its mark away."""
        marks = [m for m in self.local.marks if (m.section, m.paragraph) != (section, paragraph)]
        if label:
            marks.append(Mark(section=section, paragraph=paragraph, quote=quote, label=label))
        self._change(f"mark in {section}", local=self._local(marks=marks))

    def tick(self, target: str, state: str | None, note: str = "") -> None:
        """Note what came of opening a piece of evidence: seen, broken, unneeded; ``None`` takes it back."""
        ticks = [tick for tick in self.local.evidence if tick.target != target]
        if state:
            ticks.append(EvidenceTick.model_validate({"target": target, "state": state, "note": note, "at": now()}))
        self._change("evidence", local=self._local(evidence=ticks))

    def dismiss(self, rule: str, sentence: str) -> None:
        """Put a finding of the checker aside for good."""
        dismissed = [*self.local.dismissed, Dismissal(rule=rule, sentence=sentence)]
        self._change("dismissed finding", local=self._local(dismissed=dismissed))

    def add_links(self, section: str, links: list[str]) -> None:
        """Links typed or pasted for a section."""
        present = self.local.links.get(section, [])
        both = {**self.local.links, section: list(dict.fromkeys([*present, *map(clean_line, links)]))}
        self._change(f"links of {self._row(section)}", local=self._local(links=both))

    def carry(self, point: str, state: str | None) -> None:
        """Tick a required point of the earlier round (``section:n``); ``None`` takes the tick back."""
        carried = {key: ticked for key, ticked in self.local.carried.items() if key != point}
        if state:
            carried[point] = state
        self._change(f"earlier point {point}", local=self._local(carried=carried))

    def require(self, point: str, on: bool = True) -> None:
        """Make a passage of the earlier feedback (``section:n``) a required point, or take that back."""
        others = [key for key in self.local.required if key != point]
        self._change(f"earlier point {point}", local=self._local(required=[*others, point] if on else others))

    def _local(self, **update: Any) -> LocalNotes:
        # On what is now kept: another screen over the same portfolio may have put something else aside meanwhile.
        return self._files.local(self.assignment.id).model_copy(update=update)
