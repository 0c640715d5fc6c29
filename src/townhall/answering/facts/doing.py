"""Which organisations of a directory do something, by the one sentence of their entry that says all of it: "Who deals with ice roads?"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.draft import Draft
from townhall.answering.facts.organisations import describe, organisation_card
from townhall.answering.reading.entries import entry_sentences
from townhall.answering.reading.topic import topic_stems
from townhall.chunking.labels import field_kind
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import Fact, FactKind, Kind, Status
from townhall.query.parse import SETTLEMENTS

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
    if not _may_be_asked(context) or context.query.kind not in KINDS or "who" not in context.query.concepts:
        return None
    topic = _topic(context)
    told = len(topic) >= SEVERAL or (topic and phrases_in(context.query.search_text, words("charge", "asked")))
    doing = _doing(context, topic) if told else []
    return _described(context, doing) if len(doing) <= MOST else None


def answer_those_doing(context: Context) -> Draft | None:
    """Answer the same where organisations are asked for in the plural: "list the networks that deal with mobility"; however many they are."""
    query = context.query
    topic = _topic(context) if _may_be_asked(context) and query.kind in {*KINDS, Kind.LIST, Kind.SUPPORT} else set()
    if not topic or query.concepts.isdisjoint({"which", "list", "all"}) or not _in_plural(query.search_text):
        return None
    known = context.facts(FactKind.ORGANISATION)
    return _described(context, [one for one in known if topic.issubset(terms_of(one.get("name") or "")) or _does(context, one, topic)])


def says_which(context: Context) -> bool:
    """Whether an English question says which organisations are meant by what they do: "the networks that train divers"."""
    tokens = tokens_of(context.query.search_text)
    nouns = stems_listed("organisations", "nouns", "general")
    relative = any(
        nouns.issuperset(terms_of(token.text)) and after.folded in words("organisations", "relative")
        for token, after in pairwise(tokens)
        if terms_of(token.text)
    )
    return context.query.language == "en" and relative and bool(_topic(context))


def _may_be_asked(context: Context) -> bool:
    query, known = context.query, context.facts(FactKind.ORGANISATION)
    named = any(slot.name in {"organisation", "person", "place", "region", "phase", "attribute"} for slot in query.slots)
    return query.language == "en" and not named and len(known) >= FEWEST and query.concepts.isdisjoint({"contact", "nobody", "example"})


def _topic(context: Context) -> set[str]:
    usual = (
        stems_listed("charge", "plain", "doing")
        | stems_listed("organisations", "ones", "nouns", "general")
        | frozenset(terms_of(" ".join(SETTLEMENTS)))
    )
    return topic_stems(context) - usual


def _in_plural(text: str) -> bool:
    """Whether a question names organisations by a noun in the plural."""
    nouns = stems_listed("organisations", "nouns", "general")
    return any(token.folded.endswith("s") and nouns.issuperset(terms_of(token.text)) for token in tokens_of(text) if terms_of(token.text))


def _doing(context: Context, topic: set[str]) -> list[Fact]:
    return [organisation for organisation in context.facts(FactKind.ORGANISATION) if _does(context, organisation, topic)]


def _described(context: Context, organisations: Sequence[Fact]) -> Draft | None:
    if not organisations:
        return None
    room = context.characters // len(organisations)
    claims = tuple(claim for organisation in organisations for claim in describe(context, organisation, room, ranked=True))
    return Draft(Status.ANSWERED, claims, tuple(organisation_card(context, organisation) for organisation in organisations))


def _does(context: Context, organisation: Fact, topic: set[str]) -> bool:
    """Whether one sentence of an organisation's entry, which gives neither its name nor its contact, holds all of a topic."""
    sentences = (text for text, _ in entry_sentences(context, organisation))
    return any(topic.issubset(terms_of(text)) and not _is_detail(text) for text in sentences)


def _is_detail(text: str) -> bool:
    label = labelled(text, words=LABEL_WORDS)
    return label is not None and field_kind(label["label"]) is not None
