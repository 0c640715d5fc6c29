"""Why the best sentences can't hold the answer: it has another form, or is of somebody or something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from townhall.answering.context import Context
from townhall.answering.reading.counting import counts_something_else, is_of_another_year, speaks_of_counted, speaks_of_nobody
from townhall.answering.reading.entries import holder_of, stands_in_entry
from townhall.answering.reading.forms import LOCATED, PERSON_NAME
from townhall.answering.reading.initials import with_names
from townhall.answering.reading.types import HARD_KINDS, OFTEN, asks_for_person, holds_asked, holds_kind, lacks_form, names_person, without_repeated
from townhall.answering.reading.values import asked_value, has_other_role
from townhall.answering.sentences.charge import tells_nobody
from townhall.answering.sentences.choice import FACT_TOGETHER, leans
from townhall.answering.sentences.doubts import is_of_unknown, is_ruled_out, tells_of_another_phrase
from townhall.answering.sentences.holders import is_contact_of_another, names_no_holder
from townhall.answering.sentences.matters import is_of_another_matter, names_nothing, shares_but_title, tells_no_hours
from townhall.answering.sentences.numbered import is_of_another_number
from townhall.answering.sentences.of_meeting import is_of_other_meeting
from townhall.answering.sentences.of_size import is_of_other_size
from townhall.answering.sentences.outcomes import is_of_other_outcome
from townhall.answering.sentences.own_words import (
    gives_no_contact,
    is_of_its_name_alone,
    is_said_without_value,
    is_unread,
    is_worded_in_full,
    says_too_little,
)
from townhall.answering.sentences.particulars import is_of_other_weekdays
from townhall.answering.sentences.phases import has_no_such_phase, is_of_other_phase
from townhall.answering.sentences.ranking import Ranking
from townhall.answering.sentences.rates import is_of_other_rate, is_of_other_unit, tells_no_rhythm, tells_of_nothing_done
from townhall.answering.sentences.reasons import gives_no_reason
from townhall.answering.sentences.siblings import is_of_sibling
from townhall.answering.sentences.to_come import is_on_a_day_to_come, is_only_to_come
from townhall.answering.sentences.unnamed import names_no_body, names_none, names_none_who_did, only_counts_them
from townhall.answering.sentences.which import names_but_a_name, names_but_the_thing, names_somebody_else
from townhall.answering.sentences.years import is_dated_otherwise, is_told_of_another_year
from townhall.index.lexical import terms_of
from townhall.locales.dates import dates_in, days_in
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import Token, tokens_of
from townhall.model import Kind

LOOKED_AT = 3
"""Best sentences that are looked through for the type of thing asked for."""
TRUE_OF_ONE_PLACE = frozenset({Kind.QUANTITY, Kind.DATE, Kind.DURATION, Kind.PERSON, Kind.SAID})
"""Kinds of questions about a place that what is true of other places doesn't answer."""
CERTAIN = 0.5
"""Probability from which the judge's word on where the answer stands is taken."""
LOOSE_KINDS = frozenset({Kind.DATE, Kind.DURATION})
UNTYPED_SUPPORT = 0.85
"""Support from which an answer to such a question is given though nothing in it looks like a date: "during the Renaissance"."""
OF_OTHERS_SUPPORT = 0.6
"""Support up to which a number is held for one of somebody else where whoever is asked about isn't named."""
_NO_TYPE = {Kind.QUANTITY: "refusal.quantity", Kind.DATE: "refusal.date", Kind.DEADLINE: "refusal.no_deadline"}


def missing_type(context: Context, ranking: Ranking, *, of_another: bool) -> str | None:
    """Return why the evidence can't hold the answer: it has nothing of the type asked for, or is of somebody else, or ``of_another`` thing."""
    lacking = next((key for key, lacks in CHECKS if lacks(context, ranking)), "" if of_another else None)
    if lacking is None:
        return None
    # Of a telephone number that isn't there more can be said than that there is no contact.
    own = lacking if lacking != "contact.none_here" or not context.query.values("attribute") else ""
    return context.messages.say(own or _NO_TYPE.get(context.query.kind) or _of_form(context))


def _of_form(context: Context) -> str:
    """Return what says that an attribute isn't there: an amount of money, an address."""
    return next((f"refusal.attribute_{attribute}" for attribute in context.query.values("attribute")), "refusal.not_found")


def _lacks_type(context: Context, ranking: Ranking) -> bool:
    """Whether what can't but have a form has it in none of the best sentences: a date, a duration, a number."""
    kind = context.query.kind
    sure = (ranking.support >= UNTYPED_SUPPORT and kind in LOOSE_KINDS) or is_worded_in_full(context, ranking)
    if kind not in HARD_KINDS or sure:
        return False
    unread = is_unread(context, ranking)  # then what stands elsewhere is of anything
    text = without_repeated(" ".join(beside(ranking) if unread or kind is Kind.QUANTITY else _best_texts(ranking)), context.query)
    own = context.language_of(ranking.candidates[0].evidence.hit.passage.source) if unread else "en"
    rhythm = OFTEN in context.query.concepts and holds_asked(text, context.query)  # "every Monday" is no number
    return not (rhythm or (holds_kind(text, kind) if own == "en" else holds_asked(text, context.query, own)))


