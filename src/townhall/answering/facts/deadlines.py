"""Deadlines, and whether one can still apply, by comparison with today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, Quote, fact_quote, sentence_quote
from townhall.answering.facts.blank_rows import row_without
from townhall.answering.facts.eligibility import conditions, says_size
from townhall.answering.reading.belonging import are_of_others, in_asked_language, is_of_another_year, names_of, of_programme, worded_alike
from townhall.answering.reading.topic import unknown_topic
from townhall.answering.refusal import refuse
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import ordinal
from townhall.locales.phases import LAST
from townhall.locales.words import STOP_WORDS, tokens_of
from townhall.model import Fact, FactKind, Kind, Query, Span, Status

MARKS = 8
"""Characters that a statement's markers and the end of its line take."""
FEW = 2
"""Deadlines up to which they are given in the document's order; of more those to come stand first."""
APPLYING = frozenset({
    "apply", "may_we", "modal", "we", "polar", "pronoun", "place_marker", "phase", "deadline", "and", "has", "greeting", "thanks",
    "application", "applicant", "participation", "call", "expression of interest", "programme", "project", "initiative", "funding",
    "municipality", "city", "town", "village",
})  # fmt: skip
"""Concepts and terms whose words say no more than that somebody applies for something."""
CLOSED = re.compile(
    r"\b(?:no (?:further |more |new )?(?:applications?|proposals?|entries)"
    r"|(?:call|round|programme|registration) (?:is|has been|was) (?:now )?closed)\b",
    re.IGNORECASE,
)


def answer_deadline(context: Context) -> Draft | None:  # noqa: C901, PLR0911 - one return a case
    """Answer a question for a deadline, a phase's period, or whether it is still open; None where it is none of these."""
    query = context.query
    asks_period = query.kind is Kind.DATE and bool(query.values("phase"))
    facts = in_asked_language(context, context.facts(FactKind.DEADLINE))
    asks_opening = query.kind in {Kind.DATE, Kind.OTHER} and "opens" in query.concepts and _opening_known(context, facts)
    if not facts or not (query.kind in {Kind.DEADLINE, Kind.OPEN} or asks_period or asks_opening):
        return None
    if query.kind is Kind.OPEN and not query.concepts & {"still", "open"} and _asks_otherwise(context, facts):
        return None
    phases = query.values("phase")
    if is_of_another_year(context, facts):
        return None
    if not phases and are_of_others(context, facts):
        # Whether something is open, sentences may say in any way.
        return None if query.kind is Kind.OPEN else refuse(context, context.messages.say("refusal.no_deadline"))
    if unknown_topic(context, [fact.values["date"].span.source for fact in facts]):
        return refuse(context, context.messages.say("refusal.no_deadline"))
    facts = of_programme(context, facts)
    chosen = _of_phases(facts, phases) if phases else worded_alike(context, facts)
    if phases and not chosen:
        phases_known = context.messages.join([fact.get("phase") or "" for fact in facts if fact.get("phase")])
        reason = (
            context.messages.say("refusal.phase", phase=context.messages.join(list(phases)), phases=phases_known)
            if phases_known
            else context.messages.say("refusal.no_deadline")
        )
        return refuse(context, reason)
    if not phases and query.kind is Kind.DEADLINE and (row := row_without(context, chosen)):
        return refuse(context, context.messages.say("refusal.no_deadline"), near=(row,))
    if asks_period or asks_opening or (query.kind is Kind.DEADLINE and _asks_when_it_opens(query)):
        periods = [fact for fact in chosen if fact.get("opens")]
        if not periods and (known := [fact for fact in (chosen if phases else facts) if fact.get("from")]):
            return Draft(Status.ANSWERED, tuple(_opening_claim(context, fact) for fact in known))
        if not periods and asks_period and "opens" not in query.concepts:
            return None
        return (
            _draft(context, periods, [_period_claim(context, fact) for fact in periods])
            if periods
            else refuse(context, context.messages.say("refusal.opening"))
        )
    if query.kind is Kind.OPEN:
        open_elsewhere = [fact for fact in facts if fact not in chosen and _days(context, fact) >= 0]
        draft = _whether_open(context, chosen, open_elsewhere if all(_days(context, fact) < 0 for fact in chosen) else [])
        return replace(draft, claims=(*draft.claims, *conditions(context, of_size=True))) if says_size(query.search_text) else draft
    if not phases:
        chosen = _in_turn(context, chosen)
    spans = [_period_claim(context, fact) for fact in chosen if phases and "opens" in query.concepts and fact.get("opens")]
    return _draft(context, chosen, [*spans, *(deadline_claim(context, fact) for fact in chosen)])


