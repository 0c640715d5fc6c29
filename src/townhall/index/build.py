"""From documents to a new generation; what has not changed is taken over and never embedded again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from townhall.chunking import outline
from townhall.chunking.passages import passages_of
from townhall.index.bundle import Bundle, searched_text
from townhall.index.bundle_writer import BundleWriter, Unit
from townhall.index.chroma_server import ChromaServer
from townhall.index.embedding import Embedder, Vectors
from townhall.index.embedding_aside import EmbeddingAside
from townhall.index.facts import facts_of, merge_facts
from townhall.index.generation import VECTORS, Generation
from townhall.index.lexical import LexicalIndex
from townhall.index.manifest import FORMAT, Manifest, write_manifest
from townhall.index.vectors import VectorStore
from townhall.index.verifying import text_hash
from townhall.locales.gazetteer import Gazetteer
from townhall.model import Document, Fact, Progress, Section

if TYPE_CHECKING:
    from llama_index.core.node_parser import NodeParser

Item = TypeVar("Item")

TOLD_EVERY = 256
"""Embedded passages between two reports of progress."""
VECTORS_AT_ONCE = 5_000
GRAPH_FROM = 5_000
"""Passages from which the graph of the generation before is taken over and changed; below, building it whole takes a moment."""
GRAPH_CHANGES = 0.25
"""Share of the passages by which a graph may be changed before it is built whole again: what is deleted from one leaves gaps."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What building a generation took: units embedded anew and taken over."""

    embedded: int
    kept: int


@dataclass(frozen=True, slots=True)
class Before:
    """The generation before, as far as it is of use: one of the same model and settings."""

    generation: Generation
    same: frozenset[str] = frozenset()
    """Documents that are as they were, in every respect that anything is derived from: they are taken over whole."""
    same_words: bool = False
    """Whether its words are counted as they would be now."""


def generation_name(corpus: dict[str, str], ingest_settings: str, readers: dict[str, str]) -> str:
    """Return the name of what an ingest of these files with these settings and readers makes; the same input has the same name."""
    identity = json.dumps([FORMAT, ingest_settings, sorted(corpus.items()), sorted(readers.items())])
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def build_generation(
    draft: Path,
    manifest: Manifest,
    documents: Sequence[Document],
    *,
    embedder: Embedder,
    parser: NodeParser,
    pieces: int,
    open_gazetteer: Callable[[], Gazetteer],
    before: Before | None,
    progress: Progress,
    seed: int | None = None,
    chroma: ChromaServer | None = None,
) -> BuildReport:
    """Write a whole generation into the empty folder ``draft``, of ``documents`` and of those that stay the same.

    The gazetteer is opened once the model is at work: to compile it takes seconds. The vectors go to the server ``chroma`` where one is given.
    With a ``seed`` documents and passages come in an order of chance, which must not change any answer: the evaluation looks whether it does.
    """
    from townhall.chunking.node_parser import node_spans

    writer = BundleWriter(draft)
    texts = {document.source: text_hash(document.text) for document in documents}
    found: dict[str, list[tuple[str, Fact]]] = {}
    if before and before.same:
        writer.take_over(before.generation.bundle, before.same)
        found = {source: before.generation.bundle.found_facts(source) for source in before.same}
        texts.update({source: before.generation.manifest.texts[source] for source in before.same})
    sentences_before = _sentences_before(before)
    outlined: list[tuple[Document, list[Section]]] = []
    with EmbeddingAside(embedder, pieces) as embedding:
        for number, document in enumerate(_shuffled(documents, seed)):
            progress("Cutting passages", number, len(documents))
            sections = outline(document.text, document.source, document.blocks)
            passages = passages_of(document, sections, node_spans(document, sections, parser), count=embedder.count, pieces=pieces)
            writer.add_document(document, sections, passages)
            outlined.append((document, sections))
            embedding.offer(passage for passage in passages if sentences_before.get(passage.key) != len(passage.sentences))
        units = writer.number()
        order = _shuffled(range(len(units)), seed)
        new = [number for number in order if sentences_before.get(units[number].key) != units[number].sentences]
        # The first place of a passage decides into which sentences it falls, and it may not have been the one that was offered.
        embedding.rest(writer.first_places(number for number in new if embedding.taken.get(units[number].key) != units[number].sentences))
        progress("Preparing the list of places", 0, 1)
        gazetteer = open_gazetteer()
        for number, (document, sections) in enumerate(outlined):
            progress("Finding facts", number, len(outlined))
            found[document.source] = facts_of(document, sections, gazetteer)
            writer.add_found(document.source, found[document.source])
            embedding.feed()
        writer.add_facts(merge_facts(found[source] for source in writer.sources))
        _write_words(draft / "lexical", writer, units, before)
        embedded: dict[str, tuple[Vectors, Vectors]] = {}
        for done, (key, vector, sentences) in enumerate(embedding.results()):
            if not done % TOLD_EVERY:
                progress("Embedding passages", done, len(new))
            embedded[key] = vector, sentences
    fresh = {number: embedded[units[number].key] for number in new}
    progress("Writing the index", 0, 1)
    writer.add_sentence_vectors(units, {number: sentences for number, (_, sentences) in fresh.items()}, before.generation.bundle if before else None)
    writer.close()
    vectors = {units[number].key: vector for number, (vector, _) in fresh.items()}
    changes = _write_vectors(draft / VECTORS, [units[number].key for number in order], vectors, before, chroma=chroma, name=manifest.generation)
    write_manifest(draft, replace(manifest, texts=texts, graph_changes=changes, counts=Bundle(draft).counts()))
    return BuildReport(len(fresh), len(units) - len(fresh))


