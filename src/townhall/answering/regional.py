"""Which of a country's organisations a question is for that names a region, or a city of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from townhall.locales.words import folded_phrase
from townhall.model import Fact, Query, Slot
from townhall.query.names import KnownNames


def regions_of(query: Query, country: str) -> tuple[Slot, ...]:
    """Return the regions of a country that the question names, or names a city of."""
    there = {slot.text for slot in query.slots if slot.name == "place" and slot.value == country}
    return tuple(slot for slot in query.slots if slot.name == "region" and slot.text in there)


def of_region(query: Query, names: KnownNames, country: str) -> Sequence[Fact]:
    """Return, of a country's organisations, those of the region that is named; those of a city's region first and without the others'.

    There is none for a region where each is of another one, or says which others it is for.
    """
    found = names.in_country(country)
    asked = [slot for slot in query.slots if slot.name == "place" and slot.value == country and slot.inferred]
    of_cities = {slot.value for slot in regions_of(query, country)}
    for places in ({slot.inferred or "" for slot in asked}, of_cities):
        if covering := [fact for fact in found if _is_covered(fact, places, "covers", "covers_also")]:
            return covering
    if of_cities and (rest := _of_the_rest(found)):
        return rest
    if of_cities and found and all("covers" in fact.values and not _is_covered(fact, of_cities, "around") for fact in found):
        return []
    regions = {slot.value for slot in query.slots if slot.name == "region" and not slot.inferred}
    regions |= {slot.inferred for slot in query.slots if slot.name == "place" and slot.inferred}
    if named := [fact for fact in found if regions and _names_region(fact, regions)]:
        return named
    around = {slot.value for slot in query.slots if slot.name == "region"}
    first = [fact for fact in found if _names_region(fact, around)] if around else []
    if first:
        return [*first, *(fact for fact in found if fact not in first and not fact.get("region"))]
    own = {fact.values["region"].value for fact in found if "region" in fact.values}
    # One that alone speaks for its country may name a region by the way, and one that is for more than it names may be for this one.
    of_others = all(
        "region" in fact.values and "covers_also" not in fact.values and (len(own) > 1 or fact.values["region"].quote in fact.values["name"].quote)
        for fact in found
    )
    return [] if regions_of(query, country) and of_others else found


def _of_the_rest(found: Sequence[Fact]) -> list[Fact]:
    """Return the organisations that are for what the others of their country aren't, where each of these says what it is for."""
    rest = [fact for fact in found if "covers_rest" in fact.values]
    others = [fact for fact in found if fact not in rest]
    return rest if others and all("covers" in fact.values for fact in others) else []


def _names_region(fact: Fact, regions: set[str]) -> bool:
    """Whether an organisation is of one of some regions, or has one in its name."""
    region = fact.get("region")
    name = fact.get("name") or ""
    return any((place in name or (region is not None and (place in region or region in place))) for place in regions)


def _is_covered(fact: Fact, places: Iterable[str], *keys: str) -> bool:
    """Whether a value of an organisation that lists places has one of some, however the kind of place is said: "Vilnius", "Vilnius County"."""
    listed = [set(folded_phrase(place).split()) for key in keys for place in (fact.get(key) or "").split("; ") if place]
    asked = [set(folded_phrase(place).split()) for place in places]
    return any(one <= other or other <= one for one in asked for other in listed)
