"""Sentences that may answer a question, ranked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from townhall.answering.context import Context
from townhall.answering.features import AnswerSignals, Judge, SentenceSignals, raised, stems_asked
from townhall.answering.support import SupportModel, support_model
from townhall.index.lexical import terms_of
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import Evidence, Hit, Kind, Sentence

PAIR_CHARACTERS = 600
FACT_CHARACTERS = 350
EXPLANATION_CHARACTERS = 500
LIST_CHARACTERS = 680
ENTRY_CHARACTERS = 600
"""Lengths up to which a second sentence, and any further one, is quoted."""
FACT_KINDS = frozenset({Kind.QUANTITY, Kind.DATE, Kind.DEADLINE, Kind.OPEN, Kind.DURATION, Kind.PERSON, Kind.PLACE, Kind.CONTACT, Kind.SUPPORT})
QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c\u201e«]([^'\"\u2019\u201d»]{4,80})['\"\u2019\u201d\u201c»](?!\w)")
OPENING = 6
"""Words with which a sentence begins."""
HEADING_NAMED = 1.5
SUPPORT_NAMED = 1.0
"""Log-odds that a sentence, and an answer, gains where the question names its heading, or quotes a phrase that its passage holds.

The data that the regressions are fitted on have no headings; these two were chosen by hand on the project's own evaluation set.
"""
LINKED = 0.05
"""Share of the best sentence's score that a sentence which leans on it, or on which it leans, must reach."""
TOGETHER = 0.28
"""Share of the best sentence's score that a further one must reach to be shown with it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with its signals."""

    evidence: Evidence
    number: int
    signals: SentenceSignals


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every candidate, best first, and what speaks for the best being an answer."""

    candidates: tuple[Candidate, ...]
    signals: AnswerSignals
    support: float


def rank_sentences(context: Context, hits: Sequence[Hit], model: SupportModel | None = None) -> Ranking | None:
    """Rank the sentences of ``hits`` by a model, the package's own unless another is given; None where there are none."""
    judge = Judge(context)
    model = model or support_model()
    candidates: list[Candidate] = []
    units = context.bundle.units_of([hit.passage.key for hit in hits])
    asked = stems_asked(context)
    phrases = quoted_phrases(context)
    named = {id(hit): max(_names_heading(hit, asked), _holds_phrase(hit, phrases)) for hit in hits}
    for hit in hits:
        vectors = context.bundle.sentence_vectors(units[hit.passage.key])
        for number, sentence in enumerate(hit.passage.sentences):
            signals = judge.sentence(hit, number, vectors)
            raise_by = HEADING_NAMED * named[id(hit)] + (_begins_with(sentence, context.terms) if context.query.kind is Kind.DEFINITION else 0)
            score = raised(model.rank(signals), raise_by)
            candidates.append(Candidate(Evidence(hit, sentence, score), number, signals))
    if not candidates:
        return None
    ranked = tuple(sorted(candidates, key=lambda candidate: (-candidate.evidence.score, candidate.evidence.hit.rank, candidate.number)))
    best = ranked[0]
    scores = [candidate.evidence.score for candidate in ranked]
    whole = judge.answer(best.evidence.hit, best.signals, scores, [candidate.signals.sentence_cosine for candidate in ranked])
    support = raised(model.support(whole), SUPPORT_NAMED * named[id(best.evidence.hit)])
    return Ranking(ranked, whole, support)


def _begins_with(sentence: Sentence, terms: Sequence[str]) -> float:
    """Return the share of the question's terms that a sentence begins with: a definition begins with what it defines."""
    opening = terms_of(" ".join(token.text for token in tokens_of(sentence.text)[:OPENING]))
    return sum(term in opening for term in terms) / len(terms) if terms else 0.0


def _names_heading(hit: Hit, asked: frozenset[str]) -> float:
    """Return 1 where the question holds every word of the passage's own heading, 0.5 where that is a single word, else 0."""
    heading = set(terms_of(hit.passage.headings[-1].text)) if hit.passage.headings else set()
    if not heading or not heading <= asked:
        return 0.0
    return 1.0 if len(heading) > 1 else 0.5


