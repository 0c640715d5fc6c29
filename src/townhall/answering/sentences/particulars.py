"""A day, a bound or an amount: the sentence that gives it comes before one that is nearer in other words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from townhall.answering.context import Context
from townhall.answering.reading.bounds import asked_bound, says_bound
from townhall.answering.reading.features import stems_asked
from townhall.answering.reading.forms import HOUR, MONEY
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.types import HARD_KINDS, asks_for_form, holds_asked, says_yes_or_no
from townhall.answering.reading.values import asked_value, place_of_amount
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.lines import labelled
from townhall.chunking.tables import cells_of, is_row
from townhall.index.lexical import terms_of
from townhall.locales.dates import dates_in
from townhall.locales.lexicon import lexicon
from townhall.locales.ranges import said_before
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import tokens_of
from townhall.model import Kind
from townhall.query.yes_or_no import wants_yes_or_no

DUE_LOOKED_AT = 40
"""The same of those that may say by when something is due."""
UNSURE = 0.1
"""The judge's probability from which a sentence may be the one that is meant."""


def with_asked_weekday(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with what the best passage says of the day of the week that is asked for, where its best sentence says nothing.

    "Open on Saturdays from 9:00 to 17:00. On Sundays it closes at 14:00." is nearer to "open on Sundays" in its first sentence.
    """
    asked = _asked_days(context)
    if not asked or asked & _told_days(context, ranking.candidates[0]):
        return ranking
    return beginning_with(ranking, lambda other: bool(asked & _told_days(context, other)) and _says_when(context, other))


def is_of_other_weekdays(context: Context, ranking: Ranking) -> bool:
    """Whether a day of the week is asked for and the best sentence speaks of others alone; so does its passage, where no judge has read that."""
    best = ranking.candidates[0]
    asked, told = _asked_days(context), _told_days(context, best)
    if not told and best.verdict is None and context.query.language != "en":
        beside = [other for other in ranking.candidates if other.evidence.hit is best.evidence.hit]
        told = frozenset(day for other in beside for day in _told_days(context, other))
    return bool(asked) and bool(told) and asked.isdisjoint(told)


def with_asked_label(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the line or row whose label a question names, where the best one is beside it and named less.

    "Castle School: 11:45", "Ferry School: 12:10" are alike in all but what their labels name.
    """
    query, best = context.query, ranking.candidates[0]
    if query.language != "en" or not (asks_for_form(query) or query.kind in HARD_KINDS):
        return ranking
    asked = stems_asked(context)

    def named(other: Candidate) -> int:
        label = label_of(other.evidence.sentence.text)
        return -1 if label is None else len(asked.intersection(terms_of(label)))

    least = named(best)

    def is_meant(other: Candidate) -> bool:
        return named(other) > least and bool(holds_asked(other.evidence.sentence.text, query))

    return ranking if least < 0 else beginning_with(ranking, is_meant)


def is_less_worded(context: Context, best: Candidate, other: Candidate) -> bool:
    """Whether a value is asked for in its document's language and another sentence gives one too, of which less of the question is said."""
    query, language = context.query, context.language_of(best.evidence.hit.passage.source)
    if query.language == "en" or language != query.language or best.verdict is not None or not (asks_for_form(query) or query.kind in HARD_KINDS):
        return False
    return _worded(context, other) < _worded(context, best) and bool(holds_asked(other.evidence.sentence.text, query, language))


def with_worded_value(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the value beside the best one of which more of the question is said, where no judge has read which is meant.

    Under the heading "Carta d'identità": "La carta costa 22 euro. Il duplicato costa 27 euro."
    """
    best, query = ranking.candidates[0], context.query
    language = context.language_of(best.evidence.hit.passage.source)

    def is_meant(other: Candidate) -> bool:
        return is_less_worded(context, other, best) and bool(holds_asked(other.evidence.sentence.text, query, language))

    return beginning_with(ranking, is_meant)


def with_value_beside(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sentence beside the best one that gives the value asked for, where the best gives none.

    "The post is vacant. Nine people have applied." So it is where no judge has read what answers.
    """
    best, query = ranking.candidates[0], context.query
    language = context.language_of(best.evidence.hit.passage.source)
    text, valued = best.evidence.sentence.text, query.kind in HARD_KINDS or asks_for_form(query)
    if query.language == "en" or best.verdict is not None or not valued or holds_asked(text, query, language) or MONEY.search(text):
        return ranking

    def is_meant(other: Candidate) -> bool:
        told = other.evidence.sentence.text
        return abs(other.number - best.number) == 1 and bool(holds_asked(told, query, language)) and (_is_due(told) or _says_any(context, other))

    def _is_due(told: str) -> bool:
        concepts = lexicon(language).concepts.find(tokens_of(told)) if query.kind is Kind.DEADLINE else []
        return any(match.name == "deadline" for match in concepts)

    beside = beginning_with(ranking, is_meant)
    if beside is not ranking:
        return beside
    # "Cererile se depun în camera 4." under one heading, "Termenul este 20 noiembrie." under the next.
    near = (other for other in ranking.candidates[:DUE_LOOKED_AT] if other.evidence.hit.passage.source == best.evidence.hit.passage.source)
    return ranking.led_by(
        next((other for other in near if _is_due(other.evidence.sentence.text) and holds_asked(other.evidence.sentence.text, query, language)), None)
    )


def _says_any(context: Context, candidate: Candidate) -> bool:
    """Whether a sentence itself has a word of the question's, one that it counts among them."""
    language = context.language_of(candidate.evidence.hit.passage.source)
    return not context.own_terms.isdisjoint(context.stems(candidate.evidence.sentence.text, language))


def with_asked_subject(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sentence beside the best one that speaks of more of what a yes or a no is asked of, if one does.

    "The purchase of land is eligible up to 10 %. The purchase of vehicles is not eligible." are alike in all but what they speak of.
    """
    query, best = context.query, ranking.candidates[0]
    told = label_of(best.evidence.sentence.text) is not None or says_yes_or_no(best.evidence.sentence.text)
    if query.language != "en" or not wants_yes_or_no(query) or told:
        return ranking
    asked = frozenset(context.terms)
    held = asked.intersection(terms_of(best.evidence.sentence.text))

    def is_meant(other: Candidate) -> bool:
        alike = other.signals.judged_alone >= UNSURE and abs(other.number - best.number) == 1
        return alike and held < asked.intersection(terms_of(other.evidence.sentence.text))

    return beginning_with(ranking, is_meant)


def _worded(context: Context, candidate: Candidate) -> frozenset[str]:
    """Return the stems of what a question in its documents' language asks about that a sentence or what it stands under holds."""
    evidence = candidate.evidence
    return context.said.intersection(context.held(evidence.hit.passage, evidence.sentence.text))


def tells_asked_weekday(context: Context, ranking: Ranking) -> bool:
    """Whether a day of the week is asked for and the best sentence speaks of it."""
    return not _asked_days(context).isdisjoint(_told_days(context, ranking.candidates[0]))


def with_asked_bound(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the bound that is asked for, where the best passage gives it and its best sentence gives a plain number."""
    bound, best = asked_bound(context.query), ranking.candidates[0]
    if bound is None or says_bound(best.evidence.sentence.text, bound):
        return ranking
    topic = topic_stems(context).difference(terms_of(" ".join(said_before(bound))))
    above = context.stems_above(best.evidence.hit.passage)
    money = bool(MONEY.search(best.evidence.sentence.text))

    def is_meant(other: Candidate) -> bool:
        text = other.evidence.sentence.text
        value = holds_asked(text, context.query) and bool(MONEY.search(text)) == money
        return says_bound(text, bound) and bool(value) and topic <= above.union(terms_of(text))

    return beginning_with(ranking, is_meant)


def with_asked_amount(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sentence whose amount is of whom it is asked for, where one beside the best one's says it.

    "Parking for residents costs 40 euros. Visitors pay 3." is nearer to "parking for visitors" in its first sentence.
    """
    best, asked = ranking.candidates[0], asked_value(context)
    text = best.evidence.sentence.text
    # Of what the amount of a row or a line is, its label says.
    if context.query.kind is not Kind.QUANTITY or label_of(text) is not None or not MONEY.search(text):
        return ranking
    if context.query.language != "en" and len(MONEY.findall(text)) == 1 and context.said and context.said <= _worded(context, best):
        return ranking
    here = {candidate.number: candidate for candidate in ranking.candidates if candidate.evidence.hit is best.evidence.hit}
    run = [best.number]
    while MONEY.search(_text(here, run[0] - 1)):
        run.insert(0, run[0] - 1)
    while MONEY.search(_text(here, run[-1] + 1)):
        run.append(run[-1] + 1)
    place = place_of_amount([_text(here, number) for number in run], asked)
    meant = best if place is None else here[run[place]]
    return ranking.led_by(meant)


def _text(candidates: Mapping[int, Candidate], number: int) -> str:
    return candidates[number].evidence.sentence.text if number in candidates else ""


def beginning_with(ranking: Ranking, is_meant: Callable[[Candidate], bool]) -> Ranking:
    """Return a ranking that begins with the first sentence of the best passage that is meant, if one is."""
    hit = ranking.candidates[0].evidence.hit
    own = next((other for other in ranking.candidates if other.evidence.hit is hit and is_meant(other)), None)
    return ranking.led_by(own)


def label_of(text: str) -> str | None:
    """Return what says of what a line's value is: its label, the first cell of a row; None for a sentence."""
    if is_row(text):
        return next((text[slice(*cell)] for cell in cells_of(text)), None)
    line = labelled(text)
    return line["label"] if line else None


def _asked_days(context: Context) -> frozenset[int]:
    """Return the days that a question asks for; none where they are but those of a date."""
    query = context.query
    return frozenset() if dates_in(query.text, query.language) else weekdays_in(query.text, query.language)


def _told_days(context: Context, candidate: Candidate) -> frozenset[int]:
    """Return the days of the week that a sentence speaks of, or the heading that it stands under where it names none itself."""
    passage = candidate.evidence.hit.passage
    texts = (candidate.evidence.sentence.text, *passage.heading_path[-1:])
    return next((days for text in texts if (days := weekdays_in(text, context.language_of(passage.source)))), frozenset())


def _says_when(context: Context, candidate: Candidate) -> bool:
    """Whether a sentence gives a time of the day, or says that something is open or closed."""
    text = candidate.evidence.sentence.text
    tokens, language = tokens_of(text), context.language_of(candidate.evidence.hit.passage.source)
    states = language != "en" and any(match.name == "open" for match in lexicon(language).concepts.find(tokens))
    return bool(HOUR.search(text)) or states or any(token.folded in words("periods", "states") for token in tokens)
