"""The queue's rules: what waits on me, in what order, how old it is, and the filter language. Pure, no pydantic.

Rows are compared by their ISO dates as texts: ten thousand of them are put in order before the first paint.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cmalt_review.errors import ReviewError
from cmalt_review.model.queue_row import STATES, QueueRow
from cmalt_review.rules.dates import add_months

SIX_WEEKS, EIGHT_WEEKS = 42, 56
"""Days from receipt within which an assessment is expected (Senior guidelines 2019, Timescale)."""
MONTHS_FROM_SUBMISSION = 3

DONE = frozenset({"closed", "declined"})
STATE_WORDS = {
    "declare": "declare", "read": "to read", "grade": "grading", "submitted": "waiting", "reconcile": "reconcile",
    "proposed": "proposed", "export": "export", "sent": "sent", "closed": "closed", "with-alt": "with ALT",
    "declined": "declined",
}  # fmt: skip
"""States as the queue shows them."""
TYPE_WORDS = {"first": "first", "resubmission": "resubm.", "review": "review"}
PATHWAY_WORDS = {"associate": "Associate", "cmalt": "CMALT", "senior": "Senior"}

MINE = frozenset({"declare", "read", "grade", "reconcile", "proposed", "export"})
"""States in which the next step is mine (see ``rules.progress.next_action``)."""


class QueryError(ReviewError):
    """The filter, or a date typed in the queue, is not understood; the message says why."""


def is_done(row: QueueRow) -> bool:
    """Whether nothing more is to be done: closed, or declined."""
    return row.state in DONE


def is_snoozed(row: QueueRow, today: date) -> bool:
    """Whether the row was put aside until a later day."""
    return row.snoozed_until > today.isoformat()


def needs_me(row: QueueRow, today: date) -> bool:
    """Whether the next step is mine, and the row is not put aside."""
    return row.state in MINE and not is_snoozed(row, today)


class View(NamedTuple):
    """A named part of the queue; ``takes`` says whether a row (as it stands today) belongs to it."""

    title: str
    takes: Callable[[QueueRow, date], bool]


VIEWS = (
    View("Needs me", needs_me),
    View("Waiting", lambda row, today: not is_done(row) and not needs_me(row, today)),
    View("All", lambda _row, _day: True),
    View("Done", lambda row, _: is_done(row)),
)


def counts(rows: Sequence[QueueRow], today: date) -> list[int]:
    """How many rows each of ``VIEWS`` has, in one pass: needs me, waiting, all, done."""
    day = today.isoformat()
    done = sum(row.state in DONE for row in rows)
    mine = sum(row.state in MINE and row.snoozed_until <= day for row in rows)
    return [mine, len(rows) - done - mine, len(rows), done]


def _by_need(row: QueueRow, day: str) -> tuple[object, ...]:
    group = 2 if row.state in DONE else 0 if row.state in MINE and row.snoozed_until <= day else 1
    return (group, row.received, row.candidate, row.id)


ORDERS: dict[str, Callable[[QueueRow, str], tuple[object, ...]]] = {
    "what waits on me": _by_need,
    "age": lambda row, _: (row.received, row.candidate, row.id),
    "candidate": lambda row, _: (fold(row.candidate), row.id),
    "state": lambda row, _: (_state_rank(row.state), row.received, row.id),
}
"""How the queue can be ordered: keys of a row and of today as ISO text. Each ends with the id: an order is total."""


def _state_rank(state: str) -> int:
    return STATES.index(state) if state in STATES else len(STATES)


def ordered(rows: Iterable[QueueRow], today: date, order: str = "what waits on me") -> list[QueueRow]:
    """The rows in one of ``ORDERS``: by default what waits on me first, then the oldest."""
    key, day = ORDERS[order], today.isoformat()
    return sorted(rows, key=lambda row: key(row, day))


# ── age ──────────────────────────────────────────────────────────────────────


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def age_days(row: QueueRow, today: date) -> int | None:
    """Whole days since I received the portfolio; None where the date is not known."""
    received = _date(row.received)
    return (today - received).days if received else None


def mark(row: QueueRow, today: date) -> str:
    """What the clocks say, the most pressing one: ``! 8 weeks``, ``! 3 months``, ``! overdue``, ``! 6 weeks``.

    Empty while in time, and once the result is sent.
    """
    if row.state in DONE or row.state == "sent":
        return ""
    age = age_days(row, today) or 0
    if age >= EIGHT_WEEKS:
        return "! 8 weeks"
    submitted, due = _date(row.submitted), _date(row.due)
    if submitted and today >= add_months(submitted, MONTHS_FROM_SUBMISSION):
        return f"! {MONTHS_FROM_SUBMISSION} months"
    if due and today > due:
        return "! overdue"
    return "! 6 weeks" if age >= SIX_WEEKS else ""


_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(text: str) -> str:
    """An ISO date as a person writes it, ``9 Oct 2026``; the text itself where it is none."""
    day = _date(text)
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}" if day else text


def parse_until(text: str, today: date) -> date | None:
    """A day typed for the snooze: a number of days, or an ISO date; empty means no more snooze.

    Raises ``QueryError`` where it is neither, or not later than today.
    """
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,4}", text):
        day = today + timedelta(days=int(text))
    else:
        found = _date(text)
        if found is None:
            raise QueryError(f"“{text}” is not a day", "Type a number of days, or a date like 2026-12-01.")
        day = found
    if day <= today:
        raise QueryError("The day must be later than today", "Leave it empty to end the snooze.")
    return day


# ── the filter language ──────────────────────────────────────────────────────

Test = Callable[[QueueRow, date], bool]


def fold(text: str) -> str:
    """Lower case without accents, so that ``adeyemi`` finds ``Adéyẹmí``."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


