"""Whether a value is of another thing than the one that is asked about: the budget of the library where that of the swimming pool is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.choice import leans
from townhall.answering.context import Context
from townhall.answering.features import stems_asked
from townhall.answering.ranking import Candidate, Ranking
from townhall.answering.topic import topic_stems
from townhall.answering.types import HARD_KINDS, asks_for_form, holds_asked
from townhall.index.lexical import terms_of
from townhall.locales.structure import words
from townhall.model import Hit, Kind, Sentence

BLANK_LINE = re.compile(r"\n[ \t]*\n")
"""What parts a paragraph from the next."""
CERTAIN = 0.5
"""Probability from which the judge's word is taken for an answer to a question that names a thing otherwise."""
TOLD_TOGETHER = frozenset({Kind.DATE, Kind.DEADLINE, Kind.DURATION})
"""Kinds whose answer a paragraph often gives a sentence or more away from what it is of."""


def of_another(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence gives a value of another thing: it names nothing of what is asked about, which is spoken of elsewhere.

    Told for English questions that ask for a value, as an amount of money, a number or a date.
    """
    return is_of_another(context, ranking.candidates[0], ranking.candidates)


def is_of_another(context: Context, candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether one of the candidates gives a value of another thing than the one that is asked about."""
    topic = _topic(context)
    if not topic or not holds_asked(candidate.evidence.sentence.text, context.query):
        return False
    hit = candidate.evidence.hit
    if topic & _told(context, hit, candidate.number):
        return False
    left = topic - _above(context, hit, whole=True)
    # What nobody names at all may be said in other words, which the judge can tell.
    doubted = left == topic and asks_for_form(context.query) and candidate.verdict is not None and candidate.signals.judged_alone <= CERTAIN
    return bool(left) and (doubted or any(_names(context, other, topic) for other in others if other is not candidate))


def with_own_value(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the best sentence whose value is of what is asked about, where the best one's is of another thing."""
    if not of_another(context, ranking):
        return ranking
    topic = _topic(context)
    holding = [other for other in ranking.candidates if holds_asked(other.evidence.sentence.text, context.query)]
    own = next((other for other in holding if topic <= _told(context, other.evidence.hit, other.number)), None)
    return replace(ranking, candidates=(own, *(other for other in ranking.candidates if other is not own))) if own else ranking


def nearest(context: Context, ranking: Ranking) -> Candidate | None:
    """Return the best sentence that speaks of what is asked about and gives no value that could be taken for its; None where none does."""
    return next(
        (
            other
            for other in ranking.candidates
            if _names(context, other, _topic(context)) and not holds_asked(other.evidence.sentence.text, context.query)
        ),
        None,
    )


def _topic(context: Context) -> frozenset[str]:
    """Return the stems of the thing whose value is asked for; nothing where none is."""
    query = context.query
    if query.language != "en" or not (asks_for_form(query) or query.kind in HARD_KINDS):
        return frozenset()
    shared = {stem for word in words("values", "shared") for stem in terms_of(word)}
    return frozenset(stem for stem in topic_stems(context) if stem not in shared)


def _names(context: Context, candidate: Candidate, topic: frozenset[str]) -> bool:
    """Whether a sentence, with what it stands under, names the whole of a thing."""
    sentence, hit = candidate.evidence.sentence, candidate.evidence.hit
    return topic <= {*terms_of(sentence.text), *_above(context, hit, whole=True)}


def _told(context: Context, hit: Hit, number: int) -> set[str]:
    """Return the stems of a sentence, of those before it of which it goes on to tell, and of the headings below the title."""
    sentences = hit.passage.sentences
    first = number
    while goes_on_from(hit, first) and (_goes_on(context, sentences[first]) or _together(context)):
        first -= 1
    last = number
    while _together(context) and last + 1 < len(sentences) and goes_on_from(hit, last + 1):
        last += 1
    said = "\n".join(sentence.text for sentence in sentences[first : last + 1])
    return {*terms_of(said), *_above(context, hit, whole=False)}


def _together(context: Context) -> bool:
    return context.query.kind in TOLD_TOGETHER


def _goes_on(context: Context, sentence: Sentence) -> bool:
    """Whether a sentence names nothing that its value could be of but what the one before it does: "The fee is 85 euros" after it."""
    general = {stem for key in ("shared", "things") for word in words("values", key) for stem in terms_of(word)}
    own = {stem for stem in terms_of(sentence.text) if stem.isalpha()}
    return leans(sentence) or own <= general | stems_asked(context)


def goes_on_from(hit: Hit, number: int) -> bool:
    """Whether a passage's sentence stands in one paragraph with the one before it."""
    start, sentences = hit.passage.start, hit.passage.sentences
    return number > 0 and BLANK_LINE.search(hit.passage.text, sentences[number - 1].end - start, sentences[number].start - start) is None


def _above(context: Context, hit: Hit, *, whole: bool) -> set[str]:
    """Return the stems of what a passage stands under: of all of it, or of the headings that aren't its document's title."""
    title, *headings = context.above(hit.passage)
    return set(terms_of("\n".join([title, *headings] if whole else [heading for heading in headings if heading != title])))
