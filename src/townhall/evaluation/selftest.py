"""The test of the evaluation itself: does it notice an assistant that was made worse, and does it keep quiet about one that wasn't?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from townhall.assistant import Assistant
from townhall.evaluation.comparison import LEVEL, paired, significant_drop
from townhall.evaluation.data.dataset import Dataset, load_dataset
from townhall.evaluation.data.question import Category
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.gates import Gate, load_gates
from townhall.evaluation.metrics.figures import METRICS, question_values
from townhall.evaluation.result import Result
from townhall.evaluation.run import GATES, results_of, scored
from townhall.evaluation.selftest_result import Detection, Noticed, Rebuilds, SelfTest, as_json
from townhall.evaluation.systems.degraded import degraded
from townhall.evaluation.systems.replayed import Replayed
from townhall.evaluation.systems.sabotage import sabotages
from townhall.evaluation.systems.system import AssistantSystem, Response, System
from townhall.judge import Judge, Remembering, judge_named
from townhall.library import ingest
from townhall.model import Progress
from townhall.settings import Settings

WATCHED = ("right", "facts_held", "right_place", "citation_recall", "verbatim", "refused_when_due", "refused_wrongly", "ndcg@10")
"""Metrics that are looked at where it isn't known what went wrong."""
SHARES = (0.01, 0.02, 0.05, 0.10)
"""Shares of the answers that are degraded."""
SEED = 20240617

RARE = frozenset({Category.DEADLINE, Category.FOLLOWUP})
"""Categories that come first in a short self-test."""

_BETTER = {metric.name: metric.better for metric in METRICS}


@dataclass(frozen=True, slots=True)
class Size:
    """How much a self-test does."""

    questions: int | None
    """At most so many, one of each paraphrase group; None for all."""
    trials: int
    """Runs with degraded answers, for each share."""
    rebuilds: int
    """Healthy runs."""


FULL = Size(None, 200, 40)
SHORT = Size(90, 100, 1)


def self_test(settings: Settings, paths: Sequence[Path], *, size: Size, progress: Progress = lambda *_: None, out: Path | None = None) -> SelfTest:
    """Make the assistant worse in every way that is known, degrade answers, rebuild the index; write what was found to ``out`` as JSON.

    The questions of all evaluation sets are put as one set; the bars are those of the first.

    Raises:
        DatasetError: the evaluation set or the gates can't be used.
        StoreError: the index can't be used.
    """
    texts = CorpusTexts(settings.corpus)
    dataset = _subset(_joined([load_dataset(path, texts) for path in paths]), size.questions)
    named = judge_named(settings.judge)
    judge = Remembering(named) if named else None
    results = results_of(AssistantSystem(Assistant(settings, judge=judge)), dataset, texts, longest=settings.answer_characters, progress=progress)
    healthy = _Run(results)
    bars = (gate for gate in load_gates(settings.evals / GATES).bars if gate.dataset == dataset.name and not gate.every_category)
    bench = _Bench(settings, judge, dataset, texts, healthy, tuple(gate for gate in bars if _passes(healthy.mean(gate.metric), gate)))
    found = SelfTest(
        dataset=dataset.name,
        sha256=dataset.sha256,
        questions=len(dataset.questions),
        noticed=tuple(_sabotaged(bench, progress)),
        detections=tuple(_degraded(bench, size.trials, progress)),
        rebuilds=_rebuilt(bench, size.rebuilds, progress),
    )
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(as_json(found), indent=1) + "\n", encoding="utf-8")
    return found


def _joined(datasets: Sequence[Dataset]) -> Dataset:
    """Return one set under the first one's name, each question and group known by its set's name as well."""
    questions = tuple(
        replace(question, id=f"{dataset.name} {question.id}", group=question.group and f"{dataset.name} {question.group}")
        for dataset in datasets
        for question in dataset.questions
    )
    return replace(datasets[0], sha256=" ".join(dataset.sha256 for dataset in datasets), questions=questions)


