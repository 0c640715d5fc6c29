"""What a user would write instead: the pipeline of LlamaIndex's tutorials, with the same documents and the same embedding model.

    python benchmarks/tutorial.py build CORPUS FOLDER
    python benchmarks/tutorial.py ask FOLDER "QUESTION"

Reader, splitter, vector index and retriever are LlamaIndex's own with their defaults; only the embedding model is named, since the
default one is a paid service. ``ask`` prints the two nearest chunks, which a language model would then have to turn into an answer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from pydantic import PrivateAttr
from sentence_transformers import SentenceTransformer

from townhall.index.embedding import bundled_folder

TOP = 2
"""Chunks that are retrieved: LlamaIndex's default."""


class Embedding(BaseEmbedding):
    """The bundled model through sentence-transformers, as ``HuggingFaceEmbedding`` runs it."""

    _model: Any = PrivateAttr()

    def __init__(self) -> None:
        super().__init__(model_name="all-MiniLM-L6-v2", embed_batch_size=32)
        self._model = SentenceTransformer(str(bundled_folder()), device="cpu", local_files_only=True)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in vector] for vector in self._model.encode(texts, show_progress_bar=False)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def build(corpus: Path, folder: Path) -> None:
    """Read, split and embed the documents, and keep the index in ``folder``."""
    documents = SimpleDirectoryReader(str(corpus), required_exts=[".txt", ".md"], recursive=True).load_data()
    index = VectorStoreIndex.from_documents(documents, transformations=[SentenceSplitter()], embed_model=Embedding())
    index.storage_context.persist(str(folder))


def retriever(folder: Path) -> BaseRetriever:
    """Load the index from ``folder``."""
    storage = StorageContext.from_defaults(persist_dir=str(folder))
    return load_index_from_storage(storage, embed_model=Embedding()).as_retriever(similarity_top_k=TOP)


def main() -> None:
    """Build, or ask."""
    match sys.argv[1:]:
        case ["build", corpus, folder]:
            build(Path(corpus), Path(folder))
        case ["ask", folder, question]:
            for hit in retriever(Path(folder)).retrieve(question):
                print(f"{hit.score:.3f} {hit.node.metadata['file_name']}\n{hit.node.get_content()}\n")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
