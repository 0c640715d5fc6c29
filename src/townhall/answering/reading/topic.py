"""Whether a question is about something that given documents don't even mention."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import OFFICE, Context
from townhall.index.lexical import terms_of
from townhall.locales.dates import months_of
from townhall.locales.lexicon import NOUN_CONCEPTS, lexicon
from townhall.locales.numbers import ordinal
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Kind
from townhall.query.kinds import MONEY

SENTENCE_ENDS = (".", "!", "?", ":")
OBJECT_REACH = 4
"""Words after "deadline for" that may say what for."""


def unknown_topic(context: Context, sources: Sequence[str]) -> bool:
    """Whether a question for a deadline is about something that the documents ``sources``, which give one, don't speak of.

    That is a name that they don't hold, or the thing itself: what follows "deadline for", what stands before "deadline", unless that
    is a word that such documents use anyway. Only an English
    question can be compared word by word with the documents; one in another language is judged by the organisations it names.
    """
    named = [fact for name in context.query.values("organisation") if (fact := context.names.organisation_named(name))]
    if named and not any(value.span.source in sources for fact in named for value in fact.values.values()):
        return True
    if context.query.language != "en":
        return False
    held = {
        stem
        for source in dict.fromkeys(sources)
        if (document := context.bundle.document(source))
        for stem in context.stems(document.title + "\n" + document.text, context.language_of(source))
    }
    tokens = tokens_of(context.query.search_text)
    topics = topic_tokens(context, tokens)
    names = [token for token in topics if is_name(token, tokens, context.query.search_text) and not _is_of_calendar(token)]
    if any(not held.issuperset(terms_of(token.text)) for token in names):
        return True
    objects = [token for token in _objects(tokens) if token in topics]
    return bool(objects) and held.isdisjoint(stem for token in objects for stem in terms_of(token.text))


def _is_of_calendar(token: Token) -> bool:
    """Whether a word is the name of a month, of a day of the week or of a feast, by which one says when: "before Christmas"."""
    return token.folded in words("deadlines", "feasts") or bool(weekdays_in(token.text, "en")) or token.folded in months_of("en")


def _objects(tokens: Sequence[Token]) -> list[Token]:
    """Return the words that say of what a deadline is, or for what one applies, unless such documents use them anyway."""
    english = lexicon("en")
    matches = english.concepts.find(tokens)
    asking = {i for match in matches for i in range(match.first, match.last)}
    usual = {i for match in english.terms.find(tokens) for i in range(match.first, match.last)}
    found: list[Token] = []
    for match in matches:
        if match.name not in {"deadline", "apply"}:
            continue
        # "the housing deadline" says of what it is; the word before a phrase ("our mayor asks until when …") doesn't.
        positions = [match.first - 1] if match.first and match.last - match.first == 1 else []
        if any(other.name == "place_marker" and other.first == match.last for other in matches):
            for i in range(match.last + 1, min(len(tokens), match.last + 1 + OBJECT_REACH)):
                if i in asking or ordinal(tokens[i].folded):
                    break
                positions.append(i)
        found += [tokens[i] for i in positions if i not in usual and not ordinal(tokens[i].folded)]
    return found


def topic_tokens(context: Context, tokens: Sequence[Token]) -> list[Token]:
    """Return the words that say what a question is about: neither stop words nor words that ask, nor names of places."""
    english = lexicon("en")
    # What is spoken of and not asked for says what about: the fee of "When is the fee due?".
    told = NOUN_CONCEPTS | ({MONEY} - context.query.concepts)
    if context.query.kind is Kind.DEADLINE:
        told |= {OFFICE}
    matches = [*(match for match in english.concepts.find(tokens) if match.name not in told), *english.countries.find(tokens)]
    covered = {i for match in matches for i in range(match.first, match.last)}
    places = {token.folded for slot in context.query.slots if slot.name in {"place", "region"} for token in tokens_of(slot.text)}
    return [
        token
        for i, token in enumerate(tokens)
        if i not in covered and token.folded not in STOP_WORDS and token.folded not in places and not token.folded.isdigit()
    ]


def topic_stems(context: Context) -> set[str]:
    """Return the stems of the words that say what the question is about."""
    return {stem for token in topic_tokens(context, tokens_of(context.query.search_text)) for stem in terms_of(token.text)}


def is_name(token: Token, tokens: Sequence[Token], text: str) -> bool:
    """Whether a word of ``text`` is written like a name in the middle of a sentence, in a question that is not all in capitals."""
    begins = text[: token.start].rstrip().endswith(SENTENCE_ENDS)
    return token.capitalised and token is not tokens[0] and not begins and any(other.text.islower() for other in tokens)
