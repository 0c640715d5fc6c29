"""How documents are split, behind LlamaIndex's interface: ours is a ``NodeParser``, and any other can take its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, TextNode
from llama_index.core.schema import Document as LlamaDocument
from pydantic import Field

from townhall.chunking.outline import outline
from townhall.chunking.passages import PieceCounter, split_section
from townhall.errors import CorpusError
from townhall.model import Document, Section, SectionKind

SOURCE_KEY = "source"
"""Metadata under which a LlamaIndex document carries its path relative to the corpus."""


class StructureNodeParser(NodeParser):
    """Splits a document along its structure; a node never crosses a section and fits the embedding model.

    Each node carries ``start_char_idx`` and ``end_char_idx`` and, as metadata, ``heading_path``.
    """

    count: PieceCounter = Field(exclude=True)
    pieces: int = Field(default=160, ge=32)

    def cut(self, document: Document, sections: Sequence[Section]) -> Iterator[tuple[int, int, Section]]:
        """Yield the offsets of each node of a document, and the section that it lies in."""
        for section in sections:
            if section.kind is not SectionKind.FURNITURE:
                for start, end in split_section(document, section, count=self.count, pieces=self.pieces):
                    yield start, end, section

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:  # noqa: ARG002, FBT001, FBT002 - the interface's
        return [part for node in nodes for part in self._split(node)]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, LlamaDocument]) -> list[BaseNode]:
        # The base class looks for each node's text from the top and so moves a text that stands twice; ours know where they are.
        offsets = [_offsets(node) for node in nodes]
        finished = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, (start, end) in zip(finished, offsets, strict=True):
            if isinstance(node, TextNode):
                node.start_char_idx, node.end_char_idx = start, end
        return finished

    def _split(self, node: BaseNode) -> list[TextNode]:
        text = node.get_content()
        source = str(node.metadata.get(SOURCE_KEY, ""))
        document = Document(source=source, text=text, sha256="", title="", language=node.metadata.get("language"))
        whole = node.as_related_node_info()
        return [
            TextNode(
                text=text[start:end],
                start_char_idx=start,
                end_char_idx=end,
                metadata={"heading_path": [heading.text for heading in section.path]},
                relationships={NodeRelationship.SOURCE: whole},
            )
            for start, end, section in self.cut(document, outline(text, source))
        ]


def node_spans(document: Document, sections: Sequence[Section], parser: NodeParser) -> list[tuple[int, int]]:
    """Split ``document`` with any node parser and return its nodes' offsets; ours cuts along ``sections``, another sees the text alone.

    Raises:
        CorpusError: a node has no offsets, or they don't reproduce its text.
    """
    if isinstance(parser, StructureNodeParser):
        return [(start, end) for start, end, _ in parser.cut(document, sections)]
    metadata = {SOURCE_KEY: document.source, **({"language": document.language} if document.language else {})}
    given = LlamaDocument(text=document.text, metadata=metadata)
    spans: list[tuple[int, int]] = []
    for node in parser.get_nodes_from_documents([given]):
        start, end = _offsets(node)
        if start is None or end is None or document.text[start:end] != node.get_content():
            raise CorpusError(
                f"{type(parser).__name__} made a node of {document.source} whose offsets [{start}:{end}] don't reproduce its text.",
                remedy="Use a node parser that keeps offsets, or unset TOWNHALL_NODE_PARSER.",
            )
        spans.append((start, end))
    return spans


def _offsets(node: BaseNode) -> tuple[int | None, int | None]:
    """Return where a node says that it lies; only nodes of text can say so."""
    return (node.start_char_idx, node.end_char_idx) if isinstance(node, TextNode) else (None, None)
