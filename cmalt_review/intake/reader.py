"""A file, several files, a folder or a zip → a ``Document``: the door of the intake.

Every file passes the guard. Markdown and plain text of ordinary size are read here, everything else in a child process
with limits, which can be stopped at any time.
"""

import io
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from cmalt_review.errors import ReviewError
from cmalt_review.intake import child
from cmalt_review.intake.document import Asset, Document
from cmalt_review.intake.guard import MEGABYTE, Kind, Limits, check_zip, kind_of, refusal, unpack
from cmalt_review.model.text import clean_line

Progress = Callable[[str], None]
Cancelled = Callable[[], bool]
File = tuple[Kind, str, bytes]

# Kinds that may be read in this process, up to this size together: nothing but string work.
_PLAIN: frozenset[Kind] = frozenset({"markdown", "text"})
_PLAIN_BYTES = 2 * MEGABYTE
# In a folder with web pages, office files are evidence that belongs to them, not further pages.
_WEB: frozenset[Kind] = frozenset({"markdown", "html"})
_OFFICE: frozenset[Kind] = frozenset({"docx", "odt", "pdf", "epub", "text"})
# Exports that hold the whole portfolio: what lies beside them is the same once more, or belongs to it.
_WHOLE: tuple[Kind, ...] = ("xerte", "leap2a")
_READABLE = _WEB | _OFFICE | frozenset(_WHOLE)
_SKIPPED = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "node_modules"})
_POLL = 0.05


class _Stopped(Exception):
    """The child was ended by this process; the argument says why."""


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part in _SKIPPED for part in name.split("/"))


def _load(path: Path, name: str, limits: Limits) -> bytes:
    try:
        if path.stat().st_size > limits.source:
            raise refusal(
                name, f"is larger than {limits.source // MEGABYTE} MB", "Ask for it without videos and recordings."
            )
        return path.read_bytes()
    except OSError as error:
        raise ReviewError(
            f"“{clean_line(str(path))}” cannot be read.", error.strerror or "", "Check the path and its permissions."
        ) from error


