"""The deadlines of what a question says is handed in: a concept note, a full proposal, a letter of intent."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import Fact


def of_what_is_handed_in(context: Context, facts: Sequence[Fact]) -> Sequence[Fact]:
    """Return the deadlines in whose sentence the thing stands that an English question hands in, where it has a name of several words; else all.

    Another one of the same phase is of it too: what put it off may not name it.
    """
    tokens = tokens_of(context.query.search_text) if context.query.language == "en" else []
    called = {(match.first, match.last) for match in lexicon("en").terms.find(tokens)}
    handed_in = [
        " ".join(token.folded for token in tokens[match.first : match.last])
        for match in lexicon("en").concepts.find(tokens)
        if match.name == "apply" and match.last - match.first > 1 and (match.first, match.last) in called  # "be sent in" is no thing
    ]
    if context.query.language == "en":
        handed_in += [phrase for phrase in phrases_in(context.query.search_text, words("deadlines", "handed_in")) if " " in phrase]
    named = [frozenset(terms_of(phrase)) for phrase in handed_in]
    found = [fact for fact in facts if any(name.issubset(terms_of(fact.values["sentence"].quote)) for name in named)]
    phases = {(fact.get("programme"), phase) for fact in found if (phase := fact.get("phase"))}
    return [fact for fact in facts if fact in found or (fact.get("programme"), fact.get("phase")) in phases] or facts
