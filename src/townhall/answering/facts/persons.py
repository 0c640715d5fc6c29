"""What a quoted person said, and who the person is."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote, sentence_quote
from townhall.answering.facts.series import asked_nouns
from townhall.answering.reading.topic import topic_tokens
from townhall.answering.refusal import refuse
from townhall.answering.sentences.choice import EXPLANATION_CHARACTERS
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import Token, tokens_of
from townhall.model import Fact, FactKind, Hit, Kind, Sentence, Status
from townhall.query.aliases import name_words, normal

NAMED = 0.5
"""Share of a question's topic that the title of a document must hold for the question to be about that document."""
QUOTE_MARKS = ('"', "\u201c", "\u201d", "«", "»", "„")
KINDS = frozenset({Kind.SAID, Kind.PERSON, Kind.DEFINITION, Kind.OTHER, Kind.LIST, Kind.REASON, Kind.CONTACT, Kind.SUPPORT, Kind.PLACE})


def answer_person(context: Context) -> Draft | None:
    """Answer a question about a person who is quoted, or for all of them; None where none is asked about."""
    query = context.query
    everybody = context.facts(FactKind.PERSON)
    if query.kind not in KINDS or not everybody or (query.kind is Kind.SUPPORT and ("said" not in query.concepts or context.organisations())):
        return None
    named = [fact for fact in everybody if fact.get("name") in query.values("person")]
    if not named and not query.values("person") and (query.kind is Kind.SAID or "said" in query.concepts):
        named = _described(context, everybody)
        if not named and _has_another_role(context, everybody):
            return refuse(context, context.messages.say("refusal.not_found"))
        if not named:
            return _list(_asked_for(context, everybody))
    if not named and _people_of_place(context):
        named = _described(context, everybody)
    if not named and "who_is" in query.concepts and _has_another_role(context, everybody):
        return refuse(context, context.messages.say("refusal.not_found"))
    if not named:
        return None
    wants_words = query.kind is Kind.SAID or (query.kind is not Kind.PLACE and not query.concepts & {"who", "person"})
    claims = [claim for fact in named for claim in (_words(context, fact) if wants_words else [_who(fact), _sentence(fact)])]
    return Draft(Status.ANSWERED, tuple(claims))


def _people_of_place(context: Context) -> bool:
    """Whether the persons of a place are asked for who are no contacts of its organisations: "all the people from …"."""
    query = context.query
    listed = query.kind in {Kind.LIST, Kind.PERSON} and "contact" not in query.concepts
    return listed and "people" in query.concepts and bool(query.values("place")) and not query.values("person")


def _described(context: Context, persons: Sequence[Fact]) -> list[Fact]:
    """Return the persons whose role is what the question calls them and names the place that it names: "the mayor", "the man from Kavala"."""
    tokens = tokens_of(context.query.search_text)
    called = _called(tokens)
    roles = [(fact, set(name_words(fact.get("role") or ""))) for fact in persons]
    titles = called.intersection(word for _, role in roles for word in role)
    places = _places_named(context)
    if not titles and not places:
        topic = {normal(token.folded) for token in topic_tokens(context, tokens)}
        return [fact for fact, role in roles if topic and topic <= role]
    return [fact for fact, role in roles if (not titles or not titles.isdisjoint(role)) and (not places or any(place <= role for place in places))]


def _called(tokens: Sequence[Token]) -> set[str]:
    """Return the words for persons, or for the offices they hold, by which a question calls them."""
    return {normal(tokens[match.last - 1].folded) for match in lexicon("en").concepts.find(tokens) if match.name in {"person", "people"}}


def _places_named(context: Context) -> list[set[str]]:
    return [set(name_words(slot.text)) for slot in context.query.slots if slot.name in {"place", "region"}]


