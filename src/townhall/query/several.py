"""The questions of a message that asks more than one, each by itself: "Who is the contact, and what is the budget? When does it close?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from townhall.locales.lexicon import Lexicon
from townhall.locales.structure import words as listed
from townhall.locales.words import STOP_WORDS, tokens_of
from townhall.model import Kind
from townhall.query.leaning import QUESTION_WORDS
from townhall.query.parse import Message
from townhall.query.telling import MARKS
from townhall.query.things import Thing, coordinated, things_in

AFTER_MARK = re.compile(r"(?<=[?\u037e])\s*(?=[^\s?!.\u037e])")
AFTER_GREEK_MARK = re.compile(r"(?<=[?;\u037e])\s*(?=[^\s?!.;\u037e])")
SHORTEST = 3
"""Words from which a part of a message can be a question of its own: "and how much?" belongs to the one before."""
OPENERS = QUESTION_WORDS | {"polar", "may_we"}
ASKING = frozenset({"who", "what", "which", "when", "when_opening", "where", "why", "how_many", "how_long", "how", "definition"})
FACTUAL = frozenset({Kind.SUPPORT, Kind.CONTACT, Kind.DEADLINE, Kind.OPEN, Kind.DATE, Kind.DURATION, Kind.QUANTITY})
"""Kinds that are answered by one thing, and so leave unanswered whatever else is asked along with it."""
LISTED = frozenset({"contact", "deadline", "place_asked", "support", "who"})
"""Concepts of what may be listed."""
TOGETHER = frozenset({Kind.SUPPORT, Kind.CONTACT})
"""Kinds that one answer gives together: an organisation with its contact."""
TRAILING = " ,;–-"


def questions_of(text: str, read: Callable[[str], Message], words: Lexicon) -> list[Message]:
    """Return the questions that a message asks, in order; the message as a whole where it asks one, or what belongs together."""
    whole = read(text)
    if whole.kind is Kind.SMALL_TALK:
        return [whole]
    marks = AFTER_GREEK_MARK if words.language == "el" else AFTER_MARK
    found: list[Message] = []
    for piece in (part for sentence in marks.split(text) for part in _halves(sentence, read, words)):
        message = replace(read(piece.text), whole=piece.whole)
        if found and message.kind is Kind.SMALL_TALK:
            continue
        if found and not (_is_question(found[-1]) and _is_question(message)):
            found[-1] = read(f"{found[-1].text} {piece.text}")
        else:
            found.append(message)
    if [message.kind for message in found[:1]] == [Kind.SUPPORT] and found[1:] and all(map(_is_contact_of_each, found[1:])):
        return [replace(whole, kind=Kind.SUPPORT)]
    if len(found) == 1 or {message.kind for message in found} == TOGETHER or _are_one(found):
        return [whole]
    return found


def _is_contact_of_each(message: Message) -> bool:
    """Whether the contacts of what was asked for before are wanted: "Who is the contact of each?"."""
    return message.kind is Kind.LIST and "contact" in message.concepts and not message.names_something and not message.said


class _Piece(NamedTuple):
    """A part of a message, and whether it leaves nothing to the part before it."""

    text: str
    whole: bool = False


def _halves(sentence: str, read: Callable[[str], Message], words: Lexicon) -> list[_Piece]:
    """Part a sentence where "and" and a word that asks begin a question for something else than the one before it."""
    tokens = tokens_of(sentence)
    matches = words.concepts.find(tokens)
    joining = {match.first for match in matches if match.name == "and" and match.last == match.first + 1}
    asking = {match.first for match in matches if match.name in ASKING}
    for i in sorted(joining):
        if i + 1 not in asking or i == 0:
            continue
        first, second = sentence[: tokens[i].start].rstrip(TRAILING) + "?", sentence[tokens[i + 1].start :]
        left, right = read(first), read(second)
        if _is_question(left) and _is_clause(left) and len(right.tokens) >= SHORTEST and _asks_apart(right) and not _same(left, right):
            return [_Piece(first), *_halves(second, read, words)]
    each = _of_each(sentence, read, words) if words.language == "en" else []
    return [_Piece(part, whole=True) for part in each] or [_Piece(sentence)]


def _of_each(sentence: str, read: Callable[[str], Message], words: Lexicon) -> list[str]:
    """Part an English sentence that asks the same of two things: "Who is the mayor of Lowick and of Velm?", "the mayors of Lowick and Velm"."""
    tokens, whole = tokens_of(sentence), read(sentence)
    if not _may_be_of_each(whole, words):
        return []
    one_name = {tokens[i].start for named in (*whole.organisations, *whole.persons) for i in range(named.first, named.last)}
    one_name |= {tokens[i].start for match in words.countries.find(tokens) for i in range(match.first, match.last)}
    for things in coordinated(sentence, things_in(sentence)):
        first, last = things[0], things[-1]
        if _are_several(sentence, things) and one_name.isdisjoint(range(first.end, last.lead)):
            return [f"{sentence[: first.start]}{thing.called}{sentence[last.end :]}" for thing in things]
    return []


def _are_several(sentence: str, things: Sequence[Thing]) -> bool:
    """Whether things that are named side by side are asked about one by one: "of Lowick and of Velm", "the mayors of …", "do … have"."""
    first, *others = things
    if first.preposition and all(other.preposition == first.preposition for other in others):
        return True
    before = [token.folded for token in tokens_of(sentence[: first.lead])][-1:]
    plural = any(word.endswith("s") and word not in STOP_WORDS if first.preposition else word in listed("topics", "plural") for word in before)
    return plural and all(thing.named for thing in things) and not any(other.preposition for other in others)


def _may_be_of_each(message: Message, words: Lexicon) -> bool:
    """Whether each of two things may be asked for by itself: one value of each, and nothing that holds them against each other."""
    held = {match.name for match in words.concepts.find(message.tokens)}
    one_value = bool(
        _is_question(message)
        and (_is_factual(message) or message.concepts & {"person", "people", "who_is"})
        and message.kind not in {*TOGETHER, Kind.OPEN}
    )
    return one_value and held.isdisjoint({"compare", "phase", "list", "all", "timetable"}) and message.tokens[0].folded != "which"


def _is_question(message: Message) -> bool:
    """Whether a part of a message asks something by itself."""
    if message.kind is Kind.SMALL_TALK or len(message.tokens) < SHORTEST or _asks_for_all(message):
        return False
    if not OPENERS.isdisjoint(message.opening):
        return True
    # "the mayor of Lowick?"
    office = "person" in message.concepts and message.language == "en" and message.tokens[0].folded in listed("topics", "articles")
    return (office or _is_factual(message)) and message.text.rstrip().endswith(MARKS)


def _asks_for_all(message: Message) -> bool:
    """Whether a part of a message says no more than that all is wanted of what the one before it asks for: "Complete list please."."""
    of_something = message.said or message.names_something or message.phase or message.concepts & LISTED
    return message.kind is Kind.LIST and not of_something


def _is_clause(message: Message) -> bool:
    """Whether a part of a message says of what it asks, or has a verb: not so "By which day and what time" asks two things of one."""
    if message.language != "en" or message.said or message.names_something or message.phase or message.concepts & {"pronoun", "we"}:
        return True
    return not listed("means", "verbs").isdisjoint(token.folded for token in message.tokens)


def _is_factual(message: Message) -> bool:
    attribute = any(name.startswith("attribute_") for name in message.concepts)
    return message.kind in FACTUAL or attribute or message.concepts >= {"who_is", "person"}


def _asks_apart(message: Message) -> bool:
    """Whether the second half of a sentence is for something of its own; who is eligible is told by no fact, yet beside what is."""
    return _is_factual(message) or (message.kind is Kind.ELIGIBILITY and "pronoun" not in message.concepts)


def _same(left: Message, right: Message) -> bool:
    """Whether the second half asks no more than the first one does: the same kind of thing, of nothing else."""
    more = right.names_something or right.phase or _content(right) - _content(left) or _attributes(right) - _attributes(left)
    # "Which body should we contact, and who is the person?"
    same_person = left.kind in TOGETHER and right.kind is not Kind.LIST and right.concepts >= {"who_is", "person"}
    # "Can we still apply, and until when?"
    same_day = (left.kind, right.kind) == (Kind.OPEN, Kind.DEADLINE)
    return (left.kind is right.kind or same_person or same_day) and not more


def _content(message: Message) -> set[str]:
    return {message.tokens[i].folded for i in message.said}


def _are_one(found: list[Message]) -> bool:
    """Whether the questions are one asked over and over."""
    return len({" ".join(token.folded for token in message.tokens) for message in found}) == 1


def _attributes(message: Message) -> set[str]:
    return {name for name in message.concepts if name.startswith("attribute_")}
