"""The run, with the real assistant on a small real corpus: what the report holds, and what it must not show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, RenderableType

from townhall.errors import DatasetError, UsageError
from townhall.evaluation import EvaluationReport, failures, render_failures, render_table, run_evaluation
from townhall.evaluation.metrics.figures import Estimate
from townhall.evaluation.reports.stored import read_report
from townhall.settings import Settings

ROWS: list[dict[str, Any]] = [
    {
        "id": "members-1",
        "messages": [{"role": "user", "content": "How many harbour cities does the Harbour Cities Network support?"}],
        "status": ["answered"],
        "facts": [{"number": 28}],
        "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
        "category": "number",
        "group": "members",
    },
    {
        "id": "impossible-1",
        "messages": [{"role": "user", "content": "Who is the contact person of the Harbour Cities Network?"}],
        "status": ["answered"],
        "facts": [{"text": ["a name that the documents don't give"]}],
        "spans": [{"source": "north.txt", "quote": "Ada Quay"}],
        "category": "contact",
        "group": None,
    },
    {
        "id": "weather-1",
        "messages": [{"role": "user", "content": "Hello"}, {"role": "user", "content": "What will the weather be like tomorrow?"}],
        "status": ["out_of_scope", "not_in_documents"],
        "category": "refuse",
        "group": None,
    },
]

BASELINES = ["always refuse", "never refuse", "top passage", "lexical only", "dense only", "tutorial"]

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return ``write(name)``: a file of three questions, of which the second can't be answered right."""

    def make(name: str) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps({**row, "language": "en", "today": "2024-05-01"}) + "\n" for row in ROWS), encoding="utf-8")
        return path

    return make


def shown(part: RenderableType, width: int = 200) -> str:
    """Return a renderable as plain text."""
    file = StringIO()
    Console(width=width, file=file).print(part)
    return file.getvalue()


def value(report: EvaluationReport, metric: str) -> float | None:
    """Return a figure of the first set."""
    found = report.datasets[0].overall[metric]
    return None if found is None else found.value


