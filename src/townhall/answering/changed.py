"""What a notice has changed: where one speaks of what is asked about, its sentences follow the answer that is given elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.belonging import share_held
from townhall.answering.reading.types import HARD_KINDS, gives_detail
from townhall.index.lexical import terms_of
from townhall.locales.corrigenda import corrections_in
from townhall.locales.deadlines import announces
from townhall.locales.sequels import goes_on
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, phrases_in
from townhall.model import BETWEEN_CELLS, Passage, Sentence, Span, Status

SPOKEN_OF = 0.6
"""Share of what is asked about, weighted by idf, that a notice must speak of."""
PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
"""What parts two notices."""
NEARLY_ALL = 0.85
"""The same of one in another language that gives no number of the answer's."""
FOLLOWING = 2
"""Sentences of such a one from that on which says that something has changed."""
CLAUSE = re.compile(r"[;,.]\s|\s(?:and|but)\s")
"""What parts what a notice says of one thing from what it says of another."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MOST = 3
"""Sentences of a notice that are shown: what it says is wrong, and what holds now."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What of an answer tells whether a notice is about it: its numbers, and the stems of the names that its cards give."""

    numbers: frozenset[str]
    names: tuple[frozenset[str], ...]
    persons: tuple[frozenset[str], ...]
    """Those of them that are of people."""
    said: str
    """All that it says, folded."""

    def is_corrected(self, text: str, language: str) -> bool:
        """Whether a text corrects what the answer says: 'For "three partners" read "four partners"'."""
        return any(f" {folded_phrase(text[slice(*one.old)])} " in self.said for one in corrections_in(text, language))


def with_changes(context: Context, draft: Draft) -> Draft:
    """Return an answer with what the documents in the question's language say has changed of what is asked about; deadlines take that in themselves.

    "The workshop planned for 11 June is postponed. It will take place on 24 September."
    """
    quoted = {quote.span for claim in draft.claims for quote in claim.quotes}
    if draft.status is not Status.ANSWERED or not quoted or any("date" in card.fields for card in draft.cards):
        return draft
    names = [card.fields[key][0] for card in draft.cards for key in ("name", "organisation") if key in card.fields]
    persons = [card.fields["name"][0] for card in draft.cards if card.kind == "contact" and "name" in card.fields]
    of_names, of_persons = (tuple(stems for name in of_kind if name and (stems := frozenset(terms_of(name)))) for of_kind in (names, persons))
    texts = [claim.text for claim in draft.claims]
    numbers = frozenset(number for text in texts for number in NUMBER.findall(text))
    answer = _Answer(numbers, of_names, of_persons, f" {folded_phrase(' '.join(texts))} ")
    told = [
        _said(passage, sentence, headed=number == 0 and not (draft.cards or _is_named(context, passage, texts)))
        for passage in context.worded
        if context.language_of(passage.source) == context.query.language
        for number, sentence in enumerate((_change if context.query.language == "en" else _change_in_own_words)(context, passage, answer))
        if not any(span.source == passage.source and span.start < sentence.end and sentence.start < span.end for span in quoted)
    ]
    valued = context.query.values("attribute") or context.query.kind in HARD_KINDS
    if context.query.language == "en" and not valued and any(_leaves_open(context, claim.text) for claim in told):
        return replace(draft, status=Status.PARTIAL, claims=tuple(told[:MOST]), reason=context.messages.say("refusal.not_found"))
    room = context.characters - sum(len(claim.text) for claim in draft.claims)
    told = [claim for place, claim in enumerate(told[:MOST]) if sum(len(one.text) for one in told[: place + 1]) <= room]
    return replace(draft, claims=(*_without_lead(draft.claims), *told)) if told else draft


def _said(passage: Passage, sentence: Sentence, *, headed: bool) -> Claim:
    """Return a sentence of a notice, with the heading that it stands under where the answer doesn't name what that is of."""
    quote = Quote(Span(passage.source, sentence.start, sentence.end), complete=sentence.complete)
    if not headed:
        return Claim(sentence.shown, (quote,))
    heading = passage.headings[-1]
    return Claim(f"{heading.text}{BETWEEN_CELLS}{sentence.shown}", (Quote(Span(passage.source, heading.start, heading.end)), quote))


