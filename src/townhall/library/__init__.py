"""The documents: ingest them, see how they stand, read them, add and remove some. The only place that puts the stages of ingest together."""

from townhall.corpus import READ_SUFFIXES
from townhall.corpus.removed import Removed
from townhall.corpus.web import Failure, Fetched
from townhall.library.changing import (
    Added,
    add_document,
    discard_removed,
    remove_document,
    removed_documents,
    replace_document,
    restore_document,
)
from townhall.library.fetching import fetch, wants_web
from townhall.library.generations import KeptGeneration, Verified, backup, generations, restore, rollback, verify_index
from townhall.library.holdings import Holding, Holdings, OpenDocument, State, holdings, open_document, original_file, show
from townhall.library.ingesting import EXTRACTIONS, ingest, plan
from townhall.library.looking import corpus_hashes, files_of, texts_of
from townhall.library.making import embedder_of
from townhall.library.pinning import kept_back, pin_of
from townhall.library.report import IngestReport
from townhall.library.standing import is_current
from townhall.library.upkeep import check_vectors, is_writing, take_over
from townhall.library.watching import changes

__all__ = [
    "EXTRACTIONS",
    "READ_SUFFIXES",
    "Added",
    "Failure",
    "Fetched",
    "Holding",
    "Holdings",
    "IngestReport",
    "KeptGeneration",
    "OpenDocument",
    "Removed",
    "State",
    "Verified",
    "add_document",
    "backup",
    "changes",
    "check_vectors",
    "corpus_hashes",
    "discard_removed",
    "embedder_of",
    "fetch",
    "files_of",
    "generations",
    "holdings",
    "ingest",
    "is_current",
    "is_writing",
    "kept_back",
    "open_document",
    "original_file",
    "pin_of",
    "plan",
    "remove_document",
    "removed_documents",
    "replace_document",
    "restore",
    "restore_document",
    "rollback",
    "show",
    "take_over",
    "texts_of",
    "verify_index",
    "wants_web",
]
