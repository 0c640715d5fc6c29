"""What is counted and timed while the server runs, and what is looked up when Prometheus asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import Self

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.operating.request_log import log_answer
from townhall.model import Turn

log = logging.getLogger(__name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Bounds of the histograms: from an answer out of facts to one that waits for a language model."""

Look = Callable[[], Mapping[str, float]]
"""Returns gauges by name, without the prefix; one that can't be looked up is left out."""
GAUGES = {
    "index_age_seconds": "Seconds since the generation that serves was made.",
    "documents": "Documents of the generation that serves.",
    "passages": "Distinct passages of the generation that serves.",
    "ingest_running": "1 while an ingest writes the index, whoever began it, else 0.",
    "questions_queued": "Questions that wait to be answered.",
    "questions_running": "Questions that are being answered.",
    "ready": "1 where /readyz would say so, else 0.",
}
"""What is looked up each time, and what it means."""


class Measures:
    """The figures of one application, in a registry of its own.

    Args:
        lifecycle: counts the questions that are being answered.
        log_questions: whether the log holds what was asked.
    """

    def __init__(self, lifecycle: Lifecycle, *, log_questions: bool = False) -> None:
        self.lifecycle = lifecycle
        self._log_questions = log_questions
        self._registry = CollectorRegistry()
        self._answers = Counter("townhall_answers", "Answers, refusals too.", ["door", "status", "language", "mode"], registry=self._registry)
        self._faults = Counter("townhall_faults", "Questions that a fault kept from being answered.", ["door"], registry=self._registry)
        self._limited = Counter(
            "townhall_limited", "Questions that were refused since too many came from one address.", ["door"], registry=self._registry
        )
        self._stages = Histogram("townhall_stage_seconds", "Time of an answer by stage.", ["door", "stage"], buckets=SECONDS, registry=self._registry)
        self._requests = Counter("townhall_requests", "HTTP requests.", ["method", "status"], registry=self._registry)

    def asked(self, door: str) -> Asked:
        """Return what follows one question, which came by ``door``, from its beginning to its end; use it in a ``with`` block."""
        return Asked(self, door)

    def limited(self, door: str) -> None:
        """Count a question that wasn't taken because of the limit."""
        self._limited.labels(door).inc()

    def requested(self, method: str, status: int) -> None:
        """Count a request that was answered."""
        self._requests.labels(method if method in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} else "other", str(status)).inc()

    def watch(self, look: Look) -> None:
        """Have gauges looked up each time that the figures are asked for."""
        self._registry.register(_Looked(look))

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)

    def answered(self, turn: Turn, *, door: str, request: str, seconds: float) -> None:
        """Count and log an answer."""
        answer = turn.answer
        self._answers.labels(door, answer.status.value, answer.language, answer.mode).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(door, stage).observe(milliseconds / 1000)
        log_answer(answer, door=door, request=request, seconds=seconds, question=turn.question if self._log_questions else None)

    def failed(self, *, door: str, request: str, seconds: float) -> None:
        """Count and log a question that a fault kept from being answered."""
        self._faults.labels(door).inc()
        log.warning("fault", extra={"request": request, "door": door, "ms": round(seconds * 1000, 1)})


class Asked:
    """One question while it is answered: ``with measures.asked(door) as asked: … asked.answered(turn)``."""

    def __init__(self, measures: Measures, door: str) -> None:
        self._measures = measures
        self._door = door
        self._began = perf_counter()

    def __enter__(self) -> Self:
        self._measures.lifecycle.begin()
        return self

    def __exit__(self, *error: object) -> None:
        self._measures.lifecycle.end()

    def answered(self, turn: Turn | None, *, request: str = "") -> None:
        """Take note of how it went: its turn, or None for a fault."""
        seconds = perf_counter() - self._began
        if turn:
            self._measures.answered(turn, door=self._door, request=request, seconds=seconds)
        else:
            self._measures.failed(door=self._door, request=request, seconds=seconds)


class _Looked(Collector):
    def __init__(self, look: Look) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        for name, value in self._look().items():
            yield GaugeMetricFamily(f"townhall_{name}", GAUGES[name], value=value)

    def describe(self) -> list[Metric]:
        """Return nothing: else registering would look everything up."""
        return []
