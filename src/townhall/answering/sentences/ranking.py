"""Sentences that may answer a question, ranked: by what they have in common with it, then by the judge's reading of the likeliest."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from townhall.answering.context import Context
from townhall.answering.reading.features import UNREAD, AnswerSignals, SentenceSignals, SignalReader, raised, within
from townhall.answering.reading.naming import named_headings
from townhall.answering.reading.types import lacks_form, says_yes_or_no
from townhall.answering.reading.values import asked_value, has_other_role
from townhall.answering.sentences.judging import Verdicts, judged
from townhall.answering.sentences.support import SupportModel, SupportModels, support_models, worded_model
from townhall.chunking.tables import heads_table, is_row
from townhall.index.lexical import terms_of
from townhall.judge.model import Verdict
from townhall.locales.dates import dates_in, days_in
from townhall.locales.words import tokens_of
from townhall.model import Evidence, Hit, Kind, Sentence

BRACKETED = re.compile(r"\w \((\w+)")
FORMLESS = 2.0
"""Log-odds that a sentence loses which lacks what can't be missed in an answer: an amount of money, a percentage, the end of a period."""
REPEATS_HEADING = 2.0
"""Log-odds that a sentence loses which says no more than the title or a heading that it stands under."""
OF_ANOTHER_LANGUAGE = 1.0
"""Log-odds that a sentence loses which isn't in the question's language where other documents are; set by hand."""
NO_ANSWER, SUREST = 0.1, 0.4
"""The judge's probability below which a sentence is none to begin with, and its share of all from which another one is."""
OPENING = 6
"""Words with which a sentence begins."""
EXPLAINED = frozenset({Kind.REASON, Kind.DEFINITION, Kind.LIST, Kind.ELIGIBILITY, Kind.SAID, Kind.OTHER})
"""Kinds of question that a few words seldom answer."""
SOFTENED = 2.0
"""What the judge's log-odds are divided by where passages are held against each other: it is surer of a sentence than of a passage."""
HEADED_THRESHOLD = 0.2
"""Support from which an answer is given where the best passage stands under a heading: the reading tests that the score is fitted on have none."""
HEADING_NAMED = 1.5
SUPPORT_NAMED = 1.0
"""Log-odds that a sentence, and an answer, gains where the question names its heading, or quotes a phrase that its passage holds.

The data that the regressions are fitted on have no headings; these two were chosen by hand on the project's own evaluation set.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with its signals."""

    evidence: Evidence
    number: int
    signals: SentenceSignals
    verdict: Verdict | None = None
    """What the judge says of it; None where it hasn't read it."""
    alone: float = 0.0
    """Its score without what its heading gives to every sentence below it."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every candidate, best first, and what speaks for the best being an answer."""

    candidates: tuple[Candidate, ...]
    signals: AnswerSignals
    support: float
    threshold: float
    """Support from which an answer is given."""

    def led_by(self, candidate: Candidate | None) -> Ranking:
        """Return the same with one of its candidates first; as it is where there is none."""
        if candidate is None or candidate is self.candidates[0]:
            return self
        return replace(self, candidates=(candidate, *(other for other in self.candidates if other is not candidate)))


def threshold_of(context: Context, ranking: Ranking) -> float:
    """Return the support from which an answer is given: the one that was set, wherever it comes from, or the fitted ones."""
    if context.threshold is not None:
        return context.threshold
    return min(ranking.threshold, HEADED_THRESHOLD) if ranking.candidates[0].evidence.hit.passage.headings else ranking.threshold


def rank_sentences(context: Context, hits: Sequence[Hit], models: SupportModels | None = None) -> Ranking | None:
    """Rank the sentences of ``hits``, by the package's own models unless others are given; None where there are none."""
    models = models or support_models()
    reader = SignalReader(context)
    named, role = named_headings(context, hits), asked_value(context).role
    found = _candidates(context, hits, reader)
    seen = _sorted(_scored(context, candidate, _unread_model(context, candidate.evidence, models), named, role) for candidate in found)
    if not seen:
        return None
    likeliest = list({id(candidate.evidence.hit): candidate.evidence.hit for candidate in seen}.values())
    verdicts = judged(context, likeliest)
    read = _read(seen, verdicts) if verdicts else seen
    ranked = _judged_first(_sorted(_scored(context, candidate, models.judged, named, role) for candidate in read)) if verdicts else seen
    best = ranked[0]
    model = models.judged if verdicts else _unread_model(context, best.evidence, models)
    scores = [candidate.evidence.score for candidate in ranked]
    whole = reader.answer(best.evidence.hit, best.signals, scores, [candidate.signals.sentence_cosine for candidate in ranked])
    whole = _with_verdicts(whole, ranked, explained=context.query.kind in EXPLAINED) if verdicts else whole
    support = raised(model.support(whole), SUPPORT_NAMED * named[id(best.evidence.hit)])
    return Ranking(tuple(ranked), whole, support, model.threshold)


def _unread_model(context: Context, evidence: Evidence, models: SupportModels) -> SupportModel:
    """Return what scores a sentence that no judge has read: by its words alone where the embedding model reads neither it nor the question."""
    read = "en" in {context.query.language, context.language_of(evidence.hit.passage.source)} or context.query.own_text
    return models.plain if read else worded_model()


def _candidates(context: Context, hits: Sequence[Hit], reader: SignalReader) -> list[Candidate]:
    """Return every sentence of the hits with its signals, not yet scored."""
    units = context.bundle.units_of([hit.passage.key for hit in hits])
    candidates: list[Candidate] = []
    for hit in hits:
        vectors = context.bundle.sentence_vectors(units[hit.passage.key])
        for number, sentence in enumerate(hit.passage.sentences):
            candidates.append(Candidate(Evidence(hit, sentence, 0.0), number, reader.sentence(hit, number, vectors)))
    return candidates


