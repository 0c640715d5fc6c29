"""A judge that reads nothing twice: for those who ask the same questions over and over, as the evaluation and the fitting do."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.judge.encoding import Reading
from townhall.judge.model import Judge, Pointed, Span, Verdict


class Remembering:
    """Keeps what a judge said of each reading for as long as it lives; a verdict depends on its reading alone, so it is the same each time."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._verdicts: dict[Reading, list[Verdict]] = {}
        self.languages = judge.languages
        self.sha256 = judge.sha256

    def answers(self, readings: Sequence[Reading]) -> list[list[Verdict]]:
        """Return the judge's verdicts."""
        new = [reading for reading in dict.fromkeys(readings) if reading not in self._verdicts]
        self._verdicts.update(zip(new, self._judge.answers(new) if new else [], strict=True))
        return [self._verdicts[reading] for reading in readings]

    def supports(self, readings: Sequence[Reading]) -> list[float]:
        """Return the judge's word on statements, which isn't kept."""
        return self._judge.supports(readings)

    def points(self, reading: Reading, spans: Sequence[Span]) -> list[Pointed | None]:
        """Return how far spans are pointed at, which isn't kept."""
        return self._judge.points(reading, spans)
