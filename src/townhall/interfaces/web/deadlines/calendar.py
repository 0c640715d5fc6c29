"""Deadlines as a calendar file: RFC 5545, a whole day each that leaves the day free."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from townhall.interfaces.deadlines import NAMESPACE, Deadline

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Townhall//Deadlines//EN"


def calendar_of(
    deadlines: Iterable[Deadline],
    *,
    made: datetime,
    name: str,
    summary: Callable[[Deadline], str],
    place: Callable[[Deadline], str],
    link: Callable[[Deadline], str] | None = None,
) -> bytes:
    """Return a calendar with an event for each deadline, in UTF-8.

    Args:
        deadlines: what the events are of.
        made: when the calendar is made, with a time zone; ``DTSTAMP`` of every event.
        name: the calendar's name.
        summary: what an event is called.
        place: where its quote stands, in words; it ends the description, which begins with the quote.
        link: the quote's address.
    """
    from icalendar import Calendar

    events = list(deadlines)
    identifier = uuid.uuid5(NAMESPACE, "\n".join(deadline.id for deadline in events))
    calendar = Calendar.new(prodid=PRODUCT, calscale="GREGORIAN", name=name, uid=identifier)
    for deadline in events:
        calendar.add_component(_event(deadline, made, summary(deadline), place(deadline), link(deadline) if link else None))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, made: datetime, summary: str, place: str, link: str | None) -> Event:
    from icalendar import TRANSP, Event

    return Event.new(
        uid=deadline.id,
        stamp=made,
        start=deadline.day,
        summary=summary,
        description=f"“{deadline.sentence.value}”\n{place}",
        transparency=TRANSP.TRANSPARENT,
        url=link,
    )
