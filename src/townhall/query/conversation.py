"""What a message leaves to the turns before it, and what it then asks by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from townhall.locales.lexicon import lexicon
from townhall.locales.phases import lone_ordinal
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Card, Kind, Query, Slot, SlotKey, Status, Turn
from townhall.query.dropping import left_out, text_without
from townhall.query.kinds import ATTRIBUTE
from townhall.query.leaning import (
    asks_by_itself,
    asks_the_same,
    asks_which,
    goes_on,
    goes_on_with_size,
    is_another_case,
    is_fragment,
    is_of_ours,
    is_whole_question,
    leaves_open,
    means_thing,
    of_its_own,
    refers,
)
from townhall.query.parse import CONTENT, SIZE, Message
from townhall.query.telling import asking_words
from townhall.query.things import is_letter, phrases_in
from townhall.query.wording import NAMES, asked_again, in_brackets, of_other_phase, searched, with_carried

REFERRING = 4
"""Content words up to which a pronoun refers to the turn before; in a longer message it refers to something within."""
LITTLE = 2
"""Content words up to which a message that opens with "and", or answers what was asked back, asks nothing of its own; another must have none."""
GOING_ON = 3
"""The same for one that opens with "and" in another language, where nothing tells which thing stands for which: "e os da minha avó?"."""
BARE = 4
"""Words up to which a message in another language that says nothing of its own goes on with what was spoken of."""
WHICH_ONE = 2
"""Words of a message that only asks which of something: "which room?"."""
PLACES = ("place", "region")
NEEDS_NAME = frozenset({Kind.SUPPORT, Kind.CONTACT})
"""Kinds that can't be answered without a place, an organisation or a person."""
OF_A_CALL = frozenset({"apply", "open", "opens", "phase", "we"})
"""Concepts of a question for the deadline of a call, which needs no name: there is mostly one call."""
OF_SOMEBODY = frozenset({"said", "person", "who_is"})
"""Concepts of a question for a person rather than for an organisation."""
DATED = frozenset({Kind.DEADLINE, Kind.OPEN})
"""Kinds whose answer is a deadline."""
COUNTED = frozenset({Kind.DURATION, Kind.QUANTITY, Kind.DATE})
"""Kinds of questions that are asked again of another case: "And if the bill is what we object to?"."""
TOPIC_WORDS = 6
"""Words of the turn before that are taken over, at most, where it names nothing: "citizen card"."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """A message with everything filled in that it leaves to earlier turns."""

    text: str
    kind: Kind
    slots: tuple[Slot, ...]
    concepts: frozenset[str]
    searched: str | None = None
    """What is searched for, where it isn't ``text``: with the bare words of what was spoken of before."""


@dataclass(frozen=True, slots=True)
class Before:
    """The question that a message may lean on, and what came of it."""

    query: Query
    asked_back: bool = False
    cards: tuple[Card, ...] = ()


def latest(turns: Sequence[Turn]) -> Before | None:
    """Return the latest turn that was a question; None where there was none."""
    turn = next((turn for turn in reversed(turns) if turn.query.kind is not Kind.SMALL_TALK), None)
    return Before(turn.query, turn.answer.status is Status.CLARIFY, turn.answer.cards) if turn else None


