"""How many: the quantity whose unit is what is counted in the question, and whose surroundings are what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote
from townhall.answering.features import name_stems, term_weights
from townhall.answering.refusal import refuse
from townhall.answering.types import MONEY
from townhall.index.facts.quantities import SUBJECT, unit_span
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import NUMBER
from townhall.locales.words import STOP_WORDS, plain_spaces, tokens_of
from townhall.model import Fact, FactKind, Kind, Role, Status

ABOUT = 0.5
"""Share of the question's other terms, weighted by idf, that the number's sentence and headings must hold."""
WHOLE = frozenset({"all"})
"""Words before a number that say that there are no more."""
OF_PLACES = frozenset({"municipality", "city", "town", "village", "region", "province", "inhabitant", "citizen"})
"""Notions of things that a country has so many of."""
COUNTED = 3
"""Content words after "how many" among which the thing counted is looked for."""
SENTENCE_SHARE = 0.5
SECTION_SHARE = 0.4
"""How much a term counts that stands in the number's sentence, or only in its section, rather than in its clause."""


@dataclass(frozen=True, slots=True)
class _Match:
    fact: Fact
    score: float


def answer_quantity(context: Context) -> Draft | None:
    """Answer a question for a number of things from the quantities read at ingest; None where none of them fits well enough."""
    if context.query.kind is not Kind.QUANTITY:
        return None
    counted = _counted(context)
    matches = [match for fact in context.facts(FactKind.QUANTITY) if (match := _match(context, fact, counted)) is not None]
    fitting = sorted((match for match in matches if match.score >= ABOUT), key=lambda match: -match.score)
    if not fitting:
        return None
    best = next((match for match in fitting if not _counts_less(context, match.fact)), fitting[0])
    values = best.fact.values
    start, end = values["number"].span.start, values.get("unit", values["number"]).span.end
    sentence = values["sentence"]
    lead = sentence.quote[start - sentence.span.start : end - sentence.span.start]
    if _counts_less(context, best.fact):
        near = (Claim(sentence.value, (fact_quote(best.fact, "sentence", role=Role.RELATED),)),)
        return refuse(context, context.messages.say("refusal.quantity"), near=near)
    quote = fact_quote(best.fact, "sentence")
    text = sentence.value
    missing = [
        context.messages.say(f"refusal.attribute_{attribute}")
        for attribute in context.query.values("attribute")
        if attribute not in {"population", "staff"}
    ]
    claims = (Claim(" ".join(lead.split()), (quote,), lead=True), Claim(text, (quote,)))
    return Draft(Status.PARTIAL if missing else Status.ANSWERED, claims, reason=" ".join(missing) or None, support=min(1.0, best.score))


def _counts_less(context: Context, fact: Fact) -> bool:
    """Whether all that a place has is asked for, and a number only counts what some organisation of the place has to do with.

    It counts all where its sentence names the place ("the 98 Danish municipalities") or says so ("all 31 local authorities").
    """
    query = context.query
    if not query.values("place") or query.values("organisation"):
        return False
    places = {term for slot in query.slots if slot.name in {"place", "region"} for term in terms_of(slot.text)}
    if not any(match.name in OF_PLACES for match in lexicon("en").terms.find(tokens_of(query.search_text))):
        return False
    unit = _notions(" ".join(fact.values[key].quote for key in ("unit", "subject") if key in fact.values))
    if not set(context.terms) <= places | unit:
        return False
    sentence = fact.values["sentence"]
    before = tokens_of(sentence.quote[: fact.values["number"].span.start - sentence.span.start])[-1:]
    tokens = tokens_of(sentence.quote)
    named = {match.name for match in lexicon("en").countries.find(tokens)}
    return not named.intersection(query.values("place")) and not any(token.folded in WHOLE for token in before)


def counts_something_else(context: Context, texts: Sequence[str]) -> bool:
    """Whether sentences speak of what is to be counted, and every number in them counts something else.

    An amount of money counts no less than what it is asked for ("how much is parking").
    Told for English questions alone: those in other languages can't be compared word by word.
    """
    if context.query.language != "en" or ("how_much" in context.query.concepts and any(MONEY.search(text) for text in texts)):
        return False
    counted = _counted(context)
    units = [_unit_notions(text, match) for text in texts for match in NUMBER.finditer(text)]
    return bool(units) and any(counted & _notions(text) for text in texts) and not any(counted & unit for unit in units)


