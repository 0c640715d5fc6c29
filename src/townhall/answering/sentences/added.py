"""What a follow-up adds: the sentence that says it comes before one that is nearer in what was asked before."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.reading.types import holds_asked
from townhall.answering.sentences.particulars import beginning_with
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.index.lexical import terms_of

LOOKED_AT = 20
"""Best sentences among which one may tell what a follow-up adds."""


def with_added(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with what the best passage says of what a follow-up adds, where its best sentence says nothing of that.

    "How long is sick pay paid?" – "and in the first year?" is nearer to what is true of every year.
    """
    query = context.query
    if not any(slot.name == "topic" and slot.carried for slot in query.slots):
        return ranking
    if query.language != "en":
        return _with_added_in_own_words(context, ranking)
    carried = terms_of(" ".join(f"{slot.value} {slot.text}" for slot in query.slots if slot.carried))
    added = frozenset(context.terms).intersection(terms_of(query.asked)).difference(carried)

    def says_it(other: Candidate) -> bool:
        text = other.evidence.sentence.text
        return added.issubset(terms_of(text)) and holds_asked(text, query) is not False

    told = added.intersection(terms_of(ranking.candidates[0].evidence.sentence.text))
    return ranking if told or not added else beginning_with(ranking, says_it)


def _with_added_in_own_words(context: Context, ranking: Ranking) -> Ranking:
    """Return the same in another language than English, where what is added may be said in another passage of the best one's document."""
    query, best = context.query, ranking.candidates[0]
    source = best.evidence.hit.passage.source
    language = context.language_of(source)
    carried = frozenset(terms_of(" ".join(f"{slot.value} {slot.text}" for slot in query.slots if slot.carried)))
    added = (context.said & frozenset(terms_of(query.asked))) - carried

    def told(other: Candidate) -> int:
        return len(added.intersection(context.stems(other.evidence.sentence.text, language)))

    if not added or told(best):
        return ranking
    near = [other for other in ranking.candidates[:LOOKED_AT] if other.evidence.hit.passage.source == source and told(other)]
    valued = [other for other in near if holds_asked(other.evidence.sentence.text, query, language) is not False]
    return ranking.led_by(max(valued or near, key=told, default=None))
