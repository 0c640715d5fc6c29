"""What an organisation's entry holds: its passages, its sentences, its contact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from townhall.answering.context import Context
from townhall.answering.draft import Quote
from townhall.answering.reading.belonging import SPOKEN_OF, share_held
from townhall.answering.reading.topic import topic_stems
from townhall.chunking.lines import labelled
from townhall.index.lexical import terms_of
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, Hit, Sentence, Span
from townhall.query.parse import SETTLEMENTS

SEARCHED = 100
"""Passages among which those of a named organisation are looked for."""
USUAL = 0.2
"""Share of the passages from which a word that they hold tells no body from another."""
CONTACT_DETAILS = ("name", "role", "email", "phone")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
PARAGRAPH = re.compile(r"\n[ \t]*\n")


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
    """Return the sentences of an organisation's entry in order, each with its quote.

    Of one that holds nothing but labelled values they are those which tell of it above, where there are any.
    """
    name = organisation.values["name"]
    places = [name.span, *(other["name"].span for other in organisation.others)]
    entries = [context.bundle.entry(place.source, place.start) for place in places]
    if all(labelled(sentence.text) for sentence in entries[0]) and (told := _told_above(context, name.span)):
        return [(sentence.shown, Quote(Span(name.span.source, sentence.start, sentence.end), complete=sentence.complete)) for sentence in told]
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


def of_subject(context: Context, organisations: Sequence[Fact]) -> list[Fact]:
    """Return, of a place's organisations, those whose entries speak of what is asked about, most of it by weight, where the others say none of it.

    "Who in Portugal helps with cycling?", where one body is for cycling and another for buses.
    """
    usual = context.lexical.idf_of(int(USUAL * context.lexical.passages))
    comparable = len(organisations) > 1 and len({organisation.get("country") for organisation in organisations}) == 1
    asked = topic_stems(context) if context.query.language == "en" and comparable else set()
    topic = {stem for stem in asked - _of_whomever() if context.lexical.idf(stem) > usual}
    spoken = [share_held(context, topic, _entry_stems(context, organisation)) for organisation in organisations]
    clear = any(share >= SPOKEN_OF for share in spoken) and not any(0 < share < SPOKEN_OF for share in spoken)
    return [organisation for organisation, share in zip(organisations, spoken, strict=True) if share or not clear]


@cache
def _of_whomever() -> frozenset[str]:
    """Return the stems of the nouns for those who ask and for those whom they ask: "towns", "network"."""
    return frozenset(terms_of(" ".join([*SETTLEMENTS, *words("organisations", "nouns")])))


def _entry_stems(context: Context, organisation: Fact) -> set[str]:
    names = " ".join(value.quote for key, value in organisation.values.items() if key.startswith(("name", "other")))
    return set(terms_of(f"{names} {' '.join(text for text, _ in entry_sentences(context, organisation))}"))


def _told_above(context: Context, name: Span) -> list[Sentence]:
    """Return what is told of an organisation above its record, under the heading that both stand under.

    A paragraph that names it alone is its own; of one that names others of them too, it is what follows its name up to another's.
    """
    record = next((section for section in context.bundle.sections(name.source) if section.path and section.path[-1].start == name.start), None)
    document = context.bundle.document(name.source)
    if record is None or document is None or not record.parents:
        return []
    beside = [fact.values["name"] for fact in context.facts(FactKind.ORGANISATION) if fact.values["name"].span.source == name.source]
    called = {value.span.start: _called(value.quote) for value in beside}
    found: list[Sentence] = []
    of: int | None = None
    sentences = [sentence for sentence in context.bundle.entry(name.source, record.parents[-1].start) if sentence.end <= name.start]
    before = 0
    for sentence in sentences:
        if PARAGRAPH.search(document.text, before, sentence.start):
            of = None
        named = [start for start, names in called.items() if not names.isdisjoint(_phrases(sentence.text, names))]
        of = (name.start if name.start in named else named[0]) if named else of
        found += [sentence] if of == name.start else []
        before = sentence.end
    return found


def _called(name: str) -> frozenset[str]:
    """Return what an organisation may be called: its name without brackets, and what they hold."""
    return frozenset(part for part in (BRACKETS.sub("", name).strip(), *BRACKETS.findall(name)) if part)


def _phrases(text: str, names: frozenset[str]) -> set[str]:
    """Return which of some names stand in a text as whole words."""
    return {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


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
