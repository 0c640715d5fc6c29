"""What is asked about as done, and told only as what will be: who has won is not said where the winner will be named."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.sentences.ranking import Ranking
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in
from townhall.locales.lexicon import Patterns
from townhall.locales.structure import words
from townhall.locales.words import Token, phrases_in, tokens_of
from townhall.model import Kind, Query
from townhall.query.things import PARTICIPLE

KINDS = frozenset({Kind.OTHER, Kind.PERSON, Kind.PLACE, Kind.QUANTITY, Kind.DEFINITION})
"""Kinds of questions for what came of something; what somebody said, and by when something is due, may well be to come."""
AFTER = 3
"""Sentences from the best one on within which it is said what will be."""
CERTAIN = 0.5
"""Probability from which the judge's word is taken."""
REACH = 3
"""Words after "has" or "have" within which it is said what was done."""


def is_only_to_come(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks what something has brought, and the best sentence only says that it will, or one after it of what comes out.

    "Nominations close tomorrow. The winner will be named in June."
    """
    query, best = context.query, ranking.candidates[0]
    if query.language != "en" or query.kind not in KINDS or is_row(best.evidence.sentence.text) or not _asks_what_was(query):
        return False
    for number, sentence in enumerate(best.evidence.hit.passage.sentences[best.number : best.number + AFTER]):
        tokens = tokens_of(sentence.text)
        future = min((match.first for match in _future().find(tokens)), default=len(tokens))
        if any(_is_done(token) for token in tokens[:future]):
            return False
        if future < len(tokens) and (not number or not stems_listed("deadlines", "outcomes").isdisjoint(terms_of(sentence.text))):
            return True
    return False


def is_on_a_day_to_come(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked in English when something was done, and every day of the best sentence is still to come."""
    query, best = context.query, ranking.candidates[0]
    tokens = tokens_of(query.search_text)
    put_off = any(token.folded in words("tenses", "put_off") for token in tokens)
    past = next((i for i, token in enumerate(tokens) if token.folded in words("tenses", "past")), len(tokens))
    done = not put_off and any(map(_is_done, tokens[past + 1 :]))
    if query.language != "en" or query.kind is not Kind.DATE or not done or best.signals.judged_alone > CERTAIN:
        return False
    days = [day for date in dates_in(best.evidence.sentence.text) if (day := date.full) is not None]
    return bool(days) and all(day > context.today for day in days)


@cache
def _future() -> Patterns:
    return Patterns({"future": tuple(words("tenses", "future"))})


def _asks_what_was(query: Query) -> bool:
    """Whether a question asks what was done: "Who won …?", "Which town has won …?"."""
    if phrases_in(query.search_text, words("tenses", "future") | words("tenses", "planned")):
        return False
    tokens = tokens_of(query.search_text)
    asked = [before for before, token in pairwise(tokens) if token.folded in words("tenses", "ended") and before.folded in words("tenses", "asking")]
    has = (i for i, token in enumerate(tokens) if token.folded in words("tenses", "having"))
    return bool(asked) or any(_is_done(token) for i in has for token in tokens[i + 1 : i + 1 + REACH])


def _is_done(token: Token) -> bool:
    """Whether a word says that something was done."""
    return token.folded in words("tenses", "done") | words("tenses", "ended") or PARTICIPLE.fullmatch(token.folded) is not None
