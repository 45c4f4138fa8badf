"""What becomes of each hostile file, with the limits in use: refused by the look at it, read, or ended by the limits.

    python -m bench.hostile [docs/hostile.md]

With a file name the table of outcomes is written there.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from cmalt_review.errors import ReviewError
from cmalt_review.intake.reader import read_source
from tests.intake import hostile_documents  # noqa: F401 – fills the corpus
from tests.intake.hostile import CORPUS

HEAD = """# What becomes of hostile files

Made by `python -m bench.hostile docs/hostile.md` from the corpus that `tests/intake/hostile.py` and
`hostile_documents.py` make. Each file is looked at as a container first; what passes is read in a child process with
limits (20 s of CPU, 30 s in all, 1.5 GB). Nothing is fetched, and nothing is written outside the import's own folder.

"""


def outcome_of(name: str, folder: Path) -> tuple[str, str, float]:
    """What became of one file: the outcome, the first line of the message, seconds."""
    file_name, data = CORPUS[name]()
    file = folder / name / file_name
    file.parent.mkdir()
    file.write_bytes(data)
    start = time.perf_counter()
    try:
        document = read_source([file])
    except ReviewError as error:
        took = time.perf_counter() - start
        return ("refused" if took < 0.5 else "refused while reading"), error.title, took
    took = time.perf_counter() - start
    return "read", f"{sum(len(page.markdown) for page in document.pages):,} characters", took


def main() -> None:
    """Read the corpus and print, or write, the table."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for entry in sorted(CORPUS):
            outcome, words, took = outcome_of(entry, Path(name))
            shown = words.replace("|", "/").replace(name, "").replace("\n", " ")[:110]
            rows.append((entry.replace("_", " "), outcome, shown, took))
            print(f"{entry:<44} {outcome:<22} {took:6.2f} s  {shown}", flush=True)
    counted = Counter(outcome for _, outcome, _, _ in rows)
    summary = ", ".join(f"{number} {outcome}" for outcome, number in counted.most_common())
    print(f"{len(rows)} files: {summary}; slowest {max(took for *_, took in rows):.1f} s")
    if len(sys.argv) > 1:
        lines = [f"| {entry} | {outcome} | {took:.2f} | {words} |" for entry, outcome, words, took in rows]
        table = ["| file | outcome | seconds | what the user reads, or what was read |", "|---|---|---|---|", *lines]
        Path(sys.argv[1]).write_text(
            f"{HEAD}{len(rows)} files: {summary}.\n\n" + "\n".join(table) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
