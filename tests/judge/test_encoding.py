"""How readings are laid out for the judge."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from townhall.index.embedding import bundled_folder
from townhall.index.onnx_runtime import open_tokenizer
from townhall.judge.encoding import HEADING_PIECES, MARK, QUESTION_PIECES, SEP, Reading, encode, piece_of


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The bundled model's tokenizer, cutting and padding nothing."""
    return open_tokenizer(bundled_folder() / "tokenizer.json")


def test_every_sentence_follows_its_mark(tokenizer: Tokenizer) -> None:
    """Before each sentence stands a mark, and the pieces after it lie in that sentence's characters."""
    sentences = ("Ghent lies in Belgium.", "  Its port is old.", "Turku isn't there.")
    (encoded,) = encode(tokenizer, [Reading("Where is Ghent?", "Cities", sentences)])
    assert [encoded.ids[mark] for mark in encoded.marks] == [piece_of(tokenizer, MARK)] * 3
    for number, mark in enumerate(encoded.marks):
        first = encoded.pieces[mark + 1]
        assert first is not None
        assert first.sentence == number
        assert sentences[number].lstrip().startswith(sentences[number][first.start : first.end])


def test_the_question_is_told_from_the_rest(tokenizer: Tokenizer) -> None:
    """Types are 0 up to the first separator, 1 after it, and every list has one length."""
    (encoded,) = encode(tokenizer, [Reading("Where is Ghent?", "Cities", ("Ghent lies in Belgium.",))])
    separator = encoded.ids.index(piece_of(tokenizer, SEP))
    assert set(encoded.types[: separator + 1]) == {0}
    assert set(encoded.types[separator + 1 :]) == {1}
    assert len(encoded.ids) == len(encoded.types) == len(encoded.pieces)


def test_what_does_not_fit_is_left_out(tokenizer: Tokenizer) -> None:
    """No reading is longer than the window; sentences that don't fit have no mark, and none is skipped for a shorter one after it."""
    long = " ".join(["harbour"] * 60)
    (encoded,) = encode(tokenizer, [Reading("Where?", "", (long, long, long, "Short."))], window=140)
    assert len(encoded.ids) <= 140
    assert len(encoded.marks) == 2


def test_long_questions_and_headings_are_cut(tokenizer: Tokenizer) -> None:
    """Of a question the first pieces are read, of a heading path the last."""
    (encoded,) = encode(tokenizer, [Reading("city " * 500, "outer " * 300 + "inner", ("Here.",))])
    assert encoded.marks[0] == 1 + QUESTION_PIECES + 1 + HEADING_PIECES
    assert encoded.ids[encoded.marks[0] - 1] == tokenizer.token_to_id("inner")


def test_a_reading_is_laid_out_alike_in_any_company(tokenizer: Tokenizer) -> None:
    """What is read beside a reading changes nothing about it."""
    one, other = Reading("Where is Ghent?", "", ("Ghent lies in Belgium.",)), Reading("Who?", "Long heading", ("A.", "B.", "C."))
    assert encode(tokenizer, [other, one])[1] == encode(tokenizer, [one])[0]
