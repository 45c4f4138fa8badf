"""The plain walk: question, answer, line by line; for screen readers and terminals without screens."""

import sys

import click

from cmalt_review.desk.assessing import Assessing
from cmalt_review.desk.desk import Desk
from cmalt_review.errors import ReviewError
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import ELEMENT_WORDS, LEVEL_WORDS, POINT_KINDS, levels_of


class LeaveWalkError(Exception):
    """The assessor leaves, or the input ends."""


def walk(desk: Desk, id_: str) -> None:
    """Ask for everything that is not judged yet; each answer is saved before the next question."""
    session = desk.assess(id_)
    if session.frozen:
        raise ReviewError("The sheet is submitted, and so frozen", "", f"cmalt-review reopen {id_} --reason TEXT")
    click.echo(f"{session.assignment.candidate}, {session.form.title}, {session.assignment.role} assessor.")
    click.echo("Answer with the letter or word named. Enter leaves a thing as it is, t reads the text, q leaves.")
    try:
        for section in session.form.sections:
            if session.sheet.grade(section.id) is None:
                _ask_section(session, section.id)
        for principle in session.form.principles:
            if session.sheet.grade(principle.id) is None:
                click.echo(f"\n{principle.id}, whole portfolio: {principle.title}")
                _ask_grade(session, principle.id)
        _ask_overall(session)
        _ask_outcome(session)
    except LeaveWalkError:
        click.echo("Left. Everything so far is saved.")
        return
    items = session.open_items()
    click.echo("\nStill open: " + "; ".join(items) if items else f"\nReady to submit: cmalt-review submit {id_}")


def _ask(question: str) -> str:
    """An answer from standard input; the walk is left at its end or with ``q``."""
    click.echo(f"{question} ", nl=False)
    line = sys.stdin.buffer.readline().decode("utf-8", "replace")
    if not line or line.strip().lower() == "q":
        click.echo("")
        raise LeaveWalkError
    return line.strip()


def _ask_section(session: Assessing, id_: str) -> None:
    section = session.form.section_by_id[id_]
    text = session.portfolio.section(id_)
    click.echo(f"\nSection {id_}: {section.title}. {f'{text.words} words.' if text else 'No text was found.'}")
    if section.expects:
        click.echo(f"Expected here: {section.expects}")
    for element in section.elements:
        _ask_element(session, id_, element)
    _ask_grade(session, id_)
    if section.assessed:
        _ask_points(session, id_)


def _ask_element(session: Assessing, row: str, element: str) -> None:
    section = session.form.section_by_id[row]
    for prompt in section.prompts:
        if prompt.element == element:
            click.echo(f"{_element_word(session.form, element)}: {prompt.ask}")
    levels = levels_of(element)
    while True:
        answer = _ask(f"{', '.join(f'{n} {LEVEL_WORDS[level]}' for n, level in enumerate(levels, 1))}?")
        if not answer:
            return
        if answer == "t":
            _read_aloud(session, row)
            continue
        if answer in map(str, range(1, len(levels) + 1)):
            session.element(row, element, levels[int(answer) - 1])
            return
        click.echo(f"Type a number from 1 to {len(levels)}, t, q, or Enter.")


def _element_word(form: Form, element: str) -> str:
    principle = next((p for p in form.principles if p.id == element), None)
    return principle.short if principle else ELEMENT_WORDS[element]


def _ask_grade(session: Assessing, row: str) -> None:
    grades = session.form.grades_for(row)
    while True:
        answer = _ask(f"Grade: {', '.join(f'{g.key} {g.word}' for g in grades)}?").lower()
        if not answer:
            return
        if answer == "t":
            _read_aloud(session, row)
            continue
        chosen = next((g for g in grades if answer in (g.key, g.id.lower(), g.word.lower())), None)
        if chosen:
            session.grade(row, chosen.id)
            for remark in session.remarks(row):
                click.echo(f"Note: {remark.message}")
            return
        click.echo(f"Type one of {', '.join(g.key for g in grades)}, t, q, or Enter.")


def _read_aloud(session: Assessing, row: str) -> None:
    text = session.portfolio.section(row)
    click.echo(text.text if text else "No text was found for this section.")


def _ask_points(session: Assessing, section: str) -> None:
    while text := _ask("A point of feedback (Enter: none)?"):
        while (kind := _ask(f"Kind: {', '.join(POINT_KINDS[:3])}?").lower()) not in POINT_KINDS:
            click.echo("Type the word.")
        session.add_point(section, "whole", kind, text)


def _ask_overall(session: Assessing) -> None:
    if not session.sheet.overall and (text := _ask("\nYour overall text, in one line (Enter: later)?")):
        session.overall(text)


def _ask_outcome(session: Assessing) -> None:
    if session.sheet.recommendation:
        return
    choices = [outcome.id for outcome in session.form.outcomes_in(session.assignment.round)]
    while answer := _ask(f"Recommended outcome: {', '.join(choices)} (Enter: later)?").lower():
        if answer in choices:
            for advice in session.advice(answer):
                click.echo(f"Note: {advice}")
            session.recommend(answer)
            return
        click.echo("Type one of the words.")
