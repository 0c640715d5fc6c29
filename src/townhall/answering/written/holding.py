"""One statement of the model held to the sentences that it cites: it stays, a sentence or what we reckon takes its place, or it is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.facts.standing import deadline_claim
from townhall.answering.written.addressed import speaks_to_a_model
from townhall.answering.written.evidence import Numbered
from townhall.answering.written.parser import Written, known
from townhall.guard import check, support
from townhall.guard.content import NEGATION, content_of
from townhall.locales.lexicon import lexicon
from townhall.locales.spelling import same_spelling
from townhall.locales.words import STOP_WORDS, tokens_of
from townhall.model import Fact, FactKind, Kind
from townhall.query.language import detect_language

SAYS_SOMETHING = 2
"""Words beside stop words that a statement has at least."""
STANDING = frozenset({"deadline", "open", "still"})
"""Concepts whose words say how a deadline stands."""
STILL = frozenset({"open", "still"})
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<[^>]{0,200}>")
_DRESSING = re.compile(r"^\s*(?:#{1,6}|[-*•>])\s+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")


class Fate(StrEnum):
    """What becomes of a statement."""

    KEPT = "kept"
    RECKONED = "reckoned"
    """It tells of a deadline: our own words take its place, which know how it stands today."""
    REPLACED = "replaced"
    """A sentence that it cites, and that answers, takes its place."""
    LEFT_OUT = "left out"
    REPEATED = "repeated"
    """It says what has been said."""


@dataclass(frozen=True, slots=True)
class Held:
    """A statement's fate, and what is said in the end."""

    fate: Fate
    claims: tuple[Claim, ...] = ()


@dataclass
class Holding:
    """Holds the statements of one answer, in order; ``said`` are the folded texts that stand already."""

    context: Context
    draft: Draft
    """The extractive answer."""
    numbered: Sequence[Numbered]
    said: set[str] = field(default_factory=set)

    def hold(self, written: Written) -> Held:
        """Return what becomes of a statement."""
        text = plain(written.text)
        cited = [self.numbered[number - 1] for number in known(written, len(self.numbered)).numbers]
        if text and same_spelling(text) in self.said:
            return Held(Fate.REPEATED)
        if cited and (facts := self._deadlines(text, cited)):
            return self._new(Fate.RECKONED, tuple(self._reckoned(fact) for fact in facts))
        if text and cited and self._is_supported(text, cited):
            return self._new(Fate.KEPT, (Claim(text, tuple(each.quote for each in cited)),))
        instead = next((each for each in cited if each.cited and same_spelling(each.text) not in self.said), None)
        if instead is None or self._deadlines(instead.text, [instead]):
            return Held(Fate.LEFT_OUT)
        shown = next((claim for claim in self.draft.claims if claim.quotes == (instead.quote,) and not claim.lead), None)
        return self._new(Fate.REPLACED, (shown or Claim(instead.text, (instead.quote,)),))

    def _new(self, fate: Fate, claims: Sequence[Claim]) -> Held:
        """Return those of ``claims`` that don't stand yet, and remember them."""
        fresh = tuple(claim for claim in claims if same_spelling(claim.text) not in self.said)
        self.said.update(same_spelling(claim.text) for claim in fresh)
        return Held(fate if fresh or fate is Fate.RECKONED else Fate.REPEATED, fresh)

    def _is_supported(self, text: str, cited: Sequence[Numbered]) -> bool:
        """Whether what it cites supports a statement, and nothing in it speaks for the model rather than for the documents."""
        if speaks_to_a_model(text):
            return False
        texts = [each.text for each in cited]
        if any(same_spelling(text) in same_spelling(each) for each in texts):
            return True
        says_little = sum(token.folded not in STOP_WORDS for token in tokens_of(text)) < SAYS_SOMETHING
        return not says_little and not self._tells_how_it_stands(text, cited) and self._holds(text, cited)

    def _holds(self, text: str, cited: Sequence[Numbered]) -> bool:
        """Whether the guard holds a statement to be supported: by what we say ourselves of the same sentences, or by them and their headings."""
        texts = [each.text for each in cited]
        language, own = self.context.query.language, self._own_words(cited)
        premises = self.draft.notes
        if own and support(text, own, language=language, premises=premises).supported:
            return True
        of_evidence = self._language_of(cited)
        written_in = language
        if of_evidence != language and detect_language(text, tokens_of(text), self.context.detector).language == of_evidence:
            written_in = of_evidence
        if written_in == of_evidence and not NEGATION.search(text) and any(NEGATION.search(each) for each in texts):
            return False  # what a sentence denies would be said without the denial
        evidence = [*texts, *(each.place for each in cited)]
        judge = self.context.judge
        return check(text, evidence, language=written_in, evidence_language=of_evidence, premises=premises, judge=judge).supported

    def _language_of(self, cited: Sequence[Numbered]) -> str:
        """Return the language of what is cited: the question's if a part of it is in that."""
        languages = [each.language for each in cited]
        return self.context.query.language if self.context.query.language in languages else languages[0]

    def _own_words(self, cited: Sequence[Numbered]) -> list[str]:
        """Return what we say ourselves of nothing but what is cited: proven, and in the question's language."""
        spans = {each.quote.span for each in cited}
        return [claim.text for claim in self.draft.claims if claim.quotes and all(quote.span in spans for quote in claim.quotes)]

    def _deadlines(self, text: str, cited: Sequence[Numbered]) -> list[Fact]:
        """Return the deadlines that a statement tells of: those that its sentences give, if it gives their dates or says how they stand."""
        language = self.context.query.language
        given = [
            fact
            for fact in self.context.facts(FactKind.DEADLINE)
            for span in [fact.values["sentence"].span]
            if any(span.source == each.quote.span.source and span.start < each.quote.span.end and each.quote.span.start < span.end for each in cited)
        ]
        if not given:
            return []
        days = content_of(text, language).dates
        dated = [fact for fact in given if (fact.get("date") or "") in days]
        return dated or (given if concepts_in(text, language) & STANDING else [])

    def _reckoned(self, fact: Fact) -> Claim:
        """Return how a deadline stands: as the extractive answer says it, if it does."""
        made = deadline_claim(self.context, fact)
        own = next((claim for claim in self.draft.claims if made.text in claim.text), made)
        return Claim(own.text, own.quotes)

    def _tells_how_it_stands(self, text: str, cited: Sequence[Numbered]) -> bool:
        """Whether a statement says that something is open or still possible where there are deadlines, and gives none: only a date can tell."""
        sources = {each.quote.span.source for each in cited}
        dated = any(fact.values["sentence"].span.source in sources for fact in self.context.facts(FactKind.DEADLINE))
        asked = self.context.query.kind in {Kind.OPEN, Kind.DEADLINE} or dated
        return asked and bool(concepts_in(text, self.context.query.language) & STILL)


def plain(text: str) -> str:
    """Return a statement without links, tags and marks of emphasis."""
    return " ".join(_DRESSING.sub("", _TAG.sub(" ", _LINK.sub(r"\1", text))).split())


def concepts_in(text: str, language: str) -> set[str]:
    """Return the lexicon's names for what the words of a text do."""
    return {match.name for match in lexicon(language).concepts.find(tokens_of(text))}
