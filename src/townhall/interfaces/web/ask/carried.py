"""What an answer took over from earlier questions, as chips that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from townhall.interfaces.web.ask.views import CarriedView
from townhall.locales.messages import Messages
from townhall.model import Slot, SlotKey


def carried_views(carried: Iterable[Slot], words: Messages) -> tuple[CarriedView, ...]:
    """Return what was taken over as the reader sees it: what the same words say is one thing."""
    return tuple(CarriedView(_slot(slots[0], words), slots[0].name, slots[0].value) for slots in _by_words(carried))


def said_with(carried: Iterable[Slot], key: SlotKey) -> tuple[Slot, ...]:
    """Return the slot of that key with those that the same words say; nothing where it wasn't taken over."""
    return next((slots for slots in _by_words(carried) if key in {slot.key for slot in slots}), ())


def names_of(slots: Iterable[Slot], words: Messages) -> str | None:
    """Return slots in words, as a list in a sentence, or None."""
    return words.join([view.label for view in carried_views(slots, words)]) or None


def _by_words(slots: Iterable[Slot]) -> list[tuple[Slot, ...]]:
    """Return slots grouped by the words that say them; a place stands before the region that it was inferred from."""
    return [tuple(group) for _, group in groupby(slots, key=lambda slot: slot.text)]


def _slot(slot: Slot, words: Messages) -> str:
    if slot.name == "attribute":
        return words.say(f"attribute.{slot.value}")
    if slot.name == "phase":
        return f"{words.say('card.field.phase')} {slot.value}"
    if slot.name != "place":
        return slot.value
    country = words.country(slot.value)
    return f"{slot.inferred} ({country})" if slot.inferred else country