def _is_named(context: Context, passage: Passage, texts: Sequence[str]) -> bool:
    """Whether the answer has half of what the heading right above a notice's passage says; so does one without, or with its document's title."""
    if len(passage.headings) <= 1:
        return True
    language = context.language_of(passage.source)
    said = frozenset(stem for stem in context.stems(passage.headings[-1].text, language) if stem.isalpha())
    return 2 * len(said.intersection(context.stems("\n".join(texts), language))) >= len(said)


def _leaves_open(context: Context, text: str) -> bool:
    """Whether a sentence says that what is asked for will be told later: "The room will be announced later"."""
    parts = [part for part in CLAUSE.split(text) if phrases_in(part, words("changes", "later"))]
    return any(not frozenset(context.terms).isdisjoint(terms_of(part)) for part in parts)


def _is_about(context: Context, passage: Passage) -> bool:
    """Whether a corrigendum's passage, with what it stands under, speaks of what is asked about: the same sum may be that of another fee."""
    language = context.query.language
    asked = context.terms if language == "en" else context.said
    return share_held(context, asked, context.held(passage, passage.text), language) >= SPOKEN_OF


def _without_lead(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Return claims without the value that stands first and alone: it may be the one that holds no longer."""
    return [claim for claim in claims if not (claim.lead and any(claim.text in other.text for other in claims if other is not claim))]


def _change(context: Context, passage: Passage, answer: _Answer) -> Sequence[Sentence]:
    """Return the sentence of a passage that says that what is answered has changed, with those around it; nothing where none does.

    It is of what is asked about, and has a number of the answer's, if that has any. Where the answer is whom it names, it is of them, and gives
    an address or a number, or names somebody whom the answer does: that their dinner is put off changes nothing.
    """
    above = context.stems_above(passage, titled=False)
    sentences = passage.sentences
    for place, sentence in enumerate(sentences):
        if answer.is_corrected(sentence.text, "en") and _is_about(context, passage):
            return sentences[place : place + 1]
        if _tells_change(sentence.text):
            first = place - 1 if place and _is_withdrawn(sentence.text) else place
            told = _notice(context, passage, sentences[first : first + MOST], sentence)
            held = above.union(*(terms_of(one.text) for one in told))
            if answer.names:
                named = any(name <= held for name in answer.names) and any(gives_detail(one.text) for one in told)
                if named or any(name <= held for name in answer.persons):
                    return told
                continue
            alike = not answer.numbers or any(not answer.numbers.isdisjoint(NUMBER.findall(one.text)) for one in told)
            if alike and share_held(context, context.terms, held) >= SPOKEN_OF:
                return told
    return ()


def _notice(context: Context, passage: Passage, sentences: Sequence[Sentence], telling: Sentence) -> list[Sentence]:
    """Return those of some sentences that stand in one paragraph with the one that tells of a change; the next paragraph is of something else."""
    document = context.bundle.document(passage.source)
    text = document.text if document else ""
    return [one for one in sentences if PARAGRAPH.search(text, min(one.end, telling.end), max(one.start, telling.start)) is None]


def _change_in_own_words(context: Context, passage: Passage, answer: _Answer) -> Sequence[Sentence]:
    """Return the same of a passage in another language than English; what has changed may stand in the sentence before.

    Where nearly all that is asked about is said there, it needs no number of the answer's: "Der Schalter ist in die Seestraße 4 verlegt."
    """
    sentences, language = passage.sentences, context.query.language
    above = context.stems_above(passage, titled=False)
    for place, sentence in enumerate(sentences):
        if answer.is_corrected(sentence.text, language) and _is_about(context, passage):
            return sentences[place : place + 1]
        if not goes_on(sentence.text, "changed", language):
            continue
        for first in (place, place - 1) if place else (place,):
            told = sentences[first : place + FOLLOWING]
            held = above.union(*(context.stems(one.text, language) for one in sentences[first : place + 1]))
            alike = not answer.numbers or any(not answer.numbers.isdisjoint(NUMBER.findall(one.text)) for one in told)
            if share_held(context, context.said, held, language) >= (SPOKEN_OF if alike else NEARLY_ALL):
                return _notice(context, passage, told, sentence)
    return ()


def _tells_change(text: str) -> bool:
    return _is_withdrawn(text) or bool(phrases_in(text, words("changes", "told")))


def _is_withdrawn(text: str) -> bool:
    """Whether a sentence says of what another one gives that it is wrong; what is right stands before it."""
    return announces(text, "withdrawn", "en") or bool(phrases_in(text, words("changes", "wrong")))
