"""Who supports cities somewhere: the organisations of a place, what they do, and whom to write to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, Quote, fact_quote
from townhall.answering.facts.excluded import answer_excluded
from townhall.answering.facts.told import answer_told, elsewhere, naming
from townhall.answering.reading.belonging import share_held
from townhall.answering.reading.entries import contact_line, contact_quote, entry_hits, entry_sentences, of_subject
from townhall.answering.reading.features import term_weights
from townhall.answering.reading.topic import topic_stems, topic_tokens
from townhall.answering.refusal import no_organisation, which_place
from townhall.answering.sentences.ranking import rank_sentences
from townhall.chunking.labels import field_kind
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import Fact, FactKind, Kind, Span, Status
from townhall.query.kinds import CONTACT_ATTRIBUTES
from townhall.query.names import countries_of

SPOKEN_OF = 0.5
"""Share of the question's terms, weighted by idf, that an organisation's entry must hold to be an answer as a whole."""
ASKS_FOR_BODIES = frozenset({"support", "body", "list", "all"})
"""Concepts of a question that is for organisations, whatever else it says."""
SAYS_LITTLE = 2
"""Words that may say no more than that help is wanted."""
LINE = 40
"""Characters that a heading or a contact line is reckoned at, beyond its text, when the room for sentences is shared out."""


def answer_support(context: Context) -> Draft | None:
    """Answer a question for the organisations of a place; None where it is none, or the documents hold no organisations."""
    if context.query.kind is not Kind.SUPPORT or not context.facts(FactKind.ORGANISATION):
        return None
    places = context.query.values("place")
    if not places:
        # "Who supports us?" is asked back; "Who helps signatories combine funds?" is for the sentences to answer.
        of_us = "we" in context.query.concepts or len(topic_tokens(context, tokens_of(context.query.search_text))) <= SAYS_LITTLE
        asked_back = of_us and len(context.names.countries) > 1 and not speaks_of_no_organisation(context)
        return (_of_names(context) or which_place(context, "clarify.support")) if asked_back else None
    if (left_out := answer_excluded(context)) is not None:
        return left_out
    organisations = of_subject(context, context.organisations())
    missing = [country for country in dict.fromkeys(places) if not any(country in countries_of(fact) for fact in organisations)]
    if not organisations:
        none = no_organisation(context, missing, near=naming(context, missing))
        instead = () if context.query.values("organisation") else elsewhere(context)
        return (
            answer_told(context, missing)
            or _serving_all_others(context)
            or (replace(none, status=Status.PARTIAL, claims=instead) if instead else none)
        )
    if _asks_otherwise(context, organisations):
        return None
    # Of a country with several it may be said how they share it.
    shared = answer_told(context, places) if len(organisations) > 1 and not missing else None
    claims = list(shared.claims) if shared else []
    room = (context.characters - sum(len(claim.text) for claim in claims)) // len(organisations) - LINE
    for organisation in organisations:
        claims.extend(describe(context, organisation, room, ranked=_has_sentence_of_topic(context, organisation)))
    cards = tuple(organisation_card(context, organisation) for organisation in organisations)
    reasons = [no_organisation(context, missing).reason or ""] if missing else []
    if "contact" in context.query.concepts:
        reasons += [no_contact(context, organisation) for organisation in organisations if not _has_contact(context, organisation)]
    status = Status.PARTIAL if reasons else Status.ANSWERED
    return Draft(status, tuple(claims), cards, reason=" ".join(reasons) or None, notes=inferred_places(context))


def _of_names(context: Context) -> Draft | None:
    """Describe the one organisation whose entry holds a name of the question's that is no known place, as a district's; None where none does."""
    language, tokens = lexicon(context.query.language), tokens_of(context.query.text)
    matches = (*language.concepts.find(tokens), *language.notions.find(tokens), *language.countries.find(tokens))
    common = {i for match in matches for i in range(match.first, match.last)}
    names = {
        token.folded for i, token in enumerate(tokens) if i and token.capitalised and i not in common and token.folded not in language.function_words
    }
    found = [
        organisation
        for organisation in context.names.organisations
        if any(token.capitalised and token.folded in names for text, _ in entry_sentences(context, organisation) for token in tokens_of(text))
    ]
    if len(found) != 1:
        return None
    cards = (organisation_card(context, found[0]),)
    return Draft(Status.ANSWERED, tuple(describe(context, found[0], context.characters - LINE, ranked=True)), cards)


def _serving_all_others(context: Context) -> Draft | None:
    """Describe the organisations whose own entries say that they are there for countries without one; None where none does."""
    said = words("organisations", "elsewhere")
    known = [one for one in context.names.europe_wide if any(phrases_in(text, said) for text, _ in entry_sentences(context, one))]
    if not known or context.query.values("organisation"):
        return None
    room = context.characters // len(known) - LINE
    claims = [claim for organisation in known for claim in describe(context, organisation, room, ranked=True)]
    return Draft(Status.ANSWERED, tuple(claims), tuple(organisation_card(context, organisation) for organisation in known))


def speaks_of_no_organisation(context: Context) -> bool:
    """Whether what an English question is about stands in the documents, but in hardly any organisation's entry: a country tells no more."""
    topic = topic_stems(context) if context.query.language == "en" else set()
    known = topic.intersection(context.lexical.vocabulary)
    # "The phone number of the helpdesk" says whose with a word.
    least = 1 if CONTACT_ATTRIBUTES.intersection(context.query.values("attribute")) else SAYS_LITTLE
    if len(known) < least:
        return False
    held = {stem for organisation in context.names.organisations for text, _ in entry_sentences(context, organisation) for stem in terms_of(text)}
    held |= {stem for organisation in context.names.organisations for value in organisation.values.values() for stem in terms_of(value.quote)}
    return len(known - held) >= least and share_held(context, known, held) < SPOKEN_OF


