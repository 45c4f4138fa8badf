"""What all commands share: options before and after the command, opening the desk, answering in words or JSON."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmalt_review.desk.desk import Desk
from cmalt_review.errors import ReviewError

LOCK_WAIT = 5.0
"""Seconds that a command waits for another one that is writing to the same workspace."""


@dataclass
class Common:
    """The options that may stand before or after the command."""

    workspace: Path | None = None
    json: bool = False

    @contextlib.contextmanager
    def desk(self, *, write: bool = True) -> Iterator[Desk]:
        """The open desk; closed again, with everything saved, whatever happens."""
        desk = Desk.open(self.workspace, write=write, wait=LOCK_WAIT if write else 0.0)
        try:
            if write:
                desk.check_writable()
            yield desk
        finally:
            desk.close()
            for notice in desk.writer.notices:
                click.echo(printable(notice), err=True)

    def answer(self, content: Any, text: str | Callable[[], str] = "") -> None:
        """Print the answer: as JSON where that was asked for, else in words."""
        if self.json:
            click.echo(printable(json.dumps(content, ensure_ascii=False, indent=2, default=str)))
        else:
            words = text() if callable(text) else text
            if words:
                click.echo(printable(words))


def printable(text: str) -> str:
    """The text without what no terminal or pipe takes: bytes of a file's name that are no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _set_workspace(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(Common).workspace = value.expanduser()


def _set_json(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Common).json = True


def common_options(command: click.Command) -> click.Command:
    """Give a command the options that are taken before and after it."""
    command.params += [
        click.Option(
            ["--workspace"],
            type=click.Path(path_type=Path, file_okay=False),
            expose_value=False,
            callback=_set_workspace,
            help="The workspace's folder (default: your data folder, or CMALT_REVIEW_WORKSPACE).",
        ),
        click.Option(["--json"], is_flag=True, expose_value=False, callback=_set_json, help="Answer as JSON."),
    ]  # fmt: skip
    return command


class Command(click.Command):
    """A command that takes the common options and shows an example in its help."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if example:
            self.epilog = f"Example: {example}"
        common_options(self)


class Group(click.Group):
    """The group of all commands, listed in the order of the work rather than of the alphabet."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """The commands in the order in which they were added."""
        return list(self.commands)


pass_common = click.make_pass_decorator(Common, ensure=True)

Path_ = click.Path(path_type=Path)


class Day(click.ParamType[date]):
    """A date written like 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2026-11-22.", param, ctx)


def read_text(text: str) -> str:
    """The text, or standard input where it is ``-``."""
    return sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text


def number(text: str, what: str = "number") -> int:
    """A number as it was typed. Raises ``ReviewError``."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ReviewError(f"{text!r} is no {what}", "", "It is written in figures, for example 3.")
    return int(text)


def pairs(values: Sequence[str], option: str) -> list[tuple[str, str]]:
    """``NAME=VALUE`` options as pairs. Raises ``ReviewError``."""
    found = []
    for value in values:
        name, equals, rest = value.partition("=")
        if not equals:
            raise ReviewError(f"{option} takes NAME=VALUE", f"Not {value!r}.", "For example: --element reflection=weak")
        found.append((name.strip(), rest.strip()))
    return found
