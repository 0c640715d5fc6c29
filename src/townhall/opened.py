"""The generation of the index that serves, open, with everything that reads it; a newer one is noticed."""

from __future__ import annotations

import gc
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from townhall.answering.within import facts_within
from townhall.errors import NoSuchDocumentError, StoreError
from townhall.index.chroma_server import server_of
from townhall.index.generation import Generation
from townhall.index.generations import current_name, open_current
from townhall.index.model_languages import languages_read
from townhall.library import embedder_of
from townhall.locales.detector import LanguageDetector
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.model import Fact, FactKind
from townhall.query import KnownNames, QueryReader
from townhall.retrieval import Searcher
from townhall.settings import Settings


@dataclass(frozen=True)
class Opened:
    """One generation with what reads it."""

    name: str
    generation: Generation
    searcher: Searcher
    facts: Mapping[FactKind, tuple[Fact, ...]]
    names: KnownNames
    reader: QueryReader
    gazetteer: Gazetteer
    detector: LanguageDetector
    embedded: frozenset[str]
    """Languages that the embedding model reads."""

    def within(self, sources: Sequence[str]) -> Opened:
        """Return the same generation as if it held only the facts of documents that match ``sources``.

        Raises:
            NoSuchDocumentError: no document matches.
        """
        self.require(sources)
        facts = facts_within(self.facts, sources)
        names = KnownNames(facts)
        return replace(self, facts=facts, names=names, reader=_reader(self.generation, names, self.gazetteer, self.detector, self.embedded))

    def require(self, sources: Sequence[str]) -> None:
        """Do nothing where no patterns are given, or a document matches one of ``sources``.

        Raises:
            NoSuchDocumentError: no document matches.
        """
        held = self.generation.bundle.titles
        if sources and not any(fnmatchcase(source, pattern) for source in held for pattern in sources):
            patterns = " or ".join(repr(pattern) for pattern in dict.fromkeys(sources))
            first = next(iter(held), None)
            such_as = f" as {first!r}" if first else ""
            raise NoSuchDocumentError(
                f"No document matches {patterns}.",
                remedy=f"Give the path of a document{such_as}, or a pattern of such paths, where * stands for anything.",
            )


class Openings:
    """Opens the generation that serves, once, and the next when there is one; safe to use from several threads."""

    def __init__(self, settings: Settings, searcher: type[Searcher]) -> None:
        self._settings = settings
        self._searcher = searcher
        self._embedder = embedder_of(settings)
        self._detector = LanguageDetector(settings.index)
        self._lock = threading.Lock()
        self._current: Opened | None = None

    def current(self) -> Opened:
        """Open the generation that serves, or keep the one that is open if it still does.

        Raises:
            StoreError: there is no index, it is damaged, or another embedding model made it.
        """
        name = current_name(self._settings.index)
        with self._lock:
            if self._current is None or self._current.name != name:
                replaced = self._current is not None
                self._current = self._opened(name)
                if replaced:
                    # What read the one before remembers by methods of its own, and would stay, and hold it, until Python looks for such circles.
                    gc.collect()
            return self._current

    def _opened(self, name: str | None) -> Opened:
        generation = open_current(self._settings.index, chroma=server_of(self._settings))
        manifest = generation.manifest
        if manifest.model != self._embedder.name or manifest.model_sha256 != self._embedder.sha256:
            raise StoreError(
                f"The index was made with the model {manifest.model}, the settings name {self._embedder.name}.",
                remedy="Run `townhall ingest`, or set TOWNHALL_EMBEDDING_MODEL back.",
            )
        searcher = self._searcher(generation, self._embedder, candidates=self._settings.candidates, rrf_k=self._settings.rrf_k)
        facts = generation.bundle.facts
        names = KnownNames(facts)
        gazetteer = Gazetteer(ensure_gazetteer(self._settings.index))
        embedded = languages_read(self._settings)
        reader = _reader(generation, names, gazetteer, self._detector, embedded)
        return Opened(name or "", generation, searcher, facts, names, reader, gazetteer, self._detector, embedded)


def _reader(generation: Generation, names: KnownNames, gazetteer: Gazetteer, detector: LanguageDetector, embedded: frozenset[str]) -> QueryReader:
    """Return what reads questions against a generation."""
    languages = frozenset(document.language for document in generation.bundle.titles.values() if document.language)
    return QueryReader(names, gazetteer, detector, lambda: generation.lexical.vocabulary, languages=languages, embedded=embedded)
