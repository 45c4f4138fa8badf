"""The points of a sheet."""

from cmalt_review.desk.editing import Editing
from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import POINT_KINDS, Point


class Pointing(Editing):
    """Edits of points."""

    def add_point(self, section: str, element: str, kind: str, text: str, frame: str = "") -> Point:
        """Write a point. Raises ``ReviewError`` for a section, element or kind that is not there, or no words."""
        point = self._point(self.sheet.next_point, section, element, kind, text, frame)
        sheet = self.sheet.model_copy(
            update={"points": [*self.sheet.points, point], "next_point": self.sheet.next_point + 1}
        )
        self._change(f"point on {section}", sheet=sheet, merge=f"point {point.n}")
        return point

    def edit_point(
        self,
        n: int,
        *,
        text: str | None = None,
        kind: str | None = None,
        element: str | None = None,
        section: str | None = None,
        frame: str | None = None,
    ) -> Point:
        """Change a point's words, kind or place, or the phrase that it is written from."""
        old = self.point(n)
        point = self._point(
            n,
            section or old.section,
            element or old.element,
            kind or old.kind,
            old.text if text is None else text,
            old.frame if frame is None else frame,
        )
        points = [point if p.n == n else p for p in self.sheet.points]
        typing = kind is None and element is None and section is None
        self._change(
            f"point on {point.section}",
            sheet=self.sheet.model_copy(update={"points": points}),
            merge=f"point {n}" if typing else "",
        )
        return point

    def delete_point(self, n: int) -> None:
        """Delete a point; its number is not used again."""
        gone = self.point(n)
        points = [point for point in self.sheet.points if point.n != n]
        self._change(f"deleted point on {gone.section}", sheet=self.sheet.model_copy(update={"points": points}))

    def move_point(self, n: int, step: int) -> None:
        """Move a point up (-1) or down (+1) among the points of its section."""
        moved = self.point(n)
        section = [point.n for point in self.sheet.points_of(moved.section)]
        place = section.index(n) + step
        if not 0 <= place < len(section):
            return
        other = self.point(section[place])
        swap = {n: other, other.n: moved}
        points = [swap.get(point.n, point) for point in self.sheet.points]
        self._change(f"order of points on {moved.section}", sheet=self.sheet.model_copy(update={"points": points}))

    def point(self, n: int) -> Point:
        """A point by its number. Raises ``ReviewError``."""
        found = next((point for point in self.sheet.points if point.n == n), None)
        if found is None:
            raise ReviewError(f"There is no point {n}", "", "See `cmalt-review show ID` for the points there are.")
        return found

    def _point(self, n: int, section: str, element: str, kind: str, text: str, frame: str) -> Point:
        """A point made of checked parts. Raises ``ReviewError``."""
        elements = [*self.form.elements_of(self._row(section)), "whole"]
        if element not in elements:
            raise ReviewError(
                f"{section} has no element {element!r}", self.form.title, f"It has {', '.join(elements)}."
            )
        if kind not in POINT_KINDS:
            raise ReviewError(f"{kind!r} is no kind of point", "", f"It is one of {', '.join(POINT_KINDS)}.")
        if not text.strip():
            raise ReviewError("A point needs words")
        return Point.model_validate(
            {"n": n, "section": section, "element": element, "kind": kind, "text": text.strip(), "frame": frame}
        )
