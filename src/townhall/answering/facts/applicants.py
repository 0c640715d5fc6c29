"""Whether somebody may apply, by the section of a call that says who may: of documents in other languages than English."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import Kind, Passage, Span, Status
from townhall.query.yes_or_no import wants_yes_or_no

KINDS = frozenset({Kind.OTHER, Kind.ELIGIBILITY})
APPLYING = frozenset({"apply", "eligible"})
"""Concepts of words that say that somebody applies for something."""
WHO = frozenset({
    "association", "child", "citizen", "city", "company", "education", "elderly", "family", "federation", "group", "individual", "inhabitants",
    "municipality", "non-governmental organisation", "non-profit", "organisation", "SME", "startup", "student", "town", "union", "university",
    "village",
})  # fmt: skip
"""Notions of those who may apply."""
MOST = 2
"""Sentences that are shown: of more, nobody could tell which is meant."""


def answer_applicants(context: Context) -> Draft | None:
    """Answer whether somebody may apply with what the one section headed so says of them; None where none does, or that isn't asked."""
    query = context.query
    if not context.is_in_own_words or query.kind not in KINDS or not wants_yes_or_no(query) or query.concepts.isdisjoint(APPLYING):
        return None
    near = (*(hit.passage for hit in context.hits), *context.worded)
    passages = {passage.key: passage for passage in near if _is_of_applicants(context, passage)}
    if len({passage.source for passage in passages.values()}) != 1:
        return None
    told = [(passage, sentence) for passage in passages.values() for sentence in passage.sentences]
    who = context.own_forms.standing_for(*WHO) if context.own_forms else frozenset()
    held = [len(who.intersection(context.stems(sentence.text))) for _, sentence in told]
    chosen = [one for one, count in zip(told, held, strict=True) if count and count == max(held)]
    if not 0 < len(chosen) <= MOST:
        return None
    claims = (Claim(sentence.shown, (Quote(Span(passage.source, sentence.start, sentence.end)),)) for passage, sentence in chosen)
    return Draft(Status.ANSWERED, tuple(claims))


def _is_of_applicants(context: Context, passage: Passage) -> bool:
    """Whether a passage in the question's language stands under a heading that says who may apply."""
    if context.language_of(passage.source) != context.query.language:
        return False
    concepts = lexicon(context.query.language).concepts
    heading = {match.name for text in passage.heading_path[-1:] for match in concepts.find(tokens_of(text))}
    return "who" in heading and not heading.isdisjoint(APPLYING)
