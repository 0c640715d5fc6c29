"""By what means something may be done, and what is the asker's own: neither asks for a number, an address or an amount."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.locales.lexicon import Lexicon, Match
from townhall.locales.structure import words
from townhall.locales.words import Token

MEANS = frozenset({"attribute_email", "attribute_phone", "contact"})
OWN = frozenset({"attribute_email", "attribute_phone", "attribute_money", "attribute_address"})
ASKING = frozenset({
    "who", "which", "what", "where", "when", "how_many", "how_much", "how_long", "is_there", "has", "definition", "list", "and", "give",
})  # fmt: skip
"""Concepts of questions that a yes or a no doesn't answer, or that may want more."""
OPENING = 2
"""Words with the first of which, or after one of which, such a question begins: "Could you", "Hi, can I"."""
KEYWORDS = 3
"""Words up to which a message may be no more than what is looked for: "Preis Abonnement"."""
FRAGMENT = 6
"""Words up to which one with an "and" may go on from what was asked before: "und der Preis für Kinder?"."""
OWN_REACH = 2
"""Words between "my" and what is mine: "my gmail address"."""


def only_by_the_way(matches: Sequence[Match], tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[Match]:
    """Return the concepts that a question for a yes or a no has but in saying how: "by mail to my address", "Is it all right to phone Ms Roe?".

    In another language than English it is money that is spoken of where nothing is asked for: "Ist die Erhöhung der Beiträge beschlossen?".
    """
    if lexicon.language != "en":
        goes_on = len(tokens) <= FRAGMENT
        asks = len(tokens) <= KEYWORDS or any(match.name in ASKING and (goes_on or match.name != "and") for match in matches)
        papers = any(match.name == "attachment" for match in lexicon.notions.find(tokens))
        asks = asks and not (papers and not any(match.name == "how_many" for match in matches))  # "quels papiers pour demander de l'argent ?"
        return frozenset() if asks else frozenset(match for match in matches if match.name == "attribute_money")
    polar = any(token.folded in words("means", "verbs") for token in tokens[:OPENING])
    if not polar or any(match.name in ASKING for match in matches):
        return frozenset()
    return frozenset(match for match in matches if _is_own(match, tokens) or _is_means(match, tokens))


def _is_own(match: Match, tokens: Sequence[Token]) -> bool:
    before = tokens[max(0, match.first - OWN_REACH) : match.first]
    address = match.name == "contact" and tokens[match.last - 1].folded in words("means", "addresses")
    return (match.name in OWN or address) and any(token.folded in words("means", "own") for token in before)


def _is_means(match: Match, tokens: Sequence[Token]) -> bool:
    before = tokens[match.first - 1].folded if match.first else ""
    allowed = tokens[match.first - 2].folded if match.first > 1 else ""
    verb = before == "to" and allowed in words("means", "allowed")
    return match.name in MEANS and (before in words("means", "by") or verb)
