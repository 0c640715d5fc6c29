"""Looks at every record of a generation: is each what it says it is, and does each have its counterparts?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

import numpy as np

from townhall.corpus import SOURCES_FILE
from townhall.errors import StoreError, UnreachableError
from townhall.index.bundle import Bundle
from townhall.index.generation import Generation
from townhall.index.manifest import FORMAT, Manifest
from townhall.model import Document, Fact, FactKind, Passage

FAULTS = 20
"""Most faults that are told: an index with more is as bad as one with these."""
AT_ONCE = 2000
"""Vectors that are read at once."""


def faults_of(generation: Generation) -> tuple[str, ...]:
    """Return what is wrong with a generation, in words, at most ``FAULTS``; nothing where every record is as it was made.

    Raises:
        UnreachableError: its vectors are on a server that can't be reached.
    """
    try:
        generation.check()
        return tuple(islice(_faults(generation), FAULTS))
    except UnreachableError:  # what lies there may be in order
        raise
    except StoreError as error:
        return (error.cause,)
    except Exception as error:  # noqa: BLE001 - damaged data may break anything that reads it
        return (f"It can't be read whole: {type(error).__name__}: {error}.",)


def _faults(generation: Generation) -> Iterator[str]:
    yield from _manifest(generation.manifest, generation.bundle)
    texts: dict[str, Document] = {}
    for source in generation.bundle.titles:
        document = generation.bundle.document(source)
        if document is not None:
            texts[source] = document
            yield from _document(document, generation)
    for passage in generation.bundle.all_passages():
        yield from _passage(passage, texts)
    for kind in FactKind:
        for fact in generation.bundle.facts[kind]:
            yield from _fact(fact, texts)
    yield from _units(generation.bundle)
    yield from _vectors(generation)


def _manifest(manifest: Manifest, bundle: Bundle) -> Iterator[str]:
    if manifest.format != FORMAT:
        yield f"It has format {manifest.format}, this Townhall writes {FORMAT}."
    counts = bundle.counts()
    if counts != manifest.counts:
        yield f"It holds {counts}, its manifest says {manifest.counts}."
    read = {source for source in manifest.corpus if source not in manifest.skipped and source != SOURCES_FILE}
    for source in sorted(read ^ set(bundle.titles)):
        yield f"{source} is in the manifest or among the texts, not in both."


def _document(document: Document, generation: Generation) -> Iterator[str]:
    source = document.source
    if document.sha256 != generation.manifest.corpus.get(source):
        yield f"{source}: the text is of another file than the manifest's."
    if text_hash(document.text) != generation.manifest.texts.get(source):
        yield f"{source}: the text is not what was read from the file."
    for section in generation.bundle.sections(source):
        if not 0 <= section.start <= section.end <= len(document.text):
            yield f"{source}: a section [{section.start}:{section.end}] lies outside the text."
        for heading in section.path:
            if document.text[heading.start : heading.end] != heading.text:
                yield f"{source}: the heading {heading.text!r} doesn't stand at [{heading.start}:{heading.end}]."


def _passage(passage: Passage, texts: dict[str, Document]) -> Iterator[str]:
    place = f"{passage.source} [{passage.start}:{passage.end}]"
    document = texts.get(passage.source)
    if document is None or document.text[passage.start : passage.end] != passage.text:
        yield f"{place}: the passage doesn't stand there."
    if any(not passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences):
        yield f"{place}: a sentence lies outside its passage."


def _fact(fact: Fact, texts: dict[str, Document]) -> Iterator[str]:
    for values in (fact.values, *fact.others):
        for name, value in values.items():
            document = texts.get(value.span.source)
            if document is None or document.text[value.span.start : value.span.end] != value.quote:
                yield f"{value.span.source} [{value.span.start}:{value.span.end}]: the {name} of a {fact.kind} doesn't stand there."


def _units(bundle: Bundle) -> Iterator[str]:
    rows = bundle.unit_rows()
    expected = 0
    for number, (unit, key, first, sentences) in enumerate(rows):
        if (unit, first) != (number, expected):
            yield f"Passage {key} has the number {unit} and its sentences begin at {first}, not {number} and {expected}."
        expected = first + sentences
    for number in bundle.units_without_place():
        yield f"Passage {number} stands in no document."


def _vectors(generation: Generation) -> Iterator[str]:
    keys = [key for _, key in generation.bundle.all_units()]
    dimensions: set[int] = set()
    for first in range(0, len(keys), AT_ONCE):
        part = keys[first : first + AT_ONCE]
        found = generation.vectors.get(part)
        for key in part:
            if key not in found:
                yield f"Passage {key} has no vector."
            elif not np.isfinite(found[key]).all():
                yield f"The vector of passage {key} holds what is no number."
            else:
                dimensions.add(len(found[key]))
    sentences = generation.bundle.all_sentence_vectors
    if len(sentences):
        dimensions.add(sentences.shape[1])
    if len(dimensions) > 1:
        yield f"Vectors have {' and '.join(map(str, sorted(dimensions)))} dimensions."
    for first in range(0, len(sentences), 10 * AT_ONCE):
        if not np.isfinite(sentences[first : first + 10 * AT_ONCE]).all():
            yield f"A vector of the sentences from {first} on holds what is no number."


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
