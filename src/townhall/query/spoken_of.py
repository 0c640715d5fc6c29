"""What a question only speaks of, and doesn't ask for: a fee, a year of founding."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.locales.lexicon import Match
from townhall.locales.structure import words
from townhall.locales.words import Token
from townhall.query.kinds import ATTRIBUTE, FOUNDED, MONEY

OTHERWISE = frozenset({"how_long", "when", "when_opening", "who", "where", "why"})
"""Concepts that ask for no amount where a question begins with them: "How long are invoices kept?", "Who approves the budget?"."""
WHETHER = frozenset({"how", "may_we"})
"""The same, where nothing in the question asks what or which: "Can we pay the fee by card?"."""


def only_speaks_of_money(matches: Sequence[Match], opening: frozenset[str], tokens: Sequence[Token]) -> bool:
    """Whether a fee or a price is but what something else is asked of: "When is the fee due?", "Does the fee include travel?".

    Args:
        matches: the concepts of a question's words.
        opening: the concepts that it begins with.
        tokens: its words.
    """
    found = {match.name for match in matches}
    regarding = [match.last for match in matches if match.name == "regarding"]
    if regarding and all(any(last <= match.first <= last + 1 for last in regarding) for match in matches if match.name == MONEY):
        return True  # "What does the board do with regard to the budget?"
    if "how_much" in found or opening & OTHERWISE:
        return "how_much" not in found
    if found & {"how_many", "what", "which", "definition"}:
        return False
    polar = next((match for match in matches if match.name == "polar" and match.first == 0), None)
    spoken = [match for match in matches if match.name == MONEY and polar and polar.last <= match.first]
    # "Does the fee include travel?", "Do observers pay the members' fee?", but "Is there a fee?", "Does it cost anything?"
    some = not words("values", "some").isdisjoint(token.folded for token in tokens)  # "Do pensioners get anything off the fee?"
    asks = bool(found & {"is_there", "pronoun"}) or some
    by_the_way = not asks and any(match.last < len(tokens) or match.first > polar.last + 1 for match in spoken if polar)
    return bool(opening & WHETHER) or by_the_way


def only_spoken_of(matches: Sequence[Match], found: frozenset[str], opening: frozenset[str], *, names_one: bool) -> frozenset[str]:
    """Return the attributes that a question speaks of, and doesn't ask for.

    Those are all where it asks why ("Why was it set up in haste?"), and the founding where but "since when" or "how old" says so and it is
    not of somebody who may have been founded: "Since when must one drive slowly there?".

    Args:
        matches: the concepts of a question's words.
        found: those that it has as a whole.
        opening: those that it begins with.
        names_one: whether an organisation is named, or nothing but a pronoun.
    """
    attributes = frozenset(name for name in found if name.startswith(ATTRIBUTE))
    if "why" in opening and not found & {"when", "how_many", "how_long", "how_much"}:
        return attributes
    founded = [match for match in matches if match.name == FOUNDED]
    other = {(match.first, match.last) for match in matches if match.name in {"when", "measure"}}
    in_passing = all((match.first, match.last) in other for match in founded)
    return attributes & {FOUNDED} if founded and in_passing and not names_one else frozenset()
