"""Who has to do with something, and whom to ask about it, by a sentence or a line that says so: "Questions about parking are answered by …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from townhall.answering.context import Context
from townhall.answering.draft import CardDraft, Claim, Draft, sentence_quote
from townhall.answering.reading.belonging import share_held
from townhall.answering.reading.forms import PERSON_NAME
from townhall.answering.reading.offices import asks_in_charge
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.types import gives_detail
from townhall.answering.refusal import refuse
from townhall.answering.sentences.choice import leans
from townhall.chunking.lines import is_labelled, labelled
from townhall.index.facts.fields import DETAILS
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import phrases, words
from townhall.locales.words import STOP_WORDS, folded_phrase, phrases_in, tokens_of
from townhall.model import FactKind, Hit, Kind, Query, Role, Sentence, Status

SPOKEN_OF = 0.6
"""Share of what is asked about, weighted by idf, that a sentence must speak of, with what it goes on from and stands under."""
REACH = 2
"""Sentences after one that says with a label of what it is which are of the same."""
WHOM = "X"
"""What stands for whom to ask in the phrases that say so."""
CLAUSE_END = re.compile(r"[.;!?](?=\s|$)")
HEADING_MARKS = "\ufeff# \t\r\n"
"""What may stand before a document's first heading."""
HEADED = re.compile(r"\b(?:chair|coordinator|director|head|leader|manager) of (?P<object>[^,;.|()\n]+)", re.IGNORECASE)
"""How a text says what somebody heads."""


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

    Told for English questions alone, and not for those after an organisation's contact, or of one, which are facts.
    """
    query = context.query
    if query.language != "en" or not (query.kind is Kind.CONTACT or asks_in_charge(query)) or query.values("organisation") or _is_of_country(context):
        return None
    if set(query.values("attribute")) - set(DETAILS) or any(fact.get("name") in query.values("person") for fact in context.facts(FactKind.CONTACT)):
        return None
    topic = topic_stems(context) - stems_listed("charge", "plain")

    def order(one: _Found) -> tuple[float, bool, int, int, int]:
        # Whom to write to is rather one whose address is given than one who led an outing.
        return -one.share, not _gives_address(context, one.sentence.text), one.beside, one.hit.rank, one.number

    found = sorted(_found(context, frozenset(topic)), key=order) if topic else []
    if not found:
        return None
    best = next((one for one in found if _has_details(context, one.sentence.text)), found[0])
    # That an address is missing is said of whoever is named for the very thing alone.
    named_for_it = not topic.isdisjoint(terms_of(best.sentence.text))
    return _draft(context, best) if named_for_it or _has_details(context, best.sentence.text) else None


def _is_of_country(context: Context) -> bool:
    """Whether the contact of a country's organisation is asked for, be there one or not, where the documents hold those of several countries."""
    asked = bool(context.query.values("place")) and context.query.kind is Kind.CONTACT and len(context.names.countries) > 1
    return asked or bool(context.organisations())


def tells_nobody(query: Query, texts: Sequence[str]) -> bool:
    """Whether it is asked in English who is in charge of something, and no text says of anybody that they have to do with anything."""
    if query.language != "en" or not asks_in_charge(query) or query.values("organisation"):
        return False
    # Whoever has to do with it may be no person: "The parks are looked after by the county."
    said = {phrase.strip(f"{WHOM.lower()} ") for phrase in words("charge", "said") if phrase.startswith(WHOM.lower()) or " by " in phrase}
    return not any(_says_whom(text) or phrases_in(text, said | words("charge", "asked")) for text in texts)


def _found(context: Context, topic: frozenset[str]) -> Iterator[_Found]:
    """Yield the sentences of the best passages that say whom to ask about the topic."""
    for hit in context.hits:
        if _is_of_other_country(context, hit):
            continue
        above, below = context.stems_above(hit.passage), frozenset(terms_of("\n".join(_parts_above(context, hit))))
        for number, sentence in enumerate(hit.passage.sentences):
            if not _says_whom(sentence.text) or (context.query.kind is not Kind.CONTACT and not _name(sentence.text)):
                continue
            first = _first(hit, number)
            said = {stem for other in hit.passage.sentences[first : number + 1] for stem in terms_of(other.text)}
            share = share_held(context, topic, said | above)
            # What has an object of its own isn't about the whole that its document is of.
            about = not topic.isdisjoint(said | below) or _gives_address(context, sentence.text) or _says_no_more(sentence.text)
            # A contact for the press is one for whatever the page is about.
            called = _is_called_otherwise(hit.passage.sentences[first].text, topic) and not _gives_address(context, sentence.text)
            other = called or _heads_a_part(sentence.text, topic)
            if share >= SPOKEN_OF and about and not other:
                yield _Found(hit, number, first, share, len(below - topic))


