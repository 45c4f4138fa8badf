"""The queue's order, clocks, views and filter language."""

import contextlib
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.model.queue_row import STATES, QueueRow
from cmalt_review.rules import queue

TODAY = date(2026, 11, 22)


def row(id_: str = "amara-nwosu-senior-first", **changes: Any) -> QueueRow:
    usual = QueueRow(
        id=id_, candidate="Amara Nwosu", pathway="senior", type="first", role="lead", co_assessor="Per Okafor",
        state="grade", next="grade 2a", graded=4, to_grade=13, grades="S1 A3", received="2026-10-20", submitted="",
        due="", form="senior-2019", form_title="Senior CMALT (2019)", flagged=False, snoozed_until="", yours="",
        theirs="", arrived=False, detail="",
    )  # fmt: skip
    return usual._replace(**changes)


days = st.dates(date(2026, 1, 1), date(2027, 6, 1))
iso = days.map(date.isoformat)
rows = st.builds(
    row,
    id_=st.text("abc-0", min_size=1, max_size=6),
    candidate=st.text(max_size=8),
    pathway=st.sampled_from(["associate", "cmalt", "senior"]),
    role=st.sampled_from(["lead", "second"]),
    state=st.sampled_from(STATES),
    received=iso,
    submitted=st.just("") | iso,
    due=st.just("") | iso,
    flagged=st.booleans(),
    snoozed_until=st.just("") | iso,
    arrived=st.booleans(),
)


@given(st.lists(rows, unique_by=lambda r: r.id), st.sampled_from(list(queue.ORDERS)), st.randoms())
def test_an_order_is_the_same_whatever_the_rows_come_in(found: list[QueueRow], order: str, random: Random) -> None:
    once = queue.ordered(found, TODAY, order)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert queue.ordered(shuffled, TODAY, order) == once
    assert queue.ordered(once, TODAY, order) == once
    assert sorted(r.id for r in once) == sorted(r.id for r in found)


@given(st.lists(rows))
def test_what_waits_on_me_comes_first_and_then_the_oldest(found: list[QueueRow]) -> None:
    mine = [queue.needs_me(r, TODAY) for r in queue.ordered(found, TODAY)]
    assert mine == sorted(mine, reverse=True)
    ages = [r.received for r in queue.ordered(found, TODAY) if queue.needs_me(r, TODAY)]
    assert ages == sorted(ages)


@given(st.lists(rows))
def test_needs_me_waiting_and_done_share_out_all(found: list[QueueRow]) -> None:
    mine, waiting, everything, done = queue.counts(found, TODAY)
    assert mine + waiting + done == everything == len(found)
    for view, count in zip(queue.VIEWS, (mine, waiting, everything, done), strict=True):
        assert sum(view.takes(r, TODAY) for r in found) == count


@given(rows)
def test_a_snoozed_row_does_not_need_me(found: QueueRow) -> None:
    assert not queue.needs_me(found._replace(snoozed_until="2026-11-23"), TODAY)
    on_the_day = found._replace(snoozed_until="2026-11-22", state="grade")
    assert queue.needs_me(on_the_day, TODAY)


terms = st.tuples(
    st.sampled_from(["", "-"]),
    st.sampled_from([*queue.FIELDS, "nope", ""]),
    st.sampled_from([":", "<", ">", "=", "<="]),
    st.text(max_size=4) | st.sampled_from(["lead", "yes", "42", "6w", "grade,export", '"a b"']),
).map("".join)
query_text = st.text() | st.lists(terms, max_size=4).map(" ".join)


@given(query_text, st.lists(rows, max_size=3))
def test_a_filter_selects_or_says_why_not(query: str, found: list[QueueRow]) -> None:
    chosen: list[QueueRow] = []
    with contextlib.suppress(queue.QueryError):  # and nothing else
        chosen = queue.select(found, TODAY, query)
    assert all(r in found for r in chosen)


@given(st.lists(rows), st.sampled_from(["role:lead", "age>42", "flag:yes", "state:grade", "candidate:a"]))
def test_a_minus_takes_the_rest(found: list[QueueRow], term: str) -> None:
    taken, left = queue.select(found, TODAY, term), queue.select(found, TODAY, f"-{term}")
    assert sorted([*taken, *left]) == sorted(found)


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("role:lead", True), ("role:second", False), ("role:l", True), ("ROLE:Lead", True),
        ("age>32", True), ("age>33", False), ("age>=33", True), ("age<5w", True), ("age:33", True), ("age<=4w", False),
        ("candidate:nwosu", True), ('candidate:"amara nw"', True), ("candidate:okafor", False), ("with:okafor", True),
        ("state:grade,export", True), ("state:grading", True), ("state:rec", False), ("pathway:sen", True),
        ("type:first", True), ("flag:no", True), ("snoozed:yes", False), ("next:2a", True), ("form:2019", True),
        ("nwosu -role:second", True), ("-nwosu", False), ("senior lead", True), ("", True), ("-", True), ('"', True),
    ],
)  # fmt: skip
def test_the_filter_language(query: str, matches: bool) -> None:
    assert bool(queue.select([row()], TODAY, query)) is matches


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour:red", "no field “colour”"), ("role:boss", "not a role"), ("age>old", "number of days"),
        ("role>lead", "takes a colon"), ("role:", "lacks its value"), ("flag:perhaps", "neither yes nor no"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(query: str, words: str) -> None:
    with pytest.raises(queue.QueryError, match=words):
        queue.parse(query)


def test_accents_do_not_hide_a_name() -> None:
    assert queue.select([row(candidate="Adéyẹmí Ọlá")], TODAY, "candidate:adeyemi")


def test_what_the_other_recommends_is_not_searched() -> None:
    """While blind the row tells nothing of the other's sheet, and the filter has no field for it."""
    assert not queue.select([row(theirs="fail", detail="fail")], TODAY, "fail")


@pytest.mark.parametrize(
    ("age", "changes", "words"),
    [
        (41, {}, ""), (42, {}, "! 6 weeks"), (55, {}, "! 6 weeks"), (56, {}, "! 8 weeks"),
        (60, {"state": "sent"}, ""), (60, {"state": "closed"}, ""),
        (10, {"submitted": "2026-08-22"}, "! 3 months"), (10, {"submitted": "2026-08-23"}, ""),
        (10, {"due": "2026-11-21"}, "! overdue"), (10, {"due": "2026-11-22"}, ""),
    ],
)  # fmt: skip
def test_the_clocks(age: int, changes: dict[str, str], words: str) -> None:
    found = row(received=(TODAY - timedelta(days=age)).isoformat(), **changes)
    assert queue.age_days(found, TODAY) == age
    assert queue.mark(found, TODAY) == words


def test_a_snooze_is_a_number_of_days_or_a_date() -> None:
    assert queue.parse_until("7", TODAY) == date(2026, 11, 29)
    assert queue.parse_until(" 2026-12-01 ", TODAY) == date(2026, 12, 1)
    assert queue.parse_until("", TODAY) is None
    for wrong in ("soon", "0", "2026-11-22", "2026-13-01", "٣"):
        with pytest.raises(queue.QueryError):
            queue.parse_until(wrong, TODAY)
