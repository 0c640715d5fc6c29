"""Running heads and feet of a PDF, and the numbers of its pages: what stands at the edge of many pages and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from townhall.corpus.formats.pdf_layout import Line

PAGE_NUMBER = re.compile(r"[-–—]? ?\d{1,4}(?: ?(?:/|[^\W\d_]{1,4}) ?\d{1,4})? ?[-–—]?|[ivxlc]{1,6}", re.IGNORECASE)
"""A line that is a page's number and no more: "12", "– 12 –", "12 / 80", "xii"."""
EDGE = 0.12
"""Share of a page's height at its top and at its foot in which running heads stand."""
SAME_HEIGHT = 6.0
"""Points between the heights of a running head on two pages."""
OFTEN = 0.2
"""Share of the pages that a line stands on to be a running head, and on two at least."""
LARGER = 1.12
"""Times the size of running text, from which on a line is set as a heading."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in the order in which they are read."""

    lines: Sequence[Line]
    height: float
    """In points."""


def without_running_heads(pages: Sequence[Page]) -> list[list[Line]]:
    """Leave out what stands at the edge of many pages at the same height, and the numbers of pages.

    What differs only in a number counts as the same where that number grows with the pages; large print never does: "Article 1" may stand at
    the head of one page and "Article 2" at that of the next.
    """
    size = median([line.size for page in pages for line in page.lines] or [0.0])
    seen: Counter[tuple[str, int]] = Counter()
    margins: list[list[tuple[Line, set[str], int]]] = []
    for number, page in enumerate(pages):
        by_height = sorted(page.lines, key=lambda line: -line.y1)
        outermost = {id(line) for line in (*by_height[:1], *by_height[-1:])}
        found = [
            (line, _alike(line.text, number) if line.size < LARGER * size else {line.text.casefold()}, round(line.y0 / SAME_HEIGHT))
            for line in by_height
            if id(line) in outermost or line.y1 < EDGE * page.height or line.y0 > (1 - EDGE) * page.height
        ]
        margins.append(found)
        # Heights to either side of a rounded value count as the same.
        seen.update({(text, height + near) for _, texts, height in found for text in texts for near in (-1, 0, 1)})
    enough = max(2, OFTEN * len(pages))
    kept: list[list[Line]] = []
    for page, found in zip(pages, margins, strict=True):
        heads = {
            id(line)
            for line, texts, height in found
            if any(seen[text, height] >= enough for text in texts) or (len(pages) > 1 and PAGE_NUMBER.fullmatch(line.text))
        }
        kept.append([line for line in page.lines if id(line) not in heads])
    return kept


def _alike(text: str, page: int) -> set[str]:
    """Return a line as it stands, and with each of its numbers replaced by its distance from the page's."""
    plain = text.casefold()
    numbers = [match for match in re.finditer(r"\d{1,5}", plain) if match[0].isascii()]
    return {plain, *(f"{plain[: match.start()]}#{int(match[0]) - page}{plain[match.end() :]}" for match in numbers)}
