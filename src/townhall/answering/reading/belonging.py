"""What a deadline belongs to: the programme, the part of a document, and the line that it stands in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from townhall.answering.context import Context
from townhall.answering.reading.features import name_stems, stems_asked, term_weights
from townhall.answering.reading.handed_in import of_what_is_handed_in
from townhall.answering.reading.topic import topic_stems
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import days_in, years_in
from townhall.locales.deadlines import announces
from townhall.locales.lexicon import lexicon
from townhall.locales.sequels import goes_on
from townhall.locales.words import folded_phrase, phrases_in, tokens_of
from townhall.model import Fact, Passage, Span
from townhall.query.things import excluded_in

SPOKEN_OF = 0.5
"""Share of what is asked about, weighted by idf, from which a place speaks of it."""
MOST = 0.6
"""Share of the words of a question in a place's own language that must stand there, each counting alike."""
HEAD = 200
"""Characters with which a document begins."""
OF_ITS_OWN = 0.9
"""The same for a place that is about it."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LONGEST_PART = 600
"""Characters between a phase's name and the sentence that gives its deadline up to which one tells of the other."""
NAME_PARTS = re.compile(r"\s[-–—]\s|[:(),]")
"""What parts a name from what a heading adds to it: "LANTERN – Safer ways home"."""
ASKING = frozenset({"deadline", "until", "when", "what", "which"})
"""Concepts whose words say that a deadline is asked for, and not which one."""


