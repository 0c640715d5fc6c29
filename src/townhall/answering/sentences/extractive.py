"""Answers in the documents' own sentences, for questions of any kind."""

from __future__ import annotations

from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, sentence_quote
from townhall.answering.reading.entries import entry_hits, entry_names, stands_in_entry
from townhall.answering.reading.features import name_stems, stems_asked
from townhall.answering.reading.types import HARD_KINDS, MONEY, asks_for_form, holds_asked, holds_attribute, holds_kind, says_yes_or_no
from townhall.answering.reading.whereabouts import asked_places
from townhall.answering.refusal import refuse
from townhall.answering.sentences.another import TopicReader
from townhall.answering.sentences.blanks import is_blank_field, refuse_blank
from townhall.answering.sentences.choice import FACT_KINDS, choose, choose_from_entry, leans, saying_as_much
from townhall.answering.sentences.holders import with_asked_contact, with_asked_person
from townhall.answering.sentences.items import answer_items, leads_to_items
from townhall.answering.sentences.leads import lead_of
from townhall.answering.sentences.missing import beside, is_of_elsewhere, judge_is_sure, missing_type, tells_another_number
from townhall.answering.sentences.named import of_named
from townhall.answering.sentences.outcomes import with_asked_outcome
from townhall.answering.sentences.particulars import (
    is_less_worded,
    is_of_other_weekdays,
    label_of,
    with_added,
    with_asked_amount,
    with_asked_bound,
    with_asked_label,
    with_asked_subject,
    with_asked_weekday,
    with_worded_value,
)
from townhall.answering.sentences.ranking import Candidate, Ranking, is_head, rank_sentences
from townhall.answering.sentences.speakers import answer_who_said
from townhall.answering.sentences.support import support_models
from townhall.answering.sentences.years import is_of_another_month, with_asked_year
from townhall.index.lexical import terms_of
from townhall.locales.remarks import About
from townhall.model import FactKind, Kind, Role, Status
from townhall.query.kinds import COUNTED_ATTRIBUTES
from townhall.query.remarks import concept_of
from townhall.query.yes_or_no import wants_yes_or_no

SOME_COVERAGE = 0.5
"""Coverage by the best passage from which a question is not foreign to the documents, however unlike it sounds."""
WHOLE = 0.99
"""Coverage from which all of a question's words stand in a passage."""
HEADED_THRESHOLD = 0.2
"""Support from which an answer is given where the best passage stands under a heading: the reading tests that the score is fitted on have none."""
TOLD = 2
"""Words from which a question says what it is about, though it shares none with the documents."""
BARE_COSINE = 0.08
"""Cosine of the best passage and a question without the place that it names, below which they have nothing in common; set by hand."""
NEAR_SUPPORT = 0.15
"""Support from which the nearest sentence is worth showing beside a refusal."""


def answer_passages(context: Context) -> Draft:
    """Answer with the sentences that best support an answer, or refuse."""
    ranking = _ranking(context)
    if ranking is None or _is_foreign(context, ranking, support_models().off_topic_cosine):
        return _refuse_foreign(context, ranking.support if ranking else 0.0)
    of_those = of_named(context, ranking)
    ranking = of_those or ranking
    topic = TopicReader(context, ranking.candidates)
    ranking = with_asked_label(
        context,
        with_added(context, with_asked_weekday(context, topic.with_own_value(with_asked_outcome(context, with_asked_year(context, ranking))))),
    )
    ranking = with_asked_person(context, with_asked_contact(context, with_worded_value(context, ranking)))
    best = ranking.candidates[0]
    of_another = topic.is_of_another(best)
    if reason := missing_type(context, ranking, of_another=of_another):
        found = best if is_of_other_weekdays(context, ranking) else topic.nearest() if of_another else None
        return refuse(context, reason, near=_near(found) if found else (), support=ranking.support)
    unknown = _missing_attributes(context, ranking)
    if unknown and not _asks_more(context):
        return refuse(context, " ".join(unknown), support=ranking.support)
    ranking = with_asked_subject(context, with_asked_bound(context, with_asked_amount(context, ranking)))
    elsewhere = is_of_elsewhere(context, ranking)
    if of_those is None or elsewhere or ranking.support < _threshold(context, ranking):
        nearby = of_those is not None and (elsewhere or ranking.support >= NEAR_SUPPORT)
        near = _near(ranking.candidates[0]) if nearby and not _is_rival(context, ranking) else ()
        return refuse(context, context.messages.say("refusal.not_found"), near=near, support=ranking.support)
    if (told := refuse_blank(context, ranking) or answer_who_said(context, ranking)) is not None:
        return told
    entry = context.query.kind not in FACT_KINDS and stands_in_entry(context, ranking.candidates[0].evidence.hit)
    listed = context.query.kind is Kind.LIST or leads_to_items(ranking.candidates[0].evidence.sentence)
    chosen = _chosen(context, ranking, topic, of_entry=entry)
    claims = (listed and answer_items(context, ranking)) or tuple(
        Claim(candidate.evidence.sentence.shown, (_quote(candidate),)) for candidate in chosen
    )
    reason = " ".join(unknown) or None
    lead = lead_of(context, chosen, best=ranking.candidates[0])
    return Draft(Status.PARTIAL if reason else Status.ANSWERED, (*lead, *claims), reason=reason, support=ranking.support)