def _unit_notions(text: str, match: re.Match[str]) -> set[str]:
    """Return the notions of what a number counts: the words after it, and the noun that is said to be so many."""
    unit = unit_span(text, match.end())
    subject = SUBJECT.search(plain_spaces(text), 0, match.start())
    return _notions(text[unit[0] : unit[1]] if unit else "") | _notions(subject["noun"] if subject else "")


def _counted(context: Context) -> set[str]:
    """Return the stems of the first content words after "how many"; of all content words where nothing follows it."""
    tokens = tokens_of(context.query.search_text)
    asked = next((match for match in lexicon("en").concepts.find(tokens) if match.name == "how_many"), None)
    rest = " ".join(token.text for token in tokens[asked.last :]) if asked else context.query.search_text
    head = " ".join(token.text for token in tokens_of(rest) if token.folded not in STOP_WORDS).split()[:COUNTED]
    counted = _notions(" ".join(head)) or set(context.terms)
    return counted.union(*(_SAID_OTHERWISE.get(attribute, ()) for attribute in context.query.values("attribute")))


_SAID_OTHERWISE = {"population": set(terms_of("inhabitants residents population people")), "staff": set(terms_of("staff employees people"))}
"""What a number of those counts is called in documents."""


def _notions(text: str) -> set[str]:
    """Return the stems of a text and the notions that its words stand for: a council and a local authority are both a municipality."""
    return set(terms_of(text)) | {match.name for match in lexicon("en").terms.find(tokens_of(text))}


def _match(context: Context, fact: Fact, counted: set[str]) -> _Match | None:
    """Score a quantity: the share of the other terms of the question that its clause, its sentence and its headings hold."""
    unit = _notions(" ".join(fact.values[key].quote for key in ("unit", "subject") if key in fact.values))
    if not unit & counted:
        return None
    weights = {term: weight for term, weight in term_weights(context).items() if term not in unit}
    if not weights:
        return _Match(fact, 1.0)
    near, sentence, section = _surroundings(context, fact)
    if not (near | sentence | section).issuperset(name_stems(context)):
        return None
    held = sum(
        weight * (1 if term in near else SENTENCE_SHARE if term in sentence else SECTION_SHARE if term in section else 0)
        for term, weight in weights.items()
    )
    return _Match(fact, held / sum(weights.values()))


def _surroundings(context: Context, fact: Fact) -> tuple[set[str], set[str], set[str]]:
    """Return the terms of the number's clause (back to the number before it) and headings, of its sentence, and of its section."""
    number, sentence = fact.values["number"].span, fact.values["sentence"]
    same_sentence = [
        other.values.get("unit", other.values["number"]).span.end
        for other in context.facts(FactKind.QUANTITY)
        if other.values["sentence"].span == sentence.span
    ]
    start = max((end for end in same_sentence if end <= number.start), default=sentence.span.start)
    clause = sentence.quote[start - sentence.span.start : number.start - sentence.span.start]
    section = context.bundle.section_around(number.source, number.start)
    headings = " ".join([context.bundle.titles[number.source].title, *(heading.text for heading in section.path)]) if section else ""
    organisation = next(
        (found for found in context.names.organisations if section and section.heading and found.values["name"].quote == section.heading.text), None
    )
    if organisation:
        headings = " ".join(
            [headings, *(value.value for key, value in organisation.values.items() if key != "about"), *_country_words(context, organisation)]
        )
    document = context.bundle.document(number.source)
    body = document.text[section.start : section.end] if document and section else ""
    return _notions(f"{clause} {headings}"), _notions(sentence.quote), _notions(body)


def _country_words(context: Context, organisation: Fact) -> list[str]:
    """Return the words of the question that name the organisation's country."""
    return [slot.text for slot in context.query.slots if slot.name == "place" and slot.value == organisation.get("country")]
