"""Whether a question in another language than English, which no judge has read, has its words where the best sentence stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from townhall.answering.context import Context
from townhall.answering.reading.features import asking_stems, term_weights
from townhall.answering.reading.types import HARD_KINDS, asks_for_form, asks_for_person, counts_in_words, holds_asked, names_person
from townhall.answering.sentences.items import section_of
from townhall.answering.sentences.particulars import tells_asked_weekday
from townhall.answering.sentences.ranking import Ranking
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.index.facts.fields import DETAILS
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.measures import durations_in
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Evidence, Hit, Kind
from townhall.query.yes_or_no import wants_yes_or_no

BOUNDS = tuple(words("bounds", "beginnings"))
WORDED = 0.65
"""Share of what a value is asked of, weighted by idf, that must stand in its section where no judge has read that."""
SPOKEN_OF = 0.5
"""Share of what a contact is asked for that must be spoken of where it is given."""
NEARLY_ALL = 0.85
"""The same where somebody is asked for, and the best sentence names nobody: "Wer hat das Bad entworfen?"."""
HALF = 0.55
"""The same for a yes or a no."""
IN_FULL = 0.8
"""The same where it is asked for somebody, or whether something is there at all."""
OF_ANOTHER_LANGUAGE = 0.75
"""The same where the section is in a language that isn't the question's."""
UNCOUNTED = frozenset({"attribute_money", "share", "how_long", "open", "deadline"})
"""Concepts of words after "how many" that aren't what is counted."""
COUNTED_WITHIN, COUNTED_BEFORE = 4, 2
"""Words by which a number stands after what it counts ("I soci sono 73"), and before it ("46 elektrische bakfietsen"), at the most."""
TOLD = 2
"""Words of what is told before a question that make a sentence one that is of it."""
SEVERAL = 2
"""Labelled lines from which a sentence is of several things."""
READ_THROUGH = 20_000
"""Characters of a document that are looked through for what it is about."""


def is_unread(context: Context, ranking: Ranking) -> bool:
    """Whether a question is in another language than English and no judge has read the best sentence for it."""
    return context.query.language != "en" and ranking.candidates[0].verdict is None


def gives_contact(context: Context, text: str) -> bool:
    """Whether a sentence gives the address or the number that is asked for, or any where none is."""
    wanted = [DETAILS[attribute] for attribute in context.query.values("attribute") if attribute in DETAILS]
    found = [bool(pattern.search(text)) for pattern in wanted or DETAILS.values()]
    return all(found) if wanted else any(found)


def gives_no_contact(context: Context, ranking: Ranking) -> bool:
    """Whether the contact of something is asked for in another language and the best sentence gives none, or one of something else."""
    best = ranking.candidates[0].evidence
    if context.query.kind is not Kind.CONTACT or context.query.values("organisation") or not is_unread(context, ranking):
        return False
    held = context.held(best.hit.passage, best.sentence.text)
    weights = _weights(context, context.said, context.language_of(best.hit.passage.source))
    return not gives_contact(context, _lines_named(context, best)) or _weight(weights, context.said & held) < SPOKEN_OF * _weight(
        weights, context.said
    )


def _lines_named(context: Context, evidence: Evidence) -> str:
    """Return, of a sentence of several labelled lines, those that hold the most of the question's words: what others give is somebody else's."""
    text, language = evidence.sentence.text, context.language_of(evidence.hit.passage.source)
    lines = [line for line in text.splitlines() if line.strip()]
    if len([line for line in lines if labelled(line)]) < SEVERAL:
        return text
    held = [len(context.said.intersection(context.stems(line, language))) for line in lines]
    return "\n".join(line for line, count in zip(lines, held, strict=True) if count == max(held)) if max(held) else text


