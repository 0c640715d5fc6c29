"""From documents to a new generation; what has not changed is taken over and never embedded again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from random import Random
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from townhall.chunking import outline
from townhall.chunking.passages import fitted_prefix, passages_of
from townhall.index.bundle import Bundle, BundleWriter, searched_text
from townhall.index.embedding import Embedder, PassageText, Vectors
from townhall.index.facts import extract_facts
from townhall.index.generations import FORMAT, Generation, Manifest, write_manifest
from townhall.index.lexical import LexicalIndex
from townhall.index.vectors import VectorStore
from townhall.locales.gazetteer import Gazetteer
from townhall.model import Document, Passage, Progress, Section

if TYPE_CHECKING:
    from llama_index.core.node_parser import NodeParser

Item = TypeVar("Item")

EMBED_AT_ONCE = 256
"""Passages between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Units:
    """The distinct passages of a corpus: each with its places, in the order of the corpus."""

    places: list[list[Passage]]

    @property
    def keys(self) -> list[str]:
        """The key of each, by which the same passage is known again in the next generation."""
        return [places[0].key for places in self.places]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What building a generation took: units embedded anew and taken over."""

    embedded: int
    kept: int


def generation_name(corpus: dict[str, str], ingest_settings: str, readers: dict[str, str]) -> str:
    """Return the name of what an ingest of these files with these settings and readers makes; the same input has the same name."""
    identity = json.dumps([FORMAT, ingest_settings, sorted(corpus.items()), sorted(readers.items())])
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def split_documents(documents: Sequence[Document], parser: NodeParser, embedder: Embedder, pieces: int) -> tuple[list[list[Section]], Units]:
    """Split every document and bring identical passages of several places together; the order of ``documents`` doesn't matter."""
    from townhall.chunking.node_parser import node_spans

    outlines = [outline(document.text, document.source, document.blocks) for document in documents]
    units: dict[str, list[Passage]] = {}
    for document, sections in zip(documents, outlines, strict=True):
        for passage in passages_of(document, sections, node_spans(document, parser), count=embedder.count, pieces=pieces):
            units.setdefault(passage.key, []).append(passage)
    # In the order of the corpus, whatever order they came in: ties in a ranking are broken by it.
    return outlines, Units(sorted((sorted(places, key=_place) for places in units.values()), key=lambda places: _place(places[0])))


def _place(passage: Passage) -> tuple[PurePosixPath, int]:
    return PurePosixPath(passage.source), passage.start


def build_generation(
    draft: Path,
    manifest: Manifest,
    documents: Sequence[Document],
    *,
    embedder: Embedder,
    parser: NodeParser,
    pieces: int,
    gazetteer: Gazetteer,
    previous: Generation | None,
    progress: Progress,
    seed: int | None = None,
) -> BuildReport:
    """Write a whole generation into the empty folder ``draft``; ``previous`` is one of the same model, whose vectors are taken over.

    With a ``seed`` documents and passages come in an order of chance, which must not change any answer: the evaluation looks whether it does.
    """
    progress("Reading structure", 0, 1)
    documents = _shuffled(documents, seed)
    outlines, units = split_documents(documents, parser, embedder, pieces)
    order = _shuffled(range(len(units.places)), seed)
    vectors, sentence_vectors, embedded = _embed(units, embedder, pieces, previous, progress, order=order)
    progress("Writing the index", 0, 1)
    writer = BundleWriter(draft)
    for document, sections in zip(documents, outlines, strict=True):
        writer.add_document(document, sections)
    writer.add_units(units.places, sentence_vectors)
    writer.add_facts(extract_facts(sorted(zip(documents, outlines, strict=True), key=lambda pair: PurePosixPath(pair[0].source)), gazetteer))
    writer.close()
    LexicalIndex.build(draft / "lexical", [searched_text(places[0]) for places in units.places])
    store = VectorStore(draft / "chroma", create=True)
    keys = units.keys
    store.put([keys[number] for number in order], vectors[order])
    store.close()
    write_manifest(draft, replace(manifest, counts=Bundle(draft).counts()))
    return BuildReport(embedded, len(units.places) - embedded)


def _shuffled(items: Sequence[Item], seed: int | None) -> list[Item]:
    """Return ``items`` as they stand, or with a ``seed`` in an order of chance."""
    return list(items) if seed is None else Random(seed).sample(items, len(items))  # noqa: S311 - nothing secret hangs on it


def _embed(
    units: Units, embedder: Embedder, pieces: int, previous: Generation | None, progress: Progress, *, order: Sequence[int]
) -> tuple[Vectors, list[Vectors], int]:
    """Return a vector a unit, the vectors of each unit's sentences, and how many units had to be embedded."""
    known, known_sentences = _known(units, previous)
    keys = units.keys
    new = [number for number in order if keys[number] not in known]
    fresh: dict[int, tuple[Vectors, Vectors]] = {}
    for first in range(0, len(new), EMBED_AT_ONCE):
        progress("Embedding passages", first, len(new))
        numbers = new[first : first + EMBED_AT_ONCE]
        passages, sentences = embedder.embed_passages([_embedded_text(units.places[number][0], embedder, pieces) for number in numbers])
        fresh.update((number, (passages[row], sentences[row])) for row, number in enumerate(numbers))
    vectors = [fresh[number][0] if number in fresh else known[key] for number, key in enumerate(units.keys)]
    sentence_vectors = [fresh[number][1] if number in fresh else known_sentences[key] for number, key in enumerate(units.keys)]
    return np.stack(vectors), sentence_vectors, len(new)


def _known(units: Units, previous: Generation | None) -> tuple[dict[str, Vectors], dict[str, Vectors]]:
    """Return the vectors that the previous generation has for these units: the passages' and their sentences'."""
    if previous is None:
        return {}, {}
    numbers = {key: unit for unit, key in previous.bundle.all_units()}
    wanted = {places[0].key: len(places[0].sentences) for places in units.places if places[0].key in numbers}
    sentences = {key: previous.bundle.sentence_vectors(numbers[key]) for key in wanted}
    vectors = previous.vectors.get([key for key, count in wanted.items() if len(sentences[key]) == count])
    return vectors, sentences


def _embedded_text(passage: Passage, embedder: Embedder, pieces: int) -> PassageText:
    spans = tuple((sentence.start - passage.start, sentence.end - passage.start) for sentence in passage.sentences)
    return PassageText(fitted_prefix(passage.heading_path, count=embedder.count, pieces=pieces), passage.text, spans)


def manifest_of(
    embedder: Embedder,
    *,
    ingest_settings: str,
    corpus: dict[str, str],
    skipped: dict[str, str],
    notes: dict[str, list[str]],
    readers: dict[str, str],
    limits: dict[str, float],
) -> Manifest:
    """Return the manifest of the generation that an ingest of these files with these settings makes."""
    return Manifest(
        format=FORMAT,
        generation=generation_name(corpus, ingest_settings, readers),
        model=embedder.name,
        model_sha256=embedder.sha256,
        runtime=embedder.runtime,
        precision=embedder.precision,
        ingest_settings=ingest_settings,
        corpus=corpus,
        skipped=skipped,
        notes=notes,
        readers=readers,
        limits=limits,
    )
