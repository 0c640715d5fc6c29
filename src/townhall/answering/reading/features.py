"""The signals by which a sentence is judged to answer a question, each a number in a known range."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from operator import attrgetter

from townhall.answering.context import Context
from townhall.answering.reading.types import holds_asked
from townhall.answering.reading.whereabouts import asked_places
from townhall.index.embedding import Vectors
from townhall.index.lexical import terms_of
from townhall.index.words import K1
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import Hit, Sentence

UNREAD = -12.0
"""Lowest log-odds of a judge that are told apart, and what a sentence has that no judge has read."""


@dataclass(frozen=True, slots=True)
class SentenceSignals:
    """What speaks for one sentence; every value lies in [0, 1] but the cosines, which lie in [-1, 1]."""

    sentence_cosine: float
    passage_cosine: float
    reciprocal_rank: float
    """1 / rank of the passage among the hits."""
    coverage: float
    """Share of the question's terms, weighted by idf, that the sentence or its headings hold."""
    context_coverage: float
    """The same, with the sentence before and the one after."""
    passage_coverage: float
    pairs: float
    """Share of the question's neighbouring terms that stand within a few words of each other in the sentence."""
    typed: float
    """1 where the sentence holds the type of thing asked for, 0 where it doesn't, 0.5 where no type is asked for."""
    names: float
    """Share of the names and numbers in the question that the sentence or its headings hold; 0 where the question has none."""
    standing: float
    """The sentence's cosine over that of the best sentence of its passage: 1 for the best."""
    length: float
    """Terms of the sentence up to 40, as a share of 40."""
    judged: float = UNREAD
    """Log-odds by the judge that the sentence answers, in [-12, 12]; -12 where it wasn't read."""
    judged_alone: float = 0.0
    """The judge's probability that the sentence answers rather than none of its passage; in [0, 1]."""
    judged_share: float = 0.0
    """The judge's probability of the sentence among all that it read, in [0, 1]."""
    judged_rank: float = 0.0
    """1 / rank of the sentence by the judge's word; 0 where it wasn't read."""
    judged_about: float = 0.0
    """The judge's probability of the sentence's passage among all that it read, with odds brought nearer to each other; in [0, 1]."""


@dataclass(frozen=True, slots=True)
class AnswerSignals:
    """What speaks for the question being answered by the best sentences at all; shares lie in [0, 1], cosines in [-1, 1]."""

    best: float
    """Log-odds that the best sentence holds the answer."""
    second: float
    """The same of the second best; that of the best where there is no other."""
    mass: float
    """Sum of the five best sentences' probabilities."""
    best_cosine: float
    best_coverage: float
    best_context_coverage: float
    best_typed: float
    best_pairs: float
    best_names: float
    passage_cosine: float
    passage_coverage: float
    lexical: float
    """BM25 of the best passage as a share of the most that the question's terms could give."""
    agreement: float
    """1 where the dense and the lexical list agree on the best passage, else the better reciprocal rank in the other list."""
    margin: float
    """How far the best sentence's cosine lies above the mean of the ten best."""
    unknown: float
    """1 where the passage and its headings lack the question's rarest term."""
    names_missing: float
    """Share of the names and numbers in the question that the passage and its headings don't hold; 0 where there are none."""
    judged_best: float = UNREAD
    """Log-odds by the judge of the best sentence."""
    judged_passage: float = UNREAD
    """Log-odds by the judge that any sentence of the best passage answers."""
    judged_other: float = UNREAD
    """Log-odds by the judge of the best sentence of any other passage."""
    judged_explained: float = 0.0
    """``judged_passage`` where a few words can't answer the question, else 0: of such questions the judge has read few."""
    judged_span: float = 0.0
    """How certain the judge is of the place of the answer in the best sentence, in [0, 1]."""


SENTENCE_NAMES = tuple(field.name for field in fields(SentenceSignals))
ANSWER_NAMES = tuple(field.name for field in fields(AnswerSignals))
_SENTENCE_VALUES = attrgetter(*SENTENCE_NAMES)
_ANSWER_VALUES = attrgetter(*ANSWER_NAMES)
LONG_SENTENCE = 40
PAIR_REACH = 4
MASS = 5
CERTAIN = 1e-6
UNKNOWN_WEIGHT = 0.5
BACKGROUND_WEIGHT = 0.5
CLAUSE = re.compile(r"[.!?:;]\s|\s[-–—]\s")
OWN_CLAUSE = re.compile(r"[.!?:;,]\s|\s[-–—]\s")
QUESTION_WORDS = frozenset({"who", "what", "which", "when", "when_opening", "where", "why", "how", "how_many", "how_long", "definition"})


