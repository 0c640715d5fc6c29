"""Whether what a sentence tells is of what the question names, by its phrases: HIV tests are no hearing tests, Hill House isn't Elm House."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.reading.topic import topic_tokens
from townhall.answering.reading.types import asks_for_form
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.words import Token, tokens_of
from townhall.model import Kind, Span

ASKING = ("how_many", "how_much", "which", "what", "where")
"""Concepts of words after which the thing is named whose value is asked for, the surest first."""


def is_of_another_phrase(context: Context, place: Span) -> bool:
    """Whether a number or a place is asked for of what the sentence at ``place``, and all before it in its section, don't speak of, but others do.

    So is whatever is asked of a name, where the sentence has another one that ends alike. Told for English questions alone.
    """
    document = context.bundle.document(place.source)
    text = document.text[place.start : place.end] if document else ""
    if context.query.language != "en" or document is None or is_row(text):
        return False
    section = context.bundle.section_around(place.source, place.start)
    before = document.text[section.start : place.end] if section else text
    told, own = (frozenset(terms_of("\n".join(texts))) for texts in ([*context.above_place(place), before], [text]))
    counted = context.query.kind in {Kind.QUANTITY, Kind.PLACE} or asks_for_form(context.query)
    of_things = [phrase for phrase in _things(context) if not told.issuperset(phrase) or _has_other(phrase, text, own)] if counted else []
    of_names = [phrase for phrase in _names(context.query.search_text) if not told.issuperset(phrase) and _has_rival(phrase, text)]
    return any(_is_elsewhere(context, frozenset(phrase), place) for phrase in (*of_things, *of_names))


def is_of_unknown_kind(context: Context, text: str) -> bool:
    """Whether a value is asked for of a kind of thing that the documents never name, and a sentence gives it of other kinds.

    So it is with the fee for a birth certificate where there are certificates of residence. Told for English questions alone.
    """
    own = frozenset(terms_of(text))
    asked = context.query.language == "en" and asks_for_form(context.query)
    return asked and any(phrase[-1] in own and not context.lexical.frequency(phrase[-2]) for phrase in _things(context, asking_only=False))


def _has_other(phrase: Sequence[str], text: str, own: frozenset[str]) -> bool:
    """Whether a sentence that hasn't the whole of a phrase has another one that ends alike: "shingles vaccine" beside "pneumonia vaccine"."""
    tokens = [(token, terms_of(token.text)) for token in tokens_of(text)]
    beside = {first[0] for (_, first), (_, second) in pairwise(tokens) if first and second and second[0] == phrase[-1] and first[0].isalpha()}
    beside -= stems_listed("values", "shared")  # "each collection" is no other one
    return not own.issuperset(phrase) and bool(beside) and beside.isdisjoint(phrase)


def _things(context: Context, *, asking_only: bool = True) -> list[tuple[str, ...]]:
    """Return the stems of the phrases of several words, after the one that asks, that say what a question is about.

    Where no word asks there are none, or, unless ``asking_only``, those of all of it.
    """
    text = context.query.search_text
    tokens = tokens_of(text)
    asking = {match.name: match.last for match in reversed(lexicon("en").concepts.find(tokens)) if match.name in ASKING}
    after = next((asking[name] for name in ASKING if name in asking), len(tokens) if asking_only else 0)
    topics = [token for token in topic_tokens(context, tokens) if token in tokens[after:]]
    plain = stems_listed("values", "shared") | stems_listed("rows", "plain", "done", "paid", "age", "nearest")
    runs = [terms_of(" ".join(token.text for token in run)) for run in _runs(tokens, topics.__contains__, text)]
    found = [tuple(stem for stem in run if stem not in plain) for run in runs]
    return [phrase for phrase in found if len(phrase) > 1]


def _names(text: str) -> list[tuple[str, ...]]:
    """Return the stems of the names of several words in a text, each with a capital, in their order."""
    tokens = tokens_of(text)
    return [stems for run in _runs(tokens, lambda token: token.capitalised, text) if len(stems := terms_of(" ".join(t.text for t in run))) > 1]


def is_of_another_name(context: Context, called: str) -> bool:
    """Whether an English question asks of a name, and what something is ``called`` has another one that ends alike: Elm House beside Hill House."""
    if context.query.language != "en":
        return False
    own = frozenset(terms_of(called))
    return any(not own.issuperset(name) and _has_rival(name, called) for name in _names(context.query.search_text))


def _has_rival(name: Sequence[str], text: str) -> bool:
    """Whether a text has another name that ends with the same word: "Harbour Centre" beside "Main Centre"."""
    return any(other[-1] == name[-1] and other != tuple(name) for other in _names(text))


def _runs(tokens: Sequence[Token], belongs: Callable[[Token], bool], text: str) -> Iterator[list[Token]]:
    """Yield the runs of words that belong together, with nothing but a space or a hyphen between them."""
    run: list[Token] = []
    for before, token in pairwise([None, *tokens]):
        beside = before is not None and not text[before.end : token.start].strip("-'\u2019 ") if token else False
        if run and not (beside and token and belongs(token)):
            yield run
            run = []
        if token and belongs(token):
            run.append(token)
    if run:
        yield run


def _is_elsewhere(context: Context, phrase: frozenset[str], place: Span) -> bool:
    """Whether another sentence, or a heading, of what was found has the whole of a phrase."""
    for hit in context.hits:
        if any(phrase <= frozenset(terms_of(heading)) for heading in context.above(hit.passage)):
            return True
        elsewhere = (sentence for sentence in hit.passage.sentences if (hit.passage.source, sentence.start) != (place.source, place.start))
        if any(phrase <= frozenset(terms_of(sentence.text)) for sentence in elsewhere):
            return True
    return False
