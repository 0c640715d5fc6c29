"""How many: the quantity whose unit is what is counted in the question, and whose surroundings are what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote
from townhall.answering.reading.bounds import BOUNDS, asked_bound, says_bound
from townhall.answering.reading.counting import counted_notions, counts_another, is_of_another_year, makes_up_whole, notions, said_of_counted
from townhall.answering.reading.features import name_stems, term_weights
from townhall.answering.reading.forms import MONEY
from townhall.answering.reading.types import OFTEN, lacks_form, without_repeated
from townhall.answering.refusal import refuse
from townhall.answering.sentences.of_size import fits_size, has_own_rule, size_told, without_told_size
from townhall.answering.sentences.phrases import is_of_another_phrase
from townhall.answering.sentences.transfers import tells_other_side
from townhall.index.lexical import terms_of
from townhall.locales.values import number_mentions
from townhall.model import Fact, FactKind, Hit, Kind, Role, Section, Status

ABOUT = 0.5
"""Share of the question's other terms, weighted by idf, that the number's sentence and headings must hold.

This share and those below were set by hand on the questions for a number in the development sets, of which a step of 0.05 to either side
changes some answers (a step of 0.1 for ``SENTENCE_SHARE``).
"""
SENTENCE_SHARE = 0.5
SECTION_SHARE = 0.4
"""How much a term counts that stands in the number's sentence, or only in its section, rather than in its clause."""
SHARE = "share"
"""The concept of a question for a part of a hundred."""
CLEARLY = 2
"""Words of the question more than a number's own sentence has, from which another sentence tells what is asked."""
NEAR = 40
"""Characters before a number within which it is said that it is a bound."""
OF_WHOLE = 0.15
"""How much speaks for a number of what makes up a whole."""


@dataclass(frozen=True, slots=True)
class _Match:
    fact: Fact
    score: float


def answer_quantity(context: Context) -> Draft | None:
    """Answer a question for a number of things from the quantities read at ingest; None where none of them fits well enough."""
    context = without_told_size(context)
    if context.query.kind is not Kind.QUANTITY or OFTEN in context.query.concepts or said_of_counted(context):
        return None  # of how often, and of how many of a whole, no number of things tells
    counted = counted_notions(context)
    matches = [match for fact in context.facts(FactKind.QUANTITY) if (match := _match(context, fact, counted)) is not None]
    fitting = sorted((match for match in matches if match.score >= ABOUT), key=lambda match: -_likelihood(match))
    fitting = [match for match in fitting if not (_is_of_something_else(context, match.fact) or _is_told_better(context, match.fact))]
    if not fitting:
        return None
    if (size := size_told(context)) is not None:
        fits = [(match, fits_size(match.fact.values["sentence"].quote, size)) for match in fitting]
        fitting = [match for match, fit in fits if fit] or [match for match, fit in fits if fit is None] or fitting
    if bound := asked_bound(context.query):
        # "At least three" says nothing of how many there may be at most.
        unlike = [match for match in fitting if not any(_is_bound(match.fact, other) for other in BOUNDS if other != bound)]
        fitting = [match for match in fitting if _is_bound(match.fact, bound)] or unlike
    if not fitting:
        return None
    best = next((match for match in fitting if not counts_another(context, match.fact)), fitting[0])
    several = "how_much" in context.query.concepts and len(MONEY.findall(best.fact.values["sentence"].quote)) > 1
    if several or (size is not None and has_own_rule(context, best.fact.values["sentence"].span, size)):
        return None
    values = best.fact.values
    start, end = values["number"].span.start, values.get("unit", values["number"]).span.end
    sentence = values["sentence"]
    lead = sentence.quote[start - sentence.span.start : end - sentence.span.start]
    if counts_another(context, best.fact):
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


def _is_bound(fact: Fact, bound: str) -> bool:
    """Whether it is said right before a number that it is an upper or a lower bound."""
    sentence, number = fact.values["sentence"], fact.values["number"].span
    return says_bound(sentence.quote[max(0, number.start - sentence.span.start - NEAR) : number.start - sentence.span.start], bound)


def _likelihood(match: _Match) -> float:
    """Return how likely a number is meant: rather that of a whole than of a part."""
    return match.score + OF_WHOLE * makes_up_whole(match.fact)


def _match(context: Context, fact: Fact, counted: set[str]) -> _Match | None:
    """Score a quantity: the share of the other terms of the question that its clause, its sentence and its headings hold."""
    unit = notions(" ".join(fact.values[key].quote for key in ("unit", "subject") if key in fact.values))
    if not unit & counted:
        return None
    asks_amount = "how_much" in context.query.concepts or (context.query.language != "en" and "money" in context.query.values("attribute"))
    if asks_amount and not MONEY.search(fact.values["sentence"].quote):
        return None  # "How much is there for phase 3?" doesn't ask how many phases there are.
    of_share = SHARE in context.query.concepts and not fact.values["number"].value.endswith("%")
    if of_share or lacks_form(fact.values["sentence"].quote, context.query):
        return None  # of how many strands there are no rate is told
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


def _is_of_something_else(context: Context, fact: Fact) -> bool:
    """Whether a number is the question's own, or its sentence is of another year, phrase or name, or of what was wanted and not given."""
    sentence = fact.values["sentence"]
    if (
        not without_repeated(fact.values["number"].quote, context.query).strip()
        or tells_other_side(context, sentence.quote)
        or is_of_another_phrase(context, sentence.span)
    ):
        return True
    section, document = context.bundle.section_around(sentence.span.source, sentence.span.start), context.bundle.document(sentence.span.source)
    before = document.text[section.start : sentence.span.start] if section and document else ""
    return is_of_another_year(context, sentence.quote, before, context.above_place(sentence.span))


def _is_told_better(context: Context, fact: Fact) -> bool:
    """Whether another sentence with a number holds clearly more of what an English question asks about, most of all in another section."""
    sentence, asked = fact.values["sentence"], set(context.terms)
    section = context.bundle.section_around(sentence.span.source, sentence.span.start)
    if context.query.language != "en" or section is None:
        return False
    own = len(asked.intersection(terms_of(sentence.quote)))
    return any(
        len(asked.intersection(terms_of(other.text))) >= own + CLEARLY + (not _stands_in(section, hit))
        for hit in context.hits
        for other in hit.passage.sentences
        if (hit.passage.source, other.start) != (sentence.span.source, sentence.span.start) and number_mentions(other.text, "en")
    )


def _stands_in(section: Section, hit: Hit) -> bool:
    return hit.passage.headings[-1:] == section.path[-1:] and section.start <= hit.passage.start < section.end


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
    headings = " ".join(context.above_place(number))
    organisation = next(
        (found for found in context.names.organisations if section and section.heading and found.values["name"].quote == section.heading.text), None
    )
    if organisation:
        headings = " ".join(
            [headings, *(value.value for key, value in organisation.values.items() if key != "about"), *_country_words(context, organisation)]
        )
    document = context.bundle.document(number.source)
    body = document.text[section.start : section.end] if document and section else ""
    return notions(f"{clause} {headings}"), notions(sentence.quote), notions(body)


def _country_words(context: Context, organisation: Fact) -> list[str]:
    """Return the words of the question that name the organisation's country."""
    return [slot.text for slot in context.query.slots if slot.name == "place" and slot.value == organisation.get("country")]
