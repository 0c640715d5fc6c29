"""What an answer's quotes are worth: citation recall and precision, and three faults that a quote can have.

Recall and precision follow ALCE (Gao, Yen, Yu and Chen, Enabling Large Language Models to Generate Text with Citations, EMNLP 2023), with the
deterministic test of ``support`` in the place of its entailment model. Faults are checked against the files of the corpus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from townhall.evaluation.data.texts import CorpusTexts
from townhall.guard import Verdict, support
from townhall.locales.messages import messages
from townhall.model import Answer, Citation, Role, Span, Statement

SHORTEST_PIECE = 3
"""Words of a quote's piece that count as taken from a document; two words in a row stand in one by chance."""
RELATED = 0.5
"""Score from which a quote has to do with a statement that it doesn't support by itself, even if it holds no particular of it."""
ELLIPSES = ("[...]", "[…]", "(...)", "(…)", "...", "…")


class QuoteFault(StrEnum):
    """What can be wrong with a quote; the first that fits."""

    FABRICATED = "fabricated"
    """It is in no document."""
    STITCHED = "stitched"
    """Its pieces are in documents, but not in one run of text."""
    MISATTRIBUTED = "misattributed"
    """It is in a document, but not at its place; or it has nothing to do with any statement that cites it."""


@dataclass(frozen=True, slots=True)
class QuoteScore:
    """What the quotes of one answer are worth, in counts."""

    statements: int
    """Statements of the answer; 0 for a refusal, whose statements say what the documents don't."""
    supported: int
    """Those that their quotes support together."""
    pairs: int
    """Citations of those statements, counted once for every statement that cites them."""
    needed: int
    """Those that ALCE calls precise: the statement is supported, and this quote supports it alone, or the others don't without it."""
    quotes: int
    """Quotes of the answer, refusals included."""
    fabricated: int
    stitched: int
    misattributed: int
    reasons: tuple[str, ...]
    """What is wrong, in words."""


def score_quotes(answer: Answer, texts: CorpusTexts) -> QuoteScore:
    """Hold the quotes of ``answer`` against its statements and against the corpus."""
    citations = {citation.n: citation for citation in answer.citations}
    shown = answer.statements if answer.status.shows_an_answer else ()
    judged = [_judge(answer, statement, citations) for statement in shown]
    of_use = {number for one in judged for number in one.of_use}
    cited = {number for one in judged for number in one.cited}
    faults = {citation.n: _fault(citation, texts, idle=citation.n in cited - of_use) for citation in answer.citations}
    kinds = list(faults.values())
    return QuoteScore(
        statements=len(judged),
        supported=sum(one.together.supported for one in judged),
        pairs=sum(len(one.cited) for one in judged),
        needed=sum(len(one.needed) for one in judged),
        quotes=len(kinds),
        fabricated=kinds.count(QuoteFault.FABRICATED),
        stitched=kinds.count(QuoteFault.STITCHED),
        misattributed=kinds.count(QuoteFault.MISATTRIBUTED),
        reasons=(
            *(
                f"not supported: {statement.text!r}: {'; '.join(one.together.reasons)}"
                for statement, one in zip(shown, judged, strict=True)
                if not one.together.supported
            ),
            *(f"{fault}: [{number}] {citations[number].quote!r} in {citations[number].source}" for number, fault in faults.items() if fault),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """One statement with its citations."""

    cited: tuple[int, ...]
    together: Verdict
    needed: tuple[int, ...]
    """The precise ones."""
    of_use: tuple[int, ...]
    """Those that are needed, or that hold a particular of the statement, or many of its words."""


def _judge(answer: Answer, statement: Statement, citations: Mapping[int, Citation]) -> _Judged:
    cited = tuple(number for number in dict.fromkeys(statement.citations) if number in citations)
    frame = _own_words(answer.language) if answer.mode == "extractive" else frozenset()

    def verdict(numbers: Sequence[int]) -> Verdict:
        quotes = tuple(citations[number].quote for number in numbers)
        return support(statement.text, quotes, language=answer.language, premises=answer.notes, frame=frame)

    together = verdict(cited)
    alone = {number: verdict((number,)) for number in cited}
    without = {number: verdict([other for other in cited if other != number]) for number in cited}
    needed = [number for number in cited if together.supported and (alone[number].supported or not without[number].supported)]
    of_use = [number for number in cited if number in needed or alone[number].particulars or alone[number].score >= RELATED]
    return _Judged(cited, together, tuple(needed), tuple(of_use))


@lru_cache
def _own_words(language: str) -> frozenset[str]:
    return messages(language).words


def _fault(citation: Citation, texts: CorpusTexts, *, idle: bool) -> QuoteFault | None:
    """Return what is wrong with a quote; ``idle`` where it has nothing to do with any statement that cites it."""
    if all(texts.holds(place, citation.quote) for place in places_of(citation)):
        return QuoteFault.MISATTRIBUTED if idle and citation.role is Role.SUPPORT else None
    if texts.find(citation.source, citation.quote):
        return QuoteFault.MISATTRIBUTED
    return QuoteFault.STITCHED if _is_stitched(citation.quote, texts) else QuoteFault.FABRICATED


def places_of(citation: Citation) -> tuple[Span, ...]:
    """Return the place of a quote and the other places of the same text."""
    return (Span(citation.source, citation.start, citation.end), *citation.also_in)


def _is_stitched(quote: str, texts: CorpusTexts) -> bool:
    """Whether a quote that stands nowhere falls into pieces of at least three words that do; dots of omission part pieces."""
    for dots in ELLIPSES:
        quote = quote.replace(dots, "\n")
    words = [part.split() for part in quote.split("\n")]
    return any(words) and all(_in_pieces(part, texts) for part in words if part)


def _in_pieces(words: Sequence[str], texts: CorpusTexts) -> bool:
    """Whether ``words`` can be cut into runs that stand in documents; each run is taken as long as it goes, leaving enough for the next."""
    first = 0
    while first < len(words):
        size = 0
        while first + size < len(words) and texts.holds_run(words[first : first + size + 1]):
            size += 1
        left = len(words) - first - size
        if 0 < left < SHORTEST_PIECE:
            size -= SHORTEST_PIECE - left
        if size < SHORTEST_PIECE:
            return False
        first += size
    return True