_TEXTS: dict[str, Callable[[QueueRow], str]] = {
    "candidate": lambda row: row.candidate,
    "with": lambda row: row.co_assessor,
    "next": lambda row: row.next,
    "form": lambda row: f"{row.form} {row.form_title}",
    "id": lambda row: row.id,
}
_WORDS: dict[str, tuple[tuple[str, ...], Callable[[QueueRow], str]]] = {
    "role": (("lead", "second"), lambda row: row.role),
    "pathway": (("associate", "cmalt", "senior"), lambda row: row.pathway),
    "type": (("first", "resubmission", "review"), lambda row: row.type),
    "state": (STATES, lambda row: row.state),
}
_FLAGS: dict[str, Callable[[QueueRow, date], bool]] = {
    "flag": lambda row, today: row.flagged,  # noqa: ARG005
    "snoozed": is_snoozed,
    "mine": needs_me,
    "arrived": lambda row, today: row.arrived,  # noqa: ARG005
}
FIELDS = (*_WORDS, *_TEXTS, "age", *_FLAGS)
"""The fields of the filter language."""

_TERM = re.compile(r"(?P<minus>-?)(?:(?P<field>[A-Za-z]+)(?P<op>:|<=|>=|<|>|=))?(?P<value>\"[^\"]*\"?|[^\s\"]*)")
_AGE = re.compile(r"(<=|>=|<|>|=|)([0-9]{1,5})(w|d|)")


def parse(query: str) -> Test:
    """The filter as a test of a row. All terms must hold; a minus before a term excludes; a comma means or.

    ``role:lead state:reconcile,export age>42 -flag:yes candidate:okafor "free text"``. Ages are days, with a w weeks.
    Raises ``QueryError`` where a field or value is not known.
    """
    tests = []
    position = 0
    while position < len(query):
        if query[position].isspace():
            position += 1
            continue
        match = _TERM.match(query, position)
        if match is None or match.end() == position:  # a stray quotation mark
            position += 1
            continue
        position = match.end()
        test = _term(match["field"], match["op"], match["value"].strip('"'))
        if test is not None:
            tests.append(_negated(test) if match["minus"] else test)
    return lambda row, today: all(test(row, today) for test in tests)


