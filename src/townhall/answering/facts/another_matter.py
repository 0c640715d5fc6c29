"""By when something is to be done of which no known deadline speaks: a sentence says it, where the judge is sure of that."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Draft
from townhall.answering.reading.belonging import SPOKEN_OF, names_of, section_held, share_held
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.types import holds_kind
from townhall.answering.sentences.extractive import answer_passages
from townhall.answering.sentences.ranking import rank_sentences
from townhall.index.lexical import terms_of
from townhall.model import Fact, Kind, Status

SURE = 0.7
"""The judge's probability from which a sentence tells what deadlines don't."""


def said_of_another_matter(context: Context, known: Sequence[Fact]) -> Draft | None:
    """Return the sentences that answer where the judge is sure of one that is none of the deadlines, which hardly speak of what is asked about.

    "Complaints are to be made within 30 days", whatever calls are open.
    """
    asked = topic_stems(context) if context.query.language == "en" else set()
    if not asked or any(share_held(context, asked, names_of(context, fact) | section_held(context, fact)) >= SPOKEN_OF for fact in known):
        return None
    ranking = rank_sentences(context, context.hits)
    best = ranking.candidates[0] if ranking else None
    if best is None or best.signals.judged_alone < SURE or not holds_kind(best.evidence.sentence.text, Kind.DEADLINE):
        return None
    sentence, passage = best.evidence.sentence, best.evidence.hit.passage
    told = {fact.values["sentence"].span for fact in known}
    if any(span.source == passage.source and sentence.start < span.end and span.start < sentence.end for span in told):
        return None
    if asked.isdisjoint({*context.stems_above(passage), *terms_of(sentence.text)}):
        return None
    found = answer_passages(context)
    return found if found.status is Status.ANSWERED else None
