"""Complete lists, from the facts: the countries covered, the contacts, the deadlines, the organisations of a kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, fact_quote
from townhall.answering.facts.contacts import NAME_CONCEPTS, contact_card, unknown_attributes
from townhall.answering.facts.deadlines import answer_deadline
from townhall.answering.facts.doing import says_which
from townhall.answering.facts.organisations import organisation_card
from townhall.answering.facts.series import answer_series, asked_nouns
from townhall.answering.reading.entries import contact_line, contact_quote
from townhall.answering.reading.topic import topic_tokens
from townhall.answering.refusal import refuse
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import NOUN_CONCEPTS, lexicon
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, Kind, Query, Status
from townhall.query.names import countries_of
from townhall.query.parse import SETTLEMENTS

HOW_MANY = frozenset({"how_many"})
DENYING = frozenset({"nobody", "negation", "lacking"})
"""Concepts of the words by which those are asked for that have none, or aren't covered."""
SEVERAL = 3
"""Words of its own by which a question says of which countries."""


def answer_list(context: Context) -> Draft | None:
    """Answer a question for a whole list, or for how many it would hold; None where it is none, or the facts hold no such list."""
    draft = next((draft for asked, answer in LISTS if asked(context.query) and (draft := answer(context)) is not None), None)
    if draft is None or not _asks_how_many(context.query) or draft.status is not Status.ANSWERED:
        return draft
    counted = context.messages.say("list.counted", n=len(draft.claims))
    shown = tuple(dict.fromkeys(quote for claim in draft.claims for quote in claim.quotes[:1]))
    return replace(draft, claims=(Claim(counted, shown, lead=True), *draft.claims))


def _of_one(query: Query) -> bool:
    """Whether something is asked of one place, organisation or person, and so is no list."""
    return any(slot.name in {"place", "organisation", "person"} for slot in query.slots)


def _of_organisation(query: Query) -> bool:
    """Whether what an organisation has or does is to be listed, and the organisation is no example of what is."""
    return bool(query.values("organisation")) and "example" not in query.concepts


def _asks_who_has_none(query: Query) -> bool:
    """Whether those without a contact are asked for."""
    concepts = query.concepts
    return (query.kind is Kind.LIST and {"contact", "nobody"} <= concepts) or (
        query.kind is Kind.CONTACT and {"nobody", "which"} <= concepts and not _of_one(query)
    )


def _asks_who_has_one(query: Query) -> bool:
    """Whether those with a contact are asked for."""
    of_all = "has" in query.concepts and bool(query.concepts & {"which", "who"}) and "we" not in query.concepts and not _of_one(query)
    return (query.kind is Kind.LIST and "contact" in query.concepts) or (query.kind is Kind.CONTACT and of_all)


def _asks_how_many(query: Query) -> bool:
    return "how_many" in query.concepts and not (query.values("organisation") or query.values("person"))


def _asks_which(query: Query) -> bool:
    """Whether a "which" may ask for a series of headings though nothing says that a list is wanted."""
    return query.kind in {Kind.OTHER, Kind.DEFINITION} and "which" in query.concepts and not _of_one(query)


def _deadlines(context: Context) -> Draft | None:
    return answer_deadline(replace(context, query=replace(context.query, kind=Kind.DEADLINE)))


def _without_contact(context: Context) -> Draft | None:
    """List the organisations of single countries for which no contact is named; where countries are asked for, of those that have no other."""
    named = {fact.get("organisation") for fact in context.facts(FactKind.CONTACT) if fact.get("name")}
    without = [fact for fact in _with_country(context) if fact.get("name") not in named]
    if "place_asked" in context.query.concepts:
        reached = {fact.get("country") for fact in _with_country(context) if fact.get("name") in named}
        return _by_country(context, [fact for fact in without if fact.get("country") not in reached])
    claims = [Claim(fact.values["name"].quote, tuple(_shown_by(fact))) for fact in without]
    return Draft(Status.ANSWERED, tuple(claims)) if claims else None


def _organisations(context: Context) -> Draft | None:
    """List the organisations of the kind that is asked for, unless it is said which of them; those are looked for before."""
    return None if says_which(context) else _listed(context, _of_kind(context, asked_nouns(context)))


def _listed(context: Context, organisations: Sequence[Fact]) -> Draft | None:
    if not organisations:
        return None
    claims = [Claim(fact.values["name"].quote, tuple(_shown_by(fact))) for fact in organisations]
    return Draft(Status.ANSWERED, tuple(claims), tuple(organisation_card(context, fact) for fact in organisations))


def _supporting(context: Context) -> Draft | None:
    """List every organisation where it is asked who gives support and nothing of what or where: they are all of one country, or of none."""
    language, tokens = lexicon(context.query.language), tokens_of(context.query.search_text)
    nouns = words("organisations", "nouns") | NOUN_CONCEPTS | {"place_marker"}
    matches = [match for match in (*language.concepts.find(tokens), *language.terms.find(tokens)) if match.name in nouns]
    usual = {i for match in matches for i in range(match.first, match.last)}
    said = context.said.difference(stem for i in usual for stem in terms_of(tokens[i].text))
    if said or len(context.names.countries) > 1 or _of_one(context.query):
        return None
    return _listed(context, context.facts(FactKind.ORGANISATION))


def _counted(context: Context) -> Draft | None:
    """List the organisations of the kind whose number is asked for, where nothing else is said of them."""
    nouns = _counted_nouns(context)
    if not nouns or nouns[0] in SETTLEMENTS:
        return None
    return _listed(context, _of_kind(context, nouns))


