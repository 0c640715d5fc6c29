"""Questions for a yes or a no whose premise the facts contradict: what the documents say instead, marked as not the answer.

A quote by itself would read like a yes: "Is the Guild of Danish Ports in Greece?" – "It helps harbour towns."
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, fact_quote, sentence_quote
from townhall.answering.facts.organisations import inferred_places
from townhall.answering.reading.entries import contact_line, contact_quote, entry_sentences
from townhall.answering.reading.forms import PERSON_NAME
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.whereabouts import countries_in
from townhall.answering.refusal import refuse
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.phases import LAST
from townhall.locales.words import Token, tokens_of
from townhall.model import Fact, FactKind, Kind, Role
from townhall.query.yes_or_no import wants_yes_or_no

OFFICE = "person"
"""The concept of words for an office, or for whoever holds it."""


def answer_premise(context: Context) -> Draft | None:
    """Refuse a question for a yes or a no that the facts contradict, with what they say; None for any other."""
    if context.query.kind in {Kind.SMALL_TALK, Kind.DEADLINE, Kind.OPEN} or not wants_yes_or_no(context.query):
        return None
    if reason := _unknown_phase(context):
        return refuse(context, reason)
    near = next((found for contradicts in CONTRADICTIONS if (found := contradicts(context)) is not None), None)
    if near is None:
        return None
    return replace(refuse(context, context.messages.say("refusal.not_found"), near=tuple(near)), notes=inferred_places(context))


def _other_contact(context: Context) -> list[Claim] | None:
    """A person is asked about along with an organisation whose contact somebody else is, or nobody."""
    named = [fact for fact in context.facts(FactKind.CONTACT) if fact.get("name") in context.query.values("person")]
    organisations = context.organisations()
    theirs = {fact.get("name") for fact in organisations}
    if not named or not organisations or any(fact.get("organisation") in theirs for fact in named):
        return None
    others = [contact for fact in organisations for contact in context.names.contacts_of(fact) if contact.get("name")]
    return [_contact_of(context, contact) for contact in (*named, *others)]


def _contact_of(context: Context, contact: Fact) -> Claim:
    said = context.messages.say("contact.organisation_lead", name=contact_line(contact), organisation=contact.values["organisation"].quote)
    return Claim(said, (_related(fact_quote(contact, "organisation")), _related(contact_quote(contact))))


def _other_country(context: Context) -> list[Claim] | None:
    """A country is asked about along with an organisation of another one, whose entry doesn't speak of it."""
    query = context.query
    organisations = [fact for name in query.values("organisation") if (fact := context.names.organisation_named(name)) is not None]
    places = {slot.value for slot in query.slots if slot.name == "place" and not slot.carried}
    if not organisations or not places or context.gazetteer is None:
        return None
    lies = {fact.get("country") for fact in organisations}
    if lies & places or (lies & {None, "EU"} and _asks_more(context)):
        return None
    sentences = [(text, quote) for fact in organisations for text, quote in entry_sentences(context, fact)]
    named = [countries_in(text, context.gazetteer) for text, _ in sentences]
    if places.intersection(*[frozenset().union(*named)]):
        return None
    telling = [number for number, countries in enumerate(named) if lies & countries] or list(range(len(sentences)))
    return [Claim(sentences[number][0], (_related(sentences[number][1]),)) for number in telling[:1]]


def _asks_more(context: Context) -> bool:
    """Whether a question says more than the names that it holds."""
    return not topic_stems(context) <= _placed(context)


def _other_place(context: Context) -> list[Claim] | None:
    """It is asked in which country a city lies and nothing else: no document is needed for that, nor says it. A note tells where it does lie."""
    query = context.query
    places = [slot for slot in query.slots if slot.name == "place" and not slot.carried]
    cities, countries = {slot.value for slot in places if slot.inferred}, {slot.value for slot in places if not slot.inferred}
    if not cities or not countries or query.values("organisation"):
        return None
    return None if _asks_more(context) else []


def _unknown_phase(context: Context) -> str | None:
    """Return what to say of a phase that isn't among those of which the documents give the number."""
    phases = set(context.query.values("phase")) - {LAST}
    known = list(dict.fromkeys(phase for fact in context.facts(FactKind.DEADLINE) if (phase := fact.get("phase"))))
    if not phases or not known or phases & set(known):
        return None
    return context.messages.say("refusal.phase", phase=context.messages.join(sorted(phases)), phases=context.messages.join(known))


def _other_office(context: Context) -> list[Claim] | None:
    """A person is asked about along with an office that is somebody else's: English alone, where both can be told by their words."""
    tokens = tokens_of(context.query.search_text)
    person = PERSON_NAME.search(context.query.search_text, tokens[0].end) if tokens and context.query.language == "en" else None
    offices = {
        stem for match in lexicon("en").concepts.find(tokens) if match.name == OFFICE for stem in terms_of(_text(tokens[match.first : match.last]))
    }
    names = terms_of(person[0]) if person else []
    if person is None or not offices or not names or not _placed(context).isdisjoint(names):
        return None
    held_by = next((fact for fact in context.facts(FactKind.PERSON) if fact.get("name") == person[0] and fact.get("role")), None)
    if held_by:
        return None if offices & set(terms_of(held_by.get("role") or "")) else [_holder(held_by)]
    places = {slot.text for slot in context.query.slots if slot.name == "place"}
    sentences = [(hit, sentence, set(terms_of(sentence.text))) for hit in context.hits for sentence in hit.passage.sentences]
    if any(offices & held and names[-1] in held for _, _, held in sentences):
        return None
    theirs = [
        (hit, sentence) for hit, sentence, held in sentences if offices & held and PERSON_NAME.search(sentence.text) and _holds(sentence.text, places)
    ]
    own = [(hit, sentence) for hit, sentence, held in sentences if held.issuperset(names)]
    return [Claim(sentence.shown, (sentence_quote(hit, sentence, role=Role.RELATED),)) for hit, sentence in (*own[:1], *theirs[:1])] or None


def _holder(fact: Fact) -> Claim:
    text = ", ".join(" ".join(value.split()) for key in ("name", "role") if (value := fact.get(key)))
    return Claim(text, (fact_quote(fact, "sentence", role=Role.RELATED),))


def _holds(text: str, places: set[str]) -> bool:
    """Whether a sentence names a place that the question does, where it names any."""
    return not places or any(set(terms_of(place)) <= set(terms_of(text)) for place in places)


def _placed(context: Context) -> set[str]:
    """Return the stems of the places and organisations that a question names: they are written like a person's name."""
    return {stem for slot in context.query.slots if slot.name in {"place", "region", "organisation"} for stem in terms_of(slot.text)}


def _text(tokens: Iterable[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _related(quote: Quote) -> Quote:
    return replace(quote, role=Role.RELATED)


CONTRADICTIONS: tuple[Callable[[Context], list[Claim] | None], ...] = (_other_contact, _other_country, _other_place, _other_office)
"""Tried in order: each returns what the documents say instead, which may be nothing; None where it contradicts nothing."""
