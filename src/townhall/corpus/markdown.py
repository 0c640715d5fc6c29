"""What a Markdown file is called: by its one heading of the first level, if it begins with that."""

from __future__ import annotations

import re
from dataclasses import replace

from townhall.corpus.formats import Extracted

SUFFIXES = frozenset({".md", ".markdown"})
TITLE = re.compile(r"\ufeff?\s*^ {0,3}#[ \t]+(?P<title>\S.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
FIRST_LEVEL = re.compile(r"^ {0,3}#[ \t]", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])")


def titled(found: Extracted, suffix: str) -> Extracted:
    """Return what was read of a text file with its title, where its suffix says that it is Markdown."""
    return replace(found, title=title_of(found.text)) if suffix.lower() in SUFFIXES else found


def title_of(text: str) -> str | None:
    """Return the title of Markdown without its marks; None where it doesn't begin with one, or has several headings like it."""
    found = TITLE.match(text)
    if found is None or FIRST_LEVEL.search(text, found.end()):
        return None
    return MARKS.sub("", LINK.sub(r"\1", found["title"])).strip() or None
