"""Running the judge: onnxruntime and tokenizers, each reading by itself and several at a time.

The weights are eight-bit and the network scales what it computes to the largest value that it meets. In a batch that value depends on the other
readings and on the padding between them; alone a reading's verdict depends on nothing but itself, and no padding is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from townhall.index.embedding import sha256_of
from townhall.index.onnx_runtime import cores, open_session, open_tokenizer
from townhall.judge.encoding import Encoded, Reading, encode

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Span = tuple[int, int, int]
"""A stretch of a reading: the number of its sentence, and its characters there."""
BEFORE, BEHIND = 2, 3
"""Word pieces that an answer may begin before a span or end behind it and still point at it: "about 24 members"."""
SPAN_PIECES = 24
"""Longest answer within a sentence, in word pieces."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one sentence."""

    answers: float
    """Log-odds that the sentence answers the question rather than none of those it was read with."""
    span: tuple[int, int]
    """Characters of the sentence in which the answer most likely stands."""
    certainty: float
    """Probability of that span among all of the sentence, if the answer stands in it; in (0, 1]."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """How far the judge points at a given span when it is asked a question."""

    sentence: float
    """Log-probability that the answer stands in the span's sentence, of all sentences that were read; at most 0."""
    span: float
    """Mean log-probability of the span's beginning and end among the pieces of its sentence; at most 0."""


class Judge(Protocol):
    """Reads questions, or statements, with sentences."""

    languages: frozenset[str]
    """ISO 639-1 codes of the languages that it reads; of others it says nothing."""

    @property
    def sha256(self) -> str:
        """Hash of the weights."""

    def answers(self, readings: Sequence[Reading]) -> list[list[Verdict]]:
        """Return a verdict for each sentence of each reading; fewer where the sentences didn't fit into the window."""

    def supports(self, readings: Sequence[Reading]) -> list[float]:
        """Return for each reading the log-odds that its sentences support the statement that stands in place of the question."""

    def points(self, reading: Reading, spans: Sequence[Span]) -> list[Pointed | None]:
        """Return how far each span is pointed at; None for one that didn't fit into the window."""


class OnnxJudge:
    """The judge as exported by ``training/export_judge.py``."""

    def __init__(self, model: Path, tokenizer: Path, languages: Iterable[str] = ("en",)) -> None:
        self._model = model
        self._tokenizer_file = tokenizer
        self.languages = frozenset(languages)

    @cached_property
    def sha256(self) -> str:
        """Hash of the weights."""
        return sha256_of(self._model)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._tokenizer_file)

    @cached_property
    def _session(self) -> InferenceSession:
        return open_session(self._model, remedy="Install Townhall again, or set TOWNHALL_JUDGE=off.", threads=1)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(cores(), thread_name_prefix="judge")

    def answers(self, readings: Sequence[Reading]) -> list[list[Verdict]]:
        """Return a verdict for each sentence of each reading; fewer where the sentences didn't fit into the window."""
        encoded = encode(self._tokenizer, readings)
        return [verdicts(one, pieces, float(whole[0])) for one, (pieces, whole) in zip(encoded, self._run(encoded), strict=True)]

    def supports(self, readings: Sequence[Reading]) -> list[float]:
        """Return for each reading the log-odds that its sentences support the statement that stands in place of the question."""
        return [float(whole[1]) for _, whole in self._run(encode(self._tokenizer, readings))]

    def points(self, reading: Reading, spans: Sequence[Span]) -> list[Pointed | None]:
        """Return how far each span is pointed at; None for one that didn't fit into the window."""
        encoded = encode(self._tokenizer, [reading])[0]
        pieces, _ = self._run_one(encoded)
        return [pointed(encoded, pieces, span) for span in spans]

    def _run(self, encoded: Sequence[Encoded]) -> list[tuple[Floats, Floats]]:
        """Run the network on each; shapes (pieces, 3) and (2,)."""
        return list(self._pool.map(self._run_one, encoded)) if len(encoded) > 1 else [self._run_one(one) for one in encoded]

    def _run_one(self, encoded: Encoded) -> tuple[Floats, Floats]:
        ids = np.array([encoded.ids], np.int64)
        types = np.array([encoded.types], np.int64)
        pieces, whole = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types})
        return np.asarray(pieces[0], np.float32), np.asarray(whole[0], np.float32)


def verdicts(encoded: Encoded, pieces: Floats, none: float) -> list[Verdict]:
    """Return the verdicts of one reading from its logits, shape (pieces, 3), and that of no sentence answering."""
    found = []
    for number, mark in enumerate(encoded.marks):
        last = encoded.marks[number + 1] if number + 1 < len(encoded.marks) else len(encoded.ids) - 1
        start, end, certainty = best_span(pieces[mark + 1 : last, 1], pieces[mark + 1 : last, 2])
        first_piece, last_piece = encoded.pieces[mark + 1 + start], encoded.pieces[mark + 1 + end]
        span = (first_piece.start, last_piece.end) if first_piece and last_piece else (0, 0)
        found.append(Verdict(float(pieces[mark, 0]) - none, span, certainty))
    return found


def pointed(encoded: Encoded, pieces: Floats, span: Span) -> Pointed | None:
    """Return how far a reading's logits, shape (pieces, 3), point at a span."""
    sentence, start, end = span
    if sentence >= len(encoded.marks):
        return None
    first = encoded.marks[sentence] + 1
    last = encoded.marks[sentence + 1] if sentence + 1 < len(encoded.marks) else len(encoded.ids) - 1
    inside = [at - first for at in range(first, last) if (piece := encoded.pieces[at]) and piece.start < end and piece.end > start]
    if not inside:
        return None
    starts, ends = log_softmax(pieces[first:last, 1]), log_softmax(pieces[first:last, 2])
    begins = np.logaddexp.reduce(starts[max(0, inside[0] - BEFORE) : inside[-1] + 1])
    stops = np.logaddexp.reduce(ends[inside[0] : inside[-1] + BEHIND + 1])
    return Pointed(float(log_softmax(pieces[encoded.marks, 0])[sentence]), float(begins + stops) / 2)


def log_softmax(logits: Floats) -> Floats:
    """Return logarithms of the probabilities that logits, of any one shape, stand for."""
    return np.asarray(logits - np.logaddexp.reduce(logits), np.float32)


def best_span(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """Return the first and the last piece of the likeliest answer of at most ``SPAN_PIECES``, and its probability among all such."""
    sums = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, dtype=bool), SPAN_PIECES)
    sums = np.where(allowed, sums, -np.inf)
    odds = np.exp(sums - sums.max())
    start, end = divmod(int(sums.argmax()), sums.shape[1])
    return start, end, float(1 / odds.sum())
