"""Sections of Markdown follow its headings."""

from __future__ import annotations

from townhall.chunking import outline

TEXT = """Before any heading.

# Guide

Some words.

## Fees *and* dues ##

Ten crowns.

```
# no heading
```

> # nor this

Under the line
==============

More words.

### Deep

#### Deeper

Last.
"""


def paths(text: str) -> list[list[str]]:
    """Return the heading path of every section."""
    return [[heading.text for heading in section.path] for section in outline(text, "page.md")]


def test_sections_nest_by_level() -> None:
    """A section's parents are the nearest headings of higher levels; both ways to write a heading count, code and quotations don't."""
    assert paths(TEXT) == [
        [],
        ["Guide"],
        ["Guide", "Fees *and* dues"],
        ["Under the line"],
        ["Under the line", "Deep"],
        ["Under the line", "Deep", "Deeper"],
    ]


def test_bodies_and_headings_are_at_their_offsets() -> None:
    """Headings equal the text at their offsets, and bodies hold neither headings nor white space around them."""
    for section in outline(TEXT, "page.markdown"):
        assert all(TEXT[heading.start : heading.end] == heading.text for heading in section.path)
        assert TEXT[section.start : section.end] == TEXT[section.start : section.end].strip()
    assert "Ten crowns." in TEXT[outline(TEXT, "page.md")[2].start : outline(TEXT, "page.md")[2].end]


def test_line_ends_do_not_matter() -> None:
    """Windows line ends give the same sections."""
    assert paths(TEXT.replace("\n", "\r\n")) == paths(TEXT)


def test_equal_headings_keep_their_own_places() -> None:
    """Two headings of the same words are two headings, each at its place."""
    text = "# Fees\n\nFees of towns.\n\n# Fees\n\nFees of villages.\n"
    starts = [section.heading.start for section in outline(text, "page.md") if section.heading]
    assert starts == [2, 26]


def test_text_without_headings_is_one_section() -> None:
    """Markdown without a heading is one section without one."""
    assert paths("Just words.\n\nAnd more.") == [[]]


def test_a_byte_order_mark_hides_no_heading() -> None:
    """A heading in the first line is one with a byte order mark before it too, which is no part of it."""
    assert paths("\ufeff# Guide\n\nWords.") == [["Guide"]]


def test_a_character_that_markdown_replaces_stays() -> None:
    """NUL, which CommonMark shows as another character, is kept in heading and body."""
    text = "# a\x00b\n\nc\x00d"
    (section,) = outline(text, "page.md")
    assert section.heading
    assert (section.heading.text, text[section.start : section.end]) == ("a\x00b", "c\x00d")
