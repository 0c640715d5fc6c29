"""How a question, or a statement, and the sentences beside it are laid out for the judge; training and answering share it.

    [CLS] question [SEP] heading path [MARK] sentence [MARK] sentence … [SEP]

The state at a mark speaks for the sentence that follows it, the state at ``[CLS]`` for none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from townhall.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP, MARK = ("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[unused0]", "[MASK]", "<mask>")
"""What begins a reading, what ends a part, and what marks a sentence: the first of these that a tokenizer has."""
QUESTION_PIECES = 64
HEADING_PIECES = 24
SENTENCE_PIECES = 96
"""Word pieces of each part that are read; the last ones of a heading path, the first ones of the others."""
WINDOW_PIECES = 256
"""Word pieces that the judge reads in all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the judge reads at once: a question or a statement, and sentences that stand next to each other under a heading path."""

    question: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a word piece stands: the number of its sentence, and its characters there."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A reading as numbers: all lists of one length but ``marks``, which has one position a sentence that was read."""

    ids: list[int]
    types: list[int]
    """0 for the question, 1 for what is read beside it."""
    marks: list[int]
    pieces: list[Piece | None]
    """None for whatever belongs to no sentence."""


def encode(tokenizer: Tokenizer, readings: Sequence[Reading], *, window: int = WINDOW_PIECES) -> list[Encoded]:
    """Lay out readings. Sentences that no longer fit into the window are left out, so ``marks`` may be shorter than the sentences."""
    texts = [text for reading in readings for text in (reading.question, reading.heading, *reading.sentences)]
    encodings = iter(tokenizer.encode_batch(texts, add_special_tokens=False))
    cls, sep, mark = (piece_of(tokenizer, names) for names in (CLS, SEP, MARK))
    encoded = []
    for reading in readings:
        ids = [cls, *next(encodings).ids[:QUESTION_PIECES], sep]
        types = [0] * len(ids)
        ids += next(encodings).ids[-HEADING_PIECES:] if reading.heading else next(encodings).ids
        pieces: list[Piece | None] = [None] * len(ids)
        marks: list[int] = []
        full = False
        for number in range(len(reading.sentences)):
            sentence = next(encodings)
            taken = sentence.ids[: min(SENTENCE_PIECES, window - len(ids) - 2)]
            full = full or (len(taken) < min(SENTENCE_PIECES, len(sentence.ids)) and bool(marks)) or not taken
            if full:
                continue
            marks.append(len(ids))
            ids += [mark, *taken]
            pieces += [None, *(Piece(number, start, end) for start, end in sentence.offsets[: len(taken)])]
        ids.append(sep)
        pieces.append(None)
        types += [1] * (len(ids) - len(types))
        encoded.append(Encoded(ids, types, marks, pieces))
    return encoded


def piece_of(tokenizer: Tokenizer, names: Sequence[str]) -> int:
    """Return the number of the first of these pieces that a tokenizer has.

    Raises:
        ModelError: it has none.
    """
    found = next((number for name in names if (number := tokenizer.token_to_id(name)) is not None), None)
    if found is None:
        raise ModelError(
            f"The judge's tokenizer has no {' or '.join(names)}.", remedy="Train the judge from an encoder of the BERT or RoBERTa family."
        )
    return int(found)
