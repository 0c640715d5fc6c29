"""What is said of one deadline: how it stands today, from when one can apply, its period, and its card."""

from __future__ import annotations

from datetime import date, timedelta

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Quote, fact_quote
from townhall.model import Fact, FactKind, Span


def deadline_claim(context: Context, fact: Fact) -> Claim:
    """State a deadline and how it stands today."""
    if opens_later(context, fact):
        say = context.messages
        text = say.say("deadline.period", label=_label(context, fact), opens=say.iso_date(fact.get("from") or ""), closes=say.date(day_of(fact)))
        return Claim(text, (fact_quote(fact, "from"), *_quotes(fact)), lead=True)
    key, span = _standing(context, fact)
    text = context.messages.say(f"deadline.{key}", label=_label(context, fact), date=context.messages.date(day_of(fact)), **span)
    return Claim(text, _quotes(fact), lead=True)


def period_claim(context: Context, fact: Fact) -> Claim:
    """State the period of a phase."""
    opens, closes = fact.get("opens") or "", fact.get("closes") or ""
    say = context.messages
    text = say.say("deadline.period", label=_label(context, fact), opens=say.iso_date(opens), closes=say.iso_date(closes))
    return Claim(text, (fact_quote(fact, "opens"), fact_quote(fact, "closes")), lead=True)


def _quotes(fact: Fact) -> tuple[Quote, ...]:
    """Return the sentence that gives a deadline, and what says elsewhere which phase it is and of what: the head of a column, a record's name."""
    sentence = fact.values["sentence"].span
    apart = [
        key for key in ("phase", "strand", "programme") if key in fact.values and not sentence.start <= fact.values[key].span.start < sentence.end
    ]
    return (fact_quote(fact, "sentence"), *(fact_quote(fact, key) for key in apart))


def _label(context: Context, fact: Fact) -> str:
    phase, programme, strand = (fact.values.get(key) for key in ("phase", "programme", "strand"))
    several = programme and len({other.get("programme") for other in context.facts(FactKind.DEADLINE)}) > 1
    said = [value.quote for value in (programme if several or not phase else None, phase, strand) if value]
    return ", ".join(said) or context.messages.say("deadline.call")


def day_of(fact: Fact) -> date:
    """Return the last day."""
    return date.fromisoformat(fact.values["date"].value)


def days_to(context: Context, fact: Fact) -> int:
    """Return the days from today to the deadline; negative once it has passed."""
    return (day_of(fact) - context.today) // timedelta(days=1)


def _standing(context: Context, fact: Fact) -> tuple[str, dict[str, str]]:
    days = days_to(context, fact)
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
    fields["days"] = (str(days_to(context, fact)), quote)
    fields.update((name, (end, quote)) for name in ("opens", "closes") if (end := fact.get(name)))
    return CardDraft("deadline", fields)


def opening_claim(context: Context, fact: Fact) -> Claim:
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


def opens_later(context: Context, fact: Fact) -> bool:
    """Whether a document gives a day to come as the first on which one can apply."""
    opens = fact.get("from") or ""
    return opens > context.today.isoformat()
