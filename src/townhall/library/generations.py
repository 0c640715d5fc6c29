"""The generations of the index that are kept: see them, go back to one, look whether one is whole, back one up, bring a backup in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from filecmp import cmp
from pathlib import Path

from townhall.errors import StoreError, UsageError
from townhall.index.backup import read_backup, write_backup
from townhall.index.chroma_server import server_of
from townhall.index.generation import VECTORS, Generation
from townhall.index.generations import current_name, generation_folders, open_current, point_to, publish, writing
from townhall.index.pin import write_pin
from townhall.index.verifying import faults_of
from townhall.library.making import embedder_of
from townhall.library.pinning import pin_of, states_now
from townhall.locales.gazetteer import ensure_gazetteer
from townhall.settings import Settings


@dataclass(frozen=True, slots=True)
class KeptGeneration:
    """A generation that is kept."""

    name: str
    serves: bool
    made: datetime | None
    """In UTC; None where it can't be read."""
    documents: int
    passages: int
    """Distinct ones."""
    size: int
    """In bytes."""
    fault: str | None = None
    """Why it can't be read."""
    chosen: datetime | None = None
    """Since when, in UTC, it serves because somebody chose it; None where it is what the last ingest made, or doesn't serve."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found on looking at every record of a generation."""

    name: str
    counts: dict[str, int]
    faults: tuple[str, ...]
    """In words; none where it is whole."""


def generations(settings: Settings) -> list[KeptGeneration]:
    """Return the generations that are kept, the newest first.

    Raises:
        StoreError: which of them was chosen can't be read.
    """
    serves = current_name(settings.index)
    chosen = _since(settings)
    return [
        _kept(folder, serves=folder.name == serves, chosen=chosen if folder.name == serves else None) for folder in generation_folders(settings.index)
    ]


def rollback(settings: Settings, name: str | None = None) -> KeptGeneration:
    """Have another generation serve, by its name; else the one that was made before the one that serves. Running servers follow at once.

    It stays until somebody ingests by hand, or the documents change.

    Raises:
        UsageError: there is no such generation, or none before.
        StoreError: it is damaged, or the index can't be written; the one that serves goes on.
    """
    with writing(settings.index, chroma=server_of(settings)):
        serves = current_name(settings.index)
        names = [folder.name for folder in generation_folders(settings.index)]
        if name is None:
            older = names[names.index(serves) + 1 :] if serves in names else names
            name = next(iter(older), None)
            if name is None:
                raise UsageError("No generation is kept that is older than the one that serves.", remedy="`townhall index list` shows those kept.")
        if name not in names:
            raise UsageError(f"There is no generation {name!r}.", remedy=f"There are {', '.join(names) or 'none'}.")
        folder = settings.index / "generations" / name
        generation = Generation(folder, chroma=server_of(settings))
        try:
            if faults := faults_of(generation):
                raise StoreError(f"The generation {name} is damaged: {faults[0]}", remedy="Name another one; this one stays unused.")
        finally:
            generation.close()
        _choose(settings, name, states_now(settings))
    return _kept(folder, serves=True, chosen=_since(settings))


def verify_index(settings: Settings, name: str | None = None) -> Verified:
    """Look at every record of a generation, by its name; else of the one that serves.

    Raises:
        UsageError: there is no such generation.
        StoreError: there is no index, or its manifest can't be read.
    """
    if name is not None and name not in {folder.name for folder in generation_folders(settings.index)}:
        raise UsageError(f"There is no generation {name!r}.", remedy="`townhall index list` shows those that are kept.")
    chroma = server_of(settings)
    generation = Generation(settings.index / "generations" / name, chroma=chroma) if name else open_current(settings.index, chroma=chroma)
    try:
        return Verified(generation.folder.name, generation.manifest.counts, faults_of(generation))
    finally:
        generation.close()


def backup(settings: Settings, file: Path) -> int:
    """Write the generation that serves into one file, and return its size in bytes.

    Raises:
        UsageError: there is such a file already.
        StoreError: there is no index, it is damaged, or the file can't be written.
    """
    generation = open_current(settings.index, chroma=server_of(settings))
    try:
        return write_backup(generation, file)
    finally:
        generation.close()


def restore(settings: Settings, file: Path) -> KeptGeneration:
    """Put the generation of a backup beside those that are there, and have it serve; the model and the list of places are made if need be.

    One that is still there is not put there again. It stays as after a rollback.

    Raises:
        StoreError: the file is damaged, or the index can't be written; the generation that serves goes on.
    """
    chroma = server_of(settings)
    with writing(settings.index, chroma=chroma) as draft:
        name = read_backup(file, draft, chroma=chroma)
        ensure_gazetteer(settings.index)
        embedder_of(settings, export=True)
        states = states_now(settings)
        kept = _same_as(draft, settings)
        name = kept or publish(settings.index, draft, name.partition("-")[0], keep=settings.old_generations, chroma=chroma)
        _choose(settings, name, states)
    return _kept(settings.index / "generations" / name, serves=True, chosen=_since(settings))


def _choose(settings: Settings, name: str, states: frozenset[str]) -> None:
    """Have a generation that is whole serve, and pin it: the pin first, which means nothing until the one that it names serves."""
    write_pin(settings.index, name, states)
    point_to(settings.index, name)


def _since(settings: Settings) -> datetime | None:
    found = pin_of(settings)
    return found.since if found else None


def _same_as(draft: Path, settings: Settings) -> str | None:
    """Return the name of a whole generation that is kept and holds the same as ``draft``, byte by byte but for Chroma's own files."""
    for folder in generation_folders(settings.index):
        if _files_of(folder) != _files_of(draft) or any(not cmp(folder / name, draft / name, shallow=False) for name in _files_of(draft)):
            continue
        generation = Generation(folder, chroma=server_of(settings))
        try:
            if not faults_of(generation):
                return folder.name
        finally:
            generation.close()
    return None


def _files_of(folder: Path) -> set[str]:
    """Return the files of a generation beside its vectors."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {name.as_posix() for name in names if name.parts[0] != VECTORS}


def _kept(folder: Path, *, serves: bool, chosen: datetime | None = None) -> KeptGeneration:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    empty = KeptGeneration(folder.name, serves, None, 0, 0, size, chosen=chosen)
    try:
        generation = Generation(folder)
    except StoreError as error:
        return replace(empty, fault=error.cause)
    counts = generation.manifest.counts
    made = generation.made
    generation.close()
    return replace(empty, made=made, documents=counts.get("documents", 0), passages=counts.get("units", 0))
