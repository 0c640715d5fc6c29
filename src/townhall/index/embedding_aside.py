"""Embedding in a thread of its own: while the model computes, Python cuts passages, reads facts and counts words."""

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
    """Embeds passages a few batches ahead of whoever asks for the results: some while they are cut, then the rest."""

    def __init__(self, embedder: Embedder, pieces: int) -> None:
        self._embedder = embedder
        self._pieces = pieces
        self._thread = ThreadPoolExecutor(1, "embedding")
        self._running: deque[tuple[list[str], Future[tuple[Vectors, list[Vectors]]]]] = deque()
        self._waiting: list[Passage] = []
        self._rest: Iterator[Passage] = iter(())
        self.taken: dict[str, int] = {}
        """How many sentences the passages had that were taken when they were offered, by their keys."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for the batch that is being embedded, and drop the others."""
        self._thread.shutdown(cancel_futures=True)

    def offer(self, passages: Iterable[Passage]) -> None:
        """Take passages along while there is room; those that are not ``taken`` have to come with the ``rest``."""
        for passage in passages:
            if passage.key in self.taken or not self._has_room:
                continue
            self.taken[passage.key] = len(passage.sentences)
            self._waiting.append(passage)
            if len(self._waiting) == AT_ONCE:
                self._hand_over(self._waiting)
                self._waiting = []

    def rest(self, passages: Iterator[Passage]) -> None:
        """Embed these too, after those that wait; they are read as they are needed, by the thread that feeds."""
        self._hand_over(self._waiting)
        self._waiting = []
        self._rest = passages
        self.feed()

    def feed(self) -> None:
        """Hand over as many batches of the rest as there is room for."""
        while self._has_room and (batch := list(islice(self._rest, AT_ONCE))):
            self._hand_over(batch)

    def results(self) -> Iterator[tuple[str, Vectors, Vectors]]:
        """Yield each passage's key, its vector and those of its sentences, in the order in which they came."""
        while self._running:
            keys, future = self._running.popleft()
            self.feed()
            yield from zip(keys, *future.result(), strict=True)

    @property
    def _has_room(self) -> bool:
        return sum(not future.done() for _, future in self._running) < AHEAD

    def _hand_over(self, passages: Sequence[Passage]) -> None:
        if passages:
            # Texts are made here: whoever counts word pieces must not do it in two threads at once.
            texts = [self._text_of(passage) for passage in passages]
            self._running.append(([passage.key for passage in passages], self._thread.submit(self._embedder.embed_passages, texts)))

    def _text_of(self, passage: Passage) -> PassageText:
        spans = tuple((sentence.start - passage.start, sentence.end - passage.start) for sentence in passage.sentences)
        return PassageText(fitted_prefix(passage.heading_path, count=self._embedder.count, pieces=self._pieces), passage.text, spans)