def _subset(dataset: Dataset, most: int | None) -> Dataset:
    """Return at most so many questions, one of each paraphrase group, since paraphrases tell little that is new.

    Those come first that few sabotages touch: deadlines, which hang on the date, and conversations; the others are spread over the set.
    """
    if most is None or len(dataset.questions) <= most:
        return dataset
    first = list({question.group or f"\n{question.id}": question for question in reversed(dataset.questions)}.values())[::-1]
    rare = sorted((question for question in first if question.category in RARE), key=lambda question: question.category)[: 2 * most // 3]
    others = [question for question in first if question.category not in RARE]
    left = min(most - len(rare), len(others))
    chosen = {question.id for question in (*rare, *(others[number * len(others) // left] for number in range(left)))}
    return replace(dataset, questions=tuple(question for question in dataset.questions if question.id in chosen))


class _Run:
    """One run with the values of its questions by metric and id."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = tuple(results)
        self.ids = tuple(result.question.id for result in results)
        self.clusters = {result.question.id: result.question.group for result in results if result.question.group}
        self.columns = question_values(results)

    def values(self, metric: str) -> dict[str, float | None]:
        return dict(zip(self.ids, self.columns[metric], strict=True))

    def mean(self, metric: str) -> float | None:
        known = [value for value in self.columns.get(metric, ()) if value is not None]
        return sum(known) / len(known) if known else None

    @cached_property
    def fingerprint(self) -> tuple[str, ...]:
        return tuple(_fingerprint(result) for result in self.results)


def _fingerprint(result: Result) -> str:
    """Return everything that a report says of a question, and more, but for how long it took."""
    response = replace(result.response, milliseconds=0.0, answer=replace(result.response.answer, timings_ms={}))
    return TypeAdapter(Response).dump_json(response).decode() + repr(result.score)


def _passes(value: float | None, gate: Gate) -> bool:
    return value is not None and (value >= gate.bar if gate.side == "at_least" else value <= gate.bar)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What everything is tried on."""

    settings: Settings
    judge: Judge | None
    """The settings', which reads nothing twice: most runs read what an earlier one has read."""
    dataset: Dataset
    texts: CorpusTexts
    healthy: _Run
    bars: tuple[Gate, ...]
    """Those that the healthy run passes."""

    def run(self, system: System) -> _Run:
        return _Run(results_of(system, self.dataset, self.texts, longest=self.settings.answer_characters))

    def failed(self, run: _Run, metrics: Collection[str]) -> Gate | None:
        return next((gate for gate in self.bars if gate.metric in metrics and not _passes(run.mean(gate.metric), gate)), None)

    def drops(self, after: Mapping[str, float | None], metric: str, level: float) -> bool:
        found = paired(self.healthy.values(metric), after, self.healthy.clusters, better=_BETTER[metric])
        return significant_drop(found, level=level)


def _sabotaged(bench: _Bench, progress: Progress) -> Iterator[Noticed]:
    healthy = bench.healthy
    answered = Replayed.of(AssistantSystem.name, healthy.results)
    for sabotage in sabotages(bench.settings, bench.dataset, answered, judge=bench.judge):
        progress(f"Sabotage: {sabotage.name}", 0, 1)
        run, metric = bench.run(sabotage.system), sabotage.metric
        found = paired(healthy.values(metric), run.values(metric), healthy.clusters, better=_BETTER[metric])
        failed = bench.failed(run, {metric})
        yield Noticed(
            sabotage=sabotage.name,
            metric=metric,
            healthy=found.before,
            sabotaged=found.after,
            lost=len(found.losses),
            p=found.p_drop,
            gate=f"{failed.side.replace('_', ' ')} {failed.bar:g}" if failed else None,
            caught=failed is not None or significant_drop(found),
        )


def _degraded(bench: _Bench, trials: int, progress: Progress) -> Iterator[Detection]:
    rng = Random(SEED)  # noqa: S311 - nothing secret hangs on it
    healthy, results = bench.healthy, bench.healthy.results
    spoilt = [replace(result.response, answer=degraded(result, results, rng)) for result in results]
    worse = _Run(scored(bench.dataset.questions, spoilt, bench.texts, longest=bench.settings.answer_characters))
    before, after = ({metric: run.values(metric) for metric in WATCHED} for run in (healthy, worse))
    for done, share in enumerate(SHARES):
        progress("Degrading answers", done, len(SHARES))
        count = max(1, round(share * len(results)))
        by_right = by_any = 0
        for _ in range(trials):
            chosen = rng.sample(healthy.ids, count)
            values = {metric: before[metric] | {id: after[metric][id] for id in chosen} for metric in WATCHED}
            by_right += bench.drops(values["right"], "right", LEVEL)
            by_any += any(bench.drops(values[metric], metric, LEVEL / len(WATCHED)) for metric in WATCHED)
        yield Detection(share, count, trials, by_right, by_any)


def _rebuilt(bench: _Bench, runs: int, progress: Progress) -> Rebuilds:
    alarms = identical = 0
    for seed in range(runs):
        progress("Rebuilding the index in an order of chance", seed, runs)
        with TemporaryDirectory(prefix="townhall-") as folder:
            other = bench.settings.model_copy(update={"index": Path(folder)})
            _copy_models(bench.settings.index, other.index)
            ingest(other, rebuild=True, seed=seed)
            run = bench.run(AssistantSystem(Assistant(other, judge=bench.judge)))
        flagged = any(bench.drops(run.values(metric), metric, LEVEL / len(WATCHED)) for metric in WATCHED)
        alarms += flagged or bench.failed(run, _BETTER) is not None
        identical += run.fingerprint == bench.healthy.fingerprint
    return Rebuilds(runs, alarms, identical)


def _copy_models(index: Path, other: Path) -> None:
    """Copy what every index has in common: the exported model, and the gazetteer."""
    shutil.copytree(index / "models", other / "models")
    for path in index.glob("places-*.sqlite"):
        shutil.copy(path, other / path.name)
