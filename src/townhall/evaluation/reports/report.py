"""What an evaluation found: the objects that every form of the report is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from townhall.evaluation.metrics.figures import Figures
from townhall.evaluation.recorded import Recorded, record
from townhall.evaluation.result import Result
from townhall.evaluation.second_opinion import SecondOpinion


@dataclass(frozen=True, slots=True)
class Latency:
    """Wall time of answers, in milliseconds; in a conversation the mean of its turns."""

    median: float
    p95: float
    longest: float


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """The figures of one evaluation set."""

    name: str
    sha256: str
    frozen: bool
    overall: Figures
    categories: Mapping[str, Figures]
    languages: Mapping[str, Figures]
    baselines: Mapping[str, Figures]
    results: tuple[Result, ...]
    second_opinion: SecondOpinion | None = None
    """The language model's; None where none was asked."""

    @property
    def latency(self) -> Latency:
        """How long answers took."""
        return latency_of([result.response.milliseconds for result in self.results])

    @property
    def stages(self) -> dict[str, int]:
        """How many answers went wrong at each stage, by its name."""
        counts = Counter(str(result.score.stage) for result in self.results if result.score.stage)
        return dict(sorted(counts.items()))

    @property
    def recorded(self) -> Recorded:
        """What can be compared with another run."""
        return record(self.name, self.sha256, self.results, frozen=self.frozen)


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Everything that one run found."""

    townhall: str
    """The program's version."""
    settings: str
    """The hash of the settings that can change an answer."""
    judge: str | None
    """SHA-256 of the judge's weights; None where none was used."""
    index: tuple[str, ...]
    """The generations that answered: one, unless the index changed under the run."""
    datasets: tuple[DatasetReport, ...]
    gate_failures: tuple[str, ...]
    """One line for each gate that is not passed."""
    gated: tuple[str, ...]
    """The sets that a gate is set for: of the others nothing is said by passing."""
    language_model: str | None = None
    """Name of the language model that wrote the answers; None where none did."""

    @property
    def ungated(self) -> tuple[str, ...]:
        """The sets that no gate is set for."""
        return tuple(each.name for each in self.datasets if each.name not in self.gated)

    @property
    def passed(self) -> bool:
        """Whether every gate is passed."""
        return not self.gate_failures


def passed(report: EvaluationReport) -> str:
    """Say in words what it means that no gate failed."""
    unset = f"No gate is set for {' or '.join(report.ungated)}." if report.ungated else ""
    return " ".join(filter(None, ("Every gate is passed." if report.gated else "", unset)))


def failures(report: EvaluationReport) -> tuple[tuple[str, Result], ...]:
    """Return the wrong answers, each with its dataset's name; frozen sets are looked at as scores only, so theirs are left out."""
    return tuple(
        (dataset.name, result)
        for dataset in report.datasets
        if not dataset.frozen
        for result in dataset.results
        if not result.score.right or result.score.verbatim is False
    )


def latency_of(milliseconds: list[float]) -> Latency:
    """Return median, 95th percentile and greatest of wall times, to a hundredth of a millisecond."""
    median, p95, longest = (round(float(np.quantile(milliseconds, share)), 2) for share in (0.5, 0.95, 1.0))
    return Latency(median, p95, longest)
