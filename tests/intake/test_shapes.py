"""Shapes of portfolios that name their sections in other ways than by a plain heading of their own."""

from collections.abc import Sequence

import pytest

from cmalt_review.intake.cut import cut
from cmalt_review.intake.document import Document, Page
from cmalt_review.intake.readers.site import read_files
from cmalt_review.model.portfolio import Portfolio
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import load_form

_TEXTS = {
    "contextual": "I work with lighthouse keepers on an island where the ferry calls twice a week.",
    "1a": "The recorder was cheap, yet its batteries failed in the damp of the lamp room by noon.",
    "1b": "I wrote a script that turns the log of the lamp into a quiz for newcomers each week.",
    "1c": "Four harbours took the quiz up after I had trained one champion in each of them.",
    "2a": "Each watch begins with a question that the last watch left for the next to answer.",
    "2b": "Most keepers study at night, alone, with one hand on the rail and one on the screen.",
    "3a": "Under the accessibility regulations I had each chart described in words for the blind.",
    "3b": "The board’s own baseline asks for captions, which I had helped to write a year before.",
    "4a": "I bring skippers, engineers and clerks to one table when the winter rota is drawn up.",
    "5a": "Storm simulation is what I know best, and three islands now train with my scenes.",
    "future": "Next year I want to study how keepers learn from each other over the radio at sea.",
    "confirmation": "I confirm that this is my own work. Signed: Oona Tierney, 4 March 2024, at the harbour.",
}


def _cut(pages: Sequence[Page], form: str = "cmalt-2019") -> dict[str, str]:
    pieces = cut(Document(tuple(pages), format="markdown"), load_form(data_dir("forms") / f"{form}.toml"))
    return {section.id: section.text for section in Portfolio(form=form, pieces=pieces).sections()}


def _one(headings: dict[str, str], level: int = 2) -> dict[str, str]:
    lines = [f"{'#' * level} {headings[id_]}\n\n{_TEXTS[id_]}" for id_ in headings]
    return _cut([Page("portfolio.md", "", "# CMALT\n\n" + "\n\n".join(lines))])


_PLAIN = {
    "contextual": "Contextual statement", "1a": "1a Tools", "1b": "1b Scripts", "1c": "1c Harbours", "2a": "2a Watches",
    "2b": "2b Keepers", "3a": "3a Law", "3b": "3b Baseline", "4a": "4 Rota", "5a": "Specialist area: storms",
    "future": "Future plans", "confirmation": "Confirmation",
}  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"1a": "Area 1: Operational issues – part a", "1b": "Area 1: Operational issues – part b"},
        {"2a": "Learning and teaching A", "2b": "Learning and teaching B"},
        {"3a": "Deddfwriaeth / Legislation", "3b": "Polisïau / Policies and standards"},
        {"1a": "🔧 1 · a · Weighing up", "1b": "🔧 1 · b · Making"},
        {"5a": "SA: Storms at sea"},
        {"5a": "Specialist area Storms at sea"},
        {"4a": "How do I communicate and work with others?", "future": "What are my plans for the future?"},
        {"contextual": "Preamble: contextual statement"},
        {"contextual": "Who am I?"},
        {"4a": "Bringing people to the table"},
        {"confirmation": "Sign-off"},
    ],
)
def test_other_ways_to_name_a_section(changed: dict[str, str]) -> None:
    found = _one({**_PLAIN, **changed})
    assert {id_: text.strip() for id_, text in found.items()} == _TEXTS


