"""Two things held against each other: what is said of the one, and what of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.facts.organisations import answer_support
from townhall.answering.sentences.extractive import answer_passages
from townhall.chunking.lines import is_labelled
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, folded_phrase, tokens_of
from townhall.model import Hit, Kind, Sentence, Status

GENERAL = frozenset({Kind.OTHER, Kind.DEFINITION})
"""Kinds of questions for nothing in particular: neither a number nor a date."""
TWO = 2
APART = 3
"""Characters between two words up to which they may be of one name: a hyphen, a space."""


def answer_compared(context: Context) -> Draft | None:
    """Answer an English question that holds two names against each other: as any other, else by the sentence that tells of each; None for others.

    Of two countries it is told who supports cities there, and where nobody does.
    """
    query = context.query
    if query.language != "en" or "compare" not in query.concepts or query.kind not in GENERAL or query.values("attribute"):
        return None
    names = _names(query.text)
    if len(names) != TWO or _asks_of_something(context, names):
        return None
    countries = query.values("place")
    if len(countries) == TWO and not set(countries).isdisjoint(context.names.countries):
        return answer_support(replace(context, query=replace(query, kind=Kind.SUPPORT)))
    draft = answer_passages(context)
    shown = folded_phrase(" ".join(claim.text for claim in draft.claims))
    if draft.status.shows_an_answer and all(name in shown for name in names):
        return draft
    told = [_telling(context, name, names) for name in names]
    claims = tuple(dict.fromkeys(Claim(sentence.shown, (sentence_quote(hit, sentence),)) for hit, sentence in filter(None, told)))
    return Draft(Status.ANSWERED, claims) if all(told) else draft


def _names(text: str) -> list[str]:
    """Return the names in a question, folded: runs of words with a capital, in which an "of" or the like may stand."""
    tokens = tokens_of(text)
    asking = {
        i
        for match in lexicon("en").concepts.find(tokens)
        if match.name in {"compare", "what", "which", "how"}
        for i in range(match.first, match.last)
    }
    named = [token.capitalised and token.folded not in STOP_WORDS and i not in asking for i, token in enumerate(tokens)]
    runs: list[list[Token]] = []
    for i, token in enumerate(tokens):
        if not named[i]:
            continue
        goes_on = bool(runs) and tokens[i - 1] is runs[-1][-1] and token.start - runs[-1][-1].end < APART and text[token.start - 1] in " -"
        if goes_on and "," not in text[runs[-1][-1].end : token.start]:
            runs[-1].append(token)
        else:
            runs.append([token])
    return list(dict.fromkeys(" ".join(token.folded for token in run) for run in runs))


def _asks_of_something(context: Context, names: Sequence[str]) -> bool:
    """Whether it is asked how two differ in something: "compare the budgets of Lowick and Velm"."""
    tokens = tokens_of(context.query.text)
    usual = {i for match in lexicon("en").concepts.find(tokens) for i in range(match.first, match.last)}
    said = {stem for i, token in enumerate(tokens) if i not in usual and token.folded not in STOP_WORDS for stem in terms_of(token.text)}
    return not said <= set(terms_of(" ".join([*names, *words("comparing", "usual")])))


def _telling(context: Context, name: str, names: Sequence[str]) -> tuple[Hit, Sentence] | None:
    """Return the sentence that tells of a name: one that names it alone before one that names the other too, and the sooner the better."""
    found: list[tuple[tuple[bool, int, int, int], Hit, Sentence]] = []
    for hit in context.searcher.search(name, context.passages, sources=context.sources):
        for number, sentence in enumerate(hit.passage.sentences):
            said = f" {folded_phrase(sentence.text)} "
            if (place := said.find(f" {name} ")) >= 0 and not is_labelled(sentence.text):
                both = any(f" {other} " in said for other in names if other != name)
                found.append(((both, place, hit.rank, number), hit, sentence))
    best = min(found, key=lambda one: one[0], default=None)
    return best[1:] if best else None
