"""Sections of Markdown follow its headings."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guide\n=====\n\nA.\n\nFees\n----\n\nB.\n\nDues\n-\nC.", [["Guide"], ["Guide", "Fees"], ["Guide", "Dues"]]),
        ("# Guide\nA.\n## Fees ##\nB.\n#No heading\n####### Nor this\nC.", [["Guide"], ["Guide", "Fees"]]),
        ("   # Three spaces\nA.\n\n    # Four are code\n\nB.", [["Three spaces"]]),
        ("# Guide\n\n```sh\n# comment\n## more\n```\n\n~~~\n# other\n```\n# still\n~~~\n\n## Fees\nB.", [["Guide"], ["Guide", "Fees"]]),
        ("# Guide\n\n```\n# never closed\n\n## nor here\n", [["Guide"]]),
        ("# Guide\n\n````\n```\n# inside\n```\n````\n\n## Fees\n\nB.", [["Guide"], ["Guide", "Fees"]]),
        ("# A\n## B\n### C\nc\n## D\nd\n# E\ne", [["A"], ["A", "B"], ["A", "B", "C"], ["A", "D"], ["E"]]),
        ("### C\nc\n## B\nb\n# A\na\n### D\nd", [["C"], ["B"], ["A"], ["A", "D"]]),
        ("# A\n#### D\nd\n### C\nc", [["A"], ["A", "D"], ["A", "C"]]),
        ("Words.\n\nMore words.\n\n- a list\n- of things", [[]]),
        ("Words.\n\n---\n\nMore words.", [[]]),
        ("#\n\nA.", [[""]]),
        ("- # in a list\n\nA.\n\n> Quoted\n> ======", [[]]),
        ("| a | b |\n|---|---|\n| # 1 | 2 |\n\n## After\nA.", [[], ["After"]]),
        ("<!--\n# hidden\n-->\n\n# Shown\nA.", [[], ["Shown"]]),
    ],
    ids=[
        "setext",
        "atx",
        "indent",
        "fences",
        "open fence",
        "fence in fence",
        "levels",
        "upwards",
        "skipped",
        "none",
        "rule",
        "empty",
        "nested",
        "table",
        "comment",
    ],
)
def test_outlines(text: str, expected: list[list[str]], line_end: str) -> None:
    """Headings are those of CommonMark, outside code, quotations and lists, whatever the line ends; every body is at its offsets."""
    text = text.replace("\n", line_end)
    assert paths(text) == expected
    sections = outline(text, "page.md")
    ends = [section.end for section in sections]
    assert ends == sorted(ends)
    assert all(text[heading.start : heading.end] == heading.text for section in sections for heading in section.path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Harbour rules\nA.\n\n## Harbour rules\nB.\n\n### Boats\nC.", [["Harbour rules"], ["Harbour rules"], ["Harbour rules", "Boats"]]),
        (
            "Harbour rules\n===\n\n## Boats\nA.\n\n### HARBOUR  RULES\nB.",
            [["Harbour rules"], ["Harbour rules", "Boats"], ["Boats", "HARBOUR  RULES"]],
        ),
    ],
    ids=["at once", "further down"],
)
def test_a_title_stands_once_in_a_path(text: str, expected: list[list[str]]) -> None:
    """A title that is given again as a heading below it stands once in a heading path, where it is nearest."""
    assert paths(text) == expected
