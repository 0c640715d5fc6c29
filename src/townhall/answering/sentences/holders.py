"""Whom a question in its documents' own language asks for, a contact or who holds an office, by the line that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.reading.features import term_weights
from townhall.answering.reading.types import gives_detail
from townhall.answering.sentences.items import section_of
from townhall.answering.sentences.own_words import gives_contact, is_unread
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.lines import labelled
from townhall.index.facts.fields import DETAILS
from townhall.locales.lexicon import lexicon
from townhall.locales.words import Token, tokens_of
from townhall.model import Hit, Kind
from townhall.query.kinds import ATTRIBUTE

NAMED = re.compile(r"[^\d@/|]+")
"""What a label's value is where it is but a name."""
HOLDING = frozenset({"person", "contact"})
"""Concepts of the words for offices, and for whom to write to."""
SPOKEN_OF = 0.5
"""Share of what a contact is asked for, weighted by idf, that must be spoken of where it is given."""
LONGEST_NAME = 6
"""Words of a name with its title."""


def with_asked_contact(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking of the one sentence that gives the contact asked for, where the best one gives none, under all that is asked about."""
    if context.query.kind is not Kind.CONTACT or context.query.values("organisation") or not is_unread(context, ranking):
        return ranking
    asked = context.said or context.own_terms
    best = ranking.candidates[0]
    if not asked:
        return ranking

    def spoken(other: Candidate) -> float:
        hit = other.evidence.hit
        weights = term_weights(context, context.language_of(hit.passage.source))
        held = asked & context.held(hit.passage, other.evidence.sentence.text)
        return sum(weights.get(stem, 0.0) for stem in held) / (sum(weights.get(stem, 0.0) for stem in asked) or 1.0)

    if not gives_contact(context, best.evidence.sentence.text):
        giving = [other for other in ranking.candidates if gives_contact(context, other.evidence.sentence.text) and spoken(other) >= SPOKEN_OF]
        if not giving:
            return ranking
        best = max(giving, key=spoken)
    return replace(ranking, candidates=tuple(_lines_with(context, ranking, best)))


def are_contact_lines(context: Context, ranking: Ranking) -> bool:
    """Whether a ranking is of the lines that together give a contact, as ``with_asked_contact`` returns them."""
    lines, hit = ranking.candidates, ranking.candidates[0].evidence.hit
    together = context.query.kind is Kind.CONTACT and len(lines) > 1 and is_unread(context, ranking)
    return together and all(line.evidence.hit is hit and label_of(line.evidence.sentence.text) is not None for line in lines)


def _lines_with(context: Context, ranking: Ranking, best: Candidate) -> list[Candidate]:
    """Return the line that gives a contact, with the others of its section that do or name somebody where no detail is asked for."""
    if context.query.values("attribute") or label_of(best.evidence.sentence.text) is None:
        return [best]
    hit, language = best.evidence.hit, context.language_of(best.evidence.hit.passage.source)
    section = {sentence.start for sentence in section_of(context, hit)}

    def belongs(text: str) -> bool:
        label = label_of(text)
        named = label is not None and any(match.name in HOLDING for match in lexicon(language).concepts.find(tokens_of(label)))
        return label is not None and (named or gives_contact(context, text))

    others = [
        replace(other, evidence=replace(other.evidence, score=best.evidence.score), alone=best.alone)
        for other in ranking.candidates
        if other.evidence.hit is hit and other.evidence.sentence.start in section and belongs(other.evidence.sentence.text)
    ]
    return [best, *(other for other in sorted(others, key=lambda other: other.number) if other.number != best.number)]


def with_asked_person(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking of the one line of the best section that names whoever holds an office, unless its best sentence names them otherwise.

    Of several it is the one whose label has a word of the question's.
    """
    best = ranking.candidates[0]
    if not _asks_for_holder(context, ranking):
        return ranking
    if _tells_holder(context, best.evidence.sentence.text):
        return _of_one(ranking, best if _is_holder(context, best.evidence.sentence.text) else None)
    hit = ranking.candidates[0].evidence.hit
    held = context.held(hit.passage, *(sentence.text for sentence in section_of(context, hit)))
    named = [other for other in ranking.candidates if other.evidence.hit is hit and _is_holder(context, other.evidence.sentence.text)]
    if len(named) > 1:
        asked = frozenset(context.stems(context.query.text))
        named = [other for other in named if asked.intersection(context.stems(label_of(other.evidence.sentence.text) or ""))]
    return _of_one(ranking, named[0]) if context.said <= held and len(named) == 1 else ranking


def _of_one(ranking: Ranking, candidate: Candidate | None) -> Ranking:
    return ranking if candidate is None else replace(ranking, candidates=(candidate,))


def names_no_holder(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked in the documents' own language who holds an office, and the best section names nobody."""
    if not _asks_for_holder(context, ranking):
        return False
    hit = ranking.candidates[0].evidence.hit
    known = frozenset(context.stems(context.query.text)) | context.stems_above(hit.passage)
    pairs = (pair for sentence in section_of(context, hit) for pair in _neighbours(sentence.text))
    return not any(
        all(token.capitalised for token in pair) and not known.issuperset(context.stems(" ".join(token.text for token in pair))) for pair in pairs
    )


def is_contact_of_another(context: Context, ranking: Ranking) -> bool:
    """Whether a contact is asked for and the best line's label names something else, and another line's what is asked about.

    So it is where a line's section speaks of nothing that is asked about, and another one of the document that gives a contact does.
    """
    best = ranking.candidates[0].evidence
    if context.query.kind is not Kind.CONTACT or not is_unread(context, ranking):
        return False
    asked, own = frozenset(context.stems(context.query.text)), _label_stems(context, best.sentence.text)
    labels = (_label_stems(context, other.text) for other in section_of(context, best.hit))
    if own and own.isdisjoint(asked) and any(label and label <= asked for label in labels):
        return True
    said = context.said or context.own_terms
    others = [
        hit for hit in context.hits if hit.passage.source == best.hit.passage.source and hit.passage.heading_path != best.hit.passage.heading_path
    ]
    return said.isdisjoint(_told(context, best.hit)) and any(said & _told(context, hit) and gives_detail(hit.passage.text) for hit in others)


def _told(context: Context, hit: Hit) -> frozenset[str]:
    """Return the stems of a section and of its own heading."""
    texts = [*hit.passage.heading_path[-1:], *(sentence.text for sentence in section_of(context, hit))]
    return frozenset(context.stems("\n".join(texts)))


def _asks_for_holder(context: Context, ranking: Ranking) -> bool:
    query = context.query
    asks = query.kind in {Kind.PERSON, Kind.DEFINITION} and {"person", "who"} <= query.concepts and not query.values("organisation")
    own = context.language_of(ranking.candidates[0].evidence.hit.passage.source) == query.language
    return asks and own and is_unread(context, ranking)


def _label_stems(context: Context, text: str) -> frozenset[str]:
    """Return the stems of a line's label, without the words that only say what kind of contact it is."""
    line = labelled(text)
    tokens = tokens_of(line["label"]) if line else []
    language = lexicon(context.query.language)
    matches = [match for match in language.concepts.find(tokens) if match.name in HOLDING | _KINDS]
    plain = {i for match in matches for i in range(match.first, match.last)}
    said = " ".join(token.text for i, token in enumerate(tokens) if i not in plain and token.folded not in language.function_words)
    return frozenset(context.stems(said))


def _tells_holder(context: Context, text: str) -> bool:
    """Whether a sentence names somebody and has the name of an office."""
    return _names_somebody(text) and any(match.name in HOLDING for match in lexicon(context.query.language).concepts.find(tokens_of(text)))


def _is_holder(context: Context, text: str) -> bool:
    """Whether a line gives nothing but a name, under the name of an office: "Leiterin: Dr. Jana Petzold"."""
    line = labelled(text)
    if line is None or not any(match.name in HOLDING for match in lexicon(context.query.language).concepts.find(tokens_of(line["label"]))):
        return False
    value = line["value"].strip(" *_.")
    return bool(NAMED.fullmatch(value)) and len(tokens_of(value)) <= LONGEST_NAME and _names_somebody(value)


def _names_somebody(text: str) -> bool:
    return any(first.capitalised and second.capitalised for first, second in _neighbours(text))


def _neighbours(text: str) -> Iterator[tuple[Token, Token]]:
    """Yield the words that stand side by side with nothing but a space, or a title's full stop, between them."""
    for first, second in pairwise(tokens_of(text)):
        if text[first.end : second.start] in {" ", ". ", "\u00a0"}:
            yield first, second


_KINDS = frozenset(f"{ATTRIBUTE}{name}" for name in DETAILS)
