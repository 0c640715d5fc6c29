"""Vectors in Chroma: one record for each distinct passage, under its key; in a folder of their own, or on a server that replicas share."""

from __future__ import annotations

import shutil
import sqlite3
import weakref
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from townhall.errors import StoreError, UnreachableError, reason_of
from townhall.index.chroma_server import ChromaServer, disconnect
from townhall.index.embedding import Vectors

Result = TypeVar("Result")

COLLECTION = "passages"
"""Name of the collection in a folder of its own."""
DATABASE = "chroma.sqlite3"
"""What a folder holds whose vectors are in it."""
NAME_FILE = "collection"
"""What a folder holds whose vectors are on a server: the name of their collection there."""
HNSW = {"hnsw": {"space": "cosine", "ef_search": 300}}
"""With Chroma's own 100 candidates a search among a million clustered vectors misses one of the twelve nearest, with 300 one of ninety; it takes
twice the time, 2 ms: ``benchmarks/million_passages.py``."""
WRITABLE = "Chroma writes into its folder even to read: make the index writable, or work on a copy of it."
REMEDY = "Run `townhall ingest --rebuild`."


class VectorStore:
    """A Chroma collection with cosine distance.

    Chroma is safe for threads and not for writing from several processes or for forks: one writer, under the index's lock.

    Args:
        folder: where the vectors are, or where it says in which collection of the server they are.
        server: the server that is set; one that exists is opened where it lies, whatever is set.
        create: make a new one: on the server where one is given, else in the folder.
        name: what a collection on a server begins with, so that people know it there.

    Raises:
        StoreError: it is missing or damaged.
        UnreachableError: the server can't be reached.
    """

    def __init__(self, folder: Path, *, server: ChromaServer | None = None, create: bool = False, name: str = COLLECTION) -> None:
        self._folder, self._where = folder, str(folder)
        self._server: ChromaServer | None = None
        self._size: int | None = None
        if create:
            folder.mkdir(parents=True)
        elif not is_store(folder):
            # Chroma would make an empty store where there is none.
            raise StoreError(f"The vectors in {folder} are missing.", remedy=REMEDY)
        if create and server:
            self._on_server(server, server.new_name(name), folder)
        elif on_server(folder):
            self._on_server(_wanted(folder, server), collection_name(folder))
        else:
            self._in_folder(folder)

    def _in_folder(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        try:
            client: Any = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
            # Chroma shares what it opened by the folder's name: kept longer than needed, it would be taken for another folder of that name.
            self._close: Any = weakref.finalize(self, lambda: client.close())  # noqa: PLW0108 - Chroma's types lack it
            self._client: Any = client
            self._collection: Any = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration=HNSW)
        except Exception as error:  # Chroma raises what lies below it, as panics of its Rust part
            remedy = WRITABLE if "readonly" in str(error) else REMEDY
            raise StoreError(f"The vectors in {folder} can't be opened: {error}.", remedy=remedy) from error

    def _on_server(self, server: ChromaServer, name: str, new: Path | None = None) -> None:
        """Open a collection on a server, or make it where ``new`` is the folder that is to name it."""
        self._server, self._where = server, f"collection {name} of {server.url}"
        client = server.connect()
        self._close = weakref.finalize(self, lambda: disconnect(client))
        self._client = client
        if new:
            # Before there is one: whoever finds the folder of a process that was killed knows what to delete.
            (new / NAME_FILE).write_text(name + "\n", encoding="utf-8")
            create = self._client.create_collection
            self._collection = self._asked(create, name=name, embedding_function=None, configuration=HNSW)
        else:
            self._collection = self._asked(self._client.get_collection, name=name, embedding_function=None)

    def put(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add or replace records, in batches of the largest size that Chroma takes."""
        self._size = None
        size = self._asked(self._client.get_max_batch_size)
        for first in range(0, len(keys), size):
            self._asked(self._collection.upsert, ids=list(keys[first : first + size]), embeddings=vectors[first : first + size])

    def delete(self, keys: Sequence[str]) -> None:
        """Remove records that are there."""
        self._size = None
        size = self._asked(self._client.get_max_batch_size)
        for first in range(0, len(keys), size):
            self._asked(self._collection.delete, ids=list(keys[first : first + size]))

    def copy_to(self, folder: Path) -> VectorStore:
        """Copy a store in a folder, which may be read meanwhile, into a new folder and open the copy.

        Raises:
            StoreError: it can't be copied or opened.
        """
        try:
            shutil.copytree(self._folder, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
            with closing(sqlite3.connect(self._folder / DATABASE)) as here, closing(sqlite3.connect(folder / DATABASE)) as there:
                here.backup(there)  # a moment's state, whoever writes
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The vectors in {self._folder} can't be copied: {reason_of(error)}.", remedy=REMEDY) from error
        return VectorStore(folder)

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those ``keys`` that are there."""
        found: dict[str, Vectors] = {}
        size = self._asked(self._client.get_max_batch_size)
        for first in range(0, len(keys), size):
            records = self._asked(self._collection.get, ids=list(keys[first : first + size]), include=["embeddings"])
            found.update(zip(records["ids"], np.asarray(records["embeddings"], np.float32), strict=True))
        return found

    def nearest(self, vector: Vectors, k: int, *, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Return up to ``k`` keys with their cosine similarity, best first; ``among`` limits the search to those keys."""
        count = self.count() if among is None else len(among)
        if not count:
            return []
        limited = {"ids": list(among)} if among is not None else {}
        found = self._asked(self._collection.query, query_embeddings=[vector], n_results=min(k, count), include=["distances"], **limited)
        ranked = [(key, 1.0 - float(distance)) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def count(self) -> int:
        """Return the number of records; counted once, since a generation that serves doesn't change."""
        if self._size is None:
            self._size = int(self._asked(self._collection.count))
        return self._size

    def close(self) -> None:
        """Close the store; the folder can then be moved or deleted."""
        self._close()

    def _asked(self, ask: Callable[..., Result], **arguments: Any) -> Result:
        """Return what Chroma answers.

        Raises:
            StoreError: it can't; UnreachableError where that is for want of its server.
        """
        try:
            return ask(**arguments)
        except Exception as error:  # Chroma raises what lies below it, as panics of its Rust part
            if self._server and not self._server.lacks(error):
                raise self._server.unreachable(error) from error
            raise StoreError(f"The vectors in {self._where} can't be used: {error}.", remedy=REMEDY) from error


def is_store(folder: Path) -> bool:
    """Whether a folder holds vectors, or names those on a server."""
    return (folder / DATABASE).is_file() or on_server(folder)


def on_server(folder: Path) -> bool:
    """Whether a folder's vectors are on a server."""
    return (folder / NAME_FILE).is_file()


def collection_name(folder: Path) -> str:
    """Return the name of the collection on a server that a folder's vectors are in."""
    return (folder / NAME_FILE).read_text(encoding="utf-8").strip()


def drop(folder: Path, server: ChromaServer) -> None:
    """Delete a folder's collection on its server, if it has one there; a folder with its vectors in it is left to whoever removes it.

    Raises:
        UnreachableError: the server can't be reached.
    """
    if not on_server(folder):
        return
    client = server.connect()
    try:
        client.delete_collection(collection_name(folder))
    except Exception as error:  # as above
        if not server.lacks(error):
            raise server.unreachable(error) from error
    finally:
        disconnect(client)


def _wanted(folder: Path, server: ChromaServer | None) -> ChromaServer:
    if server is None:
        raise UnreachableError(
            f"The vectors of {folder.parent} are on a Chroma server, as collection {collection_name(folder)}, and none is set.",
            remedy="Set TOWNHALL_CHROMA_URL as when the index was made, or run `townhall ingest --rebuild`.",
        )
    return server
