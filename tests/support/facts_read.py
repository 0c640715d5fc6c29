"""The facts of a text, each value of which is held against it."""

from __future__ import annotations

from townhall.chunking import outline
from townhall.index.facts import extract_facts
from townhall.locales.gazetteer import Gazetteer
from townhall.model import Document, Fact, FactKind


def read(text: str, source: str, kind: FactKind, gazetteer: Gazetteer) -> list[Fact]:
    """Return the facts of a kind, each value of which stands in the text where it says."""
    facts = [fact for fact in extract_facts([(Document(source, text, "", "Page"), outline(text, source))], gazetteer) if fact.kind is kind]
    assert all(text[value.span.start : value.span.end] == value.quote for fact in facts for value in fact.values.values())
    return facts
