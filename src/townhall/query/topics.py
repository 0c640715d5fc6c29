"""The thing that a question is about, told by its place in the sentence: "and the library?" asks of the library what was asked before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from townhall.index.lexical import terms_of
from townhall.locales.lexicon import Match, after_opening, lexicon
from townhall.locales.numbers import ordinal
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Query
from townhall.query.kinds import GOES_ON, OPENING, POLAR
from townhall.query.leaning import QUESTION_WORDS
from townhall.query.parse import Message
from townhall.query.things import OWNING, WITHIN, Thing, in_place_of, is_letter, things_in, with_article
from townhall.query.wording import in_brackets

LONGEST = 6
"""Words of the longest thing that is taken for one."""
NAMED = ("place", "region", "organisation", "person")
"""Slots whose names another name takes the place of, and no thing."""
WHO_IS = "Who is"
PART = re.compile(r"\s*(?:[,:?]|\s[-–—])\s+(?=\w)")
"""What parts the thing that a message begins with from what is then asked of it."""
ASKING = QUESTION_WORDS | POLAR
"""Concepts of the words with which what is asked of a thing may begin."""
OF_A_THING = frozenset(
    {"body", "inhabitants", "people", "person", "place_marker", "mentioned", "noise", "nearness", "does", "support", "phase", "opens", "apply"}
)
"""Concepts whose words may be part of what a thing is called, though not its last one: "the start-up grant"."""


def asked_of_another(message: Message, before: Query) -> tuple[str, str] | None:
    """Return the question before, asked of the thing that a message names alone, and that thing; None where the message does anything else.

    Told in English alone, and only where it can be told in place of what the thing is meant: "What does a tent cost?" – "and a caravan?"
    """
    if message.language != "en" or before.language != "en" or message.names_something or message.phase or before.parts:
        return None
    of_other, thing = _of_owner_or_kind(message, before.text), _named_alone(message)
    if of_other is not None or thing is None:
        return of_other
    if (of_same := _held_by_another(thing, before.text)) is not None and not any(slot.name in NAMED for slot in before.slots):
        return of_same, thing.text
    # A day takes the place of a day, whatever else is named.
    days = [other for other in things_in(before.text) if weekdays_in(other.text, "en")] if weekdays_in(thing.text, "en") else []
    if any(slot.name in NAMED for slot in before.slots) and not days:
        return None
    old = _replaced(thing, days or things_in(before.text))
    if old is None:
        return None
    return f"{before.text[: old.start]}{thing.called}{before.text[old.end :]}", thing.text


def asked_of_first(text: str, language: str) -> str | None:
    """Return what a message asks of the thing that it names first, that thing in the place of a pronoun; None for any other message.

    "What about the library, when does it open?" asks when the library opens.
    """
    tokens = tokens_of(text)
    opening = _opening(tokens) if language == "en" else 0
    about = opening and " ".join(token.folded for token in tokens[:opening]).endswith(tuple(words("topics", "about")))
    part = PART.search(text, tokens[opening - 1].end) if about else None
    if part is None:
        return None
    told = [token for token in tokens[opening:] if token.end <= part.start()]
    thing, asked = _thing(text, told), text[part.end() :]
    asking = {match.name for match in lexicon("en").concepts.find(tokens_of(asked)) if match.first == 0}
    if thing is None or asking.isdisjoint(ASKING):
        return None
    if (of_thing := in_place_of(asked, thing.called, words("topics", "pronouns"))) is not None:
        return of_thing
    named = set(terms_of(thing.text)) <= set(terms_of(asked))
    return asked if named else in_brackets(asked, [thing.called])


def _of_owner_or_kind(message: Message, before: str) -> tuple[str, str] | None:
    """Return the question before, asked of another owner ("and Ms Kay's?") or of another one of a kind ("and the old one?"), and what is named.

    None where the message names neither, or where it can't be told in whose place.
    """
    opening = _opening(message.tokens)
    rest = message.tokens[opening:]
    if not opening or len(rest) <= 1 or any(ordinal(token.folded) for token in rest[:-1]) or (thing := _thing(message.text, rest[:-1])) is None:
        return None
    last, between = rest[-1].folded, message.text[rest[-2].end : rest[-1].start].strip()
    things = things_in(before)
    if between and f"{between}{last}" in OWNING:
        owners = [other for other in things if before.startswith(OWNING, other.end)]
        return (f"{before[: owners[0].start]}{thing.called}{before[owners[0].end :]}", thing.text) if len(owners) == 1 else None
    kinds = [place for place, other in enumerate(things) if other.article and " " in other.text]
    if between or last not in words("topics", "ones") or not thing.article or len(kinds) != 1:
        return None
    old, after = things[kinds[0]], things[kinds[0] + 1 : kinds[0] + 2]
    if after and after[0].named and not before[old.end : after[0].lead].strip():
        return None  # "the flood wall at North Quay": whether "the other one" is another wall or at another quay isn't said
    called = f"{old.article} {_of_kind(thing, old)}"
    return f"{before[: old.start]}{called}{before[old.end :]}", thing.text


def _of_kind(thing: Thing, old: Thing) -> str:
    """Return a thing's words with those of its kind: "Eastholm" of the "Upper Tarn office" is the "Eastholm office"."""
    told = old.text.split()
    first = len(told) - len(thing.text.split())
    common = [word for word in told if not word[:1].isupper()] if old.named else told[-max(1, first) :]
    return " ".join([thing.text, *(common or told[-1:])])


