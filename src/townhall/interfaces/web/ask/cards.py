"""Cards: facts of an answer, line by line, in the page's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from townhall.interfaces.deadlines import Deadline, DeadlineState
from townhall.interfaces.web.ask.views import Badge, CardView, FieldView
from townhall.locales.messages import Messages, messages
from townhall.model import Answer, Card, CardField, Citation

TITLE = {"organisation": "name", "contact": "name", "deadline": "programme"}
"""What a card of each kind is of."""
BESIDE = {"organisation": ("acronym", "country"), "contact": ("role",), "deadline": ("phase",)}
"""What stands beside that."""
HIDDEN = {"state", "days"}
"""What the badge says."""


@dataclass(frozen=True, slots=True)
class Day:
    """What cards are shown by: the day, and the deadlines that the documents give now, in the order of their days."""

    today: date
    deadlines: Sequence[Deadline] = ()


def card_views(answer: Answer, words: Messages, day: Day) -> tuple[CardView, ...]:
    """Return an answer's cards as they are shown."""
    return tuple(_card_view(card, answer, words, day) for card in answer.cards)


def _card_view(card: Card, answer: Answer, words: Messages, day: Day) -> CardView:
    fields = {key: _field(card, key, found, words, answer.language) for key, found in card.fields.items() if key not in HIDDEN}
    title = TITLE[card.kind]
    kind = words.say(f"card.kind.{card.kind}")
    beside = tuple(fields[key] for key in BESIDE[card.kind] if key in fields)
    lines = tuple(field for key, field in fields.items() if key != title and key not in BESIDE[card.kind])
    citations = {field.citation for field in fields.values()}
    deadline = _deadline_of(card, answer, day) if card.kind == "deadline" else None
    return CardView(
        kind=kind,
        title=fields.get(title) or FieldView(kind, kind, None),
        beside=beside,
        fields=lines,
        citation=citations.pop() if len(citations) == 1 else None,
        badge=_badge(card, deadline, words, day.today) if card.kind == "deadline" else None,
        links=_links(card, answer, words),
        calendar=f"/deadlines/{deadline.id}.ics" if deadline and deadline.state is not DeadlineState.PASSED else None,
    )


def _field(card: Card, key: str, found: CardField, words: Messages, language: str) -> FieldView:
    label = words.say(f"card.field.{key}") if words.has(f"card.field.{key}") else key.replace("_", " ").capitalize()
    if found.value is None:
        contact = key == "contact" or (card.kind == "contact" and key == "name")
        return FieldView(label, words.say("card.no_contact" if contact else "card.blank"), found.citation, blank=True)
    return FieldView(label, _shown(key, found.value, words, language), found.citation)


def _shown(key: str, value: str, words: Messages, language: str) -> str:
    """Return a card's value as people write it: a country by its name in the page's language, a date in full."""
    if key == "country":
        code = messages(language).country_code(value)
        return words.country(code) if code else value
    if key in {"date", "opens", "closes"}:
        try:
            return words.iso_date(value)
        except ValueError:
            return value
    return value


def _links(card: Card, answer: Answer, words: Messages) -> tuple[tuple[str, str], ...]:
    country = card.fields.get("country")
    code = messages(answer.language).country_code(country.value) if country and country.value else None
    if code is None:
        return ()
    return ((words.say("card.more", country=words.country(code)), f"/directory?{urlencode({'country': code})}"),)


def _badge(card: Card, deadline: Deadline | None, words: Messages, today: date) -> Badge | None:
    """Return how a deadline stands today, whenever the answer was given: "Passed, 12 days ago"."""
    due = _iso(card.fields.get("date"))
    if due is None:
        return None
    citation = card.fields["date"].citation
    if deadline and deadline.state is DeadlineState.NOT_YET and deadline.opens:
        return Badge("not_yet", words.say("card.standing.not_yet", date=words.date(deadline.opens)), citation)
    days = (due - today).days
    if days == 0:
        return Badge("open", words.say("card.standing.today"), citation)
    state = "open" if days > 0 else "passed"
    return Badge(state, words.say(f"card.standing.{state}", n=abs(days)), citation)


def _deadline_of(card: Card, answer: Answer, day: Day) -> Deadline | None:
    """Return the deadline that a card shows, as the documents give it now; None where they don't any more."""
    found = card.fields.get("date")
    if found is None:
        return None
    quoted = next((citation for citation in answer.citations if citation.n == found.citation), None)
    phase = card.fields.get("phase")
    return next(
        (
            deadline
            for deadline in day.deadlines
            if deadline.due.value == found.value
            and (phase is None or (deadline.phase is not None and deadline.phase.quote == phase.value))
            and quoted is not None
            and _rests_on(deadline, quoted)
        ),
        None,
    )


def _rests_on(deadline: Deadline, citation: Citation) -> bool:
    places = (deadline.sentence.span, *deadline.also_in)
    return any(place.source == citation.source and place.start < citation.end and citation.start < place.end for place in places)


def _iso(found: CardField | None) -> date | None:
    try:
        return date.fromisoformat(found.value) if found and found.value else None
    except ValueError:
        return None
