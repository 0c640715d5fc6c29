"""A wrong answer with all that tells why: what was expected, what search found, and where the two meet."""

from __future__ import annotations

from collections.abc import Iterator

from townhall.evaluation.data.question import Question
from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.reports.page_model import ExpectedQuote, Passage, Piece, WrongAnswer
from townhall.evaluation.result import Result
from townhall.model import Hit, Role


def wrong_answer(result: Result) -> WrongAnswer:
    """Return a wrong answer beside what was expected and what was found."""
    question, response, score = result.question, result.response, result.score
    answer = response.answer
    return WrongAnswer(
        id=question.id,
        category=str(question.category),
        language=question.language,
        stage=str(score.stage or "right, but a quote is not the document's text"),
        turns=question.turns,
        read_as=response.standalone if response.standalone not in {"", question.turns[-1]} else None,
        status=str(answer.status).replace("_", " "),
        answer=printed(answer) or answer.reason or "",
        quotes=tuple(citation for citation in answer.citations if citation.role is Role.SUPPORT),
        related=tuple(citation for citation in answer.citations if citation.role is not Role.SUPPORT),
        expected_status=" or ".join(str(status).replace("_", " ") for status in question.status),
        expected_facts=tuple(fact.shown for fact in question.facts),
        forbidden=tuple(fact.shown for fact in question.forbidden),
        expected_quotes=tuple(_expected(result)),
        faults=score.faults,
        passages=tuple(_passage(question, hit) for hit in response.hits),
    )


def _expected(result: Result) -> Iterator[ExpectedQuote]:
    for span, rank in zip(result.question.spans, result.ranking.ranks, strict=False):
        yield ExpectedQuote(span.source, span.quote, "not among the passages that were found" if rank is None else f"found, passage {rank}")


def _passage(question: Question, hit: Hit) -> Passage:
    places = sorted(
        (max(place.start, hit.passage.start), min(place.end, hit.passage.end))
        for span in question.spans
        for place in span.places
        if place.source == hit.passage.source and place.start < hit.passage.end and hit.passage.start < place.end
    )
    text, begin, pieces = hit.passage.text, hit.passage.start, list[Piece]()
    done = begin
    for start, end in places:
        if start < done:
            continue
        pieces += [Piece(text[done - begin : start - begin], marked=False), Piece(text[start - begin : end - begin], marked=True)]
        done = end
    pieces.append(Piece(text[done - begin :], marked=False))
    return Passage(hit.rank, hit.passage.source, " › ".join(hit.passage.heading_path), tuple(piece for piece in pieces if piece.text))
