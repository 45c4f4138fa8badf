"""How long the feedback checker takes: loading the rules, the first check, one point, a statement of 500 words.

Run with ``python bench/checker.py``. Bounds: load 30 ms, a point 5 ms, a statement 50 ms.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cmalt_review.feedback.checker import RuleSet, check_text, load_rules
from cmalt_review.feedback.weighing import forget
from training.comments import UNSEEN, read_sets

ROOT = Path(__file__).parent.parent


def milliseconds(work: Callable[[], object], times: int = 20) -> float:
    """The median time of one call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def anew(text: str, rules: RuleSet, kind: str | None = None) -> None:
    """Check a text of which no sentence has been met."""
    forget()
    check_text(text, rules, kind=kind)


def cold(code: str) -> float:
    """Milliseconds that the code reports from a fresh interpreter."""
    lead = (
        "import time; from cmalt_review.feedback.checker import check_text, load_rules; "
        "from cmalt_review.feedback.frames import load_frames; from cmalt_review.resources import data_dir; "
        "from cmalt_review.feedback.weighing import shipped_weights; t = time.perf_counter(); "
    )
    tail = "; print((time.perf_counter() - t) * 1000)"
    shown = [subprocess.check_output([sys.executable, "-c", lead + code + tail], cwd=ROOT, text=True) for _ in range(5)]
    return statistics.median(float(line) for line in shown)


def main() -> None:
    comments = [comment.text for comment in read_sets(UNSEEN)]
    statement = " ".join(" ".join(comments[:60]).split()[:500])
    rules = load_rules()
    print(f"load the rules, fresh interpreter   {cold('load_rules()'):7.1f} ms")
    frames = "load_frames([('shipped', data_dir('feedback_snippets') / 'frames')])"
    print(f"load the phrases, fresh             {cold(frames):7.1f} ms")
    print(f"load rules, phrases and weights     {cold(f'load_rules(); {frames}; shipped_weights()'):7.1f} ms")
    first = "check_text('The table is clear.', load_rules())"
    print(f"load and first check, fresh         {cold(first):7.1f} ms")
    print(f"statement of 500 words              {milliseconds(lambda: anew(statement, rules)):7.1f} ms")
    points = [milliseconds(lambda text=text: anew(text, rules, "required"), 3) for text in comments]  # type: ignore[misc]
    print(f"one point, median of {len(points)}            {statistics.median(points):7.2f} ms")
    print(f"one point, slowest                  {max(points):7.2f} ms")


if __name__ == "__main__":
    main()
