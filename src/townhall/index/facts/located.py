"""Where an organisation is: the country and the region that its fields, its heading or its text tell."""

from __future__ import annotations

from collections import Counter

from townhall.chunking.labels import is_remark
from townhall.index.facts.entries import Entry, sentences_of
from townhall.index.facts.page import Page
from townhall.index.facts.under_places import is_area
from townhall.locales.places import Mention, is_spoken_in, places_in
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import FactValue


def country_by_field(page: Page, entry: Entry) -> FactValue | None:
    """Return the country that a field gives, or that the place in one lies in: a country before a region and a region before a town."""
    fields = [field.value for kind in ("country", "region", "seat") if (field := entry.field(kind)) and field.value]
    for value in (*fields, *entry.places):
        mentions = page.mentions(value.span.start, value.span.end)
        for kind in ("country", "region", "city"):
            if found := _most_named(page, mentions, kind):
                return found
    return None


def country_told(page: Page, entry: Entry) -> FactValue | None:
    """Return the organisation's country by the evidence in its text; ``EU`` stands for an organisation of Europe.

    A name in the text below a place's has its country from that. The heading tells before those above it, if they are a place's name and
    nothing else, and these before the body; a country before a region and a region before a city. That its first sentence calls it European
    outweighs a region or city that the body happens to name. Of several countries the one named most often counts.
    """
    heading = entry.name
    headed = page.mentions(heading.start, heading.end)
    body = page.mentions(entry.start, entry.end)
    first = next(iter(sentences_of(page, entry)), None)
    found = (
        (None if entry.is_headed else _country_above(page, entry))
        or _most_named(page, headed, "country")
        or _most_named(page, headed, "region")
        or _europe(page, heading.start, heading.end)
        or _country_above(page, entry)
        or _most_named(page, body, "country")
        or _most_named(page, headed, "city")
    )
    if found is None and first is not None:
        found = _europe(page, first.start, first.end)
    return found or _most_named(page, body, "region") or _most_named(page, body, "city") or _europe(page, entry.start, entry.end)


def _country_above(page: Page, entry: Entry) -> FactValue | None:
    """Return the country or region under whose name, as a heading, the entry stands."""
    for heading in reversed(entry.section.parents if entry.is_headed else entry.section.path):
        if is_area(page, heading.text):
            mentions = page.mentions(heading.start, heading.end)
            return _most_named(page, mentions, "country") or _most_named(page, mentions, "region")
    return None


def countries_beside(page: Page, entry: Entry, country: FactValue) -> list[FactValue]:
    """Return the other countries that an entry is for: its heading names them beside its own ("Estonia and Latvia"), or its text says so.

    "It also looks after towns in Slovakia."
    """
    above = [heading for heading in entry.section.path if heading.start <= country.span.start < heading.end and is_area(page, heading.text)]
    named = {
        mention.country: page.value(mention.country, start, end)
        for heading in above
        for mention, start, end in page.mentions(heading.start, heading.end)
        if mention.kind == "country" and mention.country != country.value
    }
    for sentence in sentences_of(page, entry) if page.language == "en" else ():
        if phrases_in(sentence.text, words("organisations", "also")) and phrases_in(sentence.text, words("organisations", "serving")):
            for mention, start, end in page.mentions(sentence.start, sentence.end):
                if mention.kind == "country" and mention.country != country.value:
                    named.setdefault(mention.country, page.value(mention.country, start, end))
    return list(named.values())


def _most_named(page: Page, mentions: list[tuple[Mention, int, int]], kind: str) -> FactValue | None:
    """Return the country that most mentions of a kind lie in, shown by the first of them.

    A town abroad tells nothing in a document in a language of its own: there it is a word like others ("Boden", "Varna").
    """
    of_kind = [entry for entry in mentions if entry[0].kind == kind]
    if kind == "city" and page.language != "en":
        of_kind = [entry for entry in of_kind if is_spoken_in(page.language, entry[0].country)]
    if not of_kind:
        return None
    country = Counter(mention.country for mention, _, _ in of_kind).most_common(1)[0][0]
    _, start, end = next(entry for entry in of_kind if entry[0].country == country)
    return page.value(country, start, end)


def _europe(page: Page, start: int, end: int) -> FactValue | None:
    for token in tokens_of(page.document.text[start:end]):
        if token.folded in words("europe", "words"):
            return page.value("EU", start + token.start, start + token.end)
    return None


def coverage(page: Page, entry: Entry) -> dict[str, FactValue]:
    """Return the places that an opening, or a remark, which says nothing else says the body is for: "Responsible for Tyrol and Salzburg".

    ``covers`` has their names, ``around`` the regions that its towns lie in; ``covers_also`` where it may be for more than it names ("Tartu and
    the islands", "Tuscany and everything south of it"), ``covers_rest`` where it is for what others of its country aren't ("all other regions").
    None where something else is named ("North of the Loire").
    """
    field = entry.field("region")
    if field and field.value:
        return _covered(page, field.value)
    opening = next((one for one in sentences_of(page, entry) if not one.start <= entry.name.start < one.end), None)
    remarks = (field.value for field in entry.fields if is_remark(field.label.value) and field.value)
    stated = [page.sentence_value(opening)] if opening else []
    return next((found for value in (*stated, *remarks) if (found := _covered(page, value))), {})


def _covered(page: Page, stated: FactValue) -> dict[str, FactValue]:
    """Return what a text that names places says of which places a body is for; nothing where it speaks of anything else."""
    tokens = tokens_of(stated.quote)
    places = [mention for mention in places_in(tokens, page.lexicon, page.gazetteer) if mention.kind != "country"]
    first = min((place.first for place in places), default=len(tokens))
    other = {token.folded for i, token in enumerate(tokens) if not any(place.first <= i < place.last for place in places)}
    covering, open_ended, rest = (words("organisations", key) for key in ("covering", "open", "rest"))
    if not other <= covering | open_ended | rest:
        return {}
    covers = page.value("; ".join(dict.fromkeys(place.name for place in places)), stated.span.start, stated.span.end)
    if any(token.folded in rest for token in tokens[:first]):
        return {"covers_rest": covers}
    if not places:
        return {}
    if other & open_ended:
        return {"covers_also": covers}
    around = "; ".join(dict.fromkeys(place.region for place in places if place.region))
    return {"covers": covers, **({"around": page.value(around, stated.span.start, stated.span.end)} if around else {})}


def region(page: Page, entry: Entry, country: str) -> FactValue | None:
    """Return the region that a field, the heading or one above it, or else the body names within the country."""
    field = entry.field("region")
    stated = [(value.span.start, value.span.end) for value in (*([field.value] if field and field.value else []), *entry.places)]
    above = [(heading.start, heading.end) for heading in entry.section.path if is_area(page, heading.text)]
    for start, end in (*stated, (entry.name.start, entry.name.end), *above, (entry.start, entry.end)):
        for mention, first, last in page.mentions(start, end):
            if mention.kind == "region" and mention.country == country:
                return page.value(mention.name, first, last)
    return None