def _held_by_another(thing: Thing, before: str) -> str | None:
    """Return the question for who holds an office, asked of the one that a message names, of the same thing; None where it asks for no office.

    "Who chairs the library board?" – "and the secretary?"
    """
    held, old = tokens_of(thing.text), things_in(before)
    offices = [match for match in lexicon("en").concepts.find(held) if match.name == "person"]
    asked = {match.name for match in lexicon("en").concepts.find(tokens_of(before))}
    is_office = bool(thing.article) and not thing.preposition and any(match.last == len(held) for match in offices)
    return f"{WHO_IS} {thing.called} of {old[0].called}?" if is_office and len(old) == 1 and {"who", "person"} <= asked else None


def _named_alone(message: Message) -> Thing | None:
    """Return the thing that a message names after the words with which it goes on, if it says nothing else."""
    opening = _opening(message.tokens)
    if not opening:
        return None
    # "and for" goes on and begins what it goes on with.
    first = opening - 1 if opening > 1 and message.tokens[opening - 1].folded in words("topics", "prepositions") - {"about"} else opening
    return _thing(message.text, message.tokens[first:])


def _opening(tokens: Sequence[Token]) -> int:
    """Return how many words a message begins with that only go on from the one before; 0 where it doesn't."""
    matches = lexicon("en").concepts.find(tokens)
    start = after_opening(matches, OPENING)
    return start if any(match.name in GOES_ON and match.last <= start for match in matches) else 0


def _thing(text: str, tokens: Sequence[Token]) -> Thing | None:
    """Return the thing that is all that some words name; None where they ask something, or name nothing."""
    first = 0
    if tokens and tokens[0].folded in words("topics", "prepositions"):
        first = 1
    if len(tokens) > first and tokens[first].folded in words("topics", "articles"):
        first += 1
    rest = tokens[first:]
    if not rest or len(rest) > LONGEST or all(token.folded in STOP_WORDS for token in rest):
        return None
    if not WITHIN.fullmatch("".join(text[one.end : other.start] for one, other in pairwise(rest))):
        return None
    if _asks(rest):
        return None
    return with_article(text, tokens, first, len(tokens))


def _asks(tokens: Sequence[Token]) -> bool:
    """Whether words ask something, or say it: none but a noun phrase is a thing. What is written as a name asks nothing."""
    matches = lexicon("en").concepts.find(tokens)

    def is_name(match: Match) -> bool:
        return all(token.capitalised for token in tokens[match.first : match.last])

    asking = [match for match in matches if match.name not in OF_A_THING and not is_name(match)]
    return (
        bool(asking)
        or any(_ends(match, tokens) and not is_name(match) for match in matches)
        or (tokens[-1].folded in STOP_WORDS and not is_letter(tokens[-1]))
    )


def _ends(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether words with which a thing can't end are its last: "and still open?"; a verb is no thing either: "and register?"."""
    return match.last == len(tokens) and match.name in {"does", "phase", "opens", "apply", "nearness"}


def _replaced(thing: Thing, things: Sequence[Thing]) -> Thing | None:
    """Return which thing of the question before another stands for: by its preposition, as a name, as the only one, by its article."""
    if thing.preposition:
        alike = [other for other in things if other.preposition == thing.preposition]
        return alike[-1] if alike else None
    names = [other for other in things if other.named]
    if thing.named and len(names) == 1:
        return names[0]
    if len(things) == 1:
        return things[0]
    alike = [other for other in things if other.article and thing.article and other.article.casefold() == thing.article.casefold()]
    if len(alike) == 1:
        return alike[0]
    # "a minimum for a roof" – "what about windows?": of things of which any may be meant, the one that something is asked for.
    asked_for = [other for other in things if other.preposition and _is_any(other)] if _is_any(thing) else []
    return asked_for[0] if len(asked_for) == 1 else None


def _is_any(thing: Thing) -> bool:
    """Whether no thing of its kind in particular is meant: "a roof", "windows"."""
    return not thing.named and (thing.article is None or thing.article.casefold() in words("topics", "indefinite"))
