"""Signals that a place of the evidence is what a particular of a statement was taken from; ``binding.py`` weighs them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from townhall.guard.ground import Ground, Word, words_of
from townhall.guard.mentions import Kind, Mention
from townhall.guard.units import unit_of
from townhall.judge import Judge, Reading
from townhall.locales.words import tokens_of

OF_WORDS = (
    "near",
    "close",
    "near_first",
    "close_first",
    "sentence",
    "unit",
    "follows",
    "precedes",
    "same_unit",
    "other_unit",
    "one_unit",
    "taken",
    "company",
    "clause",
    "owner",
    "stranger",
    "bare",
    "in_turn",
)
OF_JUDGE = ("judged_sentence", "judged_span", "judged", "unread")
QUESTION_WORDS: Mapping[Kind, str] = {
    Kind.NUMBER: "how many",
    Kind.PERCENTAGE: "how many",
    Kind.DATE: "what date",
    Kind.ADDRESS: "what address",
    Kind.TELEPHONE: "what number",
    Kind.NAME: "who",
}
"""What takes a particular's place where the statement becomes a question; the judge reads English."""
READ = 10
"""Sentences that the judge reads at once."""
_FARTHEST = 45
"""Words within which another word can have to do with a particular."""
_NEAR, _CLOSE = 4, 16
"""Words over which a word's weight falls to 1/e."""
_PER_BREAK, _OUTSIDE = 2, 6
"""Words that a break between clauses, and the end of the sentence, count as."""
_FIRST = 5
"""The same in the statement, where words next to the particular say most of what it counts."""
_COMPANY, _PER_LINE = 80, 30
"""Characters over which the weight of another particular of the statement falls to 1/e, and those that the end of a line counts as."""
_LIST = 2
"""Names that make a list."""
_UNREAD = {"judged_sentence": -6.0, "judged_span": -8.0, "judged": -14.0, "unread": 1.0}


def of_words(
    statement: str, asked: Mention, places: Sequence[Mention], ground: Ground, others: Sequence[Mention], *, language: str
) -> list[list[float]]:
    """Return the signals of each place, in the order of ``OF_WORDS``.

    Args:
        statement: what is claimed.
        asked: the particular of the statement.
        places: particulars of its kind in the evidence.
        ground: the evidence.
        others: the statement's other particulars.
        language: that of statement and evidence.
    """
    words = words_of(statement)
    first, behind = _weights(words, asked), [word for word in words if word.start >= asked.end]
    ahead = [word for word in words if word.start < asked.start]
    unit = unit_of(statement, asked.start, asked.end, language) if asked.kind is Kind.NUMBER else None
    names = [one for one in (*others, asked) if one.kind is Kind.NAME]
    found = []
    for place in places:
        distances = _distances(first, place, ground)
        weights = {stem: ground.weight(stem) for stem in distances}
        number = ground.sentence_at(place.start)
        shared = first.keys() & ground.stems[number] if number is not None else ()
        at, behind_it = ground.words_before(place.start), ground.words_before(place.end)
        before, after = ground.words[max(0, at - _NEAR) : at], ground.words[behind_it : behind_it + _NEAR]
        owner = _owner(place, names, ground, within=number)
        other = unit_of(ground.text, place.start, place.end, language) if asked.kind is Kind.NUMBER else None
        found.append(
            [
                sum(weights[stem] * math.exp(-far / _NEAR) for stem, far in distances.items()),
                sum(weights[stem] * math.exp(-far / _CLOSE) for stem, far in distances.items()),
                sum(weights[stem] * first[stem] * math.exp(-far / _NEAR) for stem, far in distances.items()),
                sum(weights[stem] * first[stem] * math.exp(-far / _CLOSE) for stem, far in distances.items()),
                sum(ground.weight(stem) for stem in sorted(shared)),
                float(_telling(after) is not None and _telling(after) == _telling(behind)),
                float(bool(after and behind) and after[0].stem == behind[0].stem),
                float(bool(before and ahead) and before[-1].stem == ahead[-1].stem),
                float(unit is not None and unit == other),
                float(unit is not None and other is not None and unit != other),
                float((unit is None) != (other is None)),
                float(any(one.is_as(place) for one in others if not one.values & asked.values)),
                _company(place, others, ground),
                sum(ground.weight(stem) for stem in sorted(first.keys() & _clause(place, ground))),
                float(owner is not None and any(one.is_as(owner) or owner.is_as(one) for one in names)),
                float(owner is not None and not any(one.is_as(owner) or owner.is_as(one) for one in names)),
                float(not after or ground.breaks_between(place.end - 1, after[0].start) > 0 or after[0].says_little),
                _in_turn(place, places, names, ground, within=number),
            ]
        )
    return found


