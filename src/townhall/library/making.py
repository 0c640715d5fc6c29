"""What the settings name: the model, the reader, the node parser, and how much reading a file may take."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from townhall.corpus import Limits
from townhall.errors import UsageError
from townhall.index.embedding import BUNDLED_MODEL, Embedder, OnnxEmbedder, SentenceTransformersEmbedder
from townhall.index.onnx_export import ensure_exported, exported_model
from townhall.settings import Settings


def embedder_of(settings: Settings, *, export: bool = False) -> Embedder:
    """Return the embedder that the settings name; with ``export`` the bundled model is first exported if need be.

    Raises:
        ModelError: the bundled weights are not the published ones.
    """
    if is_exported(settings):
        return OnnxEmbedder(ensure_exported(settings.index) if export else exported_model(settings.index))
    return SentenceTransformersEmbedder(settings.embedding_model)


def is_exported(settings: Settings) -> bool:
    """Whether the settings name the bundled model as it is exported to ONNX."""
    return settings.embedding_model == BUNDLED_MODEL and settings.embedding_runtime == "onnx"


def limits_of(settings: Settings) -> Limits:
    """Return what reading one file may take."""
    return Limits(size=settings.file_size_limit, seconds=settings.file_seconds, characters=settings.file_characters, memory=settings.file_memory)


def reader_of(settings: Settings) -> Any:
    """Return the reader that the settings name; None for ours.

    Raises:
        UsageError: there is no such class, its options don't fit, or it reads nothing.
    """
    return _made(settings.reader, settings.reader_options, "TOWNHALL_READER", method="load_data") if settings.reader else None


def node_parser_of(settings: Settings, embedder: Embedder) -> Any:
    """Return the node parser that the settings name, else ours.

    Raises:
        UsageError: there is no such class, its options don't fit, or it splits nothing.
    """
    if settings.node_parser:
        return _made(settings.node_parser, settings.node_parser_options, "TOWNHALL_NODE_PARSER", method="get_nodes_from_documents")
    from townhall.chunking.node_parser import StructureNodeParser

    return StructureNodeParser(count=embedder.count, pieces=settings.passage_pieces)


def _made(dotted: str, options: Mapping[str, Any], setting: str, *, method: str) -> Any:
    """Make an object of the class that a setting names; it has to have a method of LlamaIndex's interface."""
    module, _, name = dotted.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"{setting} names {dotted!r}, which can't be imported: {error}.", remedy="Give a class as package.module.Class.") from error
    if not hasattr(found, method):
        raise UsageError(f"{setting} names {dotted!r}, which has no method {method}.", remedy="Name a class of LlamaIndex's interface.")
    try:
        return found(**options)
    except Exception as error:  # a foreign class may raise anything
        raise UsageError(f"{dotted} can't be made of {sorted(options)}: {error}.", remedy=f"Mend {setting}_OPTIONS.") from error