def _counted_nouns(context: Context) -> list[str]:
    """Return the nouns of what a question wants the number of, in English; none where it has other words of its own."""
    if context.query.language == "en":
        topics = topic_tokens(context, tokens_of(context.query.search_text))
        stems = frozenset(terms_of(" ".join(_nouns() | words("europe", "words") | SETTLEMENTS)))
        return asked_nouns(context, after=HOW_MANY) if all(stems.issuperset(terms_of(token.text)) for token in topics) else []
    tokens = tokens_of(context.query.text)
    matches = [match for match in lexicon(context.query.language).terms.find(tokens) if match.name in _nouns()]
    usual = {stem for match in matches for token in tokens[match.first : match.last] for stem in terms_of(token.text)}
    return [match.name for match in matches] if context.said <= usual else []


def _nouns() -> frozenset[str]:
    """Return the nouns for organisations, those of every one included."""
    return words("organisations", "nouns") | words("organisations", "general")


def _contacts(context: Context) -> Draft | None:
    """List the named contacts; refused where only details are asked for that are known of none of them."""
    contacts = _named_contacts(context)
    if not contacts:
        return None
    unknown = unknown_attributes(context, contacts)
    if unknown and not NAME_CONCEPTS & context.query.concepts:
        return refuse(context, " ".join(unknown))
    claims = [
        Claim(f"{contact.get('organisation')}: {contact_line(contact)}", (contact_quote(contact), fact_quote(contact, "organisation")))
        for contact in contacts
    ]
    status = Status.PARTIAL if unknown else Status.ANSWERED
    return Draft(status, tuple(claims), tuple(contact_card(contact) for contact in contacts), reason=" ".join(unknown) or None)


def _named_contacts(context: Context) -> list[Fact]:
    organisations = {fact.get("name") for fact in context.organisations()}
    return [fact for fact in context.facts(FactKind.CONTACT) if fact.get("name") and (not organisations or fact.get("organisation") in organisations)]


def _with_country(context: Context) -> list[Fact]:
    return [fact for fact in context.facts(FactKind.ORGANISATION) if fact.get("country") not in {None, "EU"}]


def _countries(context: Context) -> Draft | None:
    """List the countries that are covered; refused for those that aren't. None where more is asked of them: "… know the national rules"."""
    if context.query.concepts & DENYING:
        return refuse(context, context.messages.say("refusal.not_found"))
    return None if _says_more(context) else _by_country(context, _with_country(context))


def _says_more(context: Context) -> bool:
    """Whether an English question has several words of its own that no organisation's name has either."""
    named = " ".join(fact.values["name"].quote for fact in context.facts(FactKind.ORGANISATION))
    usual = set(terms_of(" ".join((named, *_nouns(), *words("europe", "words"), *SETTLEMENTS))))
    asked = topic_tokens(context, tokens_of(context.query.search_text)) if context.query.language == "en" else []
    return sum(usual.isdisjoint(terms_of(token.text)) for token in asked) >= SEVERAL


def _by_country(context: Context, organisations: Sequence[Fact]) -> Draft | None:
    """List countries in the order of their names, each with its organisations."""
    by_country: dict[str, list[Fact]] = {}
    for fact in organisations:
        for country in countries_of(fact):
            by_country.setdefault(country, []).append(fact)
    claims = []
    for country, facts in sorted(by_country.items(), key=lambda item: context.messages.country(item[0])):
        names = context.messages.join([fact.values["name"].quote for fact in facts])
        quotes = tuple(quote for fact in facts for quote in _shown_by(fact))
        claims.append(Claim(f"{context.messages.country(country)}: {names}", quotes))
    return Draft(Status.ANSWERED, tuple(claims)) if claims else None


def _shown_by(fact: Fact) -> list[Quote]:
    """Quote the organisation's name, what it does, and what shows its country where neither does."""
    quotes = [fact_quote(fact, key) for key in ("name", "about") if key in fact.values]
    country = fact_quote(fact, "country") if "country" in fact.values else quotes[0]
    shown = any(quote.span.start <= country.span.start and country.span.end <= quote.span.end for quote in quotes)
    return quotes if shown else [*quotes, country]


def _of_kind(context: Context, nouns: Collection[str]) -> list[Fact]:
    """Return the organisations of the kind that nouns in the singular name ("network"), of a place or Europe-wide if one is named."""
    asked = _nouns().intersection(nouns)
    if not asked:
        return []
    general = asked & words("organisations", "general")
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


LISTS: tuple[tuple[Callable[[Query], bool], Callable[[Context], Draft | None]], ...] = (
    (_asks_which, answer_series),
    (lambda query: _asks_which(query) and "mentioned" in query.concepts, _organisations),
    (lambda query: query.kind is Kind.LIST and "deadline" in query.concepts, _deadlines),
    (lambda query: query.kind is Kind.QUANTITY and _asks_how_many(query), _counted),
    (lambda query: query.kind is Kind.SUPPORT or {"list", "support"} <= query.concepts, _supporting),
    (_asks_who_has_none, _without_contact),
    (_asks_who_has_one, _contacts),
    (lambda query: query.kind is Kind.LIST and "place_asked" in query.concepts, _countries),
    (lambda query: query.kind is Kind.LIST and not _of_organisation(query), answer_series),
    (lambda query: query.kind is Kind.LIST and not _of_organisation(query), _organisations),
)
"""Which questions each list may answer; the first that can does."""
