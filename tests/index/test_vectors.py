"""Vectors in Chroma: exact enough, kept over a restart, never made out of nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from townhall.errors import StoreError
from townhall.index.embedding import Vectors, unit
from townhall.index.vectors import VectorStore


def random_vectors(count: int) -> Vectors:
    """Return unit vectors of 24 dimensions."""
    return unit(np.random.default_rng(7).normal(size=(count, 24)).astype(np.float32))


@pytest.mark.parametrize("count", [1, 50, 999, 1001, 2500])
def test_a_restart_loses_nothing(tmp_path: Path, count: int) -> None:
    """What was put in is found after closing and opening, with its cosine, on both sides of the size at which Chroma writes its graph."""
    vectors = random_vectors(count)
    keys = [f"key{number}" for number in range(count)]
    store = VectorStore(tmp_path / "chroma", create=True)
    store.put(keys, vectors)
    store.close()
    for _ in range(2):
        store = VectorStore(tmp_path / "chroma")
        assert store.count() == count
        assert store.get(["key0"])["key0"] == pytest.approx(vectors[0], abs=1e-6)
        found = store.nearest(vectors[count // 2], 3)
        assert found[0][0] == f"key{count // 2}"
        for key, similarity in found:
            assert similarity == pytest.approx(float(vectors[int(key[3:])] @ vectors[count // 2]), abs=1e-5)
        store.close()


def test_putting_again_replaces(tmp_path: Path) -> None:
    """A key that is there already gets the new vector."""
    store = VectorStore(tmp_path / "chroma", create=True)
    first, second = random_vectors(2)
    store.put(["key"], first[None])
    store.put(["key"], second[None])
    assert store.count() == 1
    assert store.get(["key", "other"])["key"] == pytest.approx(second, abs=1e-6)
    store.close()


def test_more_than_a_batch_can_be_put(tmp_path: Path) -> None:
    """More records than Chroma takes at once are put in batches."""
    count = 6000
    store = VectorStore(tmp_path / "chroma", create=True)
    store.put([str(number) for number in range(count)], random_vectors(count))
    assert store.count() == count
    store.close()


def test_a_search_can_be_limited(tmp_path: Path) -> None:
    """Only the named keys are found, however far they are; none are found among none."""
    vectors = random_vectors(20)
    store = VectorStore(tmp_path / "chroma", create=True)
    store.put([str(number) for number in range(20)], vectors)
    assert {key for key, _ in store.nearest(vectors[0], 10, among=["3", "4"])} == {"3", "4"}
    assert store.nearest(vectors[0], 10, among=[]) == []
    store.close()


def test_similarity_points_up(tmp_path: Path) -> None:
    """The best comes first, and ties are ordered by key."""
    store = VectorStore(tmp_path / "chroma", create=True)
    store.put(["c", "b", "a"], np.array([[1, 0], [1, 0], [0, 1]], np.float32))
    assert [key for key, _ in store.nearest(np.array([1, 0], np.float32), 3)] == ["b", "c", "a"]
    store.close()


def test_a_store_is_never_made_by_reading(tmp_path: Path) -> None:
    """Opening a folder that holds no store is a fault, and leaves the folder as it was."""
    with pytest.raises(StoreError, match="are missing"):
        VectorStore(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()
