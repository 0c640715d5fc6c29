"""The immutable part of a generation: texts, sections, passages and facts in one SQLite file, sentence vectors beside it.

A *unit* is a distinct passage: identical entries of several pages are one unit with several places. Units are numbered from 0 in the
order of the corpus; a unit's number is its row in the lexical index.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townhall.chunking.passages import prefix_of
from townhall.errors import StoreError, reason_of
from townhall.index.codec import load_fact, load_headings, load_section, load_sentences
from townhall.index.embedding import Vectors
from townhall.model import Document, Fact, FactKind, Passage, Section, Sentence

FILE = "texts.sqlite"
VECTORS_FILE = "sentences.npy"
SCHEMA = """
CREATE TABLE documents (
    source TEXT PRIMARY KEY, text TEXT, sha256 TEXT, title TEXT, publisher TEXT, date TEXT, link TEXT, language TEXT, page_starts TEXT,
    author TEXT, notes TEXT
);
CREATE TABLE sections (source TEXT, kind TEXT, headings TEXT, has_heading INTEGER, start INTEGER, "end" INTEGER);
CREATE INDEX sections_by_place ON sections (source, start);
CREATE TABLE units (unit INTEGER PRIMARY KEY, key TEXT UNIQUE, first_sentence INTEGER, sentences INTEGER);
CREATE TABLE passages (unit INTEGER, source TEXT, start INTEGER, "end" INTEGER, headings TEXT, sentences TEXT, text TEXT);
CREATE INDEX passages_by_unit ON passages (unit);
CREATE INDEX passages_by_source ON passages (source);
CREATE TABLE facts (kind TEXT, data TEXT);
CREATE TABLE found (source TEXT PRIMARY KEY, facts TEXT);
"""


class Bundle:
    """The texts of one generation, opened for reading; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._local = threading.local()
        if not self._path.is_file():
            raise StoreError(f"{self._path} is missing.", remedy="Run `townhall ingest --rebuild`.")

    @cached_property
    def document(self) -> Callable[[str], Document | None]:
        """Return the document of a path, or None: ``document(source)``, remembered."""
        return lru_cache(maxsize=200)(self._document)

    def _document(self, source: str) -> Document | None:
        rows = self._rows(
            "SELECT source, text, sha256, title, publisher, date, link, language, page_starts, author, notes FROM documents WHERE source = ?", source
        )
        return _document(rows[0]) if rows else None

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every document, with an empty text: texts are read one by one."""
        rows = self._rows(
            "SELECT source, '', sha256, title, publisher, date, link, language, page_starts, author, notes FROM documents ORDER BY source"
        )
        return tuple(_document(row) for row in rows)

    @cached_property
    def titles(self) -> dict[str, Document]:
        """Documents without their texts, by path."""
        return {document.source: document for document in self.documents}

    def section_around(self, source: str, offset: int) -> Section | None:
        """Return the section whose heading or body holds ``offset``; None before the first and in furniture."""
        sections = [
            section
            for section in self.outline_of(source)
            if min(section.start, section.heading.start if section.heading else section.start) <= offset
        ]
        return max(sections, key=lambda section: (section.heading.start if section.heading else section.start, section.start), default=None)

    @cached_property
    def outline_of(self) -> Callable[[str], tuple[Section, ...]]:
        """Return the sections of a document in order: ``outline_of(source)``, remembered."""
        return lru_cache(maxsize=500)(lambda source: tuple(self.sections(source)))

    def entry(self, source: str, heading_start: int) -> list[Sentence]:
        """Return the sentences under the heading that starts at ``heading_start``, those of its fields left out.

        A name that is no heading stands in a table's row or a list's item: the sentence that holds it, and those that share its line.
        """
        rows = self._rows("SELECT start, headings, sentences, text FROM passages WHERE source = ? ORDER BY start", source)
        read = [(load_headings(headings), load_sentences(sentences, text, start)) for start, headings, sentences, text in rows]
        under = [sentence for path, sentences in read if path and path[-1].start == heading_start for sentence in sentences]
        return under or self._line(source, heading_start, [sentence for _, sentences in read for sentence in sentences])

    def _line(self, source: str, offset: int, sentences: list[Sentence]) -> list[Sentence]:
        document = self.document(source)
        if document is None:
            return []
        first = document.text.rfind("\n", 0, offset) + 1
        last = document.text.find("\n", offset)
        return [sentence for sentence in sentences if first <= sentence.start and sentence.end <= (last if last >= 0 else len(document.text))]

    def sections(self, source: str) -> list[Section]:
        """Return the sections of a document in order."""
        rows = self._rows('SELECT kind, headings, has_heading, start, "end" FROM sections WHERE source = ? ORDER BY start, "end"', source)
        return [load_section(*row) for row in rows]

    def units_of(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the units' numbers by key."""
        marks = ",".join("?" * len(keys))
        return dict(self._rows(f"SELECT key, unit FROM units WHERE key IN ({marks})", *keys))  # noqa: S608 - only question marks are put in

    def key(self, unit: int) -> str:
        """Return the key of a unit."""
        return str(self._rows("SELECT key FROM units WHERE unit = ?", unit)[0][0])

    @cached_property
    def places(self) -> Callable[[int], tuple[Passage, ...]]:
        """Return the passages of a unit, one a place, ordered by source and offset: ``places(unit)``, remembered."""
        return lru_cache(maxsize=10_000)(self._places)

    def _places(self, unit: int) -> tuple[Passage, ...]:
        rows = self._rows(
            'SELECT p.source, p.start, p."end", p.text, p.headings, p.sentences, u.key FROM passages p JOIN units u USING (unit) WHERE unit = ? '
            "ORDER BY p.source, p.start",
            unit,
        )
        return tuple(
            Passage(source, start, end, text, load_headings(headings), load_sentences(sentences, text, start), key)
            for source, start, end, text, headings, sentences, key in rows
        )

    def passages_by_document(self) -> dict[str, int]:
        """Return how many passages each document has, by path."""
        return dict(self._rows("SELECT source, count(*) FROM passages GROUP BY source"))

    def units_in(self, sources: Sequence[str]) -> dict[int, str]:
        """Return the units that stand in any of the documents ``sources``, with their keys."""
        units: dict[int, str] = {}
        for source in sources:
            units.update(self._rows("SELECT unit, key FROM units WHERE unit IN (SELECT unit FROM passages WHERE source = ?)", source))
        return units

    def sentence_vectors(self, unit: int) -> Vectors:
        """Return the vectors of a unit's sentences, shape (sentences, dimensions)."""
        first, count = self._rows("SELECT first_sentence, sentences FROM units WHERE unit = ?", unit)[0]
        return np.asarray(self._vectors[first : first + count], np.float32)

    @cached_property
    def facts(self) -> dict[FactKind, tuple[Fact, ...]]:
        """Every fact by kind, in the order of the corpus."""
        found: dict[FactKind, list[Fact]] = {kind: [] for kind in FactKind}
        for kind, data in self._rows("SELECT kind, data FROM facts ORDER BY rowid"):
            found[FactKind(kind)].append(load_fact(kind, data))
        return {kind: tuple(facts) for kind, facts in found.items()}

    def all_units(self) -> list[tuple[int, str]]:
        """Return every unit with its key, in order."""
        return [(int(unit), str(key)) for unit, key in self._rows("SELECT unit, key FROM units ORDER BY unit")]

    def unit_rows(self) -> list[tuple[int, str, int, int]]:
        """Return every unit with its key, the row of its first sentence's vector and how many sentences it has, in order."""
        return [tuple(row) for row in self._rows("SELECT unit, key, first_sentence, sentences FROM units ORDER BY unit")]

    def units_without_place(self) -> list[int]:
        """Return the units that stand in no document: none, unless the file is damaged."""
        return [row[0] for row in self._rows("SELECT unit FROM units WHERE unit NOT IN (SELECT unit FROM passages)")]

    def all_passages(self) -> Iterator[Passage]:
        """Yield every passage, unit by unit."""
        for unit, _ in self.all_units():
            yield from self._places(unit)

    def found_facts(self, source: str) -> list[tuple[str, Fact]]:
        """Return the facts of one document, before those of several were brought together, each with what makes it the same as another."""
        rows = self._rows("SELECT facts FROM found WHERE source = ?", source)
        return [(identity, load_fact(kind, data)) for identity, kind, data in json.loads(rows[0][0])] if rows else []

    @property
    def all_sentence_vectors(self) -> NDArray[np.float16]:
        """The vectors of all sentences as they lie in the file, shape (sentences, dimensions)."""
        return self._vectors

    @property
    def address(self) -> str:
        """What SQLite opens the file by, to read it only."""
        return f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"

    def check(self) -> None:
        """Read the whole file.

        Raises:
            StoreError: it is damaged, or the sentence vectors are not those of its sentences.
        """
        found = self._rows("PRAGMA quick_check(1)")[0][0]
        if found != "ok":
            raise StoreError(f"{self._path} is damaged: {found}.", remedy="Run `townhall ingest --rebuild`.")
        sentences, vectors = int(self._rows("SELECT coalesce(sum(sentences), 0) FROM units")[0][0]), int(self._vectors.shape[0])
        if sentences != vectors:
            raise StoreError(f"{self._folder} holds {vectors} vectors for {sentences} sentences.", remedy="Run `townhall ingest --rebuild`.")

    def counts(self) -> dict[str, int]:
        """Return how many documents, passages, units, sentences and facts there are."""
        tables = ("documents", "passages", "units", "facts")
        counts = {table: int(self._rows(f"SELECT count(*) FROM {table}")[0][0]) for table in tables}  # noqa: S608 - names from the tuple above
        return {**counts, "sentences": int(self._vectors.shape[0])}

    @cached_property
    def _vectors(self) -> NDArray[np.float16]:
        try:
            vectors: NDArray[np.float16] = np.load(self._folder / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{self._folder / VECTORS_FILE} can't be read: {reason_of(error)}.", remedy="Run `townhall ingest --rebuild`."
            ) from error
        return vectors

    def _rows(self, sql: str, *parameters: object) -> list[Any]:
        try:
            if not hasattr(self._local, "connection"):
                self._local.connection = sqlite3.connect(self.address, uri=True)
            return list(self._local.connection.execute(sql, parameters))
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path} is damaged: {error}.", remedy="Run `townhall ingest --rebuild`.") from error


def searched_text(passage: Passage) -> str:
    """Return what is searched lexically: heading path and text."""
    return prefix_of(passage.heading_path) + passage.text


def _document(row: Sequence[Any]) -> Document:
    source, text, sha256, title, publisher, day, link, language, pages, author, notes = row
    return Document(
        source,
        text,
        sha256,
        title,
        publisher,
        date.fromisoformat(day) if day else None,
        link,
        language,
        tuple(json.loads(pages)),
        author,
        notes=tuple(json.loads(notes)),
    )
