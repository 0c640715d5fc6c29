"""What retrieval found of a question's spans, or of the documents that are judged relevant to it, and the field's measures of it, by ir-measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from townhall.evaluation.data.question import ExpectedSpan, Question, Relevant
from townhall.model import Hit, Span

DEPTH = 10
"""Hits, or documents, that are looked at, so that reciprocal rank and nDCG are cut off there."""
DOCUMENT_DEPTH = 60
"""Hits from which the first ten documents are taken, of which several may stand in one document."""

RANKS = (1, 5, 10)
"""Values of k in hit@k and recall@k."""

MEASURES = (*(f"hit@{k}" for k in RANKS), *(f"recall@{k}" for k in RANKS), "mrr@10", "ndcg@10")
"""Names of the measures, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where the spans of one question stand among the hits."""

    ranks: tuple[int | None, ...]
    """For each span the rank of the first hit that covers it, from 1; None if none does."""
    documents: tuple[str, ...] = ()
    """The first ten documents, each where its first passage ranks; empty where no document is judged relevant."""
    relevant: tuple[Relevant, ...] = ()
    """Documents that are judged relevant: where there are any, they and not the spans are what is measured."""
    together: tuple[int | None, ...] = ()
    """``ranks`` among the passages that all turns of a conversation find together; empty for a single question."""

    @property
    def complete(self) -> bool:
        """Whether every span was retrieved."""
        return None not in self.ranks


def ranking_of(question: Question, hits: Sequence[Hit], together: Sequence[Hit] = ()) -> Ranking:
    """Find what a question expects among its ``hits``, which are in order of their rank: spans among the first ten, documents among all.

    ``together`` are the hits for all turns of a conversation.
    """
    documents = documents_of(hits)[:DEPTH] if question.relevant else ()
    all_turns = rank_spans(question.spans, together).ranks if together else ()
    return replace(rank_spans(question.spans, hits), together=all_turns, documents=documents, relevant=question.relevant)


def documents_of(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the documents of ``hits``, each where the first passage ranks that stands in it, be it at another place of the same text."""
    return tuple(dict.fromkeys(source for hit in hits for source in (hit.passage.source, *(place.source for place in hit.also_in))))


def rank_spans(spans: Sequence[ExpectedSpan], hits: Sequence[Hit]) -> Ranking:
    """Find each span among the first ten ``hits``, which are in order of their rank."""
    return Ranking(tuple(next((hit.rank for hit in hits[:DEPTH] if covers(hit, span)), None) for span in spans))


def covers(hit: Hit, span: ExpectedSpan) -> bool:
    """Whether the hit's passage, a heading it stands under, or another place of the same text overlaps the span."""
    source = hit.passage.source
    own = [Span(source, hit.passage.start, hit.passage.end), *(Span(source, heading.start, heading.end) for heading in hit.passage.headings)]
    return any(overlap(place, wanted) for place in (*own, *hit.also_in) for wanted in span.places)


def overlap(one: Span, other: Span) -> bool:
    """Whether two places share a character."""
    return one.source == other.source and one.start < other.end and other.start < one.end


def retrieval_measures(rankings: Sequence[Ranking]) -> list[Mapping[str, float] | None]:
    """Return the measures of each ranking; None where there is nothing to find, or ir-measures isn't installed here.

    What is relevant to a question is, for each of its spans, the first hit that covers it: a hit that covers two counts once, and a later hit that
    overlaps a span already found is not relevant. A span that no hit covers stands for a relevant passage that was not retrieved.
    Where documents are judged relevant, with grades as gains, documents are what is ranked.
    Success@k, RR: Voorhees, TREC-8 question answering track, 1999. nDCG: Järvelin and Kekäläinen, TOIS 20(4), 2002, with gains of 0 and 1.
    """
    try:
        import ir_measures
        from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG
    except ImportError:
        return [None] * len(rankings)
    measures = dict(zip((*(Success @ k for k in RANKS), *(R @ k for k in RANKS), RR @ DEPTH, nDCG @ DEPTH), MEASURES, strict=True))
    qrels: list[object] = []
    run: list[object] = []
    for number, ranking in enumerate(rankings):
        if ranking.relevant:
            qrels += [Qrel(str(number), judged.source, judged.grade) for judged in ranking.relevant]
            run += [ScoredDoc(str(number), source, -float(rank)) for rank, source in enumerate(ranking.documents or ("",), start=1)]
            continue
        qrels += [Qrel(str(number), name, 1) for name in sorted({_name(index, rank) for index, rank in enumerate(ranking.ranks)})]
        run += [ScoredDoc(str(number), f"rank {rank}", -float(rank)) for rank in range(1, DEPTH + 1) if ranking.ranks]
    found: list[dict[str, float]] = [{} for _ in rankings]
    if qrels:
        for metric in ir_measures.iter_calc(list(measures), qrels, run):
            found[int(metric.query_id)][measures[metric.measure]] = float(metric.value)
    return [values or None for values in found]


def _name(index: int, rank: int | None) -> str:
    return f"not retrieved {index}" if rank is None else f"rank {rank}"
