"""Answers in the documents' own sentences, for questions of any kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, sentence_quote
from townhall.answering.reading.entries import entry_hits, stands_in_entry
from townhall.answering.reading.forms import MONEY
from townhall.answering.reading.initials import SHORT, initials_in
from townhall.answering.reading.offices import holder_spoken_of
from townhall.answering.reading.types import HARD_KINDS, asks_for_person, holds_attribute, holds_kind
from townhall.answering.refusal import refuse
from townhall.answering.sentences.added import with_added
from townhall.answering.sentences.announced import answer_announced
from townhall.answering.sentences.another import TopicReader
from townhall.answering.sentences.blanks import refuse_blank
from townhall.answering.sentences.choice import FACT_KINDS
from townhall.answering.sentences.companions import with_companions, withdraws
from townhall.answering.sentences.ends import with_asked_end
from townhall.answering.sentences.foreign import is_foreign, is_mostly_unread, refuse_foreign
from townhall.answering.sentences.holders import with_asked_contact, with_asked_person
from townhall.answering.sentences.items import answer_items, asks_for_items, leads_to_items, with_asked_items, with_items
from townhall.answering.sentences.leads import lead_of
from townhall.answering.sentences.missing import beside, is_of_elsewhere, missing_type
from townhall.answering.sentences.named import of_named
from townhall.answering.sentences.of_size import with_asked_size
from townhall.answering.sentences.outcomes import with_asked_outcome
from townhall.answering.sentences.particulars import (
    is_of_other_weekdays,
    with_asked_amount,
    with_asked_bound,
    with_asked_label,
    with_asked_subject,
    with_asked_weekday,
    with_value_beside,
    with_worded_value,
)
from townhall.answering.sentences.phases import with_asked_phase
from townhall.answering.sentences.ranking import Candidate, Ranking, rank_sentences, threshold_of
from townhall.answering.sentences.rates import with_asked_rate, with_asked_rhythm, with_asked_sum
from townhall.answering.sentences.reasons import with_asked_reason
from townhall.answering.sentences.settled import asks_what_came, says_what_came
from townhall.answering.sentences.speakers import answer_who_said
from townhall.answering.sentences.transfers import is_of_other_side, with_asked_side
from townhall.answering.sentences.years import with_asked_year
from townhall.model import Kind, Role, Span, Status, in_words
from townhall.query.kinds import COUNTED_ATTRIBUTES

NEAR_SUPPORT = 0.15
"""Support from which the nearest sentence is worth showing beside a refusal."""
Step = Callable[[Context, Ranking], Ranking]
OF_ITS_TIME: tuple[Step, ...] = (with_asked_phase, with_asked_year, with_asked_outcome)
PARTICULARS: tuple[Step, ...] = (
    with_asked_weekday,
    with_added,
    with_asked_label,
    with_worded_value,
    with_value_beside,
    with_asked_contact,
    with_asked_person,
    with_asked_rhythm,
    with_asked_rate,
    with_asked_reason,
    with_asked_items,
    with_asked_end,
)
AMOUNTS: tuple[Step, ...] = (with_asked_sum, with_asked_amount, with_asked_bound, with_asked_subject, with_asked_side, with_asked_size)
"""What brings a sentence to the front that gives what is asked for rather than something like it, in this order."""


def answer_passages(context: Context) -> Draft:
    """Answer with the sentences that best support an answer, or refuse."""
    ranking = _ranking(context)
    if ranking is None or is_mostly_unread(context) or is_foreign(context, ranking):
        return refuse_foreign(context, ranking.support if ranking else 0.0)
    of_those = of_named(context, ranking)
    ranking = of_those or ranking
    topic = TopicReader(context, ranking.candidates)
    ranking = _in_turn(context, topic.with_own_value(_in_turn(context, ranking, OF_ITS_TIME)), PARTICULARS)
    best = ranking.candidates[0]
    of_another = topic.is_of_another(best)
    if reason := missing_type(context, ranking, of_another=of_another):
        found = best if is_of_other_weekdays(context, ranking) else topic.nearest() if of_another else None
        return refuse(context, reason, near=_near(found) if found else (), support=ranking.support)
    unknown = _missing_attributes(context, ranking)
    if unknown and not _asks_more(context):
        return refuse(context, " ".join(unknown), support=ranking.support)
    ranking = _in_turn(context, ranking, AMOUNTS)
    elsewhere = is_of_elsewhere(context, ranking) or is_of_other_side(context, ranking)
    if of_those is None or elsewhere or ranking.support < threshold_of(context, ranking):
        nearby = of_those is not None and (elsewhere or ranking.support >= NEAR_SUPPORT)
        near = _near(ranking.candidates[0]) if nearby and not _is_rival(context, ranking) else ()
        return refuse(context, context.messages.say("refusal.not_found"), near=near, support=ranking.support)
    if (told := refuse_blank(context, ranking) or answer_who_said(context, ranking)) is not None:
        return told
    entry = context.query.kind not in FACT_KINDS and stands_in_entry(context, ranking.candidates[0].evidence.hit)
    best = ranking.candidates[0]
    listed = context.query.kind is Kind.LIST or leads_to_items(best.evidence.sentence) or asks_for_items(context, ranking)
    chosen = with_companions(context, ranking, topic, of_entry=entry)
    claims = (
        (listed and answer_items(context, ranking))
        or answer_announced(context, ranking)
        or tuple(Claim(sentence.shown, (sentence_quote(hit, sentence),)) for hit, sentence in with_items(context, [one.evidence for one in chosen]))
    )
    if asks_what_came(context.query) and not says_what_came(claim.text for claim in claims):
        unknown = [*unknown, context.messages.say("refusal.not_found")]
    reason = " ".join(unknown) or None
    best = ranking.candidates[0]
    lead = () if any(withdraws(context, best, other) for other in chosen) else lead_of(context, chosen, best=best)
    called = _called(context, ranking.candidates[0]) if asks_for_person(context.query) else ()
    return Draft(Status.PARTIAL if reason else Status.ANSWERED, (*lead, *called, *claims), reason=reason, support=ranking.support)


def _in_turn(context: Context, ranking: Ranking, steps: Sequence[Step]) -> Ranking:
    for step in steps:
        ranking = step(context, ranking)
    return ranking


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


def _called(context: Context, best: Candidate) -> tuple[Claim, ...]:
    """Return the names of those whom the best sentence calls by their initials or office, where its document gives them: "Ada Quill (chair)"."""
    source, sentence = best.evidence.hit.passage.source, best.evidence.sentence
    document = context.bundle.document(source)
    if document is None:
        return ()
    known = initials_in(document.text)
    said = dict.fromkeys(letters[0] for letters in SHORT.finditer(sentence.text))
    places = [known[letters] for letters in said if letters in known and not sentence.start <= known[letters][0] < sentence.end]
    places += [place for place in [holder_spoken_of(sentence.text, document.text)] if place]
    return tuple(Claim(in_words(document.text[slice(*place)]), (Quote(Span(source, *place)),)) for place in places)


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
