"""What a quoted person said, and who the person is."""

from __future__ import annotations

from townhall.answering.choice import EXPLANATION_CHARACTERS
from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, fact_quote, sentence_quote
from townhall.model import Fact, FactKind, Hit, Kind, Sentence, Status

QUOTE_MARKS = ('"', "\u201c", "\u201d", "«", "»", "„")
KINDS = frozenset({Kind.SAID, Kind.PERSON, Kind.DEFINITION, Kind.OTHER, Kind.LIST, Kind.REASON, Kind.CONTACT})


def answer_person(context: Context) -> Draft | None:
    """Answer a question about a person who is quoted, or for all of them; None where none is asked about."""
    query = context.query
    everybody = context.facts(FactKind.PERSON)
    if query.kind not in KINDS or not everybody:
        return None
    named = [fact for fact in everybody if fact.get("name") in query.values("person")]
    if not named:
        asks_for_all = not query.values("person") and {"said", "people"} <= query.concepts
        return _list(everybody) if asks_for_all else None
    wants_words = query.kind is Kind.SAID or not query.concepts & {"who", "person"}
    claims = [claim for fact in named for claim in (_words(context, fact) if wants_words else [_who(fact), _sentence(fact)])]
    return Draft(Status.ANSWERED, tuple(claims))


def _list(persons: tuple[Fact, ...]) -> Draft:
    return Draft(Status.ANSWERED, tuple(_who(fact) for fact in persons))


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
