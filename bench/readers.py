"""What reading costs beside the libraries underneath, on generated inputs: ``python -m bench.readers``.

Prints seconds (best of three) and ratios. "reader" is the reader alone in this process; "read_source" the whole way
with the guard and the child process. Goals: a 100-page DOCX at most 1.5 times mammoth alone, a 35-page PDF within
0.6 s, a 1.4 MB web page within 0.3 s.
"""

import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cmalt_review.intake.guard import kind_of
from cmalt_review.intake.reader import read_source
from cmalt_review.intake.readers.site import preload, read_one
from tests.intake.made import Block, Bullets, Heading, Paragraph, Table, as_docx, as_html, as_markdown, as_odt, as_pdf

_WORDS = ("learning", "course", "online", "students", "assessment", "video", "feedback", "platform", "colleague")


def portfolio(words: int, line: int) -> list[Block]:
    """About this many words as headings, paragraphs of ``line`` words, lists and tables; always the same."""
    rng = random.Random(7)  # noqa: S311 – no secret
    blocks: list[Block] = []
    count = 0

    def text(length: int) -> str:
        nonlocal count
        count += length
        return " ".join(rng.choice(_WORDS) for _ in range(length))

    while count < words:
        blocks.append(Heading(rng.randint(1, 3), text(5)))
        blocks.extend(Paragraph(text(line)) for _ in range(4))
        blocks.append(Bullets(tuple(text(min(line, 9)) for _ in range(3))))
        if rng.random() < 0.3:
            blocks.append(Table(tuple(tuple(text(3) for _ in range(3)) for _ in range(3))))
    return blocks


def best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of three runs."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def library(kind: str, data: bytes) -> Callable[[], object] | None:
    """The library alone on the same bytes."""
    if kind == "docx":
        import mammoth

        return lambda: mammoth.convert_to_html(io.BytesIO(data))
    if kind == "html":
        import html_to_markdown

        text = data.decode()
        return lambda: html_to_markdown.convert(text)
    if kind == "pdf":
        import pypdfium2

        return lambda: [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    return None


def main() -> None:
    """Print one line for each input."""
    inputs = {
        "100 pages.docx": as_docx(portfolio(45_000, 90)),
        "100 pages.odt": as_odt(portfolio(45_000, 90)),
        "1.4 MB.html": as_html(portfolio(160_000, 90)),
        "35 pages tagged.pdf": as_pdf(portfolio(15_000, 18), tagged=True),
        "35 pages untagged.pdf": as_pdf(portfolio(15_000, 18), tagged=False),
        "100 pages.md": as_markdown(portfolio(45_000, 90)),
    }
    print(f"{'input':24}{'KB':>8}{'library':>9}{'reader':>9}{'ratio':>7}{'read_source':>13}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in inputs.items():
            kind = kind_of(name, data)
            preload({kind})
            path = Path(folder, name)
            path.write_bytes(data)
            alone = library(kind, data)
            base = best(alone) if alone else 0.0
            reader = best(lambda kind=kind, name=name, data=data: read_one(kind, name, data))  # type: ignore[misc]
            whole = best(lambda path=path: read_source([path]))  # type: ignore[misc]
            ratios = [f"{value / base:.2f}" if base else "–" for value in (reader, whole)]
            shown = f"{base:.3f}" if base else "–"
            print(f"{name:24}{len(data) / 1000:8.0f}{shown:>9}{reader:9.3f}{ratios[0]:>7}{whole:13.3f}{ratios[1]:>7}")


if __name__ == "__main__":
    main()
