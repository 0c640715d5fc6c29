"""Why something is so, where no judge has read what tells it: the sentence that gives a reason, and where none does."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.reading.belonging import share_held
from townhall.answering.sentences.own_words import is_unread
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.locales.sequels import goes_on
from townhall.model import Kind

SPOKEN_OF = 0.5
"""Share of what is asked about, weighted by idf, that must be spoken of where no word says that it gives a reason."""
LOOKED_AT = 40
"""Best sentences among which one may give the reason."""
QUESTION_ENDS = ("?", ";")
"""The second one is the Greek question mark."""


def with_asked_reason(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the likeliest sentence that gives a reason, where the best one gives none and holds no more of the question.

    The reason may also be given right after a question of the document's own: "Why is there no new fridge? Because the money …".
    """
    best = ranking.candidates[0]
    if not _is_asked(context, ranking) or _gives_reason(context, best) or _asks_above(best):
        return ranking
    least = max(1, len(_said(context, best)))
    return ranking.led_by(
        next((one for one in ranking.candidates[:LOOKED_AT] if _gives_reason(context, one) and len(_said(context, one)) >= least), None)
    )


def gives_no_reason(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked why, in another language than English, and neither the best sentence nor those around it give a reason.

    Where much of what is asked about is said there, the reason may be in other words: "The vote was put off until the county answers."
    """
    best = ranking.candidates[0]
    if not _is_asked(context, ranking) or _gives_reason(context, best) or _asks_above(best):
        return False
    language = context.language_of(best.evidence.hit.passage.source)
    near = best.evidence.hit.passage.sentences[max(0, best.number - 1) : best.number + 2]
    if language == "en" or any(goes_on(sentence.text, "cause", language) for sentence in near):
        return False
    held = context.held(best.evidence.hit.passage, *(sentence.text for sentence in near))
    return share_held(context, context.said, held, language) < SPOKEN_OF


def _is_asked(context: Context, ranking: Ranking) -> bool:
    return context.query.kind is Kind.REASON and is_unread(context, ranking)


def _gives_reason(context: Context, candidate: Candidate) -> bool:
    passage = candidate.evidence.hit.passage
    language = context.language_of(passage.source)
    if not _asks(candidate.evidence.sentence.text):
        return goes_on(candidate.evidence.sentence.text, "cause", language)
    return any(goes_on(sentence.text, "cause", language) for sentence in passage.sentences[candidate.number + 1 : candidate.number + 2])


def _asks_above(candidate: Candidate) -> bool:
    """Whether a sentence stands under a question, so that it answers that in whichever words."""
    return any(_asks(heading) for heading in candidate.evidence.hit.passage.heading_path[-1:])


def _asks(text: str) -> bool:
    return text.rstrip().endswith(QUESTION_ENDS)


def _said(context: Context, candidate: Candidate) -> frozenset[str]:
    """Return the question's words that a sentence itself has."""
    language = context.language_of(candidate.evidence.hit.passage.source)
    return context.said.intersection(context.stems(candidate.evidence.sentence.text, language))
