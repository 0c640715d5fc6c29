"""How a standalone question is worded: an earlier one asked again of something else, or a message with what it leaves to earlier turns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from townhall.locales.dates import years_in
from townhall.locales.lexicon import lexicon
from townhall.locales.phases import Phase
from townhall.locales.structure import spellings, words
from townhall.locales.words import tokens_of
from townhall.model import Kind, Query, Slot
from townhall.query.parse import Message
from townhall.query.things import in_place_of, things_in

NAMES = ("place", "region", "organisation", "person", "topic")
YEARS_BESIDE: Mapping[str, int] = {"year_before": -1, "year_after": 1}
"""How a year beside the one that is named is called, and how far it lies from that."""
SHOWN = (*NAMES, "phase")
"""Slots whose words are shown in the standalone question where they are carried over."""


def asked_again(message: Message, before: Query) -> str:
    """Ask the question before anew: of the names in the new message, in brackets where it named none, else with all that the message says."""
    if not message.names_something:
        return in_brackets(before.text, [message.text.strip(" ?")])
    new = ", ".join(dict.fromkeys(slot.text for slot in message.slots() if slot.name in NAMES))
    old = next((slot.text for slot in before.slots if slot.name in NAMES and slot.text in before.text), None)
    return before.text.replace(old, new) if old else in_brackets(before.text, [new])


def with_named_years(text: str, language: str = "en") -> str:
    """Return an English question with the number of a year that is only told by the one it names: "2025 and the year before" is 2025 and 2024."""
    years = set(years_in(text)) if language == "en" else set()
    if len(years) != 1:
        return text
    for key, step in YEARS_BESIDE.items():
        said = "|".join(map(re.escape, spellings("periods", key)))
        text = re.sub(rf"\b(?:{said})\b(?=\s*(?:$|[?.,;:!)]|and\b|or\b))", str(min(years) + step), text, flags=re.IGNORECASE)
    return text


def of_year_beside(text: str, before: str, language: str) -> tuple[str, str] | None:
    """Return a message that tells a year only by the one of the question before, and that question, both with the year that is meant.

    "What is the fee in 2026?" – "And what was it the year before?" asks for the fee in 2025. None for any other message.
    """
    named = set(years_in(before))
    if language != "en" or len(named) != 1 or years_in(text):
        return None
    year = min(named)
    for key, step in YEARS_BESIDE.items():
        said = re.compile(rf"\b(?:in )?(?:{'|'.join(map(re.escape, spellings('periods', key)))})\b(?=\s*(?:$|[?.,;:!)]))", re.IGNORECASE)
        if said.search(text):
            meant = str(year + step)
            return said.sub(f"in {meant}", text), re.sub(rf"\b{year}\b", meant, before)
    return None


def of_other_phase(message: Message, phase: Phase, before: Query) -> str:
    """Ask the question before of the phase in the new message: in place of the one that it named, else in brackets."""
    new = message.words(phase.first, phase.last)
    old = next((slot.text for slot in before.slots if slot.name == "phase" and slot.text in before.text), None)
    if old is None:
        return in_brackets(before.text, [new])
    if phase.last - phase.first == 1:  # "the second one?" says nothing but the number
        numbers = [token for token in tokens_of(old) if token.folded.isdigit()] or tokens_of(old)[:1]
        new = old.replace(numbers[0].text, phase.value if numbers[0].folded.isdigit() else new, 1)
    return before.text.replace(old, new, 1)


def with_carried(message: Message, before: Query, slots: Sequence[Slot]) -> str:
    """Word a message with what it leaves to the question before: the thing that was spoken of in the place of its pronoun, all else in brackets."""
    text, carried = message.text.strip(), _carried(slots)
    said = [slot.text for slot in carried]
    topic = next((slot.text for slot in carried if slot.name == "topic"), None)
    if topic and message.language == "en":
        plural = any(thing.text.endswith("s") for thing in things_in(topic)[:1])
        of_topic = in_place_of(text, topic, words("topics", "several" if plural else "singular")) if "," not in topic else None
        said = [*([] if of_topic else [f"about {topic}"]), *(other for other in said if other not in topic)]
        text = of_topic or text
    return in_brackets(text, [*_counted(message, before), *said])


def searched(message: Message, before: Query, slots: Sequence[Slot]) -> str:
    """Word what is searched for: a message with the bare words of what it leaves to the question before."""
    said = [slot.value if slot.name == "topic" else slot.text for slot in _carried(slots)]
    return in_brackets(message.text.strip(), [*_counted(message, before), *said])


def in_brackets(text: str, said: Sequence[str]) -> str:
    """Return a question with more in brackets, each once; as it is where there is nothing more."""
    return f"{text.rstrip(' ?')} ({', '.join(dict.fromkeys(said))})?" if said else text


def _carried(slots: Sequence[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.carried and slot.name in SHOWN]


def _counted(message: Message, before: Query) -> list[str]:
    """Return what a message asks to have counted where it leaves that to the turn before ("how many of them are there?"): its nouns in the plural."""
    if message.kind is not Kind.QUANTITY or "pronoun" not in message.concepts or message.names_something or message.content:
        return []
    tokens = tokens_of(before.text) if before.language == "en" else []
    found = [before.text[tokens[match.first].start : tokens[match.last - 1].end] for match in lexicon("en").terms.find(tokens)]
    return [text for text in dict.fromkeys(found) if text.endswith("s")]
