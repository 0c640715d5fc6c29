"""Sentences with exact offsets, by Wikimedia's ``sentencex``, which knows the abbreviations of many languages."""

from __future__ import annotations

import re

import sentencex

from townhall.chunking.lines import BULLET, COLUMNS, DATED, PROSE_WORDS, blocks_of, labelled, labelled_lines, lines_of, parted, wrapped_lines
from townhall.chunking.tables import is_row, is_rule
from townhall.locales.dates import months_of
from townhall.locales.structure import words
from townhall.locales.words import fold, tokens_of
from townhall.model import Sentence

TERMINATED = re.compile(r"[.!?…]['\"\u201d\u2019»)\]*_]*$|[:;)\]\u201d\"][*_]*$")
ENUMERATOR = re.compile(r"(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]\s*$")
ORDINAL = re.compile(r"\d\.$")
DAY = re.compile(r"(?<!\d)(?:[12]?\d|3[01])\.$")
DOTTED = frozenset({"bg", "cs", "da", "de", "et", "fi", "hr", "hu", "lv", "pl", "sk", "sl"})
"""Languages that write an ordinal with a dot."""
OF_YEAR = re.compile(r"\d \w\.$")
"""A word of one letter after a number: "2030 r. do 15 stycznia"."""
CLOSING = re.compile(r"\s*(?P<mark>\*{1,3}|_{1,3})(?=\s|$)")
"""Marks that close what is set off, where a sentence would begin with them: "**South Quay.** The contractor …"."""
RUN_IN = 5
"""Words up to which what is set off before a sentence is its heading rather than a sentence of its own."""
LONGEST_MONTH = 20
"""Characters of the longest name of a month."""
SHORTENED = re.compile(r"(?<!\d)(?<!\d )\b(?P<word>[^\W\d_]+)\.$")


def split_sentences(text: str, start: int, end: int, *, language: str = "en") -> list[Sentence]:
    """Return the sentences of ``text[start:end]``; offsets count from the beginning of ``text``.

    A line that is not part of a wrapped paragraph ends a sentence, whatever its last character: names, list items and headings do
    not run on. ``complete`` is False for running text that stops without an end; a value in a list of labelled ones is none.
    """
    sentences: list[Sentence] = []
    for first, last, in_list in _paragraphs(text[start:end]):
        line = text[start + first : start + last]
        if is_rule(line):
            continue
        spans = [(0, len(line))] if is_row(line) or parted(line) else _boundaries(line, language)
        for number, (begin, stop) in enumerate(spans):
            quote = text[start + first + begin : start + first + stop]
            complete = number < len(spans) - 1 or _is_complete(quote, continues=number > 0, in_list=in_list)
            sentences.append(Sentence(quote, start + first + begin, start + first + stop, complete))
    return sentences


def _paragraphs(text: str) -> list[tuple[int, int, bool]]:
    """Return the spans within which sentences are looked for, and whether each is one of a list of labelled values."""
    spans: list[tuple[int, int, bool]] = []
    for block in blocks_of(lines_of(text)):
        if wrapped_lines(block) and not any(is_row(line.text) for line in block):
            spans.append((block[0].start, block[-1].end, False))
        else:
            in_list = labelled_lines(block)
            spans.extend((line.start, line.end, in_list) for line in block)
    return spans


def _boundaries(paragraph: str, language: str) -> list[tuple[int, int]]:
    """Return the sentences' spans without the white space around them; a bare enumerator ("1.") stays with what it counts."""
    spans: list[tuple[int, int]] = []
    position = 0
    pending: int | None = None
    for piece in _pieces(paragraph, language):
        begin = paragraph.index(piece, position)
        position = begin + len(piece)
        stripped = piece.strip()
        if not stripped:
            continue
        first = begin + piece.index(stripped)
        if ENUMERATOR.fullmatch(stripped):
            pending = first if pending is None else pending
            continue
        spans.append((first if pending is None else pending, first + len(stripped)))
        pending = None
    if pending is not None:
        spans.append((pending, len(paragraph.rstrip())))
    return spans


def _pieces(paragraph: str, language: str) -> list[str]:
    """Return what the library parts a paragraph into, together again what no sentence ends in: "20. januarja", "mag. Volarič", "n. 41"."""
    pieces: list[str] = []
    for piece in sentencex.segment(language, paragraph):
        if pieces and _goes_on(pieces[-1].rstrip(), piece.lstrip(), language):
            pieces[-1] += piece
            continue
        closing = CLOSING.match(piece) if pieces else None
        if closing is not None and pieces[-1].count(closing["mark"]) % 2:
            pieces[-1] += piece[: closing.end()]
            piece = piece[closing.end() :]  # noqa: PLW2901 - what is left of it
            if piece.strip() and _heads(pieces[-1].strip(), closing["mark"]):
                pieces[-1] += piece
                continue
        pieces.append(piece)
    return pieces


def _heads(text: str, mark: str) -> bool:
    """Whether what is set off before a sentence, and nothing else, is a heading that runs into it: a few words that ask nothing."""
    return text.startswith(mark) and len(text.split()) <= RUN_IN and not text.strip(mark).endswith(("?", "!"))


def _goes_on(before: str, after: str, language: str) -> bool:
    """Whether a full stop only makes a number an ordinal, or shortens a title before a name or a word before a number."""
    if ORDINAL.search(before) or (language != "en" and OF_YEAR.search(before)):
        ordinal = language in DOTTED and DAY.search(before) is not None
        return (after[:1].islower() and after.split(maxsplit=1)[0].islower()) or (ordinal and _begins_with_month(after, language))
    shortened = SHORTENED.search(before) if language != "en" else None
    if shortened is None:
        return False
    return fold(shortened["word"]) in words("shortened", "before_numbers" if after[:1].isdigit() else "titles")


def _begins_with_month(text: str, language: str) -> bool:
    """Whether a text begins with the name of a month in a language that may write it with a capital: "28. März"."""
    first = next(iter(tokens_of(text[:LONGEST_MONTH])), None)
    return first is not None and first.start == 0 and first.folded in months_of(language, abbreviated=False)


def _is_complete(quote: str, *, continues: bool, in_list: bool) -> bool:
    if is_row(quote) or (_is_data(quote) and not continues) or DATED.match(quote) or COLUMNS.search(quote):
        return True
    if quote.count("(") > quote.count(")"):
        return False
    listed = in_list or BULLET.match(quote) is not None
    is_running_text = continues or (len(quote.split()) >= PROSE_WORDS and not listed)
    return not is_running_text or bool(TERMINATED.search(quote))


def _is_data(text: str) -> bool:
    """Whether a line is a label and what has a number, a date or an amount: no sentence, and so none that is broken off."""
    match = labelled(text)
    return match is not None and any(map(str.isdigit, match["value"]))
