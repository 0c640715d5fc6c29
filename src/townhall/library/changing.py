"""Documents added, replaced, removed and brought back. Each is whole or doesn't happen, and none is lost: what goes can be brought back for a while.

What is answered from follows with the next ingest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from filelock import FileLock, Timeout

from townhall.corpus import READ_SUFFIXES, visible_file, visible_files
from townhall.corpus import removed as bin_of_removed
from townhall.corpus.intake import Staged, look_at, put, staged, writable
from townhall.corpus.names import safe_name
from townhall.corpus.reader import try_file
from townhall.corpus.removed import Removed
from townhall.errors import DocumentError, Problem, StoreBusyError
from townhall.library.making import limits_of, reader_of
from townhall.settings import Settings

BUSY_SECONDS = 30
"""How long a change waits for another."""


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was added, or took the place of another."""

    source: str
    sha256: str
    size: int
    """In bytes."""
    replaced: Removed | None = None
    """What it took the place of."""


def add_document(settings: Settings, name: str, content: BinaryIO, *, replace: bool = False) -> Added:
    """Add a document at the top of the corpus, under its name made safe; with ``replace`` in the place of the one of that name.

    Raises:
        DocumentError: it can't be added; everything is as it was.
        StoreBusyError: other changes take too long.
    """
    safe = safe_name(name)
    if safe is None:
        raise DocumentError(Problem.NAME, name, f"{name!r} can't be a file's name.", remedy="Give it a name of letters and digits.")
    settings.corpus.mkdir(parents=True, exist_ok=True)
    with staged(settings.corpus, safe, content, size_limit=settings.file_size_limit) as file:
        look_at(file, read=partial(try_file, limits=limits_of(settings), reader=reader_of(settings)))
        with _changing(settings):
            return _put(settings, file, _named_alike(settings.corpus, safe) or safe, replace=replace)


def replace_document(settings: Settings, source: str, content: BinaryIO) -> Added:
    """Put new contents in the place of a document; its path stays.

    Raises:
        DocumentError: there is no such document, or the contents can't be added; everything is as it was.
        StoreBusyError: other changes take too long.
    """
    _present(settings, source)
    with staged(settings.corpus, PurePosixPath(source).name, content, size_limit=settings.file_size_limit) as file:
        look_at(file, read=partial(try_file, limits=limits_of(settings), reader=reader_of(settings)))
        with _changing(settings):
            _present(settings, source)
            return _put(settings, file, source, replace=True)


def remove_document(settings: Settings, source: str) -> Removed:
    """Take a document out of the corpus; it can be brought back for ``settings.removed_days``.

    Raises:
        DocumentError: there is no such document, or it is the only one; everything is as it was.
        StoreBusyError: other changes take too long.
    """
    with _changing(settings):
        path = _present(settings, source)
        if not any(other != path and other.suffix.lower() in READ_SUFFIXES for other in visible_files(settings.corpus)):
            raise DocumentError(Problem.LAST, source, f"{source} is the only document.", remedy="Add another one first.")
        with writable(source):
            removed = _keep(settings, path, source, replaced=False)
            try:
                path.unlink()
            except OSError:
                bin_of_removed.discard(settings.removed_folder(), removed.id)
                raise
    return removed


def restore_document(settings: Settings, id: str) -> Added:
    """Bring a removed document back to where it was, or the old one in the place of what replaced it.

    Raises:
        DocumentError: it is kept no longer, or a document is in its way; everything is as it was.
        StoreBusyError: other changes take too long.
    """
    folder = settings.removed_folder()
    found = bin_of_removed.kept_file(folder, id)
    if found is None:
        raise DocumentError(Problem.GONE, id, f"No removed document {id} is kept.", remedy="Add it anew.")
    removed, path = found
    with (
        path.open("rb") as content,
        staged(settings.corpus, PurePosixPath(removed.source).name, content, size_limit=settings.file_size_limit) as file,
    ):
        with _changing(settings):
            added = _put(settings, file, removed.source, replace=removed.replaced)
        bin_of_removed.discard(folder, id)
    return added


def removed_documents(settings: Settings) -> list[Removed]:
    """Return the documents that can be brought back, the one removed last first."""
    return bin_of_removed.kept(settings.removed_folder())


def discard_removed(settings: Settings) -> int:
    """Delete for good what was removed more than ``settings.removed_days`` ago; return how many documents."""
    return bin_of_removed.discard_older(settings.removed_folder(), days=settings.removed_days)


def _put(settings: Settings, file: Staged, source: str, *, replace: bool) -> Added:
    target = settings.corpus / source
    if not target.resolve().is_relative_to(settings.corpus.resolve()):
        raise DocumentError(Problem.NAME, source, f"{source!r} lies outside the corpus.", remedy="Add the document anew.")
    before = visible_file(settings.corpus, source)
    if before is not None and not replace:
        raise DocumentError(Problem.TAKEN, source, f"There is a document {source} already.", remedy="Replace it, or take another name.", other=source)
    if same := _same(settings.corpus, file):
        raise DocumentError(Problem.SAME, source, f"{same} has the same contents as {source}.", remedy="Nothing has to be done.", other=same)
    with writable(source):
        replaced = _keep(settings, before, source, replaced=True) if before else None
    try:
        put(file, target, replace=before is not None)
    except BaseException:
        if replaced:
            bin_of_removed.discard(settings.removed_folder(), replaced.id)
        raise
    return Added(source, file.sha256, file.size, replaced)


def _keep(settings: Settings, path: Path, source: str, *, replaced: bool) -> Removed:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return bin_of_removed.keep(settings.removed_folder(), path, source, sha256, replaced=replaced)


def _present(settings: Settings, source: str) -> Path:
    path = visible_file(settings.corpus, source)
    if path is None:
        raise DocumentError(Problem.GONE, source, f"There is no document {source!r}.", remedy="Look at the list of documents.")
    return path


def _named_alike(corpus: Path, name: str) -> str | None:
    """Return the document at the top of the corpus whose name differs from ``name`` at most in capitals: on some systems that is the same file."""
    try:
        return next((path.name for path in sorted(corpus.iterdir()) if path.name.casefold() == name.casefold() and path.is_file()), None)
    except OSError:
        return None


def _same(corpus: Path, file: Staged) -> str | None:
    """Return the document that has the same contents as ``file``; only those of its size are read."""
    for path in visible_files(corpus):
        try:
            if path.stat().st_size == file.size:
                with path.open("rb") as content:
                    if hashlib.file_digest(content, "sha256").hexdigest() == file.sha256:
                        return path.relative_to(corpus).as_posix()
        except OSError:
            continue
    return None


@contextmanager
def _changing(settings: Settings) -> Iterator[None]:
    """Hold the lock under which the corpus changes: what was looked at is still so when it is changed.

    Raises:
        StoreBusyError: others hold it for too long.
    """
    path = settings.removed_folder().with_suffix(".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path, timeout=BUSY_SECONDS):
            yield
    except Timeout as error:
        raise StoreBusyError("Others are changing the documents.", remedy="Try again when they are done.") from error
