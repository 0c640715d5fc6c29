"""Townhall inside an application of LlamaIndex: its passages as a retriever, its answers as a query engine.

This module is the only one for users that imports LlamaIndex, which takes some seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE, AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.callbacks.base import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from townhall.interfaces.contract import answer_object
from townhall.interfaces.python import Townhall
from townhall.model import Answer, Citation, Document, Hit, Span

UNSEEN = ["start", "end", "sha256", "also_in", "n", "role"]
"""Metadata that says nothing to a model."""


class TownhallRetriever(BaseRetriever):
    """Retrieves passages; a node's text is the document's between its ``start_char_idx`` and ``end_char_idx``.

    A node's id is ``SOURCE:START-END`` and stays as long as the document does; its score is comparable within one retrieval. Its metadata are
    ``source``, ``title``, ``heading``, ``page``, ``start``, ``end``, ``sha256`` and ``also_in``, the ids of other places that hold the same text.
    """

    def __init__(self, townhall: Townhall, *, k: int = 10, sources: Sequence[str] = (), callback_manager: CallbackManager | None = None) -> None:
        """Retrieve up to ``k`` passages of ``townhall``, of the documents that match ``sources`` where some are named."""
        super().__init__(callback_manager=callback_manager)
        self._townhall = townhall
        self._k = k
        self._sources = tuple(sources)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._townhall.search(query_bundle.query_str, k=self._k, sources=self._sources)
        documents = {source: self._townhall.read(source) for source in {hit.passage.source for hit in hits}}
        return [_node_of_hit(hit, documents[hit.passage.source]) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class TownhallQueryEngine(BaseQueryEngine):
    """Answers; the response's source nodes are the citations, in order, and its metadata is the answer as ``townhall ask --json`` prints it.

    The response's text holds the statements with their markers: ``[1]`` is the first source node. Where the documents don't say, it says so, its
    ``metadata["status"]`` is not ``answered``, and what nodes there are have the role ``related``.
    """

    def __init__(
        self,
        townhall: Townhall,
        *,
        sources: Sequence[str] = (),
        k: int = 10,
        streaming: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        """Answer from ``townhall``.

        Args:
            townhall: what answers.
            sources: patterns of the documents to keep to.
            k: passages that ``retrieve`` returns.
            streaming: whether the text comes piece by piece, as it grows.
            callback_manager: LlamaIndex's.
        """
        super().__init__(callback_manager)
        self._townhall = townhall
        self._sources = tuple(sources)
        self._streaming = streaming
        self._retriever = TownhallRetriever(townhall, k=k, sources=sources, callback_manager=callback_manager)

    def retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """Return the passages nearest to a question, without an answer."""
        return self._retriever.retrieve(query_bundle)

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        if not self._streaming:
            return self._response(self._townhall.ask(query_bundle.query_str, sources=self._sources).answer)
        streamed = StreamingResponse(self._pieces(query_bundle.query_str, lambda answer: self._complete(streamed, answer)))
        return streamed

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        if not self._streaming:
            return await asyncio.to_thread(self._query, query_bundle)
        streamed = AsyncStreamingResponse(self._apieces(query_bundle.query_str, lambda answer: self._complete(streamed, answer)))
        return streamed

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _pieces(self, question: str, complete: Callable[[Answer], None]) -> Generator[str, None, None]:
        """Yield what is new of the text; ``complete`` gets the whole answer before its last piece."""
        told = ""
        last: Answer | None = None
        for turn in self._townhall.stream(question, sources=self._sources, lasting=True):
            if last is not None:
                yield last.text.removeprefix(told)
                told = last.text
            last = turn.answer
        if last is not None:
            complete(last)
            yield last.text.removeprefix(told)

    async def _apieces(self, question: str, complete: Callable[[Answer], None]) -> AsyncGenerator[str, None]:
        pieces = self._pieces(question, complete)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece

    def _complete(self, response: StreamingResponse | AsyncStreamingResponse, answer: Answer) -> None:
        """Give a response what comes with the whole answer."""
        whole = self._response(answer)
        response.source_nodes, response.metadata = whole.source_nodes, whole.metadata

    def _response(self, answer: Answer) -> Response:
        documents = {source: self._townhall.read(source) for source in {citation.source for citation in answer.citations}}
        nodes = [_node_of_citation(citation, documents[citation.source]) for citation in answer.citations]
        return Response(answer.text, source_nodes=nodes, metadata=answer_object(answer))


def _node_of_hit(hit: Hit, document: Document) -> NodeWithScore:
    passage = hit.passage
    place = Span(passage.source, passage.start, passage.end)
    heading = " › ".join(passage.heading_path) or None
    return _node(place, passage.text, document, score=hit.score, heading=heading, also_in=[_id(each) for each in hit.also_in])


def _node_of_citation(citation: Citation, document: Document) -> NodeWithScore:
    place = Span(citation.source, citation.start, citation.end)
    also_in = [_id(each) for each in citation.also_in]
    return _node(place, citation.quote, document, score=None, heading=citation.heading, also_in=also_in, n=citation.n, role=citation.role.value)


def _node(place: Span, text: str, document: Document, *, score: float | None, **known: Any) -> NodeWithScore:
    metadata = {
        "source": place.source,
        "title": document.title,
        "page": document.page_of(place.start),
        "start": place.start,
        "end": place.end,
        "sha256": document.sha256,
        **known,
    }
    node = TextNode(
        id_=_id(place),
        text=text,
        start_char_idx=place.start,
        end_char_idx=place.end,
        metadata={name: value for name, value in metadata.items() if value is not None},
        excluded_llm_metadata_keys=UNSEEN,
        excluded_embed_metadata_keys=UNSEEN,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=place.source)},
    )
    return NodeWithScore(node=node, score=score)


def _id(place: Span) -> str:
    return f"{place.source}:{place.start}-{place.end}"
