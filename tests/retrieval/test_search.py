"""Retrieval: dense and lexical lists fused, identical passages once, limits kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from townhall.assistant import Assistant
from townhall.errors import UsageError
from townhall.library import ingest
from townhall.retrieval.fusion import fuse
from townhall.settings import Settings


def test_fusion_is_the_sum_of_reciprocal_ranks() -> None:
    """An item's score is the sum of 1 / (k + rank) over the lists that hold it; its ranks count from 1."""
    fused = fuse({"dense": ["a", "b"], "lexical": ["b", "c"]}, 60)
    assert fused == [("b", 1 / 62 + 1 / 61, {"dense": 2, "lexical": 1}), ("a", 1 / 61, {"dense": 1}), ("c", 1 / 62, {"lexical": 2})]


def test_fusing_nothing_is_nothing() -> None:
    """Empty lists fuse to an empty one."""
    assert fuse({"dense": [], "lexical": []}, 60) == []


@pytest.mark.parametrize("query", ["digital twins", "Who supports cities in Malta?", "", "?!", "x" * 5000])
def test_hits_are_ranked(real_assistant: Assistant, query: str) -> None:
    """Ranks count from 1, scores fall, cosines lie in [-1, 1], and every hit says in which list it stood."""
    hits = real_assistant.search(query, k=20)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(first.score >= second.score for first, second in pairwise(hits))
    assert all(-1.001 <= hit.similarity <= 1.001 and hit.lexical >= 0 and hit.parts for hit in hits)


def test_identical_passages_count_once(real_assistant: Assistant) -> None:
    """An entry that stands on three pages is one hit with three places, each of which holds the same text."""
    hits = real_assistant.search("Local Councils Association of Malta advocacy, networking and knowledge sharing", k=10)
    assert len({hit.passage.key for hit in hits}) == len(hits)
    best = hits[0]
    assert [best.passage.source, *(place.source for place in best.also_in)] == [f"national-support-{number}.txt" for number in (1, 2, 3)]
    for place in best.also_in:
        document = real_assistant.document(place.source)
        assert document
        assert document.text[place.start : place.end] == best.passage.text


@pytest.mark.parametrize("k", [1, 3, 1000])
def test_at_most_k_hits(real_assistant: Assistant, k: int) -> None:
    """No more than k passages are returned, and no more than there are."""
    assert 0 < len(real_assistant.search("smart cities", k=k)) <= k


@pytest.mark.parametrize(
    ("patterns", "sources"),
    [(["procurement*"], {"procurement-helpdesk.txt"}), (["national-support-3.txt"], {"national-support-3.txt"})],
)
def test_a_search_keeps_to_its_documents(real_assistant: Assistant, patterns: list[str], sources: set[str]) -> None:
    """With patterns only passages of matching documents are found, and no other places of theirs are named."""
    hits = real_assistant.search("support for cities in Malta", k=50, sources=patterns)
    assert {hit.passage.source for hit in hits} == sources
    assert {place.source for hit in hits for place in hit.also_in} <= sources


def test_a_pattern_that_no_document_matches_is_an_error(real_assistant: Assistant) -> None:
    """Nothing can be found in no document: who asks is told which pattern is wrong."""
    with pytest.raises(UsageError, match=r"nothing\*"):
        real_assistant.search("support for cities in Malta", sources=["nothing*"])


def test_a_word_that_only_one_passage_holds_finds_it(new_settings: Callable[..., Settings]) -> None:
    """A rare word finds its passage by the lexical list, whatever the vectors say."""
    files = {f"page-{number}.txt": f"Office {number}\n\nThe office number {number} helps towns with their maps and boats.\n" for number in range(60)}
    settings = new_settings({**files, "rare.txt": "Zyx\n\nThe zyxomma is a dragonfly that flies at dusk near water.\n"})
    ingest(settings)
    assert Assistant(settings).search("which office of the town has a zyxomma", k=3)[0].passage.source == "rare.txt"
