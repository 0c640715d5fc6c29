"""What a deadline belongs to: the programme, the part of a document, and the line that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from townhall.answering.context import Context
from townhall.answering.features import stems_asked, term_weights
from townhall.answering.topic import topic_stems
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import Fact, Span

ASKING = frozenset({"deadline", "until", "when", "what", "which"})
"""Concepts whose words say that a deadline is asked for, and not which one."""


def of_programme(context: Context, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts of the programme that the question names, if only by words of it or a heading that no other has; all where it names none."""
    phrase = f" {folded_phrase(context.query.search_text)} "
    called = tuple(fact for fact in facts if f" {folded_phrase(fact.get('programme') or '')} " in phrase)
    if called:
        return called
    names = [names_of(context, fact) for fact in facts]
    common = set.intersection(*names) if len(facts) > 1 else set()
    asked = topic_stems(context)
    held = [len((name - common) & asked) for name in names]
    most = max(held, default=0)
    return tuple(fact for fact, number in zip(facts, held, strict=True) if number == most)


def names_of(context: Context, fact: Fact) -> set[str]:
    """Return the stems of what a deadline stands under: its programme, its document's title, and the headings above it."""
    return set(terms_of("\n".join([fact.get("programme") or "", *context.above_place(fact.values["date"].span)])))


def are_of_others(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether none of some deadlines is of what is asked about: no word of it stands where they do, and it is spoken of in a place of its own.

    A thing that was named in the place of another one ("What is the deadline for the grant?" – "and the library?") needs no such place.
    """
    asked = topic_stems(context) if context.query.language == "en" else set()
    if not asked or any(asked & (names_of(context, fact) | _section_held(context, fact)) for fact in facts):
        return False
    places = {_section(context, fact.values["date"].span) for fact in facts}
    passages = [hit.passage for hit in context.hits]
    own = [passage for passage in passages if asked <= context.stems_above(passage)]
    named = any(slot.name == "topic" and not slot.carried for slot in context.query.slots)
    return named or any(_section(context, Span(passage.source, passage.start, passage.end)) not in places for passage in own)


def _section(context: Context, span: Span) -> tuple[str, int]:
    """Return which section a place in a document is of."""
    section = context.bundle.section_around(span.source, span.start)
    return span.source, section.start if section else 0


def _section_held(context: Context, fact: Fact) -> set[str]:
    """Return the stems of the section that a deadline stands in."""
    span = fact.values["date"].span
    section, document = context.bundle.section_around(span.source, span.start), context.bundle.document(span.source)
    return set(terms_of(document.text[section.start : section.end])) if section and document else set()


def worded_alike(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """Return, of deadlines that stand in lines of their own, those whose line holds more of the question's words than the others."""
    if len({fact.values["date"].span.source for fact in facts}) > 1:
        return list(facts)
    tokens = tokens_of(context.query.search_text)
    asking = {i for match in lexicon("en").concepts.find(tokens) if match.name in ASKING for i in range(match.first, match.last)}
    asked = stems_asked(context) - {stem for i in asking for stem in terms_of(tokens[i].text)}
    held = [len(asked & set(terms_of(fact.values["sentence"].quote))) for fact in facts]
    most = max(held, default=0)
    return [fact for fact, number in zip(facts, held, strict=True) if number == most]


def share_held(context: Context, topic: Iterable[str], held: set[str]) -> float:
    """Return the share of a topic's stems, weighted by idf, that are held; 0 where there is no topic."""
    weights = term_weights(context)
    asked = {stem: weights.get(stem, 0.0) for stem in topic}
    total = sum(asked.values())
    return sum(weight for stem, weight in asked.items() if stem in held) / total if total else 0.0
