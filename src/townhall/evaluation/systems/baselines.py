"""What an assistant would score that looks at nothing: a figure means something only beside these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from townhall.evaluation.data.question import Question
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.columns import COLUMN_NAMES, clusters_of, vector
from townhall.evaluation.metrics.figures import Figures, figures, figures_of_columns
from townhall.evaluation.metrics.ranking import ranking_of
from townhall.evaluation.metrics.scoring import score_answer
from townhall.evaluation.result import Result
from townhall.evaluation.systems.system import Response
from townhall.model import Answer, Status


def baseline_figures(questions: Sequence[Question], texts: CorpusTexts) -> Mapping[str, Figures]:
    """Return the figures of refusing always and of refusing never, by the labels alone."""
    return {"always refuse": _always_refuse(questions, texts), "never refuse": _never_refuse(questions)}


def _always_refuse(questions: Sequence[Question], texts: CorpusTexts) -> Figures:
    """Say to everything that the documents don't say."""
    return figures([_refused(question, texts) for question in questions])


def _refused(question: Question, texts: CorpusTexts) -> Result:
    ranking, response = ranking_of(question, ()), Response(_refusal(question), question.turns[-1], (), 0.0)
    return Result(question, response, ranking, score_answer(question, response.answer, ranking, texts, longest=0), None)


def _refusal(question: Question) -> Answer:
    return Answer(
        id=question.id,
        question=question.turns[-1],
        standalone=question.turns[-1],
        status=Status.NOT_IN_DOCUMENTS,
        language=question.language,
        mode="extractive",
        statements=(),
        citations=(),
    )


def _never_refuse(questions: Sequence[Question]) -> Figures:
    """Answer everything; whether an answer would be right, the labels don't tell, so that is not measured."""
    told: dict[str, list[float | None]] = {
        "status_right": [float(Status.ANSWERED in question.status) for question in questions],
        "refused_when_due": [0.0 if question.wants_refusal else None for question in questions],
        "refused_wrongly": [0.0 if question.wants_answer else None for question in questions],
    }
    nothing = dict.fromkeys(COLUMN_NAMES, vector([None] * len(questions)))
    return figures_of_columns(nothing | {name: vector(values) for name, values in told.items()}, clusters_of(questions))
