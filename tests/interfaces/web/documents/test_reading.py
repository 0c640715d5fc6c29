"""A document is shown whole, and a quote where it stands."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.chunking import outline
from townhall.interfaces.web.documents.reading import PART, Reading, reading
from townhall.library import OpenDocument, State, holdings, open_document
from townhall.model import Document
from townhall.settings import Settings


def opened(text: str, source: str = "page.md", page_starts: tuple[int, ...] = ()) -> OpenDocument:
    """Return a document with its outline."""
    document = Document(source=source, text=text, sha256="", title=PurePosixPath(source).stem, page_starts=page_starts)
    return OpenDocument(document, tuple(outline(text, source)), State.READ, len(text), 1)


def words(view: Reading) -> list[str]:
    """Return what is shown, word by word."""
    return "".join("\n" + "".join(piece.text for piece in block.pieces) for block in view.blocks).split()


def quoted(view: Reading) -> str:
    """Return what is highlighted."""
    blocks = ("".join(piece.text for piece in block.pieces if piece.quoted) for block in view.blocks)
    return "\n".join(block for block in blocks if block)


def test_whole_document(valley_settings: Settings, real_settings: Settings) -> None:
    """Every word of every document is shown, in order, once."""
    for settings in (valley_settings, real_settings):
        for holding in holdings(settings).documents:
            document = open_document(settings, holding.source)
            assert document is not None
            shown = " ".join(words(reading(document))).replace("#", "").split()
            assert shown == document.document.text.replace("#", "").split()


@given(st.text(alphabet="ab #\n-", max_size=200), st.integers(0, 220), st.integers(0, 220))
def test_any_quote(text: str, start: int, end: int) -> None:
    """A quote that lies in the text is highlighted, all its words and no others; any other is left out and said to be missing."""
    view = reading(opened(text), start=str(start), end=str(end))
    if start < end <= len(text):
        assert quoted(view).split() == text[start:end].split() or not text[start:end].strip("# \n")
        assert view.quote == bool(quoted(view))
        assert not view.missed
        assert sum(piece.first for block in view.blocks for piece in block.pieces) == int(view.quote)
    else:
        assert view.missed
        assert quoted(view) == ""


@pytest.mark.parametrize(("start", "end"), [("a", "b"), ("-1", "5"), ("1e3", "5"), ("٣", "٥"), ("9" * 5000, "5"), ("5", None), ("", "")])
def test_foreign_offsets(start: str | None, end: str | None) -> None:
    """Offsets that are none leave the document as it is."""
    view = reading(opened("Some text that is long enough."), start=start, end=end)
    assert (view.missed, view.quote, quoted(view)) == (True, False, "")


def test_headings_are_the_contents() -> None:
    """Headings of the document are headings of the page, and the table of contents leads to each."""
    view = reading(opened("# One\n\nText.\n\n## Two\n\nMore.\n"))
    assert [(entry.text, entry.level) for entry in view.entries] == [("One", 1), ("Two", 2)]
    assert [entry.link.removeprefix("#") for entry in view.entries] == [block.anchor for block in view.blocks if block.level]
    assert [(block.level, block.pieces[0].text) for block in view.blocks] == [(2, "One"), (0, "Text."), (3, "Two"), (0, "More.")]


def test_pages_are_labelled() -> None:
    """Each page of a document that has pages begins with its number."""
    view = reading(opened("First page.\nSecond page.\nThird.", "page.txt", (0, 12, 25)))
    assert [(block.page, block.pieces[0].text) for block in view.blocks] == [(1, "First page."), (2, "Second page."), (3, "Third.")]


def test_very_long_documents_come_in_parts() -> None:
    """Of a very long document a page shows a part, the one with the quote; all parts together are the document."""
    text = "".join(f"Line {number} of a book without any end.\n" for number in range(90_000))
    document = opened(text, "book.txt")
    first = reading(document)
    assert first.parts > 2
    assert (first.part, first.before) == (1, None)
    views = [reading(document, part=str(part)) for part in range(1, first.parts + 1)]
    assert [word for view in views for word in words(view)] == text.split()
    assert views[-1].after is None
    start = text.index("Line 80000 ")
    at_quote = reading(document, start=str(start), end=str(start + 10))
    assert at_quote.part == start // PART + 1
    assert quoted(at_quote) == "Line 80000"
    assert reading(document, part="99").part == 1
