"""What holds of sections, sentences and passages for any text at all."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from townhall.chunking import outline, split_section, split_sentences
from townhall.chunking.passages import fitted_prefix, passages_of
from townhall.index.embedding import OnnxEmbedder
from townhall.model import Document, Passage, Section, SectionKind
from townhall.settings import Settings

COUNT = OnnxEmbedder(Path("unused")).count
"""The bundled model's own count of word pieces."""
PIECES = Settings().passage_pieces
WORD = re.compile(r"\w+")
QUICKLY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M")), min_size=1, max_size=12)
prose = st.lists(words, min_size=1, max_size=60).map(lambda parts: " ".join(parts) + ".")
names = st.sampled_from(
    [
        "Guild of Ports (GP)",
        "Office of Islands",
        "Why join?",
        "1.1 Fees",
        "MAPS",
        "Größe & Straße",
        "Σύνδεσμος Δήμων " * 4,
        "# Guide",
        "## Fees",
        "Fees\n====",
        "# a\x00b",
        "#\ttab  ##",
    ]
)
labels = st.sampled_from(
    [
        "Contact person:",
        "Contact person",
        "Promoted by",
        "Link to website",
        "Spokesperson:",
        "  • Money",
        "• maps",
        "- item",
        "1. Item",
        "```",
        "> quote",
    ]
)
endings = st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", " ", "\u2028", "\x0c", "\x0b", "\x85", "\n\u00a0\n"])
pages = st.tuples(st.sampled_from(["", "", "\ufeff"]), st.lists(st.tuples(st.one_of(prose, names, labels), endings), max_size=12)).map(
    lambda page: page[0] + "".join(text + end for text, end in page[1])
)
texts = st.one_of(pages, st.text(max_size=300))
sources = st.sampled_from(["page.txt", "page.md"])


def split(text: str, source: str) -> tuple[list[Section], list[Passage]]:
    """Return the sections and passages of a text, by our own splitter."""
    document = Document(source, text, "", "")
    sections = outline(text, source)
    spans = [
        span
        for section in sections
        if section.kind is not SectionKind.FURNITURE
        for span in split_section(document, section, count=COUNT, pieces=PIECES)
    ]
    return sections, passages_of(document, sections, spans, count=COUNT, pieces=PIECES)


@QUICKLY
@given(texts, sources)
def test_everything_reproduces_the_text(text: str, source: str) -> None:
    """Headings, passages and sentences equal the text at their offsets, and sentences lie within their passage in order."""
    sections, passages = split(text, source)
    for section in sections:
        assert 0 <= section.start <= section.end <= len(text)
        assert all(text[heading.start : heading.end] == heading.text for heading in section.path)
    for passage in passages:
        assert passage.text == text[passage.start : passage.end]
        assert passage.sentences
        position = passage.start
        for sentence in passage.sentences:
            assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
            assert position <= sentence.start <= sentence.end <= passage.end
            position = sentence.end


@QUICKLY
@given(texts, sources)
def test_passages_never_cross_a_section(text: str, source: str) -> None:
    """Every passage lies within one section that is no furniture, and carries that section's headings."""
    sections, passages = split(text, source)
    for passage in passages:
        around = [
            section for section in sections if section.start <= passage.start and passage.end <= section.end and section.path == passage.headings
        ]
        assert [section.kind for section in around] not in ([], [SectionKind.FURNITURE])


@QUICKLY
@given(texts, sources)
def test_sections_do_not_overlap(text: str, source: str) -> None:
    """Sections come in the order of the text, and no character is in the body of two."""
    position = 0
    for section in outline(text, source):
        assert section.start >= position
        position = section.end


@QUICKLY
@given(texts, sources)
def test_no_word_is_lost(text: str, source: str) -> None:
    """Every word of a text is in a passage, unless it is in a heading or in furniture."""
    sections, passages = split(text, source)
    covered = [False] * len(text)
    spans = [(sentence.start, sentence.end) for passage in passages for sentence in passage.sentences]
    spans += [(heading.start, heading.end) for section in sections for heading in section.path]
    spans += [(section.start, section.end) for section in sections if section.kind is SectionKind.FURNITURE]
    for start, end in spans:
        covered[start:end] = [True] * (end - start)
    assert [match[0] for match in WORD.finditer(text) if not all(covered[match.start() : match.end()])] == []


def pieces_of(passage: Passage) -> int:
    """Return the word pieces of what is embedded of a passage."""
    return COUNT(fitted_prefix(passage.heading_path, count=COUNT, pieces=PIECES) + passage.text)


@QUICKLY
@given(texts, sources)
def test_passages_fit_the_model(text: str, source: str) -> None:
    """What is embedded of a passage, its headings included, is at most the set number of word pieces."""
    _, passages = split(text, source)
    assert all(pieces_of(passage) <= PIECES for passage in passages)


@pytest.mark.parametrize("seed", range(8))
def test_long_sentences_and_headings_fit_the_model(seed: int) -> None:
    """A sentence of hundreds of words is cut between words, and headings that are too long leave room for the text."""
    chance = Random(seed)  # noqa: S311 - words, not secrets

    def words_of(number: int) -> str:
        return " ".join("".join(chance.choices("aeiou:0-xÄжσ", k=chance.randint(1, 9))) for _ in range(number))

    heading, body = words_of(20 * seed), words_of(400)
    _, passages = split(f"# {heading}\n\n## {heading}\n\n{body}", "page.md")
    assert len(passages) > 1
    assert all(pieces_of(passage) <= PIECES for passage in passages)
    assert " ".join(" ".join(passage.text for passage in passages).split()) == body


@pytest.mark.parametrize("headings", [["Guide", "Fees"], ["long " * 300, "Fees of towns"], ["x" * 5000, "Fees"], [], ["one", "ж" * 90 + " ending"]])
def test_the_innermost_headings_are_embedded(headings: list[str]) -> None:
    """A heading path that is too long loses its beginning, never its end."""
    prefix = fitted_prefix(headings, count=COUNT, pieces=PIECES)
    assert COUNT(prefix) <= PIECES * 0.4
    assert " ".join(headings).split()[-1:] == prefix.split()[-1:]


@QUICKLY
@given(texts, st.sampled_from(["en", "de", "fr", "el", "bg", "mt", "ga"]))
def test_sentences_reproduce_the_text_in_any_language(text: str, language: str) -> None:
    """Sentences equal the text at their offsets, don't overlap, and leave out only white space."""
    position = 0
    rest = []
    for sentence in split_sentences(text, 0, len(text), language=language):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= position
        rest.append(text[position : sentence.start])
        position = sentence.end
    assert WORD.findall("".join([*rest, text[position:]])) == []


def test_a_word_longer_than_a_passage_is_cut() -> None:
    """A "word" of thousands of characters neither overfills a passage nor gets lost."""
    text = "Heading of the page\n\n" + "x1" * 4000 + " and so on for all of the towns, until the end."
    _, passages = split(text, "page.txt")
    assert "".join(passage.text for passage in passages).replace(" ", "").startswith("x1" * 4000)


@pytest.mark.parametrize("source", ["page.txt", "page.md"])
def test_a_large_page_is_split_in_reasonable_time(source: str) -> None:
    """A megabyte of lines takes seconds, not minutes: nothing is quadratic."""
    text = "".join(
        f"Office number {number}\n\nThe office helps towns with maps, boats and {number} nets every year. It is open.\n\n" for number in range(4000)
    )
    assert len(outline(text, source)) >= 1
