"""Cards: facts of an answer, line by line, in the page's words."""

from __future__ import annotations

from townhall.interfaces.web.ask.views import CardView, FieldView
from townhall.locales.messages import Messages, messages
from townhall.model import Card, CardField


def card_view(card: Card, words: Messages) -> CardView:
    """Return a card as it is shown."""
    # How a deadline stands and for how many days is one line.
    fields = tuple(_field(card, key, found, words) for key, found in card.fields.items() if key != "days")
    citations = {field.citation for field in fields}
    return CardView(words.say(f"card.kind.{card.kind}"), fields, citations.pop() if len(citations) == 1 else None)


def _field(card: Card, key: str, found: CardField, words: Messages) -> FieldView:
    label = _label(key, words)
    if found.value is None:
        contact = key == "contact" or (card.kind == "contact" and key == "name")
        return FieldView(label, words.say("card.no_contact" if contact else "card.blank"), found.citation, blank=True)
    if key == "state":
        return FieldView(label, _standing(card, found.value, words), found.citation, blank=False, state=found.value)
    return FieldView(label, _shown(key, found.value, words), found.citation, blank=False)


def _label(key: str, words: Messages) -> str:
    return words.say(f"card.field.{key}") if words.has(f"card.field.{key}") else key.replace("_", " ").capitalize()


def _standing(card: Card, state: str, words: Messages) -> str:
    """Return how a deadline stands: "Passed, 12 days ago"."""
    days = card.fields.get("days")
    standing = words.say(f"card.standing.{state}")
    if days is None or days.value is None or not days.value.lstrip("-").isdigit():
        return standing
    n = int(days.value)
    return f"{standing}, {messages(words.language).say('days.left' if n >= 0 else 'days.ago', n=abs(n))}"


def _shown(key: str, value: str, words: Messages) -> str:
    """Return a card's value as people write it: a country by its name, a date in full."""
    if key in {"country", "place"}:
        return words.country(value)
    if key in {"date", "opens", "closes"}:
        try:
            return words.iso_date(value)
        except ValueError:
            return value
    return value
