"""Phases of a call: what is said of one holds for no other."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from townhall.answering.context import Context
from townhall.answering.reading.types import HARD_KINDS
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.tables import is_row
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import ordinal
from townhall.locales.phases import phase_of
from townhall.locales.words import tokens_of

BREAK = "\n\n"
"""What parts paragraphs."""
OPENING = 3
"""First words of a paragraph among which the phase is named that it is of: "The second round …"."""
LIKELY = 0.3
"""Share of the best sentence's score, and of what the judge gives it, that one of the phase asked about must reach to stand in its place."""


def with_asked_phase(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking without what is said of other phases than the one that a question names; the best alone where that is all there is."""
    best = ranking.candidates[0]
    of_other = is_of_other_phase(context, best)
    least = LIKELY if of_other else 0.0
    # A day or a number is told by its form; what else is asked for, by its words.
    said = set(context.terms) & set(terms_of(best.evidence.sentence.text)) if of_other and context.query.kind not in HARD_KINDS else set()

    def is_likely(other: Candidate) -> bool:
        judged = other.verdict is None or other.signals.judged_alone >= least * best.signals.judged_alone
        return judged and other.evidence.score >= least * best.evidence.score and said.issubset(terms_of(other.evidence.sentence.text))

    own = tuple(other for other in ranking.candidates if is_likely(other) and not is_of_other_phase(context, other))
    return replace(ranking, candidates=own or (best,))


def is_of_other_phase(context: Context, candidate: Candidate) -> bool:
    """Whether a sentence is of another phase than the one that a question names: by its own words, or by how its paragraph begins.

    A phase and a call that have the same number are two things; told where both are named in English, which has one form of each.
    """
    slots = [slot for slot in context.query.slots if slot.name == "phase"]
    text = candidate.evidence.sentence.text
    if not slots or is_row(text):
        return False
    told_in = "en" if context.query.language == "en" else context.language_of(candidate.evidence.hit.passage.source)
    above = "" if context.query.language == "en" else "\n".join(candidate.evidence.hit.passage.heading_path[-1:])
    found = _phase_in(text, told_in) or _phase_in(_before(context, candidate), told_in, within=OPENING) or _phase_in(above, told_in)
    alike = [slot.value for slot in slots if found and (context.query.language != "en" or _noun(slot.text) == found.noun)]
    return bool(found and alike) and found is not None and found.value not in alike


def has_no_such_phase(context: Context, ranking: Ranking) -> bool:
    """Whether a phase is asked for by its number in another language than English, and the best sentence's document heads others, but not that."""
    asked = {value for value in context.query.values("phase") if value.isdecimal()}
    if context.query.language == "en" or not asked:
        return False
    evidence = ranking.candidates[0].evidence
    source, language = evidence.hit.passage.source, context.language_of(evidence.hit.passage.source)
    headings = [section.heading.text for section in context.bundle.outline_of(source) if section.heading]
    told = {found.value for text in (*headings, evidence.sentence.text) if (found := _phase_in(text, language))}
    return bool(told) and asked.isdisjoint(told)


class _Named(NamedTuple):
    value: str
    noun: str


def _before(context: Context, candidate: Candidate) -> str:
    """Return what stands before a sentence in its paragraph."""
    document, start = context.bundle.document(candidate.evidence.hit.passage.source), candidate.evidence.sentence.start
    return document.text[document.text.rfind(BREAK, 0, start) + 1 : start] if document else ""


def _phase_in(text: str, language: str, *, within: int | None = None) -> _Named | None:
    """Return the phase that a text in a ``language`` names, ``within`` so many of its first words where that is given."""
    tokens = tokens_of(text)[:within]
    phase = phase_of(text, tokens, lexicon(language))
    return _Named(phase.value, _noun(text[tokens[phase.first].start : tokens[phase.last - 1].end])) if phase else None


def _noun(text: str) -> str:
    """Return what a phase is called: "phase" of "Phase 2", "call" of "the second call"."""
    words = [token.folded for token in tokens_of(text) if not token.folded.isdigit() and not ordinal(token.folded)]
    return next((word.removesuffix("s") for word in words if len(word) > 1), "")
