"""One generation, opened for reading."""

from __future__ import annotations

import os
import weakref
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from townhall.errors import StoreError, reason_of
from townhall.index.bundle import Bundle
from townhall.index.chroma_server import ChromaServer
from townhall.index.holding import hold
from townhall.index.lexical import LexicalIndex
from townhall.index.manifest import MANIFEST, REMEDY, read_manifest
from townhall.index.vectors import VectorStore, on_server

VECTORS = "chroma"
"""Folder in a generation."""


class Generation:
    """One generation, opened for reading; each part is opened when first used. It isn't removed for as long as this object is there and not closed.

    ``chroma`` is the Chroma server that is set, for whoever uses its vectors.

    Raises:
        StoreError: it is missing or damaged.
    """

    def __init__(self, folder: Path, *, chroma: ChromaServer | None = None) -> None:
        self.folder = folder
        self._chroma = chroma
        try:
            self._let_go = weakref.finalize(self, os.close, hold(folder / MANIFEST))
        except (OSError, ValueError) as error:  # a damaged pointer may name what can't be a file's name
            raise StoreError(f"{folder / MANIFEST} can't be read: {reason_of(error)}.", remedy=REMEDY) from error
        self.manifest = read_manifest(folder)

    @property
    def made(self) -> datetime:
        """When it was made, in UTC: its manifest is written last, and never changed."""
        return datetime.fromtimestamp((self.folder / MANIFEST).stat().st_mtime, UTC)

    @cached_property
    def bundle(self) -> Bundle:
        """The texts, sections, passages and facts."""
        return Bundle(self.folder)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The words of the passages."""
        return LexicalIndex(self.folder / "lexical")

    @cached_property
    def vectors(self) -> VectorStore:
        """The passages' vectors.

        Raises:
            StoreError: there are more or fewer of them than passages.
            UnreachableError: they are on a server that can't be reached.
        """
        store = VectorStore(self.folder / VECTORS, server=self._chroma)
        vectors, units = store.count(), self.bundle.counts()["units"]
        if vectors != units:
            store.close()
            raise StoreError(f"The index in {self.folder} holds {vectors} vectors for {units} passages.", remedy=REMEDY)
        return store

    @property
    def is_on_server(self) -> bool:
        """Whether its vectors are on a Chroma server."""
        return on_server(self.folder / VECTORS)

    def check(self) -> dict[str, int]:
        """Read every part, and return how many records there are.

        Raises:
            StoreError: a part is missing or damaged, or the parts don't hold the same records.
        """
        self.bundle.check()
        counts = self.bundle.counts()
        passages = self.lexical.passages
        if passages != counts["units"]:
            raise StoreError(f"The lexical index in {self.folder} holds {passages} passages of {counts['units']}.", remedy=REMEDY)
        self.vectors.count()
        return counts

    def close(self) -> None:
        """Close what was opened, and let it go."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        self._let_go()
