"""One answer held against its question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from townhall.evaluation.data.facts import ExpectedFact, content_of
from townhall.evaluation.data.question import ExpectedSpan, Question
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.quotes import QuoteScore, places_of, score_quotes
from townhall.evaluation.metrics.ranking import Ranking, overlap
from townhall.model import Answer, Citation, Role


class Stage(StrEnum):
    """Where a wrong answer went wrong first; in the order of the pipeline."""

    REFUSED_TOO_LITTLE = "refused too little"
    """A refusal was due and an answer was given."""
    MISREAD = "follow-up misread"
    """A span is not among the first ten hits for what the last question was read as, and is among those for all turns together."""
    NOT_RETRIEVED = "not retrieved"
    """A span is neither cited nor among the first ten hits."""
    NOT_CHOSEN = "retrieved but not chosen"
    """A span is among the first ten hits and not cited."""
    REFUSED = "chosen but refused"
    """Everything was retrieved, and the answer is a refusal all the same."""
    NOT_SAID = "chosen but not said"
    """The spans are cited and a fact is missing."""
    FORBIDDEN = "forbidden"
    """The answer holds what it must not."""
    WRONG_STATUS = "wrong status"
    """A refusal of another kind, or partial for answered."""
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer is worth. None is "not measured": the question doesn't ask for it."""

    right: bool
    """The status is acceptable, every fact is held, nothing forbidden is said, it's short enough, and the right places are cited."""
    status_right: bool
    facts_held: bool | None
    """None where no fact is expected."""
    nothing_forbidden: bool | None
    """None where nothing is forbidden."""
    short_enough: bool | None
    """None where a list was asked for."""
    right_place: bool | None
    """Whether every span is cited in support, and one of the relevant documents; None where neither is expected."""
    verbatim: bool | None
    """Whether every citation, at all its places, is the document's text; None where nothing is cited."""
    refused_when_due: bool | None
    """None unless only a refusal is right."""
    refused_wrongly: bool | None
    """None unless only an answer is right."""
    stage: Stage | None
    """None for a right answer."""
    faults: tuple[str, ...]
    """What is wrong, in words; empty for a right answer with verbatim citations."""
    facts_share: float | None = None
    """Share of the expected facts that are held, in [0, 1]; None where no fact is expected."""
    quotes: QuoteScore | None = None
    """What the quotes are worth."""


def score_answer(question: Question, answer: Answer, ranking: Ranking, texts: CorpusTexts, *, longest: int) -> Score:
    """Hold ``answer`` against ``question``; ``longest`` is the most characters that an answer may have where no list was asked for.

    Where both an answer and a refusal are acceptable, facts and spans are expected of the answer only.
    """
    refused = not answer.status.shows_an_answer
    status_right = answer.status in question.status
    excused = refused and status_right and not question.wants_refusal
    content = content_of(answer)
    facts = () if excused else question.facts
    spans = () if excused else question.spans
    found = _Findings(
        status_right=status_right,
        missing=tuple(fact for fact in facts if not content.holds(fact)),
        forbidden=tuple(fact for fact in question.forbidden if content.holds(fact)),
        uncited=tuple(span for span in spans if not is_cited(span, answer.citations)),
        astray=bool(question.relevant) and not excused and not _cites_relevant(question, answer.citations),
        too_long=not question.wants_list and len(printed(answer)) > longest,
        faulty=tuple(citation for citation in answer.citations if not _is_verbatim(citation, texts)),
    )
    return Score(
        right=not found.wrong,
        status_right=status_right,
        facts_held=not found.missing if facts else None,
        nothing_forbidden=not found.forbidden if question.forbidden else None,
        short_enough=None if question.wants_list else not found.too_long,
        right_place=not (found.uncited or found.astray) if spans or (question.relevant and not excused) else None,
        verbatim=not found.faulty if answer.citations else None,
        refused_when_due=refused if question.wants_refusal else None,
        refused_wrongly=refused if question.wants_answer else None,
        stage=_stage(question, ranking, found, refused=refused) if found.wrong else None,
        faults=tuple(_faults(question, answer, found, longest)),
        facts_share=1 - len(found.missing) / len(facts) if facts else None,
        quotes=score_quotes(answer, texts),
    )


