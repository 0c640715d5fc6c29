"""The documents: ingest them, see how they stand, read them, add and remove some. The only place that puts the stages of ingest together."""

from townhall.library.ingesting import IngestReport, corpus_hashes, embedder_of, ingest, is_current, show, take_over

__all__ = [
    "IngestReport",
    "corpus_hashes",
    "embedder_of",
    "ingest",
    "is_current",
    "show",
    "take_over",
]
