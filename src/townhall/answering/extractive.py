"""Answers in the documents' own sentences, for questions of any kind."""

from __future__ import annotations

from townhall.answering.choice import FACT_KINDS, choose, choose_from_entry
from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, sentence_quote
from townhall.answering.entries import entry_hits
from townhall.answering.features import name_stems
from townhall.answering.items import answer_items
from townhall.answering.quantities import counts_something_else
from townhall.answering.ranking import Candidate, Ranking, rank_sentences
from townhall.answering.refusal import refuse
from townhall.answering.support import support_models
from townhall.answering.types import HARD_KINDS, asks_for_person, holds_attribute, holds_kind, lacks_form
from townhall.answering.values import asked_value, value_span
from townhall.answering.whereabouts import asked_places
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import FactKind, Kind, Role, Status

SOME_COVERAGE = 0.5
"""Coverage by the best passage from which a question is not foreign to the documents, however unlike it sounds."""
LOOKED_AT = 3
"""Best sentences that are looked through for the type of thing asked for."""
OF_PLACES = frozenset({Kind.QUANTITY, Kind.DATE, Kind.DURATION, Kind.PERSON, Kind.SAID})
"""Kinds of questions about a place that what is true of other places doesn't answer."""
COUNTED_ATTRIBUTES = frozenset({"population", "staff"})
"""Attributes that are asked for only by asking how many; else the question just mentions them."""
HEADED_THRESHOLD = 0.2
"""Support from which an answer is given where the best passage stands under a heading: the reading tests that the score is fitted on have none."""
CERTAIN = 0.5
"""Probability from which the judge's word on where the answer stands is taken."""
LEAD_WORDS = 10
LEAD_SHARE = 0.6
"""Longest lead, in words and as a share of its sentence: a longer one only says the sentence twice."""
EXPLAINED = frozenset({Kind.REASON, Kind.DEFINITION, Kind.LIST, Kind.ELIGIBILITY, Kind.SAID})
"""Kinds that a few words don't answer."""
LOOSE_KINDS = frozenset({Kind.DATE, Kind.DURATION})
UNTYPED_SUPPORT = 0.85
"""Support from which an answer to such a question is given though nothing in it looks like a date: "during the Renaissance"."""
NEAR_SUPPORT = 0.15
"""Support from which the nearest sentence is worth showing beside a refusal."""


def answer_passages(context: Context) -> Draft:
    """Answer with the sentences that best support an answer, or refuse."""
    ranking = _ranking(context)
    if ranking is None or _is_foreign(context, ranking, support_models().off_topic_cosine):
        return refuse(context, context.messages.say("refusal.out_of_scope"), status=Status.OUT_OF_SCOPE, support=ranking.support if ranking else 0.0)
    if reason := _missing_type(context, ranking):
        return refuse(context, reason, support=ranking.support)
    if _is_of_elsewhere(context, ranking):
        return refuse(context, context.messages.say("refusal.not_found"), near=_near(ranking), support=ranking.support)
    unknown = _missing_attributes(context, ranking)
    if unknown and not _asks_more(context):
        return refuse(context, " ".join(unknown), support=ranking.support)
    if ranking.support < _threshold(context, ranking):
        near = _near(ranking) if ranking.support >= NEAR_SUPPORT else ()
        return refuse(context, context.messages.say("refusal.not_found"), near=near, support=ranking.support)
    entry = context.query.kind not in FACT_KINDS and _from_entry(context, ranking)
    claims = (context.query.kind is Kind.LIST and answer_items(context, ranking)) or tuple(
        Claim(candidate.evidence.sentence.shown, (_quote(candidate),)) for candidate in _chosen(context, ranking, of_entry=entry)
    )
    reason = " ".join(unknown) or None
    return Draft(
        Status.PARTIAL if reason else Status.ANSWERED, (*_lead(context, ranking.candidates[0]), *claims), reason=reason, support=ranking.support
    )


def _chosen(context: Context, ranking: Ranking, *, of_entry: bool) -> list[Candidate]:
    if of_entry:
        return choose_from_entry(ranking, _entry_names(context))
    return choose(ranking, context.query.kind, _named(context), stems=lambda text: (*terms_of(text), *asked_places(context, text)))


def _threshold(context: Context, ranking: Ranking) -> float:
    """Return the support from which an answer is given: the one that was set, wherever it comes from, or the fitted ones."""
    if context.threshold is not None:
        return context.threshold
    return min(ranking.threshold, HEADED_THRESHOLD) if ranking.candidates[0].evidence.hit.passage.headings else ranking.threshold


def _is_foreign(context: Context, ranking: Ranking, cosine: float) -> bool:
    """Whether a question has nothing to do with the documents: unlike every passage, and hardly a word of it in the best one.

    A question that names a country, one of the organisations, or a phase that the documents know, is near enough.
    """
    if any(slot.name in {"place", "organisation", "person"} for slot in context.query.slots):
        return False
    phases = context.query.values("phase")
    if phases and any(fact.get("phase") in phases for fact in context.facts(FactKind.DEADLINE)):
        return False
    signals = ranking.signals
    if signals.passage_coverage < SOME_COVERAGE:
        return signals.passage_cosine < (cosine if signals.passage_coverage else 2 * cosine)
    return signals.passage_cosine < cosine / 2


