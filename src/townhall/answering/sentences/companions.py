"""What is shown beside the best sentence: not what is of another thing, another row, another question or another day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from townhall.answering.context import Context
from townhall.answering.reading.entries import entry_names
from townhall.answering.reading.features import name_stems, stems_asked
from townhall.answering.reading.types import HARD_KINDS, asks_for_form, holds_asked, says_yes_or_no
from townhall.answering.reading.whereabouts import asked_places
from townhall.answering.sentences.another import TopicReader
from townhall.answering.sentences.blanks import is_blank_field
from townhall.answering.sentences.choice import FACT_KINDS, choose, choose_from_entry, leans, saying_as_much
from townhall.answering.sentences.holders import are_contact_lines
from townhall.answering.sentences.numbered import tells_another_number
from townhall.answering.sentences.particulars import is_less_worded, label_of
from townhall.answering.sentences.ranking import Candidate, Ranking, is_head
from townhall.answering.sentences.settled import settling
from townhall.answering.sentences.years import is_of_another_month
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.index.lexical import terms_of
from townhall.locales.sequels import goes_on
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, phrases_in
from townhall.model import Kind
from townhall.query.yes_or_no import wants_yes_or_no

SEVERAL, MOST = 2, 12
"""Labelled lines that are a list, and sentences of which it is at the most."""


def with_companions(context: Context, ranking: Ranking, topic: TopicReader, *, of_entry: bool) -> list[Candidate]:
    """Return the sentences that are shown, in a readable order; those of the whole entry where the best one stands in it."""
    if of_entry:
        ranking = replace(ranking, candidates=tuple(saying_as_much(context, ranking, ranking.candidates, asked=context.said)))
        return choose_from_entry(ranking, entry_names(context))
    if are_contact_lines(context, ranking):
        return sorted(ranking.candidates, key=lambda line: line.number)
    beside = _completing(context, ranking)
    came = settling(context, ranking)
    beside += [came] if came and came not in beside else []
    own = [
        other
        for other in ranking.candidates[1:]
        if not (
            topic.is_of_another(other)
            or _is_other_row(context, ranking, other)
            or _says_to_another(ranking.candidates[0], other)
            or is_of_another_month(context, ranking.candidates[0], other)
            or tells_another_number(context, other.evidence.sentence.text)
            or is_head(context, other.evidence)
            or is_blank_field(context, other.evidence.hit, other.number)
            or is_less_worded(context, ranking.candidates[0], other)
        )
    ]
    ranking = replace(ranking, candidates=(ranking.candidates[0], *saying_as_much(context, ranking, own, asked=context.own_terms)))
    polar = wants_yes_or_no(context.query)
    narrow = polar or context.query.kind in FACT_KINDS
    chosen = choose(ranking, context.query.kind, _named(context), narrow=narrow, stems=lambda text: (*terms_of(text), *asked_places(context, text)))
    beside += [other for other in _going_with(ranking, chosen) if other not in beside]
    chosen = sorted([*chosen, *(other for other in beside if other not in chosen)], key=lambda one: _after(one, chosen))
    # What decides between a yes and a no comes first: further down it would be read last.
    best = ranking.candidates[0]
    if not polar or leans(best.evidence.sentence):
        return chosen
    first = [best, *(other for other in beside if other.number > best.number)]
    return [*first, *(candidate for candidate in chosen if candidate not in first)]


def _completing(context: Context, ranking: Ranking) -> list[Candidate]:
    """Return what completes the rule that the best sentence gives: the next one where that is of all others, the one before where it is itself.

    So does what answers the question that the best sentence is, what says why it is so, and that the value which it gives holds no longer.
    """
    best = ranking.candidates[0]
    language = context.language_of(best.evidence.hit.passage.source)
    own = {one.number: one for one in ranking.candidates if one.evidence.hit is best.evidence.hit}
    near = {number: one for number, one in own.items() if abs(number - best.number) == 1}
    before, after = near.get(best.number - 1), near.get(best.number + 1)
    completed = after and (
        _completes(after, language)
        or _is_question(best)
        or withdraws(context, best, after)
        or _tells_why(context, best, after)
        or _leaves_reason(context, best)
    )
    listed = _lines_asked(context, best, own)
    return [*([before] if before and _completes(best, language) else []), *(listed or ([after] if after and completed else []))]


def _leaves_reason(context: Context, best: Candidate) -> bool:
    """Whether it is asked why in another language than English and the best sentence says but that it is so: "No decision was taken. The item …"."""
    language = context.language_of(best.evidence.hit.passage.source)
    asked = context.query.kind is Kind.REASON and context.query.language == language != "en"
    return asked and best.verdict is None and not goes_on(best.evidence.sentence.text, "cause", language)


def _lines_asked(context: Context, best: Candidate, own: Mapping[int, Candidate]) -> list[Candidate]:
    """Return, where it is asked in another language than English which of some things, the lines after the best sentence that their labels tell."""
    if context.query.language == "en" or "which" not in context.query.concepts or label_of(best.evidence.sentence.text) is not None:
        return []
    after = takewhile(lambda number: number in own and _lines_of(own[number]), range(best.number + 1, best.number + 1 + MOST))
    found = [own[number] for number in after]
    return found if sum(map(_lines_of, found)) >= SEVERAL else []


def _lines_of(candidate: Candidate) -> int:
    """Return how many labelled lines a sentence is; none where most of it is something else."""
    lines = [line.strip() for line in candidate.evidence.sentence.text.splitlines() if line.strip()]
    count = sum(labelled(line) is not None for line in lines)
    return count if 2 * count > len(lines) else 0


def _tells_why(context: Context, best: Candidate, after: Candidate) -> bool:
    """Whether it is asked why, and the sentence after the best one says that where it doesn't itself: "The report puts this down to …"."""
    told = words("reasons", "told")
    texts = (best.evidence.sentence.text, after.evidence.sentence.text)
    first, second = (bool(phrases_in(text, told)) for text in texts)
    return context.query.kind is Kind.REASON and context.query.language == "en" and second and not first and not is_row(texts[1])


