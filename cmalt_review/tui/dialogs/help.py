"""Help, made from the bindings that are active on the screen in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cmalt_review.tui.dialogs.base import Dialog, beside, plain
from cmalt_review.tui.keys import SCREENS, TITLES, display, explanation

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen


_RANK = {key.explanation: rank for keys in SCREENS.values() for rank, key in enumerate(keys)}
"""The order in which ``keys`` lists them."""


def sections_of(screen: Screen[Any]) -> dict[str, list[tuple[str, str]]]:
    """What works on a screen with its present focus: heading → (keys, sentence), each binding once."""
    keys: dict[tuple[str, str], list[str]] = {}
    sentences: dict[tuple[str, str], str] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.tooltip or not active.enabled:
            continue
        section = (binding.id or "").partition(".")[0]
        heading = TITLES.get(section) or (TITLES["app"] if active.node is screen.app else "In this field")
        keys.setdefault((heading, binding.action), []).append(display(key))
        sentences.setdefault((heading, binding.action), explanation(binding))
    found: dict[str, list[tuple[str, str]]] = {}
    for place, names in sorted(keys.items(), key=lambda item: _RANK.get(sentences[item[0]], 0)):
        found.setdefault(place[0], []).append((" ".join(dict.fromkeys(names)), sentences[place]))
    last = [TITLES["table"], TITLES["app"]]
    return dict(sorted(found.items(), key=lambda item: last.index(item[0]) + 1 if item[0] in last else 0))


class HelpDialog(Dialog[None]):
    """The keys of the screen that it was opened on, with a sentence each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1,enter", "cancel", "close", tooltip="Closes the help."),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
    ]
    DEFAULT_CSS = "HelpDialog VerticalScroll { height: auto; max-height: 100%; scrollbar-size: 1 1; }"

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__("Keys")
        self._sections = sections_of(screen)

    def compose_body(self) -> ComposeResult:
        """One block a section."""
        widest = max((len(keys) for rows in self._sections.values() for keys, _ in rows), default=0)
        room = self.inner_width() - widest - 5
        lines: list[Content] = []
        for heading, rows in self._sections.items():
            lines.append(Content.styled(heading, "bold"))
            lines += [beside(f"  {keys.ljust(widest)}  ", sentence, room) for keys, sentence in rows]
        with VerticalScroll():
            yield Static(Content("\n").join(lines), markup=False)
        yield plain("esc close   ctrl+p finds a command by its name   keys.toml changes keys", classes="hint")

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)
