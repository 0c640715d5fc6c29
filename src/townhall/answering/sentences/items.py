"""Lists that a document writes as items: where one of them answers a question for a list, all of them do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Quote
from townhall.answering.reading.features import term_weights
from townhall.answering.reading.types import asks_for_form, asks_for_person
from townhall.answering.sentences.ranking import Ranking
from townhall.model import Evidence, Hit, Kind, Sentence, Span, in_words
from townhall.query.yes_or_no import wants_yes_or_no

ITEM = re.compile(r"\s*(?:[-*\u2022\u2023\u2013]|\d{1,2}[.)]|[a-z]\))\s+\S")
"""How an item begins: with a bullet, a dash, a number or a letter."""
ENDS = (".", "!", "?")
FEWEST = 2
LONGEST = 1500
"""Items, and characters, of what is given as one list."""
WHICH = frozenset({"which", "what", "list"})
"""Concepts of words that ask for things."""
OF_THINGS = frozenset({Kind.OTHER, Kind.LIST, Kind.ELIGIBILITY})
"""Kinds of questions that may ask for several things."""
LISTS_LOOKED_AT = 12
"""Best sentences of which one may stand in the list that is asked for."""
LOOKED_AT = 5
"""Best sentences of which one must stand in the list."""


def answer_items(context: Context, ranking: Ranking) -> tuple[Claim, ...]:
    """Return the whole list in which one of the best sentences of the best one's section stands; nothing where none does.

    What leads up to the list comes first.
    """
    hit = ranking.candidates[0].evidence.hit
    sentences = section_of(context, hit)
    near = [best.evidence for best in ranking.candidates[:LOOKED_AT]]
    starts = [evidence.sentence.start for evidence in near if evidence.hit.passage.source == hit.passage.source]
    places = [place for start in starts for place, sentence in enumerate(sentences) if sentence.start == start]
    shown = next((found for place in places if (found := _list_around(sentences, place))), ())
    # What leads up to the items isn't broken off: it goes on in them.
    return tuple(Claim(in_words(sentence.text), (Quote(Span(hit.passage.source, sentence.start, sentence.end)),)) for sentence in shown)


def with_items(context: Context, chosen: Sequence[Evidence]) -> list[tuple[Hit, Sentence]]:
    """Return the sentences of an answer in its order, each that leads up to items with these; what then has no room any more is left out.

    A sentence that breaks off at a colon says nothing by itself.
    """
    shown = [(evidence.hit, evidence.sentence) for evidence in chosen]
    for hit, sentence in list(shown):
        sentences = section_of(context, hit)
        place = next((place for place, other in enumerate(sentences) if other.start == sentence.start), None)
        items = _list_around(sentences, place)[1:] if place is not None and leads_to_items(sentence) else ()
        added = [(hit, item) for item in items if all(item.start != other.start for _, other in shown)]
        at = shown.index((hit, sentence)) + 1 if (hit, sentence) in shown else 0
        if not at or not added or sum(len(one.shown) for _, one in [*shown[:at], *added]) > context.characters:
            continue
        shown[at:at] = added
        while sum(len(one.shown) for _, one in shown) > context.characters and len(shown) > at + len(added):
            shown.pop()
    return shown


def asks_for_items(context: Context, ranking: Ranking) -> bool:
    """Whether a question in another language than English asks which things, and the best sentence is one of a list of them, or leads up to it."""
    query, best = context.query, ranking.candidates[0]
    if query.language == "en" or best.verdict is not None or query.kind not in OF_THINGS or asks_for_form(query) or asks_for_person(query):
        return False
    return _asks_which(context) and (is_item(best.evidence.sentence) or leads_to_items(best.evidence.sentence))


def with_asked_items(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with what leads up to a list, or its first item, where things are asked for in another language than English.

    The list is one answer: with the headings above it, it holds as much of the question as the best sentence does.
    """
    query, best = context.query, ranking.candidates[0]
    if query.language == "en" or best.verdict is not None or query.kind not in OF_THINGS or asks_for_form(query) or asks_for_person(query):
        return ranking
    if not _asks_which(context) or is_item(best.evidence.sentence) or leads_to_items(best.evidence.sentence):
        return ranking
    language = context.language_of(best.evidence.hit.passage.source)
    weights = term_weights(context, language)

    def told(hit: Hit, *texts: str) -> float:
        return sum(weights.get(stem, 0.0) for stem in context.own_terms & context.held(hit.passage, *texts))

    most = told(best.evidence.hit, best.evidence.sentence.text)
    for candidate in ranking.candidates[:LISTS_LOOKED_AT]:
        hit = candidate.evidence.hit
        if context.language_of(hit.passage.source) != language or hit.passage.source != best.evidence.hit.passage.source:
            continue
        sentences = section_of(context, hit)
        place = next((place for place, sentence in enumerate(sentences) if sentence.start == candidate.evidence.sentence.start), None)
        shown = _list_around(sentences, place) if place is not None else ()
        # Of papers it is said what becomes of missing ones right below the list of them.
        beside = _names_papers(context) and hit.passage.heading_path == best.evidence.hit.passage.heading_path
        if shown and (beside or told(hit, *(sentence.text for sentence in shown)) >= most):
            return ranking.led_by(candidate)
    return ranking


def _asks_which(context: Context) -> bool:
    """Whether things are asked for: by a word that asks which or for all, or as papers."""
    if wants_yes_or_no(context.query) and not _names_papers(context):
        return False
    return not context.query.concepts.isdisjoint(WHICH) or _names_papers(context)


def _names_papers(context: Context) -> bool:
    """Whether a question speaks of papers to hand in, of which there are mostly several."""
    return context.own_forms is not None and bool(context.own_forms.standing_for("attachment"))


def leads_to_items(sentence: Sentence) -> bool:
    """Whether a sentence ends with the colon after which its items come, so that they are what it says."""
    return sentence.text.rstrip().endswith(":") and not is_item(sentence)


def _list_around(sentences: Sequence[Sentence], place: int) -> Sequence[Sentence]:
    """Return the items around ``place``, or after it where it leads up to them, with what leads up to them; none where they are no list to give."""
    if not is_item(sentences[place]) and _leads_up(sentences[place]):
        place += 1
    first = last = place
    while last < len(sentences) and is_item(sentences[last]):
        last += 1
    while first > 0 and first < last and is_item(sentences[first - 1]):
        first -= 1
    if last - first < FEWEST:
        return ()
    if first > 0 and _leads_up(sentences[first - 1]):
        first -= 1
    return sentences[first:last] if sum(len(sentence.text) for sentence in sentences[first:last]) <= LONGEST else ()


def is_item(sentence: Sentence) -> bool:
    """Whether a sentence is written as an item of a list."""
    return ITEM.match(sentence.text) is not None


def _leads_up(sentence: Sentence) -> bool:
    """Whether a sentence isn't at its end where its line is: "A town may join if it", "The goals are:"."""
    return not is_item(sentence) and not sentence.text.rstrip().endswith(ENDS)


def section_of(context: Context, hit: Hit) -> Sequence[Sentence]:
    """Return the sentences of the section that a passage is of, for a list may go on in the next passage; of the passage where it has no heading."""
    headings = hit.passage.headings
    return context.bundle.entry(hit.passage.source, headings[-1].start) if headings else hit.passage.sentences
