"""How long a key takes to show on the assess screen: grading, scrolling, typing; and how long a section takes to open.

    python -m bench.keys

On the demo's longest portfolio (6,000 words), in a pseudo-terminal of 120 by 40.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.firstpaint import ROOT, Terminal

RUNS = 40


def report(label: str, seconds: list[float]) -> None:
    """Print the median and the 95th percentile."""
    ordered = sorted(seconds)
    high = ordered[int(len(ordered) * 0.95)]
    print(f"  {label:<36} median {1000 * statistics.median(ordered):5.1f} ms   95 %: {1000 * high:5.1f} ms")


def drain(terminal: Terminal, seconds: float) -> None:
    """Take in what is written for so many seconds; a blinking caret never falls silent."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        terminal.read(0.05)


def main() -> None:
    """Build the demo, open a portfolio, press keys."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(XDG_STATE_HOME=str(home / "state"), XDG_CONFIG_HOME=str(home / "config"))
        from cmalt_review.demo.build import build_demo

        build_demo(home / "demo")
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        terminal = Terminal([sys.executable, "-m", "cmalt_review", "--workspace", str(home / "demo")], env)
        terminal.wait_for("Baptiste Onw")
        drain(terminal, 1.0)
        for key in (b"/", b"baptiste", b"\r", b"\r"):
            os.write(terminal.fd, key)
            drain(terminal, 0.7)
        drain(terminal, 1.5)
        report("grade a section", [terminal.key(key) for _ in range(RUNS) for key in (b"r", b"s")][2:])
        report("next section", [terminal.key(key) for _ in range(RUNS // 4) for key in (b"]", b"[")])
        os.write(terminal.fd, b"t")
        drain(terminal, 1.5)
        report("type into the overall text", [terminal.key(b"e") for _ in range(RUNS)])
        terminal.close()


if __name__ == "__main__":
    main()