def of_programme(context: Context, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts of the programme that the question names, if only by words of it or a heading that no other has; all where it names none.

    Of several that are named alike, they are those in whose own section most of its words stand; where no name has one, those in whose section
    all of them do. What is handed in by its name ("expression of interest") tells them too.
    """
    facts = of_what_is_handed_in(context, facts)
    called = tuple(fact for fact in facts if phrases_in(context.query.search_text, _called(fact)))
    if called:
        return called
    names = [names_of(context, fact) for fact in facts]
    common = set.intersection(*names) if len(facts) > 1 else set()
    asked = topic_stems(context) - stems_listed("deadlines", "doing")
    held = [len((name - common) & asked) for name in names]
    most = max(held, default=0)
    named = [(fact, name) for fact, name, number in zip(facts, names, held, strict=True) if number == most]
    sections = {_section(context, fact.values["date"].span) for fact, _ in named}
    apart = 1 < len(named) == len(sections) and not any(fact.get("phase") for fact, _ in named)  # records, with all of each in one section
    places = {stem for slot in context.query.slots if slot.name == "place" for stem in terms_of(slot.text)} if apart else set()
    said = asked | places  # "the course in Nantes"
    there = [len(said & (name | section_held(context, fact))) for fact, name in named] if apart or not most else []
    needed = max(there, default=0) if apart else len(said)
    speaking = [fact for (fact, _), number in zip(named, there, strict=False) if number == needed > 0]
    return tuple(speaking or (fact for fact, _ in named))


def told_most(context: Context, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the one deadline whose sentence speaks of what is asked where the question itself is one sentence of several; none for any other.

    "Our council votes on the pilot project only in February. Can the letter of support follow later?" What stands before tells it from none.
    """
    asked = topic_stems(context) if context.query.language == "en" and not context.query.values("phase") else set()
    parts = [part for part in SENTENCE_END.split(context.query.search_text) if part.strip()]
    itself = {stem for part in parts if part.endswith("?") for stem in terms_of(part)} if len(parts) > 1 else set()
    spoken = [asked.intersection(context.stems(fact.values["sentence"].quote)) for fact in facts]
    held = [said | (asked & names_of(context, fact)) for said, fact in zip(spoken, facts, strict=True)]
    most = max(map(len, held), default=0)
    telling = [number for number, said in enumerate(spoken) if said & itself]
    alone = len(telling) == 1 and not any(other & itself for number, other in enumerate(held) if number not in telling)
    return (facts[telling[0]],) if alone and len(held[telling[0]]) == most else ()


def _called(fact: Fact) -> list[str]:
    """Return a deadline's programme, and those parts of its name that are several words, folded: "Mentoring 2027: City to City"."""
    programme = fact.get("programme") or ""
    parts = [folded_phrase(part) for part in NAME_PARTS.split(programme)]
    return [folded_phrase(programme), *(part for part in parts if " " in part)]


def names_of(context: Context, fact: Fact) -> set[str]:
    """Return the stems of what a deadline stands under: its programme, its document's title, and the headings above it."""
    return set(context.stems("\n".join([fact.get("programme") or "", *context.above_place(fact.values["date"].span)])))


def in_asked_language(context: Context, facts: Sequence[Fact]) -> Sequence[Fact]:
    """Return, where a question is in a language that documents are in too, the facts that stand in these and are of what it asks about.

    Where they are of something else, those that it names, and those in English, with whose words it is compared by its translation.
    """
    if not context.is_in_own_words:
        return facts
    if announces(context.query.text, "otherwise", context.query.language):  # "Kdaj bodo znani rezultati?"
        return []
    in_languages = [(context.language_of(fact.values["date"].span.source), fact) for fact in facts]
    own = [fact for language, fact in in_languages if language == context.query.language and _may_be_of(context, fact)]
    names = set(name_stems(context))
    return own or [
        fact for language, fact in in_languages if language == "en" or (language != context.query.language and names & names_of(context, fact))
    ]


def _may_be_of(context: Context, fact: Fact) -> bool:
    """Whether what a question in a deadline's own language asks about is spoken of in its section, and not more so where another day is given."""
    applying = context.own_forms.standing_for("submit", "application", "call") if context.own_forms else frozenset()
    asked, names = context.said - applying, names_of(context, fact)
    if not asked:
        return True
    spoken = names | section_held(context, fact) | _head_held(context, fact)
    # A word that no passage holds weighs little; yet it may be the very thing: "prenova vrtca" where halls are renewed.
    if len(asked & spoken) < MOST * len(asked) or share_held(context, asked, spoken) < SPOKEN_OF:
        return False
    held = asked & (names | set(context.stems(fact.values["sentence"].quote)))
    days = [value.span for value in fact.values.values()]
    rivals = [
        sentence.text
        for hit in context.hits
        if hit.passage.source == days[0].source
        for sentence, after in zip_longest(hit.passage.sentences, hit.passage.sentences[1:])
        if days_in(sentence.text) and not any(sentence.start < day.end and day.start < sentence.end for day in days)
        # What the next sentence takes back is no rival: "Termin został przedłużony."
        if after is None or not goes_on(after.text, "changed", context.query.language)
    ]
    return not any(held < asked & (names | set(context.stems(text))) for text in rivals)


def _head_held(context: Context, fact: Fact) -> set[str]:
    """Return the stems of how the document of a deadline begins: what the whole of it is about, and who gives it out."""
    source = fact.values["date"].span.source
    document = context.bundle.document(source)
    return set(context.stems(document.text[:HEAD], context.language_of(source))) if document else set()


def is_of_another_year(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether a year other than today's is asked about that none of some deadlines speaks of, in its days, in its sentence or above it."""
    asked = set(years_in(context.query.text)) - {context.today.year}
    return bool(asked) and all(asked.isdisjoint(_years_of(context, fact)) for fact in facts)


def _years_of(context: Context, fact: Fact) -> set[int]:
    days = [day for key in ("date", "from", "opens", "closes") if (day := fact.get(key))]
    said = [fact.get("programme") or "", fact.values["sentence"].quote, *context.above_place(fact.values["date"].span)]
    return {int(day[:4]) for day in days} | {year for text in said for year in years_in(text)}


def are_of_others(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether none of some deadlines is of what is asked about: hardly a word of it stands where they do, and it is spoken of elsewhere.

    A thing that was named in the place of another one ("What is the deadline for the grant?" – "and the library?") needs no such place.
    """
    asked = topic_stems(context) if context.query.language == "en" else set()
    if not asked or any(share_held(context, asked, names_of(context, fact) | section_held(context, fact)) >= SPOKEN_OF for fact in facts):
        return False
    places = {_section(context, fact.values["date"].span) for fact in facts}
    passages = [hit.passage for hit in context.hits]
    own = [one for one in passages if _is_about(context, asked, one)]
    named = any(slot.name == "topic" and not slot.carried for slot in context.query.slots)
    return named or any(_section(context, Span(passage.source, passage.start, passage.end)) not in places for passage in own)


def _is_about(context: Context, asked: Collection[str], passage: Passage) -> bool:
    """Whether a passage speaks of all that is asked about, or a sentence of it that gives a day of most: "Motions are taken until 4 May"."""
    above = context.stems_above(passage)
    if share_held(context, asked, {*above, *terms_of(passage.text)}) > OF_ITS_OWN:
        return True
    return any(days_in(one.text) and share_held(context, asked, above.union(terms_of(one.text))) >= MOST for one in passage.sentences)


def is_said_of_other(context: Context, known: Sequence[Fact], chosen: Sequence[Fact]) -> bool:
    """Whether a sentence that is none of the known deadlines gives a day, and holds more of what an English question asks about than those chosen.

    "Bids must be in by 14 December. Questions of bidders can be sent in until 1 December."
    """
    asked = topic_stems(context) if context.query.language == "en" and not context.query.values("phase") else set()
    asked -= stems_listed("deadlines", "doing")
    own = [asked & (names_of(context, fact) | set(context.stems(fact.values["sentence"].quote))) for fact in chosen]
    told = {fact.values["sentence"].span for fact in known}
    return bool(asked) and any(
        days_in(sentence.text)
        and all(held < spoken for held in own)
        and share_held(context, asked, spoken) >= MOST
        and not any(span.source == hit.passage.source and sentence.start < span.end and span.start < sentence.end for span in told)
        for hit in context.hits
        for sentence in hit.passage.sentences
        for spoken in [asked.intersection(context.stems(sentence.text))]
    )


def _section(context: Context, span: Span) -> tuple[str, int]:
    """Return which section a place in a document is of."""
    section = context.bundle.section_around(span.source, span.start)
    return span.source, section.start if section else 0


def section_held(context: Context, fact: Fact) -> set[str]:
    """Return the stems of the section that a deadline stands in."""
    span = fact.values["date"].span
    section, document = context.bundle.section_around(span.source, span.start), context.bundle.document(span.source)
    return set(context.stems(document.text[section.start : section.end])) if section and document else set()


def worded_alike(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """Return, of deadlines that stand in lines of their own, those whose line holds more of the question's words than the others.

    Those of what a question doesn't mean ("outside Europe") are left out, where there are others.
    """
    excluded = set(terms_of(excluded_in(context.query.search_text))) if context.query.language == "en" else set()
    facts = [fact for fact in facts if excluded.isdisjoint(terms_of(fact.values["sentence"].quote))] or facts
    if len({fact.values["date"].span.source for fact in facts}) > 1:
        return list(facts)
    tokens = tokens_of(context.query.search_text)
    asking = {i for match in lexicon("en").concepts.find(tokens) if match.name in ASKING for i in range(match.first, match.last)}
    asked = stems_asked(context) - {stem for i in asking for stem in terms_of(tokens[i].text)}
    held = [len((asked - excluded) & set(terms_of(_from_phase(context, fact)))) for fact in facts]
    most = max(held, default=0)
    alike = [fact for fact, number in zip(facts, held, strict=True) if number == most]
    strands = {(fact.get("programme"), fact.get("phase")) for fact in alike if fact.get("strand")}  # which of them is meant, ``of_strand`` tells
    return [fact for fact in facts if fact in alike or (fact.get("strand") and (fact.get("programme"), fact.get("phase")) in strands)]


def _from_phase(context: Context, fact: Fact) -> str:
    """Return a deadline's sentence with what stands before it from the phase on with which its paragraph or part begins: "Phase 2 (Pilot) …"."""
    sentence, phase, document = fact.values["sentence"], fact.values.get("phase"), context.bundle.document(fact.values["sentence"].span.source)
    apart = phase is not None and phase.span.end <= sentence.span.start <= phase.span.end + LONGEST_PART
    if document is None or phase is None or not apart or is_row(sentence.quote):
        return sentence.quote
    return document.text[phase.span.start : sentence.span.end]


def share_held(context: Context, topic: Iterable[str], held: Collection[str], language: str = "en") -> float:
    """Return the share of a topic's stems, weighted by idf in a language, that are held; 0 where there is no topic."""
    weights = term_weights(context, language)
    asked = {stem: weights.get(stem, 0.0) for stem in topic}
    total = sum(asked.values())
    return sum(weight for stem, weight in asked.items() if stem in held) / total if total else 0.0
