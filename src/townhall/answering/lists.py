"""Complete lists, from the facts: the countries covered, the contacts, the deadlines, the organisations of a kind."""

from __future__ import annotations

from itertools import pairwise

from townhall.answering.contacts import NAME_CONCEPTS, contact_card, unknown_attributes
from townhall.answering.context import Context
from townhall.answering.deadlines import answer_deadline
from townhall.answering.draft import Claim, Draft, Quote, fact_quote
from townhall.answering.organisations import contact_quote, organisation_card
from townhall.answering.refusal import refuse
from townhall.answering.topic import topic_tokens
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import Fact, FactKind, FactValue, Kind, Query, Status

PLURAL = "s"
SHORTEST_NOUN = 4
ASKED_NOUNS = 2
NOUN_REACH = 5
"""Words after "which" or "list" within which the noun stands."""
SPEAKING = 2
"""Headings of a series that must speak of what is asked for."""


def answer_list(context: Context) -> Draft | None:
    """Answer a question for a whole list; None where it is none, or the facts hold no such list."""
    query = context.query
    if query.kind in {Kind.OTHER, Kind.DEFINITION} and "which" in query.concepts and not (query.values("organisation") or query.values("place")):
        if found := _series(context):
            return _list_of(found)
        return _organisations(context) if "mentioned" in query.concepts else None
    of_one = any(slot.name in {"place", "organisation", "person"} for slot in query.slots)
    if query.kind is Kind.CONTACT and {"nobody", "which"} <= query.concepts and not of_one:
        return _without_contact(context)
    if query.kind is Kind.CONTACT and "has" in query.concepts and query.concepts & {"which", "who"} and "we" not in query.concepts and not of_one:
        return _contacts(context)
    if query.kind is not Kind.LIST:
        return None
    if "deadline" in query.concepts:
        return answer_deadline(_as_deadline_question(context))
    if {"contact", "nobody"} <= query.concepts:
        return _without_contact(context)
    if "contact" in query.concepts and (found := _contacts(context)):
        return found
    if "place_asked" in query.concepts and (organisations := _with_country(context)):
        return _countries(context, organisations)
    if found := _series(context):
        return _list_of(found)
    return _organisations(context)


def _without_contact(context: Context) -> Draft | None:
    """List the organisations of single countries for which no contact is named."""
    named = {fact.get("organisation") for fact in context.facts(FactKind.CONTACT) if fact.get("name")}
    without = [fact for fact in _with_country(context) if fact.get("name") not in named]
    claims = [Claim(fact.values["name"].quote, tuple(_shown_by(fact))) for fact in without]
    return Draft(Status.ANSWERED, tuple(claims), is_list=True) if claims else None


def _organisations(context: Context) -> Draft | None:
    """List the organisations of the kind that is asked for."""
    organisations = _of_kind(context)
    if not organisations:
        return None
    claims = [Claim(fact.values["name"].quote, tuple(_shown_by(fact))) for fact in organisations]
    return Draft(Status.ANSWERED, tuple(claims), tuple(organisation_card(context, fact) for fact in organisations), is_list=True)


def _list_of(series: Fact) -> Draft:
    claims = [Claim(value.quote, (fact_quote(series, key),)) for key, value in series.values.items()]
    return Draft(Status.ANSWERED, tuple(claims), is_list=True)


def _contacts(context: Context) -> Draft | None:
    """List the named contacts; refused where only details are asked for that are known of none of them."""
    contacts = _named_contacts(context)
    if not contacts:
        return None
    unknown = unknown_attributes(context, contacts)
    if unknown and not NAME_CONCEPTS & context.query.concepts:
        return refuse(context, " ".join(unknown))
    claims = [
        Claim(f"{contact.get('organisation')}: {_line(contact)}", (contact_quote(contact), fact_quote(contact, "organisation")))
        for contact in contacts
    ]
    status = Status.PARTIAL if unknown else Status.ANSWERED
    return Draft(status, tuple(claims), tuple(contact_card(contact) for contact in contacts), reason=" ".join(unknown) or None, is_list=True)


def _as_deadline_question(context: Context) -> Context:
    from dataclasses import replace

    query: Query = replace(context.query, kind=Kind.DEADLINE)
    return replace(context, query=query)


def _named_contacts(context: Context) -> list[Fact]:
    organisations = {fact.get("name") for fact in context.organisations()}
    return [fact for fact in context.facts(FactKind.CONTACT) if fact.get("name") and (not organisations or fact.get("organisation") in organisations)]


