"""How a message leans on the one before: by how it opens, by what it leaves out, and by its pronouns."""

from __future__ import annotations

from itertools import pairwise

from townhall.locales.lexicon import after_opening, lexicon
from townhall.locales.structure import words
from townhall.model import Kind
from townhall.query.kinds import ATTRIBUTE, OPENING
from townhall.query.parse import SETTLEMENTS, SIZE, Message
from townhall.query.sized import tells_size
from townhall.query.telling import ASKING_CLAUSE
from townhall.query.things import things_in

QUESTION_WORDS = frozenset(
    {"who", "what", "which", "when", "when_opening", "where", "why", "how", "how_many", "how_long", "definition", "is_there", "list"}
)
OF_ITS_OWN = 2
"""Content words from which "is there …" asks of something by itself."""
ELLIPSIS = 7
"""Words up to which a message that says little may be a fragment of a question."""
WHERE = SETTLEMENTS | {"region", "country"}
"""Notions of where somebody is."""
WHOLE_KINDS = frozenset({Kind.DATE, Kind.DURATION, Kind.QUANTITY, Kind.REASON})
"""Kinds that are told by words of their own: "And Velm, since when has it been there?" doesn't ask the old question."""


def is_fragment(message: Message) -> bool:
    """Whether a message goes on from the one before: it opens like one, corrects, or is too short to be a question."""
    return "and" in message.opening or bool(message.concepts & {"correction", "back"}) or len(message.tokens) <= ELLIPSIS


def leaves_open(message: Message) -> bool:
    """Whether a message doesn't tell what is asked: not "What is the OASC?" or "and the budget?", but "and what is it in Malta?".

    "And who is it?" tells that a person is.
    """
    if any(name.startswith(ATTRIBUTE) for name in message.concepts - ({SIZE} if goes_on_with_size(message) else set())):
        return False
    if message.kind is Kind.DEFINITION:
        return "who" not in message.concepts and (not message.organisations or "and" in message.opening)
    return message.kind in {Kind.OTHER, Kind.PLACE}


def is_whole_question(message: Message) -> bool:
    """Whether a message begins as a question does and not as one that goes on ("and …", "no, …")."""
    return not goes_on(message) and not message.opening.isdisjoint(QUESTION_WORDS)


def means_thing(message: Message) -> bool:
    """Whether an English message refers to a thing as one of several: "And who teaches that one?"."""
    pairs = pairwise(token.folded for token in message.tokens)
    return message.language == "en" and any(one in words("topics", "demonstratives") and other in words("topics", "ones") for one, other in pairs)


def is_another_case(message: Message) -> bool:
    """Whether a message only tells another case to which the old question applies: "And if the bill is what we object to?".

    One that speaks of the same thing asks what comes of it: "And if we bring it back late?". Told in English alone.
    """
    if message.language != "en" or not {"and", "what_if"} <= message.opening or message.names_something or message.phase:
        return False
    same = words("topics", "several") | words("topics", "singular") - words("topics", "demonstratives")
    return ASKING_CLAUSE.search(message.text) is None and same.isdisjoint(token.folded for token in message.tokens)


def asks_which(message: Message) -> bool:
    """Whether a message begins with "who" or "which": a pronoun further on then refers to the one that is asked for."""
    return "what" not in message.opening and not message.opening.isdisjoint({"who", "which"})


def goes_on(message: Message) -> bool:
    """Whether a message opens as one that goes on, or corrects what was said."""
    return "and" in message.opening or "correction" in message.concepts


def asks_by_itself(message: Message) -> bool:
    """Whether what comes after the words with which a message goes on is a question: "and what does the library lend?", not "and in Malta?"."""
    matches = lexicon(message.language).concepts.find(message.tokens)
    start = after_opening(matches, OPENING)
    asks = any(match.first == start and match.name in QUESTION_WORDS for match in matches)
    return asks and "pronoun" not in message.concepts


def goes_on_with_size(message: Message) -> bool:
    """Whether a message that goes on tells how many live in a place, of which the same is asked again: "and for a village of 900 inhabitants?"."""
    if tells_size(message):
        return True
    told = any(token.folded.isdigit() for token in message.tokens)
    return goes_on(message) and told and SIZE in message.concepts and message.concepts.isdisjoint(QUESTION_WORDS)


def asks_the_same(message: Message) -> bool:
    """Whether a message names something new to ask the old question of: "and Germany?", "no, I meant Malta"."""
    openers = goes_on(message)
    asked = {Kind.SUPPORT: "support", Kind.CONTACT: "contact", Kind.PERSON: "who"}
    return openers and message.names_something and message.kind not in WHOLE_KINDS and asked.get(message.kind, "") not in message.concepts


def is_of_ours(message: Message) -> bool:
    """Whether a message speaks of the place of whoever asks, which was named before: "in our country"."""
    words = lexicon(message.language)
    own = {match.last for match in words.concepts.find(message.tokens) if match.name == "we"}
    return any(match.first in own and match.name in WHERE for match in words.terms.find(message.tokens))


def of_its_own(message: Message) -> bool:
    """Whether an English question says of what it asks: "what is the budget of the library?"."""
    return message.language == "en" and is_whole_question(message) and any(thing.preposition == "of" for thing in things_in(message.text))


def refers(message: Message) -> bool:
    """Whether a pronoun may stand for something of the turn before: not the "there" of "is there money for training?", which asks of its own."""
    matches = lexicon(message.language).concepts.find(message.tokens)
    opening = [match for match in matches if match.name == "is_there"]
    pronouns = [match for match in matches if match.name == "pronoun"]
    bound = [pronoun for pronoun in pronouns if not any(other.first <= pronoun.first and pronoun.last <= other.last for other in opening)]
    return "pronoun" in message.concepts and (bool(bound) or message.content < OF_ITS_OWN)
