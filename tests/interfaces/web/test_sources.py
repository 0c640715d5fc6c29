"""The sources of an answer: every quote in its place, in the text that it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from townhall.catalogue import SectionView
from townhall.interfaces.web.ask.sources import CONTEXT, pieces_of, sources_of
from townhall.interfaces.web.ask.views import SourceState
from townhall.locales.messages import page_words
from townhall.model import Citation, Document, Role
from townhall.settings import Settings

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
QUOTED = "Who supports cities in Slovenia, and whom do I write to?"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_marker_shows_its_quote(visit: Visit, ask: Ask, settings: Settings, width: int) -> None:
    """Pressing a marker shows that very quote, highlighted, inside the text of its document: beside the answer or under it."""
    page = visit(width)
    turn = ask(page, QUOTED)
    corpus = {path: path.read_text(encoding="utf-8") for path in settings.corpus.glob("*.txt")}
    markers = turn.locator(".statements .marker")
    for index in range(markers.count()):
        n = markers.nth(index).get_attribute("data-n")
        markers.nth(index).click()
        marked = turn.locator("mark.now")
        assert marked.count() > 0
        assert all(n in (marked.nth(i).get_attribute("data-n") or "").split() for i in range(marked.count()))
        quote = "".join(marked.all_text_contents())
        whole = marked.first.locator("xpath=ancestor::p").text_content() or ""
        assert quote in whole
        assert any(quote in text and whole in text for text in corpus.values())
        box = marked.first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 800
        source = turn.locator(".source[open]").first.bounding_box()
        answer = turn.locator(".answer").bounding_box()
        assert source is not None
        assert answer is not None
        if width == 1280:
            assert source["x"] > answer["x"] + answer["width"]
        else:
            assert abs(source["x"] - answer["x"]) < 5
            assert source["y"] >= answer["y"] + answer["height"] - 1


def citation(text: str, quote: str, n: int = 1, *, start: int | None = None, role: Role = Role.SUPPORT, complete: bool = True) -> Citation:
    """Return a citation of ``quote`` in ``text``."""
    at = text.index(quote) if start is None else start
    return Citation(n, role, "a.txt", "A", None, at, at + len(quote), None, quote, "", (), complete)


def test_pieces_keep_the_text() -> None:
    """The pieces of a section are its text, unchanged; what a quote covers is marked with its number, overlaps with both."""
    text = "One two three four five."
    pieces = pieces_of(text, 0, [citation(text, "two three", 1), citation(text, "three four", 2)])
    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.quotes) for piece in pieces if piece.quotes] == [("two ", (1,)), ("three", (1, 2)), (" four", (2,))]
    assert [piece.begins for piece in pieces if piece.quotes] == [(1,), (2,), ()]


def test_wrong_place_is_never_marked() -> None:
    """A quote that doesn't stand at its offsets is shown by itself; no other text is highlighted for it."""
    text = "One two three."
    pieces = pieces_of(text, 0, [citation(text, "two", 1, start=8)])
    assert [piece.text.strip() for piece in pieces if piece.quotes] == ["two"]
    assert pieces[-1].text == text


def test_broken_off_is_said() -> None:
    """Where a quoted sentence breaks off in the document, its last piece says so."""
    text = "Whole. The network began in"
    pieces = pieces_of(text, 0, [citation(text, "The network began in", complete=False)])
    assert [piece.broken for piece in pieces] == [False, True]


def test_sections_are_shown_once() -> None:
    """Quotes from one section share its text; a very long section is cut around them, and says so."""
    text = "x" * 3 * CONTEXT + " First. Second. " + "y" * 3 * CONTEXT
    (source,) = sources_of(
        [citation(text, "First.", 1), citation(text, "Second.", 2)],
        words=page_words("en"),
        section_of=lambda _source, _start, _end: SectionView("A", ("Top",), text, 0),
        document_of=lambda source: Document(source, text, "", "A"),
    )
    assert source.numbers == (1, 2)
    assert (source.cut_before, source.cut_after) == (True, True)
    assert sum(len(piece.text) for piece in source.pieces) < 3 * CONTEXT


@pytest.mark.parametrize(("now", "state", "links"), [(None, SourceState.GONE, 0), ("another text", SourceState.CHANGED, 1)])
def test_quote_outlives_its_document(now: str | None, state: SourceState, links: int) -> None:
    """Of a document that was removed or changed the quote is shown alone, as it was, and the source says what became of the document."""
    (source,) = sources_of(
        [citation("One two three.", "two")],
        words=page_words("en"),
        section_of=lambda *_: pytest.fail("The document is not what it was."),
        document_of=lambda source: Document(source, now, "other", "A") if now else None,
    )
    assert "".join(piece.text for piece in source.pieces) == "two"
    assert [piece.quotes for piece in source.pieces] == [(1,)]
    assert (source.state, len(source.links)) == (state, links)


def test_link_leads_to_the_quote() -> None:
    """A source leads to its document at each quote; a name of any kind is one address."""
    text = "One two three."
    quoted = [replace(citation(text, "two", 1), source="a/b c?.txt"), replace(citation(text, "three", 2), source="a/b c?.txt")]
    (source,) = sources_of(
        quoted,
        words=page_words("en"),
        section_of=lambda _source, _start, _end: SectionView("A", (), text, 0),
        document_of=lambda source: Document(source, text, "", "A"),
    )
    assert [link.href for link in source.links] == [
        "/documents/a/b%20c%3F.txt?start=4&end=7#quote",
        "/documents/a/b%20c%3F.txt?start=8&end=13#quote",
    ]