def of_judge(judge: Judge, statement: str, asked: Mention, places: Sequence[Mention], ground: Ground) -> list[list[float]]:
    """Return what the judge makes of each place when the statement is put as a question after the particular, in the order of ``OF_JUDGE``."""
    numbers = [ground.sentence_at(place.start) for place in places]
    first = _weights(words_of(statement), asked)
    shared = {
        number: sum(ground.weight(stem) for stem in sorted(first.keys() & ground.stems[number])) for number in set(numbers) if number is not None
    }
    order = sorted(range(len(ground.sentences)), key=lambda number: (number not in shared, -shared.get(number, 0.0), number))
    read = sorted(order[:READ])
    question = (statement[: asked.start] + QUESTION_WORDS[asked.kind] + statement[asked.end :]).strip().rstrip(".") + "?"
    seen = [(place, read.index(number)) for place, number in zip(places, numbers, strict=True) if number in read]
    spans = [(at, place.start - ground.sentences[read[at]].start, place.end - ground.sentences[read[at]].start) for place, at in seen]
    said = dict(
        zip((place for place, _ in seen), judge.points(Reading(question, "", tuple(ground.sentences[n].text for n in read)), spans), strict=True)
    )
    found = []
    for place in places:
        one = said.get(place)
        signals = (
            _UNREAD if one is None else {"judged_sentence": one.sentence, "judged_span": one.span, "judged": one.sentence + one.span, "unread": 0.0}
        )
        found.append([signals[name] for name in OF_JUDGE])
    return found


def _weights(words: Sequence[Word], asked: Mention) -> dict[str, float]:
    """Return the statement's telling words but the particular's own, each with how near to it it stands; in (0, 1]."""
    inside = [asked.start <= word.start < asked.end for word in words]
    at = sum(word.start < asked.start for word in words)
    size = sum(inside)
    found: dict[str, float] = {}
    for number, word in enumerate(words):
        if not inside[number] and not word.says_little:
            far = at - number - 1 if number < at else number - at - size
            found[word.stem] = max(found.get(word.stem, 0.0), math.exp(-far / _FIRST))
    return found


def _distances(stems: Mapping[str, float], place: Mention, ground: Ground) -> dict[str, float]:
    """Return for each stem how many words the nearest such word is away from a place; breaks between clauses lengthen the way."""
    at = ground.words_before(place.start)
    number = ground.sentence_at(place.start)
    sentence = ground.sentences[number] if number is not None else None
    found: dict[str, float] = {}
    for position in range(max(0, at - _FARTHEST), min(len(ground.words), at + _FARTHEST + 1)):
        word = ground.words[position]
        if word.stem not in stems or place.start <= word.start < place.end:
            continue
        within = sentence is not None and sentence.start <= word.start < sentence.end
        far = abs(position - at) + _PER_BREAK * ground.breaks_between(word.start, place.start) + (0 if within else _OUTSIDE)
        found[word.stem] = min(found.get(word.stem, far), far)
    return found


def _company(place: Mention, others: Sequence[Mention], ground: Ground) -> float:
    """Return how near the statement's other particulars stand to a place, summed over them."""
    total = 0.0
    for one in others:
        ways = [
            abs(place.start - other.start) + _PER_LINE * ground.lines_between(place.start, other.start)
            for other in ground.mentions
            if other is not place and one.is_as(other)
        ]
        total += math.exp(-min(ways) / _COMPANY) if ways else 0.0
    return total


def _clause(place: Mention, ground: Ground) -> frozenset[str]:
    """Return the stems of the clause, or cell of a table, that a place stands in."""
    at, behind = bisect_left(ground.breaks, place.start), bisect_left(ground.breaks, place.end)
    start = ground.breaks[at - 1] if at else 0
    end = ground.breaks[behind] if behind < len(ground.breaks) else len(ground.text)
    inside = ground.words[ground.words_before(start) : ground.words_before(end)]
    return frozenset(word.stem for word in inside if not place.start <= word.start < place.end)


def _owner(place: Mention, names: Sequence[Mention], ground: Ground, *, within: int | None) -> Mention | None:
    """Return the last name before a place in its sentence: what it is likely said of; None where there is none.

    The sentence's first word is one where the statement has it as a name: its capital doesn't tell.
    """
    if within is None:
        return None
    start = ground.sentences[within].start
    named = [one for one in ground.mentions if one.kind is Kind.NAME and start <= one.start and one.end <= place.start]
    if named:
        return named[-1]
    first = _opening(ground, within)
    return first if first is not None and first.end <= place.start and any(first.is_as(name) for name in names) else None


def _in_turn(place: Mention, places: Sequence[Mention], names: Sequence[Mention], ground: Ground, *, within: int | None) -> float:
    """Return 1 where a sentence lists as many values as names and a place has the turn of one that the statement names, -1 where not; else 0."""
    if within is None:
        return 0.0
    sentence = ground.sentences[within]
    values = [one for one in places if sentence.start <= one.start < sentence.end]
    listed = [one for one in ground.mentions if one.kind is Kind.NAME and sentence.start <= one.start < sentence.end]
    first = _opening(ground, within)
    if first is not None and len(listed) == len(values) - 1:
        listed.insert(0, first)
    if len(values) != len(listed) or len(values) < _LIST or not (listed[-1].end <= values[0].start or values[-1].end <= listed[0].start):
        return 0.0
    turns = {turn for turn, name in enumerate(listed) if any(one.is_as(name) or name.is_as(one) for one in names)}
    return 0.0 if not turns else 1.0 if values.index(place) in turns else -1.0


def _opening(ground: Ground, number: int) -> Mention | None:
    """Return the first word of a sentence as if it were a name; None where it has no capital."""
    sentence = ground.sentences[number]
    first = next(iter(tokens_of(sentence.text)), None)
    if first is None or not first.capitalised:
        return None
    return Mention(Kind.NAME, frozenset({first.folded}), sentence.start + first.start, sentence.start + first.end)


def _telling(words: Sequence[Word]) -> str | None:
    return next((word.stem for word in words if not word.says_little), None)