def _counts_otherwise(context: Context, ranking: Ranking) -> bool:
    """Whether a number is asked for and the best ones count other things, of others, or of another year."""
    if context.query.kind is not Kind.QUANTITY:
        return False
    if (ranking.support < OF_OTHERS_SUPPORT and _is_of_others(context, ranking)) or _is_of_another_year(context, ranking):
        return True
    texts = beside(ranking)
    return not judge_is_sure(ranking) and (counts_something_else(context, texts) or speaks_of_nobody(context, texts))


def _says_nowhere(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked where an organisation or somebody is to be found, and none of the best sentences gives a place."""
    query = context.query
    seat = query.kind is Kind.PLACE and ("based" in query.concepts or bool(query.values("organisation") or query.values("person")))
    return seat and query.language == "en" and not any(LOCATED.search(text) for text in _best_texts(ranking))


def _names_nobody(context: Context, ranking: Ranking) -> bool:
    """Whether a person is asked for and the best sentences name none, or none who is meant; "they" is the organisation of the entry."""
    best = ranking.candidates[0].evidence
    if "who_is" not in context.query.concepts and leans(best.sentence) and holder_of(context, best.hit) is not None:
        return False
    document = context.bundle.document(best.hit.passage.source)
    whole = document.text if document else ""
    if tells_nobody(context.query, [with_names(text, whole) for text in _together(ranking)]):
        return True
    first, *others = _best_texts(ranking)
    texts = [with_names(first, whole), *others]
    return asks_for_person(context.query) and (
        _is_somebody_else(context, [texts[0], *_shown_beside(ranking)]) or lacks_form("\n".join(texts), context.query)
    )


def _shown_beside(ranking: Ranking) -> list[str]:
    """Return those of the best sentences that are likely enough to be shown with the very best one."""
    best, *others = ranking.candidates[:LOOKED_AT]
    return [other.evidence.sentence.text for other in others if other.evidence.score >= FACT_TOGETHER * best.evidence.score]


def _together(ranking: Ranking) -> list[str]:
    """Return the best sentence and those beside it of which one goes on from the other."""
    best = ranking.candidates[0]
    sentences, place = best.evidence.hit.passage.sentences, best.number
    before = sentences[place - 1 : place] if place and leans(sentences[place]) else ()
    after = [sentence for sentence in sentences[place + 1 : place + 2] if leans(sentence)]
    return [sentence.text for sentence in (*before, sentences[place], *after)]


def _best_texts(ranking: Ranking) -> list[str]:
    return [candidate.evidence.sentence.text for candidate in ranking.candidates[:LOOKED_AT]]


def is_of_elsewhere(context: Context, ranking: Ranking) -> bool:
    """Whether a fact about a place is asked for, and the evidence neither stands in an entry of that place nor names it."""
    query, hit = context.query, ranking.candidates[0].evidence.hit
    if query.kind not in TRUE_OF_ONE_PLACE or "we" in query.concepts or not query.values("place") or stands_in_entry(context, hit):
        return False
    tokens = tokens_of("\n".join([*context.above(hit.passage), hit.passage.text]))
    countries = {match.name for match in lexicon("en").countries.find(tokens)}
    held = {token.folded for token in tokens}
    places = [slot for slot in query.slots if slot.name == "place" and not slot.carried]
    return bool(places) and not any(slot.value in countries or held.issuperset(token.folded for token in tokens_of(slot.text)) for slot in places)


def _is_of_others(context: Context, ranking: Ranking) -> bool:
    """Whether a number is asked for of somebody whom the best passage and its headings don't name, or of things that aren't spoken of there."""
    if context.query.language != "en" or "how_many" not in context.query.concepts:
        return False
    return ranking.signals.names_missing == 1 or not speaks_of_counted(context, ranking.candidates[0].evidence.hit)


def _is_somebody_else(context: Context, texts: Sequence[str]) -> bool:
    """Whether it is asked who holds an office, and the sentences name nobody by it, or only those whom the question names itself."""
    query = context.query
    if query.language != "en" or "who" not in query.concepts:
        return False
    asked = {token.folded for token in tokens_of(query.text)}
    named = [match[0] for text in texts for match in PERSON_NAME.finditer(text)]
    # Whom the question calls "Quill" is no other one than "Ada Quill".
    called = {token.folded for name in named if asked & {token.folded for token in tokens_of(name)} for token in tokens_of(name)}
    others = any(token.folded not in asked | called for text in texts for token in _names(text))
    if named and not others and "who_is" not in query.concepts:
        return True
    if asked & words("persons", "presiding") and not any(_names_head(text) for text in texts):
        return True
    offices = asked & words("persons", "offices")
    return bool(offices) and not any(offices & {token.folded for token in tokens_of(text)} for text in texts)


def _names_head(text: str) -> bool:
    """Whether a sentence names a person, or an office, or says of a name that it heads something: "Quill heads the board"."""
    tokens, presiding = tokens_of(text), words("persons", "presiding")
    if names_person(text) or not words("persons", "offices").isdisjoint(token.folded for token in tokens):
        return True
    heads = [i for i, token in enumerate(tokens) if token.folded in presiding]
    return any(tokens[j].capitalised for i in heads for j in (i - 1, i + 2) if 0 <= j < len(tokens))


def _names(text: str) -> list[Token]:
    """Return the words of a sentence that are written like names, but for its first one, months and days."""
    dated = [(date.start, date.end) for date in dates_in(text)] + days_in(text)
    capitals = [token for token in tokens_of(text)[1:] if token.capitalised]
    return [token for token in capitals if not any(start <= token.start < end for start, end in dated)]


def _is_of_another_year(context: Context, ranking: Ranking) -> bool:
    """Whether a number is asked for of one year, and the best sentence is of another."""
    evidence = ranking.candidates[0].evidence
    passage, sentence = evidence.hit.passage, evidence.sentence
    before = passage.text[: sentence.start - passage.start]
    return is_of_another_year(context, sentence.text, before, context.above(passage))


def _only_its_other_end(context: Context, ranking: Ranking) -> bool:
    """Whether the end or the beginning that is asked for is that of something else, and of what is asked about only the other one is given.

    A sentence of the same passage then holds all that the best one does of the question's words and more, and its dates are of the other end.
    """
    role, best = asked_value(context).role, ranking.candidates[0]
    if role is None or context.query.language != "en":
        return False
    asked, sentences = set(context.terms), best.evidence.hit.passage.sentences
    led_by = sentences[best.number - 1].text if best.number and leans(best.evidence.sentence) else ""
    held = asked.intersection(terms_of(f"{led_by} {best.evidence.sentence.text}"))
    return any(has_other_role(sentence.text, role) and held < asked.intersection(terms_of(sentence.text)) for sentence in sentences)


def judge_is_sure(ranking: Ranking) -> bool:
    """Whether the judge holds the best sentence for an answer, rather than none of its passage."""
    return ranking.candidates[0].signals.judged_alone > CERTAIN


def beside(ranking: Ranking) -> list[str]:
    """Return those of the best sentences that stand in the passage of the very best."""
    best = ranking.candidates[0].evidence.hit
    return [candidate.evidence.sentence.text for candidate in ranking.candidates[:LOOKED_AT] if candidate.evidence.hit is best]


CHECKS: tuple[tuple[str, Callable[[Context, Ranking], bool]], ...] = (
    ("refusal.date", _only_its_other_end),
    ("contact.none_here", gives_no_contact),
    ("", is_of_sibling),
    ("contact.none_here", is_contact_of_another),
    ("refusal.not_found", _says_nowhere),
    ("refusal.not_found", _names_nobody),
    ("refusal.not_found", names_no_holder),
    ("refusal.not_found", names_none),
    ("refusal.not_found", names_none_who_did),
    ("refusal.not_found", only_counts_them),
    ("refusal.not_found", names_no_body),
    ("refusal.not_found", is_of_other_meeting),
    ("refusal.not_found", is_of_other_weekdays),
    ("", says_too_little),
    ("", is_of_its_name_alone),
    ("", is_of_another_matter),
    ("refusal.not_found", shares_but_title),
    ("", tells_no_hours),
    ("refusal.not_found", names_nothing),
    ("", is_said_without_value),
    ("refusal.not_found", gives_no_reason),
    ("", _lacks_type),
    ("", _counts_otherwise),
    ("refusal.not_found", names_but_a_name),
    ("refusal.not_found", names_but_the_thing),
    ("refusal.not_found", names_somebody_else),
    ("", is_of_another_number),
    ("", tells_of_another_phrase),
    ("", is_of_unknown),
    ("refusal.not_found", is_ruled_out),
    ("", is_dated_otherwise),
    ("refusal.not_found", is_told_of_another_year),
    ("refusal.date", is_on_a_day_to_come),
    ("", tells_no_rhythm),
    ("", is_of_other_unit),
    ("", is_of_other_rate),
    ("", tells_of_nothing_done),
    ("", is_of_other_outcome),
    ("", has_no_such_phase),
    ("refusal.not_found", is_only_to_come),
    ("", is_of_other_size),
    ("refusal.not_found", lambda context, ranking: is_of_other_phase(context, ranking.candidates[0])),
)