def _negated(test: Test) -> Test:
    return lambda row, today: not test(row, today)


def _term(field: str | None, op: str | None, value: str) -> Test | None:
    """One term; None for an empty one, such as a minus on its own."""
    if field is None:
        return _free_text(value) if value else None
    name = field.lower()
    if name == "age":
        return _age_test(("" if op == ":" else op or "") + value)
    if name not in FIELDS:
        raise QueryError(f"There is no field “{field}”", f"There are {', '.join(FIELDS)}.")
    if op not in (":", "="):
        raise QueryError(f"“{name}” takes a colon, as in {name}:…", "Only age is compared with < and >.")
    if not value:
        raise QueryError(f"“{name}:” lacks its value", _example(name))
    if name in _FLAGS:
        return _flag_test(name, value)
    values = [part for part in value.split(",") if part]
    if name in _WORDS:
        return _word_test(name, values)
    return _text_test(_TEXTS[name], [fold(part) for part in values])


def _example(name: str) -> str:
    if name in _FLAGS:
        return f"Write {name}:yes or {name}:no."
    return f"It is one of {', '.join(_WORDS[name][0])}." if name in _WORDS else f"Write {name}: and part of the text."


def _flag_test(name: str, value: str) -> Test:
    for word, wanted in (("yes", True), ("no", False)):
        if word.startswith(value.lower()):
            return lambda row, today: _FLAGS[name](row, today) is wanted
    raise QueryError(f"“{value}” is neither yes nor no", _example(name))


def _word_test(name: str, values: Sequence[str]) -> Test:
    known, get = _WORDS[name]
    wanted: set[str] = set()
    for value in values:
        low = value.lower()
        found = {word for word in known if word.startswith(low)}
        if name == "state":
            found |= {state for state, words in STATE_WORDS.items() if words.lower().startswith(low)}
        if not found:
            raise QueryError(f"“{value}” is not a {name}", _example(name))
        wanted |= found
    return lambda row, today: get(row) in wanted  # noqa: ARG005


def _text_test(get: Callable[[QueueRow], str], values: Sequence[str]) -> Test:
    return lambda row, today: any(value in fold(get(row)) for value in values)  # noqa: ARG005


def _free_text(value: str) -> Test:
    wanted = fold(value)

    def test(row: QueueRow, today: date) -> bool:  # noqa: ARG001
        names = (row.candidate, row.co_assessor, row.id, row.form_title)
        words = (row.pathway, row.type, row.role, row.next, STATE_WORDS.get(row.state, row.state))
        return any(wanted in fold(text) for text in names + words)

    return test


def _age_test(text: str) -> Test:
    match = _AGE.fullmatch(text)
    if match is None:
        raise QueryError("An age is a number of days", "Write age>42, age<=14 or age>6w.")
    op, number, unit = match.groups()
    limit = int(number) * (7 if unit == "w" else 1)
    compare: dict[str, Callable[[int], bool]] = {
        "<": lambda age: age < limit, ">": lambda age: age > limit, "<=": lambda age: age <= limit,
        ">=": lambda age: age >= limit, "=": lambda age: age == limit, "": lambda age: age == limit,
    }  # fmt: skip
    holds = compare[op]

    def test(row: QueueRow, today: date) -> bool:
        age = age_days(row, today)
        return age is not None and holds(age)

    return test


def select(rows: Iterable[QueueRow], today: date, query: str = "", order: str = "what waits on me") -> list[QueueRow]:
    """The rows that the filter takes, in the queue's order. Raises ``QueryError``."""
    if not query.strip():
        return ordered(rows, today, order)
    test = parse(query)
    return ordered((row for row in rows if test(row, today)), today, order)