def values_of(signals: SentenceSignals | AnswerSignals) -> tuple[float, ...]:
    """Return signals as numbers, in the order of their names."""
    numbers: tuple[float, ...] = (_ANSWER_VALUES if isinstance(signals, AnswerSignals) else _SENTENCE_VALUES)(signals)
    return numbers


class SignalReader:
    """Computes signals for one question; remembers what it looked up."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_language: dict[str, dict[str, float]] = {}
        self._above: dict[str, frozenset[str]] = {}
        self._names = name_stems(context)

    def sentence(self, hit: Hit, number: int, vectors: Vectors) -> SentenceSignals:
        """Return the signals of the ``number``-th sentence of a hit; ``vectors`` are those of all its sentences."""
        sentences = hit.passage.sentences
        headings, language = self._headings(hit), self._context.language_of(hit.passage.source)
        weights = self._weights(language)
        own = self._stems(sentences[number], language)
        around = [stem for sentence in sentences[max(0, number - 1) : number + 2] for stem in self._stems(sentence, language)]
        held = holds_asked(sentences[number].text, self._context.query, language)
        return SentenceSignals(
            sentence_cosine=float(vectors[number] @ self._context.vector),
            passage_cosine=hit.similarity,
            reciprocal_rank=1 / hit.rank,
            coverage=_coverage(weights, headings.union(own)),
            context_coverage=_coverage(weights, headings.union(around)),
            passage_coverage=_coverage(weights, headings.union(self._of_passage(hit, language))),
            pairs=self._pairs(own),
            typed=0.5 if held is None else float(held),
            names=sum(stem in headings.union(own) for stem in self._names) / len(self._names) if self._names else 0.0,
            standing=float(vectors[number] @ self._context.vector) / max(0.1, float((vectors @ self._context.vector).max())),
            length=min(len(own), LONG_SENTENCE) / LONG_SENTENCE,
        )

    def answer(self, hit: Hit, best: SentenceSignals, scores: Sequence[float], cosines: Sequence[float]) -> AnswerSignals:
        """Return the signals of the whole; ``best`` are those of the best sentence, which stands in ``hit``.

        ``scores`` are all sentences' probabilities, best first, ``cosines`` their cosines in any order.
        """
        language = self._context.language_of(hit.passage.source)
        held, weights = self._headings(hit).union(self._of_passage(hit, language)), self._weights(language)
        most = sum(weights.values()) * (K1 + 1) or 1.0
        top = sorted(cosines, reverse=True)[:10]
        rarest = max(weights, key=lambda term: weights[term], default=None)
        return AnswerSignals(
            best=log_odds(scores[0]),
            second=log_odds(scores[min(1, len(scores) - 1)]),
            mass=sum(scores[:MASS]),
            best_cosine=best.sentence_cosine,
            best_coverage=best.coverage,
            best_context_coverage=best.context_coverage,
            best_typed=best.typed,
            best_pairs=best.pairs,
            best_names=best.names,
            passage_cosine=hit.similarity,
            passage_coverage=best.passage_coverage,
            lexical=min(1.0, hit.lexical / most),
            agreement=min(1 / hit.parts.get(name, 100) for name in ("dense", "lexical")),
            margin=best.sentence_cosine - sum(top) / len(top),
            unknown=float(rarest not in held) if rarest else 0.0,
            names_missing=sum(stem not in held for stem in self._names) / len(self._names) if self._names else 0.0,
        )

    def _weights(self, language: str) -> dict[str, float]:
        if language not in self._by_language:
            self._by_language[language] = term_weights(self._context, language)
        return self._by_language[language]

    def _headings(self, hit: Hit) -> frozenset[str]:
        """Return the terms of what a passage stands under: its headings and its document's title.

        In another language than English all of a document stands under what it opens with: its file's name may say little, and no judge reads it.
        """
        if hit.passage.key not in self._above:
            context, language = self._context, self._context.language_of(hit.passage.source)
            own = context.query.language == language != "en"
            opening = context.stems(context.opening(hit.passage.source, whole=True), language) if own else ()
            self._above[hit.passage.key] = context.stems_above(hit.passage).union(opening)
        return self._above[hit.passage.key]

    def _stems(self, sentence: Sentence, language: str) -> tuple[str, ...]:
        """Return the stems of a sentence, with those of the countries in question that it names in another way, and of its words in English."""
        return (*self._context.stems(sentence.text, language), *asked_places(self._context, sentence.text))

    def _of_passage(self, hit: Hit, language: str) -> tuple[str, ...]:
        return (
            *self._context.stems(hit.passage.text, language),
            *(stem for sentence in hit.passage.sentences for stem in asked_places(self._context, sentence.text)),
        )

    def _pairs(self, own: Sequence[str]) -> float:
        terms = self._context.terms
        pairs = list(pairwise(terms))
        if not pairs:
            return 0.0
        places = {term: [i for i, word in enumerate(own) if word == term] for term in terms}
        near = sum(any(abs(i - j) <= PAIR_REACH for i in places[a] for j in places[b]) for a, b in pairs)
        return near / len(pairs)


def _coverage(weights: Mapping[str, float], held: frozenset[str]) -> float:
    return sum(weight for term, weight in weights.items() if term in held) / (sum(weights.values()) or 1.0)


def within(odds: float) -> float:
    """Return a judge's log-odds within the range that is told apart."""
    return max(UNREAD, min(-UNREAD, odds))


