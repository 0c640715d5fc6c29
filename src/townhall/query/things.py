"""The things that a question speaks of, told by their place in the sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from townhall.locales.lexicon import Patterns, lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.query.parse import CONTENT

WITHIN = re.compile(r"[\s'\u2019-]*|(?<=\d)[.,]")
"""What may stand between two words of one thing, and between the figures of one number: "30,000"."""
PARTICIPLE = re.compile(r"\w{2,}[^\We]ed")
"""What says, after a form of "be", what is done with a thing; "speed" and "shed" are none."""
HYPHEN = "-"
OWNING = ("'s", "\u2019s", "'", "\u2019")
"""What links a thing to what it owns."""


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
    asking |= {i for match in (*_asking().find(tokens), *_adverbial().find(tokens)) for i in range(match.first, match.last)}
    plain = {
        i
        for i, token in enumerate(tokens)
        if token.folded not in STOP_WORDS | words("values", "shared") and (i not in asking or (i > 0 and token.capitalised))
    }
    plain |= {i for i, token in enumerate(tokens) if i - 1 in plain and is_letter(token)}
    # "Night-time Mobility": a word that a hyphen joins to one of a thing's is of that thing, whatever it would ask by itself.
    pairs = [(i, i + 1) for i in range(len(tokens) - 1) if text[tokens[i].end : tokens[i + 1].start] == HYPHEN]
    hyphened = {i for pair in pairs if not plain.isdisjoint(pair) for i in pair}
    leading = words("topics", "articles") | words("topics", "prepositions")

    def counts(i: int) -> bool:
        # "the budget committee", "for street music": a word that would ask by itself only tells which one.
        told = i > 0 and tokens[i - 1].folded in leading and tokens[i].folded not in STOP_WORDS and i + 1 in plain
        return i in plain or i in hyphened or (told and WITHIN.fullmatch(text, tokens[i].end, tokens[i + 1].start) is not None)

    # "can we keep a meter": what stands right after one who does something says what is done.
    done = {i for i, token in enumerate(tokens) if i and tokens[i - 1].folded in words("topics", "subjects")}
    found: list[Thing] = []
    first = 0
    while first < len(tokens):
        first += first in done and not tokens[first].capitalised
        last = first
        while last < len(tokens) and counts(last) and (last == first or WITHIN.fullmatch(text, tokens[last - 1].end, tokens[last].start)):
            last += 1
        if last > first:
            ends = last - _ends_with_verb(tokens, first, last)
            found.extend([with_article(text, tokens, first, ends)] if ends > first else [])
        first = max(last, first + 1)
    return found


def is_letter(token: Token) -> bool:
    """Whether a word is a letter that tells one of several things from the others: "Strand B", "Gate A"."""
    return len(token.text) == 1 and token.text.isupper() and token.text != "I"


@cache
def _asking() -> Patterns:
    """Return the phrases that ask who has to do with something: "in charge of"."""
    return Patterns({"charge": tuple(words("charge", "asked"))})


@cache
def _adverbial() -> Patterns:
    """Return the phrases that say when or how, and are no things though they look like them: "at the moment"."""
    return Patterns({"adverbial": tuple(words("topics", "adverbial"))})


def _ends_with_verb(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the last of some words is what their thing does, or what is done: "do buskers need a permit", "what is refunded for lunch"."""
    before = first - 1 if first and tokens[first - 1].folded in words("topics", "articles") else first
    leads_on = last == len(tokens) or tokens[last].folded in words("topics", "articles") | words("topics", "prepositions")
    does = last - first > 1 and before > 0 and tokens[before - 1].folded in words("topics", "auxiliaries")
    verb = tokens[last - 1].folded
    passive = not words("periods", "being").isdisjoint(token.folded for token in tokens[: last - 1])
    is_done = passive and (PARTICIPLE.fullmatch(verb) is not None or verb in words("topics", "participles"))
    return leads_on and (does or is_done)


def excluded_in(text: str) -> str:
    """Return the words of an English question for what it doesn't mean, each the one after what says so: "outside Europe", "except for members"."""
    tokens = tokens_of(text)
    ends = [match.last for match in _excluding().find(tokens)]
    after = (next((token for token in tokens[end:] if token.folded not in words("topics", "articles")), None) for end in ends)
    return " ".join(token.text for token in after if token is not None)


@cache
def _excluding() -> Patterns:
    return Patterns({"excluding": tuple(words("topics", "excluding"))})


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


def phrases_in(text: str, *, without: Collection[str] = ()) -> list[str]:
    """Return the phrases that name what an English question is about, as they stand there: "the ferry to Velm".

    Those of folded words ``without`` are left out; so are single words that are no names and have no article, where there are others.
    """
    chains: list[list[Thing]] = []
    for thing in things_in(text):
        if all(token.folded in without for token in tokens_of(thing.text)):
            continue
        link = text[chains[-1][-1].end : thing.start].strip().casefold() if chains else ""
        if link and link in {thing.preposition, *OWNING}:
            chains[-1].append(thing)
        else:
            chains.append([thing])
    told = [chain for chain in chains if len(chain) > 1 or chain[0].article or chain[0].named or chain[0].preposition or " " in chain[0].text]
    return [text[chain[0].start : chain[-1].end] for chain in told or chains]


def in_place_of(text: str, called: str, pronouns: Collection[str]) -> str | None:
    """Return an English question with a thing in the place of the first of some pronouns that can stand for it; None where none can."""
    tokens = tokens_of(text)
    for i, token in enumerate(tokens):
        if token.folded in pronouns and (last := _pronoun_end(tokens, i)) is not None:
            owning = "'s" if token.folded in words("topics", "possessives") else ""
            return f"{text[: token.start]}{called if i else called[:1].upper() + called[1:]}{owning}{text[last:]}"
    return None


def _pronoun_end(tokens: Sequence[Token], place: int) -> int | None:
    """Return where the pronoun ends that a word is, or begins ("that one"); None where it stands for nothing: "that day", "is it possible to"."""
    following = [token.folded for token in tokens[place + 1 :]]
    if tokens[place].folded in words("topics", "demonstratives"):
        one = not words("topics", "ones").isdisjoint(following[:1])
        return tokens[place + one].end if one or not following else None
    beside = {token.folded for token in tokens[max(0, place - 1) : place + 2]}
    empty = beside & words("periods", "being") and words("topics", "clauses").intersection(following)
    return None if empty else tokens[place].end


def coordinated(text: str, things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """Yield those of a text's things that are named side by side: "of Lowick and of Velm", "Lowick, Velm and Ostrey"."""
    first = 0
    for place, (thing, other) in enumerate(pairwise(things), 1):
        between = text[thing.end : other.lead].strip()
        if between.strip(" ,").casefold() in words("topics", "links"):
            yield things[first : place + 1]
        if between != ",":
            first = place
