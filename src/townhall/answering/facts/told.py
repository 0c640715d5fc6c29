"""What a directory says of a country for which it names no body: the text under the country's name, and sentences that name it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.reading.whereabouts import countries_in
from townhall.chunking.labels import is_remark
from townhall.chunking.lines import labelled
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import Hit, Role, Sentence, Status

MOST_NEAR = 2
"""Sentences that name a country which are shown as the nearest to an answer."""


def answer_told(context: Context, countries: Collection[str]) -> Draft | None:
    """Answer with the text that a directory has under a country's name, though it names no body there; None where it has none.

    "Spain: The contract with the centre ended. Until then towns are asked to turn to Porto."
    """
    claims: list[Claim] = []
    left = context.characters
    for hit in _of_directories(context):
        if hit.passage.headings and _country_of(context, hit) in countries:
            for sentence in hit.passage.sentences:
                left -= len(sentence.shown)
                line = labelled(sentence.text)
                told = line is None or is_remark(line["label"])
                if left >= 0 and sentence.start >= hit.passage.headings[-1].end and told:
                    claims.append(Claim(sentence.shown, (sentence_quote(hit, sentence),)))
    return Draft(Status.ANSWERED, tuple(claims)) if claims else None


def elsewhere(context: Context) -> tuple[Claim, ...]:
    """Return the sentences of directories that say where those turn whose country has no entry."""
    found = [
        (hit, sentence)
        for hit in _of_directories(context)
        for sentence in hit.passage.sentences
        if phrases_in(sentence.text, words("organisations", "elsewhere"))
    ]
    return tuple(Claim(sentence.shown, (sentence_quote(hit, sentence),)) for hit, sentence in found[:MOST_NEAR])


def naming(context: Context, countries: Collection[str]) -> tuple[Claim, ...]:
    """Return the sentences of directories that name one of some countries: related to who helps there, and no answer."""
    found = [(hit, sentence) for hit in _of_directories(context) for sentence in hit.passage.sentences if _names(context, hit, sentence, countries)]
    return tuple(Claim(sentence.shown, (sentence_quote(hit, sentence, role=Role.RELATED),)) for hit, sentence in found[:MOST_NEAR])


def _of_directories(context: Context) -> Iterator[Hit]:
    sources = {fact.values["name"].span.source for fact in context.names.organisations}
    return (hit for hit in context.hits if hit.passage.source in sources)


def _country_of(context: Context, hit: Hit) -> str | None:
    """Return the country that the heading above a passage is the name of."""
    tokens = tokens_of(hit.passage.headings[-1].text)
    matches = lexicon(context.language_of(hit.passage.source)).countries.find(tokens)
    return next((match.name for match in matches if match.first == 0 and match.last == len(tokens)), None)


def _names(context: Context, hit: Hit, sentence: Sentence, countries: Collection[str]) -> bool:
    if context.language_of(hit.passage.source) != "en" or context.gazetteer is None:
        return False
    return not countries_in(sentence.text, context.gazetteer).isdisjoint(countries)