def test_figures(settings: Settings, write: Write, tmp_path: Path) -> None:
    """A run measures right and wrong answers, refusals, quotes and retrieval, tells how far it is, and writes the same figures as JSON."""
    steps: list[tuple[str, int, int]] = []
    report = run_evaluation(settings, [write("easy.jsonl")], progress=lambda *step: steps.append(step), out=tmp_path / "reports" / "easy.json")
    assert value(report, "right") == pytest.approx(2 / 3)
    assert (value(report, "verbatim"), value(report, "refused_when_due"), value(report, "agreement")) == (1, 1, None)
    assert [result.score.right for result in report.datasets[0].results] == [True, False, True]
    assert steps[:4] == [("Evaluating easy: townhall", done, 3) for done in range(4)]
    assert list(report.datasets[0].baselines) == BASELINES
    written = json.loads((tmp_path / "reports" / "easy.json").read_text(encoding="utf-8"))
    (dataset,) = written["datasets"]
    assert dataset["overall"]["right"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert dataset["overall"]["agreement"] is None
    assert dataset["categories"]["refuse"]["hit@10"] is None
    assert [row["id"] for row in dataset["results"]] == [row["id"] for row in ROWS]
    assert written["timings_ms"]["easy"]["median"] > 0


def test_gates_decide(settings: Settings, write: Write, require: Callable[[object, str], None]) -> None:
    """The report passes where its gates do, and says in one line why it doesn't."""
    assert run_evaluation(settings, [write("easy.jsonl")]).passed
    report = run_evaluation(settings, [write("hard.jsonl")])
    require(value(report, "hit@10") is not None, "ir-measures is not installed here.")
    assert not report.passed
    assert report.gate_failures[0].startswith("hard: hit@10 is ")
    assert report.gate_failures[0] in shown(render_table(report))


def test_runs_are_equal(settings: Settings, write: Write, tmp_path: Path) -> None:
    """Two runs of the same code and data write the same, timings aside."""
    path = write("easy.jsonl")
    texts = []
    for number in range(2):
        run_evaluation(settings, [path], out=tmp_path / f"{number}.json")
        written = json.loads((tmp_path / f"{number}.json").read_text(encoding="utf-8"))
        assert written.pop("timings_ms")
        texts.append(json.dumps(written))
    assert texts[0] == texts[1]


def test_questions_asked_at_once(settings: Settings, write: Write, tmp_path: Path) -> None:
    """Several questions at a time give the same report, in the same order, as one after another, timings aside."""
    path = write("easy.jsonl")
    texts = []
    for jobs in (1, 3):
        run_evaluation(settings, [path], out=tmp_path / f"{jobs}.json", jobs=jobs, compared=False)
        written = json.loads((tmp_path / f"{jobs}.json").read_text(encoding="utf-8"))
        assert written.pop("timings_ms")
        texts.append(json.dumps(written))
    assert texts[0] == texts[1]


def test_wrong_answers_are_shown(settings: Settings, write: Write) -> None:
    """A wrong answer is listed with its question, what was said, what was expected and what is wrong."""
    report = run_evaluation(settings, [write("easy.jsonl")])
    ((name, result),) = failures(report)
    assert (name, result.question.id) == ("easy", "impossible-1")
    text = shown(render_failures(report))
    for part in ("impossible-1", "Who is the contact person", "a name that the documents don't give", str(result.score.stage), "missing: "):
        assert part in text


def test_frozen_sets_show_scores_only(settings: Settings, write: Write, tmp_path: Path) -> None:
    """Of a frozen set no question, answer or id is in the report, in the table or among the wrong answers."""
    report = run_evaluation(settings, [write("frozen.jsonl")], out=tmp_path / "report.json")
    assert value(report, "right") == pytest.approx(2 / 3)
    assert failures(report) == ()
    everything = (tmp_path / "report.json").read_text(encoding="utf-8") + shown(render_table(report)) + shown(render_failures(report))
    for result in report.datasets[0].results:
        assert result.question.id not in everything
        assert result.question.turns[-1] not in everything
        assert result.response.answer.statements[0].text not in everything


@pytest.mark.parametrize("width", [80, 119, 120, 200])
def test_the_table(settings: Settings, write: Write, width: int) -> None:
    """The table has a row for each category, for all, and for each baseline, uncut at any width from 80; intervals need 120 characters."""
    lines = shown(render_table(run_evaluation(settings, [write("easy.jsonl")])), width).splitlines()
    names = ["contact", "number", "refuse", "all", *BASELINES]
    rows = {name: line.removeprefix(name).split() for line in lines for name in names if line.startswith(f"{name}  ")}
    assert list(rows) == names
    figures = 10
    assert {len(cells) - (width >= 120) for name, cells in rows.items()} == {figures}
    assert rows["all"][:2] == ["3", "66.7"]
    assert any("(" in cell for cell in rows["all"]) == (width >= 120)
    assert rows["refuse"][-3:] == ["–", "–", "–"]
    assert "…" not in "".join(lines)
    assert max(len(line.rstrip()) for line in lines) <= width
    assert "Every gate is passed." in [line.strip() for line in lines]


def test_nothing_is_passed_without_a_gate(settings: Settings, write: Write, tmp_path: Path) -> None:
    """Of a set that no gate is set for it isn't said that it passes, neither on the terminal nor in the file; nor does it hide behind another."""
    out = tmp_path / "report.json"
    report = run_evaluation(settings, [write("other.jsonl")], out=out)
    assert report.gated == ()
    assert "No gate is set for other." in shown(render_table(report))
    assert "Every gate is passed." not in shown(render_table(report))
    assert read_report(out).ungated == ("other",)
    both = replace(report, gated=("easy",), datasets=(*report.datasets, replace(report.datasets[0], name="easy")))
    assert "Every gate is passed. No gate is set for other." in shown(render_table(both))


def test_every_column_is_explained(settings: Settings, write: Write) -> None:
    """What the short heads of the columns mean stands below the table."""
    text = " ".join(shown(render_table(run_evaluation(settings, [write("easy.jsonl")])), 80).split())
    (head,) = [line for line in shown(render_table(run_evaluation(settings, [write("easy.jsonl")])), 80).splitlines() if line.startswith("category")]
    legend = text.partition("Shares in %")[2]
    for word in head.split()[2:]:
        assert re.search(rf"\b{word}\b[^.]*: ", legend), word


def test_the_largest_figures_fit(settings: Settings, write: Write) -> None:
    """A hundred per cent everywhere, of 9,999 questions, fits into 80 characters."""
    report = run_evaluation(settings, [write("easy.jsonl")])
    (dataset,) = report.datasets
    full = Estimate(1.0, 0.999, 1.0, 9999)
    row = dict.fromkeys(dataset.overall, full) | {"right": Estimate(0.9999, 0.9981, 1.0, 9999)}
    wide = replace(dataset, categories=dict.fromkeys(dataset.categories, row), overall=row)
    lines = shown(render_table(replace(report, datasets=(wide,))), 80).splitlines()
    (line,) = [line for line in lines if line.startswith("all  ")]
    assert line.split() == ["all", "9999", "100", *["100"] * 7, "1.000"]


def test_checked_before_it_runs(settings: Settings, write: Write, tmp_path: Path) -> None:
    """No set, two of one name, a broken set after a good one, or missing gates: refused before anything is asked."""
    good, broken = write("easy.jsonl"), tmp_path / "broken.jsonl"
    broken.write_text("{", encoding="utf-8")
    steps: list[str] = []

    def run(paths: list[Path], evals: Path = settings.evals) -> None:
        run_evaluation(settings.model_copy(update={"evals": evals}), paths, progress=lambda what, _done, _of: steps.append(what))

    with pytest.raises(UsageError, match="No evaluation set"):
        run([])
    with pytest.raises(UsageError, match=r"easy\.jsonl"):
        run([good, good])
    with pytest.raises(DatasetError, match="broken"):
        run([good, broken])
    with pytest.raises(DatasetError, match="gates"):
        run([good], tmp_path)
    assert steps == []
