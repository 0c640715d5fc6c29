"""Which value belongs to what: whether the evidence says a statement's particulars of what the statement says them of.

"A has 27 members" has all its particulars in "A has 24 members, B has 27". So for every particular of the statement, each particular of its kind in
the evidence gets a score that it is the one meant: from the words around it (``signals.py``) and, where there is a judge, from how far it points
there when it is asked the statement as a question. Where another value is meant far more likely, the statement's is out of place.
The weights stand in ``binding.json``, made by ``training/fit_guard.py``; decision 024 says why so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from townhall.guard.ground import Ground, ground_of
from townhall.guard.mentions import Kind, Mention, mentions_in
from townhall.guard.signals import OF_JUDGE, OF_WORDS, of_judge, of_words
from townhall.judge import Judge
from townhall.locales.words import STOP_WORDS, tokens_of

LANGUAGES = frozenset({"en"})
"""Languages in which it was tried how often this errs; in others nothing is held against a statement."""
MOST_PLACES = 25
"""Particulars of a kind up to which they are told apart, as in the fit: among more, some other always looks as likely."""
ONCE = frozenset({Kind.NUMBER, Kind.PERCENTAGE, Kind.DATE})
"""Kinds of which a value is said of one thing at a time."""
GROUPS: Mapping[Kind, str] = {
    Kind.NUMBER: "number",
    Kind.PERCENTAGE: "number",
    Kind.DATE: "date",
    Kind.NAME: "name",
    Kind.ADDRESS: "name",
    Kind.TELEPHONE: "name",
}
"""Which weights hold for which kind."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How signals are weighed for one kind of particular."""

    signals: tuple[float, ...]
    margin: float
    """How far the best place of the statement's value may fall short of the best other place, where there is one."""
    widening: float
    """By how much more it may with the logarithm of how many comparisons a statement asks for: of many one looks likely by chance."""

    def bar(self, compared: int) -> float:
        """Return how far ahead the best place of the statement's value must be; 0 or less."""
        return min(self.margin - self.widening * math.log(compared), 0.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A particular of a statement, and the places in the evidence that it may have been taken from."""

    asked: Mention
    places: tuple[Mention, ...]
    fits: tuple[bool, ...]
    """Which places hold the particular's value; some do and some don't."""
    others: tuple[Mention, ...]
    """The statement's other particulars."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A particular that the evidence says of something else."""

    said: str
    """As the statement has it."""
    rather: str
    """What the evidence has in its place."""
    by: float
    """How far that is more likely, in units of log-odds."""


def misplaced(statement: str, evidence: Sequence[str], *, language: str, judge: Judge | None) -> list[Misplaced]:
    """Return the particulars of ``statement`` that ``evidence`` says of something else; none where the language is not one of ``LANGUAGES``."""
    if language not in LANGUAGES:
        return []
    ground = ground_of("\n".join(evidence), language)
    reader = judge if judge is not None and language in judge.languages else None
    found = _said_too_often(statement, ground, language=language)
    asked = list(choices(statement, ground, language=language))
    for choice in asked:
        weights = _weights(reader is not None)[GROUPS[choice.asked.kind]]
        signals = signals_of(choice, statement, ground, language=language, judge=reader)
        scores = [sum(weight * signal for weight, signal in zip(weights.signals, row, strict=True)) for row in signals]
        best = max(score for score, fits in zip(scores, choice.fits, strict=True) if fits)
        rival, place = max((score, -place.start, place) for score, place, fits in zip(scores, choice.places, choice.fits, strict=True) if not fits)[
            ::2
        ]
        if best - rival < weights.bar(choice.fits.count(False) * len(asked)):
            said = statement[choice.asked.start : choice.asked.end]
            found.append(Misplaced(said, ground.text[place.start : place.end], rival - best))
    return found


def _said_too_often(statement: str, ground: Ground, *, language: str) -> list[Misplaced]:
    """Return values that a statement has more often than its evidence: one of the two was put in another's place."""
    found = []
    mentions = [one for one in mentions_in(statement, language) if one.kind in ONCE]
    for at, mention in enumerate(mentions):
        before = [one for one in mentions[:at] if one.kind is mention.kind and one.values == mention.values]
        places = [place for place in ground.mentions if mention.is_as(place)]
        if before and 0 < len(places) <= len(before):
            rivals = [place for place in ground.mentions if place.kind is mention.kind and not mention.is_as(place)]
            if rivals:
                rather = min(rivals, key=lambda place: min(abs(place.start - one.start) for one in places))
                found.append(Misplaced(statement[mention.start : mention.end], ground.text[rather.start : rather.end], 0.0))
    return found


def choices(statement: str, ground: Ground, *, language: str) -> Iterator[Choice]:
    """Yield the particulars of a statement that could be taken for others: the evidence has their value, and others of their kind."""
    mentions = (*_opening(statement, ground, language), *mentions_in(statement, language))
    for asked in mentions:
        places = tuple(place for place in ground.mentions if place.kind is asked.kind)
        fits = tuple(asked.is_as(place) for place in places)
        if len(places) <= MOST_PLACES and any(fits) and not all(fits):
            yield Choice(asked, places, fits, tuple(other for other in mentions if other is not asked))


def _opening(statement: str, ground: Ground, language: str) -> list[Mention]:
    """Return the statement's first word where the evidence has it as a name: a capital at the beginning says nothing by itself."""
    word = next(iter(tokens_of(statement)), None)
    if word is None or word.folded in STOP_WORDS or any(one.start <= word.start < one.end for one in mentions_in(statement, language)):
        return []
    opening = Mention(Kind.NAME, frozenset({word.folded}), word.start, word.end)
    named = any(opening.is_as(name) for name in ground.mentions)
    return [opening] if named or (word.capitalised and word.text in _opening_words(ground)) else []


def _opening_words(ground: Ground) -> frozenset[str]:
    """Return the words that the evidence's sentences begin with, as written."""
    return frozenset(tokens[0].text for one in ground.sentences if (tokens := tokens_of(one.text)))


def signals_of(choice: Choice, statement: str, ground: Ground, *, language: str, judge: Judge | None) -> list[list[float]]:
    """Return the signals of each place: ``OF_WORDS``, and with a judge ``OF_JUDGE`` behind them."""
    words = of_words(statement, choice.asked, choice.places, ground, choice.others, language=language)
    if judge is None:
        return words
    judged = of_judge(judge, statement, choice.asked, choice.places, ground)
    return [[*first, *second] for first, second in zip(words, judged, strict=True)]


@cache
def _weights(judged: bool) -> Mapping[str, Weights]:  # noqa: FBT001 - a key of the file
    table = json.loads(files("townhall.guard").joinpath("binding.json").read_text(encoding="utf-8"))["judge" if judged else "words"]
    names = (*OF_WORDS, *OF_JUDGE) if judged else OF_WORDS
    return {group: Weights(tuple(row["signals"][name] for name in names), row["margin"], row["widening"]) for group, row in table.items()}
