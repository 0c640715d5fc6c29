"""Series: headings that stand together on one level, which is how documents list their groups, steps or topics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from townhall.index.facts.page import Page
from townhall.model import Fact, FactKind, Section

SHORTEST = 3
"""Headings that make a series."""


def series(page: Page) -> list[Fact]:
    """Return the page's series of headings; a wider gap than elsewhere in the document ends one."""
    headed = [section for section in page.bodies if section.heading]
    gaps = [_blank_lines(page, first, second) for first, second in pairwise(headed)]
    usual = min(gaps, default=0)
    return [
        Fact(
            FactKind.SERIES,
            {
                f"item{number}": page.value(section.heading.text, section.heading.start, section.heading.end)
                for number, section in enumerate(run, 1)
                if section.heading
            },
        )
        for run in _runs(headed, gaps, usual)
        if len(run) >= SHORTEST
    ]


def _runs(headed: list[Section], gaps: list[int], usual: int) -> Iterator[list[Section]]:
    run: list[Section] = headed[:1]
    for section, gap in zip(headed[1:], gaps, strict=True):
        if section.parents != run[-1].parents or gap > usual:
            yield run
            run = []
        run.append(section)
    if run:
        yield run


def _blank_lines(page: Page, first: Section, second: Section) -> int:
    """Return the line breaks between the end of one section and the heading of the next, less the one that ends the line."""
    start = second.heading.start if second.heading else second.start
    return max(0, page.document.text[first.end : start].count("\n") - 1)
