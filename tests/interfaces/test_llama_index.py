"""Townhall in LlamaIndex: its retriever, its query engine as a tool, streams, and LlamaIndex's own measures over it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.evaluation import RetrieverEvaluator
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.core.tools import QueryEngineTool

from townhall import Townhall, Turn
from townhall.interfaces.llama_index import TownhallQueryEngine, TownhallRetriever
from townhall.settings import Settings

QUESTION = "Who supports cities in Malta?"


@pytest.fixture(scope="module")
def townhall(real_settings: Settings) -> Townhall:
    """Return Townhall over the real documents."""
    return Townhall(real_settings.corpus, real_settings.index, today=real_settings.today)


def is_the_documents(found: NodeWithScore, townhall: Townhall) -> bool:
    """Tell whether a node's text is what stands in its document at its offsets."""
    node = found.node
    assert isinstance(node, TextNode)
    return townhall.read(node.metadata["source"]).text[node.start_char_idx : node.end_char_idx] == node.text


def test_nodes_are_passages_at_their_offsets(townhall: Townhall) -> None:
    """Retrieved nodes come best first, with what says where they stand; plain and asynchronous retrieval return the same."""
    retriever = TownhallRetriever(townhall, k=5)
    found = retriever.retrieve("deadlines for application")
    assert len(found) == 5
    assert all(is_the_documents(each, townhall) for each in found)
    scores = [each.get_score() for each in found]
    assert scores == sorted(scores, reverse=True)
    assert found[0].node.metadata["heading"].endswith("How to participate?")
    assert found[0].node.ref_doc_id == found[0].node.metadata["source"]
    assert [each.node_id for each in asyncio.run(retriever.aretrieve("deadlines for application"))] == [each.node_id for each in found]


def test_offsets_are_no_text_for_a_model(townhall: Townhall) -> None:
    """What a model is shown of a node names its document and headings, not offsets and hashes."""
    node = TownhallRetriever(townhall, k=1).retrieve("deadlines for application")[0].node
    shown = node.get_content(metadata_mode="llm")  # type: ignore[arg-type]
    assert "How to participate?" in shown
    assert "sha256" not in shown


def test_a_retriever_keeps_to_its_documents(townhall: Townhall) -> None:
    """With ``sources``, nodes come from the documents that match."""
    found = TownhallRetriever(townhall, sources=["*-2.txt"]).retrieve("support for cities")
    assert {each.node.metadata["source"] for each in found} == {"national-support-2.txt"}


def test_llama_index_measures_the_retriever(townhall: Townhall) -> None:
    """Its hit rate and MRR find the passage that holds the deadlines, and don't find one that isn't there."""
    retriever = TownhallRetriever(townhall, k=5)
    right = next(each.node_id for each in retriever.retrieve("deadlines") if "24 March 2025" in each.text)
    evaluator = RetrieverEvaluator.from_metric_names(["hit_rate", "mrr"], retriever=retriever)
    found = asyncio.run(evaluator.aevaluate("What are the deadlines for application?", expected_ids=[right]))
    missed = asyncio.run(evaluator.aevaluate("What are the deadlines for application?", expected_ids=["nothing.txt:0-9"]))
    assert found.metric_vals_dict == {"hit_rate": 1.0, "mrr": 1.0}
    assert missed.metric_vals_dict == {"hit_rate": 0.0, "mrr": 0.0}


def test_source_nodes_are_the_citations(townhall: Townhall) -> None:
    """A response's markers count its source nodes, whose text is the quote at its place; its metadata is the whole answer."""
    response = TownhallQueryEngine(townhall).query(QUESTION)
    assert isinstance(response, Response)
    assert response.metadata
    assert response.metadata["status"] == "answered"
    assert str(response) == response.metadata["answer"]
    assert [each.node.metadata["n"] for each in response.source_nodes] == list(range(1, len(response.source_nodes) + 1))
    assert all(f"[{each.node.metadata['n']}]" in str(response) for each in response.source_nodes)
    assert [each.text for each in response.source_nodes] == [each["quote"] for each in response.metadata["citations"]]
    assert all(is_the_documents(each, townhall) for each in response.source_nodes)


