"""What a number counts, and whose: whether it is what a question asks to have counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from townhall.answering.context import Context
from townhall.answering.reading.forms import MONEY, PERCENTAGE
from townhall.answering.reading.topic import topic_tokens
from townhall.answering.reading.types import SHARE
from townhall.index.facts.quantities import SUBJECT, unit_span
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import years_in
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import NUMBER
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, plain_spaces, tokens_of
from townhall.model import Fact, Hit, Kind
from townhall.query.kinds import COUNTED_ATTRIBUTES
from townhall.query.vocabulary import english_words

BEFORE = 40
"""Characters before a number within which it is said that its things make up a whole."""
OF_BODY = re.compile(
    r"\b(?:(?:members?|parts?|partners?|founders?|chairs?) of|belongs? to|join(?:s|ed)?|within|through) (?:a|an|the|its|their) (?:[\w-]+ ){0,4}?"
    r"(?P<body>\w+) (?:of|with) (?:\w+ ){0,2}$"
)
"""What stands before a number that counts those of a body to which whoever the sentence is about belongs."""
UNCOUNTED = frozenset({"share", "measure", "attribute_population", "attribute_staff"})
"""Concepts of questions for a number that don't name what is counted, or name it in many ways."""
PHRASE_END = re.compile(r"[^\w\s'’-]")
BRACKETS = re.compile(r"\([^()]*\)")
PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
"""What parts paragraphs."""
OF = "of"
"""The last word of "the number of"."""
INHABITANTS = "inhabitants"
"""The concept of those who live somewhere."""
COUNTED = 3
"""Content words after "how many" among which the thing counted is looked for."""


def counts_another(context: Context, fact: Fact) -> bool:
    """Whether a number counts something of somebody else: a part of what a place has, or the members of what an organisation belongs to."""
    return _counts_less(context, fact) or _counts_others(context, fact)


def _counts_others(context: Context, fact: Fact) -> bool:
    """Whether a number is of a body that isn't asked about and that something only belongs to: "a member of a network of 27 cities"."""
    sentence = fact.values["sentence"]
    found = OF_BODY.search(plain_spaces(sentence.quote), 0, fact.values["number"].span.start - sentence.span.start)
    body = found["body"].casefold() if found else ""
    return body in words("organisations", "nouns") and not set(terms_of(body)) & set(context.terms)


def _counts_less(context: Context, fact: Fact) -> bool:
    """Whether all that a place has is asked for, and a number only counts what some organisation of the place has to do with.

    It counts all where its sentence names the place ("the 98 Danish municipalities") or says so ("all 31 local authorities").
    """
    query = context.query
    if not query.values("place") or query.values("organisation"):
        return False
    places = {term for slot in query.slots if slot.name in {"place", "region"} for term in terms_of(slot.text)}
    tokens = tokens_of(query.search_text)
    matches = lexicon("en").terms.find(tokens)
    if not any(match.name in words("counting", "of_places") for match in matches):
        return False
    unit = notions(" ".join(fact.values[key].quote for key in ("unit", "subject") if key in fact.values))
    counted = {stem for match in matches if match.name in unit for token in tokens[match.first : match.last] for stem in terms_of(token.text)}
    if not set(context.terms) <= places | unit | counted:
        return False
    sentence = fact.values["sentence"]
    named = {match.name for match in lexicon("en").countries.find(tokens_of(sentence.quote))}
    said = {token.folded for token in tokens_of(sentence.quote[: fact.values["number"].span.start - sentence.span.start])}
    of_area = makes_up_whole(fact) and bool(said & (words("counting", "areas") | {"all"}))
    return not named.intersection(query.values("place")) and not of_area


def is_of_another_year(context: Context, text: str, before: str, above: Sequence[str]) -> bool:
    """Whether a number is asked for of one year, and a sentence is of another: its own, its paragraph's last, its title's, or one ``before``.

    What stands in brackets before it was told by the way.
    """
    asked = set(years_in(context.query.search_text))
    if not asked or context.query.language != "en":
        return False
    beside = BRACKETS.sub(" ", PARAGRAPH.split(before)[-1])
    told = years_in(text) or years_in(beside)[-1:] or years_in("\n".join(above)) or years_in(BRACKETS.sub(" ", before))[-1:]
    return bool(told) and asked.isdisjoint(told)


