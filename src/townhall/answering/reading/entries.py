"""What an organisation's entry holds: its passages, its sentences, its contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Quote
from townhall.locales.words import tokens_of
from townhall.model import Fact, Hit, Span

SEARCHED = 100
"""Passages among which those of a named organisation are looked for."""
CONTACT_DETAILS = ("name", "role", "email", "phone")


def entry_hits(context: Context, organisations: Sequence[Fact]) -> list[Hit]:
    """Return the passages that stand under an organisation's heading or speak of it by a name or acronym, best first.

    Ranks count from 1 among these passages.
    """
    names = {organisation.get("name") for organisation in organisations}
    acronyms = {value.value for organisation in organisations for key, value in organisation.values.items() if key.startswith("acronym")}
    query, most = context.query, max(context.passages, SEARCHED)
    hits = context.searcher.search(query.search_text, most, sources=context.sources, embedded=query.own_text)
    found = [hit for hit in hits if names.intersection(hit.passage.heading_path) or _speaks_of(hit, names, acronyms)]
    own = [hit for hit in found if names.intersection(hit.passage.heading_path)]
    return [replace(hit, rank=rank) for rank, hit in enumerate(own + [hit for hit in found if hit not in own], 1)]


def _speaks_of(hit: Hit, names: set[str | None], acronyms: set[str]) -> bool:
    spoken = {token.text for token in tokens_of(hit.passage.text)}
    return not acronyms.isdisjoint(spoken) or any(name and name in hit.passage.text for name in names)


def entry_names(context: Context) -> frozenset[str]:
    """Return the names of the organisations that the question names or means: what their entries stand under."""
    return frozenset(name for fact in context.organisations() if (name := fact.get("name")))


def stands_in_entry(context: Context, hit: Hit) -> bool:
    """Whether a passage stands in the entry of an organisation that the question names or means."""
    return not entry_names(context).isdisjoint(hit.passage.heading_path)


def holder_of(context: Context, hit: Hit) -> Fact | None:
    """Return the organisation under whose heading a passage stands; None where it stands under none."""
    return next((found for name in hit.passage.heading_path[-1:] if (found := context.names.organisation_named(name)) is not None), None)


def entry_sentences(context: Context, organisation: Fact) -> list[tuple[str, Quote]]:
    """Return the sentences of an organisation's entry in order, each with its quote."""
    name = organisation.values["name"]
    places = [name.span, *(other["name"].span for other in organisation.others)]
    entries = [context.bundle.entry(place.source, place.start) for place in places]
    return [
        (
            sentence.shown,
            Quote(
                Span(name.span.source, sentence.start, sentence.end),
                also_in=tuple(
                    Span(place.source, other[number].start, other[number].end)
                    for place, other in zip(places[1:], entries[1:], strict=True)
                    if number < len(other) and other[number].text == sentence.text
                ),
                complete=sentence.complete,
            ),
        )
        for number, sentence in enumerate(entries[0])
    ]


def contact_line(contact: Fact, details: Sequence[str] = ("name", "role")) -> str:
    """Return what is known of a contact in one line."""
    return ", ".join(value for key in details if (value := contact.get(key)))


def contact_quote(contact: Fact) -> Quote:
    """Quote a contact from the name to the end of what is known of the person."""
    span, *others = (
        Span(values["name"].span.source, values["name"].span.start, max(values[key].span.end for key in CONTACT_DETAILS if key in values))
        for values in (contact.values, *contact.others)
        if "name" in values
    )
    return Quote(span, also_in=tuple(others))
