"""Whether the best sentence is of those whom the question names: what is said of somebody else is no answer."""

from __future__ import annotations

from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.reading.features import stems_asked
from townhall.answering.reading.topic import is_name, topic_tokens
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.index.lexical import terms_of
from townhall.locales.dates import months_of
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import Token, tokens_of

BREAK = "\n\n"
"""What parts paragraphs."""


def of_named(context: Context, ranking: Ranking) -> Ranking | None:
    """Return a ranking of what is said of those whom the question names, if the best sentence is of somebody else; None where nothing is.

    What is said of them must hold all that the best sentence's passage does of the question's other words: "What did Penhale say about the
    benches?" isn't answered by what Penhale said about the lamps. Told for English questions, of names that the documents hold somewhere:
    somebody whom they don't know may be whoever asks. Where there are no headings, a passage may leave to its document whom it is of.
    """
    named, best = _named(context), ranking.candidates[0]
    held = _held(context, best)
    if named <= held or not best.evidence.hit.passage.headings:
        return ranking
    asked = (stems_asked(context) & held) | named
    own = tuple(candidate for candidate in ranking.candidates if asked <= _held(context, candidate))
    return replace(ranking, candidates=own) if own else None


def _named(context: Context) -> frozenset[str]:
    """Return the stems of the names in a question that the documents hold: not of the places that it is limited to."""
    query = context.query
    if query.language != "en":
        return frozenset()
    text, tokens = query.search_text, tokens_of(query.search_text)
    names = [token.text for token in topic_tokens(context, tokens) if is_name(token, tokens, text) and not _is_usual(token)]
    return frozenset(terms_of(" ".join(names))) & context.lexical.vocabulary


def _is_usual(token: Token) -> bool:
    """Whether a word with a capital names nobody: an abbreviation, a month, a day of the week, Europe."""
    usual = token.text.isupper() or token.folded in months_of("en") or token.folded in words("europe", "words")
    return usual or bool(weekdays_in(token.text, "en"))


def _held(context: Context, candidate: Candidate) -> frozenset[str]:
    """Return the stems of a candidate's passage and of what it stands under, and of the beginning of its paragraph where that is another's."""
    passage, sentence = candidate.evidence.hit.passage, candidate.evidence.sentence
    document = context.bundle.document(passage.source)
    before = document.text[document.text.rfind(BREAK, 0, sentence.start) + 1 : passage.start] if document else ""
    return context.held(passage, passage.text, before)
