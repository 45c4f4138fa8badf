"""The fictional workspace shows what the product does: every state, pathway, format and kind of disagreement."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cmalt_review.demo.build import MARKER, build_demo
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import RefusedError, ReviewError
from cmalt_review.model.portfolio import Portfolio
from cmalt_review.model.queue_row import QueueRow
from cmalt_review.model.text import count_words
from cmalt_review.rules.consistency import all_remarks
from cmalt_review.rules.signals import signals
from cmalt_review.store.clock import today

_PORTFOLIOS = Path(__file__).parent.parent / "cmalt_review" / "demo" / "portfolios"
_RESERVED = re.compile(r"https?://example\.(org|com|net)(/|$)")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo workspace, opened for reading; what belongs to it outside the workspace goes to the same place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        workspace = tmp_path_factory.mktemp("demo")
        build_demo(workspace)
        yield Desk.open(workspace, write=False)


@pytest.fixture(scope="module")
def rows(desk: Desk) -> dict[str, QueueRow]:
    """The queue's rows by id."""
    return {row.id: row for row in desk.rows()}


def _states(rows: dict[str, QueueRow]) -> Counter[str]:
    return Counter(row.state for row in rows.values())


def test_there_are_twelve_assignments_in_every_state_of_the_work(rows: dict[str, QueueRow]) -> None:
    assert len(rows) == 12
    states = _states(rows)
    assert states["reconcile"] == 2
    assert set(states) == {"declare", "read", "grade", "submitted", "reconcile", "proposed", "export", "sent", "closed"}


def test_every_pathway_form_type_and_role_is_there(desk: Desk, rows: dict[str, QueueRow]) -> None:
    assert {row.pathway for row in rows.values()} == {"associate", "cmalt", "senior"}
    assert {row.form for row in rows.values()} == set(desk.forms.ids())
    assert {row.type for row in rows.values()} == {"first", "resubmission", "review"}
    assert {row.role for row in rows.values()} == {"lead", "second"}


def test_one_is_flagged_one_put_aside_and_one_nominated(desk: Desk, rows: dict[str, QueueRow]) -> None:
    assert sum(row.flagged for row in rows.values()) == 1
    assert [row.snoozed_until > today().isoformat() for row in rows.values() if row.snoozed_until] == [True]
    assert sum(desk.assignment(id_).nominated for id_ in rows) == 1


def test_dates_are_counted_from_today(rows: dict[str, QueueRow]) -> None:
    newest = max(row.received for row in rows.values())
    assert newest == (today() - timedelta(days=1)).isoformat()
    assert all(row.submitted <= row.received for row in rows.values())


def test_sources_are_markdown_html_word_a_folder_and_a_link_alone(desk: Desk, rows: dict[str, QueueRow]) -> None:
    sources = {id_: [source.name for source in desk.portfolio(id_).sources] for id_ in rows}
    formats = Counter(Path(names[0]).suffix for names in sources.values() if len(names) == 1)
    assert min(formats[".md"], formats[".html"], formats[".docx"]) >= 1
    assert any(len(names) > 5 for names in sources.values())
    assert [desk.assignment(id_).link != "" for id_, names in sources.items() if not names] == [True]


def test_each_text_is_cut_into_the_sections_of_its_form(desk: Desk, rows: dict[str, QueueRow]) -> None:
    for id_ in rows:
        portfolio, form = desk.portfolio(id_), desk.form(id_)
        if portfolio.sources:
            assert {s.id for s in form.sections if s.required and not portfolio.section(s.id)} == set(), id_
            assert _left_over(portfolio) <= 90, id_


def _left_over(portfolio: Portfolio) -> int:
    """Words of the candidate's own text that belong to no section: titles, and a summary of revisions at most."""
    return sum(count_words(piece.text) for piece in portfolio.unmatched() if piece.kind == "text")


def test_a_senior_portfolio_of_full_length_is_there(desk: Desk, rows: dict[str, QueueRow]) -> None:
    senior = [id_ for id_, row in rows.items() if row.pathway == "senior"]
    assert max(sum(section.words for section in desk.portfolio(id_).sections()) for id_ in senior) >= 6000


def test_texts_have_flaws_for_the_signals_to_find(desk: Desk, rows: dict[str, QueueRow]) -> None:
    found = {signal.kind for id_ in rows for signal in signals(desk.portfolio(id_), desk.form(id_), today())}
    assert {"we", "placeholder", "dated", "reused", "words", "principle", "evidence"} <= found


def test_a_resubmission_has_its_first_round_on_the_desk(desk: Desk, rows: dict[str, QueueRow]) -> None:
    again = [desk.assignment(id_) for id_ in rows if desk.assignment(id_).previous]
    assert len(again) == 1
    first = again[0].previous
    assert rows[first].state == "closed"
    assert again[0].previous_outcome == "minor"
    old, new = desk.portfolio(first), desk.portfolio(again[0].id)
    changed = {s.id for s in new.sections() if (before := old.section(s.id)) is None or before.text != s.text}
    assert {"1c", "2b", "3a"} <= changed < {section.id for section in desk.form(first).sections}


def test_two_reconciliations_have_conflicts_on_both_sides_of_a_pass(desk: Desk, rows: dict[str, QueueRow]) -> None:
    for id_ in (id_ for id_, row in rows.items() if row.state == "reconcile"):
        conflicts = [row for row in desk.reconcile(id_).rows() if row.conflict]
        assert len(conflicts) >= 4
        assert any(row.crosses for row in conflicts)
    assert desk.other(next(id_ for id_, row in rows.items() if row.state == "export")) is not None


def test_model_feedback_fits_its_grades(desk: Desk, rows: dict[str, QueueRow]) -> None:
    for id_ in rows:
        for sheet in filter(None, (desk.sheet(id_), desk.other(id_))):
            if sheet.state == "submitted":
                assert all_remarks(desk.form(id_), sheet) == [], id_


def test_links_lead_to_reserved_addresses_only() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(_PORTFOLIOS.rglob("*")) if path.is_file()]
    addresses = [address for text in texts for address in re.findall(r"https?://[^\s)\"<>]+", text)]
    assert len(addresses) > 100
    assert [address for address in addresses if not _RESERVED.match(address)] == []


def test_no_paragraph_is_used_twice() -> None:
    """But for the resubmission, which repeats its first round."""
    texts = [path for path in sorted(_PORTFOLIOS.rglob("*")) if path.is_file() and path.name != "solberg-1.md"]
    paragraphs = Counter(
        block for path in texts for block in path.read_text(encoding="utf-8").split("\n\n") if count_words(block) > 12
    )
    assert [block for block, times in paragraphs.items() if times > 1] == []


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ReviewError, match="not empty"):
        build_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_demo_that_is_there_is_left_as_it_is(desk: Desk, rows: dict[str, QueueRow]) -> None:
    before = {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()}
    assert (desk.path / MARKER) in before
    assert set(build_demo(desk.path)) == set(rows)
    assert {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()} == before


def test_one_sheet_of_theirs_has_arrived_while_mine_is_not_submitted(desk: Desk, rows: dict[str, QueueRow]) -> None:
    blind = [row for row in rows.values() if row.arrived and row.state == "grade"]
    assert [row.theirs for row in blind] == [""]
    with pytest.raises(RefusedError):
        desk.reconcile(blind[0].id)


def test_only_a_reconciliation_that_is_possible_opens(desk: Desk, rows: dict[str, QueueRow]) -> None:
    for id_ in (id_ for id_, row in rows.items() if row.state in ("declare", "read", "submitted")):
        with pytest.raises(RefusedError):
            desk.reconcile(id_)
