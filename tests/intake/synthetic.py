"""Fictional portfolios in the many shapes that candidates give them, with the truth about each section.

Every body is made of words of its own section (``word1a17``), so that a test can say where each word went.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from cmalt_review.intake.document import Document, Page
from cmalt_review.model.form import Form, Section

Heading = Callable[[Section], str]

_FILLER = [
    "I", "planned", "the", "course", "and", "chose", "a", "tool", "because", "learners", "asked", "for", "it", "then",
    "saw", "what", "worked",
]  # fmt: skip
_OWN = ["Lecture capture for all", "A marking pilot", "What the students said", "Moving house", "The Harbour project"]
_AREAS = {
    "1": "Operational issues", "2": "Learning, teaching and assessment", "3": "The wider context",
    "4": "Communication", "5": "Specialist areas", "6": "Advanced areas",
}  # fmt: skip


def body(tag: str, words: int, rng: random.Random) -> str:
    """Paragraphs of about this many words, every third of which carries the tag."""
    found = [f"{tag}{n}" if n % 3 == 0 else rng.choice(_FILLER) for n in range(words)]
    cuts = [found[i : i + 60] for i in range(0, len(found), 60)]
    return "\n\n".join(" ".join(part).capitalize() + "." for part in cuts)


def tag_of(section_id: str) -> str:
    """The tag of a section's words."""
    return f"word{section_id.replace('-', 'x')}q"


def _numbered(section: Section) -> bool:
    return section.id[0].isdigit()


def _title(section: Section, prefix: str) -> str:
    return prefix + section.title if _numbered(section) and len(section.id) > 1 else section.title


HEADINGS: dict[str, Heading] = {
    "core area 1a: title": lambda s: _title(s, f"Core Area {s.id}: "),
    "core area 1a title": lambda s: _title(s, f"Core area {s.id} "),
    "1a – title": lambda s: _title(s, f"{s.id} – "),
    "1a. title": lambda s: _title(s, f"{s.id}. "),
    "1.a title": lambda s: _title(s, f"{s.id[0]}.{s.id[1:]} "),
    "1A. title": lambda s: _title(s, f"{s.id.upper()}. "),
    "Section 1a: title": lambda s: _title(s, f"Section {s.id}: "),
    "1a": lambda s: s.id if _numbered(s) and len(s.id) > 1 else s.title,
    "1a own words": lambda s: f"{s.id}: {_OWN[len(s.title) % 5]}" if _numbered(s) and s.id[0] < "5" else s.title,
    "1 (a) title": lambda s: _title(s, f"{s.id[0]} ({s.id[1:]}) "),
    "title alone": lambda s: s.title,
    "1a -short": lambda s: f"{s.id} -{s.short.lower()}" if _numbered(s) and len(s.id) > 1 else s.title,
    "2.1 title": lambda s: _title(s, f"{s.id[0]}.{'abcdef'.find(s.id[1:] or 'a') + 1} "),
    "a) title": lambda s: _title(s, f"{s.id[1:]}) "),
    "CAPITALS": lambda s: _title(s, f"{s.id}: ").upper(),
}  # fmt: skip


@dataclass
class Shape:
    """How one portfolio is written."""

    heading: str = "core area 1a: title"
    areas: bool = True
    """Whether core areas have headings of their own."""
    layout: str = "nested"
    """``nested`` (areas above sections), ``flat`` (one level for everything), ``bold``, ``lines``."""
    elements: str = "none"
    """Description, Reflection, Evidence: ``none``, ``deeper``, ``same``, ``bold``, ``named``."""
    own: str = "none"
    """Sub-headings of the candidate's: ``none``, ``deeper``, ``same``."""
    contents: str = "none"
    """A table of contents: ``none``, ``links``, ``headings``, ``lines``, ``dots``."""
    split: bool = False
    """Whether the number stands on one line and the title on the next."""
    preface: bool = False
    references: str = "none"
    """``none``, ``end``, ``each``."""
    stray: bool = False
    reverse: bool = False
    whole_area_3: bool = False
    two_futures: bool = False
    declaration: bool = False
    pages: str = "one"
    """``one``, ``section`` (a page for each), ``names`` (no heading but the file's name), ``area``."""
    two_advanced: bool = False
    future_by_area: bool = False
    """Whether the future plans have sub-headings named like the sections."""


