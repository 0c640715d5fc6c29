"""Running the judge: onnxruntime and tokenizers, one batch a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from townhall.index.embedding import sha256_of
from townhall.index.onnx_runtime import open_session, open_tokenizer
from townhall.judge.encoding import Encoded, Reading, encode

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
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
        return open_session(self._model, remedy="Install Townhall again, or set TOWNHALL_JUDGE=off.")

    def answers(self, readings: Sequence[Reading]) -> list[list[Verdict]]:
        """Return a verdict for each sentence of each reading; fewer where the sentences didn't fit into the window."""
        encoded = encode(self._tokenizer, readings)
        pieces, whole = self._run(encoded)
        return [verdicts(one, pieces[row], float(whole[row, 0])) for row, one in enumerate(encoded)]

    def supports(self, readings: Sequence[Reading]) -> list[float]:
        """Return for each reading the log-odds that its sentences support the statement that stands in place of the question."""
        _, whole = self._run(encode(self._tokenizer, readings))
        return [float(odds) for odds in whole[:, 1]]

    def _run(self, encoded: Sequence[Encoded]) -> tuple[Floats, Floats]:
        """Run the network on one padded batch; shapes (batch, longest, 3) and (batch, 2)."""
        longest = max(len(one.ids) for one in encoded)
        ids, mask, types = (np.zeros((len(encoded), longest), np.int64) for _ in range(3))
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            types[row, : len(one.ids)] = one.types
            mask[row, : len(one.ids)] = 1
        pieces, whole = self._session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types})
        return np.asarray(pieces, np.float32), np.asarray(whole, np.float32)


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


def best_span(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """Return the first and the last piece of the likeliest answer of at most ``SPAN_PIECES``, and its probability among all such."""
    sums = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, dtype=bool), SPAN_PIECES)
    sums = np.where(allowed, sums, -np.inf)
    odds = np.exp(sums - sums.max())
    start, end = divmod(int(sums.argmax()), sums.shape[1])
    return start, end, float(1 / odds.sum())