def makes_up_whole(fact: Fact) -> bool:
    """Whether it is said that what a number counts makes up a whole: "is divided into 31 municipalities", "all 31 of them"."""
    sentence = fact.values["sentence"]
    end = fact.values["number"].span.start - sentence.span.start
    before = [token.folded for token in tokens_of(sentence.quote[max(0, end - BEFORE) : end])]
    while before and before[-1] in words("counting", "before_number"):
        before.pop()
    phrase = " ".join(before)
    return any(f" {phrase}".endswith(f" {said}") for said in words("counting", "whole"))


def counts_something_else(context: Context, texts: Sequence[str]) -> bool:
    """Whether sentences speak of what is to be counted, and every number in them counts something else.

    An amount of money counts no less than what it is asked for ("how much is parking"), nor does a percentage where a share is.
    Told for English questions alone: those in other languages can't be compared word by word.
    """
    concepts = context.query.concepts
    if context.query.language != "en" or "measure" in concepts or ("how_much" in concepts and any(MONEY.search(text) for text in texts)):
        return False
    if SHARE in concepts and any(PERCENTAGE.search(text) for text in texts):
        return False
    counted = counted_notions(context)
    spoken = counted | counted_notions(context, whole=True)
    units = [_unit_notions(text, match) for text in texts for match in NUMBER.finditer(text)]
    return bool(units) and any(spoken & notions(text) for text in texts) and not any(counted & unit for unit in units)


def speaks_of_counted(context: Context, hit: Hit) -> bool:
    """Whether a passage or what it stands under speaks of the very thing that is to be counted; told for "how many …" alone."""
    tokens = tokens_of(context.query.search_text)
    asked = next((match for match in lexicon("en").concepts.find(tokens) if match.name == "how_many"), None)
    if asked is None or "how_much" in context.query.concepts or context.query.concepts & UNCOUNTED:
        return True
    beginning = tokens[asked.last - 1].end
    end = next((match.start() for match in PHRASE_END.finditer(context.query.search_text, beginning)), len(context.query.search_text))
    following = takewhile(lambda token: token.folded not in STOP_WORDS and token.start < end, tokens[asked.last :])
    topics = topic_tokens(context, tokens)
    things = " ".join(token.text for token in following if token in topics and token.folded in english_words())
    return not things or bool(notions(things) & notions("\n".join([*context.above(hit.passage), hit.passage.text])))


def _unit_notions(text: str, match: re.Match[str]) -> set[str]:
    """Return the notions of what a number counts: the words after it, and the noun that is said to be so many."""
    unit = unit_span(text, match.end())
    subject = SUBJECT.search(plain_spaces(text), 0, match.start())
    return notions(text[unit[0] : unit[1]] if unit else "") | notions(subject["noun"] if subject else "")


def speaks_of_nobody(context: Context, texts: Sequence[str]) -> bool:
    """Whether a number of people is asked for, as who works somewhere, and sentences speak neither of any nor of what is counted."""
    said = _said_otherwise(context)
    if not said or "how_many" not in context.query.concepts:
        return False
    said = said | counted_notions(context)
    return not any(said & notions(text) for text in texts)


def _said_otherwise(context: Context) -> frozenset[str]:
    """Return the stems of what the people of whom a number is asked for are called in documents."""
    asked = COUNTED_ATTRIBUTES.intersection(context.query.values("attribute"))
    return stems_listed("counting", *asked)


