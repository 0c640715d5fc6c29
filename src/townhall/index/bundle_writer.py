"""Writes a bundle: what is the same in the generation before is taken over row by row, inside SQLite, and never becomes an object here.

What comes out doesn't depend on what was taken over: units are numbered in the order of the corpus, as if everything had been read anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from townhall.index.bundle import FILE, SCHEMA, VECTORS_FILE, Bundle
from townhall.index.codec import dump_fact, dump_headings, dump_sentences, load_headings, load_sentences
from townhall.index.embedding import Vectors
from townhall.model import Document, Fact, Passage, Section

ROWS_AT_ONCE = 50_000
"""Vectors of sentences that are copied at once."""
STAGING = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TEMP TABLE staged (source TEXT, start INTEGER, "end" INTEGER, headings TEXT, sentences TEXT, text TEXT, key TEXT);
CREATE TEMP TABLE ranks (source TEXT PRIMARY KEY, rank INTEGER);
"""
"""A draft needs no journal: one that is not finished is thrown away, and a finished one is flushed before it serves."""
TAKE_OVER = """
INSERT INTO documents SELECT * FROM old.documents WHERE source IN (SELECT source FROM ranks);
INSERT INTO sections SELECT * FROM old.sections WHERE source IN (SELECT source FROM ranks) ORDER BY rowid;
INSERT INTO found SELECT * FROM old.found WHERE source IN (SELECT source FROM ranks);
INSERT INTO staged SELECT p.source, p.start, p."end", p.headings, p.sentences, p.text, u.key FROM old.passages p JOIN old.units u USING (unit)
    WHERE p.source IN (SELECT source FROM ranks);
"""
NUMBER = """
INSERT INTO units
    SELECT row_number() OVER places - 1, key, sum(sentences) OVER places - sentences, sentences FROM (
        SELECT key, min(rank * 4294967296 + start) AS place, json_array_length(sentences) AS sentences
        FROM staged JOIN ranks USING (source) GROUP BY key
    ) WINDOW places AS (ORDER BY place ROWS UNBOUNDED PRECEDING);
INSERT INTO passages
    SELECT unit, source, start, "end", headings, staged.sentences, text FROM staged JOIN units USING (key) JOIN ranks USING (source)
    ORDER BY unit, rank, start;
DROP TABLE staged;
"""
"""Besides one ``min`` SQLite takes other columns from the row that has it: the sentences are those of a unit's first place."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A distinct passage: its key, and how many sentences it has at its first place."""

    key: str
    sentences: int


