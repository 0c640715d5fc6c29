"""What the judge's word on a sentence becomes beside its word on the others."""

from __future__ import annotations

from itertools import pairwise

import pytest

from townhall.answering.sentences.ranking import Candidate, rank_sentences
from townhall.assistant import Assistant

QUESTION = "Why do towns measure things with shared numbers?"


@pytest.fixture(scope="module")
def candidates(valley: Assistant) -> tuple[Candidate, ...]:
    """Return the sentences that may answer ``QUESTION``, ranked."""
    context = valley.context(QUESTION)
    ranking = rank_sentences(context, context.hits)
    assert ranking is not None
    return ranking.candidates


def test_shares_are_of_one_whole(candidates: tuple[Candidate, ...]) -> None:
    """The judge's shares of sentences, and of their passages, are parts of one, of which something is left for none of them."""
    assert 0 < sum(candidate.signals.judged_share for candidate in candidates) < 1
    passages = {candidate.evidence.hit.passage.key: candidate.signals.judged_about for candidate in candidates if candidate.verdict}
    assert 0 < sum(passages.values()) < 1


def test_ranks_follow_the_verdicts(candidates: tuple[Candidate, ...]) -> None:
    """Of the sentences that the judge has read, those that it is surer of have the higher share, rank and probability; the others have none."""
    by_word = sorted((found for found in candidates if found.verdict), key=lambda found: found.signals.judged, reverse=True)
    assert [round(1 / found.signals.judged_rank) for found in by_word] == list(range(1, len(by_word) + 1))
    for better, worse in pairwise(by_word):
        assert better.signals.judged_share >= worse.signals.judged_share
        assert better.signals.judged_alone >= worse.signals.judged_alone
    assert all(found.signals.judged_share == found.signals.judged_rank == 0 for found in candidates if found.verdict is None)
