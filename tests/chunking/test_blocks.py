"""The outline of documents whose format gives structure: sections under their headings, a section for each record."""

from __future__ import annotations

from collections.abc import Callable

import formats_samples
import pytest

from townhall.chunking import outline
from townhall.chunking.node_parser import StructureNodeParser, node_spans
from townhall.chunking.passages import passages_of
from townhall.corpus.formats import TextBuilder
from townhall.corpus.formats.registry import extract
from townhall.model import BlockKind, Document, Section, SectionKind


def count(text: str) -> int:
    """Count word pieces, near enough."""
    return len(text.split())


def document(fill: Callable[[TextBuilder], None]) -> Document:
    """Return the document that a builder makes."""
    builder = TextBuilder(limit=100_000)
    fill(builder)
    found = builder.done()
    return Document("page.docx", found.text, "", "Page", blocks=found.blocks)


def shape(page: Document) -> list[tuple[list[str], str]]:
    """Return each section's heading path and body, furniture left out."""
    sections = [section for section in outline(page.text, page.source, page.blocks) if section.kind is not SectionKind.FURNITURE]
    return [([heading.text for heading in section.path], page.text[section.start : section.end]) for section in sections]


def test_sections_stand_under_their_headings() -> None:
    """A heading holds what follows up to the next one of its level or above; one without a body is a section all the same."""

    def fill(builder: TextBuilder) -> None:
        builder.add(BlockKind.PARAGRAPH, "Before.")
        for level, heading, body in ((1, "Rules", ""), (2, "Fees", "Ninety crowns."), (2, "Berths", "By the year."), (1, "Annex", "A form.")):
            builder.add(BlockKind.HEADING, heading, level=level)
            builder.add(BlockKind.PARAGRAPH, body)

    assert shape(document(fill)) == [
        ([], "Before."),
        (["Rules"], ""),
        (["Rules", "Fees"], "Ninety crowns."),
        (["Rules", "Berths"], "By the year."),
        (["Annex"], "A form."),
    ]


def test_a_record_is_a_section_headed_by_its_name() -> None:
    """The name that a row gives heads it; a number before it is no name; what stands before the name is of the same section."""

    def fill(builder: TextBuilder) -> None:
        builder.add(BlockKind.HEADING, "Desks", level=1)
        builder.add_record([("No", "1"), ("Town", "Eastmouth"), ("Name", "Bo Lund"), ("Phone", "123 456")])
        builder.add_record([("No", "2"), ("Town", "Westmouth"), ("Phone", "123 457")])

    assert shape(document(fill)) == [
        (["Desks"], ""),
        (["Desks", "Bo Lund"], "No: 1\nTown: Eastmouth\nName: Bo Lund\nPhone: 123 456"),
        (["Desks", "Westmouth"], "No: 2\nTown: Westmouth\nPhone: 123 457"),
    ]


def test_a_contact_is_a_field() -> None:
    """A paragraph with a label that is known for contacts is a field under its heading."""

    def fill(builder: TextBuilder) -> None:
        builder.add(BlockKind.HEADING, "Harbour office", level=1)
        builder.add(BlockKind.PARAGRAPH, "Contact person: Bo Lund")

    page = document(fill)
    fields = [section for section in outline(page.text, page.source, page.blocks) if section.kind is SectionKind.FIELD]
    assert [([heading.text for heading in field.path], page.text[field.start : field.end]) for field in fields] == [
        (["Harbour office", "Contact person"], "Bo Lund")
    ]


def test_without_headings_the_rules_of_plain_text_hold() -> None:
    """A document that only looks as if it had headings is read as plain text is."""

    def fill(builder: TextBuilder) -> None:
        builder.add(BlockKind.PARAGRAPH, "Association of Ports")
        builder.add(BlockKind.PARAGRAPH, "The association helps harbour towns on the coast with maps of the sea.")

    assert shape(document(fill)) == [(["Association of Ports"], "The association helps harbour towns on the coast with maps of the sea.")]


@pytest.mark.parametrize("name", [name for name in formats_samples.NAMES if name != "scan.pdf"])
def test_passages_of_every_format_are_the_text_itself(name: str) -> None:
    """Passages and sentences reproduce the document's text, lie in a section, and together hold every word but headings and names' labels."""
    found = extract(name, formats_samples.samples()[name], limit=100_000)
    page = Document(name, found.text, "", "Page", blocks=found.blocks, page_starts=found.page_starts)
    sections: list[Section] = outline(page.text, page.source, page.blocks)
    passages = passages_of(page, sections, node_spans(page, sections, StructureNodeParser(count=count)), count=count, pieces=160)
    assert passages
    covered = [False] * len(page.text)
    for passage in passages:
        assert page.text[passage.start : passage.end] == passage.text
        assert all(page.text[sentence.start : sentence.end] == sentence.text for sentence in passage.sentences)
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    for section in sections:
        for start, end in [(heading.start, heading.end) for heading in section.path] + (
            [(section.start, section.end)] if section.kind is SectionKind.FURNITURE else []
        ):
            covered[start:end] = [True] * (end - start)
    left = "".join(character for character, seen in zip(page.text, covered, strict=True) if not seen).split()
    assert set(left) <= {"•", "Contact", "person:"}
