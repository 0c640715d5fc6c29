"""Our runs for other people's tools: a report's questions and answers as a RAGAS dataset, or as one of inspect_ai."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.formats.reading import read_json
from townhall.model import Status

UNANSWERED = "The documents don't say."
"""What a right answer says where a refusal is due, and what is said where a refusal gives no reason."""


class Target(StrEnum):
    """A tool that reads datasets."""

    RAGAS = "ragas"
    INSPECT = "inspect"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A question and its answer, as the report has them."""

    id: str
    values: Mapping[str, Any]

    @property
    def expected(self) -> Mapping[str, Any]:
        """What the answer is held to."""
        found: Mapping[str, Any] = self.values["expected"]
        return found

    @property
    def references(self) -> list[str]:
        """Right answers, each of which suffices: gold answers; else one that says all facts, or all expected quotes; else none is known."""
        if not Status(self.expected["status"][0]).shows_an_answer:
            return [UNANSWERED]
        if self.expected["answers"]:
            return list(self.expected["answers"])
        facts = [_said(fact) for fact in self.expected["facts"]]
        if len(facts) == 1:
            return facts[0]
        joined = "; ".join(alternatives[0] for alternatives in facts) or " ".join(span["quote"] for span in self.expected["spans"])
        return [joined] if joined else []

    @property
    def response(self) -> str:
        """What was answered, with its markers; a refusal's reason."""
        return str(self.values["answer"] or self.values["reason"] or UNANSWERED)

    @property
    def reference_sources(self) -> list[str]:
        """Documents that are expected."""
        named = [*(span["source"] for span in self.expected["spans"]), *(judged["source"] for judged in self.expected["relevant"])]
        return list(dict.fromkeys(named))


def export(report: Path, target: Target, path: Path) -> int:
    """Write what a report in JSON holds as a dataset in JSONL, and return the number of its rows.

    Frozen sets show no questions, so theirs are left out.

    Raises:
        DatasetError: the report can't be read, is of another version, or shows no question; or the file can't be written.
    """
    rows = [_WRITERS[target](recorded) for recorded in recorded_in(report)]
    if not rows:
        raise DatasetError(f"{report} shows no question: its sets are frozen.", remedy="Export the report of a set that isn't.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{path} can't be written: {error.strerror}.", remedy="Name another file.") from error
    return len(rows)


def recorded_in(report: Path) -> Iterator[Recorded]:
    """Yield the questions of a report; where it is of several sets, their names stand before the ids.

    Raises:
        DatasetError: the report can't be read, or is of another version.
    """
    datasets = list(read_json(report).get("datasets", list).items())
    for dataset in datasets:
        name = dataset.text("name")
        for result in dataset.get("results", list, default=[]).items():
            for key, kind in _NEEDED.items():
                result.get(key, kind)
            expected = result.get("expected", dict)
            if "relevant" not in expected.value or "reason" not in result.value:
                result.fail("written by an earlier version", "Run the evaluation again.")
            identifier = result.text("id")
            yield Recorded(identifier if len(datasets) == 1 else f"{name}/{identifier}", result.value)


_NEEDED: Mapping[str, type] = {
    "turns": list,
    "answer": str,
    "hits": list,
    "status": str,
    "category": str,
    "language": str,
    "score": dict,
}


def _ragas(recorded: Recorded) -> dict[str, Any]:
    """Return a ``SingleTurnSample``; all samples of a dataset must be of one type, so a conversation's turns stand on lines of their own."""
    references, hits = recorded.references, recorded.values["hits"]
    return {
        "user_input": "\n".join(recorded.values["turns"]),
        "response": recorded.response,
        "retrieved_contexts": [hit["text"] for hit in hits],
        "reference_contexts": [span["quote"] for span in recorded.expected["spans"]],
        "retrieved_context_ids": [hit["source"] for hit in hits],
        "reference_context_ids": recorded.reference_sources,
        "reference": references[0] if references else None,
    }


def _inspect(recorded: Recorded) -> dict[str, Any]:
    """Return a ``Sample``: what is asked, what is right, and what we made of it."""
    turns, references = recorded.values["turns"], recorded.references
    return {
        "input": turns[0] if len(turns) == 1 else [{"role": "user", "content": turn} for turn in turns],
        "target": references[0] if len(references) == 1 else references,
        "id": recorded.id,
        "metadata": {
            "category": recorded.values["category"],
            "language": recorded.values["language"],
            "status": recorded.values["status"],
            "expected_status": recorded.expected["status"],
            "response": recorded.response,
            "right": recorded.values["score"].get("right"),
            "retrieved_contexts": [hit["text"] for hit in recorded.values["hits"]],
            "reference_contexts": [span["quote"] for span in recorded.expected["spans"]],
        },
    }


_WRITERS: Mapping[Target, Callable[[Recorded], dict[str, Any]]] = {Target.RAGAS: _ragas, Target.INSPECT: _inspect}


def _said(fact: Mapping[str, Any]) -> list[str]:
    """Return how a fact can be said."""
    ((_, content),) = fact.items()
    return [str(text) for text in content] if isinstance(content, list) else [str(content)]
