"""Which organisations of a directory do something, by the one sentence of their entry that says all of it: "Who deals with ice roads?"."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Draft
from townhall.answering.facts.organisations import describe, organisation_card
from townhall.answering.reading.entries import entry_sentences
from townhall.answering.reading.topic import topic_stems
from townhall.chunking.labels import field_kind
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import phrases_in
from townhall.model import Fact, FactKind, Kind, Status

KINDS = frozenset({Kind.PERSON, Kind.OTHER, Kind.DEFINITION, Kind.CONTACT})
"""Kinds of question for somebody; who gives support is asked of a country."""
FEWEST = 3
"""Organisations that make a directory."""
SEVERAL = 2
"""Words of what is done that tell it, where the question doesn't say that it asks for whoever is in charge."""
MOST = 3
"""Organisations that can be meant: what more of them do tells none of them."""


def answer_doing(context: Context) -> Draft | None:
    """Answer which organisations do what is asked about; None where none is asked for, or none does all of it. Told for English questions alone."""
    query, known = context.query, context.facts(FactKind.ORGANISATION)
    named = any(slot.name in {"organisation", "person", "place", "region", "phase"} for slot in query.slots)
    if query.language != "en" or query.kind not in KINDS or "who" not in query.concepts or named or len(known) < FEWEST:
        return None
    topic = topic_stems(context) - stems_listed("charge", "plain", "doing") - stems_listed("organisations", "ones", "nouns")
    told = len(topic) >= SEVERAL or (topic and phrases_in(query.search_text, words("charge", "asked")))
    doing = [organisation for organisation in known if told and _does(context, organisation, topic)]
    if not 0 < len(doing) <= MOST:
        return None
    room = context.characters // len(doing)
    claims = tuple(claim for organisation in doing for claim in describe(context, organisation, room, ranked=True))
    return Draft(Status.ANSWERED, claims, tuple(organisation_card(context, organisation) for organisation in doing))


def _does(context: Context, organisation: Fact, topic: set[str]) -> bool:
    """Whether one sentence of an organisation's entry, which gives neither its name nor its contact, holds all of a topic."""
    sentences = (text for text, _ in entry_sentences(context, organisation))
    return any(topic.issubset(terms_of(text)) and not _is_detail(text) for text in sentences)


def _is_detail(text: str) -> bool:
    label = labelled(text, words=LABEL_WORDS)
    return label is not None and field_kind(label["label"]) is not None
