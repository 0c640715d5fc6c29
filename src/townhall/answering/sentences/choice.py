"""Which of the ranked sentences are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from townhall.answering.context import Context
from townhall.answering.reading.features import term_weights
from townhall.answering.reading.types import HARD_KINDS, asks_for_form, holds_asked, holds_kind
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Kind, Sentence

PAIR_CHARACTERS = 520
FACT_CHARACTERS = 350
EXPLANATION_CHARACTERS = 500
LIST_CHARACTERS = 680
ENTRY_CHARACTERS = 600
"""Lengths up to which a second sentence, and any further one, is quoted."""
FACT_KINDS = frozenset({Kind.QUANTITY, Kind.DATE, Kind.DEADLINE, Kind.OPEN, Kind.DURATION, Kind.PERSON, Kind.PLACE, Kind.CONTACT, Kind.SUPPORT})
LINKED = 0.05
"""Share of the best sentence's score that a sentence which leans on it, or on which it leans, must reach."""
OTHER_NAME = 0.1
"""The same for a sentence that speaks of another thing which the question names."""
AS_MUCH = 0.75
"""Share of the weight of the question's words in the best sentence that a further one must hold where no judge has read either."""
AS_LIKELY = 0.9
"""The same share of its score for one beside it."""
TOGETHER = 0.2
FACT_TOGETHER = 0.28
"""Share of the best sentence's score that a further one must reach to be shown with it; where a fact or a yes is asked for more."""

SURE, SURE_OF_FACT = 0.8, 0.5
"""The judge's probability of the best sentence from which its no to another one is taken: where more may be told, and for a fact or a yes."""
RULED_OUT = 0.03
"""Its probability of a sentence below which that is a no.

By hand on the open sets: of some 70 sentences that go none was wanted, of those that stay every fifth.
"""


def choose(
    ranking: Ranking, kind: Kind, names: Sequence[str] = (), *, narrow: bool = False, stems: Callable[[str], Iterable[str]] = terms_of
) -> list[Candidate]:
    """Return the best candidate and those that belong with it, in a readable order; of what ``names`` stem for, each is spoken of if it can be.

    ``stems`` returns those that a text holds. Where the answer is ``narrow``, a fact or a yes, what stands under a heading that the question
    names belongs with the best sentence only for what it says itself.

    The second best may take the answer to ``PAIR_CHARACTERS``, further ones to ``FACT_CHARACTERS`` where a date, a number or a name is
    asked for, else to ``EXPLANATION_CHARACTERS``.

    Order: the best one's passage first, then the others by rank; within a passage as the document has them.
    """
    best = ranking.candidates[0]
    chosen = [best, *_of_other_names(ranking, best, names, stems)]
    used = sum(len(candidate.evidence.sentence.text) for candidate in chosen)
    together = FACT_TOGETHER if narrow else TOGETHER
    for candidate in _next_best(ranking, best, kind):
        belongs = candidate.evidence.score >= together * best.evidence.score and (not narrow or candidate.alone >= together * best.alone)
        lists_on = kind is Kind.LIST and _lists_on(candidate, best)
        if not belongs and not _is_beside(candidate, best) and not lists_on:
            continue
        if not lists_on and _is_ruled_out(candidate, best, SURE_OF_FACT if narrow else SURE):
            continue
        length = len(candidate.evidence.sentence.text)
        if candidate not in chosen and used + length <= _room(kind, len(chosen)) and not _repeats(candidate, chosen):
            chosen.append(candidate)
            used += length
    first_of = {id(best.evidence.hit): 0}
    return sorted(chosen, key=lambda candidate: (first_of.get(id(candidate.evidence.hit), candidate.evidence.hit.rank), candidate.number))


def _is_ruled_out(candidate: Candidate, best: Candidate, sure: float) -> bool:
    """Whether the judge is ``sure`` of the best sentence and that another is no answer, unless the best one leans on that."""
    if candidate.verdict is None or best.verdict is None or best.signals.judged_alone <= sure:
        return False
    before = candidate.evidence.hit is best.evidence.hit and candidate.number == best.number - 1
    return candidate.signals.judged_alone < RULED_OUT and not (before and leans(best.evidence.sentence))


