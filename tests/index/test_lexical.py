"""Lexical search: BM25 over stems."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from townhall.errors import StoreError
from townhall.index.lexical import LexicalIndex, terms_of
from townhall.index.words import K1, B

TEXTS = ["maps of the harbour and maps of the lake", "boats", "the harbour lends boats to harbours", "of the and"]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    """Return an index of four short texts."""
    LexicalIndex.build(tmp_path / "lexical", TEXTS)
    return LexicalIndex(tmp_path / "lexical")


def bm25(term: str, text: str) -> float:
    """Return the score of one term by the formula of Robertson and Zaragoza (2009), idf as Lucene has it."""
    documents = [terms_of(each) for each in TEXTS]
    holding = sum(term in document for document in documents)
    idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
    mean = sum(max(len(document), 1) for document in documents) / len(documents)
    frequency, length = terms_of(text).count(term), max(len(terms_of(text)), 1)
    return idf * frequency / (frequency + K1 * (1 - B + B * length / mean))


@pytest.mark.parametrize("terms", [["harbour"], ["map"], ["boat"], ["harbour", "boat"], ["harbour", "nothing"]])
def test_scores_are_bm25(index: LexicalIndex, terms: list[str]) -> None:
    """Scores are the formula's, summed over the terms; an unknown term adds nothing."""
    expected = [sum(bm25(term, text) for term in terms) for text in TEXTS]
    assert index.scores(terms) == pytest.approx(np.array(expected), abs=1e-4)


@pytest.mark.parametrize("terms", [[], ["nothing"]])
def test_no_match_scores_zero(index: LexicalIndex, terms: list[str]) -> None:
    """Without a known term every passage has the score 0."""
    assert index.scores(terms).tolist() == [0.0] * 4


def test_rare_terms_tell_more(index: LexicalIndex) -> None:
    """The idf falls with the passages that hold a term, and is largest for a term that none holds."""
    assert index.idf("nothing") > index.idf("map") > index.idf("harbour") > 0


def test_stems_ignore_case_accents_and_endings() -> None:
    """Words that differ by case, accent or an English ending are one term; stop words are none."""
    assert terms_of("The MUNICIPALITY of León") == terms_of("municipalities, leon!")
    assert not terms_of("of the and")


@pytest.mark.parametrize("texts", [["of the and"], ["?!", ""]])
def test_texts_without_a_word_can_be_indexed(tmp_path: Path, texts: list[str]) -> None:
    """A corpus without a single content word is indexed and scores 0."""
    LexicalIndex.build(tmp_path / "lexical", texts)
    assert LexicalIndex(tmp_path / "lexical").scores(["map"]).tolist() == [0.0] * len(texts)


def test_a_damaged_index_is_told(tmp_path: Path) -> None:
    """A folder that holds no index is a fault with a remedy."""
    (tmp_path / "lexical").mkdir()
    with pytest.raises(StoreError, match="can't be read") as caught:
        LexicalIndex(tmp_path / "lexical").scores(["map"])
    assert "ingest" in caught.value.remedy
