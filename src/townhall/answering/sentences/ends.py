"""Which end of a stretch of time is asked for, where no judge has read which one a sentence gives: its beginning, or until when it lasts."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.reading.types import holds_asked
from townhall.answering.sentences.own_words import is_unread
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import Kind

BEGINNING, ENDING = "opens", "deadline"
"""Concepts of the words that say that something begins, and that it ends."""
ENDS = frozenset({BEGINNING, ENDING})
FINISHED = "finish"
"""The notion of what ends, of which no deadline needs be spoken."""
KINDS = frozenset({Kind.DATE, Kind.DEADLINE})


def with_asked_end(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sentence of the best passage that gives the end which is asked for, where the best one gives the other.

    "Die Ausstellung beginnt am 3. Mai. Sie endet am 30. Juni." are alike in all but that.
    """
    query, best = context.query, ranking.candidates[0]
    asked = frozenset({ENDING}) if "until" in query.concepts else query.concepts & ENDS
    if query.kind not in KINDS or len(asked) != 1 or not is_unread(context, ranking) or not _says(context, best, ENDS - asked):
        return ranking
    language = context.language_of(best.evidence.hit.passage.source)
    return ranking.led_by(
        next(
            (
                other
                for other in ranking.candidates
                if other.evidence.hit is best.evidence.hit
                and _says(context, other, asked)
                and holds_asked(other.evidence.sentence.text, query, language)
            ),
            None,
        )
    )


def _says(context: Context, candidate: Candidate, ends: frozenset[str]) -> bool:
    """Whether a sentence says of some of the ends of a time that they are there, and of no other."""
    language = context.language_of(candidate.evidence.hit.passage.source)
    tokens = tokens_of(candidate.evidence.sentence.text)
    found = {match.name for match in lexicon(language).concepts.find(tokens)}
    found |= {ENDING for match in lexicon(language).notions.find(tokens) if match.name == FINISHED}
    return found & ENDS == ends