def _of_other_names(ranking: Ranking, best: Candidate, names: Sequence[str], stems: Callable[[str], Iterable[str]]) -> list[Candidate]:
    """Return the best sentence that holds a name which the very best lacks, if one of the names stands there and another doesn't."""
    held = set(stems(best.evidence.sentence.text))
    lacking = [name for name in names if name not in held]
    if not lacking or len(lacking) == len(names):
        return []
    others = (candidate for candidate in ranking.candidates[1:] if not held.issuperset(stems(candidate.evidence.sentence.text)))
    likely = (candidate for candidate in others if candidate.evidence.score >= OTHER_NAME * best.evidence.score)
    found = next((candidate for candidate in likely if not set(lacking).isdisjoint(stems(candidate.evidence.sentence.text))), None)
    return [found] if found and len(found.evidence.sentence.text) + len(best.evidence.sentence.text) <= PAIR_CHARACTERS else []


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
    after = candidate.number == best.number + 1 and leans(candidate.evidence.sentence)
    return after or (candidate.number == best.number - 1 and leans(best.evidence.sentence))


def _lists_on(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate follows the best one in its passage, and that names no series itself: what is listed is then told a sentence each."""
    follows = candidate.evidence.hit is best.evidence.hit and candidate.number > best.number
    return follows and not holds_kind(best.evidence.sentence.text, Kind.LIST)


def leans(sentence: Sentence) -> bool:
    """Whether a sentence goes on from the one before it: its first word says so."""
    first = next(iter(tokens_of(sentence.text)), None)
    return first is not None and first.folded in words("anaphora", "words")


def saying_as_much(context: Context, ranking: Ranking, candidates: Sequence[Candidate], *, asked: frozenset[str]) -> list[Candidate]:
    """Return the sentences that themselves hold about as much of the stems that are ``asked`` for as the best one does, or go on from it.

    Where no judge has read them, what is near in meaning or stands under the same heading is no reason to show it.
    """
    best = ranking.candidates[0]
    if context.query.language == "en" or best.verdict is not None:
        return list(candidates)
    if not asked and (asks_for_form(context.query) or context.query.kind in HARD_KINDS):
        return [candidate for candidate in candidates if _holds_value(context, candidate)] or list(candidates)
    language = context.language_of(best.evidence.hit.passage.source)
    weights = term_weights(context, language)
    candidates = [candidate for candidate in candidates if context.language_of(candidate.evidence.hit.passage.source) == language]

    def weight(candidate: Candidate) -> float:
        return sum(weights.get(term, 0.0) for term in asked.intersection(context.stems(candidate.evidence.sentence.text, language)))

    most = max(map(weight, candidates), default=0.0) if best in candidates else weight(best)
    return [
        candidate
        for candidate in candidates
        if weight(candidate) >= AS_MUCH * most or _goes_on(context, candidate, best) or _is_under_same(candidate, best)
    ]


def _is_under_same(candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence beside the best one is as likely, for what both stand under: "Associations may apply. Shops are excluded."."""
    beside = candidate.evidence.hit is best.evidence.hit and abs(candidate.number - best.number) == 1
    return beside and candidate.evidence.score >= AS_LIKELY * best.evidence.score


def _holds_value(context: Context, candidate: Candidate) -> bool:
    evidence = candidate.evidence
    return bool(holds_asked(evidence.sentence.text, context.query, context.language_of(evidence.hit.passage.source)))


def _goes_on(context: Context, candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence comes right after the best one and begins with a pronoun of its language: "Il a lieu …"."""
    passage = candidate.evidence.hit.passage
    if candidate.evidence.hit is not best.evidence.hit or candidate.number != best.number + 1:
        return False
    tokens = tokens_of(candidate.evidence.sentence.text)
    return any(match.name == "pronoun" and match.first == 0 for match in lexicon(context.language_of(passage.source)).concepts.find(tokens))


def _repeats(candidate: Candidate, chosen: list[Candidate]) -> bool:
    stems = set(terms_of(candidate.evidence.sentence.text))
    return any(stems and stems <= set(terms_of(other.evidence.sentence.text)) for other in chosen)
