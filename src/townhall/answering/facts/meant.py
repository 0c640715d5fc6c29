"""The one deadline that is meant, by a sentence that says by when what is asked about is to be done: "Motions … by 10 September"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.facts.standing import deadline_claim
from townhall.answering.reading.belonging import SPOKEN_OF, share_held
from townhall.answering.reading.forms import DURATION
from townhall.answering.reading.topic import topic_stems
from townhall.answering.sentences.choice import leans
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import days_in
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import Fact, Hit, Kind, Sentence, Status
from townhall.query.kinds import MONEY

LINE = "\n"
MOST = 2
"""Sentences that may be meant alike."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence that says by when something is done, and how much of what is asked about it speaks of, in [0, 1]."""

    hit: Hit
    before: Sentence | None
    """The one before it in its line, or that it leans on."""
    sentence: Sentence
    own: float
    """By itself."""
    told: float
    """With the sentence before it in its line."""
    around: float
    """With what it stands under, too."""
    done: int
    """Words for what is done that it has of the question."""

    @property
    def fit(self) -> tuple[float, float, float, int]:
        """How well it fits; the larger the better."""
        return self.around, self.told, self.own, self.done


def answer_meant(context: Context, known: Sequence[Fact]) -> Draft | None:
    """Answer with the sentences that give a deadline and speak most of what an English question asks one of; None where none does.

    Of a question whether it is too late the sentence before may speak: "Towns that shrink pay less. The reduction is to be asked for by …".
    """
    asked = _asked(context)
    if context.query.language != "en" or not asked:
        return None
    whether = context.query.kind is Kind.OPEN
    found = [
        one
        for one in _sentences(context, asked)
        if one.around >= SPOKEN_OF and (one.told >= SPOKEN_OF if whether else one.own and one.told >= SPOKEN_OF * one.around)
    ]
    most = max((one.fit for one in found), default=None)
    best = [one for one in found if one.fit == most]
    if not best or len(best) > MOST:
        return None
    claims: list[Claim] = []
    for one in best:
        place = one.hit.passage.source, one.sentence.start
        facts = [fact for fact in known if (fact.values["sentence"].span.source, fact.values["sentence"].span.start) == place]
        said = [*([one.before] if one.before and not one.own else []), one.sentence]
        claims += [deadline_claim(context, fact) for fact in facts]
        claims += [Claim(sentence.shown, (sentence_quote(one.hit, sentence),)) for sentence in said]
    return Draft(Status.ANSWERED, tuple(dict.fromkeys(claims)))


def _asked(context: Context) -> frozenset[str]:
    """Return the stems of what a question asks a deadline of, the sums that it names among them, without what is done by then."""
    tokens = tokens_of(context.query.search_text)
    sums = {token.folded for match in lexicon("en").concepts.find(tokens) if match.name == MONEY for token in tokens[match.first : match.last]}
    stems = frozenset(topic_stems(context)).union(*(terms_of(word) for word in sums))
    return stems - stems_listed("deadlines", "doing")


def _sentences(context: Context, asked: frozenset[str]) -> Iterator[_Said]:
    doing = stems_listed("deadlines", "doing").intersection(terms_of(context.query.search_text))
    for hit in context.hits:
        above = context.stems_above(hit.passage)
        for number, sentence in enumerate(hit.passage.sentences):
            if is_row(sentence.text) or not _says_by_when(sentence.text):
                continue
            own = frozenset(terms_of(sentence.text))
            before = _before(context, hit, number)
            told = own.union(terms_of(before.text if before else ""))
            alone, together, around = (share_held(context, asked, held) for held in (own, told, told | above))
            yield _Said(hit, before, sentence, alone, together, around, len(doing & own))


def _before(context: Context, hit: Hit, number: int) -> Sentence | None:
    """Return the sentence before one in its line, or that it leans on; None where there is none."""
    if not number:
        return None
    first, second = hit.passage.sentences[number - 1 : number + 1]
    document = context.bundle.document(hit.passage.source)
    between = document.text[first.end : second.start] if document else LINE
    return first if LINE not in between or leans(second) else None


def _says_by_when(text: str) -> bool:
    """Whether a sentence gives a day by which something is done, or a time within which it has to be."""
    if days_in(text) and phrases_in(text, words("deadlines", "before") | words("deadlines", "strong")):
        return True
    owed = DURATION.search(text) is not None and phrases_in(text, words("deadlines", "owed"))
    return bool(owed and phrases_in(text, words("deadlines", "in_time") | words("deadlines", "before")))