def _chosen(context: Context, ranking: Ranking, topic: TopicReader, *, of_entry: bool) -> list[Candidate]:
    if of_entry:
        ranking = replace(ranking, candidates=tuple(saying_as_much(context, ranking, ranking.candidates, asked=context.said)))
        return choose_from_entry(ranking, entry_names(context))
    own = [
        other
        for other in ranking.candidates[1:]
        if not (
            topic.is_of_another(other)
            or _is_other_row(context, ranking, other)
            or _says_to_another(ranking.candidates[0], other)
            or is_of_another_month(context, ranking.candidates[0], other)
            or tells_another_number(context, other.evidence.sentence.text)
            or is_head(context, other.evidence)
            or is_blank_field(context, other.evidence.hit, other.number)
            or is_less_worded(context, ranking.candidates[0], other)
        )
    ]
    ranking = replace(ranking, candidates=(ranking.candidates[0], *saying_as_much(context, ranking, own, asked=context.own_terms)))
    polar = wants_yes_or_no(context.query)
    narrow = polar or context.query.kind in FACT_KINDS
    chosen = choose(ranking, context.query.kind, _named(context), narrow=narrow, stems=lambda text: (*terms_of(text), *asked_places(context, text)))
    # What decides between a yes and a no comes first: further down it would be read last.
    best = ranking.candidates[0]
    return [best, *(candidate for candidate in chosen if candidate is not best)] if polar and not leans(best.evidence.sentence) else chosen


def _says_to_another(best: Candidate, other: Candidate) -> bool:
    """Whether a sentence is a yes or a no to the question that it stands under, and that isn't the one above the best sentence."""
    return says_yes_or_no(other.evidence.sentence.text) and other.evidence.hit.passage.headings != best.evidence.hit.passage.headings


def _is_other_row(context: Context, ranking: Ranking, candidate: Candidate) -> bool:
    """Whether a value is asked for that stands in a row or a labelled line, and a candidate is another one that the question names less."""
    best = ranking.candidates[0]
    lines = all(label_of(one.evidence.sentence.text) is not None for one in (best, candidate))
    asks = asks_for_form(context.query) or context.query.kind in HARD_KINDS
    if not (lines and asks and holds_asked(best.evidence.sentence.text, context.query)):
        return False
    asked = stems_asked(context)
    named, of_best = (asked & _told(context, one) for one in (candidate, best))
    return len(named) < len(of_best)


def _told(context: Context, candidate: Candidate) -> frozenset[str]:
    """Return the stems of a sentence and of the headings that it stands under."""
    return context.stems_above(candidate.evidence.hit.passage, titled=False).union(terms_of(candidate.evidence.sentence.text))


def _threshold(context: Context, ranking: Ranking) -> float:
    """Return the support from which an answer is given: the one that was set, wherever it comes from, or the fitted ones."""
    if context.threshold is not None:
        return context.threshold
    return min(ranking.threshold, HEADED_THRESHOLD) if ranking.candidates[0].evidence.hit.passage.headings else ranking.threshold


