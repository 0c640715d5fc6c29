"""Vectors in Chroma: one record for each distinct passage, under its key."""

from __future__ import annotations

import shutil
import sqlite3
import weakref
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from townhall.errors import StoreError
from townhall.index.embedding import Vectors

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
WRITABLE = "Chroma writes into its folder even to read: make the index writable, or work on a copy of it."
REMEDY = "Run `townhall ingest --rebuild`."


class VectorStore:
    """A Chroma collection with cosine distance, in a folder of its own.

    Chroma is safe for threads and not for writing from several processes or for forks: one writer, under the index's lock.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        if create:
            folder.mkdir(parents=True)
        elif not (folder / DATABASE).is_file():
            # Chroma would make an empty store where there is none.
            raise StoreError(f"The vectors in {folder} are missing.", remedy=REMEDY)
        self._folder = folder
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        try:
            client: Any = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
            # Chroma shares what it opened by the folder's name: kept longer than needed, it would be taken for another folder of that name.
            self._close = weakref.finalize(self, lambda: client.close())  # noqa: PLW0108 - Chroma's types lack it
            self._client = client
            self._collection: Any = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
            self._size: int | None = None
        except Exception as error:  # Chroma raises what lies below it, as panics of its Rust part
            remedy = WRITABLE if "readonly" in str(error) else REMEDY
            raise StoreError(f"The vectors in {folder} can't be opened: {error}.", remedy=remedy) from error

    def put(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add or replace records, in batches of the largest size that Chroma takes."""
        self._size = None
        size = self._client.get_max_batch_size()
        for first in range(0, len(keys), size):
            self._collection.upsert(ids=list(keys[first : first + size]), embeddings=vectors[first : first + size])

    def delete(self, keys: Sequence[str]) -> None:
        """Remove records that are there."""
        self._size = None
        size = self._client.get_max_batch_size()
        for first in range(0, len(keys), size):
            self._collection.delete(ids=list(keys[first : first + size]))

    def copy_to(self, folder: Path) -> VectorStore:
        """Copy the store, which may be read meanwhile, into a new folder and open the copy.

        Raises:
            StoreError: it can't be copied or opened.
        """
        try:
            shutil.copytree(self._folder, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
            with closing(sqlite3.connect(self._folder / DATABASE)) as here, closing(sqlite3.connect(folder / DATABASE)) as there:
                here.backup(there)  # a moment's state, whoever writes
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The vectors in {self._folder} can't be copied: {error}.", remedy=REMEDY) from error
        return VectorStore(folder)

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those ``keys`` that are there."""
        found: dict[str, Vectors] = {}
        size = self._client.get_max_batch_size()
        for first in range(0, len(keys), size):
            records = self._collection.get(ids=list(keys[first : first + size]), include=["embeddings"])
            found.update(zip(records["ids"], np.asarray(records["embeddings"], np.float32), strict=True))
        return found

    def nearest(self, vector: Vectors, k: int, *, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Return up to ``k`` keys with their cosine similarity, best first; ``among`` limits the search to those keys."""
        count = self.count() if among is None else len(among)
        if not count:
            return []
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(k, count), include=["distances"], **({"ids": list(among)} if among is not None else {})
            )
        except Exception as error:
            raise StoreError(f"The vectors can't be searched: {error}.", remedy=REMEDY) from error
        ranked = [(key, 1.0 - float(distance)) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def count(self) -> int:
        """Return the number of records; counted once, since a generation that serves doesn't change."""
        if self._size is None:
            self._size = int(self._collection.count())
        return self._size

    def close(self) -> None:
        """Close the store; the folder can then be moved or deleted."""
        self._close()