def quoted_phrases(context: Context) -> tuple[str, ...]:
    """Return the phrases of several words that stand in quotation marks in the question, folded."""
    return tuple(folded for match in QUOTED.finditer(context.query.text) if " " in (folded := folded_phrase(match[1])))


def _holds_phrase(hit: Hit, phrases: tuple[str, ...]) -> float:
    return float(bool(phrases) and all(phrase in folded_phrase(hit.passage.text) for phrase in phrases))


def choose(ranking: Ranking, kind: Kind) -> list[Candidate]:
    """Return the best candidate and those that belong with it, in a readable order.

    The second best may take the answer to ``PAIR_CHARACTERS``, further ones to ``FACT_CHARACTERS`` where a date, a number or a name is
    asked for, else to ``EXPLANATION_CHARACTERS``.

    Order: the best one's passage first, then the others by rank; within a passage as the document has them.
    """
    best = ranking.candidates[0]
    chosen = [best]
    used = len(best.evidence.sentence.text)
    for candidate in _next_best(ranking, best, kind):
        if candidate.evidence.score < TOGETHER * best.evidence.score and not _is_beside(candidate, best):
            continue
        length = len(candidate.evidence.sentence.text)
        if used + length <= _room(kind, len(chosen)) and not _repeats(candidate, chosen):
            chosen.append(candidate)
            used += length
    first_of = {id(best.evidence.hit): 0}
    return sorted(chosen, key=lambda candidate: (first_of.get(id(candidate.evidence.hit), candidate.evidence.hit.rank), candidate.number))


def _room(kind: Kind, chosen: int) -> int:
    """Return the characters that an answer of so many sentences may take with one more."""
    if kind is Kind.LIST:
        return LIST_CHARACTERS
    if chosen == 1:
        return PAIR_CHARACTERS
    return FACT_CHARACTERS if kind in FACT_KINDS else EXPLANATION_CHARACTERS


def choose_from_entry(ranking: Ranking, headings: frozenset[str]) -> list[Candidate]:
    """Return what an organisation's entry says, the nearest to the question first until ``ENTRY_CHARACTERS`` are full, in its order."""
    own = [candidate for candidate in ranking.candidates if not headings.isdisjoint(candidate.evidence.hit.passage.heading_path)]
    chosen: list[Candidate] = []
    used = 0
    for candidate in own:
        length = len(candidate.evidence.sentence.text)
        if not chosen or (used + length <= ENTRY_CHARACTERS and not _repeats(candidate, chosen)):
            chosen.append(candidate)
            used += length
    return sorted(chosen, key=lambda candidate: (candidate.evidence.hit.rank, candidate.number))


def _next_best(ranking: Ranking, best: Candidate, kind: Kind) -> list[Candidate]:
    """Return the other candidates, best first; where an explanation is asked for, what goes on from the best one comes before them.

    That is the sentence after it if it leans on it ("This network …"), and the one before it if it leans on that.
    """
    others = list(ranking.candidates[1:])
    if kind in FACT_KINDS:
        return others
    first = [other for other in others if _is_beside(other, best)]
    return [*first, *(other for other in others if other not in first)]


def _is_beside(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate stands beside the best one and one of the two leans on the other."""
    if candidate.evidence.hit is not best.evidence.hit or candidate.evidence.score < LINKED * best.evidence.score:
        return False
    after = candidate.number == best.number + 1 and _leans(candidate.evidence.sentence)
    return after or (candidate.number == best.number - 1 and _leans(best.evidence.sentence))


def _leans(sentence: Sentence) -> bool:
    """Whether a sentence goes on from the one before it: its first word says so."""
    first = next(iter(tokens_of(sentence.text)), None)
    return first is not None and first.folded in words("anaphora", "words")


def _repeats(candidate: Candidate, chosen: list[Candidate]) -> bool:
    stems = set(terms_of(candidate.evidence.sentence.text))
    return any(stems and stems <= set(terms_of(other.evidence.sentence.text)) for other in chosen)
