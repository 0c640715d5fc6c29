"""The second opinion in a run and its report: beside the figures, with how far the two agree, never in their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from model_server import serving
from rich.console import Console

from townhall.errors import LanguageModelError
from townhall.evaluation import EvaluationReport, render_table, run_evaluation
from townhall.settings import Settings

ASKED = {
    "HCN": "How many harbour cities does the Harbour Cities Network support?",
    "founded": "When was the Harbour Cities Network founded?",
    "weather": "What will the weather be like tomorrow?",
}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, row: dict[str, Any]) -> Write:
    """Return ``write(name)``: a file with two questions that can be answered, of which one expects what isn't so, and one that can't."""

    def make(name: str) -> Path:
        good = {**row, "forbidden": [], "group": None}
        changes: list[dict[str, Any]] = [
            {"id": "a", "messages": [{"role": "user", "content": ASKED["HCN"]}]},
            {
                "id": "b",
                "messages": [{"role": "user", "content": ASKED["founded"]}],
                "facts": [{"number": 1811}],
                "spans": [{"source": "north.txt", "quote": "2011"}],
            },
            {
                "id": "c",
                "messages": [{"role": "user", "content": ASKED["weather"]}],
                "status": ["out_of_scope", "not_in_documents"],
                "facts": [],
                "spans": [],
            },
        ]
        path = tmp_path / name
        path.write_text("".join(json.dumps({**good, **change}) + "\n" for change in changes), encoding="utf-8")
        return path

    return make


def say(prompt: str) -> str | int:
    """Find every answer faithful and relevant, all but that about the founding correct, and fail on the weather."""
    if "Reference Answer" not in prompt:
        return "YES"
    if ASKED["weather"] in prompt:
        return 500
    return "1.0\nno" if ASKED["founded"] in prompt else "5.0\nyes"


def run(settings: Settings, path: Path, out: Path, *, asked: bool = True) -> EvaluationReport:
    """Evaluate with a scripted model at hand."""
    with serving(say) as server:
        update = {"language_model": "small", "language_model_url": server.url, "language_model_retries": 0, "answers": "extractive"}
        report = run_evaluation(settings.model_copy(update=update), [path], with_language_model=asked, out=out)
    assert bool(server.prompts) is asked
    return report


def test_it_stands_beside_the_figures(settings: Settings, write: Write, tmp_path: Path) -> None:
    """The report is what it is without a model, and has verdicts, counts and agreement besides."""
    path = write("easy.jsonl")
    run(settings, path, tmp_path / "with.json")
    run(settings, path, tmp_path / "without.json", asked=False)
    with_it, without = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("with.json", "without.json"))
    found = with_it["datasets"][0].pop("second_opinion")
    assert without["datasets"][0].pop("second_opinion") is None
    for report in (with_it, without):
        report.pop("timings_ms")
    assert with_it == without
    assert found["model"] == "small"
    assert found["counts"]["correct"] == {"yes": 1, "no": 1, "none": 1}
    assert {id: opinion["correct"]["passed"] for id, opinion in found["verdicts"].items()} == {"a": True, "b": False, "c": None}
    assert found["verdicts"]["c"]["faithful"] is None


def test_agreement(settings: Settings, write: Write, tmp_path: Path) -> None:
    """Agreement is measured where both have a verdict; a model that says one and the same has no kappa."""
    (dataset,) = run(settings, write("easy.jsonl"), tmp_path / "report.json").datasets
    assert [result.score.right for result in dataset.results] == [True, False, True]
    assert dataset.second_opinion is not None
    correct = dataset.second_opinion.agreements["correct with right"]
    assert (correct.n, correct.no_verdict, correct.same) == (2, 1, 1)
    assert correct.kappa is not None
    assert correct.kappa.value == 1
    assert dataset.second_opinion.agreements["relevant with right"].kappa is not None
    assert dataset.second_opinion.agreements["faithful with supported"].kappa is None


def test_the_reports_tell_it(settings: Settings, write: Write, tmp_path: Path) -> None:
    """The terminal and the page show counts and agreement."""
    file = StringIO()
    Console(width=100, file=file).print(render_table(run(settings, write("easy.jsonl"), tmp_path / "report.json")))
    assert "correct: 1 yes, 1 no, 1 without a verdict" in file.getvalue()
    assert "correct with right: the same on 100 % of 2; kappa 1.00" in file.getvalue()
    assert "correct with right: the same on 100 % of 2; kappa 1.00" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_frozen_sets_show_no_verdicts(settings: Settings, write: Write, tmp_path: Path) -> None:
    """Of a frozen set only counts and agreement are kept."""
    run(settings, write("some-frozen.jsonl"), tmp_path / "report.json")
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["datasets"][0]["second_opinion"]
    assert found["verdicts"] is None
    assert found["counts"]["correct"]["yes"] == 1


def test_told_before_the_first_question(settings: Settings, write: Write) -> None:
    """Where none is configured, that is an error before anything is asked."""
    steps: list[str] = []
    with pytest.raises(LanguageModelError, match="No language model is configured"):
        run_evaluation(settings, [write("easy.jsonl")], with_language_model=True, progress=lambda what, _done, _of: steps.append(what))
    assert steps == []