def _line(contact: Fact) -> str:
    return ", ".join(value for key in ("name", "role") if (value := contact.get(key)))


def _with_country(context: Context) -> list[Fact]:
    return [fact for fact in context.facts(FactKind.ORGANISATION) if fact.get("country") not in {None, "EU"}]


def _countries(context: Context, organisations: list[Fact]) -> Draft:
    """List the countries in the order of their names, each with the organisations that it is covered by."""
    by_country: dict[str, list[Fact]] = {}
    for fact in organisations:
        by_country.setdefault(fact.get("country") or "", []).append(fact)
    claims = []
    for country, facts in sorted(by_country.items(), key=lambda item: context.messages.country(item[0])):
        names = context.messages.join([fact.values["name"].quote for fact in facts])
        quotes = tuple(quote for fact in facts for quote in _shown_by(fact))
        claims.append(Claim(f"{context.messages.country(country)}: {names}", quotes))
    return Draft(Status.ANSWERED, tuple(claims), is_list=True)


def _shown_by(fact: Fact) -> list[Quote]:
    """Quote the organisation's name, what it does, and what shows its country where neither does."""
    quotes = [fact_quote(fact, key) for key in ("name", "about") if key in fact.values]
    country = fact_quote(fact, "country")
    return quotes if any(quote.span.start <= country.span.start and country.span.end <= quote.span.end for quote in quotes) else [*quotes, country]


def _asked_nouns(context: Context) -> list[str]:
    """Return, in the singular, the plural nouns that are asked for: the first ones after each word that asks for a list."""
    tokens = tokens_of(context.query.search_text)
    topics = topic_tokens(context, tokens)
    found: list[str] = []
    for match in lexicon("en").concepts.find(tokens):
        if match.name in {"which", "list", "is_there"}:
            reach = tokens[match.last : match.last + NOUN_REACH]
            plurals = [token.folded for token in reach if token in topics and token.folded.endswith(PLURAL)]
            found += [word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix(PLURAL) for word in plurals[:ASKED_NOUNS]]
    return found


def _series(context: Context) -> Fact | None:
    """Return the series of headings that is asked for: several are named as examples, or speak of the noun, if in a word ("subgroups")."""
    nouns = [noun for noun in _asked_nouns(context) if noun not in words("organisations", "nouns") and len(noun) >= SHORTEST_NOUN]
    asked = folded_phrase(context.query.search_text)
    best: tuple[float, Fact] | None = None
    for fact in context.facts(FactKind.SERIES):
        if sum(_is_example(value.quote, asked) for value in fact.values.values()) >= SPEAKING:
            return fact
        speaking = sum(_speaks_of(context, value, nouns) for value in fact.values.values())
        share = speaking / len(fact.values)
        if speaking >= SPEAKING and (best is None or share > best[0]):
            best = (share, fact)
    return best[1] if best else None


def _is_example(heading: str, asked: str) -> bool:
    """Whether a question gives a heading, or two words of it that stand together, as an example."""
    words_of_heading = folded_phrase(heading).split()
    parts = [" ".join(pair) for pair in pairwise(words_of_heading)] or words_of_heading
    return any(f" {part} " in f" {asked} " for part in parts)


def _speaks_of(context: Context, item: FactValue, nouns: list[str]) -> bool:
    text = " ".join([item.quote, *(sentence.text for sentence in context.bundle.entry(item.span.source, item.span.start)[:1])])
    held = {token.folded.removesuffix(PLURAL) for token in tokens_of(text)}
    return any(word.endswith(noun) or noun.endswith(word) for noun in nouns for word in held if len(word) >= SHORTEST_NOUN)


def _of_kind(context: Context) -> list[Fact]:
    """Return the organisations of the kind that is asked for in the plural ("networks"), of a place or Europe-wide if one is named."""
    nouns = words("organisations", "nouns")
    asked = nouns.intersection(_asked_nouns(context))
    if not asked:
        return []
    general = asked & {"organisation", "organization", "institution", "body"}
    stems = set(terms_of(" ".join(asked)))
    found = [fact for fact in context.facts(FactKind.ORGANISATION) if general or stems & set(terms_of(_described(fact)))]
    if context.query.values("place"):
        return [fact for fact in found if fact.get("country") in context.query.values("place")]
    europe = words("europe", "words")
    if any(token.folded in europe for token in tokens_of(context.query.search_text)):
        return [fact for fact in found if fact.get("country") == "EU"]
    return found


def _described(fact: Fact) -> str:
    return " ".join(fact.values[key].quote for key in ("name", "about") if key in fact.values)
