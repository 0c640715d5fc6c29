"""The run: every question to the assistant, every answer scored, every gate tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from townhall.assistant import Assistant
from townhall.errors import UsageError
from townhall.evaluation.baseline import BASELINE, load_baseline
from townhall.evaluation.data.dataset import Dataset, load_dataset
from townhall.evaluation.data.question import Question
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.gates import Gates, gate_failures, gated_sets, load_gates
from townhall.evaluation.history import add_to_history
from townhall.evaluation.journal import Journal, JournalKey, code_hash
from townhall.evaluation.metrics.figures import Figures, figures
from townhall.evaluation.metrics.ranking import ranking_of, retrieval_measures
from townhall.evaluation.metrics.scoring import score_answer
from townhall.evaluation.reports.files import write_reports
from townhall.evaluation.reports.report import DatasetReport, EvaluationReport
from townhall.evaluation.result import Result
from townhall.evaluation.second_opinion import second_opinion
from townhall.evaluation.systems.baselines import baselines
from townhall.evaluation.systems.replayed import Replayed
from townhall.evaluation.systems.system import AssistantSystem, Response, System
from townhall.language_model import language_model
from townhall.model import Progress
from townhall.settings import Settings
from townhall.version import __version__

GATES = "gates.toml"


def run_evaluation(
    settings: Settings,
    datasets: Sequence[Path],
    *,
    elsewhere: Mapping[Path, Settings] | None = None,
    gated: bool = True,
    with_language_model: bool = False,
    progress: Progress = lambda _what, _done, _of: None,
    out: Path | None = None,
    compared: bool = True,
    journals: Path | None = None,
    jobs: int = 1,
    history: Path | None = None,
) -> EvaluationReport:
    """Evaluate the assistant on ``datasets``, in order, and write the JSON report to the file ``out`` if one is named.

    ``elsewhere`` gives the settings of those datasets that have a corpus and an index of their own. With ``compared`` the baselines answer the
    same questions. In the folder ``journals`` every response is written down as it comes, so that a run that was interrupted goes on where it
    was; nothing is written of frozen sets, whose answers nobody is to read. Without ``gated`` no gate is looked at.
    ``jobs`` questions are put to the assistant at a time: the answers are the same, the latencies those of a busy machine.
    To the file ``history`` a line is added for each set.
    ``with_language_model`` asks the settings' language model for a second opinion on every answer; it changes no figure and no gate.

    Everything is read and checked before the first question is asked.

    Raises:
        UsageError: no evaluation set is named, or two of one name.
        DatasetError: an evaluation set or the gates can't be used.
        CorpusError: there is no text that quotes could be held against.
        StoreError: the index can't be used.
        LanguageModelError: a second opinion is wanted, and the language model can't be used.
    """
    _check_names(datasets)
    gates, baseline = (load_gates(settings.evals / GATES), load_baseline(settings.evals / BASELINE)) if gated else (Gates((), ()), None)
    where = {path: (elsewhere or {}).get(path, settings) for path in datasets}
    texts = {chosen.corpus: CorpusTexts(chosen.corpus) for chosen in where.values()}
    loaded = {path: load_dataset(path, texts[where[path].corpus]) for path in datasets}
    if with_language_model:
        language_model(settings)  # so that what is wrong with it is told before the first question
    assistants = {chosen.corpus: Assistant(chosen) for chosen in where.values()}
    reports = tuple(
        _evaluate(
            assistants[where[path].corpus],
            where[path],
            dataset,
            texts[where[path].corpus],
            progress=progress,
            compared=compared,
            journals=None if dataset.frozen else journals,
            jobs=jobs,
        )
        for path, dataset in loaded.items()
    )
    if with_language_model:
        reports = tuple(replace(each, second_opinion=second_opinion(each.results, settings, progress=progress)) for each in reports)
    report = EvaluationReport(
        townhall=__version__,
        settings=settings.answer_hash(),
        judge=next(iter(assistants.values())).judge_sha256,
        index=tuple(sorted({result.response.answer.index for dataset in reports for result in dataset.results})),
        datasets=reports,
        gate_failures=gate_failures(gates, reports, baseline),
        gated=gated_sets(gates, [dataset.name for dataset in reports]),
        language_model=(settings.language_model or settings.language_model_class) if settings.writes else None,
    )
    if out is not None:
        write_reports(report, out)
    if history is not None:
        add_to_history(report, history)
    return report


def _check_names(datasets: Sequence[Path]) -> None:
    names = [path.name for path in datasets]
    if not names:
        raise UsageError("No evaluation set was named.", remedy="Name a file, such as evals/datasets/core.jsonl.")
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"Two evaluation sets are called {repeated}.", remedy="Name each once: reports and gates know them by name.")


def _evaluate(
    assistant: Assistant,
    settings: Settings,
    dataset: Dataset,
    texts: CorpusTexts,
    *,
    progress: Progress,
    compared: bool,
    journals: Path | None,
    jobs: int,
) -> DatasetReport:
    longest = settings.answer_characters
    journal = _journal(journals, assistant, settings, dataset) if journals else None
    results = results_of(AssistantSystem(assistant), dataset, texts, longest=longest, progress=progress, journal=journal, jobs=jobs)
    answered = Replayed.of(AssistantSystem.name, results)
    others = baselines(assistant, answered, settings) if compared else ()
    return DatasetReport(
        name=dataset.name,
        sha256=dataset.sha256,
        frozen=dataset.frozen,
        overall=figures(results),
        categories=_broken_down(results, lambda question: question.category),
        languages=_broken_down(results, lambda question: question.language),
        baselines={other.name: figures(results_of(other, dataset, texts, longest=longest, progress=progress)) for other in others},
        results=results,
    )


def _journal(folder: Path, assistant: Assistant, settings: Settings, dataset: Dataset) -> Journal:
    key = JournalKey(dataset.sha256, settings.answer_hash(), assistant.generation, assistant.judge_sha256, code_hash())
    return Journal(folder / f"{dataset.name}.jsonl", key)


def results_of(
    system: System,
    dataset: Dataset,
    texts: CorpusTexts,
    *,
    longest: int,
    progress: Progress = lambda *_: None,
    journal: Journal | None = None,
    jobs: int = 1,
) -> tuple[Result, ...]:
    """Put every question of ``dataset`` to ``system`` and score its answers; ``longest`` as in ``score_answer``.

    What ``journal`` holds is not asked again; it is closed, and removed once every question is answered. ``jobs`` questions are asked at a time.
    """
    responses: list[Response] = []
    finished = False
    pool = ThreadPoolExecutor(jobs)
    try:
        asked = pool.map(partial(_respond, system, journal=journal), dataset.questions) if jobs > 1 else None
        for number, question in enumerate(dataset.questions):
            progress(f"Evaluating {dataset.name}: {system.name}", number, len(dataset.questions))
            response = next(asked) if asked else _respond(system, question, journal=journal)
            if journal and question.id not in journal.responses:
                journal.add(question.id, response)
            responses.append(response)
        finished = True
    finally:
        pool.shutdown(cancel_futures=True)
        if journal:
            journal.close(finished=finished)
    progress(f"Evaluating {dataset.name}: {system.name}", len(dataset.questions), len(dataset.questions))
    return scored(dataset.questions, responses, texts, longest=longest)


def _respond(system: System, question: Question, *, journal: Journal | None) -> Response:
    """Return what the journal holds, or else ask."""
    found = journal.responses.get(question.id) if journal else None
    return system.respond(question) if found is None else found


def scored(questions: Sequence[Question], responses: Sequence[Response], texts: CorpusTexts, *, longest: int) -> tuple[Result, ...]:
    """Score one response a question, in the same order; ``longest`` as in ``score_answer``."""
    rankings = [ranking_of(question, response.hits, response.together) for question, response in zip(questions, responses, strict=True)]
    return tuple(
        Result(question, response, ranking, score_answer(question, response.answer, ranking, texts, longest=longest), measures)
        for question, response, ranking, measures in zip(questions, responses, rankings, retrieval_measures(rankings), strict=True)
    )


def _broken_down(results: Sequence[Result], key: Callable[[Question], str]) -> dict[str, Figures]:
    names = sorted({str(key(result.question)) for result in results})
    return {name: figures([result for result in results if key(result.question) == name]) for name in names}
