"""Who said something: the words themselves, and the sentence beside them that names who said them."""

from __future__ import annotations

import re

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.reading.forms import PERSON_NAME, SPEECH
from townhall.answering.reading.offices import begins_with_office
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Kind, Sentence, Status

REACH = 3
"""Sentences before or after the words within which their speaker is looked for."""
QUOTATION = re.compile(r"[\"\u201c\u201e\u00ab].*?(?:[\"\u201d\u201c\u00bb]|$)", re.DOTALL)
"""What stands in quotation marks: names in it are of those who are spoken of."""


def answer_who_said(context: Context, ranking: Ranking) -> Draft | None:
    """Answer who said something where another sentence than the best one names the speaker; None where it isn't asked, or needn't be said."""
    query, best = context.query, ranking.candidates[0]
    text = best.evidence.sentence.text
    if not _asks_who_said(context) or not SPEECH.search(text) or _names(best.evidence.sentence) or begins_with_office(text):
        return None
    found = _speaker(best)
    if found is None or query.language != "en":
        return None
    hit = best.evidence.hit
    names = _names(found)
    lead = (Claim(names[0], (sentence_quote(hit, found),), lead=True),) if len(names) == 1 else ()
    order = sorted((best.evidence.sentence, found), key=lambda sentence: sentence.start)
    claims = tuple(Claim(sentence.shown, (sentence_quote(hit, sentence),)) for sentence in order)
    return Draft(Status.ANSWERED, (*lead, *claims), support=ranking.support)


def _asks_who_said(context: Context) -> bool:
    query = context.query
    return "who" in query.concepts and query.kind in {Kind.PERSON, Kind.SAID} and "said" in query.concepts


def _names(sentence: Sentence) -> list[str]:
    """Return the names of persons that a sentence holds outside of quotation marks, each once."""
    return list(dict.fromkeys(match[0] for match in PERSON_NAME.finditer(QUOTATION.sub(" ", sentence.text))))


def _speaker(best: Candidate) -> Sentence | None:
    """Return the sentence that names the speaker: the next one where it points back to the words, else the nearest one before, else after."""
    sentences = best.evidence.hit.passage.sentences
    place = best.number
    after = [sentence for sentence in sentences[place + 1 : place + 1 + REACH] if _names(sentence)]
    if after and after[0] is sentences[place + 1] and _points_back(after[0]):
        return after[0]
    before = [sentence for sentence in reversed(sentences[max(0, place - REACH) : place]) if _names(sentence)]
    return next(iter([*before, *after]), None)


def _points_back(sentence: Sentence) -> bool:
    """Whether a sentence begins by pointing to the one before it: "Those words came from …"."""
    return any(token.folded in words("anaphora", "words") for token in tokens_of(sentence.text)[:2])
