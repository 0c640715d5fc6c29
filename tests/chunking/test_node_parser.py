"""Splitting behind LlamaIndex's interface: ours for others, and others' in place of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import NodeParser, SentenceSplitter
from llama_index.core.schema import BaseNode, TextNode
from llama_index.core.schema import Document as LlamaDocument

from townhall.assistant import Assistant
from townhall.chunking import outline
from townhall.chunking.node_parser import StructureNodeParser, node_spans
from townhall.chunking.passages import passages_of
from townhall.errors import CorpusError, UsageError
from townhall.index.embedding import OnnxEmbedder
from townhall.library import ingest
from townhall.model import Document, SectionKind
from townhall.settings import Settings

COUNT = OnnxEmbedder(Path("unused")).count
PAGE = """Guild of Norland Ports

The Guild of Norland Ports helps harbour towns. It is open. It helps harbour towns.

Contact person:

Ada Quay

Office of Islands

The office lends boats to islands and repairs their piers in every season. It is open.
"""


class Words(NodeParser):
    """Somebody else's parser: a node a word, with offsets that are ``shift`` too large, or none."""

    shift: int | None = 0

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:  # noqa: ARG002, FBT001, FBT002 - the interface's
        found: list[BaseNode] = []
        for node in nodes:
            text = node.get_content()
            position = 0
            for word in text.split():
                position = text.index(word, position)
                found.append(TextNode(text=word, start_char_idx=position, end_char_idx=position + len(word)))
                position += len(word)
        return found

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, LlamaDocument]) -> list[BaseNode]:  # noqa: ARG002 - the interface's
        for node in nodes:
            assert isinstance(node, TextNode)
            node.start_char_idx = None if self.shift is None else (node.start_char_idx or 0) + self.shift
            node.end_char_idx = None if self.shift is None else (node.end_char_idx or 0) + self.shift
        return nodes


def document(text: str = PAGE) -> Document:
    """Return a plain-text document."""
    return Document("page.txt", text, "", "Page")


def test_ours_is_a_node_parser() -> None:
    """In a LlamaIndex pipeline it gives nodes with exact offsets, heading paths and the document that they come from."""
    pipeline = IngestionPipeline(transformations=[StructureNodeParser(count=COUNT)])
    given = LlamaDocument(text=PAGE, metadata={"source": "page.txt"})
    nodes = pipeline.run(documents=[given])
    assert all(isinstance(node, TextNode) for node in nodes)
    assert [PAGE[node.start_char_idx : node.end_char_idx] for node in nodes if isinstance(node, TextNode)] == [node.get_content() for node in nodes]
    assert [node.metadata["heading_path"] for node in nodes] == [
        ["Guild of Norland Ports"],
        ["Guild of Norland Ports", "Contact person"],
        ["Office of Islands"],
    ]
    assert {node.ref_doc_id for node in nodes} == {given.doc_id}


def test_a_text_that_stands_twice_keeps_both_places() -> None:
    """Identical passages have their own offsets, not twice those of the first; through LlamaIndex as in an ingest."""
    page = "Guild of Ports\n\nThe guild helps the towns by the sea.\n\nGuild of Lakes\n\nThe guild helps the towns by the sea.\n"
    parser = StructureNodeParser(count=COUNT)
    spans = node_spans(document(page), outline(page, "page.txt"), parser)
    assert len(set(spans)) == len(spans) == 2
    nodes = parser.get_nodes_from_documents([LlamaDocument(text=page, metadata={"source": "page.txt"})])
    assert [(node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)] == spans


@pytest.mark.parametrize(
    "parser", [SentenceSplitter(chunk_size=60, chunk_overlap=0), SentenceSplitter(chunk_size=1000), Words()], ids=["small", "large", "words"]
)
def test_another_parser_takes_the_place_of_ours(parser: NodeParser) -> None:
    """Passages from somebody else's nodes still reproduce the text and stay within their sections."""
    sections = outline(PAGE, "page.txt")
    passages = passages_of(document(), sections, node_spans(document(), sections, parser), count=COUNT, pieces=160)
    assert {passage.heading_path[0] for passage in passages} == {"Guild of Norland Ports", "Office of Islands"}
    for passage in passages:
        assert passage.text == PAGE[passage.start : passage.end]
        assert any(s.start <= passage.start and passage.end <= s.end and s.kind is not SectionKind.FURNITURE for s in sections)


@pytest.mark.parametrize("shift", [1, -1, 10_000, None])
def test_nodes_with_wrong_offsets_are_rejected(shift: int | None) -> None:
    """A node whose offsets don't reproduce its text, or that has none, is a fault that names the parser."""
    with pytest.raises(CorpusError, match=r"Words made a node of page\.txt") as caught:
        node_spans(document(), (), Words(shift=shift))
    assert "TOWNHALL_NODE_PARSER" in caught.value.remedy


