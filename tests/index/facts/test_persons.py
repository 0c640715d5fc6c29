"""Persons who are quoted, read from the sentence that quotes them."""

from __future__ import annotations

from unittest.mock import sentinel

import pytest

from townhall.chunking import outline
from townhall.index.facts.page import Page
from townhall.index.facts.persons import persons
from townhall.model import Document

NO_PLACES = sentinel.gazetteer
"""No place is looked up here."""


def read(sentence: str) -> list[tuple[str | None, str | None]]:
    """Return name and role of the persons in a sentence, which every one of them must quote."""
    text = f"About the towns\n\nThe towns met at the lake.\n{sentence}\n"
    page = Page(Document("page.txt", text, "", "Page"), tuple(outline(text, "page.txt")), NO_PLACES)
    found = persons(page)
    assert all(text[value.span.start : value.span.end] == value.quote for fact in found for value in fact.values.values())
    assert {fact.values["sentence"].quote for fact in found} <= {sentence}
    return [(fact.get("name"), fact.get("role")) for fact in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ('"We learned a great deal," said Cy Vale, Mayor of Upper Vale.', [("Cy Vale", "Mayor of Upper Vale")]),
        ('"We learned a great deal," said Cy Vale, Mayor of Upper Vale, after the meeting at the lake.', [("Cy Vale", "Mayor of Upper Vale")]),
        ("Emil Ford, Director of Boats, explained that all the boats leak.", [("Emil Ford", "Director of Boats")]),
        ("According to the office the boats leak, as noted Ana de la Cruz in her letter.", [("Ana de la Cruz", None)]),
        (
            '"We learned a lot," said Cy Vale, Mayor of Upper Vale, alongside Dora Brook, CIO of Lower Brook.',
            [("Cy Vale", "Mayor of Upper Vale"), ("Dora Brook", "CIO of Lower Brook")],
        ),
        ("Emil Ford, Director of Boats, repaired all of the boats at the lake.", []),
        ("The Valley Office met the League of Lake Towns, Guild of Ports, alongside Dora Brook, CIO of Lower Brook.", []),
    ],
    ids=["after", "after-and-on", "before", "no-role", "alongside", "not-quoted", "alongside-nobody"],
)
def test_who_is_quoted(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    """Name and role stand after the verb of saying or before it; who is named alongside counts only beside a person who is quoted."""
    assert read(sentence) == expected
