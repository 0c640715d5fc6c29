"""Whether a value that the best sentences give is of something else: of another phrase or name, or ruled out by the judge."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import sentence_quote
from townhall.answering.reading.types import HARD_KINDS, OFTEN, counts_in, without_repeated
from townhall.answering.sentences.choice import RULED_OUT
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.phrases import is_of_another_phrase, is_of_unknown_kind
from townhall.answering.sentences.ranking import Ranking
from townhall.index.lexical import terms_of
from townhall.model import Kind

CERTAIN = 0.7
"""Probability from which the judge's word is taken for what is told in other words."""
UNLIKELY = 0.1
"""Probability below which the judge holds a sentence for none where something else speaks against it too."""
LOOKED_AT = 3
"""Best sentences that are looked through for a number."""


def is_ruled_out(context: Context, ranking: Ranking) -> bool:
    """Whether the judge holds the best sentence for no answer, and it gives a value that may be of anything.

    That is a duration (what is due within a day isn't valid for one), or what a line gives under a label that the question hasn't:
    "Paper: Tuesday" where glass is asked for.
    """
    best = ranking.candidates[0]
    if best.verdict is None or best.signals.judged_alone >= RULED_OUT:
        return False
    label = label_of(best.evidence.sentence.text)
    of_another = context.query.kind in HARD_KINDS and label is not None and frozenset(context.terms).isdisjoint(terms_of(label))
    return context.query.kind is Kind.DURATION or of_another


def is_of_unknown(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence, which the judge holds for none, gives a value of another kind of thing than the one that is asked about."""
    best = ranking.candidates[0]
    ruled_out = best.verdict is not None and best.signals.judged_alone < UNLIKELY
    return ruled_out and is_of_unknown_kind(context, best.evidence.sentence.text)


def tells_of_another_phrase(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence tells something of another thing than the one that is asked about by a phrase, or of another name.

    Where a number is asked for, it is each of the best sentences beside it that has one.
    """
    best = ranking.candidates[0]
    if context.query.kind is Kind.PLACE and best.signals.judged_alone > CERTAIN:
        return False  # where it is may be said of it by another name
    near = (one for one in ranking.candidates[:LOOKED_AT] if one.evidence.hit is best.evidence.hit)
    numbers = [one for one in near if any(counts_in(without_repeated(one.evidence.sentence.text, context.query)))]
    counted = context.query.kind is Kind.QUANTITY and OFTEN not in context.query.concepts
    telling = (numbers if counted else []) or [best]
    return all(is_of_another_phrase(context, sentence_quote(one.evidence.hit, one.evidence.sentence).span) for one in telling)