def test_spans_outside_the_text_are_rejected() -> None:
    """A span that is empty or reaches beyond the text is a fault."""
    for span in ((0, 10_000), (-5, 3), (7, 7)):
        with pytest.raises(CorpusError):
            passages_of(document(), outline(PAGE, "page.txt"), [span], count=COUNT, pieces=160)


def test_a_parser_can_be_named_in_the_settings(new_settings: Callable[..., Settings]) -> None:
    """A LlamaIndex parser, by its dotted name, splits the whole corpus; answers still cite verbatim."""
    settings = new_settings({"page.txt": PAGE}, node_parser="llama_index.core.node_parser.SentenceSplitter")
    ingest(settings)
    answer = Assistant(settings).ask("Who is the contact person of the Guild of Norland Ports?").answer
    assert "Ada Quay" in answer.text
    assert all(PAGE[citation.start : citation.end] == citation.quote for citation in answer.citations)


@pytest.mark.parametrize("name", ["nowhere.Parser", "townhall.model.Nothing", "justaname", ""])
@pytest.mark.parametrize("setting", ["node_parser", "reader"])
def test_a_name_that_cannot_be_imported_is_told(new_settings: Callable[..., Settings], setting: str, name: str) -> None:
    """A wrong dotted name is a fault that shows it and says how to write one; an empty one means ours."""
    settings = new_settings({"page.txt": PAGE}, **{setting: name})
    if not name:
        assert ingest(settings).changed
        return
    with pytest.raises(Exception, match=f"TOWNHALL_{setting.upper()} names '{name}'"):
        ingest(settings)


def test_a_reader_can_be_named_in_the_settings(new_settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A LlamaIndex reader, by its dotted name, reads the corpus: what it returns is the text that offsets count in."""
    (tmp_path / "shouting_reader.py").write_text(
        "from pathlib import Path\nfrom llama_index.core.readers.base import BaseReader\nfrom llama_index.core.schema import Document\n"
        "class Shouting(BaseReader):\n    def load_data(self, file):\n        return [Document(text=Path(file).read_text().upper())]\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    settings = new_settings({"page.txt": PAGE}, reader="shouting_reader.Shouting")
    ingest(settings)
    found = Assistant(settings).document("page.txt")
    assert found
    assert found.text == PAGE.upper()


PAGED = """
from pathlib import Path
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

class Paged(BaseReader):
    def __init__(self, mark):
        self.mark = mark

    def load_data(self, file):
        pages = Path(file).read_text().split(self.mark)
        return [Document(text=text, metadata={"page_label": str(number)}) for number, text in enumerate(pages, 1)]
"""


def test_a_reader_with_options_reads_formats_that_ours_do_not(
    new_settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader of LlamaIndex gets its options and every file, whatever its name ends in; parts with a page's label are pages of the document."""
    (tmp_path / "paged_reader.py").write_text(PAGED, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    files = {"book.zine": "The first page tells of harbours.%%The second page tells of bridges."}
    settings = new_settings(files, reader="paged_reader.Paged", reader_options={"mark": "%%"})
    ingest(settings)
    found = Assistant(settings).document("book.zine")
    assert found
    assert [found.text[start:].split("\n")[0] for start in found.page_starts] == files["book.zine"].split("%%")
    assert found.page_of(found.text.index("bridges")) == 2


def test_options_of_a_node_parser_change_its_nodes(new_settings: Callable[..., Settings]) -> None:
    """The options of the settings reach the parser, and changing them is a reason to build the index anew."""
    parser = "llama_index.core.node_parser.SentenceSplitter"
    text = " ".join(f"Rule {number} says that the bridge at pier {number} opens at noon." for number in range(60))
    coarse = new_settings({"page.txt": text}, node_parser=parser)
    first = ingest(coarse).counts["passages"]
    fine = coarse.model_copy(update={"node_parser_options": {"chunk_size": 40, "chunk_overlap": 0}})
    again = ingest(fine)
    assert again.changed
    assert again.counts["passages"] > first


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("llama_index.core.node_parser.SentenceSplitter", {"colour": "red", "chunk_size": -1}, r"can't be made of \['chunk_size', 'colour'\]"),
        ("pathlib.Path", {}, "has no method get_nodes_from_documents"),
    ],
)
def test_a_class_that_cannot_be_made_is_told(new_settings: Callable[..., Settings], name: str, options: dict[str, object], told: str) -> None:
    """Options that a class doesn't take, and a class that is no parser, are faults that name them."""
    with pytest.raises(UsageError, match=told):
        ingest(new_settings({"page.txt": PAGE}, node_parser=name, node_parser_options=options))
