"""Takes a new file into the corpus: written where nobody reads it, looked at, and put in its place at once or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from townhall.corpus.formats import READ_SUFFIXES, TEXT_SUFFIXES, UnreadableError
from townhall.errors import DocumentError, Problem

STAGING = ".incoming-"
"""What folders begin with in which new files wait; hidden, so that no ingest reads them."""
BLOCK = 1 << 20
SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x7fELF",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
)
"""How files begin that are no text, whatever their names say; readers of other formats look at the beginning themselves."""
HEAD = 16
"""Bytes of a file's beginning that the signatures need."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits to be put in its place."""

    path: Path
    sha256: str
    size: int


@contextmanager
def staged(corpus: Path, name: str, content: BinaryIO, *, size_limit: int) -> Iterator[Staged]:
    """Write ``content`` beside the documents of ``corpus`` for as long as the block lasts; ``name`` is a safe one.

    Raises:
        DocumentError: it is empty, too large, of no format that is read, or can't be written.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in READ_SUFFIXES:
        known = ", ".join(sorted(READ_SUFFIXES))
        raise DocumentError(Problem.TYPE, name, f"{name} is not of a format that is read.", remedy=f"Files may end in {known}.")
    with writable(name):
        folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=corpus))
    try:
        yield _written(folder / name, content, size_limit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def look_at(file: Staged, *, read: Callable[[Path], None]) -> None:
    """Read a file that waits as an ingest would; ``read`` does so, and raises UnreadableError where an ingest would skip it.

    Raises:
        DocumentError: it can't be read, or is of another format than its name says.
    """
    name = file.path.name
    with file.path.open("rb") as content:
        head = content.read(HEAD)
    if file.path.suffix.lower() in TEXT_SUFFIXES and head.startswith(SIGNATURES):
        raise DocumentError(
            Problem.DISGUISED, name, f"{name} is of another format than its name says.", remedy="Give it the ending of its own format."
        )
    try:
        read(file.path)
    except UnreadableError as error:
        raise DocumentError(
            Problem.UNREADABLE, name, f"{name} can't be read: {error.reason}.", remedy="Save it anew in another format.", other=error.reason
        ) from error


def put(file: Staged, target: Path, *, replace: bool) -> None:
    """Put a file that waits in its place.

    Raises:
        DocumentError: there is one already and ``replace`` is false, or the folder can't be written.
    """
    name = target.name
    with writable(name):
        target.parent.mkdir(parents=True, exist_ok=True)
        if replace:
            file.path.replace(target)
        else:
            try:
                _place_new(file.path, target)
            except FileExistsError as error:
                raise DocumentError(
                    Problem.TAKEN, name, f"There is a document {name} already.", remedy="Replace it, or take another name."
                ) from error
        _flush(target.parent)


def _place_new(path: Path, target: Path) -> None:
    """Give ``path`` the name ``target``, which a rename would do too, but never in the place of another file."""
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: hold the place by an empty file
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        path.replace(target)


@contextmanager
def writable(name: str) -> Iterator[None]:
    """Tell what keeps a file from being written.

    Raises:
        DocumentError: the disk is full, or the folder may not be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DocumentError(Problem.FULL, name, f"There is no space left for {name}.", remedy="Make space on the disk.") from error
        raise DocumentError(
            Problem.LOCKED, name, f"{name} can't be written: {error.strerror}.", remedy="Let the server write the folder of the documents."
        ) from error


def _written(path: Path, content: BinaryIO, size_limit: int) -> Staged:
    digest = hashlib.sha256()
    size = 0
    with writable(path.name), path.open("xb") as file:
        while block := content.read(BLOCK):
            size += len(block)
            if size > size_limit:
                raise DocumentError(
                    Problem.TOO_LARGE,
                    path.name,
                    f"{path.name} has more than {size_limit:,} bytes.",
                    remedy="Split it, or raise TOWNHALL_FILE_SIZE_LIMIT.",
                )
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise DocumentError(Problem.EMPTY, path.name, f"{path.name} is empty.", remedy="Look whether it was saved.")
    return Staged(path, digest.hexdigest(), size)


def _flush(folder: Path) -> None:
    """Have a folder's entries written to the disk, where the system lets folders be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
