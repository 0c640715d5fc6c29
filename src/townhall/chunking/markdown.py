"""The outline of Markdown: its own headings, by their level."""

from __future__ import annotations

import re
from itertools import accumulate

from markdown_it import MarkdownIt

from townhall.model import Heading, Section, SectionKind

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""Lines as CommonMark counts them, line end included."""


def outline_markdown(text: str) -> list[Section]:
    """Return the sections of Markdown ``text``; a text without headings is one section without a heading."""
    # CommonMark puts another character in the place of NUL; a byte order mark would hide a heading in the first line.
    read = text.replace("\x00", "\ufffd")
    read = " " + read[1:] if read.startswith("\ufeff") else read
    starts = [0, *accumulate(len(line) for line in LINE.findall(read))]
    tokens = MarkdownIt("commonmark").enable("table").parse(read)
    sections: list[Section] = []
    stack: list[tuple[int, Heading]] = []
    body_start = 0

    def close(end: int) -> None:
        body = read[body_start:end]
        stripped = body.strip()
        start = body_start + body.index(stripped) if stripped else body_start
        heading = stack[-1][1] if stack else None
        if stripped or heading:
            sections.append(Section(SectionKind.BODY, heading, start, start + len(stripped), _parents([parent for _, parent in stack])))

    for position, token in enumerate(tokens):
        if token.type != "heading_open" or token.level or not token.map:
            continue
        first, after = token.map
        close(starts[first])
        level = int(token.tag.removeprefix("h"))
        stack = [(above, parent) for above, parent in stack if above < level]
        start, end = _span(read, starts[first], tokens[position + 1].content)
        stack.append((level, Heading(text[start:end], start, end)))
        body_start = min(starts[after], len(text))
    close(len(text))
    return sections


def _parents(path: list[Heading]) -> tuple[Heading, ...]:
    """Return the headings above the last of ``path``, without those that say the same as one below: often a title is given twice."""
    said = [_words(heading) for heading in path]
    return tuple(heading for number, heading in enumerate(path[:-1]) if said[number] not in said[number + 1 :])


def _words(heading: Heading) -> str:
    return " ".join(heading.text.split()).casefold()


def _span(text: str, begin: int, content: str) -> tuple[int, int]:
    """Return where a heading's lines stand in ``text``, looked for from ``begin``; the parser gives them with line ends of its own."""
    start = end = begin
    for number, line in enumerate(content.split("\n")):
        position = text.index(line, end)
        start = start if number else position
        end = position + len(line)
    return start, end