def stand_alone(message: Message, before: Before | None, *, dropped: Collection[SlotKey] = ()) -> Standalone:
    """Fill in kind, names and phase from the question before, where the message leaves them open.

    What is ``dropped`` stays out; nothing else comes in its place.
    """
    own = tuple(slot for slot in message.slots() if not (goes_on_with_size(message) and f"{ATTRIBUTE}{slot.value}" == SIZE))
    if before is None or message.kind is Kind.SMALL_TALK:
        return Standalone(message.text, message.kind, own, message.concepts)
    if message.kind is Kind.PERSON and is_of_ours(message) and before.query.values("place") and message.concepts.isdisjoint(OF_SOMEBODY):
        message = replace(message, kind=Kind.SUPPORT)  # as where the place is named: "Who coordinates … in our country?"
    if is_another_case(message) and before.query.kind in COUNTED:
        tokens = tokens_of(before.query.text)
        first, last = asking_words(before.query.text, tokens, message.language)
        asked = before.query.text[tokens[first].start : tokens[last - 1].end]
        own = (*own, *(replace(slot, carried=True) for slot in before.query.slots if slot.name == "attribute" and slot not in own))
        return Standalone(in_brackets(asked, [message.text.strip(" ?")]), before.query.kind, own, message.concepts | before.query.concepts)
    fragment = is_fragment(message)
    open_kind = leaves_open(message) or asks_the_same(message) or before.asked_back
    most = LITTLE if before.asked_back or (goes_on(message) and not asks_by_itself(message)) else 0
    same = fragment and open_kind and (message.content <= most or goes_on_with_size(message)) and not is_whole_question(message)
    kind, concepts = (before.query.kind, message.concepts | before.query.concepts) if same else (message.kind, message.concepts)
    if _asks_how_long_still(message, before.query):
        kind = before.query.kind
    of_dates = before.query.kind in DATED | {Kind.DATE}
    phase = message.phase or (lone_ordinal(message.tokens, message.language, asking=message.asking) if of_dates else None)
    if phase and not message.phase:
        own = (*own, Slot("phase", phase.value, message.words(phase.first, phase.last)))
        kind = before.query.kind
    elif phase and of_dates and message.kind is Kind.OTHER and not is_whole_question(message) and "what_if" not in message.concepts:
        kind = before.query.kind
    carried = (*_carried(message, kind, before, fragment=fragment), *(() if phase else _phases_carried(message, kind, before.query)))
    attributes = tuple(
        replace(slot, carried=True) for slot in before.query.slots if slot.name == "attribute" and kind is before.query.kind and fragment
    )
    taken = (*carried, *(slot for slot in attributes if slot.value not in {own_slot.value for own_slot in own}))
    earlier = before.query
    if out := left_out(taken, dropped):
        taken = tuple(slot for slot in taken if slot not in out)
        concepts -= {f"{ATTRIBUTE}{slot.value}" for slot in out}
        earlier = replace(earlier, text=text_without(earlier, out))
    slots = tuple(dict.fromkeys((*own, *taken)))
    again = same or kind is not message.kind
    if phase and again and of_dates:
        return Standalone(of_other_phase(message, phase, earlier), kind, slots, concepts)
    if again:
        return Standalone(asked_again(message, earlier), kind, slots, concepts)
    return Standalone(with_carried(message, earlier, slots), kind, slots, concepts, searched(message, earlier, slots))


def _asks_how_long_still(message: Message, before: Query) -> bool:
    """Whether the days that are left are asked for after a question for a deadline: "How many days is that from now?"."""
    asked = message.concepts >= {"how_long", "open"} or message.concepts >= {"how_many", "open"}
    return asked and before.kind in DATED and "pronoun" in message.concepts and not message.names_something


def _phases_carried(message: Message, kind: Kind, before: Query) -> tuple[Slot, ...]:
    """Return the phase that "it" stands for: "Is phase 2 open?" – "When does it close?"."""
    if kind not in DATED or "pronoun" not in message.concepts or "and" in message.opening or message.content > 1:
        return ()
    return tuple(replace(slot, carried=True) for slot in before.slots if slot.name == "phase")


def _carried(message: Message, kind: Kind, before: Before, *, fragment: bool) -> tuple[Slot, ...]:
    """Return the names that the message takes over: those it needs, or refers to by a pronoun."""
    if message.names_something:
        goes_with = "pronoun" in message.concepts and not goes_on(message) and message.content <= 1
        return _topic(before.query, phases=not message.phase) if goes_with else ()
    if is_of_ours(message) and (places := [slot for slot in before.query.slots if slot.name in PLACES]):
        return tuple(replace(slot, carried=True) for slot in places)
    lasts = _asks_how_long_it_lasts(message, kind, before.query)
    if not lasts and not _takes_over(message, kind, fragment=fragment, of_person=bool(before.query.values("person"))):
        return ()
    slots = [slot for slot in before.query.slots if slot.name in NAMES]
    persons = [value for card in before.cards if card.kind == "contact" and "name" in card.fields and (value := card.fields["name"].value)]
    if "pronoun_person" in message.concepts and len(persons) == 1 and not message.refers_within and not (asks_which(message) and message.content):
        return (Slot("person", persons[0], persons[0], carried=True),)
    organisations = {value for card in before.cards if card.kind == "organisation" and "name" in card.fields and (value := card.fields["name"].value)}
    if not slots:
        slots = [Slot("organisation", name, name) for name in organisations if len(organisations) == 1]
    if slots and not message.phase and refers(message):
        slots += [slot for slot in before.query.slots if slot.name == "phase"]
    of_thing = means_thing(message) and all(slot.name in PLACES for slot in slots)  # "that one" is no place: "the course in Tampere"
    topic = () if slots and not of_thing else _topic(before.query, phases=not message.phase)
    if lasts:  # what was to be done with a thing isn't what may be due: "who writes the text?" – "by when?"
        topic = tuple(replace(slot, value=slot.text) if slot.name == "topic" else slot for slot in topic)
    return (*(replace(slot, carried=True) for slot in slots), *topic)


