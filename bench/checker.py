"""How long the feedback checker takes: loading the rules, the first check, one point, a statement of 500 words.

Run with ``python bench/checker.py``. Bounds: load 30 ms, a point 5 ms, a statement 50 ms.
"""

import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from cmalt_review.feedback.checker import check_text, load_rules

ROOT = Path(__file__).parent.parent


def milliseconds(work: Callable[[], object], times: int = 20) -> float:
    """The median time of one call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def cold(code: str) -> float:
    """Milliseconds that the code reports from a fresh interpreter."""
    lead = "import time; from cmalt_review.feedback.checker import check_text, load_rules; t = time.perf_counter(); "
    tail = "; print((time.perf_counter() - t) * 1000)"
    shown = [subprocess.check_output([sys.executable, "-c", lead + code + tail], cwd=ROOT, text=True) for _ in range(5)]
    return statistics.median(float(line) for line in shown)


def main() -> None:
    groups = tomllib.loads((ROOT / "tests" / "feedback" / "comments.toml").read_text(encoding="utf-8"))["group"]
    comments = [text for group in groups for text in group["comments"]]
    statement = " ".join(" ".join(comments[:60]).split()[:500])
    rules = load_rules()
    print(f"load the rules, fresh interpreter   {cold('load_rules()'):7.1f} ms")
    first = "check_text('The table is clear.', load_rules())"
    print(f"load and first check, fresh         {cold(first):7.1f} ms")
    print(f"statement of 500 words              {milliseconds(lambda: check_text(statement, rules)):7.1f} ms")
    points = [milliseconds(lambda text=text: check_text(text, rules, kind="required"), 3) for text in comments]  # type: ignore[misc]
    print(f"one point, median of {len(points)}            {statistics.median(points):7.2f} ms")
    print(f"one point, slowest                  {max(points):7.2f} ms")


if __name__ == "__main__":
    main()
