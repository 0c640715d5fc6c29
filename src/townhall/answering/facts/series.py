"""Series: the headings that a document puts side by side are the list that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote
from townhall.answering.reading.topic import topic_stems, topic_tokens
from townhall.answering.sentences.unnamed import after_doers
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, folded_phrase, phrases_in, tokens_of
from townhall.model import Fact, FactKind, FactValue, Status

ASKING_FOR_LIST = frozenset({"which", "list", "all", "is_there"})
PLURAL = "s"
SHORTEST_NOUN = 4
ASKED_NOUNS = 2
NOUN_REACH = 5
"""Words after "which" or "list" within which the noun stands."""
LEADING = frozenset(
    {"are", "is", "were", "the", "of", "all", "these", "those", "different", "some", "our", "other", "me", "us", "and", "or", "every", "each"}
)
"""Words that may stand between "which" and the noun that it asks for."""
JOINING = frozenset({"and", "or"})
QUALIFYING = frozenset({"has", "place_marker"})
"""Concepts of a question that says which of the things are meant: "which have …", "which are for …"."""
SPEAKING = 2
SPEAKING_SHARE = 0.4
"""Headings of a series that must speak of what is asked for: so many, and this share of them."""


def answer_series(context: Context) -> Draft | None:
    """List the headings of the series that is asked for; None where there is none."""
    found = None if after_doers(context.query) else _series(context)
    if found is None or _asks_unspoken(context):
        return None
    claims = [Claim(value.quote, (fact_quote(found, key),)) for key, value in found.values.items()]
    return Draft(Status.ANSWERED, tuple(claims))


def _asks_unspoken(context: Context) -> bool:
    """Whether it is asked which of some things have something, or are for somebody, of which no passage that was found speaks."""
    query = context.query
    if query.language != "en" or not query.concepts & QUALIFYING:
        return False
    nouns = {stem for noun in asked_nouns(context) for stem in terms_of(noun)}
    spoken = {stem for hit in context.hits for stem in (*context.stems_above(hit.passage), *terms_of(hit.passage.text))}
    said = topic_stems(context) - nouns
    return bool(said) and said.isdisjoint(spoken)


def asked_nouns(context: Context, *, after: Collection[str] = ASKING_FOR_LIST) -> list[str]:
    """Return, in the singular, the plural nouns that are asked for: the first ones after each word of the concepts ``after``."""
    tokens = tokens_of(context.query.search_text)
    topics = topic_tokens(context, tokens)
    found: list[str] = []
    for match in lexicon("en").concepts.find(tokens):
        if match.name in after:
            phrase = tokens[match.last : match.last + NOUN_REACH]
            if match.name == "which":
                phrase = list(takewhile(lambda token: token in topics or token.folded in LEADING, phrase))
            reach = _until_of(phrase)
            plurals = [token.folded for token in reach if token in topics and token.folded.endswith(PLURAL)]
            found += [word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix(PLURAL) for word in plurals[:ASKED_NOUNS]]
    return found


def _until_of(tokens: Sequence[Token]) -> list[Token]:
    """Return the words up to what the first plural noun is of: "systems for authorities" asks for systems alone."""
    plural = next((i for i, token in enumerate(tokens) if token.folded.endswith(PLURAL) and token.folded not in STOP_WORDS), len(tokens))
    return [*tokens[: plural + 1], *takewhile(lambda token: token.folded not in STOP_WORDS - JOINING, tokens[plural + 1 :])]


def _series(context: Context) -> Fact | None:
    """Return the series of headings that is asked for: several are named as examples, or speak of the noun, if in a word ("subgroups")."""
    nouns = [noun for noun in asked_nouns(context) if noun not in words("organisations", "nouns") and len(noun) >= SHORTEST_NOUN]
    asked = folded_phrase(context.query.search_text)
    best: tuple[float, Fact] | None = None
    for fact in context.facts(FactKind.SERIES):
        if len({folded_phrase(value.quote) for value in fact.values.values()}) < len(fact.values):
            continue  # headings that stand above page after page put nothing side by side
        if len({example for value in fact.values.values() for example in _examples(value.quote, asked)}) >= SPEAKING:
            return fact
        speaking = sum(_speaks_of(context, value, nouns) for value in fact.values.values())
        share = speaking / len(fact.values)
        if speaking >= max(SPEAKING, SPEAKING_SHARE * len(fact.values)) and (best is None or share > best[0]):
            best = (share, fact)
    return best[1] if best else None


def _examples(heading: str, asked: str) -> list[str]:
    """Return what a question says of a heading as an example: all of it, or two words of it that stand together."""
    words_of_heading = folded_phrase(heading).split()
    pairs = [pair for pair in pairwise(words_of_heading) if STOP_WORDS.isdisjoint(pair)]
    parts = [" ".join(pair) for pair in pairs] or [" ".join(words_of_heading)]
    return [part for part in parts if phrases_in(asked, [part])][:1]


def _speaks_of(context: Context, item: FactValue, nouns: list[str]) -> bool:
    text = " ".join([item.quote, *(sentence.text for sentence in context.bundle.entry(item.span.source, item.span.start)[:1])])
    held = {token.folded.removesuffix(PLURAL) for token in tokens_of(text)}
    return any(word.endswith(noun) or noun.endswith(word) for noun in nouns for word in held if len(word) >= SHORTEST_NOUN)
