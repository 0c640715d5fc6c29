"""The number that is all that a message tells: "and for 12,400?" asks again what was asked of another one."""

from __future__ import annotations

from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import years_in
from townhall.locales.lexicon import lexicon
from townhall.locales.sizes import sizes_in
from townhall.locales.structure import words
from townhall.locales.values import NumberMention, number_mentions
from townhall.locales.words import STOP_WORDS, Token
from townhall.query.kinds import QUESTION
from townhall.query.parse import SETTLEMENTS, Message


def tells_size(message: Message) -> bool:
    """Whether a message tells how many live in a place and nothing else: "our neighbours have 25,000", "we are 3,000"."""
    return number_told(message) is not None and bool(sizes_in(message.text))


def with_other_number(message: Message, before: str) -> str | None:
    """Return an English question with the number that a message tells alone in the place of its own; None where it can't be told which one.

    Of several numbers it is the one that says how many live in a place. One of something else takes no other's place.
    """
    number = number_told(message)
    if number is None:
        return None
    sizes = sizes_in(before)
    old = sizes or [one for one in number_mentions(before, "en") if one.values.isdisjoint(years_in(before))]
    if len(old) != 1 or (not sizes and sizes_in(message.text)):
        return None
    unit = terms_of(old[0].after)[:1]
    if not sizes and any(stem not in unit for token in _said(message, number) for stem in terms_of(token.text)):
        return None
    return f"{before[: old[0].start]}{message.text[number.start : number.end]}{before[old[0].end :]}"


def number_told(message: Message) -> NumberMention | None:
    """Return the one number of an English message that says nothing else, but for what a place is, or those who live there; None for another."""
    if message.language != "en" or message.names_something or message.phase or not message.concepts.isdisjoint(QUESTION - {"phase"}):
        return None
    numbers = [one for one in number_mentions(message.text, "en") if one.values.isdisjoint(years_in(message.text)) or sizes_in(message.text)]
    if len(numbers) != 1:
        return None
    plain = stems_listed("counting", "population") | stems_listed("sizes", "of_place") | stems_listed("sizes", "links")
    said = [token for token in _said(message, numbers[0]) if plain.isdisjoint(terms_of(token.text))]
    return numbers[0] if not said or (len(said) == 1 and not sizes_in(message.text)) else None


def _said(message: Message, number: NumberMention) -> list[Token]:
    """Return the words of a message that say something, beside a number and what only says that it goes on."""
    matches = lexicon("en").concepts.find(message.tokens)
    asking = {i for match in matches for i in range(match.first, match.last) if match.name in {"and", "correction", "we", "pronoun", "polar"}}
    places = {i for match in lexicon("en").terms.find(message.tokens) for i in range(match.first, match.last) if match.name in SETTLEMENTS}
    return [
        token
        for i, token in enumerate(message.tokens)
        if i not in asking | places and token.folded not in STOP_WORDS | words("sizes", "beside") and not number.start <= token.start < number.end
    ]
