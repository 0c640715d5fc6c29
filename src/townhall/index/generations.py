"""Generations: each a folder that is complete before one pointer, swapped atomically, makes it the one that serves.

    index/CURRENT                      the name of the generation that serves
    index/PINNED                       that somebody chose it, and nothing that runs by itself is to replace it (``pin``)
    index/generations/NAME/            manifest.json · texts.sqlite · sentences.npy · lexical/ · chroma/
                                       with a Chroma server, chroma/ holds the name of the collection there
    index/models/                      the exported embedding model, and what tells languages apart
    index/extracted/                   what was read from files, so that none is parsed twice
    index/.lock                        held by the one writer

A process that is killed leaves at most a draft folder that nobody reads and the next ingest removes, its collection on a server first.
Some earlier generations are kept, to go back to; older ones are removed, but none that somebody reads (``holding``).
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from townhall.errors import StoreBusyError, StoreError, UnreachableError
from townhall.index.chroma_server import ChromaServer
from townhall.index.generation import VECTORS, Generation
from townhall.index.holding import alone
from townhall.index.manifest import MANIFEST
from townhall.index.pin import remove_pin
from townhall.index.vectors import collection_name, drop, on_server

log = logging.getLogger(__name__)

LOCK = ".lock"
GLANCE = 0.5
"""Seconds that a writer waits for the lock: longer than it is held by somebody who only looks whether it is."""
DRAFT_PREFIX = ".draft-"


def current_name(index: Path) -> str | None:
    """Return the name of the generation that serves, or None if none was ever built.

    Raises:
        StoreError: the system doesn't let it be read.
    """
    try:
        return (index / "CURRENT").read_text(encoding="utf-8", errors="replace").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"{index / 'CURRENT'} can't be read: {error.strerror}.", remedy="Name another folder with --index DIR.") from error


def open_current(index: Path, *, chroma: ChromaServer | None = None) -> Generation:
    """Open the generation that serves; ``chroma`` as for ``Generation``.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    name = current_name(index)
    if name is None:
        raise StoreError(f"There is no index in {index}.", remedy=f"Run `townhall ingest --index {index}`, with the same --corpus as ever.")
    return Generation(index / "generations" / name, chroma=chroma)


def publish(index: Path, draft: Path, name: str, *, keep: int = 1, chroma: ChromaServer | None = None) -> str:
    """Make the finished ``draft`` the generation that serves, remove those that are no longer kept, and return its name.

    The folder is called ``name``, with a number where a generation of the same content is still there: a folder that serves is never
    touched. ``keep`` generations are kept beside it, the one that served among them.
    """
    previous = current_name(index)
    place = next(place for place in _free_names(index / "generations", name) if not place.exists())
    _flush(draft)
    draft.replace(place)
    point_to(index, place.name)
    remove_pin(index)
    collect(index, keep=keep, always=previous, chroma=chroma)
    return place.name


def point_to(index: Path, name: str) -> None:
    """Make a generation that is whole the one that serves, in one step."""
    pointer = index / ".CURRENT"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(index / "CURRENT")


def collect(index: Path, *, keep: int, always: str | None = None, chroma: ChromaServer | None = None) -> None:
    """Remove the generations beside the one that serves but for the ``keep`` newest, ``always`` among them, and those that somebody reads."""
    serves = current_name(index)
    others = [folder for folder in generation_folders(index) if folder.name != serves]
    kept = sorted(others, key=lambda folder: folder.name == always, reverse=True)[:keep]
    for folder in others:
        if folder not in kept:
            _remove(folder, chroma)


def tidy(index: Path, *, keep: int, chroma: ChromaServer | None = None) -> None:
    """Remove what a killed process left, where there is something and nobody else writes."""
    drafts = list((index / "generations").glob(f"{DRAFT_PREFIX}*"))
    if drafts or len(generation_folders(index)) > keep + 1:
        with suppress(StoreError), writing(index, chroma=chroma):
            collect(index, keep=keep, chroma=chroma)


def generation_folders(index: Path) -> list[Path]:
    """Return the folders of the generations that are there, the newest first; what has no manifest comes last."""
    try:
        folders = [folder for folder in (index / "generations").iterdir() if folder.is_dir() and not folder.name.startswith(".")]
    except OSError:
        return []
    return sorted(folders, key=lambda folder: (_modified(folder / MANIFEST), folder.name), reverse=True)


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(folder: Path, chroma: ChromaServer | None) -> None:
    """Remove a generation, unless somebody reads it: out of sight first, so that nobody ever finds a half of it."""
    try:
        held = alone(folder / MANIFEST)
        if held is None:
            return
    except OSError:
        held = None  # without a manifest nobody can read it
    gone = folder.with_name(f"{DRAFT_PREFIX}{folder.name}")
    try:
        folder.replace(gone)
    except OSError:
        return  # on Windows: it is open
    finally:
        if held:
            held.close()
    _discard(gone, chroma)


def _discard(folder: Path, chroma: ChromaServer | None) -> None:
    """Remove a draft, its collection first: where the server can't be reached the folder stays, and the next ingest tries again."""
    if chroma is None and on_server(folder / VECTORS):  # nothing is contacted that isn't set
        log.warning("The collection %s stays on its Chroma server, which is no longer set: delete it there.", collection_name(folder / VECTORS))
    try:
        if chroma:
            drop(folder / VECTORS, chroma)
    except UnreachableError as error:
        log.warning("%s isn't removed yet: %s", folder, error)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Have the system write a finished draft to the disk: a pointer must not survive a power cut that its generation doesn't."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _free_names(generations: Path, name: str) -> Iterator[Path]:
    yield generations / name
    yield from (generations / f"{name}-{number}" for number in count(2))


def is_writing(index: Path) -> bool:
    """Whether some process, here or on another machine that shares the folder, holds the writer's lock now."""
    try:
        with FileLock(index / LOCK, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # a folder that can't be written has no writer
        return False


@contextmanager
def writing(index: Path, *, chroma: ChromaServer | None = None) -> Iterator[Path]:
    """Hold the writer's lock and yield an empty draft folder, removed afterwards if it is still there.

    Raises:
        StoreBusyError: another process holds the lock.
        StoreError: the folder can't be written.
    """
    generations = index / "generations"
    try:
        generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / LOCK, timeout=GLANCE)
        lock.acquire()
    except Timeout as error:
        raise StoreBusyError(f"Another ingest is writing {index}.", remedy="Wait for it to finish, then try again.") from error
    except OSError as error:
        raise StoreError(f"{index} can't be written: {error.strerror}.", remedy="Name another folder with --index DIR.") from error
    try:
        for leftover in generations.glob(f"{DRAFT_PREFIX}*"):
            _discard(leftover, chroma)
        draft = next(place for place in _free_names(generations, f"{DRAFT_PREFIX}{os.getpid()}") if not place.exists())
        draft.mkdir()
        try:
            yield draft
        finally:
            _discard(draft, chroma)
    finally:
        lock.release()
