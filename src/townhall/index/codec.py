"""The data model as JSON and back, for the bundle."""

from __future__ import annotations

import json
from typing import Any

from townhall.model import Fact, FactKind, FactValue, Heading, Section, SectionKind, Sentence, Span


def dump_headings(headings: tuple[Heading, ...]) -> str:
    """Return headings as JSON."""
    return json.dumps([[heading.text, heading.start, heading.end] for heading in headings], ensure_ascii=False)


def load_headings(data: str) -> tuple[Heading, ...]:
    """Return the headings that ``dump_headings`` wrote."""
    return tuple(Heading(*item) for item in json.loads(data))


def dump_sentences(sentences: tuple[Sentence, ...]) -> str:
    """Return sentences as JSON, without their texts, which the document holds."""
    return json.dumps([[sentence.start, sentence.end, int(sentence.complete)] for sentence in sentences])


def load_sentences(data: str, text: str, offset: int) -> tuple[Sentence, ...]:
    """Return sentences; ``text`` is the document's text from ``offset`` on."""
    return tuple(Sentence(text[start - offset : end - offset], start, end, bool(complete)) for start, end, complete in json.loads(data))


def load_section(kind: str, headings: str, has_heading: int, start: int, end: int) -> Section:
    """Return a section from its columns; ``headings`` is its whole path."""
    path = load_headings(headings)
    return Section(SectionKind(kind), path[-1] if has_heading else None, start, end, path[:-1] if has_heading else path)


def dump_fact(fact: Fact) -> str:
    """Return a fact as JSON."""
    return json.dumps({"values": _dump_values(fact.values), "others": [_dump_values(other) for other in fact.others]}, ensure_ascii=False)


def load_fact(kind: str, data: str) -> Fact:
    """Return the fact that ``dump_fact`` wrote."""
    table = json.loads(data)
    return Fact(FactKind(kind), _load_values(table["values"]), tuple(_load_values(other) for other in table["others"]))


def _dump_values(values: Any) -> dict[str, list[Any]]:
    return {key: [value.value, value.quote, value.span.source, value.span.start, value.span.end] for key, value in values.items()}


def _load_values(table: dict[str, list[Any]]) -> dict[str, FactValue]:
    return {key: FactValue(value, quote, Span(source, start, end)) for key, (value, quote, source, start, end) in table.items()}
