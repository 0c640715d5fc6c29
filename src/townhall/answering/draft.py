"""An answer in the making: claims with the quotes that prove them, not yet numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from townhall.model import BROKEN_OFF, Card, CardField, Fact, Hit, Role, Sentence, Span, Statement, Status

CardKind = Literal["organisation", "contact", "deadline"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A place to cite."""

    span: Span
    role: Role = Role.SUPPORT
    also_in: tuple[Span, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and its proof."""

    text: str
    quotes: tuple[Quote, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A card whose fields carry the quotes that show them; a value of None is a field that the documents leave blank."""

    kind: CardKind
    fields: Mapping[str, tuple[str | None, Quote | None]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer makes of a question."""

    status: Status
    claims: tuple[Claim, ...] = ()
    cards: tuple[CardDraft, ...] = ()
    reason: str | None = None
    next: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    support: float | None = None


@dataclass
class Numbering:
    """Gives each quoted place its number, in the order in which it is first quoted."""

    quotes: dict[Span, Quote] = field(default_factory=dict)

    def number(self, quote: Quote) -> int:
        """Return the quote's number, from 1."""
        self.quotes.setdefault(quote.span, quote)
        return list(self.quotes).index(quote.span) + 1

    def statements(self, claims: tuple[Claim, ...]) -> tuple[Statement, ...]:
        """Return the claims as statements with numbered citations."""
        return tuple(Statement(claim.text, tuple(dict.fromkeys(self.number(quote) for quote in claim.quotes)), claim.lead) for claim in claims)

    def cards(self, drafts: tuple[CardDraft, ...]) -> tuple[Card, ...]:
        """Return the cards; a field refers to the citation, which a statement has made, of its quote or of one that encloses it.

        A field that no statement's citation shows is left out: a card says nothing that can't be looked up.
        """
        return tuple(
            Card(
                draft.kind,
                {
                    name: CardField(value, citation)
                    for name, (value, quote) in draft.fields.items()
                    if (citation := self._enclosing(quote)) is not None or value is None
                },
            )
            for draft in drafts
        )

    def _enclosing(self, quote: Quote | None) -> int | None:
        """Return the number of the first quote that holds all of ``quote``; None where no statement quotes it."""
        if quote is None:
            return None
        span = quote.span
        return next(
            (n for n, made in enumerate(self.quotes, 1) if made.source == span.source and made.start <= span.start and span.end <= made.end), None
        )


def sentence_quote(hit: Hit, sentence: Sentence, *, role: Role = Role.SUPPORT) -> Quote:
    """Quote a sentence of a hit, or of its section; where identical passages stand elsewhere, so does the sentence of the hit."""
    offset, length = sentence.start - hit.passage.start, sentence.end - sentence.start
    also = tuple(
        Span(place.source, place.start + offset, place.start + offset + length)
        for place in hit.also_in
        if place.end - place.start == hit.passage.end - hit.passage.start and 0 <= offset <= hit.passage.end - hit.passage.start - length
    )
    return Quote(Span(hit.passage.source, sentence.start, sentence.end), role, also, sentence.complete)


def fact_quote(fact: Fact, key: str, *, role: Role = Role.SUPPORT) -> Quote:
    """Quote the text that shows one value of a fact."""
    also = tuple(other[key].span for other in fact.others if key in other)
    value = fact.values[key]
    return Quote(value.span, role, also, complete=not value.value.endswith(BROKEN_OFF))
