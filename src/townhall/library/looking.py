"""The documents as they lie in their folder, looked at without an index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from townhall.corpus import SOURCES_FILE, Extracted, Limits, SourceInfo, read_files, version_of, visible_files
from townhall.library.fetching import infos_of
from townhall.settings import Settings


@dataclass(frozen=True, slots=True)
class Found:
    """The corpus as it stands, without what is in its documents."""

    hashes: dict[str, str]
    infos: dict[str, SourceInfo]
    readers: dict[str, str]
    told: dict[str, str]


def found_in(settings: Settings) -> Found:
    """Look at the corpus; one that isn't there holds nothing."""
    there = settings.corpus.is_dir()
    hashes = corpus_hashes(settings.corpus) if there else {}
    infos = infos_of(settings) if there else {}
    told = {source: hashlib.sha256(repr(info).encode()).hexdigest()[:16] for source, info in infos.items() if source in hashes}
    return Found(hashes, infos, _readers(hashes), told)


def corpus_hashes(corpus: Path) -> dict[str, str]:
    """Return the SHA-256 of every visible file by its path, whether it can be read as a document or not."""
    hashes: dict[str, str] = {}
    for path in visible_files(corpus):
        try:
            with path.open("rb") as file:
                hashes[path.relative_to(corpus).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            hashes[path.relative_to(corpus).as_posix()] = "unreadable"
    return hashes


def files_of(corpus: Path) -> frozenset[str]:
    """Return the path of every visible file, whether there is a text in it or not."""
    return frozenset(path.relative_to(corpus).as_posix() for path in visible_files(corpus)) if corpus.is_dir() else frozenset()


def texts_of(corpus: Path) -> dict[str, str]:
    """Return the text of every document that can be read, by path, taken out of the files anew and not from an index."""
    if not corpus.is_dir():
        return {}
    return {source: found.text for source, _, found in read_files(corpus, limits=Limits()) if isinstance(found, Extracted)}


def _readers(sources: Iterable[str]) -> dict[str, str]:
    """Return what reads each file, with versions; the list of sources is no document."""
    return {source: version_of(source) for source in sources if source != SOURCES_FILE}
