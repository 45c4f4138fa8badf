"""How long the queue takes to be painted, beside a bare Textual program, and how long a key takes to show.

    python bench/firstpaint.py [--runs 9] [--keys 40]

Each program runs in a pseudo-terminal of 120 by 40; the runs are interleaved, so that a slow minute of the machine
falls on all of them. Needs pyte, and Linux or macOS.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from datetime import date, timedelta
from pathlib import Path

import pyte

ROOT = Path(__file__).parent.parent
FIRST = ["Amara", "Tom", "Ruth", "Ines", "Sipho", "Mairi", "Kofi", "Elin"]
LAST = ["Nwosu", "Hale", "Adeyemi", "Sorley", "Dlamini", "Fraser", "Mensah", "Berg"]


def make_workspace(root: Path, count: int) -> None:
    """A workspace of so many fictional assignments, with an index that fits them."""
    from cmalt_review.model.queue_row import QueueRow
    from cmalt_review.store.index import Index
    from cmalt_review.store.workspace import Workspace, fingerprint

    workspace = Workspace(root)
    workspace.make()
    index = Index(workspace.index)
    today = date.today()
    states = ("grade", "read", "submitted", "reconcile", "closed")
    for n in range(count):
        name = f"{FIRST[n % 8]} {LAST[n // 8 % 8]}"
        id_, received = f"{name.lower().replace(' ', '-')}-{n}", today - timedelta(days=n * 7 % 90)
        folder = workspace.folder(id_)
        folder.mkdir(parents=True)
        (folder / "assignment.toml").write_text(
            f'id = "{id_}"\ncandidate = "{name}"\npathway = "cmalt"\nform = "cmalt-2019"\ntype = "first"\n'
            f'role = "lead"\nreceived = {received}\nadded = {received}T10:00:00Z\n'
        )
        row = QueueRow(
            id=id_, candidate=name, pathway="cmalt", type="first", role="lead", co_assessor="P. Okafor",
            state=states[n % 5], next="grade 2a", graded=n % 14, to_grade=13, grades="S3 A2 R1",
            received=received.isoformat(), submitted="", due=(received + timedelta(days=56)).isoformat(),
            form="cmalt-2019", form_title="CMALT (2019)", flagged=n % 11 == 0, snoozed_until="", yours="", theirs="",
            arrived=False, detail=f"{name} · CMALT (2019)",
        )  # fmt: skip
        index.put(row, fingerprint(folder))
    index.save()


class Terminal:
    """A program in a pseudo-terminal, and what its screen shows."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.screen = pyte.Screen(120, 40)
        self.stream = pyte.ByteStream(self.screen)
        self.started = self.arrived = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe(command[0], command, env)  # noqa: S606 - the programs named below
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def read(self, timeout: float) -> bool:
        """Take in what was written, if anything comes in time."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return False
        data = os.read(self.fd, 65536)
        self.arrived = time.perf_counter()  # the emulator's own time is not the program's
        if b"\x1b[?2026$p" in data:  # as xterm answers: not known
            os.write(self.fd, b"\x1b[?2026;0$y")
        # pyte reads a few private sequences as text
        self.stream.feed(data.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b""))
        return True

    def wait_for(self, words: str, limit: float = 30.0) -> float:
        """Seconds from the start until the words are on the screen."""
        while time.perf_counter() - self.started < limit:
            self.read(0.5)
            if any(words in line for line in self.screen.display):
                return self.arrived - self.started
        raise TimeoutError("\n".join(self.screen.display))

    def settle(self, quiet: float) -> None:
        """Wait until nothing was written for so many seconds."""
        while self.read(quiet):
            pass

    def key(self, data: bytes) -> float:
        """Seconds from a key to the first answer on the screen."""
        before = list(self.screen.display)
        sent = time.perf_counter()
        os.write(self.fd, data)
        while self.read(2.0):
            if self.screen.display != before:
                return self.arrived - sent
        raise TimeoutError("the key changed nothing")

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--keys", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["XDG_STATE_HOME"] = str(home / "state")
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(home / "config")}
        sys.path.insert(0, str(ROOT))
        cases: dict[str, tuple[list[str], str]] = {"hello": ([sys.executable, "bench/hello.py"], "hello")}
        for count in (100, 10_000):
            make_workspace(home / str(count), count)
            cases[f"queue {count}"] = (
                [sys.executable, "-m", "cmalt_review", "--workspace", str(home / str(count))],
                "P. Okafor",
            )
        times: dict[str, list[float]] = {name: [] for name in cases}
        keys: list[float] = []
        for number in range(-1, options.runs):  # the first round warms up
            for name, (command, words) in cases.items():
                terminal = Terminal(command, env)
                took = terminal.wait_for(words)
                if number >= 0:
                    times[name].append(took)
                if number == options.runs - 1 and name != "hello":
                    terminal.settle(1.0)
                    keys += [terminal.key(b"j") for _ in range(options.keys)]
                terminal.close()
    base = statistics.median(times["hello"])
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:12} {middle:.3f} s (from {min(values):.3f} to {max(values):.3f})  ratio {middle / base:.2f}")
    ordered = sorted(keys)
    print(f"cursor key   median {1000 * statistics.median(keys):.1f} ms, "
          f"95 % within {1000 * ordered[int(len(ordered) * 0.95)]:.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
