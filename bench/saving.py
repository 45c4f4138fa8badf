"""What it costs to save a sheet, step by step, and how soon a typed character is on disk.

python -m bench.saving
"""

import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from cmalt_review.model.sheet import Judgement, Point, Sheet, Subject
from cmalt_review.store.codec import dump
from cmalt_review.store.exchange import sheet_hash
from cmalt_review.store.saving import Writer, save_atomic

RUNS = 60


def sheet_of_20_kb() -> Sheet:
    """A full Senior sheet with long feedback: about 20 KB as TOML."""
    rows = ["1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "5a", "5b", "6", "p1", "p2", "p3", "p4"]
    words = "The section names the tools that were compared and says which need each of them met. "
    points = [Point(n=n, section=rows[n % 11], kind="suggestion", text=words * 5) for n in range(1, 35)]
    subject = Subject(candidate="Zofia Brandt", pathway="senior", type="first", form="senior-2019")
    judgements = {row: Judgement(grade="A") for row in rows}
    return Sheet(subject=subject, role="lead", points=points, judgements=judgements, overall=words * 25)


def median_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile of some runs, in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def until_on_disk(folder: Path, sheet: Sheet) -> float:
    """Milliseconds from a change to the new state on disk, through the writer: the most that a kill can lose."""
    writer, file = Writer(), folder / "typed.toml"
    times = []
    for n in range(RUNS):
        typed = sheet.model_copy(update={"overall": sheet.overall + "x" * n})
        start = time.perf_counter()
        writer.put(file, lambda typed=typed: dump(typed))  # type: ignore[misc]
        writer.flush()
        times.append((time.perf_counter() - start) * 1000)
    writer.close()
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    sheet = sheet_of_20_kb()
    data = dump(sheet)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "sheet.toml"
        plain = median_ms(lambda: file.write_bytes(data))
        rows = {
            "plain write, for comparison": plain,
            "model to TOML": median_ms(lambda: dump(sheet)),
            "write, read back, fsync, replace, fsync folder": median_ms(lambda: save_atomic(file, data)),
            "both: a save": median_ms(lambda: save_atomic(file, dump(sheet))),
            "TOML to model": median_ms(lambda: Sheet.model_validate(tomllib.loads(data.decode()))),
            "hash": median_ms(lambda: sheet_hash(sheet)),
        }
        print(f"sheet of {len(data) / 1000:.0f} KB, {RUNS} runs")
        for label, (middle, high) in rows.items():
            print(f"  {label:<48} {middle:7.2f} ms   95 %: {high:7.2f} ms")
        print(f"  {'from a key to the new state on disk':<48} {until_on_disk(folder, sheet):7.2f} ms")


if __name__ == "__main__":
    main()
