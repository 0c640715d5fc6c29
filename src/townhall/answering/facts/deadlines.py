"""Deadlines, and whether one can still apply, by comparison with today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote, sentence_quote
from townhall.answering.facts.another_matter import said_of_another_matter
from townhall.answering.facts.blank_rows import row_without
from townhall.answering.facts.deadlines_asked import asks_opening, asks_period, is_asked
from townhall.answering.facts.eligibility import conditions, says_size
from townhall.answering.facts.instead import or_sentences
from townhall.answering.facts.meant import answer_meant
from townhall.answering.facts.standing import day_of, days_to, deadline_card, deadline_claim, opening_claim, opens_later, period_claim
from townhall.answering.facts.strands import of_strand
from townhall.answering.reading.belonging import (
    are_of_others,
    in_asked_language,
    is_said_of_other,
    of_programme,
    told_most,
    worded_alike,
)
from townhall.answering.reading.forms import HOUR
from townhall.answering.reading.topic import topic_stems, unknown_topic
from townhall.answering.reading.types import CLOCKED
from townhall.answering.refusal import refuse
from townhall.answering.sentences.phrases import is_of_another_name
from townhall.locales.dates import days_in
from townhall.locales.measures import holds_hour
from townhall.locales.numbers import ordinal
from townhall.locales.phases import LAST
from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, Kind, Status

MARKS = 8
"""Characters that a statement's markers and the end of its line take."""
FEW = 2
"""Deadlines up to which they are given in the document's order; of more those to come stand first."""
CLOSED = re.compile(
    r"\b(?:no (?:further |more |new )?(?:applications?|proposals?|entries)"
    r"|(?:call|round|programme|registration) (?:is|has been|was) (?:now )?closed)\b",
    re.IGNORECASE,
)


def answer_deadline(context: Context) -> Draft | None:
    """Answer a question for a deadline, a phase's period, or whether it is still open; None where it is none of these."""
    query = context.query
    given = in_asked_language(context, context.facts(FactKind.DEADLINE))
    known = [fact for fact in given if not is_of_another_name(context, fact.get("programme") or "")]
    if not known or not is_asked(context, known):
        return None
    phases, opening = query.values("phase"), asks_opening(context, known)
    of_others = not phases and are_of_others(context, known)
    if of_others or unknown_topic(context, [fact.values["date"].span.source for fact in known]):
        # Whether something is open, sentences may say in any way.
        return None if of_others and query.kind is Kind.OPEN else _said_in_sentences(context, known)
    if query.kind is Kind.DEADLINE and not phases and (said := said_of_another_matter(context, known)) is not None:
        return said
    facts = told_most(context, known) or tuple(of_strand(context, of_programme(context, known)))
    if not phases and (query.kind is Kind.OPEN or "phase" in query.concepts):
        facts = _of_applying(context, facts)
    chosen = _of_phases(facts, phases) if phases else worded_alike(context, facts)
    if (missing := _missing(context, chosen, facts)) is not None:
        return missing
    if opening:
        return _when_it_opens(context, chosen, facts)
    return _as_it_stands(context, known, chosen, facts)


def _as_it_stands(context: Context, known: Sequence[Fact], chosen: list[Fact], facts: Sequence[Fact]) -> Draft:
    """Say how the deadlines chosen stand today, unless a sentence gives a day for more of what is asked about."""
    query, phases = context.query, context.query.values("phase")
    if is_said_of_other(context, known, chosen) and (said := _said_in_sentences(context, known)).status is Status.ANSWERED:
        return said
    if len(chosen) > FEW and not phases and (meant := answer_meant(context, known)) is not None:
        return meant
    if query.kind is Kind.OPEN:
        told = conditions(context, of_size=True) if says_size(query.search_text) else ()
        if any(says_size(claim.text) for claim in told) and "eligible" in query.concepts:
            return Draft(Status.ANSWERED, told)
        draft = _whether_open(context, chosen, facts)
        return replace(draft, claims=(*told, *draft.claims))
    if not phases:
        chosen = _in_turn(context, chosen)
    spans = [period_claim(context, fact) for fact in chosen if phases and "opens" in query.concepts and fact.get("opens")]
    return _draft(context, chosen, [*spans, *(deadline_claim(context, fact) for fact in chosen)])


def _said_in_sentences(context: Context, known: Sequence[Fact]) -> Draft:
    """Refuse, unless a sentence that is none of the deadlines gives a day for what is asked about: "Files are taken until 30 April"."""
    if context.query.kind is Kind.DEADLINE and (meant := answer_meant(context, known)) is not None:
        return meant
    refusal = refuse(context, context.messages.say("refusal.no_deadline"))
    return or_sentences(context, refusal, _gives_day, kind=Kind.DATE, told=[fact.values["sentence"].span for fact in known])


def _gives_day(text: str) -> bool:
    return bool(days_in(text))


def _missing(context: Context, chosen: Sequence[Fact], facts: Sequence[Fact]) -> Draft | None:
    """Refuse a question for a phase that no deadline is of, and name those there are, or for that of a row which leaves it blank; None for others."""
    say, phases = context.messages, context.query.values("phase")
    if phases and not chosen and (known := [phase for fact in facts if (phase := fact.get("phase"))]):
        return refuse(context, say.say("refusal.phase", phase=say.join(list(phases)), phases=say.join(known)))
    row = row_without(context, chosen) if not phases and context.query.kind is Kind.DEADLINE else None
    return refuse(context, say.say("refusal.no_deadline"), near=(row,) if row else ()) if row or (phases and not chosen) else None


