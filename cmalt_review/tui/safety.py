"""What keeps a hostile text from the terminal, and a portfolio's words from a crash report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from textual.color import Color

# C0, DEL, C1; zero-width and bidi characters, line and paragraph separators; surrogates, tags.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def safe_text(text: str) -> str:
    """The text without characters that steer a terminal or cannot be seen; it takes as many cells as before."""
    if _UNSAFE.search(text) is None:
        return text
    cleaned = _UNSAFE.sub("", text)
    width = cell_len(text)
    return cleaned if cell_len(cleaned) == width else set_cell_size(cleaned, width)


class HostileTextFilter(LineFilter):
    """Cleans every segment of every widget on its way to the terminal: the last of two layers."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments where all are clean (the usual case), otherwise cleaned copies."""
        search = _UNSAFE.search
        for segment in segments:
            if search(segment.text) is not None:
                return [Segment(safe_text(text), style, control) for text, style, control in segments]
        return segments


def crash_report(error: BaseException) -> str:
    """Type and place (file and line) of an error and of its causes: no message, no variables, no text of anybody."""
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        trace = current.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def write_crash_report(error: BaseException, folder: Path, at: datetime) -> Path | None:
    """Write the report into the state folder, for this user only; its path, or None where the disk does not take it."""
    path = folder / f"crash-{at:%Y%m%d-%H%M%S}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(crash_report(error), encoding="utf-8")
        path.chmod(0o600)
    except OSError:
        return None
    return path
