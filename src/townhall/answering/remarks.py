"""What a remark about the answer before does to it, and questions that are for no documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.reading.types import holds_kind
from townhall.answering.refusal import refuse
from townhall.index.lexical import terms_of
from townhall.locales.remarks import About, asks_to_make, of_the_moment
from townhall.locales.sequels import goes_on
from townhall.locales.words import Token, tokens_of
from townhall.model import Kind, Status
from townhall.query.remarks import concept_of

GENERAL = frozenset({Kind.OTHER, Kind.DEFINITION, Kind.REASON, Kind.LIST, Kind.PERSON, Kind.DATE, Kind.PLACE})
"""Kinds of questions that may be about anything."""
ASKING = frozenset({"who", "what", "which", "when", "where", "how_many", "how_long", "deadline"})
"""Concepts of questions that may stand beside such a wish: "Tell me a joke, and when does it close?"."""
LONGER = 2
"""How much longer an answer may be where more is asked for."""


def roomy(context: Context) -> Context:
    """Return what the answer is made from with room for more, where more is asked for."""
    return replace(context, characters=LONGER * context.characters) if concept_of(About.MORE) in context.query.concepts else context


def made_up(context: Context) -> Draft | None:
    """Refuse to make something up: a poem, a joke, a translation; None where nothing like that is asked, or something else along with it."""
    query = context.query
    something_else = query.kind not in GENERAL and not query.concepts.isdisjoint(ASKING)
    if something_else or not asks_to_make(tokens_of(query.text), query.language):
        return None
    return refuse(context, context.messages.say("refusal.out_of_scope"), status=Status.OUT_OF_SCOPE)


def out_of_place(context: Context, draft: Draft) -> Draft:
    """Return a refusal as one for its subject where things of the moment are asked for; what the documents do say of them is kept.

    An answer to an English question that has none of the words for them says nothing of them: "What will the weather be like in spring?".
    """
    query = context.query
    if query.parts or query.kind not in GENERAL or "said" in query.concepts:
        return draft
    of_moment = of_the_moment(tokens := tokens_of(query.text), query.language)
    if not of_moment or (draft.status is not Status.NOT_IN_DOCUMENTS and (query.language != "en" or _speaks_of(draft, tokens, of_moment))):
        return draft
    return refuse(context, context.messages.say("refusal.out_of_scope"), status=Status.OUT_OF_SCOPE, support=draft.support)


def _speaks_of(draft: Draft, tokens: Sequence[Token], of_moment: Collection[int]) -> bool:
    """Whether an answer has one of the words that say which things of the moment are meant; one without claims may be about anything."""
    asked = {stem for i in of_moment for stem in terms_of(tokens[i].text)}
    return not draft.status.shows_an_answer or not asked.isdisjoint(terms_of(" ".join(claim.text for claim in draft.claims)))


def _gives_reason(context: Context, claim: Claim) -> bool:
    """Whether a claim gives a reason, in the language of the document that it is quoted from."""
    languages = {context.language_of(quote.span.source) for quote in claim.quotes} - {"en"}
    return bool(holds_kind(claim.text, Kind.REASON)) or any(goes_on(claim.text, "cause", language) for language in languages)


def as_remarked(context: Context, draft: Draft) -> Draft:
    """Return the earlier question's answer as the remark about it wants it: shorter, or with a reason in it."""
    concepts = context.query.concepts
    if not draft.status.shows_an_answer:
        return draft
    if concept_of(About.WHY) in concepts and not any(_gives_reason(context, claim) for claim in draft.claims):
        return refuse(context, context.messages.say("refusal.not_found"), support=draft.support)
    if concept_of(About.SHORTER) in concepts and not context.query.parts:
        return replace(draft, claims=tuple(claim for claim in draft.claims if claim.lead) or draft.claims[:1], cards=())
    return draft
