"""One of several numbered things, and what is told of another one: the fourth call, strand D, the third floor."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.ranking import Ranking
from townhall.index.lexical import terms_of
from townhall.locales.ordinals import numbers_after, numbers_before
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, folded_phrase, tokens_of

LOOKED_AT = 3
"""Best sentences that are looked through for the number that is asked for."""


def is_of_another_number(context: Context, ranking: Ranking) -> bool:
    """Whether one of several numbered things is asked for ("the fourth call", "strand D"), and the best sentences or those above tell of others."""
    asked = _numbered(context.query.search_text) if context.query.language == "en" else frozenset()
    if not asked:
        return False
    best = [candidate.evidence.sentence.text for candidate in ranking.candidates[:LOOKED_AT]]
    nouns = {noun for noun, _ in asked}
    above = "\n".join(context.above(ranking.candidates[0].evidence.hit.passage))
    told = [{one for one in _numbered(text) if one[0] in nouns} for text in (*best, above)]
    of_best = told[0] or told[-1]
    return bool(of_best) and not any(asked & one for one in told)


def tells_another_number(context: Context, text: str) -> bool:
    """Whether one of several numbered things is asked for, and a line or a row tells of others alone."""
    asked = _numbered(context.query.search_text) if context.query.language == "en" and label_of(text) is not None else frozenset()
    told = {one for one in _numbered(text) if any(one[0] == noun for noun, _ in asked)}
    return bool(told) and told.isdisjoint(asked)


def _numbered(text: str) -> frozenset[tuple[str, str]]:
    """Return the nouns that an ordinal stands before, or a letter after, as stems, each with that: "the third call", "round 2", "strand B"."""
    tokens = tokens_of(text)
    numbers = numbers_before(tokens, "en", text=text)
    alone = {i: number for i, number in numbers.items() if not _is_bound(text[: tokens[i].start])}
    numbered = {(noun, number) for i, number in alone.items() if i + 1 < len(tokens) for noun in terms_of(tokens[i + 1].text)}
    after = {i: number for i, number in numbers_after(tokens, "en").items() if i and tokens[i].text.isdigit()}
    of_phases = words("deadlines", "phases")
    joined = {i for i, token in enumerate(tokens) if i in after or token.folded in words("deadlines", "joining")}
    for i, number in after.items():
        noun = next(j for j in range(i - 1, -2, -1) if j not in joined)  # "Phases 1 and 2"
        if noun >= 0 and {tokens[noun].folded, tokens[noun].folded.removesuffix("s")} & of_phases:
            numbered |= {(stem, number) for stem in terms_of(tokens[noun].text)}
    letters = [i for i, token in enumerate(tokens) if i and len(token.text) == 1 and token.text.isalpha() and text[token.start - 1] == " "]
    return frozenset(numbered).union(
        (noun, tokens[i].folded)
        for i in letters
        if tokens[i].text.isupper() or tokens[i].folded not in STOP_WORDS or i == len(tokens) - 1
        for noun in terms_of(tokens[i - 1].text)
    )


def _is_bound(before: str) -> bool:
    """Whether what stands before a number says that others are meant with it: "up to the third floor"."""
    said = folded_phrase(before).removesuffix(" the")
    return said.endswith(tuple(words("bounds", "most") | words("bounds", "least")))
