"""What the page of a report is made of: one class for each thing that is seen."""

from __future__ import annotations

from dataclasses import dataclass

from townhall.evaluation.metrics.figures import Estimate
from townhall.model import Citation


@dataclass(frozen=True, slots=True)
class Beside:
    """A baseline's figure."""

    name: str
    found: Estimate | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One figure with what it is to be compared with."""

    name: str
    meaning: str
    lower: bool
    """Whether lower is better."""
    found: Estimate
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """Figures under one heading."""

    title: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A category or a language."""

    name: str
    right: Estimate | None
    cells: tuple[Estimate | None, ...]


@dataclass(frozen=True, slots=True)
class WideTable:
    """Every figure of some categories or languages: a row a metric, a column each."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Estimate | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A set broken down."""

    title: str
    one: str
    """What one part is."""
    columns: tuple[str, ...]
    rows: tuple[PartRow, ...]
    tables: tuple[WideTable, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a passage; marked where it was expected."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was retrieved."""

    rank: int
    source: str
    heading: str
    pieces: tuple[Piece, ...]

    @property
    def expected(self) -> bool:
        """Whether it holds text that was expected."""
        return any(piece.marked for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ExpectedQuote:
    """A span that the answer should have cited."""

    source: str
    quote: str
    fate: str
    """Whether search found it, in words."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A question that was answered wrong, with all that tells why."""

    id: str
    category: str
    language: str
    stage: str
    turns: tuple[str, ...]
    read_as: str | None
    """What the last turn was read as, where it isn't what was typed."""
    status: str
    answer: str
    quotes: tuple[Citation, ...]
    related: tuple[Citation, ...]
    expected_status: str
    expected_facts: tuple[str, ...]
    forbidden: tuple[str, ...]
    expected_quotes: tuple[ExpectedQuote, ...]
    faults: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SetView:
    """One evaluation set."""

    name: str
    anchor: str
    frozen: bool
    questions: int
    sha256: str
    sentence: str
    median: str
    baselines: tuple[str, ...]
    sections: tuple[ScoreSection, ...]
    not_measured: tuple[str, ...]
    opinion: tuple[str, ...]
    """What a language model said of the answers, a line each; empty where none was asked."""
    parts: tuple[Parts, ...]
    stages: tuple[tuple[str, int, float], ...]
    """Where answers went wrong, how many, and as a share of the most."""
    wrong: tuple[WrongAnswer, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole page."""

    passed: bool
    gated: bool
    """Whether any gate is set: else nothing is passed."""
    verdict: str
    gate_failures: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """What was run, by name."""
    sets: tuple[SetView, ...]
