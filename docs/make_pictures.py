"""Draw the pictures of the manual: ``python docs/make_pictures.py [NAME…]`` writes ``docs/pictures/*.svg``.

The real program is driven by its keys on a freshly built fictional workspace, without a terminal and with the clock
standing still, so that the same program always gives the same bytes. Nothing in a picture is fetched from the network.
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

PICTURES = Path(__file__).parent / "pictures"
CLOCK = {"CMALT_REVIEW_NOW": "2026-11-22T21:07:31+00:00", "TZ": "UTC"}

READ = "mairead-solberg-cmalt-resubmission"
DECIDE = "ngozi-petersen-senior-first"
FINISH = "halima-vestergaard-associate-first"
REMARK = " Aurelio Brandt-Moss agrees. Ngozi is a gifted leader."


class Picture(NamedTuple):
    """One picture: which assignment is opened (none: the queue), what is pressed there, the size in cells.

    A key is named as Textual names it; what begins with ``type:`` is typed letter by letter.
    """

    assignment: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (120, 36)


SHOTS = {
    "queue": Picture("", ("down",)),
    "assess": Picture(READ, ("1", "1", "2", "2", "2")),
    "assess-80": Picture(READ, ("1", "1", "2", "2", "2"), (80, 24)),
    "mapping": Picture(READ, ("v", "down", "down")),
    "point": Picture(READ, ("1", "1", "2", "2", "2", "p", "ctrl+l", "ctrl+l", "ctrl+o", "1")),
    "phrases": Picture(READ, ("1", "1", "2", "2", "2", "p", "ctrl+l", "ctrl+l", "ctrl+o")),
    "reconcile": Picture(DECIDE, ()),
    "finish": Picture(FINISH, ()),
    "feedback": Picture(DECIDE, ("f", "e", "e", "ctrl+end", f"type:{REMARK}", "escape", "n")),
}


@contextmanager
def standing_clock(folder: Path) -> Iterator[None]:
    """The clock stands still, and the user's own folders are out of reach."""
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "DATA", "CONFIG", "CACHE")}
    before = dict(os.environ)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        os.environ.pop(name, None)
    os.environ.update({**own, **CLOCK})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def without_fonts(svg: str) -> str:
    """The picture without the web fonts that a viewer would fetch."""
    return re.sub(r"\s*@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)


async def draw(workspace: Path, picture: Picture) -> str:
    """One picture as SVG."""
    from cmalt_review.desk.desk import Desk
    from cmalt_review.tui.app import ReviewApp

    desk = Desk.open(workspace)
    try:
        desk.refresh_rows()
        app = ReviewApp(desk, open_id=picture.assignment)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause(0.5)
            for key in picture.keys:
                await pilot.press(*(key.removeprefix("type:") if key.startswith("type:") else [key]))
                await pilot.pause(0.2)
            await pilot.pause(1.5)  # what is checked or read beside the screen has come by then
            desk.writer.flush()
            for field in app.screen.query("TextArea, Input"):
                field.cursor_blink = False  # type: ignore[attr-defined]
            await pilot.pause(0.5)
            return app.export_screenshot(title="cmalt-review")
    finally:
        desk.close()


def main(names: list[str]) -> None:
    """Draw all pictures, or those named."""
    from cmalt_review.demo.build import build_demo

    PICTURES.mkdir(exist_ok=True)
    for name in names or SHOTS:
        with tempfile.TemporaryDirectory() as folder, standing_clock(Path(folder)):
            workspace = Path(folder) / "demo"
            build_demo(workspace)
            svg = without_fonts(asyncio.run(draw(workspace, SHOTS[name])))
        if re.search(r"""(href|src)\s*=|url\(["']?(?!#)""", svg):
            sys.exit(f"{name}: the picture would fetch something")
        (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")
        print(f"{name}.svg, {len(svg) // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
