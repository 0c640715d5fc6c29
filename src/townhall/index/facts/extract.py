"""All facts of a corpus; the same fact on several pages is one fact with several places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from townhall.index.facts.amended import amended
from townhall.index.facts.contacts import contacts
from townhall.index.facts.corrigenda import corrigenda
from townhall.index.facts.deadlines import deadlines
from townhall.index.facts.organisations import organisations
from townhall.index.facts.page import Page
from townhall.index.facts.persons import persons
from townhall.index.facts.quantities import quantities
from townhall.index.facts.series import series
from townhall.locales.gazetteer import Gazetteer
from townhall.locales.words import folded_phrase
from townhall.model import Document, Fact, FactValue, Section

Found = tuple[str, Fact]
"""A fact of one document, and what makes it the same as one of another."""


def extract_facts(documents: Iterable[tuple[Document, list[Section]]], gazetteer: Gazetteer) -> list[Fact]:
    """Return the facts of every document with its outline, in the order of the corpus."""
    return merge_facts(facts_of(document, sections, gazetteer) for document, sections in documents)


def facts_of(document: Document, sections: list[Section], gazetteer: Gazetteer) -> list[Found]:
    """Return the facts of one document, each with one place."""
    page = Page(document, tuple(sections), gazetteer)
    entries = organisations(page)
    named = frozenset(entry.name.start for entry, _ in entries)
    facts = (
        *(fact for _, fact in entries),
        *contacts(page, named),
        *deadlines(page),
        *corrigenda(page),
        *quantities(page),
        *series(page),
        *persons(page),
    )
    return [(_identity(fact), fact) for fact in facts]


def merge_facts(found: Iterable[list[Found]]) -> list[Fact]:
    """Bring together what documents have in common; ``found`` are the facts of each, in the order of the corpus."""
    merged: dict[str, Fact] = {}
    others: dict[str, list[Mapping[str, FactValue]]] = {}
    for facts in found:
        for identity, fact in facts:
            if identity in merged:
                others.setdefault(identity, []).append(fact.values)
            else:
                merged[identity] = fact
    return amended([replace(fact, others=(*fact.others, *others[identity])) if identity in others else fact for identity, fact in merged.items()])


def _identity(fact: Fact) -> str:
    """What makes two facts the same: their kind and all their values, folded."""
    return "\x1f".join((fact.kind.value, *(f"{key}={folded_phrase(value.value)}" for key, value in sorted(fact.values.items()))))
