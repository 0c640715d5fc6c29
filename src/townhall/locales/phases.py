"""Which phase a text speaks of: by its number in digits or words, before or after the noun, or as the first or last one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from townhall.locales.lexicon import Lexicon
from townhall.locales.lexicon import lexicon as lexicon_of
from townhall.locales.ordinals import between_numbers, numbers_after, numbers_before
from townhall.locales.words import STOP_WORDS, Token

FIRST = "1"
"""The phase that is asked for as the initial one, or the earlier of two."""
LAST = "last"
"""The phase that is asked for as the last one, or the later of two."""
REACH = 2
"""Words before "phase" among which its number stands: "the second helpdesk phase"."""
PAST = "past_phase"
NOT_MEANT = frozenset({"negation", PAST})
"""Concepts of what stands before a phase that isn't asked about: "not the first round", "if we make it past phase 1"."""
DENIED_WITHIN = 3
"""Words between what denies something and the phase that it is of."""
CLAUSE_END = re.compile(r"[.!?;:,]")
ALONE = 2
"""Words up to which a message is hardly more than an ordinal."""


@dataclass(frozen=True, slots=True)
class Phase:
    """The phase that is asked about, as a number or ``last``, and the words that say so; ``last`` exclusive."""

    value: str
    first: int
    last: int


def phase_of(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Phase | None:
    """Return the phase that is asked about: "phase 2", "the second round", "phase II", "the last one".

    None where several are, or how many there are is said ("the two phases").
    """
    matches = lexicon.concepts.find(tokens)
    before, after = numbers_before(tokens, lexicon.language, text=text), numbers_after(tokens, lexicon.language)
    joining = {match.first for match in matches if match.name == "and" and match.last == match.first + 1} | between_numbers(tokens, lexicon.language)
    found: list[Phase] = []
    # "drugi rok", "le deuxième délai": where English has rounds, others number what ends them.
    rounds = {"phase"} if lexicon.language == "en" else {"phase", "deadline"}
    nouns = [match for match in matches if match.name in rounds and (match.name == "phase" or match.first - 1 in before)]
    for noun in nouns:
        leading = [i for i in _leading(tokens, noun.first, before) if i in before]
        found += [Phase(before[i], min(i, noun.first), noun.last) for i in (*range(noun.first, noun.last), *leading) if i in before]
        if not _says_i(tokens[noun.last :]):
            following = range(noun.last, len(tokens))
            listed = takewhile(lambda i: i in after or i in joining, following)
            found += [Phase(after[i], noun.first, i + 1) for i in listed if i in after]
    if not found and nouns:
        called = {match.name for match in matches}
        value = FIRST if "first_one" in called else LAST if "last_one" in called else None
        return Phase(value, nouns[0].first, nouns[0].last) if value else None
    meant = [phase for phase in found if not _is_denied(text, tokens, phase, [match.last for match in matches if match.name in NOT_MEANT])]
    if not meant:  # "Is it not possible in phase 1?" asks about it all the same
        meant = [] if any(match.name == PAST for match in matches) else found
    return meant[0] if len({phase.value for phase in meant}) == 1 else None


def _is_denied(text: str, tokens: Sequence[Token], phase: Phase, denials: Sequence[int]) -> bool:
    """Whether a phase is told to be another one than is meant, in its own clause: "I don't need the first round"."""
    return any(
        0 <= phase.first - last <= DENIED_WITHIN and not CLAUSE_END.search(text[tokens[last - 1].end : tokens[phase.first].start]) for last in denials
    )


def _leading(tokens: Sequence[Token], noun: int, before: Mapping[int, str]) -> list[int]:
    """Return the words right before "phase" that may say which one: up to the first that is none of a noun phrase."""
    near = reversed(range(max(0, noun - REACH), noun))
    return list(takewhile(lambda i: tokens[i].folded not in STOP_WORDS or i in before, near))


def _says_i(tokens: Sequence[Token]) -> bool:
    """Whether words begin with "I" for oneself ("the phase I can join") and not with the Roman number ("phase I")."""
    return len(tokens) > 1 and tokens[0].folded == "i" and tokens[1].folded in STOP_WORDS


def lone_ordinal(tokens: Sequence[Token], language: str, *, asking: frozenset[int] = frozenset()) -> Phase | None:
    """Return the number of "the second one?" or "2?" in a message that is hardly more; ``asking`` are words that only ask."""
    numbers = {**numbers_after(tokens, language), **numbers_before(tokens, language)}
    others = asking if language != "en" else frozenset()
    plain = STOP_WORDS | lexicon_of(language).function_words
    words = [i for i, token in enumerate(tokens) if i in numbers or (token.folded not in plain and i not in others)]
    named = [i for i in words if i in numbers and (tokens[i].folded != "one" or len(words) == 1)]
    return Phase(numbers[named[0]], named[0], named[0] + 1) if len(words) <= ALONE and named else None