@dataclass
class Made:
    """A portfolio with the truth: for each section that it has, the words that must be in it."""

    document: Document
    truth: dict[str, set[str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


class _Maker:
    def __init__(self, form: Form, shape: Shape, rng: random.Random) -> None:
        self.form, self.shape, self.rng = form, shape, rng
        self.truth: dict[str, set[str]] = {}
        self.sizes: dict[str, int] = {}

    def mark(self, text: str, level: int) -> str:
        layout = self.shape.layout
        if layout == "bold":
            return f"**{text}**"
        if layout == "lines":
            return text
        return f"{'#' * (2 if layout == 'flat' else level)} {text}"

    def section(self, section: Section) -> str:
        rng = self.rng
        id_ = section.id
        words = rng.randint(90, 400)
        text = body(tag_of(id_), words, rng)
        self.truth.setdefault(id_, set()).update(w.strip(".").lower() for w in text.split() if tag_of(id_) in w.lower())
        self.sizes[id_] = self.sizes.get(id_, 0) + words
        return "\n\n".join(part for part in (self.head(section), self.inner(section, text)) if part)

    def head(self, section: Section) -> str:
        shape = self.shape
        heading = HEADINGS[shape.heading](section)
        if shape.declaration and section.id == "confirmation":
            heading = "Declaration"
        if shape.pages == "names":
            return ""
        if shape.split and _numbered(section) and len(section.id) > 1:
            return f"{self.mark(section.id, 3)}\n\n{self.mark(section.title, 3)}"
        return self.mark(heading, 3 if section.area and shape.areas else 2)

    def inner(self, section: Section, text: str) -> str:
        shape = self.shape
        parts = text.split("\n\n")
        assessed = section.assessed and len(parts) > 1
        subs: list[str] = []
        if shape.elements != "none" and assessed:
            subs = ["Description", "Reflection", "Evidence"]
            if shape.elements == "named":
                subs = [f"{sub} Core Area {section.id}" if len(section.id) == 2 else sub for sub in subs]
        elif shape.own != "none" and len(parts) > 1:
            subs = self.rng.sample(_OWN, 2)
        elif shape.future_by_area and section.id == "future" and len(parts) > 2:
            subs = ["Technical knowledge", "Legislation"]
        same = shape.elements == "same" or shape.own == "same" or shape.layout == "flat"
        bold = shape.elements == "bold" or shape.layout in ("bold", "lines")
        marked = [f"**{s}**" if bold else f"{'##' if same else '####'} {s}" for s in subs]
        if same and shape.layout == "nested":
            marked = [m.replace("## ", "### " if section.area and shape.areas else "## ", 1) for m in marked]
        out: list[str] = []
        for i, part in enumerate(parts):
            if i < len(marked):
                out.append(marked[i])
            out.append(part)
        if shape.references == "each" and section.assessed and shape.layout == "nested":
            out.append("#### References\n\n- Someone (2019) A book. Publisher.")
        return "\n\n".join(out)

    def area(self, area: str, sections: list[Section]) -> str:
        out = []
        shape = self.shape
        if shape.areas and (len(sections) > 1 or sections[0].id[:1] != "4"):
            title = next(a.title for a in self.form.areas if a.id == area)
            head = title if title.lower().startswith("core") or area in "56" else f"Core area {area}: {_AREAS[area]}"
            if shape.pages != "names":
                out.append(self.mark(head, 2))
            if shape.preface and shape.layout != "lines":
                out.append("Here I say what this area is about, in a few words of my own.")
        if shape.stray and shape.layout == "nested":
            out.append("### ")
        if area == "3" and shape.whole_area_3 and shape.areas and len(sections) > 1:
            first = sections[0]
            words = self.rng.randint(100, 300)
            text = body(tag_of(first.id), words, self.rng)
            self.truth[first.id] = {w.strip(".").lower() for w in text.split() if tag_of(first.id) in w.lower()}
            self.sizes[first.id] = words
            return "\n\n".join([*out, text])
        for section in reversed(sections) if shape.reverse else sections:
            out.append(self.section(section))
            if section.several and shape.two_advanced and shape.pages == "one" and shape.layout == "nested":
                out[-1] = out[-1].replace(section.title, "Advanced area 1: Leading a team", 1)
                words = 120
                text = body(tag_of("6-2"), words, self.rng)
                out.append(f"### Advanced area 2: Policy work\n\n{text}")
                self.truth["6-2"] = {w.strip(".").lower() for w in text.split() if tag_of("6-2") in w.lower()}
                self.sizes["6-2"] = words
        return "\n\n".join(out)


def make(form: Form, shape: Shape, seed: int = 0) -> Made:
    """One portfolio of this shape; the same for the same seed."""
    rng = random.Random(seed)
    maker = _Maker(form, shape, rng)
    groups: list[tuple[str, list[Section]]] = []
    for section in form.sections:
        if not section.required:
            continue
        if groups and section.area and groups[-1][0] == section.area:
            groups[-1][1].append(section)
        else:
            groups.append((section.area, [section]))
    parts: list[tuple[str, str]] = []
    for area, sections in groups:
        if area:
            parts.append((f"core-area-{area}", maker.area(area, sections)))
        else:
            text = maker.section(sections[0])
            if sections[0].id == "future" and shape.two_futures and shape.layout == "nested" and shape.pages == "one":
                more = body(tag_of("future"), 60, rng)
                maker.truth["future"] |= {w.strip(".").lower() for w in more.split() if tag_of("future") in w.lower()}
                maker.sizes["future"] += 60
                text += f"\n\n## Future plans (2029–2031)\n\n{more}"
            parts.append((sections[0].id, text))
    if shape.reverse:
        parts.reverse()
    return Made(_document(form, shape, parts, maker), maker.truth, maker.sizes)


def _document(form: Form, shape: Shape, parts: list[tuple[str, str]], maker: _Maker) -> Document:
    if shape.pages == "names":
        return _by_names(form, maker)
    if shape.pages == "area":
        titles = {f"core-area-{a.id}": a.title for a in form.areas} | {s.id: s.title for s in form.sections}
        pages = [Page(f"posts/{n}-{name}.md", titles[name], text) for n, (name, text) in enumerate(parts)]
        return Document(tuple(pages), format="markdown")
    front = [_contents(form, shape)] if shape.contents != "none" else []
    if shape.preface:
        front.insert(0, "# My portfolio\n\nWelcome to my portfolio. I made it over the winter.")
    text = "\n\n".join([*front, *(text for _, text in parts)])
    if shape.references == "end" and shape.layout not in ("bold", "lines"):
        text += "\n\n## References\n\nSomeone (2019) A book. Publisher.\n\n## Thanks\n\nTo my colleagues at Eastmoor."
    return Document((Page("portfolio.md", "", text),), format="markdown")


def _by_names(form: Form, maker: _Maker) -> Document:
    maker.truth.clear()
    maker.sizes.clear()
    pages = []
    for section in form.sections:
        if section.required:
            name = f"core-area-{section.id}" if len(section.id) == 2 else section.title.lower().replace(" ", "-")
            pages.append(Page(f"site/{name}.html", "", maker.section(section)))
    return Document(tuple(pages), format="html")


def _contents(form: Form, shape: Shape) -> str:
    titles = [HEADINGS[shape.heading](s) for s in form.sections if s.required]
    if shape.contents == "links":
        return "## Contents\n\n" + "\n".join(f"- [{title}](#s{n})" for n, title in enumerate(titles))
    if shape.contents == "headings":
        return "\n\n".join(f"## {title}" for title in titles)
    if shape.contents == "dots":
        return "Contents\n\n" + "\n\n".join(f"{title} ........ {n + 2}" for n, title in enumerate(titles))
    return "\n\n".join(titles)


def random_shape(rng: random.Random) -> Shape:
    """A shape with every feature drawn at will; combinations that no author could mean are left out."""
    shape = Shape(
        heading=rng.choice(list(HEADINGS)),
        areas=rng.random() < 0.7,
        layout=rng.choice(["nested", "nested", "nested", "flat", "bold", "lines"]),
        elements=rng.choice(["none", "none", "deeper", "same", "bold", "named"]),
        own=rng.choice(["none", "none", "deeper", "same"]),
        contents=rng.choice(["none", "none", "links", "headings", "lines", "dots"]),
        split=rng.random() < 0.1,
        preface=rng.random() < 0.4,
        references=rng.choice(["none", "end", "each"]),
        stray=rng.random() < 0.2,
        reverse=rng.random() < 0.15,
        whole_area_3=rng.random() < 0.2,
        two_futures=rng.random() < 0.15,
        declaration=rng.random() < 0.3,
        pages=rng.choice(["one", "one", "one", "area", "names"]),
        two_advanced=rng.random() < 0.3,
        future_by_area=rng.random() < 0.2,
    )
    if shape.heading == "a) title" or shape.layout == "flat":
        shape.areas = shape.heading == "a) title" or shape.areas
    return shape


def wrong(made: Made, texts: dict[str, str]) -> dict[str, str]:
    """The sections that are not as they should be, and why: at least nine tenths of their words, little of others'."""
    found: dict[str, str] = {}
    for id_, wanted in made.truth.items():
        words = {word.strip(".*#").lower() for word in texts.get(id_, "").split()}
        have = len(wanted & words) / len(wanted)
        strange = sum(1 for word in words if word.startswith("word") and word not in wanted)
        if have < 0.9:
            found[id_] = f"has {have:.0%} of its words"
        elif strange > len(wanted) / 4:
            found[id_] = f"has {strange} words of other sections"
    return found
