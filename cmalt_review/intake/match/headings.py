"""Pages of Markdown as blocks: a heading (or a line that may be one) and the lines below it."""

import re
from dataclasses import dataclass, field

from cmalt_review.intake.match.wording import plain
from cmalt_review.model.text import count_words

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_HTML = re.compile(r"^\s*<h([1-6])\b[^>]*>(.*?)</h\1>\s*$", re.I)
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_BOLD = re.compile(
    r"^\s*(?:>\s*)?((?:\d{1,2}|[a-z])[.)]\s+)?(\*\*\*|\*\*|___|__|<b>|<strong>)(?=\S)(.{1,200}?)(?:\2|</b>|</strong>)\s*:?\s*\\?$",
    re.I,
)
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|[a-z][.)])\s+\S")
_PIPE = re.compile(r"(?<!\\)\|")
_BULLET = re.compile(r"^\s*[-*+•]\s+")
_MANY_WORDS = 22
_SHORT_LINE = 70
_LONG_CELL = 12
"""Words from which a table's cell is text and not a label."""
_BREAK = re.compile(r"\s*<br\s*/?>\s*")


@dataclass
class Block:
    """A heading with the lines below it, up to the next heading."""

    page: int
    style: str
    """``title`` (of a page), ``real``, ``bold``, ``line``, or empty for text before any heading."""
    level: int
    """1 to 6 for a real heading, 0 for a page's title, 7 for a line that may be one."""
    raw: list[str] = field(default_factory=list)
    """The heading's own lines as they stand in the source."""
    heading: str = ""
    """The heading's visible words."""
    body: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    """For a heading in a table's cell: the text of the other cells of its row."""
    clue: str = ""
    """For a page whose title tells nothing: its name in words, to be judged instead."""
    name: str = ""
    """For a page: its file name or address in words."""

    @property
    def words(self) -> int:
        """How many words the body has."""
        return count_words("\n".join([*self.beside, *self.body]))


def blocks_of(markdown: str, page: int) -> list[Block]:
    """The blocks of one page. Lines that only may be headings are blocks too: see ``guess``."""
    lines = markdown.split("\n")
    blocks = [Block(page, "", 0)]
    fence = ""
    i = 0
    while i < len(lines):
        line = lines[i]
        if found := _FENCE.match(line):
            fence = "" if fence == found[1] else fence or found[1]
        if not fence and (block := _real(lines, i, page)):
            blocks.append(block)
            i += len(block.raw)
            continue
        if not fence and (block := _maybe(lines, i, page)):
            blocks.append(block)
        else:
            blocks[-1].body.append(line)
        i += 1
    return blocks


def _real(lines: list[str], i: int, page: int) -> Block | None:
    line = lines[i]
    if found := _ATX.match(line):
        return Block(page, "real", len(found[1]), [line], plain(found[2] or ""))
    if found := _HTML.match(line):
        return Block(page, "real", int(found[1]), [line], plain(found[2]))
    following = lines[i + 1] if i + 1 < len(lines) else ""
    before = lines[i - 1] if i else ""
    under = _SETEXT.match(following)
    if (
        under
        and line.strip()
        and not before.strip()
        and not _ITEM.match(line)
        and not line.lstrip().startswith(("|", ">"))
    ):
        return Block(page, "real", 1 if under[1][0] == "=" else 2, [line, following], plain(line))
    return None


def _maybe(lines: list[str], i: int, page: int) -> Block | None:
    line = lines[i]
    if line.lstrip().startswith("|"):
        return _cell(line, page)
    if found := _BOLD.match(line):
        return Block(page, "bold", 7, [line], plain(f"{found[1] or ''}{found[3].strip('*_ ')}"))
    if not line.strip() or line.lstrip().startswith(("!", "[", "<a", "<p", "<d")):
        return None
    before, after = lines[i - 1] if i else "", lines[i + 1] if i + 1 < len(lines) else ""
    text = plain(_BULLET.sub("", line))
    if before.strip() or _in_list(lines, i) or (after.strip() and not _stands_out(text, after)):
        return None
    if not text or len(text) > 160 or len(text.split()) > _MANY_WORDS or (text[-1] in ".!?,;" and len(text) > 4):
        return None
    return Block(page, "line", 7, [line], text)


def _stands_out(text: str, after: str) -> bool:
    """Whether a line with another right below it may be a heading: short, and not running on."""
    return len(text) <= _SHORT_LINE and (text.isupper() or after.lstrip()[:1].isupper()) and not text.endswith(":")


def _cell(line: str, page: int) -> Block | None:
    """A table's row with words in one cell only, or with a label before a text: templates set their headings so."""
    cells = [cell.strip() for cell in _PIPE.split(line.strip().strip("|")) if cell.strip()]
    at = next((n for n, cell in enumerate(cells) if count_words(cell) >= _LONG_CELL), len(cells))
    if at == len(cells) and at > 1:
        return None
    at = max(at, 1) if len(cells) == 1 else at
    text = plain(" ".join(cells[:at]))
    if not text or len(text.split()) > _MANY_WORDS:
        return None
    beside = "\n\n".join(_BREAK.sub("\n\n", cell) for cell in cells[at:])
    return Block(page, "line", 7, [line], text, beside=beside.split("\n") if beside else [])


def _in_list(lines: list[str], i: int) -> bool:
    """Whether the line is an item among others, so that it is no heading."""
    if not _ITEM.match(lines[i]):
        return False
    above = next((line for line in reversed(lines[:i]) if line.strip()), "")
    below = next((line for line in lines[i + 1 :] if line.strip()), "")
    return bool(_ITEM.match(above) or _ITEM.match(below))