def _when_it_opens(context: Context, chosen: Sequence[Fact], facts: Sequence[Fact]) -> Draft | None:
    """Say from when one can apply, or when periods begin and end; None where a phase's days are asked for and nothing gives them."""
    periods = [fact for fact in chosen if fact.get("opens")]
    if periods:
        return _draft(context, periods, [period_claim(context, fact) for fact in periods])
    if known := [fact for fact in (chosen if context.query.values("phase") else facts) if fact.get("from")]:
        return Draft(Status.ANSWERED, tuple(opening_claim(context, fact) for fact in known))
    if asks_period(context.query) and "opens" not in context.query.concepts:
        return None
    return refuse(context, context.messages.say("refusal.opening"))


def _said_closed(context: Context, facts: Sequence[Fact]) -> Claim | None:
    """Return the sentence in which the documents themselves say that nobody can apply any more."""
    sources = {fact.values["date"].span.source for fact in facts}
    for hit in context.hits:
        for sentence in hit.passage.sentences:
            if hit.passage.source in sources and CLOSED.search(sentence.text):
                return Claim(sentence.shown, (sentence_quote(hit, sentence),))
    return None


def _of_applying(context: Context, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return deadlines without what else is due in a document that gives a phase's, where nothing of it is asked: to register, to send a letter."""
    phased = {fact.values["date"].span.source for fact in facts if fact.get("phase")}
    asked = topic_stems(context)
    return tuple(
        fact
        for fact in facts
        if fact.get("phase") or fact.values["date"].span.source not in phased or asked.intersection(context.stems(fact.values["sentence"].quote))
    )


def _in_turn(context: Context, facts: list[Fact]) -> list[Fact]:
    """Return the next deadline alone where it is asked for and one is to come; of many deadlines those to come first."""
    coming = [fact for fact in facts if days_to(context, fact) >= 0]
    if "next_one" in context.query.concepts and coming:
        return [min(coming, key=day_of)]
    return _soonest_first(context, facts) if len(facts) > FEW else facts


def _soonest_first(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """Return deadlines with those that are to come first, the nearest before the others."""
    return sorted(facts, key=lambda fact: (days_to(context, fact) < 0, abs(days_to(context, fact))))


def _of_phases(facts: Sequence[Fact], phases: Sequence[str]) -> list[Fact]:
    """Return the deadlines of phases by their number; where the last one is asked for and none is called so, the latest of those that have one."""
    chosen = [fact for fact in facts if fact.get("phase") in phases]
    if not any(fact.get("phase") for fact in facts):
        # "the second pilot round": the line says which it is, but not in the words that mark a phase.
        return [fact for fact in facts if any(ordinal(token.folded) in phases for token in tokens_of(_before_date(fact)))]
    numbered = [fact for fact in facts if fact.get("phase")]
    return chosen or ([max(numbered, key=day_of)] if LAST in phases and numbered else [])


def _before_date(fact: Fact) -> str:
    """Return what stands in a deadline's sentence before its day."""
    sentence, day = fact.values["sentence"], fact.values["date"].span
    return sentence.quote[: max(0, day.start - sentence.span.start)]


def _whether_open(context: Context, chosen: Sequence[Fact], facts: Sequence[Fact]) -> Draft:
    """Say yes or no first; if any is open, the open ones come first. Where none is, those of ``facts`` that are open still come after them.

    No yes is said to whether it is over, nor to somebody whose size the conditions may leave out.
    """
    ordered = _soonest_first(context, chosen)
    is_open = days_to(context, ordered[0]) >= 0
    others = [] if is_open else [fact for fact in facts if fact not in chosen and days_to(context, fact) >= 0]
    claims = [deadline_claim(context, fact) for fact in (*ordered, *others)]
    unsure = "over" in context.query.concepts or (is_open and says_size(context.query.search_text))
    if not (unsure or opens_later(context, ordered[0])):
        verdict = f"{context.messages.say('deadline.yes' if is_open else 'deadline.no')} {claims[0].text}"
        claims[0] = Claim(verdict, claims[0].quotes, lead=True)
    claims[1:] = [Claim(claim.text, claim.quotes) for claim in claims[1:]]
    if not is_open and (said := _said_closed(context, chosen)):
        claims.insert(1, said)
    return _draft(context, [*ordered, *others], claims)


def _draft(context: Context, facts: list[Fact], claims: list[Claim]) -> Draft:
    """Put the sentences themselves under the claims that are drawn from them, but for those that give other deadlines too."""
    others = {fact.values["sentence"].span for fact in context.facts(FactKind.DEADLINE) if fact not in facts}
    sentences = {
        fact.values["sentence"].span: Claim(fact.values["sentence"].value, (fact_quote(fact, "sentence"),))
        for fact in facts
        if fact.values["sentence"].span not in others
    }
    used = 0
    kept: list[Claim] = []
    for claim in claims:
        if kept and used + len(claim.text) + MARKS > context.characters:
            break
        kept.append(claim)
        used += len(claim.text) + MARKS
    claims = kept
    quoted: list[Claim] = []
    for claim in sentences.values():
        if used + len(claim.text) + MARKS <= context.characters:
            quoted.append(claim)
            used += len(claim.text) + MARKS
    note = context.messages.say("note.compared", date=context.messages.date(context.today))
    # At what hour one closes is half answered by its day.
    untold = CLOCKED in context.query.concepts and not any(_gives_hour(context, fact) for fact in facts)
    return Draft(
        Status.PARTIAL if untold else Status.ANSWERED,
        (*claims, *quoted),
        tuple(deadline_card(context, fact) for fact in facts),
        reason=context.messages.say("refusal.hour") if untold else None,
        notes=(note,),
    )


def _gives_hour(context: Context, fact: Fact) -> bool:
    sentence = fact.values["sentence"]
    return bool(HOUR.search(sentence.quote)) or holds_hour(sentence.quote, context.language_of(sentence.span.source))