def _parts_above(context: Context, hit: Hit) -> list[str]:
    """Return the headings above a passage but for the one of its whole document."""
    document = context.bundle.document(hit.passage.source)
    text, title = (document.text, document.title) if document else ("", "")
    return [heading.text for heading in hit.passage.headings if heading.text != title and text[: heading.start].strip(HEADING_MARKS)]


def _is_called_otherwise(text: str, topic: frozenset[str]) -> bool:
    """Whether a sentence says with a label that it is of something that isn't asked about: "Mobility: Mr Moe was confirmed as chair" of the board."""
    label = labelled(text)
    plain = (
        stems_listed("charge", "labels", "said", "plain") | stems_listed("labels", "contact", "name") | stems_listed("persons", "offices", "titles")
    )
    stems = frozenset(terms_of(label["label"])) - plain if label else frozenset()
    return bool(stems) and topic.isdisjoint(stems)


def _heads_a_part(text: str, topic: frozenset[str]) -> bool:
    """Whether a text says of somebody that they head something else than what is asked about: "head of lending" of a library."""
    plain = stems_listed("organisations", "nouns") | stems_listed("charge", "plain")
    objects = [terms_of(match["object"]) for match in HEADED.finditer(text)]
    return bool(objects) and all(any(stem not in plain for stem in stems) and topic.isdisjoint(stems) for stems in objects)


def _is_of_other_country(context: Context, hit: Hit) -> bool:
    """Whether a place is named and a passage stands in the entry of an organisation of another country: "Languages: Slovene, Italian"."""
    places = context.query.values("place")
    facts = (context.names.organisation_named(heading) for heading in hit.passage.heading_path)
    countries = [country for fact in facts if fact and (country := fact.get("country"))]
    return bool(places and countries) and set(countries).isdisjoint(places)


def _gives_address(context: Context, text: str) -> bool:
    return context.query.kind is Kind.CONTACT and gives_detail(text)


def _says_no_more(text: str) -> bool:
    """Whether a sentence or a line but names somebody and says that it is whom to ask."""
    name = _name(text) or ""
    known = stems_listed("charge", "said", "labels", "plain").union(terms_of(name), terms_of("person"))
    return is_labelled(text) or known.issuperset(terms_of(text))


def _says_whom(text: str) -> bool:
    """Whether a sentence or a line names somebody, or gives an address or a number, and says that it is to be asked or has to do with something."""
    label = labelled(text)
    # A label may say for whom: that of a line "Contact for the press".
    known = label is not None and folded_phrase(label["label"]).split(" for ")[0] in words("labels", "contact") | words("charge", "labels")
    masked = _masked(text)
    told = known or any(phrases("charge", "said").search(f" {folded_phrase(clause)} ") for clause in CLAUSE_END.split(masked))
    return told and masked != text


def _masked(text: str) -> str:
    """Return a text with a placeholder for the person whom it names, if it is one alone, and for each address and telephone number."""
    name = _name(text)
    masked = text.replace(name, WHOM) if name else text
    for pattern in DETAILS.values():
        masked = pattern.sub(WHOM, masked)
    return masked


def _first(hit: Hit, number: int) -> int:
    """Return the number of the sentence that one goes on from: a line with a label, or one that begins with a pronoun, does.

    So does what stands in a paragraph after a sentence that says with a label of what it is: "Housing: the post is vacant. Ms Moe stands in."
    What ends a paragraph and but names somebody ("Responsible: Ada Quill.") is of all of it.
    """
    sentences, sentence = hit.passage.sentences, hit.passage.sentences[number]
    if _ends_with_whom(hit, number):
        return next(first for first in range(number, -1, -1) if not hit.passage.goes_on(first))
    if (is_labelled(sentence.text) or leans(sentence)) and hit.passage.goes_on(number):
        return number - 1
    first = number
    while labelled(sentences[first].text) is None and number - first < REACH and hit.passage.goes_on(first):
        first -= 1
    return first if labelled(sentences[first].text) else number


def _ends_with_whom(hit: Hit, number: int) -> bool:
    """Whether a sentence ends a paragraph of several and but says who is in charge, by a label."""
    label, last = labelled(hit.passage.sentences[number].text), len(hit.passage.sentences) - 1
    ends = number == last or not hit.passage.goes_on(number + 1)
    return ends and hit.passage.goes_on(number) and label is not None and folded_phrase(label["label"]) in words("charge", "labels")


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
    leading = hit.passage.sentences[found.first : found.number]
    if _ends_with_whom(hit, found.number):  # of a paragraph what speaks of it most is enough
        leading = (max(leading, key=lambda other: len(frozenset(context.terms).intersection(terms_of(other.text)))),)
    before = tuple(Claim(other.shown, (sentence_quote(hit, other),)) for other in leading)
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
