"""Refusals: one reason in plain words and one useful next step."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.locales.remarks import About
from townhall.model import FactKind, Kind, Status
from townhall.query.remarks import concept_of

CHOICES = 6
"""Countries that are offered when one has to be named."""
STEPS = 3


def refuse(
    context: Context,
    reason: str,
    *,
    near: tuple[Claim, ...] = (),
    introduce: bool = True,
    status: Status = Status.NOT_IN_DOCUMENTS,
    support: float | None = None,
) -> Draft:
    """Refuse for a reason; ``near`` are claims with related quotes, shown as the nearest thing and not the answer."""
    claims = [Claim(reason, ())]
    if near:
        if introduce:
            claims.append(Claim(context.messages.say("refusal.near"), ()))
        claims.extend(near)
    return Draft(status, tuple(claims), reason=reason, next=next_steps(context), support=support)


def no_organisation(context: Context, countries: list[str]) -> Draft:
    """Refuse: a country has no entry. Says which have one, and offers the organisations that work for all of Europe."""
    say = context.messages
    reason = say.say("refusal.no_organisation", country=say.join([say.country(country) for country in dict.fromkeys(countries)]))
    covered = say.join(sorted(say.country(country) for country in context.names.countries))
    if covered:
        reason = f"{reason} {say.say('refusal.countries', countries=covered)}"
    steps = tuple(say.say("next.ask_about", organisation=fact.get("name")) for fact in context.names.europe_wide[:STEPS])
    return Draft(Status.NOT_IN_DOCUMENTS, (Claim(reason, ()),), reason=reason, next=steps or next_steps(context))


def which_place(context: Context, key: str) -> Draft:
    """Ask back which place is meant."""
    say = context.messages
    reason = say.say(key)
    template = "next.ask_contact" if context.query.kind is Kind.CONTACT else "next.ask_support"
    steps = tuple(say.say(template, country=say.country(country)) for country in context.names.countries[:CHOICES])
    return Draft(Status.CLARIFY, (Claim(reason, ()),), reason=reason, next=steps)


def small_talk(context: Context) -> Draft | None:
    """Answer a greeting, thanks, an insult or an attempt to play with the assistant; None where it is none."""
    if context.query.kind is not Kind.SMALL_TALK:
        return None
    if concept_of(About.BARE) in context.query.concepts:
        return refuse(context, context.messages.say("refusal.empty"), status=Status.OUT_OF_SCOPE)
    key = next(name for name in ("instructions", "insult", "about_assistant", "thanks", "greeting") if name in context.query.concepts)
    return refuse(context, context.messages.say(f"small_talk.{key}"), status=Status.OUT_OF_SCOPE)


def next_steps(context: Context) -> tuple[str, ...]:
    """Return questions that these documents do answer."""
    say = context.messages
    steps: list[str] = []
    if context.names.countries:
        steps.append(say.say("next.ask_support", country=say.country(context.names.countries[0])))
        steps.append(say.say("next.ask_countries"))
    if context.facts(FactKind.DEADLINE):
        steps.append(say.say("next.ask_deadline"))
    return tuple(steps[:STEPS])
