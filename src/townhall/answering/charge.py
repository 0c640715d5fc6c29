"""Who has to do with something, and whom to ask about it, by a sentence or a line that says so: "Questions about parking are answered by …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from townhall.answering.belonging import share_held
from townhall.answering.choice import leans
from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, sentence_quote
from townhall.answering.refusal import refuse
from townhall.answering.topic import topic_stems
from townhall.answering.types import PERSON_NAME
from townhall.chunking.lines import is_labelled, labelled
from townhall.index.facts.contacts import DETAILS
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, folded_phrase, tokens_of
from townhall.model import Hit, Kind, Role, Sentence, Status

KINDS = frozenset({Kind.PERSON, Kind.DEFINITION, Kind.OTHER, Kind.SUPPORT})
"""Kinds of which the words tell whether somebody in charge is asked for."""
SPOKEN_OF = 0.6
"""Share of what is asked about, weighted by idf, that a sentence must speak of, with what it goes on from and stands under."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that says whom to ask, and how well it fits."""

    hit: Hit
    number: int
    first: int
    """The number of the sentence that it goes on from; its own where it goes on from none."""
    share: float
    """How much of what is asked about it speaks of, in [0, 1]."""
    beside: int
    """Words of the headings above it, its document's title left out, that aren't asked about."""

    @property
    def sentence(self) -> Sentence:
        return self.hit.passage.sentences[self.number]


def answer_in_charge(context: Context) -> Draft | None:
    """Answer who is in charge of something, or whom to ask about it; None where it isn't asked, or no sentence says it.

    Told for English questions alone, and not for those after an organisation's contact, which is a fact.
    """
    query = context.query
    if query.language != "en" or not _is_asked(context) or query.values("organisation") or context.organisations():
        return None
    if set(query.values("attribute")) - set(DETAILS):
        return None
    topic = topic_stems(context) - stems_listed("charge", "plain")
    found = sorted(_found(context, frozenset(topic)), key=lambda one: (-one.share, one.beside, one.hit.rank, one.number)) if topic else []
    if not found:
        return None
    best = next((one for one in found if _has_details(context, one.sentence.text)), found[0])
    # That an address is missing is said of whoever is named for the very thing alone.
    named_for_it = not topic.isdisjoint(terms_of(best.sentence.text))
    return _draft(context, best) if named_for_it or _has_details(context, best.sentence.text) else None


def _is_asked(context: Context) -> bool:
    query = context.query
    if query.kind is Kind.CONTACT:
        return True
    phrase = f" {folded_phrase(query.search_text)} "
    return query.kind in KINDS and "who" in query.concepts and any(f" {asked} " in phrase for asked in words("charge", "asked"))


def _found(context: Context, topic: frozenset[str]) -> Iterator[_Found]:
    """Yield the sentences of the best passages that say whom to ask about the topic."""
    for hit in context.hits:
        above, below = context.stems_above(hit.passage), context.stems_above(hit.passage, titled=False)
        for number, sentence in enumerate(hit.passage.sentences):
            if not _says_whom(sentence.text) or (context.query.kind is not Kind.CONTACT and not _name(sentence.text)):
                continue
            first = _first(hit, number)
            said = {stem for other in hit.passage.sentences[first : number + 1] for stem in terms_of(other.text)}
            share = share_held(context, topic, said | above)
            # What has an object of its own isn't about the whole that its document is of.
            about = not topic.isdisjoint(said | below) or _gives_address(context, sentence.text) or _says_no_more(sentence.text)
            if share >= SPOKEN_OF and about:
                yield _Found(hit, number, first, share, len(below - topic))


def _gives_address(context: Context, text: str) -> bool:
    return context.query.kind is Kind.CONTACT and _gives_detail(text)


def _gives_detail(text: str) -> bool:
    return any(pattern.search(text) for pattern in DETAILS.values())


def _says_no_more(text: str) -> bool:
    """Whether a sentence or a line but names somebody and says that it is whom to ask."""
    name = _name(text) or ""
    known = stems_listed("charge", "said", "labels", "plain").union(terms_of(name), terms_of("person"))
    return is_labelled(text) or known.issuperset(terms_of(text))


def _says_whom(text: str) -> bool:
    """Whether a sentence or a line names somebody, or gives an address or a number, and says that it is to be asked or has to do with something."""
    label = labelled(text)
    known = label is not None and folded_phrase(label["label"]) in words("labels", "contact") | words("charge", "labels")
    phrase = f" {folded_phrase(text)} "
    told = known or any(f" {said} " in phrase for said in words("charge", "said"))
    return told and (_name(text) is not None or _gives_detail(text))


def _first(hit: Hit, number: int) -> int:
    """Return the number of the sentence that one goes on from: a line with a label, or one that begins with a pronoun, does."""
    sentence = hit.passage.sentences[number]
    return number - 1 if (is_labelled(sentence.text) or leans(sentence)) and hit.passage.goes_on(number) else number


def _has_details(context: Context, text: str) -> bool:
    return all(DETAILS[attribute].search(text) for attribute in context.query.values("attribute"))


def _name(text: str) -> str | None:
    """Return the person that a text names, if it is one alone; words that lead to a name are none of it: "Contact Jonas Weber"."""
    leading = STOP_WORDS | {word for phrase in words("charge", "said") for word in phrase.split()}
    plain = list(text)
    for token in tokens_of(text):
        if token.folded in leading:
            plain[token.start] = plain[token.start].lower()
    names = {match[0] for match in PERSON_NAME.finditer("".join(plain))}
    return names.pop() if len(names) == 1 else None


def _draft(context: Context, found: _Found) -> Draft:
    text, hit = found.sentence.text, found.hit
    name = _name(text)
    attributes = context.query.values("attribute")
    missing = [attribute for attribute in attributes if not DETAILS[attribute].search(text)]
    if missing:
        reasons = [context.messages.say(f"contact.missing_{attribute}", name=name) if name else _none(context, attribute) for attribute in missing]
        near = (Claim(found.sentence.shown, (sentence_quote(hit, found.sentence, role=Role.RELATED),)),)
        return refuse(context, " ".join(reasons), near=near)
    before = tuple(Claim(sentence.shown, (sentence_quote(hit, sentence),)) for sentence in hit.passage.sentences[found.first : found.number])
    # A line with a label is whole as it is, though no full stop ends it.
    sentence = replace(found.sentence, complete=found.sentence.complete or is_labelled(text))
    quote = sentence_quote(hit, sentence)
    details = {key: match[0] for key, pattern in DETAILS.items() if (match := pattern.search(text))}
    asked = [details[attribute] for attribute in attributes] or ([name] if name else [])
    lead = (Claim(", ".join(asked), (quote,), lead=True),) if asked else ()
    fields = {key: (value, quote) for key, value in {"name": name, **details}.items() if value}
    return Draft(Status.ANSWERED, (*lead, *before, Claim(sentence.shown, (quote,))), (CardDraft("contact", fields),) if name else ())


def _none(context: Context, attribute: str) -> str:
    return context.messages.say(f"refusal.attribute_{attribute}")