class BundleWriter:
    """Writes a bundle into an empty folder: what is taken over, then documents, then ``number``, then facts and vectors, then ``close``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = sqlite3.connect((folder / FILE).absolute().as_uri(), uri=True)
        self._connection.executescript(SCHEMA + STAGING)
        self._sources: set[str] = set()

    def take_over(self, previous: Bundle, sources: Collection[str]) -> None:
        """Take documents over from another bundle with their outlines, passages and facts; before any other is added."""
        self._sources.update(sources)
        self._connection.execute("ATTACH ? AS old", (previous.address,))
        self._connection.executemany("INSERT INTO ranks VALUES (?, 0)", ((source,) for source in sources))
        self._connection.executescript(TAKE_OVER)
        self._connection.execute("DELETE FROM ranks")
        self._connection.commit()
        self._connection.execute("DETACH old")

    def add_document(self, document: Document, sections: Sequence[Section], passages: Iterable[Passage]) -> None:
        """Add a document with its outline and its passages."""
        self._sources.add(document.source)
        row = (document.source, document.text, document.sha256, document.title, document.publisher)
        rest = (document.date.isoformat() if document.date else None, document.link, document.language, json.dumps(document.page_starts))
        self._connection.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (*row, *rest, document.author, json.dumps(document.notes, ensure_ascii=False)),
        )
        self._connection.executemany(
            "INSERT INTO sections VALUES (?,?,?,?,?,?)",
            ((document.source, s.kind.value, dump_headings(s.path), int(s.heading is not None), s.start, s.end) for s in sections),
        )
        self._connection.executemany(
            "INSERT INTO staged VALUES (?,?,?,?,?,?,?)",
            ((p.source, p.start, p.end, dump_headings(p.headings), dump_sentences(p.sentences), p.text, p.key) for p in passages),
        )

    def add_found(self, source: str, facts: Sequence[tuple[str, Fact]]) -> None:
        """Add the facts of a document, each with what makes it the same as another's."""
        found = json.dumps([[identity, fact.kind.value, dump_fact(fact)] for identity, fact in facts], ensure_ascii=False)
        self._connection.execute("INSERT INTO found VALUES (?,?)", (source, found))

    @property
    def sources(self) -> list[str]:
        """The documents in the order of the corpus."""
        return sorted(self._sources, key=PurePosixPath)

    def number(self) -> list[Unit]:
        """Bring identical passages together, number them in the order of the corpus, and return them."""
        self._connection.executemany("INSERT INTO ranks VALUES (?,?)", ((source, rank) for rank, source in enumerate(self.sources)))
        self._connection.executescript(NUMBER)
        return [Unit(key, sentences) for key, sentences in self._connection.execute("SELECT key, sentences FROM units ORDER BY unit")]

    def first_places(self, units: Iterable[int]) -> Iterator[Passage]:
        """Yield the first place of each of ``units``."""
        sql = """SELECT source, start, "end", text, headings, passages.sentences, key FROM passages JOIN units USING (unit)
            WHERE unit = ? ORDER BY passages.rowid LIMIT 1"""
        for unit in units:
            source, start, end, text, headings, sentences, key = self._connection.execute(sql, (unit,)).fetchone()
            yield Passage(source, start, end, text, load_headings(headings), load_sentences(sentences, text, start), key)

    def add_sentence_vectors(self, units: Sequence[Unit], fresh: Mapping[int, Vectors], previous: Bundle | None) -> None:
        """Write the vectors of every unit's sentences: those of ``fresh`` units, by their numbers, and all others from the bundle before."""
        counts = np.array([unit.sentences for unit in units], np.int64)
        starts = np.concatenate([[0], np.cumsum(counts)])
        old = previous.all_sentence_vectors if previous else np.empty((0, 0), np.float16)
        dimensions = next((vectors.shape[1] for vectors in fresh.values()), old.shape[1])
        out = np.lib.format.open_memmap(self._folder / VECTORS_FILE, mode="w+", dtype=np.float16, shape=(int(starts[-1]), dimensions))
        if previous:
            places = {key: first for _, key, first, _ in previous.unit_rows()}
            kept = [number for number in range(len(units)) if number not in fresh]
            firsts = np.array([places[units[number].key] for number in kept], np.int64)
            for rows, olds in _rows_at_once(starts[kept], firsts, counts[kept]):
                out[rows] = old[olds]
        for number, vectors in fresh.items():
            out[starts[number] : starts[number + 1]] = vectors
        out.flush()

    def add_facts(self, facts: Sequence[Fact]) -> None:
        """Add the facts of all documents, brought together, in order."""
        self._connection.executemany("INSERT INTO facts VALUES (?,?)", ((fact.kind.value, dump_fact(fact)) for fact in facts))

    def close(self) -> None:
        """Commit and close."""
        self._connection.commit()
        self._connection.close()


def _rows_at_once(
    new: np.ndarray[tuple[int], np.dtype[np.int64]],
    old: np.ndarray[tuple[int], np.dtype[np.int64]],
    counts: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Iterator[tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]]:
    """Yield where rows go and where they come from; each unit has its first row in ``new`` and ``old`` and ``counts`` of them."""
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    to, came = np.repeat(new, counts) + within, np.repeat(old, counts) + within
    for first in range(0, len(to), ROWS_AT_ONCE):
        yield to[first : first + ROWS_AT_ONCE], came[first : first + ROWS_AT_ONCE]
