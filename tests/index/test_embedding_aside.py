"""Embedding in a thread of its own gives what embedding in place gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event

import numpy as np
import pytest

from townhall.chunking.passages import fitted_prefix
from townhall.errors import ModelError
from townhall.index import embedding_aside
from townhall.index.embedding import Embedder, OnnxEmbedder, PassageText, Vectors
from townhall.index.embedding_aside import EmbeddingAside
from townhall.index.generations import open_current
from townhall.index.onnx_export import exported_model
from townhall.model import Passage
from townhall.settings import Settings


@pytest.fixture(scope="module")
def passages(real_settings: Settings) -> list[Passage]:
    """Return some of the passages of the real documents."""
    bundle = open_current(real_settings.index).bundle
    return [bundle.places(unit)[0] for unit, _ in bundle.all_units()][:23]


def test_every_passage_has_its_own_vectors(real_settings: Settings, passages: list[Passage], monkeypatch: pytest.MonkeyPatch) -> None:
    """However passages fall into batches, offered or with the rest, each comes once, with its vector and those of its sentences."""
    monkeypatch.setattr(embedding_aside, "AT_ONCE", 5)
    embedder = OnnxEmbedder(exported_model(real_settings.index))
    with EmbeddingAside(embedder, real_settings.passage_pieces) as embedding:
        embedding.offer([*passages[:7], *passages[:3]])
        embedding.rest(iter([passage for passage in passages if passage.key not in embedding.taken]))
        found = {key: vectors for key, *vectors in embedding.results()}
    assert list(found) == [passage.key for passage in passages]
    for passage in passages:
        vector, sentences = found[passage.key]
        prefix = fitted_prefix(passage.heading_path, count=embedder.count, pieces=real_settings.passage_pieces)
        spans = tuple((sentence.start - passage.start, sentence.end - passage.start) for sentence in passage.sentences)
        (alone,), (own,) = embedder.embed_passages([PassageText(prefix, passage.text, spans)])
        assert vector @ alone > 0.9999
        assert np.sum(sentences * own, axis=1).min() > 0.9999


def test_few_passages_are_held_ahead(passages: list[Passage], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is offered beyond a few batches is left, and the rest is read as it is needed, not all at once."""
    monkeypatch.setattr(embedding_aside, "AT_ONCE", 2)
    read = 0

    def reading() -> Iterator[Passage]:
        nonlocal read
        for passage in passages[2 * embedding_aside.AHEAD :]:
            read += 1
            yield passage

    free = Event()
    with EmbeddingAside(Constant(waits_for=free), 160) as embedding:
        embedding.offer(passages)
        embedding.rest(reading())
        taken = list(embedding.taken)
        read_early = read
        free.set()
        found = [key for key, _, _ in embedding.results()]
    assert taken == [passage.key for passage in passages[: 2 * embedding_aside.AHEAD]]
    assert read_early == 0
    assert found == [passage.key for passage in passages]


def test_what_fails_aside_is_told(passages: list[Passage]) -> None:
    """An error of the model reaches whoever asks for the results."""
    with EmbeddingAside(Constant(fails=True), 160) as embedding:
        embedding.rest(iter(passages))
        with pytest.raises(ModelError):
            list(embedding.results())


class Constant(Embedder):
    """An embedder that gives every text the same vector, fails, or waits to be let go."""

    name = runtime = precision = "constant"
    sha256 = None

    def __init__(self, *, fails: bool = False, waits_for: Event | None = None) -> None:
        self._fails = fails
        self._waits_for = waits_for

    def count(self, text: str) -> int:
        """Return the words."""
        return len(text.split())

    def embed_query(self, text: str) -> Vectors:  # noqa: ARG002 - the interface's
        """Return a vector."""
        return np.full(4, 0.5, np.float32)

    def embed_passages(self, passages: Sequence[PassageText]) -> tuple[Vectors, list[Vectors]]:
        """Return vectors, or fail."""
        if self._waits_for:
            self._waits_for.wait(30)
        if self._fails:
            raise ModelError("It can't be loaded.", remedy="None.")
        return np.full((len(passages), 4), 0.5, np.float32), [np.full((len(one.sentences), 4), 0.5, np.float32) for one in passages]