def log_odds(probability: float) -> float:
    """Return ln(p / (1 - p)), for p kept away from 0 and 1."""
    kept = min(1 - CERTAIN, max(CERTAIN, probability))
    return math.log(kept / (1 - kept))


def raised(probability: float, by: float) -> float:
    """Return a probability with ``by`` added to its log-odds."""
    return 1 / (1 + math.exp(-(log_odds(probability) + by))) if by else probability


def stems_asked(context: Context) -> frozenset[str]:
    """Return the stems of every word of the question."""
    return frozenset(terms_of(context.query.search_text))


def term_weights(context: Context, language: str = "en") -> dict[str, float]:
    """Return how much each of the question's terms tells in a text of a ``language``: its idf.

    A word that no passage holds weighs half of what the others do: it is as often a way of speaking as the very thing that is missing;
    names that are missing count on their own. So does a word of a sentence that leads up to the question ("I am writing a paper:").
    In a text in another language than English it is the question's own words that are looked for, in all their forms and by what they stand for.
    """
    terms, frequencies = context.terms, {term: context.lexical.frequency(term) for term in context.terms}
    if language != "en":
        for form, term in context.forms.items():
            if term in frequencies:
                frequencies[term] = max(frequencies[term], context.lexical.frequency(form))
        terms = tuple(term for term in terms if term in context.own_terms) or terms
    known = {term: context.lexical.idf_of(frequencies[term]) for term in terms if frequencies[term]}
    unknown = UNKNOWN_WEIGHT * (sum(known.values()) / len(known) if known else 1.0)
    asked = asking_stems(context) - _only_carried(context)
    return {term: known.get(term, unknown) * (1.0 if term in asked else BACKGROUND_WEIGHT) for term in terms}


def _only_carried(context: Context) -> frozenset[str]:
    """Return the stems that a question in another language than English has of the one before alone, and not of its own."""
    query = context.query
    if query.language == "en":
        return frozenset()
    carried = frozenset(terms_of(" ".join(f"{slot.value} {slot.text}" for slot in query.slots if slot.name == "topic" and slot.carried)))
    return carried.difference(terms_of(query.asked))


def asking_stems(context: Context) -> frozenset[str]:
    """Return the stems of the clauses that ask; of all where none does or there is but one."""
    if context.query.language != "en":
        asking, told = _clauses(context.query.text, context.query.language, OWN_CLAUSE)
        return stems_asked(context) - frozenset(terms_of(told)).difference(terms_of(asking))
    asking, _ = _clauses(context.query.search_text, "en", CLAUSE)
    return frozenset(terms_of(asking))


def _clauses(text: str, language: str, ends: re.Pattern[str]) -> tuple[str, str]:
    """Return the clauses of a text that ask, and those that only tell; all of it and nothing where none does."""
    clauses = [clause for clause in ends.split(text) if clause.strip()]
    asks = [any(match.name in QUESTION_WORDS for match in lexicon(language).concepts.find(tokens_of(clause))) for clause in clauses]
    if not any(asks):
        return text, ""
    asking, told = ([clause for clause, its in zip(clauses, asks, strict=True) if its is kind] for kind in (True, False))
    return "\n".join(asking), "\n".join(told)


def name_stems(context: Context) -> tuple[str, ...]:
    """Return the stems of the names and numbers in the question: words with a capital that don't begin it, and digits."""
    tokens = tokens_of(context.query.text)
    if not any(token.text.islower() for token in tokens):
        return ()
    found = [stem for token in tokens[1:] if token.capitalised or token.folded.isdigit() for stem in terms_of(token.text)]
    return tuple(dict.fromkeys(found))