def _scored(context: Context, candidate: Candidate, model: SupportModel, named: Mapping[int, float], role: str | None) -> Candidate:
    """Return a candidate with its score: the model's, raised by what the model was never shown; ``role`` is the end of a period that is asked for."""
    raise_by = 0.0
    if context.query.kind is Kind.DEFINITION:
        raise_by += _begins_with(candidate.evidence.sentence, context.terms) + _spells_out(candidate.evidence.sentence, context.terms)
    if lacks_form(candidate.evidence.sentence.text, context.query):
        raise_by -= FORMLESS
    if role and _lacks_end(context, candidate.evidence.sentence.text, role):
        raise_by -= FORMLESS
    if context.query.language == "en" and says_yes_or_no(candidate.evidence.sentence.text) and not named[id(candidate.evidence.hit)]:
        raise_by -= FORMLESS  # a yes or a no to another question
    if context.is_in_own_words and context.language_of(candidate.evidence.hit.passage.source) != context.query.language:
        raise_by -= OF_ANOTHER_LANGUAGE
    if _is_heading(context, candidate.evidence):
        raise_by -= REPEATS_HEADING
    rank, heading = model.rank(candidate.signals), HEADING_NAMED * named[id(candidate.evidence.hit)]
    return replace(candidate, evidence=replace(candidate.evidence, score=raised(rank, raise_by + heading)), alone=raised(rank, raise_by))


def _lacks_end(context: Context, text: str, role: str) -> bool:
    """Whether a sentence doesn't give the end of a period that is asked for: it gives the other, or, where no judge reads what it says, no date."""
    return has_other_role(text, role) or (context.judge is None and not (dates_in(text) or days_in(text)))


def _is_heading(context: Context, evidence: Evidence) -> bool:
    """Whether a sentence is one of the headings that it stands under, its document's title, or the head of a table."""
    if is_row(evidence.sentence.text):
        return is_head(context, evidence)
    return context.stems_above(evidence.hit.passage).issuperset(terms_of(evidence.sentence.text))


def is_head(context: Context, evidence: Evidence) -> bool:
    """Whether a sentence is the head of a table, which says nothing by itself."""
    document = context.bundle.document(evidence.hit.passage.source)
    return document is not None and is_row(evidence.sentence.text) and heads_table(document.text, evidence.sentence.end)


def _sorted(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.evidence.score, candidate.evidence.hit.rank, candidate.number))


def _judged_first(ranked: list[Candidate]) -> list[Candidate]:
    """Return the candidates with the judge's own first where it holds the best one for none, and that for the answer among all that it read."""
    surest = max(ranked, key=lambda candidate: candidate.signals.judged_share)
    if ranked[0].signals.judged_alone >= NO_ANSWER or surest.signals.judged_share < SUREST:
        return ranked
    return [surest, *(candidate for candidate in ranked if candidate is not surest)]


def _read(candidates: Sequence[Candidate], verdicts: Verdicts) -> list[Candidate]:
    """Return the candidates with the judge's verdicts, and with what it says of them beside the others, where they were read."""
    odds = {key: within(verdict.answers) for key, verdict in verdicts.items()}
    total = 1 + sum(math.exp(value) for value in odds.values())
    ranks = {key: place for place, key in enumerate(sorted(odds, key=lambda key: -odds[key]), 1)}
    about: dict[str, float] = defaultdict(float)
    for (passage, _), value in odds.items():
        about[passage] += math.exp(value / SOFTENED)
    every = 1 + sum(about.values())
    found: list[Candidate] = []
    for candidate in candidates:
        passage = candidate.evidence.hit.passage.key
        key = (passage, candidate.number)
        if key not in odds:
            found.append(candidate)
            continue
        signals = replace(
            candidate.signals,
            judged=odds[key],
            judged_alone=1 / (1 + math.exp(-odds[key])),
            judged_share=math.exp(odds[key]) / total,
            judged_rank=1 / ranks[key],
            judged_about=about[passage] / every,
        )
        found.append(replace(candidate, verdict=verdicts[key], signals=signals))
    return found


def _with_verdicts(signals: AnswerSignals, ranked: Sequence[Candidate], *, explained: bool) -> AnswerSignals:
    """Return the signals of the whole with what the judge says of the best sentence, its passage, and the others."""
    best = ranked[0]
    own = [candidate.signals.judged for candidate in ranked if candidate.evidence.hit is best.evidence.hit]
    others = [candidate.signals.judged for candidate in ranked if candidate.evidence.hit is not best.evidence.hit]
    passage = within(math.log(sum(math.exp(odds) for odds in own)))
    return replace(
        signals,
        judged_best=best.signals.judged,
        judged_passage=passage,
        judged_explained=passage if explained else 0.0,
        judged_other=max(others, default=UNREAD),
        judged_span=best.verdict.certainty if best.verdict else 0.0,
    )


def _begins_with(sentence: Sentence, terms: Sequence[str]) -> float:
    """Return the share of the question's terms that a sentence begins with: a definition begins with what it defines."""
    opening = terms_of(" ".join(token.text for token in tokens_of(sentence.text)[:OPENING]))
    return sum(term in opening for term in terms) / len(terms) if terms else 0.0


def _spells_out(sentence: Sentence, terms: Sequence[str]) -> float:
    """Return 1 where a sentence has one of the question's terms first in brackets, as one writes an acronym after what it stands for."""
    return float(any(not set(terms_of(match[1])).isdisjoint(terms) for match in BRACKETED.finditer(sentence.text)))