def is_worded_in_full(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence, with its headings, holds all that a question in its language asks about: its value may be in words not known here.

    Those of numbers are known: a sentence without one gives none.
    """
    best, own = ranking.candidates[0].evidence, context.own_terms
    if context.query.kind is Kind.QUANTITY and not counts_in_words(best.sentence.text, context.language_of(best.hit.passage.source)):
        return False
    held = context.held(best.hit.passage, best.sentence.text)
    return bool(own) and own <= held and is_unread(context, ranking)


def says_too_little(context: Context, ranking: Ranking) -> bool:
    """Whether a value is asked for and much of what it is asked of stands neither in the best section nor above it.

    What is asked in another language of documents in English is found by its translation.
    """
    query, hit = context.query, ranking.candidates[0].evidence.hit
    in_full = (query.kind is Kind.OTHER and "is_there" in query.concepts) or asks_for_person(query)
    polar = query.kind is Kind.OTHER and wants_yes_or_no(query)
    polar |= query.kind is Kind.PLACE
    # What is told in a third language was found by names and notions alone.
    foreign = context.is_in_own_words and context.language_of(hit.passage.source) != query.language
    if not (query.kind in HARD_KINDS or asks_for_form(query) or in_full or polar or foreign) or not is_unread(context, ranking):
        return False
    if context.language_of(hit.passage.source) == "en":
        return False
    if (query.kind is Kind.DEADLINE and query.values("organisation")) or tells_asked_weekday(context, ranking):
        return False
    held = context.held(hit.passage, *(sentence.text for sentence in section_of(context, hit)))
    # Of a bound a text speaks in many ways: "entre 2 000 et 15 000 euros" gives the most too.
    bounds = {stem for token in tokens_of(query.text) if token.folded.startswith(BOUNDS) for stem in terms_of(token.text)}
    asking = context.said & asking_stems(context)
    said = (asking or context.said) - bounds
    language = context.language_of(hit.passage.source)
    weights = _weights(context, said, language)
    unnamed = asks_for_person(query) and not names_person(ranking.candidates[0].evidence.sentence.text)
    least = OF_ANOTHER_LANGUAGE if language != query.language else IN_FULL if in_full else HALF if polar else WORDED
    unknown, told_of = said - known_stems(context, said, language), tells_what_was_told(context, ranking, asking)
    # A row is of what its words name: one that isn't there names another.
    row = is_row(ranking.candidates[0].evidence.sentence.text)
    if (row and unknown and not told_of) or (len(unknown) > 1 and 2 * len(unknown) >= len(said) and not polar and not told_of):
        return True
    if unnamed and _speaks_of_unnamed(context, ranking):
        return True
    told = _weight(weights, said & held) + _weight(weights, said & _elsewhere(context, hit) - held) / 2
    scarce = told < max(least, NEARLY_ALL if unnamed else 0.0) * _weight(weights, said) and not told_of
    return scarce or _counts_unspoken(context, held, [sentence.text for sentence in section_of(context, hit)], language)


def is_of_its_name_alone(context: Context, ranking: Ranking) -> bool:
    """Whether the best passage has but the name of a body in common with a question: "Wie wird das Wetter in Villach?" of the desk there."""
    query, passage = context.query, ranking.candidates[0].evidence.hit.passage
    named = query.kind is Kind.OTHER and bool(query.values("organisation")) and context.language_of(passage.source) != "en"
    return named and bool(context.said) and is_unread(context, ranking) and context.said.isdisjoint(context.held(passage, passage.text))


def tells_what_was_told(context: Context, ranking: Ranking, asked: Collection[str]) -> bool:
    """Whether the best sentence gives a value, and of what a question tells before it asks: "We are a brass band and want a horn, what share …?"."""
    best, query = ranking.candidates[0].evidence, context.query
    language = context.language_of(best.hit.passage.source)
    held = context.said & frozenset(context.stems(best.sentence.text, language))
    return language == query.language and len(held - frozenset(asked)) >= TOLD and bool(holds_asked(best.sentence.text, query, language))


def _speaks_of_unnamed(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked what somebody is called, and the best sentence speaks of just them, and neither it nor those beside it name anybody."""
    best = ranking.candidates[0].evidence
    sentences, number = best.hit.passage.sentences, ranking.candidates[0].number
    near = [sentence.text for sentence in sentences[max(0, number - 1) : number + 2]]
    held = set(context.stems(best.sentence.text, context.language_of(best.hit.passage.source)))
    return "who_is" in context.query.concepts and bool(context.said & held) and not any(map(names_person, near))


def known_stems(context: Context, said: Collection[str], language: str) -> set[str]:
    """Return those of some stems that any document holds as they are, or one in a language that was found in whichever form or word."""
    found = {
        stem for hit in context.hits if context.language_of(hit.passage.source) == language for stem in context.held(hit.passage, hit.passage.text)
    }
    return {stem for stem in said if stem in found or context.lexical.frequency(stem)}


def _weights(context: Context, said: Collection[str], language: str) -> dict[str, float]:
    """Return what words tell; those that no document holds are often but another way of saying it, and weigh half of the least of the others.

    Where it is known what else would say it, nothing does.
    """
    weights = term_weights(context, language)
    known = known_stems(context, said, language)
    least = min((weights[stem] for stem in known if stem in weights), default=1.0)
    told = context.own_forms.notional if context.own_forms else frozenset()
    return {stem: weights.get(stem, 0.0) if stem in known else least if stem in told else least / 2 for stem in said}


def _elsewhere(context: Context, hit: Hit) -> frozenset[str]:
    """Return the stems of the document that a passage stands in, from its beginning: what the whole of it is about needn't be said again."""
    document = context.bundle.document(hit.passage.source)
    return frozenset(context.stems(document.text[:READ_THROUGH], context.language_of(hit.passage.source))) if document else frozenset()


def _counts_unspoken(context: Context, held: frozenset[str], texts: Sequence[str], told_in: str) -> bool:
    """Whether a number of things is asked for that aren't spoken of, or not counted: "Wie viele Sitzplätze …?"."""
    query = context.query
    if query.kind is not Kind.QUANTITY or asks_for_form(query):
        return False
    language, tokens = lexicon(query.language), tokens_of(query.text)
    last = max((match.last for match in language.concepts.find(tokens) if match.name == "how_many"), default=len(tokens))
    counted = tokens[last] if last < len(tokens) and tokens[last].folded not in language.function_words else None
    if counted is None or any(match.name in UNCOUNTED and match.first <= last < match.last for match in language.concepts.find(tokens)):
        return False
    stems = terms_of(counted.text)
    if durations_in(f"2 {counted.text}", query.language):  # "nuo kiek metų": what is counted is the time itself
        return not (context.said - set(stems) <= held and any(durations_in(text, told_in) for text in texts))
    return not set(stems) <= held or not any(_counts(context, text, stems, told_in) for text in texts)


def _counts(context: Context, text: str, stems: Sequence[str], language: str) -> bool:
    """Whether a number stands by a word in a text, or the text is a line or a row, whose label says what it counts."""
    line = None if is_row(text) else labelled(text)
    if line or is_row(text):
        return line is None or not set(stems).isdisjoint(context.stems(line["label"], language))
    tokens = tokens_of(text)
    measured = durations_in(text, language)
    numbers = {
        i
        for i, token in enumerate(tokens)
        if (token.folded.isdecimal() or token.folded in lexicon(language).number_words)
        and not any(start <= token.start < end for start, end in measured)
    }
    places = [i for i, token in enumerate(tokens) if not set(stems).isdisjoint(context.stems(token.text, language))]
    return any(-COUNTED_BEFORE <= number - place <= COUNTED_WITHIN for number in numbers for place in places)


def _weight(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    """Return what words tell, together."""
    return sum(weights.get(stem, 0.0) for stem in stems)


def is_said_without_value(context: Context, ranking: Ranking) -> bool:
    """Whether a value is asked for and another sentence of the section holds more of what it is asked of than the best one, but none.

    The sentence before the best one may: "The adults' course starts in May. It costs 88 euros."
    """
    query, best = context.query, ranking.candidates[0].evidence
    if not (query.kind in HARD_KINDS or asks_for_form(query)) or not is_unread(context, ranking):
        return False
    language = context.language_of(best.hit.passage.source)
    held = context.said & context.held(best.hit.passage, best.sentence.text)
    others = section_of(context, best.hit)
    before = max((other.start for other in others if other.start < best.sentence.start), default=None)
    return any(
        other.start != before and held < context.said & context.held(best.hit.passage, other.text) and not holds_asked(other.text, query, language)
        for other in others
    )
