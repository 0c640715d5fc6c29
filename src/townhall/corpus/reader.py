"""Walks a corpus folder and reads every file that a reader knows, one by one; a bad file never stops the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from townhall.corpus.extractions import Extractions
from townhall.corpus.formats import READ_SUFFIXES, TEXT_SUFFIXES, Extracted, UnreadableError, reason_unread
from townhall.corpus.isolation import Isolated
from townhall.corpus.language import detect
from townhall.corpus.limits import Limits
from townhall.corpus.sources import SOURCES_FILE, WEB_FILE, SourceInfo, read_sources
from townhall.corpus.text import decoded
from townhall.errors import CorpusError
from townhall.model import Document

if TYPE_CHECKING:
    from llama_index.core.readers.base import BaseReader

BETWEEN_PARTS = "\n\n"
"""What stands between the parts that somebody else's reader makes of a file, so that a word doesn't run into the next part."""
PAGE_KEY = "page_label"
"""Metadata under which LlamaIndex's readers say which page a part is."""
TITLE_WORDS = 30
"""A longer title is a first paragraph that somebody took for one."""


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


def read_corpus(
    corpus: Path,
    *,
    limits: Limits,
    reader: BaseReader | None = None,
    kept: Extractions | None = None,
    same: Collection[str] = (),
    infos: Mapping[str, SourceInfo] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> CorpusReport:
    """Read the folder ``corpus``, sub-folders included, hidden files and symbolic links left out.

    A ``reader`` of LlamaIndex takes the place of ours for all formats; ``kept`` holds what was read before; documents that are the ``same`` as
    ever are not opened; ``infos`` is what is known of documents, None for what ``sources.toml`` says; ``progress`` is told how many files are
    done, and of how many.

    Raises:
        CorpusError: the folder is missing, is not a folder, or holds no document that can be read.
    """
    if not corpus.is_dir():
        raise CorpusError(f"There is no folder {corpus}.", remedy="Put the documents there, or name another folder with --corpus DIR.")
    infos = read_sources(corpus) if infos is None else infos
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    for source, data, found in read_files(corpus, limits=limits, reader=reader, kept=kept, same=same, progress=progress):
        if isinstance(found, UnreadableError):
            skipped.append(SkippedFile(source, found.reason))
        else:
            documents.append(document_of(source, data, found, infos.get(source, SourceInfo())))
    if not documents and not same:
        reasons = "; ".join(f"{file.source}: {file.reason}" for file in skipped[:3])
        raise CorpusError(
            f"{corpus} holds no document that can be read{f' ({reasons})' if reasons else ''}.",
            remedy=f"Put documents there ({', '.join(sorted(READ_SUFFIXES))}).",
        )
    return CorpusReport(tuple(documents), tuple(skipped))


def read_files(
    corpus: Path,
    *,
    limits: Limits,
    reader: BaseReader | None = None,
    kept: Extractions | None = None,
    same: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Iterator[tuple[str, bytes, Extracted | UnreadableError]]:
    """Yield every file of a corpus: its path, its bytes, and what it holds or why it can't be read.

    Left out are the list of sources, and documents that are the ``same`` as ever.
    """
    paths = [path for path in visible_files(corpus) if path != corpus / SOURCES_FILE and path.relative_to(corpus).as_posix() not in same]
    with Isolated(limits) as isolated:
        for number, path in enumerate(paths):
            progress(number, len(paths))
            source = path.relative_to(corpus).as_posix()
            data = b""
            try:
                data = read_bytes(path, limits.size, any_format=reader is not None)
                yield source, data, _extracted(path, source, data, isolated=isolated, reader=reader, kept=kept)
            except UnreadableError as error:
                yield source, data, error


def try_file(path: Path, *, limits: Limits, reader: BaseReader | None = None) -> None:
    """Read one file as an ingest would, wherever it lies.

    Raises:
        UnreadableError: an ingest would skip it.
    """
    with Isolated(limits) as isolated:
        _extracted(path, path.name, read_bytes(path, limits.size, any_format=reader is not None), isolated=isolated, reader=reader, kept=None)


def visible_file(corpus: Path, source: str) -> Path | None:
    """Return the file of the corpus that has the path ``source``, or None: for what ``visible_files`` wouldn't yield nothing is returned."""
    if not source or "\x00" in source or source in {SOURCES_FILE, WEB_FILE} or any(part.startswith(".") or not part for part in source.split("/")):
        return None
    try:
        path = corpus.resolve() / source
        return corpus / source if path.resolve() == path and path.is_file() else None
    except (OSError, RuntimeError):
        return None


def visible_files(corpus: Path) -> Iterator[Path]:
    """Yield the files of a corpus in order, sub-folders included; hidden ones, symbolic links and the list of web pages are left out."""
    for path in sorted(corpus.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(corpus).parts)
        if path.is_file() and not path.is_symlink() and not hidden and path != corpus / WEB_FILE:
            yield path


def read_bytes(path: Path, size_limit: int, *, any_format: bool = False) -> bytes:
    """Return a file's bytes; with ``any_format`` those of a format that ours don't read too, for a reader that may.

    Raises:
        UnreadableError: it is not a format that is read, too large, or the system refuses it.
    """
    if not any_format and path.suffix.lower() not in READ_SUFFIXES:
        raise UnreadableError(reason_unread(path.name))
    try:
        size = path.stat().st_size
        if size > size_limit:
            raise UnreadableError(f"{size:,} bytes, more than the limit of {size_limit:,}")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"can't be opened: {error.strerror}") from error


def document_of(source: str, data: bytes, found: Extracted, info: SourceInfo) -> Document:
    """Return the document that a file makes; what its owner says of it goes before what the file says."""
    own = found.title if found.title and len(found.title.split()) <= TITLE_WORDS else None
    path = PurePosixPath(source)
    return Document(
        source=source,
        text=found.text,
        sha256=hashlib.sha256(data).hexdigest(),
        title=info.title or own or path.stem.replace("-", " ").replace("_", " ").strip().capitalize(),
        publisher=info.publisher,
        date=info.date or found.date,
        link=info.link,
        language=info.language or found.language or detect(found.text),
        page_starts=found.page_starts,
        author=found.author,
        blocks=found.blocks,
        notes=found.notes,
    )


def _extracted(path: Path, source: str, data: bytes, *, isolated: Isolated, reader: BaseReader | None, kept: Extractions | None) -> Extracted:
    """Return what a file holds; plain text and Markdown are decoded here, everything else is read in a process of its own.

    Raises:
        UnreadableError: it can't be read.
    """
    if reader is not None:
        found = _by_other(path, reader)
    elif path.suffix.lower() in TEXT_SUFFIXES:
        found = decoded(data)
    elif kept is not None:
        found = kept.get(source, hashlib.sha256(data).hexdigest(), lambda: isolated.extract(source, data))
    else:
        found = isolated.extract(source, data)
    if not found.text.strip():
        raise UnreadableError("empty")
    return found


def _by_other(path: Path, reader: BaseReader) -> Extracted:
    """Return what somebody else's reader makes of a file; whatever it raises is the end of that file and not of the ingest.

    Its parts become paragraphs of one text; where each bears a page's label, as LlamaIndex's readers of paged formats give it, they are pages.
    """
    try:
        parts = reader.load_data(path)
        texts = [part.text for part in parts]
        starts = tuple(accumulate((len(text) + len(BETWEEN_PARTS) for text in texts[:-1]), initial=0))
        paged = bool(parts) and all(PAGE_KEY in part.metadata for part in parts)
        return Extracted(BETWEEN_PARTS.join(texts), page_starts=starts if paged else ())
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise UnreadableError(f"can't be opened: {error.strerror}") from error
    except Exception as error:
        raise UnreadableError(f"{type(reader).__name__} failed over it: {error}") from error
