"""Questions for a yes or a no: "Is the office open on Saturdays?"."""

from __future__ import annotations

from townhall.locales.lexicon import after_opening, lexicon
from townhall.locales.words import tokens_of
from townhall.model import Query
from townhall.query.kinds import OPENING, POLAR

OPEN = frozenset({"who", "what", "which", "when", "where", "why", "how", "how_many", "how_long", "definition", "list", "said", "compare"})
"""Concepts of questions that a yes or a no doesn't answer."""


def wants_yes_or_no(query: Query) -> bool:
    """Whether a question begins with a verb, as they do in English; in other languages whether it asks nothing else."""
    if query.language != "en":
        return query.concepts.isdisjoint(OPEN)
    matches = lexicon("en").concepts.find(tokens_of(query.text))
    start = after_opening(matches, OPENING | {"insult"})
    return any(match.first == start and match.name in POLAR for match in matches)