def test_a_refusal_is_a_response(townhall: Townhall) -> None:
    """Where the documents don't say, the response says so and supports nothing."""
    response = TownhallQueryEngine(townhall).query("Who supports cities in Germany?")
    assert response.metadata
    assert response.metadata["status"] == "not_in_documents"
    assert "Germany" in str(response)
    assert not any(each.node.metadata["role"] == "support" for each in response.source_nodes)


def test_asynchronous_questions_get_the_same_answers(townhall: Townhall) -> None:
    """Two questions at once get the answers that each gets alone."""
    engine = TownhallQueryEngine(townhall)

    async def both() -> list[str]:
        return [str(each) for each in await asyncio.gather(engine.aquery(QUESTION), engine.aquery("What is OASC?"))]

    assert asyncio.run(both()) == [str(engine.query(QUESTION)), str(engine.query("What is OASC?"))]


def test_streams_end_as_the_whole_answer(townhall: Townhall) -> None:
    """The pieces of a stream make the plain response's text; then its nodes and metadata are there."""
    engine = TownhallQueryEngine(townhall, streaming=True)
    plain = TownhallQueryEngine(townhall).query(QUESTION)
    streamed = engine.query(QUESTION)
    assert isinstance(streamed, StreamingResponse)
    assert "".join(streamed.response_gen) == str(plain)
    assert [each.node_id for each in streamed.source_nodes] == [each.node_id for each in plain.source_nodes]

    async def collected() -> tuple[str, AsyncStreamingResponse]:
        response = await engine.aquery(QUESTION)
        assert isinstance(response, AsyncStreamingResponse)
        return "".join([piece async for piece in response.async_response_gen()]), response

    text, response = asyncio.run(collected())
    assert text == str(plain)
    assert response.metadata
    assert response.metadata["status"] == "answered"


class Growing(Townhall):
    """Townhall whose answers come statement by statement; the first ones otherwise than at last, if that is what is asked for."""

    def stream(self, question: str, *, lasting: bool = False, **options: Any) -> Iterator[Turn]:
        """Yield the turn with one statement, with two, and so on."""
        turn = self.ask(question, **options)
        statements = turn.answer.statements
        for number in range(1, len(statements) + 1):
            shown = statements[:number]
            if not lasting and number < len(statements):
                shown = (replace(shown[0], text="Somebody else"), *shown[1:])
            yield replace(turn, answer=replace(turn.answer, statements=shown))


def test_a_growing_answer_is_told_piece_by_piece(townhall: Townhall) -> None:
    """Of an answer that grows each piece is what is new, and nothing is told that may come out otherwise in the end."""
    growing = Growing(townhall.settings.corpus, townhall.settings.index, today=townhall.settings.today)
    whole = str(TownhallQueryEngine(townhall).query(QUESTION))
    streamed = TownhallQueryEngine(growing, streaming=True).query(QUESTION)
    assert isinstance(streamed, StreamingResponse)
    pieces = list(streamed.response_gen)
    assert len(pieces) > 1
    assert "".join(pieces) == whole


def test_it_is_a_tool_of_an_agent(townhall: Townhall) -> None:
    """As a ``QueryEngineTool`` it is called by name with a question, and hands the response on."""
    tool = QueryEngineTool.from_defaults(TownhallQueryEngine(townhall), name="townhall", description="Answers from the documents.")
    output = tool.call(input=QUESTION)
    assert "Local Councils" in output.content
    assert output.raw_output.source_nodes
    assert asyncio.run(tool.acall(QUESTION)).content == output.content


def test_the_retriever_serves_llama_index_s_own_engine(townhall: Townhall) -> None:
    """LlamaIndex's query engine takes the retriever in place of its own: what it hands to the model holds our passages."""
    engine = RetrieverQueryEngine.from_args(TownhallRetriever(townhall, k=3), llm=MockLLM())  # it says what it was told
    response = engine.query(QueryBundle("deadlines for application"))
    assert len(response.source_nodes) == 3
    assert all(each.text in str(response) for each in response.source_nodes)
