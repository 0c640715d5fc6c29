"""What a user would write instead: the pipeline of LlamaIndex's tutorials over the same documents, with the same embedding model.

Reader, splitter, vector index and retriever are LlamaIndex's own with their defaults. Without a language model its answer is the text of its
top node, cut to the length that an answer may have. ``benchmarks/tutorial.py`` is the same for the command line.
"""

from __future__ import annotations

import logging
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from townhall.assistant import Assistant
from townhall.evaluation.data.question import Question
from townhall.evaluation.systems.answers import Quotation, quotation
from townhall.evaluation.systems.system import Response, depth_of
from townhall.library import embedder_of
from townhall.model import Hit, Passage, Span
from townhall.settings import Settings

MARKER = " [1]"
"""What stands behind its answer, and counts towards its length."""

SUFFIXES = (".markdown", ".md", ".txt")
"""Files that it reads: those in which its offsets are ours."""

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import NodeWithScore


class Tutorial:
    """The tutorial's pipeline, built in memory when it is first asked; only then is LlamaIndex loaded."""

    name = "tutorial"

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings

    def respond(self, question: Question) -> Response:
        """Quote the top node for the last turn; refuse where there is no node."""
        index = self._index
        started = perf_counter()
        text = question.turns[-1]
        nodes = self._retrieved(index, question) if text.strip() else []
        hits = tuple(self._hit(rank, node) for rank, node in enumerate(nodes, 1))
        cited = [self._quotation(hits[0])] if hits else []
        return Response(quotation(question, cited, self._assistant), text, hits, 1000 * (perf_counter() - started))

    def _retrieved(self, index: VectorStoreIndex, question: Question) -> list[NodeWithScore]:
        """Return the first nodes for the last turn; of the documents that the question keeps to, if it keeps to any."""
        depth = depth_of(question)
        if not question.sources:
            return index.as_retriever(similarity_top_k=depth).retrieve(question.turns[-1])
        everything = index.as_retriever(similarity_top_k=len(index.docstore.docs)).retrieve(question.turns[-1])
        return [node for node in everything if any(fnmatchcase(node.node.metadata["file_path"], pattern) for pattern in question.sources)][:depth]

    def _quotation(self, hit: Hit) -> Quotation:
        cut = hit.passage.text[: self._settings.answer_characters - len(MARKER)].rstrip()
        return Quotation(cut, Span(hit.passage.source, hit.passage.start, hit.passage.start + len(cut)))

    def _hit(self, rank: int, found: NodeWithScore) -> Hit:
        """Return a node as a hit; its place is where the splitter says that it stands."""
        node: Any = found.node
        start = node.start_char_idx or 0
        passage = Passage(node.metadata["file_path"], start, start + len(node.text), node.text, (), ())
        score = float(found.score or 0)
        return Hit(rank=rank, score=score, passage=passage, similarity=score, lexical=0.0)

    @cached_property
    def _index(self) -> VectorStoreIndex:
        # It warns that readers of other formats aren't there, which are not wanted.
        logging.getLogger("llama_index.core.readers.file.base").setLevel(logging.ERROR)
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        corpus = self._settings.corpus

        def described(path: str) -> dict[str, str]:
            # As the reader does by default, less what differs from machine to machine: the folder and the times of access.
            return {"file_path": Path(path).relative_to(corpus.absolute()).as_posix()}

        reader = SimpleDirectoryReader(str(corpus.absolute()), required_exts=list(SUFFIXES), recursive=True, file_metadata=described)
        documents = reader.load_data()
        for document in documents:
            document.id_ = document.metadata["file_path"]
        # Names by place rather than by chance, since equal scores are put in the order of the names.
        splitter = SentenceSplitter(id_func=lambda number, document: f"{document.id_} {number:06}")
        return VectorStoreIndex.from_documents(documents, transformations=[splitter], embed_model=self._embedding())

    def _embedding(self) -> Any:
        from llama_index.core.embeddings import BaseEmbedding

        embedder = embedder_of(self._settings)
        asked = self._assistant.embed

        class Embedding(BaseEmbedding):
            """The embedding model that the settings name; what the assistant was asked before isn't embedded again."""

            def _get_text_embedding(self, text: str) -> list[float]:
                return [float(value) for value in embedder.embed_query(text)]

            def _get_query_embedding(self, query: str) -> list[float]:
                return [float(value) for value in asked(query)]

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

        return Embedding(model_name=embedder.name)
