"""Lists that a document writes as items: where one of them answers a question for a list, all of them do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Quote
from townhall.answering.sentences.ranking import Ranking
from townhall.model import Hit, Sentence, Span, in_words

ITEM = re.compile(r"\s*(?:[-*\u2022\u2023\u2013]|\d{1,2}[.)]|[a-z]\))\s+\S")
"""How an item begins: with a bullet, a dash, a number or a letter."""
ENDS = (".", "!", "?")
FEWEST = 2
LONGEST = 1500
"""Items, and characters, of what is given as one list."""
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
