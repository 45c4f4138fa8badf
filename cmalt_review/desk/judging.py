"""Grades, levels, criteria, overall text and recommendation of a sheet."""

from typing import Any

from cmalt_review.desk.editing import Editing
from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import CriterionTick, ElementJudgement, Judgement, Recommendation, levels_of
from cmalt_review.model.text import clean, clean_line
from cmalt_review.rules.outcome import allowed


class Judging(Editing):
    """Edits of what is judged."""

    def check(self, row: str, grade: str, levels: list[tuple[str, str]], noted: list[str]) -> None:
        """Raise ``ReviewError`` where a grade, an element or a level is not the form's, before anything is changed."""
        self._check_grade(row, grade)
        for element, level in levels:
            self._check_level(row, element, level)
        for element in noted:
            self._element(row, element)

    def grade(self, row: str, grade: str | None) -> None:
        """Grade a row, or take its grade away. Raises ``ReviewError`` for a row or grade that the form lacks."""
        if grade is not None:
            self._check_grade(row, grade)
        self._judge(row, f"grade of {row}", grade=grade)

    def element(self, row: str, element: str, level: str | None) -> None:
        """Judge one element of a section. Raises ``ReviewError`` for an element or level that it lacks."""
        if level is not None:
            self._check_level(row, element, level)
        judged = self._element(row, element)
        self._put_element(row, element, judged.model_copy(update={"level": level}), f"{element} of {row}")

    def element_note(self, row: str, element: str, text: str) -> None:
        """The note on an element, which the other assessor may read."""
        judged = ElementJudgement(level=self._element(row, element).level, note=text)
        self._put_element(row, element, judged, f"note on {element} of {row}", merge=f"note {row} {element}")

    def criterion(self, row: str, id_: str, met: bool | None, note: str = "") -> None:
        """Tick one of the pathway's criteria for a section."""
        if id_ not in [criterion.id for criterion in self.form.criteria]:
            raise ReviewError(f"{self.form.title} has no criterion {id_!r}")
        present = self.sheet.judgement(row).criteria
        typing = id_ in present and present[id_].met == met  # the note is being written
        criteria = {**present, id_: CriterionTick(met=met, note=note)}
        self._judge(row, f"{id_} of {row}", merge=f"criterion {row} {id_}" if typing else "", criteria=criteria)

    def rests_on(self, row: str, text: str) -> None:
        """Say on which of several advanced areas the judgement rests."""
        self._judge(row, f"what {row} rests on", merge=f"rests {row}", rests_on=clean_line(text))

    def overall(self, text: str) -> None:
        """My own overall text."""
        sheet = self.sheet.model_copy(update={"overall": clean(text)})
        self._change("overall text", sheet=sheet, merge="overall")

    def recommend(self, outcome: str | None, reason: str = "") -> None:
        """Recommend an outcome. Raises ``ReviewError`` for one that this round does not allow."""
        recommendation = None
        present = self.sheet.recommendation
        typing = present is not None and present.outcome == outcome  # the reason is being written
        if outcome is not None:
            chosen = allowed(self.form, outcome, self.assignment.round)
            recommendation = Recommendation(outcome=chosen.id, reason=reason)
        sheet = self.sheet.model_copy(update={"recommendation": recommendation})
        self._change("recommended outcome", sheet=sheet, merge=f"outcome {outcome}" if typing else "")

    def judge(self, judgements: dict[str, Judgement], label: str) -> None:
        """Put whole judgements on rows, as one step of undo. The caller sees to it that the form has what they say."""
        both = {**self.sheet.judgements, **{self._row(row): judged for row, judged in judgements.items()}}
        self._change(label, sheet=self.sheet.model_copy(update={"judgements": both}))

    def _judge(self, row: str, label: str, merge: str = "", **update: Any) -> None:
        """Change some fields of a row's judgement."""
        judged = self.sheet.judgement(self._row(row)).model_copy(update=update)
        judgements = {**self.sheet.judgements, row: judged}
        if judged == Judgement():
            del judgements[row]
        self._change(label, sheet=self.sheet.model_copy(update={"judgements": judgements}), merge=merge)

    def _check_grade(self, row: str, grade: str) -> None:
        here = [g.id for g in self.form.grades_for(self._row(row))]
        if grade not in here:
            raise ReviewError(
                f"{row} does not take the grade {grade!r}", self.form.title, f"It takes {', '.join(here)}."
            )

    def _check_level(self, row: str, element: str, level: str) -> None:
        self._element(row, element)
        if level not in levels_of(element):
            raise ReviewError(
                f"{level!r} is no level of {element}", "", f"It is one of {', '.join(levels_of(element))}."
            )

    def _element(self, row: str, element: str) -> ElementJudgement:
        if element not in self.form.elements_of(self._row(row)):
            known = ", ".join(self.form.elements_of(row)) or "none"
            raise ReviewError(f"{row} has no element {element!r}", self.form.title, f"It has {known}.")
        return self.sheet.judgement(row).elements.get(element) or ElementJudgement()

    def _put_element(self, row: str, element: str, judged: ElementJudgement, label: str, merge: str = "") -> None:
        elements = {**self.sheet.judgement(row).elements, element: judged}
        if judged == ElementJudgement():
            del elements[element]
        self._judge(row, label, merge, elements=elements)