def _asks_when_it_opens(query: Query) -> bool:
    """Whether the other end is asked for: a deadline is spoken of at most as what is numbered ("Kdaj se odpre drugi rok?")."""
    numbered = query.language != "en" and bool(query.values("phase")) and "until" not in query.concepts
    return "opens" in query.concepts and ("deadline" not in query.concepts or numbered)


def _opening_known(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether the question names a programme of which it is known from when one can apply."""
    chosen = of_programme(context, facts) if facts else ()
    return len(chosen) < len(facts) and any(fact.get("from") for fact in chosen)


def _asks_otherwise(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether "can we apply" is said with more than where deadlines stand: who may, how, or with what is asked then, and no day tells it.

    "Can our school apply on paper?" A town's size is told beside the deadline.
    """
    if context.query.language != "en" or says_size(context.query.search_text):
        return False
    tokens, words = tokens_of(context.query.search_text), lexicon("en")
    matches = (*words.concepts.find(tokens), *words.terms.find(tokens))
    usual = {i for match in matches if match.name in APPLYING for i in range(match.first, match.last)}
    said = [token for i, token in enumerate(tokens) if i not in usual and token.folded not in STOP_WORDS and not token.folded.isdigit()]
    held = {stem for fact in facts for stem in (*names_of(context, fact), *terms_of(fact.values["sentence"].quote))}
    return any(held.isdisjoint(terms_of(token.text)) for token in said)


def _said_closed(context: Context, facts: Sequence[Fact]) -> Claim | None:
    """Return the sentence in which the documents themselves say that nobody can apply any more."""
    sources = {fact.values["date"].span.source for fact in facts}
    for hit in context.hits:
        for sentence in hit.passage.sentences:
            if hit.passage.source in sources and CLOSED.search(sentence.text):
                return Claim(sentence.shown, (sentence_quote(hit, sentence),))
    return None


def _in_turn(context: Context, facts: list[Fact]) -> list[Fact]:
    """Return the next deadline alone where it is asked for and one is to come; of many deadlines those to come first."""
    coming = [fact for fact in facts if _days(context, fact) >= 0]
    if "next_one" in context.query.concepts and coming:
        return [min(coming, key=_day)]
    return _soonest_first(context, facts) if len(facts) > FEW else facts


def _soonest_first(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """Return deadlines with those that are to come first, the nearest before the others."""
    return sorted(facts, key=lambda fact: (_days(context, fact) < 0, abs(_days(context, fact))))


def _opens_later(context: Context, fact: Fact) -> bool:
    opens = fact.get("from") or ""
    return opens > context.today.isoformat()


def _opening_claim(context: Context, fact: Fact) -> Claim:
    """State from when one can apply, with the line that says so."""
    opens = fact.values["from"]
    document = context.bundle.document(opens.span.source)
    text = document.text if document else ""
    start = max(text.rfind("\n", 0, opens.span.start), text.rfind(". ", 0, opens.span.start) + 1) + 1
    end = next((stop for stop in (text.find("\n", opens.span.end),) if stop >= 0), len(text))
    line = text[start:end]
    quote = (
        Quote(Span(opens.span.source, start + len(line) - len(line.lstrip()), start + len(line.rstrip())))
        if line.strip()
        else fact_quote(fact, "from")
    )
    said = context.messages.say("deadline.bare", label=_label(context, fact), date=context.messages.iso_date(opens.value))
    return Claim(said, (quote,), lead=True)


def _of_phases(facts: Sequence[Fact], phases: Sequence[str]) -> list[Fact]:
    """Return the deadlines of phases by their number; where the last one is asked for and none is called so, the latest of those that have one."""
    chosen = [fact for fact in facts if fact.get("phase") in phases]
    if not any(fact.get("phase") for fact in facts):
        # "the second pilot round": the line says which it is, but not in the words that mark a phase.
        return [fact for fact in facts if any(ordinal(token.folded) in phases for token in tokens_of(_before_date(fact)))]
    numbered = [fact for fact in facts if fact.get("phase")]
    return chosen or ([max(numbered, key=_day)] if LAST in phases and numbered else [])


def _before_date(fact: Fact) -> str:
    """Return what stands in a deadline's sentence before its day."""
    sentence, day = fact.values["sentence"], fact.values["date"].span
    return sentence.quote[: max(0, day.start - sentence.span.start)]


def _whether_open(context: Context, facts: list[Fact], others: list[Fact]) -> Draft:
    """Say yes or no first; if any is open, the open ones come first. ``others`` were not asked about, but are open still."""
    ordered = _soonest_first(context, facts)
    is_open = _days(context, ordered[0]) >= 0
    claims = [deadline_claim(context, fact) for fact in (*ordered, *others)]
    if not _opens_later(context, ordered[0]):
        verdict = f"{context.messages.say('deadline.yes' if is_open else 'deadline.no')} {claims[0].text}"
        claims[0] = Claim(verdict, claims[0].quotes, lead=True)
    claims[1:] = [Claim(claim.text, claim.quotes) for claim in claims[1:]]
    if not is_open and (said := _said_closed(context, facts)):
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
    return Draft(Status.ANSWERED, (*claims, *quoted), tuple(deadline_card(context, fact) for fact in facts), notes=(note,))


def deadline_claim(context: Context, fact: Fact) -> Claim:
    """State a deadline and how it stands today."""
    if _opens_later(context, fact):
        say = context.messages
        text = say.say("deadline.period", label=_label(context, fact), opens=say.iso_date(fact.get("from") or ""), closes=say.date(_day(fact)))
        return Claim(text, (fact_quote(fact, "from"), *_quotes(fact)), lead=True)
    key, span = _standing(context, fact)
    text = context.messages.say(f"deadline.{key}", label=_label(context, fact), date=context.messages.date(_day(fact)), **span)
    return Claim(text, _quotes(fact), lead=True)


def _period_claim(context: Context, fact: Fact) -> Claim:
    opens, closes = fact.get("opens") or "", fact.get("closes") or ""
    say = context.messages
    text = say.say("deadline.period", label=_label(context, fact), opens=say.iso_date(opens), closes=say.iso_date(closes))
    return Claim(text, (fact_quote(fact, "opens"), fact_quote(fact, "closes")), lead=True)


def _quotes(fact: Fact) -> tuple[Quote, ...]:
    """Return the sentence that gives a deadline, and the head of its column where that says which phase it is."""
    sentence, phase = fact.values["sentence"].span, fact.values.get("phase")
    apart = phase is not None and not sentence.start <= phase.span.start < sentence.end
    return (fact_quote(fact, "sentence"), *([fact_quote(fact, "phase")] if apart else []))


def _label(context: Context, fact: Fact) -> str:
    phase = fact.values.get("phase")
    programme = fact.values.get("programme")
    if phase and programme and len({other.get("programme") for other in context.facts(FactKind.DEADLINE)}) > 1:
        return f"{programme.quote}, {phase.quote}"
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
