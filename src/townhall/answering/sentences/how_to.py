"""How one applies, or takes part: what stands under a heading that says how, "How to participate?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.topic import topic_stems
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import FactKind, Heading, Kind, Query, Sentence, Span, Status

HOW, APPLY = "how", "apply"
OTHERWISE = frozenset({"how_many", "how_long", "how_much", "when", "until", "deadline", "open", "who", "why", "where", "what_if"})
"""Concepts of questions that ask something else of applying."""
NAMED_SO = frozenset({APPLY, "place_marker"})
"""Concepts of a short heading that says no more than that it is about applying: "Application procedure"."""
SHORT = 3
"""Words of such a heading, at the most."""


def answer_how_to(context: Context) -> Draft | None:
    """Answer with what the section says that is headed so and is of what is asked about; None where there is none, or anything else is asked."""
    if not _asks_how(context.query):
        return None
    topic = topic_stems(context)
    held = {section: len(topic & _about(context, section)) for section in dict.fromkeys(_sections(context))}
    most = max(held.values(), default=0)
    if not held or (topic and not most):
        return None
    source, heading = next(section for section, count in held.items() if count == most)
    claims = tuple(
        Claim(sentence.shown, (Quote(Span(source, sentence.start, sentence.end), complete=sentence.complete),))
        for sentence in _told(context, source, heading)
    )
    return Draft(Status.ANSWERED, claims) if claims else None


def _asks_how(query: Query) -> bool:
    """Whether it is asked how one applies, and not for what stands beside it: "Is there a fee to take part, and how high is it?"."""
    if query.kind is not Kind.OTHER or query.concepts & OTHERWISE or query.values("attribute"):
        return False
    matches = lexicon(query.language).concepts.find(tokens_of(query.text))
    first = next((match.first for match in matches if match.name == HOW), None)
    return first is not None and any(match.name == APPLY and match.first > first for match in matches)


def _sections(context: Context) -> Iterator[tuple[str, Heading]]:
    """Yield the documents and headings of the sections that say how one applies, of those that were found and those that give a deadline."""
    found = [(hit.passage.source, heading) for hit in context.hits for heading in hit.passage.headings[-1:]]
    dated = [fact.values["sentence"].span for fact in context.facts(FactKind.DEADLINE)]
    around = [(span.source, section) for span in dated if (section := context.bundle.section_around(span.source, span.start))]
    for source, heading in (*found, *((source, section.heading) for source, section in around if section.heading)):
        tokens = tokens_of(heading.text)
        concepts = {match.name for match in lexicon(context.language_of(source)).concepts.find(tokens)}
        if concepts.issuperset({HOW, APPLY}) or (len(tokens) <= SHORT and APPLY in concepts <= NAMED_SO):
            yield source, heading


def _about(context: Context, section: tuple[str, Heading]) -> frozenset[str]:
    """Return the stems of what a section says, of what it stands under, and of its document's first lines."""
    source, heading = section
    said = [sentence.text for sentence in context.bundle.entry(source, heading.start)]
    texts = (*said, *context.above_place(Span(source, heading.start, heading.end)), context.opening(source, whole=True))
    return frozenset(stem for text in texts for stem in context.stems(text, context.language_of(source)))


def _told(context: Context, source: str, heading: Heading) -> Sequence[Sentence]:
    """Return the sentences of a section, as many as an answer has room for: where not all fit, first those that say by what way, then of applying."""
    sentences = [sentence for sentence in context.bundle.entry(source, heading.start) if sentence.start >= heading.end]
    language = context.language_of(source)
    concepts, ways = lexicon(language).concepts, words("applying", "ways") if language == "en" else frozenset()
    said = {one.start: tokens_of(one.text) for one in sentences}
    applying = {start for start, tokens in said.items() if any(match.name == APPLY for match in concepts.find(tokens))}
    by_way = {start for start in applying if any(token.folded in ways for token in said[start])}
    left, chosen = context.characters, []
    for sentence in sorted(sentences, key=lambda one: (one.start not in by_way, one.start not in applying, one.start)):
        if len(sentence.shown) <= left:
            left -= len(sentence.shown) + 1
            chosen.append(sentence)
    return sorted(chosen, key=lambda one: one.start)