def _asks_otherwise(context: Context, organisations: Sequence[Fact]) -> bool:
    """Whether "who" and a place ask for something else than support, of which no entry there has a word: "Who won the match in Sofia?"."""
    if context.query.language != "en" or context.query.concepts & ASKS_FOR_BODIES:
        return False
    asked = topic_stems(context)
    held = {stem for organisation in organisations for text, _ in entry_sentences(context, organisation) for stem in terms_of(text)}
    return len(asked) >= SAYS_LITTLE and asked.isdisjoint(held)


def answer_about(context: Context) -> Draft | None:
    """Say what an organisation is or does; None where that is not asked, or something else is that its entry doesn't speak of."""
    if context.query.kind not in {Kind.DEFINITION, Kind.OTHER, Kind.LIST} or context.query.values("attribute"):
        return None
    if context.query.kind is Kind.OTHER and "which" in context.query.concepts:
        return None  # "Which supplier built the system of …?"
    places = context.query.values("place")
    of_place = places and ("pronoun" in context.query.concepts or _asks_for_ones(context))
    if not (context.query.values("organisation") or of_place):
        return None
    organisations = context.organisations()
    if not organisations and _asks_for_ones(context) and len(context.names.countries) > 1:
        return no_organisation(context, list(places))
    if not organisations or not all(_speaks_of_topic(context, organisation) for organisation in organisations):
        return None
    room = context.characters // len(organisations) - LINE
    claims = [claim for organisation in organisations for claim in describe(context, organisation, room, ranked=True)]
    return Draft(
        Status.ANSWERED,
        tuple(claims),
        tuple(organisation_card(context, organisation) for organisation in organisations),
        notes=inferred_places(context),
    )


def _asks_for_ones(context: Context) -> bool:
    """Whether nothing but a place and a noun for those in a directory is said: "members in Ireland", "Is there a partner in Norway?"."""
    ones = stems_listed("organisations", "nouns", "ones")
    topic = topic_stems(context) if context.query.language == "en" and not context.query.values("organisation") else set()
    return bool(topic) and topic <= ones


def _speaks_of_topic(context: Context, organisation: Fact) -> bool:
    """Whether an entry holds what is asked about its organisation, the organisation's own names left out."""
    names = {stem for key, value in organisation.values.items() if key != "about" for stem in terms_of(f"{value.value} {value.quote}")}
    places = {stem for slot in context.query.slots if slot.name in {"place", "organisation"} for stem in terms_of(slot.text)}
    weights = {term: weight for term, weight in term_weights(context).items() if term not in names | places}
    held = set(terms_of(" ".join(text for text, _ in entry_sentences(context, organisation))))
    return sum(weight for term, weight in weights.items() if term in held) >= SPOKEN_OF * sum(weights.values())


