"""Quotes: citation recall and precision, and what can be wrong with a quote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.quotes import score_quotes
from townhall.model import Answer, Citation, Role, Span, Statement, Status

Make = Callable[..., Answer]
Cite = Callable[..., Citation]

WHOLE = "The HCN supports 28 harbour cities in Norland with digital maps."
FOUNDED = "It was founded in 2011."
OTHER = "The services take six weeks."


def test_a_quote_that_proves_its_statement(texts: CorpusTexts, answer: Make, cite: Cite) -> None:
    """A verbatim statement with its quote is supported, and the quote is needed."""
    score = score_quotes(answer(WHOLE, cite("north.txt", WHOLE)), texts)
    assert (score.statements, score.supported, score.pairs, score.needed, score.quotes) == (1, 1, 1, 1, 1)
    assert score.reasons == ()


def test_an_idle_quote(texts: CorpusTexts, answer: Make, cite: Cite) -> None:
    """A quote beside one that suffices is not needed, and astray if it has nothing to do with the statement."""
    score = score_quotes(answer(WHOLE, cite("north.txt", WHOLE), replace(cite("south.txt", OTHER), n=2)), texts)
    assert (score.supported, score.pairs, score.needed, score.misattributed) == (1, 2, 1, 1)


def test_quotes_that_prove_only_together(texts: CorpusTexts, answer: Make, cite: Cite) -> None:
    """Where neither quote suffices and both do, both are needed."""
    said = "The HCN, founded in 2011, supports 28 harbour cities."
    score = score_quotes(answer(said, cite("north.txt", WHOLE), replace(cite("north.txt", FOUNDED), n=2)), texts)
    assert (score.supported, score.needed, score.misattributed) == (1, 2, 0)
    alone = score_quotes(answer(said, cite("north.txt", FOUNDED)), texts)
    assert (alone.supported, alone.needed, alone.misattributed) == (0, 0, 0)


def test_a_statement_with_its_neighbours_quote(texts: CorpusTexts, answer: Make, cite: Cite) -> None:
    """Quotes that have changed places support nothing and are astray."""
    quotes = (cite("north.txt", FOUNDED), replace(cite("south.txt", OTHER), n=2))
    swapped = replace(answer("", *quotes), statements=(Statement(OTHER, (1,)), Statement(FOUNDED, (2,))))
    score = score_quotes(swapped, texts)
    assert (score.statements, score.supported, score.needed, score.misattributed) == (2, 0, 0, 2)
    straight = replace(swapped, statements=(Statement(FOUNDED, (1,)), Statement(OTHER, (2,))))
    assert score_quotes(straight, texts).supported == 2


def test_a_statement_without_a_quote(texts: CorpusTexts, answer: Make) -> None:
    """What nothing is cited for is not supported."""
    score = score_quotes(answer(WHOLE), texts)
    assert (score.statements, score.supported, score.pairs, score.quotes) == (1, 0, 0, 0)


def test_refusals_have_quotes_but_no_statements(texts: CorpusTexts, answer: Make, cite: Cite) -> None:
    """What a refusal says of the documents has no quote and needs none; the nearest thing that it quotes must be a quote."""
    near = cite("north.txt", WHOLE, role=Role.RELATED)
    score = score_quotes(answer("Nearest to it:", near, status=Status.NOT_IN_DOCUMENTS), texts)
    assert (score.statements, score.quotes, score.misattributed) == (0, 1, 0)


@pytest.mark.parametrize(
    ("quote", "fault"),
    [
        ("The HCN supports 29 harbour cities in Norland with digital maps.", "fabricated"),
        ("Wholly invented words stand here.", "fabricated"),
        ("The HCN supports 28 harbour cities has 20,000 members.", "stitched"),
        ("The HCN supports 28 harbour cities […] services take six weeks.", "stitched"),
        ("supports 28 has 20,000", "fabricated"),
    ],
)
def test_faults_of_wording(texts: CorpusTexts, answer: Make, cite: Cite, quote: str, fault: str) -> None:
    """A quote with a word of its own is made up; one of pieces that stand apart is stitched together."""
    score = score_quotes(answer(quote, replace(cite("north.txt", WHOLE), quote=quote)), texts)
    assert {name: getattr(score, name) for name in ("fabricated", "stitched", "misattributed")} == {
        **dict.fromkeys(("fabricated", "stitched", "misattributed"), 0),
        fault: 1,
    }
    assert fault in score.reasons[-1]


@pytest.mark.parametrize("change", [{"start": 3}, {"source": "elsewhere.txt"}, {"also_in": (Span("south.txt", 0, 9),)}], ids=str)
def test_a_quote_that_stands_elsewhere(texts: CorpusTexts, answer: Make, cite: Cite, change: dict[str, object]) -> None:
    """A verbatim quote with a wrong place, source or other place is misattributed."""
    score = score_quotes(answer(WHOLE, replace(cite("north.txt", WHOLE), **change)), texts)  # type: ignore[arg-type]
    assert (score.fabricated, score.stitched, score.misattributed) == (0, 0, 1)
