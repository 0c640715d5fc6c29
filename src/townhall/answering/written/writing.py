"""From a model's words to the answer, growing: what is proven stands at once, what isn't never does.

The extractive answer stays the frame: its status, its cards, what it leads with, and whatever it has worked out itself. The model's statements
stand between. Where too few of them hold, the extractive answer is given as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.written.evidence import Numbered, is_addressed, numbered_sentences, text_of
from townhall.answering.written.holding import Fate, Holding
from townhall.answering.written.parser import StatementReader, Written
from townhall.answering.written.prompt import Prompt, answer_prompt
from townhall.locales.spelling import same_spelling

LISTED = 8
"""Claims from which on an answer is a list, which is complete as it stands: no model is asked."""
WINDOW_SHARE = 2
"""Characters of numbered sentences to each word piece of the model's window: half of it, or less, at four characters a piece."""
MOST_CHARACTERS = 12_000
"""Characters of numbered sentences, however large the window is."""


class Outcome(StrEnum):
    """What came of asking the model."""

    WRITTEN = "written"
    UNPROVEN = "unproven"
    """Too few of its statements were supported."""
    NOTHING_NEW = "nothing new"
    """It said only what the answer says anyway."""
    SILENT = "silent"
    """It said nothing that is a statement."""


@dataclass(frozen=True, slots=True)
class _Counts:
    kept: int = 0
    failed: int = 0

    def of(self, fate: Fate) -> _Counts:
        match fate:
            case Fate.KEPT | Fate.RECKONED | Fate.REPEATED:
                return _Counts(self.kept + 1, self.failed)
            case Fate.REPLACED | Fate.LEFT_OUT:
                return _Counts(self.kept, self.failed + 1)


class Writing:
    """One answer in the making. Read ``drafts`` to the end; then ``outcome`` and ``result`` say what came of it."""

    def __init__(self, context: Context, draft: Draft, *, window: int) -> None:
        """Number the sentences for a model with a ``window`` of so many word pieces."""
        self._context = context
        self.extractive = without_addressed(context, draft)
        """The extractive answer, without claims that quote what speaks to a model, where others are left."""
        self.numbered: tuple[Numbered, ...] = numbered_sentences(context, self.extractive, characters=min(MOST_CHARACTERS, WINDOW_SHARE * window))
        self._leads = tuple(claim for claim in self.extractive.claims if claim.lead)
        self._holding = Holding(context, self.extractive, self.numbered, {same_spelling(claim.text) for claim in self._leads})
        self._claims: list[Claim] = list(self._leads)
        self._counts = _Counts()

    @property
    def is_wanted(self) -> bool:
        """Whether there is something for a model to write: an answer, not a list, and sentences to write from."""
        return self.extractive.status.shows_an_answer and len(self.extractive.claims) <= LISTED and bool(self.numbered)

    def prompt(self) -> Prompt:
        """Return what the model is told."""
        return answer_prompt(self._context, self.numbered, self._leads)

    def drafts(self, words: Iterable[str]) -> Iterator[Draft]:
        """Yield the answer each time that there is more of it; ``words`` are the model's, in pieces."""
        if self._leads:
            yield self._growing()
        reader = StatementReader()
        for piece in words:
            yield from self._held(reader.feed(piece))
            if reader.full:
                break
        yield from self._held(reader.close())

    @property
    def settled(self) -> int:
        """How many of the first claims stay: those with which the extractive answer begins too, so that it can still take the place of the rest."""
        pairs = zip(self._claims, self.extractive.claims, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    @property
    def failed(self) -> int:
        """Statements that were not supported."""
        return self._counts.failed

    @property
    def outcome(self) -> Outcome:
        """Whether the model's statements make an answer: at least half of them hold, and of several more than one."""
        kept, said = self._counts.kept, self._counts.kept + self._counts.failed
        if not said:
            return Outcome.SILENT
        if kept * 2 < said or kept < min(said, 2):
            return Outcome.UNPROVEN
        return Outcome.WRITTEN if len(self._claims) > len(self._leads) else Outcome.NOTHING_NEW

    def result(self) -> Draft:
        """Return the whole answer: what was written, then what the extractive answer has worked out and nothing written shows."""
        shown = [quote for claim in self._claims for quote in claim.quotes]
        missing = [
            claim
            for claim in self.extractive.claims
            if not claim.lead and claim not in self._claims and not self._is_shown(claim, shown) and (self._is_ours(claim) or self._is_on_card(claim))
        ]
        notes = list(self.extractive.notes)
        if self.failed:
            notes.append(self._context.messages.say("note.left_out", n=self.failed))
        return replace(self.extractive, claims=(*self._claims, *missing), notes=tuple(notes))

    def fallback(self, *, silent: bool) -> Draft:
        """Return the extractive answer, with a note why the model has no part in it."""
        say = self._context.messages.say
        note = say("note.model_silent") if silent else say("note.left_out", n=self.failed)
        return replace(self.extractive, notes=(*self.extractive.notes, note))

    def _held(self, statements: Iterable[Written]) -> Iterator[Draft]:
        for written in statements:
            held = self._holding.hold(written)
            self._counts = self._counts.of(held.fate)
            if not held.claims:
                continue
            if not self._claims and not self._answers(held.claims):
                self._open()
            self._claims.extend(held.claims)
            yield self._growing()

    def _answers(self, claims: Iterable[Claim]) -> bool:
        """Whether claims rest on what the extractive answer rests on."""
        own = {each.quote.span for each in self.numbered if each.cited}
        return any(quote.span in own for claim in claims for quote in claim.quotes)

    def _open(self) -> None:
        """Begin with the extractive answer's first claim: what the model begins with doesn't rest on what answers."""
        first = self.extractive.claims[0]
        self._claims.append(first)
        self._holding.said.add(same_spelling(first.text))

    def _growing(self) -> Draft:
        return Draft(self.extractive.status, tuple(self._claims), reason=self.extractive.reason, support=self.extractive.support)

    def _is_ours(self, claim: Claim) -> bool:
        """Whether a claim is worked out rather than quoted."""
        return not claim.quotes or not any(
            same_spelling(claim.text.rstrip(" …")) in same_spelling(text_of(self._context, quote.span)) for quote in claim.quotes
        )

    def _is_on_card(self, claim: Claim) -> bool:
        """Whether a card's field rests on a claim."""
        fields = [quote for card in self.extractive.cards for _, quote in card.fields.values() if quote is not None]
        return any(encloses(own, quote) for own in claim.quotes for quote in fields)

    @staticmethod
    def _is_shown(claim: Claim, shown: list[Quote]) -> bool:
        """Whether everything that a claim rests on is quoted already."""
        return bool(claim.quotes) and all(any(encloses(other, quote) for other in shown) for quote in claim.quotes)


def encloses(outer: Quote, inner: Quote) -> bool:
    """Whether one quote holds all of another."""
    return outer.span.source == inner.span.source and outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def without_addressed(context: Context, draft: Draft) -> Draft:
    """Return a draft without the claims that quote what speaks to a model, where claims with quotes are left."""
    kept = tuple(claim for claim in draft.claims if not any(is_addressed(context, quote.span) for quote in claim.quotes))
    return replace(draft, claims=kept) if any(claim.quotes for claim in kept) else draft
