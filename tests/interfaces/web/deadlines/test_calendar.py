"""Calendar files: another program reads in them what the documents say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from townhall.interfaces.web.deadlines import Deadline, calendar_of, deadlines_of
from townhall.model import Fact, FactKind, FactValue, Span

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SENTENCE = "Prijave, skice; in „priloge“ \\ za občine ob jezerih, rekah in morju se zbirajo do 20. maja 2026 – čez dan.\nPišite: Ž. Č."
LINE = 75
"""Octets that a line may have, its end not counted."""


@pytest.fixture
def deadlines() -> tuple[Deadline, ...]:
    """Return two deadlines whose quote has all that has to be escaped, and letters of two octets where lines are folded."""

    def value(text: str) -> FactValue:
        return FactValue(text, text, Span("lakes.txt", 10, 10 + len(text)))

    shared = {"programme": value("Pomoč občinam"), "sentence": value(SENTENCE)}
    facts = [
        Fact(FactKind.DEADLINE, {**shared, "phase": value(phase), "date": value(day)}) for phase, day in (("1", "2026-05-20"), ("2", "2027-02-28"))
    ]
    return deadlines_of(facts, today=date(2026, 1, 1))


def written(deadlines: tuple[Deadline, ...], made: datetime = MADE) -> bytes:
    """Return the deadlines as a calendar file."""
    return calendar_of(
        deadlines,
        made=made,
        name="Roki",
        summary=lambda deadline: f"Rok {deadline.phase.quote}" if deadline.phase else "Rok",
        place=lambda deadline: f"{deadline.sentence.span.source} {deadline.sentence.span.start}",
        link=lambda deadline: f"https://town.example/documents/{deadline.sentence.span.source}?start=1&end=2#quote",
    )


def test_read_back(deadlines: tuple[Deadline, ...]) -> None:
    """What another program reads is what was written: whole days, the quote with every sign, its place and address."""
    events = Calendar.from_ical(written(deadlines)).events
    assert [event.start for event in events] == [date(2026, 5, 20), date(2027, 2, 28)]
    for event in events:
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["DESCRIPTION"] == f"“{SENTENCE}”\nlakes.txt 10"
        assert event["URL"] == "https://town.example/documents/lakes.txt?start=1&end=2#quote"
    assert [event["SUMMARY"] for event in events] == ["Rok 1", "Rok 2"]


def test_lines(deadlines: tuple[Deadline, ...]) -> None:
    """Lines end as RFC 5545 says, are at most 75 octets long, and none is cut inside a letter."""
    data = written(deadlines)
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert not [line for line in lines if len(line) > LINE or b"\n" in line]
    assert [line.decode() for line in lines if line.startswith(b" ")]


def test_same_again(deadlines: tuple[Deadline, ...]) -> None:
    """The same deadlines make the same file; made at another time they are the same events still."""
    assert written(deadlines) == written(deadlines)
    later = Calendar.from_ical(written(deadlines, datetime(2027, 1, 1, tzinfo=UTC))).events
    assert [event["UID"] for event in later] == [event["UID"] for event in Calendar.from_ical(written(deadlines)).events]
    assert len({event["UID"] for event in later}) == 2


def test_none() -> None:
    """A calendar without deadlines is a calendar still."""
    assert not Calendar.from_ical(written(())).events
