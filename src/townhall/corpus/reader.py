"""Walks a corpus folder and reads every file that a reader knows, one by one; a bad file never stops the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from townhall.corpus.sources import SOURCES_FILE, SourceInfo, read_sources
from townhall.errors import CorpusError
from townhall.model import Document

if TYPE_CHECKING:
    from llama_index.core.readers.base import BaseReader

SUFFIXES = frozenset({".txt", ".md", ".markdown"})
"""Formats that are read."""


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was not read, and why in words for its owner."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """The documents that were read, in order of their path, and the files that were not."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]


def read_corpus(corpus: Path, *, size_limit: int, reader: BaseReader | None = None) -> CorpusReport:
    """Read the folder ``corpus``, sub-folders included, hidden files and symbolic links left out.

    Raises:
        CorpusError: the folder is missing, is not a folder, or holds no document that can be read.
    """
    if not corpus.is_dir():
        raise CorpusError(f"There is no folder {corpus}.", remedy="Put the documents there, or name another folder with --corpus DIR.")
    from townhall.corpus.text import TownhallReader

    infos = read_sources(corpus)
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    for path in visible_files(corpus):
        if path == corpus / SOURCES_FILE:
            continue
        source = path.relative_to(corpus).as_posix()
        outcome = _read_file(path, source, infos.get(source, SourceInfo()), size_limit, reader or TownhallReader())
        if isinstance(outcome, Document):
            documents.append(outcome)
        else:
            skipped.append(outcome)
    skipped.extend(SkippedFile(source, f"listed in {SOURCES_FILE} but not there") for source in infos if not (corpus / source).is_file())
    if not documents:
        reasons = "; ".join(f"{file.source}: {file.reason}" for file in skipped[:3])
        raise CorpusError(
            f"{corpus} holds no document that can be read{f' ({reasons})' if reasons else ''}.",
            remedy=f"Put text files there ({', '.join(sorted(SUFFIXES))}, UTF-8).",
        )
    return CorpusReport(tuple(documents), tuple(skipped))


def visible_files(corpus: Path) -> Iterator[Path]:
    """Yield the files of a corpus in order, sub-folders included, hidden ones and symbolic links left out."""
    for path in sorted(corpus.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(corpus).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _read_file(path: Path, source: str, info: SourceInfo, size_limit: int, reader: BaseReader) -> Document | SkippedFile:
    if path.suffix.lower() not in SUFFIXES:
        return SkippedFile(source, f"{path.suffix or 'a file without a suffix'} is not a format that is read")
    try:
        size = path.stat().st_size
        if size > size_limit:
            return SkippedFile(source, f"{size:,} bytes, more than the limit of {size_limit:,}")
        data = path.read_bytes()
        text = "".join(part.text for part in reader.load_data(path))
    except UnicodeDecodeError as error:
        return SkippedFile(source, f"not UTF-8 (byte {error.start}); save it as UTF-8")
    except OSError as error:
        return SkippedFile(source, f"can't be opened: {error.strerror}")
    if not text.strip():
        return SkippedFile(source, "empty")
    return Document(
        source=source,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        title=info.title or path.stem.replace("-", " ").replace("_", " ").strip().capitalize(),
        publisher=info.publisher,
        date=info.date,
        link=info.link,
        language=info.language,
    )
