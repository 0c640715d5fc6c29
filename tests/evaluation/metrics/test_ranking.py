"""Retrieval: which hit covers a span, and the field's measures of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from townhall.evaluation.data.question import ExpectedSpan
from townhall.evaluation.metrics.ranking import MEASURES, Ranking, rank_spans, retrieval_measures
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
        ((1,), (1, 1, 1, 1, 1)),
        ((6,), (0, 0, 1, 1 / 6, 1 / math.log2(7))),
        ((None,), (0, 0, 0, 0, 0)),
        ((2, None), (0, 1, 1, 1 / 2, (1 / math.log2(3)) / (1 + 1 / math.log2(3)))),
        ((1, None, None), (1, 1, 1, 1, 1 / (1 + 1 / math.log2(3) + 1 / 2))),
        ((2, 2), (0, 1, 1, 1 / 2, 1 / math.log2(3))),
    ],
    ids=str,
)
def test_measures(require: Callable[[object, str], None], ranks: tuple[int | None, ...], values: tuple[float, ...]) -> None:
    """The measures are those of the formulas: success, reciprocal rank, nDCG with binary gains; a span not found counts in the ideal."""
    (found,) = retrieval_measures([Ranking(ranks)])
    require(found, "ir-measures is not installed here.")
    assert found == pytest.approx(dict(zip(MEASURES, values, strict=True)))


def test_nothing_to_find() -> None:
    """A question without spans is not measured."""
    assert retrieval_measures([Ranking(())]) == [None]
