"""A Markdown file is called by its title, not by the name of its file."""

from __future__ import annotations

import pytest

from townhall.corpus.markdown import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Green Yards 2026–2027\n\nText.\n\n## Fees\n", "Green Yards 2026–2027"),
        ("\ufeff\n\n# **Green** [Yards](https://example.org) by `pot` #\nText.", "Green Yards by pot"),
        ("# snake_case stays\n", "snake_case stays"),
    ],
)
def test_the_one_heading_of_the_first_level(text: str, title: str) -> None:
    """The heading that a file begins with is its title, without its marks."""
    assert title_of(text) == title


@pytest.mark.parametrize("text", ["Text.\n\n# Later\n", "# One\n\nText.\n\n# Two\n", "## Second level\n", "#hashtag\n", "", "# \n\nText."])
def test_no_title(text: str) -> None:
    """Where a file begins otherwise, or has several such headings, none of them is its title."""
    assert title_of(text) is None
