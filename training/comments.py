"""The labelled comments: what the checker's weights are learnt from, and what they are tried on."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from cmalt_review.feedback.finding import WEIGHED
from cmalt_review.feedback.frames import load_frames
from cmalt_review.feedback.insertion import fill
from cmalt_review.feedback.sentences import split
from cmalt_review.feedback.weighing import marks, word_kinds

ROOT = Path(__file__).parent.parent
LEARNT = ROOT / "tests" / "feedback" / "comments"
"""One file for each hand or purpose."""
UNSEEN = ROOT / "tests" / "feedback" / "comments_unseen"
"""Never learnt from, so that the figures on them hold for comments to come."""

_WORDS = tomllib.loads((ROOT / "training" / "words.toml").read_text(encoding="utf-8"))
PRAISE: list[str] = _WORDS["praise"].split()
BLAME: list[str] = _WORDS["blame"].split()


@dataclass(frozen=True)
class Comment:
    """One labelled comment; ``labels`` are the categories in which something should be found."""

    name: str
    """Of its set."""
    text: str
    labels: frozenset[str]


def read_sets(folder: Path) -> list[Comment]:
    """All comments of a folder, set by set."""
    return [
        Comment(path.stem, row["text"], frozenset(row["labels"]))
        for path in sorted(folder.glob("*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def phrases() -> list[Comment]:
    """The shipped phrases, filled with their samples: good by design."""
    frames = load_frames([("shipped", ROOT / "feedback_snippets" / "frames")])
    texts = [
        fill(frame, kind, {int(n): word for n, word in words.items()}, section_title="1a")
        for frame in frames for kind in frame.kinds for words in frame.samples
    ]  # fmt: skip
    return [Comment("phrases", text, frozenset()) for text in texts]


def fingerprint(comments: Sequence[Comment]) -> str:
    """A digest of what is learnt from, as marks and labels: the weights keep it, to be learnt again after a change."""
    digest = hashlib.sha256()
    kinds = word_kinds((), PRAISE, BLAME)
    for comment in comments:
        found = sorted(mark for one in split(comment.text).sentences for mark in marks(one.folded, kinds))
        digest.update("\n".join([comment.name, *sorted(comment.labels), *found]).encode())
    return digest.hexdigest()[:16]


@dataclass
class Tally:
    """Counts of what was found in comments, against their labels."""

    comments: int = 0
    good: int = 0
    good_flagged: int = 0
    found: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, labels: Set[str], found: Set[str]) -> None:
        """Count one comment."""
        self.comments += 1
        self.good += not labels
        self.good_flagged += not labels and bool(found)
        self.found.update(found)
        self.labelled.update(labels)
        self.right.update(labels & found)

    def merge(self, other: "Tally") -> None:
        """Count all of another tally's comments too."""
        self.comments += other.comments
        self.good += other.good
        self.good_flagged += other.good_flagged
        for mine, theirs in ((self.found, other.found), (self.labelled, other.labelled), (self.right, other.right)):
            mine.update(theirs)

    def precision(self, category: str) -> float:
        """The share of findings that are right; 1 where there are none."""
        return self.right[category] / self.found[category] if self.found[category] else 1.0

    def recall(self, category: str) -> float:
        """The share of faults that are found; 1 where there are none."""
        return self.right[category] / self.labelled[category] if self.labelled[category] else 1.0

    @property
    def false_alarms(self) -> float:
        """The share of good comments with any finding."""
        return self.good_flagged / max(1, self.good)

    def __str__(self) -> str:
        each = (
            f"{self.precision(name):.2f} / {self.recall(name):.2f}" if self.labelled[name] else "" for name in WEIGHED
        )
        return f"{self.comments} | {' | '.join(each)} | {self.false_alarms:.0%} |"