def _has_another_role(context: Context, persons: Sequence[Fact]) -> bool:
    """Whether whoever is quoted of the place in question isn't what the question calls them: its mayor is asked for, its CIO is quoted."""
    called, places = _called(tokens_of(context.query.search_text)), _places_named(context)
    roles = [set(name_words(fact.get("role") or "")) for fact in persons]
    there = [role for role in roles if any(place <= role for place in places)]
    return bool(there) and any(called & role for role in roles) and not any(called & role for role in there)


def _asked_for(context: Context, persons: Sequence[Fact]) -> list[Fact]:
    """Return the persons of whom all are asked for: those in the documents that the question is about, if it asks who or which are quoted."""
    query = context.query
    if query.values("place") or query.values("organisation"):
        return []
    tokens = tokens_of(query.search_text)
    speakers = words("persons", "any")
    opening = {match.name for match in lexicon("en").concepts.find(tokens) if match.first == 0}
    asked = speakers.intersection([*asked_nouns(context), *_each(context, tokens)]) or (
        "who" in query.concepts and not opening.isdisjoint({"who", "list", "which"})
    )
    if not asked and not _people_asked(tokens):
        return []
    topic = [stem for token in topic_tokens(context, tokens) if normal(token.folded) not in speakers for stem in terms_of(token.text)]
    return [fact for fact in persons if _share_named(context, fact.values["sentence"].span.source, topic) >= NAMED]


def _each(context: Context, tokens: Sequence[Token]) -> list[str]:
    """Return the nouns of which each single one is asked for: the words right after "every"."""
    topics = topic_tokens(context, tokens)
    listing = {match.last for match in lexicon("en").concepts.find(tokens) if match.name in {"list", "all"}}
    return [token.folded for i, token in enumerate(tokens) if i in listing and (token in topics or token.folded in words("persons", "any"))]


def _people_asked(tokens: Sequence[Token]) -> bool:
    """Whether a word for persons comes right after one that asks which: "which people", "list all persons"."""
    matches = lexicon("en").concepts.find(tokens)
    asking = {match.last for match in matches if match.name in {"which", "list", "all", "who"}}
    return any(match.name == "people" and match.first in asking for match in matches)


def _share_named(context: Context, source: str, topic: Sequence[str]) -> float:
    """Return the share of the topic's stems that a document's title or file name holds; 1 where nothing is said of a topic."""
    held = set(terms_of(f"{context.bundle.titles[source].title} {source}"))
    return sum(stem in held for stem in topic) / len(topic) if topic else 1.0


def _list(persons: Sequence[Fact]) -> Draft | None:
    """Name the persons, each with the role that the sentence gives; None where there are none."""
    return Draft(Status.ANSWERED, tuple(_who(fact) for fact in persons)) if persons else None


def _who(fact: Fact) -> Claim:
    """Name a person with the role that the sentence gives."""
    text = ", ".join(" ".join(value.split()) for key in ("name", "role") if (value := fact.get(key)))
    return Claim(text, (fact_quote(fact, "sentence"),), lead=True)


def _sentence(fact: Fact) -> Claim:
    sentence = fact.values["sentence"]
    return Claim(sentence.value, (fact_quote(fact, "sentence"),))


def _words(context: Context, fact: Fact) -> list[Claim]:
    """Quote the sentence that holds the person's words, and the next one if it goes on with them."""
    place = fact.values["sentence"].span
    claims = [_sentence(fact)]
    following = _following(context.hits, place.source, place.end)
    if following and len(claims[0].text) + len(following[1].text) <= EXPLANATION_CHARACTERS:
        claims.append(Claim(following[1].shown, (sentence_quote(*following),)))
    return claims


def _following(hits: list[Hit], source: str, end: int) -> tuple[Hit, Sentence] | None:
    """Return the sentence after ``end`` if it begins in quotation marks."""
    for hit in hits:
        if hit.passage.source == source:
            later = [sentence for sentence in hit.passage.sentences if sentence.start >= end]
            if later and hit.passage.start < end and later[0].text.startswith(QUOTE_MARKS):
                return hit, later[0]
    return None
