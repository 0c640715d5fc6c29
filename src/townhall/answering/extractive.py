"""Answers in the documents' own sentences, for questions of any kind."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, sentence_quote
from townhall.answering.evidence import Candidate, Ranking, choose, entry_hits, rank_sentences
from townhall.answering.features import sentence_text
from townhall.answering.refusal import refuse
from townhall.answering.support import support_model
from townhall.answering.types import holds_attribute, holds_kind, typed_span
from townhall.model import Fact, Kind, Role, Status

EVIDENCE_CHARACTERS = 350
"""Length that the quoted sentences of an answer aim at together."""
NEAR_SUPPORT = 0.15
"""Support from which the nearest sentence is worth showing beside a refusal."""


def answer_passages(context: Context) -> Draft:
    """Answer with the sentences that best support an answer, or refuse."""
    organisations = [fact for name in context.query.values("organisation") if (fact := context.names.organisation_named(name))]
    hits = entry_hits(context, organisations) if organisations else context.hits
    ranking = rank_sentences(context, hits)
    model = support_model()
    if ranking is None or ranking.signals.passage_cosine < model.off_topic_cosine:
        return refuse(context, context.messages.say("refusal.out_of_scope"), status=Status.OUT_OF_SCOPE, support=ranking.support if ranking else 0.0)
    if reason := _missing(context, ranking, organisations):
        return refuse(context, reason, support=ranking.support)
    if ranking.support < model.threshold:
        near = _near(ranking) if ranking.support >= NEAR_SUPPORT else ()
        return refuse(context, context.messages.say("refusal.not_found"), near=near, support=ranking.support)
    chosen = choose(ranking, EVIDENCE_CHARACTERS)
    claims = tuple(Claim(sentence_text(candidate.evidence.sentence), (_quote(candidate),)) for candidate in chosen)
    lead = _lead(context, ranking.candidates[0])
    return Draft(Status.ANSWERED, (*lead, *claims), support=ranking.support)


def _missing(context: Context, ranking: Ranking, organisations: list[Fact]) -> str | None:
    """Return why the evidence can't hold the answer: what was asked for is not of the type of anything in it."""
    best = ranking.candidates[0].evidence
    nearby = " ".join(candidate.evidence.sentence.text for candidate in ranking.candidates[:3])
    for attribute in context.query.values("attribute"):
        text = best.hit.passage.text if organisations else nearby
        if not holds_attribute(text, attribute):
            return context.messages.say(f"refusal.attribute_{attribute}")
    if holds_kind(nearby, context.query.kind) is False:
        return context.messages.say({Kind.QUANTITY: "refusal.quantity", Kind.DATE: "refusal.date", Kind.DEADLINE: "refusal.no_deadline"}.get(context.query.kind, "refusal.not_found"))
    return None


def _lead(context: Context, best: Candidate) -> tuple[Claim, ...]:
    """Return the date, the duration or the number that answers the question, as a claim of its own before its sentence."""
    sentence = best.evidence.sentence
    span = typed_span(sentence.text, context.query.kind, frozenset(context.terms))
    if span is None:
        return ()
    return (Claim(" ".join(sentence.text[span[0] : span[1]].split()), (_quote(best),), lead=True),)


def _near(ranking: Ranking) -> tuple[Claim, ...]:
    best = ranking.candidates[0]
    return (Claim(sentence_text(best.evidence.sentence), (_quote(best, role=Role.RELATED),)),)


def _quote(candidate: Candidate, *, role: Role = Role.SUPPORT) -> Quote:
    return sentence_quote(candidate.evidence.hit, candidate.evidence.sentence, role=role)
