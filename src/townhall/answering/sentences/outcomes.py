"""When it is known what came of an application: the day of the results, and not the one by which one applied."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import sentence_quote
from townhall.answering.reading.types import holds_asked
from townhall.answering.sentences.choice import RULED_OUT
from townhall.answering.sentences.columns import heads_of
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.tables import cells_of, is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.phases import phase_of
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import FactKind, Kind

CERTAIN = 0.6
"""Probability from which the judge's word is taken for what is told in other words."""


def with_asked_outcome(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the best sentence that says when the results of the phase come that is named, where the best one doesn't."""
    if not (_is_asked(context) and context.query.values("phase")) or _tells(context, ranking.candidates[0]):
        return ranking
    return ranking.led_by(next((other for other in ranking.candidates if _tells(context, other)), None))


def is_of_other_outcome(context: Context, ranking: Ranking) -> bool:
    """Whether the day of the results is asked for, and the best sentence gives that of another phase, or one of which it doesn't say so."""
    best = ranking.candidates[0]
    text, phases = best.evidence.sentence.text, context.query.values("phase")
    if not _is_asked(context) or (is_row(text) and not phases):
        return False
    tells = _tells(context, best)
    if not phases:
        return (not tells and _is_of_applying(context, best)) or (best.verdict is not None and best.signals.judged_alone < RULED_OUT)
    return not tells and (is_row(text) or _is_of_applying(context, best) or best.signals.judged_alone <= CERTAIN or _is_other(_phase(text), context))


def _is_of_applying(context: Context, candidate: Candidate) -> bool:
    """Whether a sentence says until or from when one can apply."""
    text, place = candidate.evidence.sentence.text, sentence_quote(candidate.evidence.hit, candidate.evidence.sentence).span
    announced = phrases_in(text, words("deadlines", "strong") | words("deadlines", "opening"))
    return bool(announced) or any(fact.values["sentence"].span == place for fact in context.facts(FactKind.DEADLINE))


def _is_asked(context: Context) -> bool:
    """Whether an English question asks when the results come."""
    query = context.query
    dated = query.kind is Kind.DATE or (query.kind is Kind.DEADLINE and query.concepts.isdisjoint({"deadline", "until"}))
    return query.language == "en" and dated and _speaks_of_outcomes(query.search_text)


def _tells(context: Context, candidate: Candidate) -> bool:
    """Whether a sentence says when the results come, of the phase that is asked about; a row does in the column that is of them."""
    text = candidate.evidence.sentence.text
    if context.query.values("phase") and (_phase(text) is None or _is_other(_phase(text), context)):
        return False
    if is_row(text):
        columns = zip(heads_of(context, candidate), cells_of(text), strict=False)
        return any(_speaks_of_outcomes(head) and bool(holds_asked(text[slice(*cell)], context.query)) for head, cell in columns)
    return _speaks_of_outcomes(text) and bool(holds_asked(text, context.query))


def _is_other(phase: str | None, context: Context) -> bool:
    asked = context.query.values("phase")
    return phase is not None and bool(asked) and phase not in asked


def _phase(text: str) -> str | None:
    phase = phase_of(text, tokens_of(text), lexicon("en"))
    return phase.value if phase else None


def _speaks_of_outcomes(text: str) -> bool:
    return not stems_listed("deadlines", "outcomes").isdisjoint(terms_of(text))