def _has_sentence_of_topic(context: Context, organisation: Fact) -> bool:
    """Whether a sentence of an entry speaks of what support is asked for, most of it by weight."""
    topic = topic_stems(context) if context.query.language == "en" else set()
    return any(share_held(context, topic, set(terms_of(text))) >= SPOKEN_OF for text, _ in entry_sentences(context, organisation))


def describe(context: Context, organisation: Fact, room: int, *, ranked: bool = False) -> list[Claim]:
    """Return claims that name an organisation, say what it does in at most ``room`` characters, and name its contact.

    The first sentences of its entry say what it does; with ``ranked`` those that are nearest to the question, in the entry's order.
    """
    name = organisation.values["name"]
    lead = Claim(name.quote, (fact_quote(organisation, "name"),), lead=True)
    contacts = [_contact_claim(context, contact) for contact in context.names.contacts_of(organisation) if contact.get("name")]
    left = room - len(name.quote) - sum(len(claim.text) for claim in contacts)
    sentences = _telling(entry_sentences(context, organisation), name.span)
    preferred = _by_nearness(context, organisation, sentences) if ranked else list(range(len(sentences)))
    chosen: list[int] = []
    for number in preferred:
        length = len(sentences[number][0])
        if chosen and length > left:
            break
        chosen.append(number)
        left -= length
    return [lead, *(Claim(sentences[number][0], (sentences[number][1],)) for number in sorted(chosen)), *contacts]


def _telling(sentences: list[tuple[str, Quote]], name: Span) -> list[tuple[str, Quote]]:
    """Return an entry's sentences without the lines that give its name, its place or its contact, where others tell more of it."""
    labels = [labelled(text, words=LABEL_WORDS) for text, _ in sentences]
    told = [
        (text, quote)
        for (text, quote), label in zip(sentences, labels, strict=True)
        if label is None or not (field_kind(label["label"]) or quote.span.start <= name.start < quote.span.end)
    ]
    return told or sentences


def _by_nearness(context: Context, organisation: Fact, sentences: list[tuple[str, Quote]]) -> list[int]:
    """Return the numbers of an entry's sentences, the nearest to the question first."""
    ranking = rank_sentences(context, entry_hits(context, [organisation]))
    texts = [candidate.evidence.sentence.shown for candidate in ranking.candidates] if ranking else []
    return sorted(range(len(sentences)), key=lambda number: texts.index(sentences[number][0]) if sentences[number][0] in texts else len(texts))


def organisation_card(context: Context, organisation: Fact) -> CardDraft:
    """Return the organisation as a card; its contact is None where the documents name none."""
    fields: dict[str, tuple[str | None, Quote | None]] = {"name": (organisation.get("name"), fact_quote(organisation, "name"))}
    for key in ("acronym", "other_name", "region"):
        if value := organisation.get(key):
            fields[key] = (value, fact_quote(organisation, key))
    if country := organisation.get("country"):
        fields["country"] = (context.messages.country(country), fact_quote(organisation, "country"))
    contact = next((contact for contact in context.names.contacts_of(organisation) if contact.get("name")), None)
    fields["contact"] = (contact_line(contact), contact_quote(contact)) if contact else (None, None)
    return CardDraft("organisation", fields)


def _contact_claim(context: Context, contact: Fact) -> Claim:
    return Claim(context.messages.say("contact.person", value=contact_line(contact)), (contact_quote(contact),))


def _has_contact(context: Context, organisation: Fact) -> bool:
    return any(contact.get("name") for contact in context.names.contacts_of(organisation))


def no_contact(context: Context, organisation: Fact) -> str:
    """Say of an organisation without a named contact that the field for one is blank, or that there is none."""
    message = "contact.blank" if context.names.contacts_of(organisation) else "contact.none"
    return context.messages.say(message, organisation=organisation.get("name"))


def inferred_places(context: Context) -> tuple[str, ...]:
    """Say from which city or region a country was inferred."""
    slots = {(slot.inferred, slot.value) for slot in context.query.slots if slot.name == "place" and slot.inferred}
    return tuple(context.messages.say("support.inferred", place=place, country=context.messages.country(country)) for place, country in sorted(slots))
