"""Refusals: one reason in plain words and one useful next step."""

from __future__ import annotations

from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote
from townhall.locales.places import is_spoken_in
from townhall.locales.remarks import About
from townhall.model import FactKind, Kind, Role, Status
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


def no_organisation(context: Context, countries: list[str], *, near: tuple[Claim, ...] = ()) -> Draft:
    """Refuse: a country has no entry, or none for the region that is named; ``near`` are claims of what is related.

    Says which countries have one, and offers the organisations that work for all of Europe; of a region's country it offers the others.
    """
    say = context.messages
    others = {country: context.names.in_country(country) for country in dict.fromkeys(countries)}
    places = [context.regions_of(country)[-1].text if others[country] and context.regions_of(country) else say.country(country) for country in others]
    reason = say.say("refusal.no_organisation", country=say.join(places))
    covered = say.join(sorted(say.country(country) for country in context.names.countries))
    if covered and not all(others.values()):
        reason = f"{reason} {say.say('refusal.countries', countries=covered)}"
    nearest = [fact for facts in others.values() for fact in facts]
    steps = tuple(say.say("next.ask_about", organisation=fact.get("name")) for fact in (*nearest, *context.names.europe_wide)[:STEPS])
    others_there = tuple(
        Claim(fact.values[key].quote, (fact_quote(fact, key, role=Role.RELATED),))
        for fact in nearest
        for key in ("name", "covers")
        if key in fact.values
    )
    refused = refuse(context, reason, near=(*others_there, *near))
    return replace(refused, next=steps) if steps else refused


def which_place(context: Context, key: str) -> Draft:
    """Ask back which place is meant: first the countries where the question's language is spoken, then in the order of their names."""
    say = context.messages
    reason = say.say(key)
    template = "next.ask_contact" if context.query.kind is Kind.CONTACT else "next.ask_support"
    spoken = {country for country in context.names.countries if say.language != "en" and is_spoken_in(say.language, country)}
    choices = sorted(context.names.countries, key=lambda country: (country not in spoken, say.country(country)))
    steps = tuple(say.say(template, country=say.country(country)) for country in choices[:CHOICES])
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