def _topic(before: Query, *, phases: bool) -> tuple[Slot, ...]:
    """Return what a question is about, in its own words, for a message that refers to it; with ``phases`` the phase too."""
    tokens, own = tokens_of(before.text), lexicon(before.language)
    concepts = own.concepts.find(tokens)
    asking = {i for match in concepts if match.name not in CONTENT for i in range(match.first, match.last)}
    named = [slot for slot in before.slots if slot.name == "phase"]
    of_phases = {token.folded for slot in named for token in tokens_of(slot.text)}
    plain = own.function_words | of_phases
    left = [token for i, token in enumerate(tokens) if i not in asking and (is_letter(token) or token.folded not in plain)]
    topic = " ".join(token.text for token in left[:TOPIC_WORDS])
    shown = ", ".join(phrases_in(before.text, without=of_phases)) if before.language == "en" else ""
    carried = [Slot("topic", topic, shown or topic, carried=True)] if left else []
    return (*carried, *(replace(slot, carried=True) for slot in named if phases))


def _takes_over(message: Message, kind: Kind, *, fragment: bool, of_person: bool) -> bool:
    """Whether a message without a name of its own leaves that to the turn before.

    It does if it refers by a pronoun, if its kind of question needs a name, or if it is a fragment, and says little else.
    """
    content = message.content
    lasts = kind is Kind.DEADLINE and "until" in message.concepts and message.concepts.isdisjoint(OF_A_CALL)
    undue = "deadline" not in message.concepts and kind not in {Kind.LIST, Kind.OPEN}
    if message.language != "en" and undue and fragment and not content and (len(message.tokens) <= BARE or "and" in message.opening):
        return True  # "Avant quelle date ?"
    if kind in {Kind.DEADLINE, Kind.OPEN, Kind.LIST} and not (lasts and refers(message)):
        return False
    if of_person and "pronoun_person" in message.concepts and content <= REFERRING and not message.refers_within:
        return True
    if message.language == "en" and len(message.tokens) == WHICH_ONE and content == 1 and "which" in message.opening:
        return True  # "which room?"
    if refers(message) and content <= REFERRING and not (asks_which(message) and content > 1) and not message.refers_within:
        return True
    goes_along = message.language != "en" and goes_on(message) and content <= GOING_ON and not asks_by_itself(message)
    attribute = any(name.startswith("attribute_") for name in message.concepts) and not of_its_own(message)
    whole = content == LITTLE and asks_by_itself(message)
    asks_of_it = kind in NEEDS_NAME or (fragment and (attribute or not is_whole_question(message)) and not whole)
    return goes_along or (content <= LITTLE and asks_of_it)


def _asks_how_long_it_lasts(message: Message, kind: Kind, before: Query) -> bool:
    """Whether nothing but "by when?" is asked after a question for something else than a deadline: of that, and not of whatever is due."""
    if message.language == "en":
        bare = all(token.folded in words("topics", "until") for token in message.tokens)
    else:
        elliptic = goes_on(message) or "pronoun" in message.concepts or len(message.tokens) < BARE  # "ja milloin se loppuu?"
        bare = elliptic and not (message.content or message.names_something or message.concepts.isdisjoint({"when", "until"}))
    return bare and kind is Kind.DEADLINE and before.kind not in DATED
