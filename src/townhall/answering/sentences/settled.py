"""What came of a proposal: "… and did it go through?" is answered by the sentence further on in its paragraph that says so."""

from __future__ import annotations

from collections.abc import Iterable

from townhall.answering.context import Context
from townhall.answering.reading.forms import MONEY
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import phrases_in
from townhall.model import Query

REACH = 5
"""Sentences after a proposal within which it is said what came of it."""
PARAGRAPH = "\n\n"


def asks_what_came(query: Query) -> bool:
    """Whether an English question asks, beside something else, what came of it: "and was it accepted?"."""
    return query.language == "en" and bool(phrases_in(query.search_text, words("settled", "asked")))


def says_what_came(texts: Iterable[str]) -> bool:
    """Whether one of some texts says how something ended."""
    return any(phrases_in(text, words("settled", "told")) for text in texts)


def settling(context: Context, ranking: Ranking) -> Candidate | None:
    """Return the first sentence after the best one in its paragraph that says what came of it; None where it isn't asked, or the best one says it.

    One that tells of something else is passed over: "The caretaker passed the keys".
    """
    best = ranking.candidates[0]
    if not asks_what_came(context.query) or says_what_came([best.evidence.sentence.text]):
        return None
    document = context.bundle.document(best.evidence.hit.passage.source)
    here = {one.number: one for one in ranking.candidates if one.evidence.hit is best.evidence.hit}
    for number in range(best.number + 1, best.number + 1 + REACH):
        other = here.get(number)
        if other is None or document is None or PARAGRAPH in document.text[best.evidence.sentence.end : other.evidence.sentence.start]:
            return None
        text = other.evidence.sentence.text
        if says_what_came([text]) and _is_of_it(text, f"{context.query.search_text} {best.evidence.sentence.text}"):
            return other
    return None


def _is_of_it(text: str, proposal: str) -> bool:
    """Whether a sentence on how something ended holds a word of a proposal and the question for it, or nothing that is of anything else."""
    ended = stems_listed("settled", "told")
    said = frozenset(stem for stem in terms_of(MONEY.sub(" ", text)) if not stem.isdecimal()) - ended
    known = stems_listed("settled", "called").union(terms_of(proposal)) - ended
    return not said.isdisjoint(known) or said <= stems_listed("settled", "usual")
