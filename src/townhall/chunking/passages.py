"""Passages: consecutive sentences of one section that fit the embedding model together with their heading path."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from townhall.chunking.sentences import split_sentences
from townhall.errors import CorpusError
from townhall.model import Document, Heading, Passage, Section, SectionKind, Sentence

PieceCounter = Callable[[str], int]
"""Counts the word pieces that a model makes of a text, its special tokens left out."""

HEADING_SHARE = 0.4
"""Largest part of a passage's word pieces that its heading path may take."""
PATH_SEPARATOR = " › "


def prefix_of(headings: Iterable[str]) -> str:
    """Return what a heading path puts before the text that is embedded and searched."""
    path = PATH_SEPARATOR.join(" ".join(heading.split()) for heading in headings)
    return f"{path}\n" if path else ""


def fitted_prefix(headings: Iterable[str], *, count: PieceCounter, pieces: int) -> str:
    """Return what a heading path puts before the text that is embedded: as many of its last words as its share of ``pieces`` holds."""
    prefix = prefix_of(headings)
    left = int(pieces * HEADING_SHARE)
    if count(prefix) <= left:
        return prefix
    kept: list[str] = []
    for word in reversed(prefix.split()):
        left -= count(word)
        if left < 0:
            break
        kept.insert(0, word)
    return f"{' '.join(kept)}\n" if kept else ""


def split_section(document: Document, section: Section, *, count: PieceCounter, pieces: int) -> list[tuple[int, int]]:
    """Return the spans of the passages of a section: whole sentences, as evenly filled as can be, in at most ``pieces`` word pieces."""
    room = _room(section, count, pieces)
    return _pack(_sentences(document, section, (section.start, section.end), count, room), count, room)


def passages_of(document: Document, sections: list[Section], spans: Iterable[tuple[int, int]], *, count: PieceCounter, pieces: int) -> list[Passage]:
    """Return the passages that ``spans`` of the document's text make.

    A span that reaches over several sections is cut at their ends, and one that the model can't read whole at the end of a sentence,
    so a splitter that knows nothing of sections can be used.

    Raises:
        CorpusError: a span lies outside the text.
    """
    passages: list[Passage] = []
    for start, end in spans:
        if not 0 <= start < end <= len(document.text):
            raise CorpusError(
                f"The splitter gave the span [{start}:{end}] of {document.source}.", remedy="Its nodes need exact offsets into the text."
            )
        for section in sections:
            first, last = max(start, section.start), min(end, section.end)
            if section.kind is SectionKind.FURNITURE or first >= last:
                continue
            room = _room(section, count, pieces)
            sentences = _sentences(document, section, (first, last), count, room)
            for begin, stop in _pack(sentences, count, room):
                inside = tuple(sentence for sentence in sentences if begin <= sentence.start < stop)
                passages.append(_passage(document, section.path, begin, stop, inside))
    return passages


def _sentences(document: Document, section: Section, span: tuple[int, int], count: PieceCounter, room: int) -> list[Sentence]:
    """Return the sentences of a part of a section, each of at most ``room`` word pieces; what stands in a field counts as complete."""
    found: list[Sentence] = []
    for sentence in split_sentences(document.text, *span, language=document.language or "en"):
        whole = Sentence(sentence.text, sentence.start, sentence.end) if section.kind is SectionKind.FIELD else sentence
        found.extend(_cut(whole, count, room))
    return found


def _room(section: Section, count: PieceCounter, pieces: int) -> int:
    """Return the word pieces that are left for a passage's text beside its heading path."""
    return pieces - count(fitted_prefix((heading.text for heading in section.path), count=count, pieces=pieces))


def _cut(sentence: Sentence, count: PieceCounter, room: int) -> list[Sentence]:
    """Cut a sentence that alone is more than a passage holds, between words; the parts count as broken off."""
    if count(sentence.text) <= room:
        return [sentence]
    words = [(match.start(), match.end()) for match in re.finditer(r"\S{1,200}", sentence.text)]
    parts: list[Sentence] = []
    first = 0
    used = 0
    for number, (begin, stop) in enumerate(words):
        size = count(sentence.text[begin:stop])
        if used and used + size > room:
            parts.append(_part(sentence, words[first][0], words[number - 1][1], complete=False))
            first, used = number, 0
        used += size
    parts.append(_part(sentence, words[first][0], words[-1][1], complete=sentence.complete))
    return parts


def _part(sentence: Sentence, begin: int, stop: int, *, complete: bool) -> Sentence:
    return Sentence(sentence.text[begin:stop], sentence.start + begin, sentence.start + stop, complete)


def _pack(sentences: list[Sentence], count: PieceCounter, room: int) -> list[tuple[int, int]]:
    """Fill passages of at most ``room`` word pieces evenly: as many as the text needs, each closed once it has its share."""
    if not sentences:
        return []
    sizes = [count(sentence.text) for sentence in sentences]
    share = sum(sizes) / -(-sum(sizes) // room) if sum(sizes) else room
    breaks = [0]
    used = 0
    for number, size in enumerate(sizes):
        if used and (used + size > room or used + size / 2 > share):
            breaks.append(number)
            used = 0
        used += size
    return [(sentences[first].start, sentences[last - 1].end) for first, last in pairwise([*breaks, len(sentences)])]


def _passage(document: Document, headings: tuple[Heading, ...], start: int, end: int, sentences: tuple[Sentence, ...]) -> Passage:
    text = document.text[start:end]
    identity = "\x1f".join([*(heading.text for heading in headings), text])
    key = hashlib.sha256(" ".join(identity.split()).casefold().encode()).hexdigest()[:32]
    return Passage(document.source, start, end, text, headings, sentences, key)
