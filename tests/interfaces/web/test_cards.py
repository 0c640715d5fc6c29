"""Cards: facts of an answer, as they stand on the day on which they are looked at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from townhall.assistant import Assistant
from townhall.interfaces.deadlines import deadlines_of
from townhall.interfaces.web.ask.cards import Day, card_views
from townhall.interfaces.web.ask.views import CardView
from townhall.locales.messages import page_words
from townhall.model import FactKind

TODAY = date(2024, 5, 1)
ENGLISH = page_words("en")


def cards_of(assistant: Assistant, question: str, *, today: date = TODAY, language: str = "en") -> tuple[CardView, ...]:
    """Return the cards of an answer that was given on ``TODAY``, looked at on ``today``."""
    answer = assistant.ask(question, today=TODAY).answer
    deadlines = deadlines_of(assistant.facts(FactKind.DEADLINE), today=today)
    return card_views(answer, page_words(language), Day(today, deadlines))


@pytest.mark.parametrize(
    ("day", "state", "text"),
    [
        (TODAY, "open", "Open, 47 days left"),
        (date(2024, 6, 16), "open", "Open, 1 day left"),
        (date(2024, 6, 17), "open", "Open, today is the last day"),
        (date(2024, 6, 18), "passed", "Passed 1 day ago"),
        (date(2024, 7, 17), "passed", "Passed 30 days ago"),
    ],
)
def test_deadline_stands_as_of_today(assistant: Assistant, day: date, state: str, text: str) -> None:
    """A deadline's badge says how it stands when it is looked at, whenever the answer was given."""
    card, *_ = cards_of(assistant, "What are the deadlines?", today=day)
    assert card.badge is not None
    assert (card.badge.state, card.badge.text) == (state, text)


def test_calendar_of_each_deadline(assistant: Assistant) -> None:
    """Each deadline leads to its own calendar file until it has passed; one that the documents give no longer leads nowhere."""
    deadlines = deadlines_of(assistant.facts(FactKind.DEADLINE), today=TODAY)
    cards = cards_of(assistant, "What are the deadlines?")
    assert [card.calendar for card in cards] == [f"/deadlines/{deadline.id}.ics" for deadline in deadlines]
    later = cards_of(assistant, "What are the deadlines?", today=deadlines[0].day + timedelta(days=1))
    assert [card.calendar is None for card in later] == [True, *(False for _ in deadlines[1:])]
    answer = assistant.ask("What are the deadlines?", today=TODAY).answer
    assert all(card.calendar is None for card in card_views(answer, ENGLISH, Day(TODAY + timedelta(days=1))))


def test_organisation_leads_to_the_directory(assistant: Assistant) -> None:
    """An organisation's card names it, its acronym and country, in the page's language, and leads to its country in the directory."""
    (card,) = cards_of(assistant, "Who supports cities in Slovenia?", language="de")
    assert "AUMS" in [field.text for field in card.beside]
    assert "Slowenien" in [field.text for field in card.beside]
    assert [href for _, href in card.links] == ["/directory?country=SI"]
    assert any("Košpenda" in field.text for field in card.fields)


def test_absent_contact_stands_where_a_contact_would(assistant: Assistant) -> None:
    """Where the documents name no contact the card says so, in the same line."""
    given = {
        card.title.text: [(field.label, field.blank) for field in card.fields]
        for country in ("Slovenia", "Malta")
        for card in cards_of(assistant, f"Who supports cities in {country}?")
    }
    contacts = [blank for fields in given.values() for label, blank in fields if label == ENGLISH.say("card.field.contact")]
    assert len(contacts) == len(given)
    assert set(contacts) == {True, False}
