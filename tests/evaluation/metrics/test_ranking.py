"""Retrieval: which hit covers a span, and the field's measures of it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from townhall.evaluation.data.question import ExpectedSpan, Relevant
from townhall.evaluation.metrics.ranking import MEASURES, Ranking, documents_of, rank_spans, retrieval_measures
from townhall.model import Heading, Hit, Passage, Span


def hit(rank: int, start: int, end: int, *, source: str = "a.txt", headings: tuple[Heading, ...] = (), also_in: tuple[Span, ...] = ()) -> Hit:
    """Return a hit on a passage at that place."""
    return Hit(rank, 1 / rank, Passage(source, start, end, "", headings, ()), 0.0, 0.0, also_in=also_in)


def span(start: int, end: int) -> ExpectedSpan:
    """Return a span of a.txt."""
    return ExpectedSpan("a.txt", "", (Span("a.txt", start, end),))


def test_first_hit_that_overlaps() -> None:
    """A span's rank is that of the first hit whose passage shares a character with it; touching doesn't count."""
    hits = [hit(1, 0, 10), hit(2, 15, 25, source="b.txt"), hit(3, 19, 30), hit(4, 10, 20)]
    assert rank_spans([span(10, 20)], hits).ranks == (3,)


def test_other_places_and_headings() -> None:
    """A passage covers what stands at its other places, and the headings that it stands under."""
    hits = [hit(1, 0, 10, source="b.txt", also_in=(Span("a.txt", 50, 60),)), hit(2, 30, 40, headings=(Heading("Title", 20, 25),))]
    assert rank_spans([span(55, 58), span(20, 25), span(70, 80)], hits).ranks == (1, 2, None)


def test_ten_hits_count() -> None:
    """What stands below rank ten is not retrieved."""
    assert rank_spans([span(0, 5)], [*(hit(rank, 50, 60) for rank in range(1, 11)), hit(11, 0, 5)]).ranks == (None,)


@pytest.mark.parametrize(
    ("ranks", "values"),
    [
        ((1,), (1, 1, 1, 1, 1, 1, 1, 1)),
        ((6,), (0, 0, 1, 0, 0, 1, 1 / 6, 1 / math.log2(7))),
        ((None,), (0, 0, 0, 0, 0, 0, 0, 0)),
        ((2, None), (0, 1, 1, 0, 1 / 2, 1 / 2, 1 / 2, (1 / math.log2(3)) / (1 + 1 / math.log2(3)))),
        ((1, None, None), (1, 1, 1, 1 / 3, 1 / 3, 1 / 3, 1, 1 / (1 + 1 / math.log2(3) + 1 / 2))),
        ((2, 2), (0, 1, 1, 0, 1, 1, 1 / 2, 1 / math.log2(3))),
    ],
    ids=str,
)
def test_measures(require: Callable[[object, str], None], ranks: tuple[int | None, ...], values: tuple[float, ...]) -> None:
    """The measures are those of the formulas: success, recall, reciprocal rank, nDCG with binary gains; a span not found counts in the ideal."""
    (found,) = retrieval_measures([Ranking(ranks)])
    require(found, "ir-measures is not installed here.")
    assert found == pytest.approx(dict(zip(MEASURES, values, strict=True)))


def test_nothing_to_find() -> None:
    """A question without spans is not measured."""
    assert retrieval_measures([Ranking(())]) == [None]


def test_documents_rank_where_their_first_passage_does() -> None:
    """A document counts once, at its first passage, be that another place of a text that stands in several documents."""
    hits = [hit(1, 0, 9, source="b.txt"), hit(2, 9, 20, source="b.txt"), hit(3, 0, 9, source="c.txt", also_in=(Span("a.txt", 5, 14),))]
    assert documents_of(hits) == ("b.txt", "c.txt", "a.txt")


def test_judged_documents_are_measured_as_by_trec_eval(require: Callable[[object, str], None]) -> None:
    """With graded judgements nDCG@10, MRR@10 and hit@k are trec_eval's of the same ranking of documents, question by question."""
    names = [f"{number}.txt" for number in range(30)]
    draw = random.Random(5)  # noqa: S311 - the same rankings each time
    rankings = [
        Ranking((), tuple(draw.sample(names, draw.choice([1, 7, 10]))), tuple(Relevant(name, draw.randint(1, 3)) for name in draw.sample(names, 6)))
        for _ in range(60)
    ]
    found = retrieval_measures(rankings)
    require(found[0], "ir-measures is not installed here.")
    import pytrec_eval

    qrels = {str(n): {judged.source: judged.grade for judged in ranking.relevant} for n, ranking in enumerate(rankings)}
    run = {str(n): {name: -float(rank) for rank, name in enumerate(ranking.documents)} for n, ranking in enumerate(rankings)}
    official = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut_10", "recip_rank", "success_1,5,10"}).evaluate(run)
    for number, values in enumerate(found):
        expected = official[str(number)]
        assert values is not None
        assert values["ndcg@10"] == pytest.approx(expected["ndcg_cut_10"], abs=1e-9)
        assert values["mrr@10"] == pytest.approx(expected["recip_rank"], abs=1e-9)
        assert [values[f"hit@{k}"] for k in (1, 5, 10)] == [expected[f"success_{k}"] for k in (1, 5, 10)]


def test_nothing_searched_is_nothing_found(require: Callable[[object, str], None]) -> None:
    """A question with relevant documents for which nothing was ranked counts as 0, and not as not measured."""
    (found,) = retrieval_measures([Ranking((), (), (Relevant("a.txt", 1),))])
    require(found, "ir-measures is not installed here.")
    assert found is not None
    assert set(found.values()) == {0}