def _is_foreign(context: Context, ranking: Ranking, cosine: float) -> bool:
    """Whether a question has nothing to do with the documents: unlike every passage, and hardly a word of it in the best one.

    One whose answer has enough support isn't, unless it is hardly like any passage: it is put in other words than the documents'. One whose
    every word the best passage holds isn't foreign, however unlike, where the judge finds its answer there.
    One that shares but the name of a place with the best passage is foreign where it is unlike it: "Will it rain in Riga?".
    Any other that names a country, one of the organisations, or a phase that the documents know, is near enough; so is one in another language
    than English that shares a word with the best passage, for of such words a vector tells little.
    """
    if any(slot.name in {"place", "organisation", "person"} for slot in context.query.slots) or concept_of(About.WHY) in context.query.concepts:
        return _shares_but_a_place(context, ranking, cosine)
    best = ranking.candidates[0].evidence.hit.passage
    if context.query.language != "en" and not context.own_terms.isdisjoint({*context.stems_above(best), *context.stems(best.text)}):
        return False
    phases = context.query.values("phase")
    if phases and any(fact.get("phase") in phases for fact in context.facts(FactKind.DEADLINE)):
        return False
    signals = ranking.signals
    says_something = signals.passage_coverage or len(context.own_terms) >= TOLD
    if says_something and ranking.support >= _threshold(context, ranking) and signals.passage_cosine >= cosine / 2:
        return False
    if signals.passage_coverage < SOME_COVERAGE:
        return signals.passage_cosine < (cosine if signals.passage_coverage else 2 * cosine)
    return signals.passage_cosine < cosine / 2 and not (signals.passage_coverage > WHOLE and judge_is_sure(ranking))


def _refuse_foreign(context: Context, support: float) -> Draft:
    """Refuse a question that is unlike every passage: it has to do with the documents where a title or a heading near it says its words."""
    if any(context.own_terms & context.stems_above(hit.passage) for hit in context.hits):
        return refuse(context, context.messages.say("refusal.not_found"), support=support)
    return refuse(context, context.messages.say("refusal.out_of_scope"), status=Status.OUT_OF_SCOPE, support=support)


def _shares_but_a_place(context: Context, ranking: Ranking, cosine: float) -> bool:
    """Whether an English question that names a place, and says more, has nothing in common with the best passage but that name.

    It then is unlike the passage, or is so without the name, unless the judge is sure.
    """
    slots = context.query.slots
    if (
        context.query.language != "en"
        or {slot.name for slot in slots}.isdisjoint({"place"})
        or any(slot.name in {"organisation", "person"} for slot in slots)
    ):
        return False
    best, places = ranking.candidates[0].evidence.hit.passage, {slot.text for slot in slots if slot.name in {"place", "region"}}
    said = set(context.terms).difference(*(terms_of(place) for place in places))
    if not said or not said.isdisjoint({*context.stems_above(best), *context.stems(best.text)}):
        return False
    if ranking.signals.passage_cosine < cosine:
        return True
    bare = context.query.search_text
    for place in places:
        bare = bare.replace(place, "")
    return not judge_is_sure(ranking) and float(context.searcher.embed(bare) @ context.searcher.embed(best.text)) < BARE_COSINE


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


def _named(context: Context) -> tuple[str, ...]:
    """Return the stems of what a question names, if it is more than one thing: an answer should speak of each."""
    places = [stem for slot in context.query.slots if slot.name == "place" for stem in terms_of(slot.inferred or slot.text)]
    names = tuple(dict.fromkeys([*name_stems(context), *places]))
    return names if len(names) > 1 else ()


def _missing_attributes(context: Context, ranking: Ranking) -> list[str]:
    """Return, in words, the attributes asked for (a fee, a year of founding) that the evidence doesn't hold."""
    nearby = " ".join(beside(ranking))
    counts = context.query.kind is Kind.QUANTITY
    wanted = [attribute for attribute in context.query.values("attribute") if counts or attribute not in COUNTED_ATTRIBUTES]
    return [context.messages.say(f"refusal.attribute_{attribute}") for attribute in wanted if not holds_attribute(nearby, attribute)]


def _asks_more(context: Context) -> bool:
    """Whether something is asked beside an attribute: a number of other things, or in a second clause."""
    return "and" in context.query.concepts and context.query.kind is Kind.QUANTITY


def _is_rival(context: Context, ranking: Ranking) -> bool:
    """Whether the nearest sentence holds a value as it was asked for, which would be taken for the answer: an amount that something else costs."""
    text, query = ranking.candidates[0].evidence.sentence.text, context.query
    money = "money" in query.values("attribute") and MONEY.search(text)
    return bool(money) or (query.kind in HARD_KINDS and bool(holds_kind(text, query.kind)))


def _near(candidate: Candidate) -> tuple[Claim, ...]:
    return (Claim(candidate.evidence.sentence.shown, (_quote(candidate, role=Role.RELATED),)),)


def _quote(candidate: Candidate, *, role: Role = Role.SUPPORT) -> Quote:
    return sentence_quote(candidate.evidence.hit, candidate.evidence.sentence, role=role)
