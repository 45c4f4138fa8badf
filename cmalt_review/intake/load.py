"""Source files -> portfolio: read, cut, and described so that they can be kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cmalt_review.errors import ReviewError
from cmalt_review.intake.cut import cut
from cmalt_review.intake.document import Document
from cmalt_review.model.form import Form
from cmalt_review.model.portfolio import Asset, Portfolio, Source


@dataclass(frozen=True)
class Loaded:
    """A portfolio as imported, and what has to be kept of its source."""

    portfolio: Portfolio
    document: Document
    files: list[tuple[Path, str]]
    """Each original file and its name inside the assignment's ``sources`` folder."""


def load(
    sources: Sequence[Path],
    form: Form,
    *,
    added: datetime | None = None,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Loaded:
    """Reads files, folders or archives and cuts what they hold into the form's sections.

    ``progress`` is told in words what is being read; ``cancelled`` is asked between files. Raises ``ReviewError``
    where a source cannot be read.
    """
    from cmalt_review.intake.reader import read_source

    files = source_files(sources)
    document = read_source(list(sources), progress=progress, cancelled=cancelled)
    pieces = cut(document, form)
    portfolio = Portfolio(
        form=form.id,
        sources=[_source(path, name, added) for path, name in files],
        pieces=pieces,
        assets=[
            Asset(name=asset.name, sha256=sha256(asset.data).hexdigest(), size=len(asset.data))
            for asset in document.assets
        ],
        warnings=list(document.warnings),
    )
    from cmalt_review.rules.signals import nominated_assessor

    return Loaded(portfolio.model_copy(update={"nominated": nominated_assessor(portfolio)}), document, files)


def source_files(sources: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files behind the sources, each with a name that no other has; hidden files and folders are left out.

    Raises ``ReviewError`` where a source is not there.
    """
    found: list[tuple[Path, str]] = []
    taken: set[str] = set()
    for source in sources:
        if not source.exists():
            raise ReviewError("There is no such file or folder", str(source), "Check the path, or drag the file here.")
        inside = [source]
        if source.is_dir():  # links inside are left alone, as by the reader
            inside = sorted(path for path in source.rglob("*") if path.is_file() and not path.is_symlink())
        for path in inside:
            name = path.relative_to(source.parent).as_posix()
            if any(part.startswith(".") for part in path.relative_to(source).parts):
                continue
            found.append((path, _free(name, taken)))
    return found


def _free(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    stem, suffix = (stem, dot + suffix) if dot and "/" not in suffix else (name, "")
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate, number = f"{stem}-{number}{suffix}", number + 1
    taken.add(candidate.casefold())
    return candidate


def _source(path: Path, name: str, added: datetime | None) -> Source:
    digest, size = sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise ReviewError(
            "A source file could not be read", f"{path}: {error.strerror}", "Check its permissions."
        ) from error
    return Source(
        name=name, sha256=digest.hexdigest(), size=size, added=added,
        format=path.suffix.lower().lstrip(".") or "unknown",
    )  # fmt: skip