def _completes(candidate: Candidate, language: str) -> bool:
    """Whether a sentence goes on from a rule with those, or the case, for which that doesn't hold: "All others pay 21 euros"."""
    text = candidate.evidence.sentence.text
    if language != "en":
        return goes_on(text, "except", language)
    begins = f"{folded_phrase(text)} "
    return any(begins.startswith(f"{phrase} ") for phrase in words("anaphora", "completing"))


def _is_question(candidate: Candidate) -> bool:
    """Whether a sentence is a question, or tells of one: what answers it comes next."""
    text = candidate.evidence.sentence.text.rstrip()
    return text.endswith("?") or bool(phrases_in(text, words("questions", "reported")))


def _going_with(ranking: Ranking, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return what those that are shown can't be read without: the answer to a question, and what stands between two and leans on the first."""
    places = {(id(one.evidence.hit), one.number) for one in chosen}

    def follows(one: Candidate, after: int) -> bool:
        return (id(one.evidence.hit), one.number + after) in places

    between = [one for one in ranking.candidates if follows(one, -1) and follows(one, 1) and leans(one.evidence.sentence)]
    asked = {(id(one.evidence.hit), one.number + 1) for one in chosen if _is_question(one)}
    return [*between, *(one for one in ranking.candidates if (id(one.evidence.hit), one.number) in asked)]


def withdraws(context: Context, best: Candidate, other: Candidate) -> bool:
    """Whether a sentence says, right after one that gives the value asked for in another language than English, that it has been changed."""
    passage = best.evidence.hit.passage
    language = context.language_of(passage.source)
    valued = context.query.kind in HARD_KINDS or context.query.kind is Kind.OPEN or asks_for_form(context.query)
    follows = other.evidence.hit is best.evidence.hit and other.number == best.number + 1
    return valued and follows and language != "en" and goes_on(other.evidence.sentence.text, "changed", language)


def _after(candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[int, int]:
    """Return where a sentence is shown among those ``chosen``: the others of its passage in the document's order."""
    passages = list(dict.fromkeys(id(one.evidence.hit) for one in chosen))
    return passages.index(id(candidate.evidence.hit)), candidate.number


def _says_to_another(best: Candidate, other: Candidate) -> bool:
    """Whether a sentence is a yes or a no to the question that it stands under, and that isn't the one above the best sentence."""
    return says_yes_or_no(other.evidence.sentence.text) and other.evidence.hit.passage.headings != best.evidence.hit.passage.headings


def _is_other_row(context: Context, ranking: Ranking, candidate: Candidate) -> bool:
    """Whether a value is asked for that stands in a row or a labelled line, and a candidate is another one that the question names less."""
    best = ranking.candidates[0]
    texts = [one.evidence.sentence.text for one in (best, candidate)]
    labels = [label_of(text) for text in texts]
    lines = None not in labels
    if (
        all(map(is_row, texts))
        and context.query.kind is not Kind.LIST
        and _heads_what_is_asked(context, *(set(terms_of(label or "")) for label in labels))
    ):
        return True
    asks = asks_for_form(context.query) or context.query.kind in HARD_KINDS
    if not (lines and asks and holds_asked(best.evidence.sentence.text, context.query)):
        return False
    asked = stems_asked(context)
    named, of_best = (asked & _told(context, one) for one in (candidate, best))
    return len(named) < len(of_best)


def _heads_what_is_asked(context: Context, best: set[str], other: set[str]) -> bool:
    """Whether the best row begins with what the question names, and another one with something else of its kind: "2 Pilot", "3 Transfer"."""
    asked = stems_asked(context)
    return context.query.language == "en" and bool((best - other) & asked) and not (other - best) & asked and len(best) == len(other)


def _told(context: Context, candidate: Candidate) -> frozenset[str]:
    """Return the stems of a sentence and of the headings that it stands under."""
    return context.stems_above(candidate.evidence.hit.passage, titled=False).union(terms_of(candidate.evidence.sentence.text))


def _named(context: Context) -> tuple[str, ...]:
    """Return the stems of what a question names, if it is more than one thing: an answer should speak of each."""
    places = [stem for slot in context.query.slots if slot.name == "place" for stem in terms_of(slot.inferred or slot.text)]
    names = tuple(dict.fromkeys([*name_stems(context), *places]))
    return names if len(names) > 1 else ()