def counted_notions(context: Context, *, whole: bool = False) -> set[str]:
    """Return the stems of the first content words after "how many", up to the verb; of all content words where nothing follows it.

    With ``whole`` the words after the verb are among them.
    """
    tokens = tokens_of(context.query.search_text)
    asked = next((match for match in lexicon("en").concepts.find(tokens) if match.name == "how_many"), None)
    rest = " ".join(token.text for token in tokens[asked.last :]) if asked else context.query.search_text
    following = tokens_of(rest)
    by = {
        second.start
        for first, second in pairwise(following)
        if first.folded in words("counting", "rates") and second.folded in words("values", "shared")
    }
    said = [token for token in following if token.folded not in STOP_WORDS and token.start not in by]
    before_verb = [token for token in _noun_phrase(following) if token in said]
    # A word of another language ("kommuner") doesn't tell what is counted: what comes after it may.
    each = asked is not None and any(token.folded in words("counting", "each") for token in tokens[asked.first : asked.last])
    things = each or (asked is not None and tokens[asked.last - 1].folded == OF)  # no amount
    of_those = _before_marker(following, said) if things and not whole else []
    known = each and not whole and any(token.folded in english_words() for token in before_verb)
    head = [token.text for token in (of_those or (before_verb if known else said))[:COUNTED]]
    counted = notions(" ".join(head)) or set(context.terms)
    inhabited = [match for match in lexicon("en").concepts.find(tokens) if match.name == INHABITANTS]
    of_people = not of_those or any(tokens[match.first].text in head for match in inhabited)  # "spaces for residents" are no people
    people = stems_listed("counting", "persons") if INHABITANTS in context.query.concepts and of_people and not whole else frozenset()
    return counted | _said_otherwise(context) | people


def said_of_counted(context: Context) -> frozenset[str]:
    """Return the stems of what only some of a whole are or have had done: "electric" of "how many of the buses are electric?"; else nothing.

    So it is where a verb follows "how many" at once, what is counted being named before: "Of the 43 bids, how many were accepted?".
    """
    tokens = tokens_of(context.query.search_text)
    matches = lexicon("en").concepts.find(tokens)
    verbs = sorted(match.first for match in matches if match.name == "polar")
    each = words("counting", "each")
    counting = [match for match in matches if match.name == "how_many" and any(token.folded in each for token in tokens[match.first : match.last])]
    last = counting[0].last if counting else None
    if last is None or context.query.language != "en" or context.query.kind is not Kind.QUANTITY:
        return frozenset()
    of = {last, last - 1} & {i for i, token in enumerate(tokens) if token.folded in words("counting", "part")}
    verb = next((i for i in verbs if i >= last), None)
    if verb is None or (verb > last and not of):
        return frozenset()
    carried = next((match.start() for match in BRACKETS.finditer(context.query.search_text, tokens[verb].end)), len(context.query.search_text))
    said = [token for token in topic_tokens(context, tokens) if tokens[verb].end <= token.start < carried]
    return frozenset(stem for token in said for stem in terms_of(token.text))


def _before_marker(tokens: Sequence[Token], said: Sequence[Token]) -> list[Token]:
    """Return the words of "number of spaces for residents" that are counted, those before what says whose or where.

    People are counted by what they do or have, and words of another language tell nothing: of these there are none.
    """
    first = next((i for i, token in enumerate(tokens) if token in said), len(tokens))
    end = next((i for i, token in enumerate(tokens) if i > first and token.folded in words("counting", "whose")), len(tokens))
    found = [token for token in tokens[first:end] if token in said]
    things = {stem for token in found if token.folded in english_words() for stem in terms_of(token.text)}
    return found if end < len(tokens) and things - stems_listed("counting", "persons", "population") else []


def _noun_phrase(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the words up to the verb after the first that says something: what comes after it isn't counted, but has or does it."""
    verbs = {match.first for match in lexicon("en").concepts.find(tokens) if match.name == "polar"}
    first = next((i for i, token in enumerate(tokens) if token.folded not in STOP_WORDS), 0)
    return tokens[: next((i for i in sorted(verbs) if i > first), len(tokens))]


def notions(text: str) -> set[str]:
    """Return the stems of a text and the notions that its words stand for: a council and a local authority are both a municipality."""
    return set(terms_of(text)) | {match.name for match in lexicon("en").terms.find(tokens_of(text))}