@dataclass(frozen=True, slots=True)
class _Findings:
    """What is wrong with an answer, kind by kind."""

    status_right: bool
    missing: tuple[ExpectedFact, ...]
    forbidden: tuple[ExpectedFact, ...]
    uncited: tuple[ExpectedSpan, ...]
    astray: bool
    """Whether documents are judged relevant and none of them is cited."""
    too_long: bool
    faulty: tuple[Citation, ...]
    """Citations that are not the documents' text: a fault of their own, which doesn't make the answer wrong."""

    @property
    def wrong(self) -> bool:
        return bool(not self.status_right or self.missing or self.forbidden or self.uncited or self.astray or self.too_long)


def printed(answer: Answer) -> str:
    """Return the statements with their markers, a line each, as a reader sees them; this is what must not be too long."""
    return "\n".join(f"{statement.text} {''.join(f'[{number}]' for number in statement.citations)}".rstrip() for statement in answer.statements)


def is_cited(span: ExpectedSpan, citations: Iterable[Citation], *, role: Role = Role.SUPPORT) -> bool:
    """Whether a citation of that role, at its own place or another of the same text, overlaps the span."""
    return any(overlap(place, wanted) for citation in citations if citation.role is role for place in places_of(citation) for wanted in span.places)


def _cites_relevant(question: Question, citations: Iterable[Citation]) -> bool:
    """Whether a citation in support stands in a relevant document, at its own place or another of the same text."""
    relevant = {judged.source for judged in question.relevant}
    return any(place.source in relevant for citation in citations if citation.role is Role.SUPPORT for place in places_of(citation))


def _is_verbatim(citation: Citation, texts: CorpusTexts) -> bool:
    return all(texts.holds(place, citation.quote) for place in places_of(citation))


def _stage(question: Question, ranking: Ranking, found: _Findings, *, refused: bool) -> Stage:
    """Return where a wrong answer went wrong first."""
    if question.wants_refusal and not refused:
        return Stage.REFUSED_TOO_LITTLE
    if found.uncited:
        lost = {span for span, rank in zip(question.spans, ranking.ranks, strict=True) if rank is None}.intersection(found.uncited)
        if lost:
            found_together = {span for span, rank in zip(question.spans, ranking.together, strict=False) if rank is not None}
            return Stage.MISREAD if lost <= found_together else Stage.NOT_RETRIEVED
        return Stage.REFUSED if refused else Stage.NOT_CHOSEN
    if found.astray:
        if not {judged.source for judged in question.relevant}.intersection(ranking.documents):
            return Stage.NOT_RETRIEVED
        return Stage.REFUSED if refused else Stage.NOT_CHOSEN
    steps = ((found.missing, Stage.NOT_SAID), (found.forbidden, Stage.FORBIDDEN), (not found.status_right, Stage.WRONG_STATUS))
    return next((stage for failed, stage in steps if failed), Stage.TOO_LONG)


def _faults(question: Question, answer: Answer, found: _Findings, longest: int) -> Iterable[str]:
    """Yield what is wrong, in words."""
    if not found.status_right:
        yield f"status is {answer.status}, expected {' or '.join(question.status)}"
    yield from (f"missing: {fact.shown}" for fact in found.missing)
    yield from (f"forbidden: {fact.shown}" for fact in found.forbidden)
    yield from (f"not cited: {span.quote!r} in {span.source}" for span in found.uncited)
    if found.astray:
        yield "no relevant document is cited"
    if found.too_long:
        yield f"{len(printed(answer))} characters, at most {longest}"
    yield from (f"not verbatim: [{citation.n}] {citation.quote!r} in {citation.source}" for citation in found.faulty)