def _ranking(context: Context) -> Ranking | None:
    """Rank the sentences of the organisations that are named; those of a named place's organisations if they hold an answer; else all."""
    if context.query.values("organisation"):
        return rank_sentences(context, entry_hits(context, context.organisations()))
    everywhere = rank_sentences(context, context.hits)
    if context.query.values("place") and (organisations := context.organisations()):
        there = rank_sentences(context, entry_hits(context, organisations))
        if there and (everywhere is None or there.support >= everywhere.support):
            return there
    return everywhere


def _from_entry(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence stands in the entry of an organisation that the question names or means."""
    return not _entry_names(context).isdisjoint(ranking.candidates[0].evidence.hit.passage.heading_path)


def _entry_names(context: Context) -> frozenset[str]:
    return frozenset(name for fact in context.organisations() if (name := fact.get("name")))


def _is_of_elsewhere(context: Context, ranking: Ranking) -> bool:
    """Whether a fact about a place is asked for, and the evidence neither stands in an entry of that place nor names it."""
    query = context.query
    if query.kind not in OF_PLACES or "we" in query.concepts or not query.values("place") or _from_entry(context, ranking):
        return False
    hit = ranking.candidates[0].evidence.hit
    tokens = tokens_of("\n".join([context.bundle.titles[hit.passage.source].title, *hit.passage.heading_path, hit.passage.text]))
    countries = {match.name for match in lexicon("en").countries.find(tokens)}
    held = {token.folded for token in tokens}
    places = [slot for slot in query.slots if slot.name == "place" and not slot.carried]
    return bool(places) and not any(slot.value in countries or held.issuperset(token.folded for token in tokens_of(slot.text)) for slot in places)


def _named(context: Context) -> tuple[str, ...]:
    """Return the stems of what a question names, if it is more than one thing: an answer should speak of each."""
    places = [stem for slot in context.query.slots if slot.name == "place" for stem in terms_of(slot.inferred or slot.text)]
    names = tuple(dict.fromkeys([*name_stems(context), *places]))
    return names if len(names) > 1 else ()


def _missing_type(context: Context, ranking: Ranking) -> str | None:
    """Return why the evidence can't hold the answer: nothing in it is of the type that is asked for, or its numbers count other things."""
    kind = context.query.kind
    beside = _beside(ranking)
    texts = beside if kind is Kind.QUANTITY else [candidate.evidence.sentence.text for candidate in ranking.candidates[:LOOKED_AT]]
    sure = ranking.support >= UNTYPED_SUPPORT and kind in LOOSE_KINDS
    missing = kind in HARD_KINDS and not sure and not holds_kind(" ".join(texts), kind)
    if asks_for_person(context.query) and lacks_form("\n".join(texts), context.query):
        return context.messages.say("refusal.not_found")
    if missing or (kind is Kind.QUANTITY and not _judge_is_sure(ranking) and counts_something_else(context, beside)):
        return context.messages.say(_NO_TYPE.get(kind, "refusal.not_found"))
    return None


def _judge_is_sure(ranking: Ranking) -> bool:
    """Whether the judge holds the best sentence for an answer, rather than none of its passage."""
    return ranking.candidates[0].signals.judged_alone > CERTAIN


_NO_TYPE = {Kind.QUANTITY: "refusal.quantity", Kind.DATE: "refusal.date", Kind.DEADLINE: "refusal.no_deadline"}


def _beside(ranking: Ranking) -> list[str]:
    """Return those of the best sentences that stand in the passage of the very best."""
    best = ranking.candidates[0].evidence.hit
    return [candidate.evidence.sentence.text for candidate in ranking.candidates[:LOOKED_AT] if candidate.evidence.hit is best]


def _missing_attributes(context: Context, ranking: Ranking) -> list[str]:
    """Return, in words, the attributes asked for (a fee, a year of founding) that the evidence doesn't hold."""
    nearby = " ".join(_beside(ranking))
    counts = context.query.kind is Kind.QUANTITY
    wanted = [attribute for attribute in context.query.values("attribute") if counts or attribute not in COUNTED_ATTRIBUTES]
    return [context.messages.say(f"refusal.attribute_{attribute}") for attribute in wanted if not holds_attribute(nearby, attribute)]


def _asks_more(context: Context) -> bool:
    """Whether something is asked beside an attribute: a number of other things, or in a second clause."""
    return "and" in context.query.concepts and context.query.kind is Kind.QUANTITY


def _lead(context: Context, best: Candidate) -> tuple[Claim, ...]:
    """Return what answers the question within its sentence, as a claim of its own before it; nothing where that can't be told.

    That is the date, the duration or the number that the question asks for, the judge's where it points at one; for other questions what
    the judge is certain of, if it is short.
    """
    text = best.evidence.sentence.text
    pointed = best.verdict.span if best.verdict and best.verdict.certainty >= CERTAIN else None
    span = value_span(text, asked_value(context), pointed)
    explained = context.query.kind in EXPLAINED | HARD_KINDS or "what_if" in context.query.concepts
    if span is None and pointed and not explained and len(text[slice(*pointed)].split()) <= LEAD_WORDS:
        span = pointed
    if span is None or len(text[slice(*span)]) > LEAD_SHARE * len(text):
        return ()
    return (Claim(" ".join(text[slice(*span)].split()), (_quote(best),), lead=True),)


def _near(ranking: Ranking) -> tuple[Claim, ...]:
    best = ranking.candidates[0]
    return (Claim(best.evidence.sentence.shown, (_quote(best, role=Role.RELATED),)),)


def _quote(candidate: Candidate, *, role: Role = Role.SUPPORT) -> Quote:
    return sentence_quote(candidate.evidence.hit, candidate.evidence.sentence, role=role)
