"""The documents: ingest them, see how they stand, read them, add and remove some. The only place that puts the stages of ingest together."""

from townhall.corpus import READ_SUFFIXES
from townhall.corpus.removed import Removed
from townhall.library.changing import (
    Added,
    add_document,
    discard_removed,
    remove_document,
    removed_documents,
    replace_document,
    restore_document,
)
from townhall.library.holdings import Holding, Holdings, OpenDocument, State, holdings, open_document, original_file
from townhall.library.ingesting import EXTRACTIONS, IngestReport, corpus_hashes, embedder_of, files_of, ingest, is_current, show, take_over, texts_of

__all__ = [
    "EXTRACTIONS",
    "READ_SUFFIXES",
    "Added",
    "Holding",
    "Holdings",
    "IngestReport",
    "OpenDocument",
    "Removed",
    "State",
    "add_document",
    "corpus_hashes",
    "discard_removed",
    "embedder_of",
    "files_of",
    "holdings",
    "ingest",
    "is_current",
    "open_document",
    "original_file",
    "remove_document",
    "removed_documents",
    "replace_document",
    "restore_document",
    "show",
    "take_over",
    "texts_of",
]
