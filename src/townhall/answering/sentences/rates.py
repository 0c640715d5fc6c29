"""How often something happens, what an amount is paid for one of, and of how many something was done: a value that isn't told so is another one's."""

from __future__ import annotations

from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.reading.counting import said_of_counted
from townhall.answering.reading.forms import FREQUENCY, MONEY, PERCENTAGE
from townhall.answering.reading.types import OFTEN, SHARE, asks_for_form, counts_in, holds_asked, without_repeated
from townhall.answering.sentences.choice import leans
from townhall.answering.sentences.columns import heads_of
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.tables import is_row
from townhall.index.lexical import terms_of
from townhall.locales.rates import rates_in
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Kind

LOOKED_AT = 3
"""Best sentences that are looked through."""
CERTAIN = 0.5
"""Probability from which the judge's word is taken for what is told in other words."""
SURE_OF_PART = 0.7
"""The same where the number of a whole stands for that of a part."""
DAILY = "daily"
"""The rate that is said in more ways than are known: "open 24 hours"."""
UNITS = ("mass", "volume", "length", "energy")


def tells_no_rhythm(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked how often something happens, and the best sentence, of which the judge isn't sure, says no such thing or not of that."""
    if OFTEN not in context.query.concepts or context.query.kind is not Kind.QUANTITY:
        return False
    best = ranking.candidates[0].evidence
    own = context.stems_above(best.hit.passage).union(terms_of(best.sentence.text))
    of_it = leans(best.sentence) or not own.isdisjoint(context.terms)
    return not _is_sure(ranking) and not (of_it and FREQUENCY.search(best.sentence.text))


def is_of_other_unit(context: Context, ranking: Ranking) -> bool:
    """Whether an amount is asked for one unit of something, as a kilo, and neither the best sentence nor what it stands under names such a unit."""
    if context.query.language != "en" or not asks_for_form(context.query):
        return False
    asked = _units_after(context.query.search_text)
    best = ranking.candidates[0]
    shown = "\n".join([*context.above(best.evidence.hit.passage), *heads_of(context, best), _best(ranking)])
    held = {token.folded for token in tokens_of(shown)}
    return any(held.isdisjoint(words("units", unit)) for unit in asked)


def is_of_other_rate(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked what something costs for a year, or a month, and the best sentence gives what it costs otherwise: "a monthly pass".

    So does a row or a line that says nothing of it, a sentence beside one that gives it for another time, and one that holds none of the
    question's other words.
    """
    query = context.query
    asked = rates_in(query.text, query.language) if asks_for_form(query) and "money" in query.values("attribute") else []
    best = ranking.candidates[0]
    told, text, passage = _rates_of(context, best), best.evidence.sentence.text, best.evidence.hit.passage
    if not asked or any(match.name in told for match in asked):
        return False
    tokens = tokens_of(query.text)
    of_rate = {stem for match in asked for token in tokens[match.first : match.last] for stem in terms_of(token.text)}
    said = context.own_terms - of_rate
    unworded = said.isdisjoint(context.stems(text, context.language_of(passage.source)))

    def is_rival(other: Candidate) -> bool:
        near = other.evidence.hit is best.evidence.hit or (unworded and other.evidence.hit.passage.source == passage.source)
        return near and bool(MONEY.search(other.evidence.sentence.text)) and bool(_rates_of(context, other))

    if told or is_row(text) or label_of(text) or any(map(is_rival, ranking.candidates)):
        return True
    return DAILY not in {match.name for match in asked} and said.isdisjoint(context.held(passage, text))


def with_asked_rate(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the best sentence that gives what something costs for the time asked for, where the best one does not."""
    if not is_of_other_rate(context, ranking):
        return ranking
    asked = {match.name for match in rates_in(context.query.text, context.query.language)}
    hits = {id(ranking.candidates[0].evidence.hit)}

    def is_meant(other: Candidate) -> bool:
        text = other.evidence.sentence.text
        return id(other.evidence.hit) in hits and bool(asked & _rates_of(context, other)) and bool(holds_asked(text, context.query))

    return ranking.led_by(next((other for other in ranking.candidates if is_meant(other)), None))


def with_asked_sum(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the amount beside the best one where that gives a share of it, and no share is asked for.

    "Porcentaje máximo: 75 %" and "Ayuda máxima: 35.000 €" are alike in what they are called. So it is where no judge has read which is meant.
    """
    query, best = context.query, ranking.candidates[0]
    text, language = best.evidence.sentence.text, context.language_of(best.evidence.hit.passage.source)
    if query.language == "en" or best.verdict is not None or query.kind is not Kind.QUANTITY or SHARE in query.concepts or MONEY.search(text):
        return ranking
    held = context.own_terms.intersection(context.stems(text, language))

    def is_meant(other: Candidate) -> bool:
        told, near = other.evidence.sentence.text, other.evidence.hit is best.evidence.hit
        return near and bool(MONEY.search(told)) and not held.isdisjoint(context.stems(told, language))

    shares = bool(PERCENTAGE.search(text)) and bool(held)
    return ranking.led_by(next((other for other in ranking.candidates if is_meant(other)), None)) if shares else ranking


def _rates_of(context: Context, candidate: Candidate) -> frozenset[str]:
    """Return the rates of which a sentence speaks, or the heads and the headings that it stands under."""
    passage = candidate.evidence.hit.passage
    shown = "\n".join([*passage.heading_path, *heads_of(context, candidate), candidate.evidence.sentence.text])
    return frozenset(match.name for match in rates_in(shown, context.language_of(passage.source)))


def tells_of_nothing_done(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked of how many something is true, and no sentence with a number says it: "Of the 43 bids, how many were accepted?".

    The thing that is counted then stands elsewhere, and what comes after the verb is all that tells one number of it from another.
    """
    said = said_of_counted(context)
    best = ranking.candidates[0].evidence.hit
    near = [one.evidence.sentence.text for one in ranking.candidates[:LOOKED_AT] if one.evidence.hit is best]
    numbers = [text for text in near if any(counts_in(without_repeated(text, context.query)))]
    sure = ranking.candidates[0].signals.judged_alone > SURE_OF_PART
    return bool(said) and bool(numbers) and not sure and all(said.isdisjoint(terms_of(text)) for text in numbers)


def with_asked_rhythm(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sentence of the best one's passage that says how often, where that is asked and the best one doesn't."""
    if not tells_no_rhythm(context, ranking):
        return ranking
    hit, asked = ranking.candidates[0].evidence.hit, context.terms
    above = context.stems_above(hit.passage)

    def is_meant(other: Candidate) -> bool:
        text = other.evidence.sentence.text
        told = other.evidence.hit is hit and bool(FREQUENCY.search(text))
        return told and (other.signals.judged_alone > CERTAIN or above.union(terms_of(text)).issuperset(asked))

    return ranking.led_by(next((other for other in ranking.candidates if is_meant(other)), None))


def _units_after(text: str) -> list[str]:
    """Return the kinds of units of which a text speaks of one: "per kilo", "for a tonne"."""
    pairs = [(first.folded, second.folded) for first, second in pairwise(tokens_of(text))]
    one = words("counting", "rates")
    return [unit for unit in UNITS if any(first in one and second in words("units", unit) for first, second in pairs)]


def _best(ranking: Ranking) -> str:
    return ranking.candidates[0].evidence.sentence.text


def _is_sure(ranking: Ranking) -> bool:
    return ranking.candidates[0].signals.judged_alone > CERTAIN
