"""Deadlines, and whether one can still apply, by comparison with today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, Quote, fact_quote
from townhall.answering.eligibility import conditions, says_size
from townhall.answering.refusal import refuse
from townhall.answering.topic import unknown_topic
from townhall.model import Fact, FactKind, Kind, Status
from townhall.query.parse import LAST


def answer_deadline(context: Context) -> Draft | None:
    """Answer a question for a deadline, a phase's period, or whether it is still open; None where it is none of these."""
    query = context.query
    asks_period = query.kind is Kind.DATE and bool(query.values("phase"))
    facts = context.facts(FactKind.DEADLINE)
    if not facts or not (query.kind in {Kind.DEADLINE, Kind.OPEN} or asks_period):
        return None
    if unknown_topic(context, [fact.values["date"].span.source for fact in facts]):
        return refuse(context, context.messages.say("refusal.no_deadline"))
    phases = query.values("phase")
    chosen = _of_phases(facts, phases) if phases else list(facts)
    if phases and not chosen:
        known = context.messages.join([fact.get("phase") or "" for fact in facts if fact.get("phase")])
        reason = (
            context.messages.say("refusal.phase", phase=context.messages.join(list(phases)), phases=known)
            if known
            else context.messages.say("refusal.no_deadline")
        )
        return refuse(context, reason)
    if asks_period or (query.kind is Kind.DEADLINE and "opens" in query.concepts and "deadline" not in query.concepts):
        periods = [fact for fact in chosen if fact.get("opens")]
        return (
            _draft(context, periods, [_period_claim(context, fact) for fact in periods])
            if periods
            else refuse(context, context.messages.say("refusal.opening"))
        )
    if query.kind is Kind.OPEN:
        open_elsewhere = [fact for fact in facts if fact not in chosen and _days(context, fact) >= 0]
        draft = _whether_open(context, chosen, open_elsewhere if all(_days(context, fact) < 0 for fact in chosen) else [])
        return replace(draft, claims=(*draft.claims, *conditions(context, of_size=True))) if says_size(query.search_text) else draft
    return _draft(context, chosen, [_claim(context, fact) for fact in chosen])


def _of_phases(facts: Sequence[Fact], phases: Sequence[str]) -> list[Fact]:
    """Return the deadlines of phases by their number; where the last one is asked for and none is called so, the latest of those that have one."""
    chosen = [fact for fact in facts if fact.get("phase") in phases]
    numbered = [fact for fact in facts if fact.get("phase")]
    return chosen or ([max(numbered, key=_day)] if LAST in phases and numbered else [])


def _whether_open(context: Context, facts: list[Fact], others: list[Fact]) -> Draft:
    """Say yes or no first; if any is open, the open ones come first. ``others`` were not asked about, but are open still."""
    ordered = sorted(facts, key=lambda fact: (_days(context, fact) < 0, abs(_days(context, fact))))
    is_open = _days(context, ordered[0]) >= 0
    claims = [_claim(context, fact) for fact in (*ordered, *others)]
    verdict = f"{context.messages.say('deadline.yes' if is_open else 'deadline.no')} {claims[0].text}"
    claims[0] = Claim(verdict, claims[0].quotes, lead=True)
    claims[1:] = [Claim(claim.text, claim.quotes) for claim in claims[1:]]
    return _draft(context, [*ordered, *others], claims)


def _draft(context: Context, facts: list[Fact], claims: list[Claim]) -> Draft:
    """Put the sentences themselves under the claims that are drawn from them."""
    sentences = {fact.values["sentence"].span: Claim(fact.values["sentence"].value, (fact_quote(fact, "sentence"),)) for fact in facts}
    used = sum(len(claim.text) for claim in claims)
    quoted = [claim for claim in sentences.values() if used + len(claim.text) <= context.characters]
    note = context.messages.say("note.compared", date=context.messages.date(context.today))
    return Draft(Status.ANSWERED, (*claims, *quoted), tuple(deadline_card(context, fact) for fact in facts), notes=(note,))


def _claim(context: Context, fact: Fact) -> Claim:
    """State a deadline and how it stands today."""
    key, span = _standing(context, fact)
    text = context.messages.say(f"deadline.{key}", label=_label(context, fact), date=context.messages.date(_day(fact)), **span)
    return Claim(text, _quotes(fact), lead=True)


def _period_claim(context: Context, fact: Fact) -> Claim:
    opens, closes = fact.get("opens") or "", fact.get("closes") or ""
    say = context.messages
    text = say.say("deadline.period", label=_label(context, fact), opens=say.iso_date(opens), closes=say.iso_date(closes))
    return Claim(text, (fact_quote(fact, "opens"), fact_quote(fact, "closes")), lead=True)


def _quotes(fact: Fact) -> tuple[Quote, ...]:
    return (fact_quote(fact, "sentence"),)


def _label(context: Context, fact: Fact) -> str:
    phase = fact.values.get("phase")
    programme = fact.values.get("programme")
    return phase.quote if phase else programme.quote if programme else context.messages.say("deadline.call")


def _day(fact: Fact) -> date:
    return date.fromisoformat(fact.values["date"].value)


def _days(context: Context, fact: Fact) -> int:
    """Return the days from today to the deadline; negative once it has passed."""
    return (_day(fact) - context.today) // timedelta(days=1)


def _standing(context: Context, fact: Fact) -> tuple[str, dict[str, str]]:
    days = _days(context, fact)
    if days == 0:
        return "today", {}
    if days > 0:
        return "open", {"left": context.messages.say("days.left", n=days)}
    return "passed", {"ago": context.messages.say("days.ago", n=-days)}


def deadline_card(context: Context, fact: Fact) -> CardDraft:
    """Return a deadline as a card: programme, phase, date, period, and how it stands today."""
    key, _ = _standing(context, fact)
    quote = fact_quote(fact, "sentence")
    fields: dict[str, tuple[str | None, Quote | None]] = {
        name: (value.quote, quote) for name in ("programme", "phase") if (value := fact.values.get(name))
    }
    fields["date"] = (fact.values["date"].value, quote)
    fields["state"] = ("passed" if key == "passed" else "open", quote)
    fields["days"] = (str(_days(context, fact)), quote)
    fields.update((name, (end, quote)) for name in ("opens", "closes") if (end := fact.get(name)))
    return CardDraft("deadline", fields)