def _walk(folder: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    """Ordinary files below the folder; links and hidden files are left alone."""
    count = 0
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for name in sorted(names):
            path = Path(root, name)
            if _hidden(name) or path.is_symlink() or not path.is_file():
                continue
            count += 1
            if count > limits.entries:
                raise refusal(
                    folder.name,
                    f"holds more than {limits.entries:,} files",
                    "Take out what is not part of the portfolio.",
                )
            yield path.relative_to(folder).as_posix(), path


def _from_zip(name: str, data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    members = [m for m in check_zip(name, data, limits) if not m.is_dir() and not _hidden(m.filename)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in members:
            yield clean_line(member.filename.replace("\\", "/")), unpack(name, archive, member)


class _Collection:
    """The files of a source, checked by the guard one by one and within the limits together."""

    def __init__(self, limits: Limits, cancelled: Cancelled) -> None:
        self.limits = limits
        self.cancelled = cancelled
        self.files: list[File] = []
        self.size = 0
        self.from_container = False

    def add(self, name: str, data: bytes, *, container: bool) -> None:
        """Take a file in; a zip given by name or alone in a folder is opened, one level deep."""
        if self.cancelled():
            raise _Stopped("cancelled")
        self.size += len(data)
        if self.size > (self.limits.unpacked if container else self.limits.source):
            raise refusal(
                name,
                "and the files before it are too large together",
                "Ask for the portfolio without videos and recordings.",
            )
        if container and not data:
            return  # an empty file beside others says nothing
        kind = kind_of(name, data, self.limits)
        if kind == "zip" and not container:
            self.from_container = True
            for inner, content in _from_zip(name, data, self.limits):
                self.add(inner, content, container=True)
        else:
            self.files.append((kind, name, data))


def _collect(paths: Sequence[Path], limits: Limits, cancelled: Cancelled) -> _Collection:
    found = _Collection(limits, cancelled)
    for path in paths:
        if path.is_dir():
            found.from_container = True
            for name, file in _walk(path, limits):
                found.add(f"{path.name}/{name}" if len(paths) > 1 else name, _load(file, name, limits), container=True)
        elif path.exists() and not path.is_file():
            raise refusal(path.name, "is neither a file nor a folder", "Give the portfolio's file, folder or zip.")
        else:
            found.add(path.name, _load(path, path.name, limits), container=False)
    return found


def _choose(found: _Collection, source: str) -> tuple[list[File], list[Asset], list[str]]:
    """Which files are read as text, which are kept beside them, and what the assessor should know of that."""
    kinds = {kind for kind, _, _ in found.files}
    whole = next((kind for kind in _WHOLE if kind in kinds and found.from_container), None)
    readable = {whole} if whole else _WEB if found.from_container and kinds & _WEB else _READABLE
    texts = [file for file in found.files if file[0] in readable]
    if whole == "xerte":  # the editor's preview is a second copy
        texts = [file for file in texts if "preview" not in file[1]] or texts
    rest = [file for file in found.files if file not in texts]
    if not texts or (rest and not found.from_container):
        name = rest[0][1] if rest and len(found.files) == 1 else source
        what = "is no text that can be read" if rest else "holds no file"
        if rest and rest[0][0] == "zip":
            what = "is an archive inside an archive"
        raise refusal(
            name, what, "Readable are Markdown, text, HTML, DOCX, ODT, PDF and EPUB, and folders and zips of these."
        )
    documents = [] if whole else [name for kind, name, _ in rest if kind in _OFFICE]
    warnings = []
    if documents:
        shown = ", ".join(documents[:5]) + (f" and {len(documents) - 5} more" if len(documents) > 5 else "")
        warnings.append(f"Kept as evidence, not read as part of the text: {shown}.")
    return texts, [Asset(name, data) for _, name, data in rest], warnings


class _Child:
    """One run of the reading process."""

    def __init__(self, files: list[File], limits: Limits) -> None:
        self.limits = limits
        self.last = files[0][1]
        self.names: list[str] = []
        self.result: tuple[bytes, bytes] | None = None
        self.received = 0
        package = Path(__file__).resolve().parents[2]
        # -P and the explicit path: a file beside the portfolio must not be taken for a module.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cmalt_review.intake.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True, env={**os.environ, "PYTHONPATH": str(package)},
        )  # fmt: skip
        self.writer = threading.Thread(target=self._write, args=(files,), daemon=True)
        self.listener = threading.Thread(target=self._listen, daemon=True)

    def _write(self, files: list[File]) -> None:
        stdin = self.process.stdin
        assert stdin is not None  # noqa: S101 – opened as a pipe above
        try:
            stdin.write(child.job(list(files), self.limits.memory, self.limits.cpu))
            stdin.close()
        except OSError:
            pass  # the child ended early: its exit code says why

    def _listen(self) -> None:
        stdout = self.process.stdout
        assert stdout is not None  # noqa: S101 – opened as a pipe above
        while header := _exactly(stdout, 9):
            kind, (size,) = header[:1], struct.unpack(">Q", header[1:])
            self.received += size
            if self.received > self.limits.output:
                return
            payload = _exactly(stdout, size)
            if kind == child.PROGRESS:
                self.last = payload.decode("utf-8", "replace")
                self.names.append(self.last)
            else:
                self.result = (kind, payload)

    def wait(self, progress: Progress, cancelled: Cancelled) -> None:
        """Until the child has said all; ends it and raises ``_Stopped`` where a limit or the user says so."""
        self.writer.start()
        self.listener.start()
        deadline = time.monotonic() + self.limits.wall
        try:
            while self.listener.is_alive():
                self.listener.join(_POLL)
                while self.names:
                    progress(self.names.pop(0))
                if cancelled():
                    raise _Stopped("cancelled")
                if time.monotonic() > deadline:
                    raise _Stopped("slow")
            if self.received > self.limits.output:
                raise _Stopped("large")
        except _Stopped:
            self._kill()
            raise
        finally:
            self.end()

    def end(self) -> None:
        """Leave no process behind, whatever happened."""
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self._kill()
            self.process.wait()
        self.listener.join()
        self.writer.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _kill(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (AttributeError, OSError):
            self.process.kill()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    """``size`` bytes, or nothing at the stream's end."""
    data = stream.read(size)
    return data if len(data) == size else b""


def _why(name: str, code: int, why: str) -> ReviewError:
    """What ended the reading, in words."""
    ask = "Ask for the portfolio in another format, such as DOCX, PDF, HTML or Markdown."
    if why == "large":
        return refusal(name, "gives far more text and pictures than a portfolio has", ask)
    if why == "slow" or -code in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGKILL", 0)):
        return refusal(name, "takes too long to read", ask)
    if code == child.OUT_OF_MEMORY:
        return refusal(name, "needs too much memory to be read", ask)
    if code == child.TOO_DEEP:
        return refusal(name, "is nested too deeply to be read", ask)
    return refusal(
        name,
        "cannot be read: it is damaged or not what its name says",
        "Open it in its own program, save it again, and import that.",
    )


def _in_child(files: list[File], limits: Limits, progress: Progress, cancelled: Cancelled) -> Document:
    process = _Child(files, limits)
    why = ""
    try:
        process.wait(progress, cancelled)
    except _Stopped as stopped:
        why = str(stopped)
        if why == "cancelled":
            raise
    if process.result is None or why:
        raise _why(process.last, process.process.returncode, why)
    kind, payload = process.result
    if kind == child.REFUSED:
        raise ReviewError(*json.loads(payload))
    return child.unpack(payload)


def _silent(_name: str) -> None:
    """Nobody wants to hear of the progress."""


def _read(files: list[File], limits: Limits, progress: Progress, cancelled: Cancelled) -> Document:
    if sum(len(data) for _, _, data in files) <= _PLAIN_BYTES and all(
        kind in _PLAIN and b"<table" not in data
        for kind, _, data in files  # a table wants the HTML converter
    ):
        from cmalt_review.intake.readers.site import read_files

        return read_files(files, progress)
    return _in_child(files, limits, progress, cancelled)


def read_source(
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits | None = None,
) -> Document:
    """The portfolio's text from a file, several files, a folder or a zip.

    ``progress`` hears the name of each file before it is read; ``cancelled`` is asked about twenty times a second.
    Raises ReviewError where a file is missing, hostile, damaged, empty or too large, in a sentence of its own each.
    """
    limits = limits or Limits()
    cancelled = cancelled or (lambda: False)
    if not paths:
        raise ReviewError("No file was given.", "", "Give the portfolio's file, folder or zip.")
    source = ", ".join(path.name for path in paths)
    try:
        found = _collect(paths, limits, cancelled)
        texts, assets, warnings = _choose(found, source)
        document = _read(texts, limits, progress or _silent, cancelled)
    except _Stopped as stopped:
        raise ReviewError(
            "Reading was cancelled.", "Nothing was imported.", "Import it again when you like."
        ) from stopped
    if not any(page.markdown.strip() or page.furniture.strip() for page in document.pages):
        raise refusal(source, "holds no text", "If it is a scan, ask for a version with text in it.")
    return Document(document.pages, document.assets + tuple(assets), (*document.warnings, *warnings), document.format)
