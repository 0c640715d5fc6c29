"""Generations: each a folder that is complete before one pointer, swapped atomically, makes it the one that serves.

    index/CURRENT                      the name of the generation that serves
    index/generations/NAME/            manifest.json · texts.sqlite · sentences.npy · lexical/ · chroma/
    index/models/                      the exported embedding model
    index/extracted/                   what was read from files, so that none is parsed twice
    index/.lock                        held by the one writer

A process that is killed leaves at most a draft folder that nobody reads and the next ingest removes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from townhall.errors import StoreBusyError, StoreError
from townhall.index.bundle import Bundle
from townhall.index.lexical import LexicalIndex
from townhall.index.vectors import VectorStore

FORMAT = 8
"""Raised whenever an older Townhall could not read what this one writes."""
DRAFT_PREFIX = ".draft-"
REMEDY = "Run `townhall ingest --rebuild`."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made of."""

    format: int
    generation: str
    model: str
    model_sha256: str | None
    runtime: str
    precision: str
    ingest_settings: str
    corpus: dict[str, str]
    """SHA-256 by path; ``sources.toml`` included."""
    skipped: dict[str, str]
    """Why a file was not read, by path."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """What the owner of a file that was read should know, by path."""
    readers: dict[str, str] = field(default_factory=dict)
    """What read a file, with versions, by path: where that changes the file is read again."""
    limits: dict[str, float] = field(default_factory=dict)
    """What reading a file was allowed to take: where that changes, files are read again."""
    counts: dict[str, int] = field(default_factory=dict)
    """Records of each kind, known once the generation is built."""


class Generation:
    """One generation, opened for reading; each part is opened when first used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    @cached_property
    def bundle(self) -> Bundle:
        """The texts, sections, passages and facts."""
        return Bundle(self.folder)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The words of the passages."""
        return LexicalIndex(self.folder / "lexical")

    @cached_property
    def vectors(self) -> VectorStore:
        """The passages' vectors.

        Raises:
            StoreError: there are more or fewer of them than passages.
        """
        store = VectorStore(self.folder / "chroma")
        vectors, units = store.count(), self.bundle.counts()["units"]
        if vectors != units:
            store.close()
            raise StoreError(f"The index in {self.folder} holds {vectors} vectors for {units} passages.", remedy=REMEDY)
        return store

    def check(self) -> dict[str, int]:
        """Read every part, and return how many records there are.

        Raises:
            StoreError: a part is missing or damaged, or the parts don't hold the same records.
        """
        self.bundle.check()
        counts = self.bundle.counts()
        passages = self.lexical.passages
        if passages != counts["units"]:
            raise StoreError(f"The lexical index in {self.folder} holds {passages} passages of {counts['units']}.", remedy=REMEDY)
        self.vectors.count()
        return counts

    def close(self) -> None:
        """Close what was opened."""
        if "vectors" in self.__dict__:
            self.vectors.close()


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        StoreError: it is missing, damaged, or of a later format.
    """
    path = folder / "manifest.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = data.get("format")
        if isinstance(found, int) and found > FORMAT:
            raise StoreError(
                f"The index has format {found}, this Townhall reads up to {FORMAT}.", remedy="Update Townhall, or run `townhall ingest --rebuild`."
            )
        return Manifest(**data)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} can't be read: {error}.", remedy="Run `townhall ingest --rebuild`.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a generation's manifest."""
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


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


def open_current(index: Path) -> Generation:
    """Open the generation that serves.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    name = current_name(index)
    if name is None:
        raise StoreError(f"There is no index in {index}.", remedy=f"Run `townhall ingest --index {index}`, with the same --corpus as ever.")
    return Generation(index / "generations" / name)


def publish(index: Path, draft: Path, name: str) -> None:
    """Make the finished ``draft`` the generation that serves, and remove those that are no longer kept.

    The folder is called ``name``, with a number where a generation of the same content is still there: a folder that serves is never
    touched.
    """
    previous = current_name(index)
    place = next(place for place in _free_names(index / "generations", name) if not place.exists())
    draft.replace(place)
    pointer = index / ".CURRENT"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(place.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(index / "CURRENT")
    for folder in (index / "generations").iterdir():
        if folder.name not in {place.name, previous}:
            shutil.rmtree(folder, ignore_errors=True)


def _free_names(generations: Path, name: str) -> Iterator[Path]:
    yield generations / name
    yield from (generations / f"{name}-{number}" for number in count(2))


@contextmanager
def writing(index: Path) -> Iterator[Path]:
    """Hold the writer's lock and yield an empty draft folder, removed afterwards if it is still there.

    Raises:
        StoreBusyError: another process holds the lock.
        StoreError: the folder can't be written.
    """
    generations = index / "generations"
    try:
        generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise StoreBusyError(f"Another ingest is writing {index}.", remedy="Wait for it to finish, then try again.") from error
    except OSError as error:
        raise StoreError(f"{index} can't be written: {error.strerror}.", remedy="Name another folder with --index DIR.") from error
    try:
        for leftover in generations.glob(f"{DRAFT_PREFIX}*"):
            shutil.rmtree(leftover)
        draft = generations / f"{DRAFT_PREFIX}{os.getpid()}"
        draft.mkdir()
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    finally:
        lock.release()
