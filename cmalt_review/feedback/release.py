"""The questions that only a person can answer, asked before a statement goes to a candidate."""

import tomllib
from dataclasses import dataclass

from cmalt_review.resources import data_dir


@dataclass(frozen=True)
class Question:
    """One line of the tick-list."""

    id: str
    ask: str


def questions() -> list[Question]:
    """The tick-list, as data in ``feedback_snippets/release.toml``."""
    content = tomllib.loads((data_dir("feedback_snippets") / "release.toml").read_text(encoding="utf-8"))
    return [Question(entry["id"], entry["ask"]) for entry in content["question"]]
