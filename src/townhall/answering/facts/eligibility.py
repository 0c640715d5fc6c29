"""Who may apply: the sentences of a call that say for whom it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.reading.features import stems_asked
from townhall.answering.reading.forms import ELIGIBLE
from townhall.answering.reading.topic import topic_tokens, unknown_topic
from townhall.answering.sentences.of_size import fits_size, size_told
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.sizes import sizes_in
from townhall.locales.words import tokens_of
from townhall.model import FactKind, Hit, Kind, Query, Sentence, Status
from townhall.query.parse import SETTLEMENTS
from townhall.query.telling import asking_words
from townhall.query.things import things_in
from townhall.query.yes_or_no import wants_yes_or_no

SENTENCES = 2
TARGETED = re.compile(
    r"\b(?:eligible|open to|targets?|addressed to|restricted to|limited to|intended for|designed (?:to support|for))\b", re.IGNORECASE
)
"""How a call says for whom it is; other words for those who apply may stand in any of its sentences."""
DENIED = re.compile(r"\b(?:may|can) ?not (?:apply|participate|join|take part)\b|\bnot eligible\b", re.IGNORECASE)
"""How it says for whom it isn't, which comes after that."""
SIZED = frozenset({Kind.OTHER, Kind.QUANTITY, Kind.DEFINITION, Kind.REASON})
"""Kinds of questions about a size that may be questions for who may take part."""
APPLICANTS = SETTLEMENTS | {"body", "people", "inhabitants", "person"}
"""Notions and concepts of those who may apply for something."""
TAKING_PART = frozenset({"apply", "eligible", "open", "may_we"})
"""Concepts of a question that tells a size for whether somebody may take part."""
LIKELIEST = 3
"""Passages in which it is looked up whether they speak of what the question does."""
SEARCHED = "eligible applicants, who may apply, participants must be, open to, encouraged to take part, inhabitants"
"""What such sentences are about, put beside the question to find them."""


def answer_eligibility(context: Context) -> Draft | None:
    """Answer a question for who may take part in a call that has deadlines; None where it is none, or no sentence says so."""
    query = context.query
    of_a_place = query.values("place") or query.values("organisation")
    if query.kind is not Kind.ELIGIBILITY and (of_a_place or query.kind not in SIZED or "population" not in query.values("attribute")):
        return None
    tells = says_size(query.search_text)
    of_size = "population" in query.values("attribute") or tells
    if (tells and _asks_otherwise(context)) or (not of_size and _asks_of_something(context)):
        return None
    claims = conditions(context, of_size=of_size)
    counts = query.kind is Kind.QUANTITY and not any(says_size(claim.text) for claim in claims)
    if counts or (not of_size and _is_of_no_applicant(query, claims)):
        return None
    return Draft(Status.ANSWERED, claims) if claims else None


def _asks_otherwise(context: Context) -> bool:
    """Whether a place of some size is asked about for something else than whether it may take part: what it pays, or gets."""
    query = context.query
    tokens = tokens_of(query.search_text)
    first, last = asking_words(query.search_text, tokens, "en")
    told_alone = bool(tokens) and not says_size(query.search_text[tokens[first].start : tokens[last - 1].end])
    if "money" in query.values("attribute"):
        return True
    return query.kind is not Kind.ELIGIBILITY and not told_alone and query.concepts.isdisjoint(TAKING_PART)


def _is_of_no_applicant(query: Query, claims: Sequence[Claim]) -> bool:
    """Whether something is asked about of which the sentences found say nothing, and which applies for nothing: "Is staff time eligible?"."""
    if not wants_yes_or_no(query) or "we" in query.concepts:
        return False
    thing = next(iter(things_in(query.search_text)), None)
    tokens = tokens_of(thing.text)[-1:] if thing else []
    matches = (*lexicon("en").terms.find(tokens), *lexicon("en").concepts.find(tokens))
    if thing is None or any(match.name in APPLICANTS for match in matches):
        return False
    said = frozenset(terms_of(thing.text))
    return all(said.isdisjoint(terms_of(claim.text)) for claim in claims)


def _asks_of_something(context: Context) -> bool:
    """Whether it is asked of something certain ("value added tax", "a school"), rather than of whoever asks, or of towns in general.

    It is also where whoever asks tells what one of the sentences found speaks of: "we are an island".
    """
    query = context.query
    tokens = tokens_of(query.search_text)
    settled = {token.start for match in lexicon("en").terms.find(tokens) for token in tokens[match.first : match.last]}
    titles = {stem for hit in context.hits for stem in terms_of(context.bundle.titles[hit.passage.source].title)}
    named = {stem for slot in query.slots for stem in terms_of(slot.text)}
    topics = [token for token in topic_tokens(context, tokens) if token.start not in settled]
    certain = {stem for token in topics for stem in terms_of(token.text)} - titles - named
    if "we" not in query.concepts and len(settled) == 0 and "who" not in query.concepts:
        return bool(certain)
    return any(certain & set(terms_of(sentence.text)) for hit in context.hits[:LIKELIEST] for sentence in hit.passage.sentences)


def conditions(context: Context, *, of_size: bool) -> tuple[Claim, ...]:
    """Return the sentences that say for whom a call with deadlines is: those on inhabitants alone where the size matters and any says it."""
    sources = sorted({fact.values["date"].span.source for fact in context.facts(FactKind.DEADLINE)})
    if not sources or unknown_topic(context, sources):
        return ()
    hits = context.searcher.search(f"{context.query.search_text} {SEARCHED}", context.passages, sources=sources)
    found = [(len(ELIGIBLE.findall(sentence.text)), hit, sentence) for hit in hits for sentence in hit.passage.sentences]
    asked = stems_asked(context)

    def order(entry: tuple[int, Hit, Sentence]) -> tuple[bool, int, bool, int, int, int, int]:
        said, hit, sentence = entry
        spoken = len(asked.intersection(terms_of(sentence.text)))
        denied = DENIED.search(sentence.text) is not None
        return not _is_headed_so(hit), -spoken, denied, -said, -len(TARGETED.findall(sentence.text)), hit.rank, sentence.start

    best = sorted((entry for entry in found if entry[0]), key=order)
    sized = [entry for entry in best if says_size(entry[2].text)] if of_size else []
    size = size_told(context)
    sized = [entry for entry in sized if size is not None and fits_size(entry[2].text, size)] or sized
    return tuple(_claim(hit, sentence) for _, hit, sentence in (sized or best)[:SENTENCES])


def _is_headed_so(hit: Hit) -> bool:
    """Whether a passage stands under a heading that says for whom something is: "Who may apply"."""
    return any(ELIGIBLE.search(heading) for heading in hit.passage.heading_path[-1:])


def says_size(text: str) -> bool:
    """Whether a number of inhabitants stands in a text: "over 20,000 inhabitants", "a city of 210,000"."""
    return bool(sizes_in(text))


def _claim(hit: Hit, sentence: Sentence) -> Claim:
    return Claim(sentence.shown, (sentence_quote(hit, sentence),))