def test_own_numbering_that_is_one_ahead() -> None:
    titles = {
        "contextual": "1. Contextual statement", "1": "2. Operational issues", "1a": "2.1 Constraints and benefits",
        "1b": "2.2 Technical knowledge", "1c": "2.3 Deployment", "2": "3. Teaching, learning and assessment",
        "2a": "3.1 Understanding of teaching and learning", "2b": "3.2 Target learners", "3": "4. The wider context",
        "3a": "4.1 Legislation", "3b": "4.2 Policies and standards", "4a": "5. Communication",
        "5a": "6. Specialist area: storms", "future": "7. Future plans", "confirmation": "8. Confirmation",
    }  # fmt: skip
    text = "\n\n".join(
        f"{'###' if '.' in t.split()[0][:-1] else '##'} {t}\n\n{_TEXTS.get(i, '')}" for i, t in titles.items()
    )
    assert {id_: text.strip() for id_, text in _cut([Page("p.md", "", text)]).items()} == _TEXTS


def test_the_left_cell_of_a_table_is_the_heading() -> None:
    titles = {**_PLAIN, "4a": "4 Communication"}
    rows = "\n".join(f"| {titles[id_]} | {text}<br>And more of it. |" for id_, text in _TEXTS.items())
    found = _cut([Page("p.docx", "", f"| Section | Text |\n|---|---|\n{rows}")])
    assert {id_: text.strip() for id_, text in found.items()} == {
        id_: f"{text}\n\nAnd more of it." for id_, text in _TEXTS.items()
    }


def test_a_missing_section_is_not_made_of_any_heading() -> None:
    """Where own headings are common on the sections' level, place alone tells nothing."""
    some = {id_: title for id_, title in _PLAIN.items() if id_ != "4a"}
    lines = [f"## {t}\n\n{_TEXTS[i]}\n\n## A storm in {i}\n\n{_TEXTS[i]}" for i, t in some.items()]
    assert "4a" not in _cut([Page("p.md", "", "\n\n".join(lines))])


def test_pages_that_share_the_sites_title_go_by_their_names() -> None:
    names = {
        "1a": "core-area-1a",
        "1b": "1b-scripts",
        "future": "6-future",
        "confirmation": "Confirmation 0" + "a1" * 15 + "b",
    }
    pages = [Page(f"site/{name}.html", "My CMALT portfolio", _TEXTS[id_]) for id_, name in names.items()]
    assert {id_: text.strip() for id_, text in _cut(pages).items()} == {id_: _TEXTS[id_] for id_ in names}


def test_what_most_pages_begin_and_end_with_is_the_sites() -> None:
    pages = [
        (
            "html",
            f"{id_}.html",
            f"<body><ul><li><a href='/{id_}'>Home</a></li></ul><p>{text}</p><p>Made on the rock</p></body>",
        )
        for id_, text in list(_TEXTS.items())[:5]
    ]
    document = read_files([(kind, name, page.encode()) for kind, name, page in pages], lambda _: None)
    assert [page.markdown for page in document.pages] == [_TEXTS[page.name[:-5]] for page in document.pages]
    assert all("Home" in page.furniture and "Made on the rock" in page.furniture for page in document.pages)


def test_capital_lines_right_above_their_text() -> None:
    titles = {"1a": "CORE AREA 1A: TOOLS", "1b": "CORE AREA 1B: SCRIPTS", "future": "FUTURE PLANS"}
    found = _cut([Page("p.txt", "", "\n\n".join(f"{title}\n{_TEXTS[id_]}" for id_, title in titles.items()))])
    assert {id_: text.strip() for id_, text in found.items()} == {id_: _TEXTS[id_] for id_ in titles}


def test_principles_on_the_level_of_sections_stay_in_the_advanced_area() -> None:
    text = (
        f"## 5a Storms\n\n{_TEXTS['5a']}\n\n## 5b Charts\n\n{_TEXTS['3a']}\n\n"
        f"## Advanced area: leading\n\n{_TEXTS['1c']}\n\n"
        f"## Communicating and disseminating effective practice\n\n{_TEXTS['3b']}\n\n"
        f"## Future plans\n\n{_TEXTS['future']}"
    )
    found = _cut([Page("p.md", "", text)], "senior-2019")
    assert set(found) == {"5a", "5b", "6", "future"}
    assert _TEXTS["3b"] in found["6"]
