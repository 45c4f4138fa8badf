"""The process that reads foreign files: bytes in by standard input, a document out by standard output, nothing else.

It sets its own limits on memory and processor time before it looks at a file, and may neither write a file, nor open a
connection, nor start a program. Protocol: a JSON line and then raw bytes, in both directions (see ``run``).
"""

import json
import struct
import sys
from typing import Any, BinaryIO

from cmalt_review.errors import ReviewError
from cmalt_review.intake.document import Asset, Document, Page

PROGRESS, DOCUMENT, REFUSED = b"P", b"D", b"E"
OUT_OF_MEMORY, TOO_DEEP = 11, 12
"""Exit codes that the parent puts into words; any other but 0 means a file that the reader could not make sense of."""

_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.remove", "os.rename",
    "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.fork", "os.kill", "os.truncate", "urllib.", "ftplib.",
    "shutil.",
)  # fmt: skip


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        if (isinstance(mode, str) and mode.strip("rbtU")) or (isinstance(flags, int) and flags & 3):
            raise PermissionError("reading only")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError("not allowed here")


def _limit(memory: int, cpu: int) -> None:
    """Hard limits, where the system knows them; on others the parent's clock is the only one."""
    try:
        import resource
    except ImportError:
        return
    for what, value in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0),
    ):  # fmt: skip
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):  # a lower limit is set already
            continue


def send(stream: BinaryIO, kind: bytes, payload: bytes) -> None:
    """One frame: a letter, the length, the bytes."""
    stream.write(kind + struct.pack(">Q", len(payload)) + payload)
    stream.flush()


def pack(document: Document) -> bytes:
    """The document as a JSON line and the assets' bytes behind it."""
    header = {
        "pages": [[p.name, p.title, p.markdown, p.furniture, p.date] for p in document.pages],
        "assets": [[asset.name, len(asset.data)] for asset in document.assets],
        "warnings": document.warnings,
        "format": document.format,
    }
    return json.dumps(header).encode() + b"\n" + b"".join(asset.data for asset in document.assets)


def unpack(payload: bytes) -> Document:
    """The document that ``pack`` packed."""
    line, _, rest = payload.partition(b"\n")
    header = json.loads(line)
    assets, start = [], 0
    for name, size in header["assets"]:
        assets.append(Asset(name, rest[start : start + size]))
        start += size
    return Document(
        tuple(Page(*page) for page in header["pages"]), tuple(assets), tuple(header["warnings"]), header["format"]
    )


def job(files: list[tuple[str, str, bytes]], memory: int, cpu: int) -> bytes:
    """What the parent sends: limits and files (kind, name, data)."""
    head = {"memory": memory, "cpu": cpu, "files": [[kind, name, len(data)] for kind, name, data in files]}
    return json.dumps(head).encode() + b"\n" + b"".join(data for _, _, data in files)


def run(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Read one job, write progress and the document or the refusal."""
    head = json.loads(stdin.readline())
    files = [(kind, name, stdin.read(size)) for kind, name, size in head["files"]]
    from cmalt_review.intake.readers import site

    site.preload({kind for kind, _, _ in files})
    _limit(head["memory"], head["cpu"])
    sys.addaudithook(_forbid)
    try:
        document = site.read_files(files, lambda name: send(stdout, PROGRESS, name.encode("utf-8", "replace")))
    except ReviewError as error:
        send(stdout, REFUSED, json.dumps([error.title, error.message, error.hint]).encode())
        return
    send(stdout, DOCUMENT, pack(document))


def main() -> int:
    """The process's entry: never a traceback, an exit code instead."""
    try:
        run(sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        return TOO_DEEP
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
