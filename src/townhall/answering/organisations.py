"""Who supports cities somewhere: the organisations of a place, what they do, and whom to write to."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, Quote, fact_quote
from townhall.answering.evidence import entry_sentences
from townhall.answering.refusal import no_organisation, which_place
from townhall.model import Fact, FactKind, Kind, Status

LINE = 40
"""Characters that a heading or a contact line is reckoned at, beyond its text, when the room for sentences is shared out."""


def answer_support(context: Context) -> Draft | None:
    """Answer a question for the organisations of a place; None where it is none, or the documents hold no organisations."""
    if context.query.kind is not Kind.SUPPORT or not context.facts(FactKind.ORGANISATION):
        return None
    places = context.query.values("place")
    if not places:
        return which_place(context, "clarify.support") if len(context.names.countries) > 1 else None
    organisations = context.organisations()
    missing = [country for country in dict.fromkeys(places) if not any(fact.get("country") == country for fact in organisations)]
    if not organisations:
        return no_organisation(context, missing)
    room = context.characters // len(organisations) - LINE
    claims: list[Claim] = []
    for organisation in organisations:
        claims.extend(describe(context, organisation, room))
    cards = tuple(organisation_card(context, organisation) for organisation in organisations)
    status, reason = Status.ANSWERED, None
    if missing:
        status, reason = Status.PARTIAL, no_organisation(context, missing).reason
    return Draft(status, tuple(claims), cards, reason=reason, notes=inferred_places(context))


def describe(context: Context, organisation: Fact, room: int) -> list[Claim]:
    """Return claims that name an organisation, say what it does in at most ``room`` characters, and name its contact."""
    name = organisation.values["name"]
    claims = [Claim(name.quote, (fact_quote(organisation, "name"),), lead=True)]
    contacts = [_contact_claim(context, contact) for contact in context.names.contacts_of(organisation) if contact.get("name")]
    left = room - len(name.quote) - sum(len(claim.text) for claim in contacts)
    for number, (text, quote) in enumerate(entry_sentences(context, organisation)):
        if number and len(text) > left:
            break
        claims.append(Claim(text, (quote,)))
        left -= len(text)
    return claims + contacts


def organisation_card(context: Context, organisation: Fact) -> CardDraft:
    """Return the organisation as a card; its contact is None where the documents name none."""
    fields: dict[str, tuple[str | None, Quote | None]] = {"name": (organisation.get("name"), fact_quote(organisation, "name"))}
    for key in ("acronym", "other_name", "region"):
        if value := organisation.get(key):
            fields[key] = (value, fact_quote(organisation, key))
    if country := organisation.get("country"):
        fields["country"] = (context.messages.country(country), fact_quote(organisation, "country"))
    contact = next((contact for contact in context.names.contacts_of(organisation) if contact.get("name")), None)
    fields["contact"] = (_line(contact), contact_quote(contact)) if contact else (None, None)
    return CardDraft("organisation", fields)


def _contact_claim(context: Context, contact: Fact) -> Claim:
    return Claim(context.messages.say("contact.person", value=_line(contact)), (contact_quote(contact),))


def _line(contact: Fact) -> str:
    """Return a contact's name and role in one line."""
    return ", ".join(value for key in ("name", "role") if (value := contact.get(key)))


def contact_quote(contact: Fact) -> Quote:
    """Quote a contact from the name to the end of what is known of the person."""
    from townhall.model import Span

    name = contact.values["name"]
    end = max(value.span.end for key, value in contact.values.items() if key in {"name", "role", "email", "phone"})
    also = tuple(
        Span(other["name"].span.source, other["name"].span.start, max(value.span.end for key, value in other.items() if key in {"name", "role", "email", "phone"}))
        for other in contact.others
        if "name" in other
    )
    return Quote(Span(name.span.source, name.span.start, end), also_in=also)


def inferred_places(context: Context) -> tuple[str, ...]:
    """Say from which city or region a country was inferred."""
    slots = {(slot.inferred, slot.value) for slot in context.query.slots if slot.name == "place" and slot.inferred}
    return tuple(context.messages.say("support.inferred", place=place, country=context.messages.country(country)) for place, country in sorted(slots))
