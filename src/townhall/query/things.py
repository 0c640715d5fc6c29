"""The things that a question speaks of, told by their place in the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.query.parse import CONTENT

WITHIN = re.compile(r"[\s'\u2019-]*")
"""What may stand between two words of one thing."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its words in a text: ``lead`` is where its preposition starts, ``start`` where its article does, where it has one."""

    lead: int
    start: int
    end: int
    text: str
    preposition: str | None
    article: str | None
    named: bool
    """Whether it is written like a name."""

    @property
    def called(self) -> str:
        """The thing with its article."""
        return f"{self.article} {self.text}" if self.article else self.text


def things_in(text: str) -> list[Thing]:
    """Return the things that an English question is about, in order: its words that neither ask nor say what is done with every value."""
    tokens = tokens_of(text)
    matches = lexicon("en").concepts.find(tokens)
    asking = {i for match in matches if match.name not in CONTENT - {"does"} for i in range(match.first, match.last)}
    plain = {
        i
        for i, token in enumerate(tokens)
        if token.folded not in STOP_WORDS | words("values", "shared") and (i not in asking or (i > 0 and token.capitalised))
    }
    leading = words("topics", "articles") | words("topics", "prepositions")

    def counts(i: int) -> bool:
        # "the budget committee", "for street music": a word that would ask by itself only tells which one.
        told = i > 0 and tokens[i - 1].folded in leading and tokens[i].folded not in STOP_WORDS and i + 1 in plain
        return i in plain or (told and WITHIN.fullmatch(text, tokens[i].end, tokens[i + 1].start) is not None)

    found: list[Thing] = []
    first = 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and counts(last) and (last == first or WITHIN.fullmatch(text, tokens[last - 1].end, tokens[last].start)):
            last += 1
        if last > first:
            found.append(with_article(text, tokens, first, last))
        first = max(last, first + 1)
    return found


def with_article(text: str, tokens: Sequence[Token], first: int, last: int) -> Thing:
    """Return the thing of the words ``first`` to ``last``, exclusive, with its article and the preposition before it."""
    lead = start = first
    article = preposition = None
    if start and tokens[start - 1].folded in words("topics", "articles"):
        lead = start = start - 1
        article = tokens[start].text
    if start and tokens[start - 1].folded in words("topics", "prepositions"):
        lead = start - 1
        preposition = tokens[lead].folded
    named, end = any(token.capitalised for token in tokens[first:last]), tokens[last - 1].end
    return Thing(tokens[lead].start, tokens[start].start, end, text[tokens[first].start : end], preposition, article, named)


def coordinated(text: str, things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """Yield those of a text's things that are named side by side: "of Lowick and of Velm", "Lowick, Velm and Ostrey"."""
    first = 0
    for place, (thing, other) in enumerate(pairwise(things), 1):
        between = text[thing.end : other.lead].strip()
        if between.strip(" ,").casefold() in words("topics", "links"):
            yield things[first : place + 1]
        if between != ",":
            first = place