def _shuffled(items: Sequence[Item], seed: int | None) -> list[Item]:
    """Return ``items`` as they stand, or with a ``seed`` in an order of chance."""
    return list(items) if seed is None else Random(seed).sample(items, len(items))  # noqa: S311 - nothing secret hangs on it


def _sentences_before(before: Before | None) -> dict[str, int]:
    """Return how many sentences the units of the generation before have, by key: one that has as many now needs no embedding."""
    return {key: count for _, key, _, count in before.generation.bundle.unit_rows()} if before else {}


def _write_words(folder: Path, writer: BundleWriter, units: Sequence[Unit], before: Before | None) -> None:
    """Write the lexical index; the words of what was there before are taken over."""
    previous = before.generation.lexical if before and before.same_words else None
    rows = {key: unit for unit, key in before.generation.bundle.all_units()} if before and previous else {}
    new = writer.first_places(number for number, unit in enumerate(units) if unit.key not in rows)
    LexicalIndex.build(folder, [rows[unit.key] if unit.key in rows else searched_text(next(new)) for unit in units], previous=previous)


def _write_vectors(
    folder: Path, keys: Sequence[str], fresh: Mapping[str, Vectors], before: Before | None, *, chroma: ChromaServer | None, name: str
) -> int:
    """Write the vectors of ``keys``, and return by how many the graph has changed since it was built whole."""
    if before is not None and chroma is None and not before.generation.is_on_server:  # a server makes no copies
        gone = {key for _, key in before.generation.bundle.all_units()} - set(keys)
        changes = before.generation.manifest.graph_changes + len(gone) + len(fresh)
        if len(keys) >= GRAPH_FROM and changes <= GRAPH_CHANGES * len(keys) and _changed_store(folder, before, gone, fresh, len(keys)):
            return changes
    store = VectorStore(folder, create=True, server=chroma, name=name)
    for first in range(0, len(keys), VECTORS_AT_ONCE):
        part = keys[first : first + VECTORS_AT_ONCE]
        kept = before.generation.vectors.get([key for key in part if key not in fresh]) if before else {}
        store.put(part, np.stack([fresh[key] if key in fresh else kept[key] for key in part]))
    store.close()
    return 0


def _changed_store(folder: Path, before: Before, gone: Collection[str], fresh: Mapping[str, Vectors], count: int) -> bool:
    """Copy the store of the generation before and change what is to be changed; False where that doesn't come out right: nothing is there then."""
    try:
        store = before.generation.vectors.copy_to(folder)
        store.delete(list(gone))
        if fresh:
            store.put(list(fresh), np.stack(list(fresh.values())))
        right = store.count() == count
        store.close()
    except Exception:  # noqa: BLE001 - whatever is wrong with the copy, a store can always be built whole
        right = False
    if not right:
        shutil.rmtree(folder, ignore_errors=True)
    return right


def manifest_of(
    embedder: Embedder,
    *,
    ingest_settings: str,
    corpus: dict[str, str],
    skipped: dict[str, str],
    notes: dict[str, list[str]],
    readers: dict[str, str],
    limits: dict[str, float],
    told: dict[str, str],
    derived_by: str,
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
        told=told,
        derived_by=derived_by,
    )
