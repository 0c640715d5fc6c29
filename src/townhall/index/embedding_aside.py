"""Embedding in a thread of its own: while the model computes, Python reads facts and counts words."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Self

from townhall.chunking.passages import fitted_prefix
from townhall.index.embedding import Embedder, PassageText, Vectors
from townhall.model import Passage

AT_ONCE = 256
"""Passages that are handed over together."""
AHEAD = 3
"""Batches that wait or are being embedded: enough to last while Python does something long, and few enough to hold in memory."""


class EmbeddingAside:
    """Embeds numbered passages in order, a few batches ahead of whoever asks for the results."""

    def __init__(self, numbers: Sequence[int], passages: Iterable[Passage], embedder: Embedder, pieces: int) -> None:
        self._left = iter(zip(numbers, passages, strict=True))
        self._embedder = embedder
        self._pieces = pieces
        self._thread = ThreadPoolExecutor(1, "embedding")
        self._running: deque[tuple[list[int], Future[tuple[Vectors, list[Vectors]]]]] = deque()

    def __enter__(self) -> Self:
        """Begin."""
        self.feed()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for the batch that is being embedded, and drop the others."""
        self._thread.shutdown(cancel_futures=True)

    def feed(self) -> None:
        """Hand over as many batches as are missing; passages are read by the thread that calls this."""
        while len(self._running) < AHEAD and (batch := list(islice(self._left, AT_ONCE))):
            texts = [passage for _, passage in batch]
            self._running.append(([number for number, _ in batch], self._thread.submit(self._embed, texts)))

    def results(self) -> Iterator[tuple[int, Vectors, Vectors]]:
        """Yield each passage's number, its vector and those of its sentences."""
        while self._running:
            numbers, future = self._running.popleft()
            self.feed()
            yield from zip(numbers, *future.result(), strict=True)

    def _embed(self, passages: Sequence[Passage]) -> tuple[Vectors, list[Vectors]]:
        return self._embedder.embed_passages([self._text_of(passage) for passage in passages])

    def _text_of(self, passage: Passage) -> PassageText:
        # Counted here, since a tokenizer must not be used by two threads at once.
        spans = tuple((sentence.start - passage.start, sentence.end - passage.start) for sentence in passage.sentences)
        return PassageText(fitted_prefix(passage.heading_path, count=self._embedder.count, pieces=self._pieces), passage.text, spans)
