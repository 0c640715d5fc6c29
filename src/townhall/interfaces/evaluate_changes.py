"""``townhall eval compare``, ``sweep`` and ``baseline``: what got better, what got worse, and what is held on to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from townhall.errors import UsageError
from townhall.interfaces.commands import CorpusOption, IndexOption, JsonOption, make_current, print_json, say
from townhall.interfaces.evaluate import DatasetOption, OutOption, run_sets
from townhall.interfaces.given import settings_of
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.evaluation.recorded import Recorded
    from townhall.evaluation.trial import Trial

CORE = Path("datasets") / "core.jsonl"
"""The set that settings are tried on unless another is named."""
RUNS = 2
"""How many runs a comparison has."""

ReportsArgument = Annotated[list[Path] | None, typer.Argument(help="One or two reports as JSON; a baseline will do.", metavar="[A.json] [B.json]")]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="Run with other settings, such as candidates=20,rrf_k=30; given twice, both are run.", metavar="NAME=VALUE"),
]
DatasetsOption = Annotated[
    list[Path] | None,
    typer.Option("--dataset", help="What settings are tried on; may be given again. The core set by default.", metavar="FILE.jsonl"),
]


def compare(
    reports: ReportsArgument = None,
    *,
    choices: SetOption = None,
    dataset: DatasetsOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two reports, a report with a run under other settings, or two runs.

    One --set alone is held against the settings as they are.
    """
    from townhall.evaluation.changes import changes
    from townhall.evaluation.reports.reading import read_run

    reports, choices = reports or [], choices or []
    if len(reports) + len(choices) not in {1, RUNS} or (reports and not choices and len(reports) < RUNS):
        raise UsageError("A comparison needs two runs.", remedy="Name two reports, or one and --set, or --set once or twice.")
    settings = settings_of(index=index)
    runs: list[Sequence[Recorded]] = [read_run(path) for path in reports]
    labels = [str(path) for path in reports]
    if len(choices) + len(reports) < RUNS:
        choices = ["", *choices]
    for choice in choices:
        runs.append([trial.recorded for trial in _try(settings, choice, dataset)])
        labels.append(choice or "the settings as they are")
    found = changes(*runs)
    from townhall.evaluation.reports.changes_table import changes_json

    if as_json:
        print_json({"before": labels[0], "after": labels[1], **changes_json(found)})
    else:
        from townhall.interfaces.terminal import print_changes

        print_changes(labels, found)


def sweep(
    values: Annotated[list[str] | None, typer.Argument(help="Settings and the values to try.", metavar="NAME=VALUE,VALUE ...")] = None,
    *,
    dataset: Annotated[Path | None, typer.Option("--dataset", help="What they are tried on; core by default.", metavar="FILE.jsonl")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the page goes; JSON goes beside it.", metavar="FILE.html")] = None,
    index: IndexOption = None,
) -> None:
    """Try every combination of settings: a table, and a page with a chart of quality against latency.

    Settings that change the index, such as passage_pieces, get one of their own under the index folder, which is used again.
    """
    from townhall.evaluation.reports.sweep_report import write_sweep
    from townhall.evaluation.sweep import check_open, grid, sweep_rows
    from townhall.interfaces.terminal import print_sweep

    settings = settings_of(index=index)
    path = dataset or settings.evals / CORE
    check_open(path)
    rows = sweep_rows([trial for choice in grid(values or []) for trial in _try(settings, choice, [path])])
    page = out or settings.evals / "reports" / "sweep.html"
    write_sweep(path.stem, rows, page)
    print_sweep(path.stem, rows)
    say(f"{page} shows the chart.")


def _try(settings: Settings, choice: str, datasets: list[Path] | None) -> list[Trial]:
    """Run the evaluation sets with the settings that are chosen, each in its own corpus, and build what index they need."""
    from townhall.evaluation.trial import choice_of, corpus_settings, settings_with, tried
    from townhall.interfaces.terminal import progress
    from townhall.library import take_over

    trials: list[Trial] = []
    for path in datasets or [settings.evals / CORE]:
        base = corpus_settings(settings, path)
        chosen = settings_with(base, choice_of(choice)) if choice else base
        take_over(chosen.index, settings.index)
        make_current(chosen)
        with progress() as report:
            trials += tried(choice, chosen, [path], progress=report)
    return trials


def baseline(
    *,
    dataset: DatasetOption = None,
    accept_drops: Annotated[bool, typer.Option("--accept-drops", help="Write it although figures dropped against the former one.")] = False,
    out: OutOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Run the evaluation sets and make the run what later ones are held against; refuses where a gate isn't passed.

    Sets that are not run stay in the baseline as they are.
    """
    from townhall.evaluation.baseline import BASELINE, baseline_of, load_baseline, write_baseline
    from townhall.evaluation.gates import baseline_refusals, load_gates
    from townhall.evaluation.run import GATES

    settings = settings_of(corpus=corpus, index=index)
    path = settings.evals / BASELINE
    gates, former = load_gates(settings.evals / GATES), load_baseline(path)
    report = run_sets(settings, dataset, out=out, own_corpus=corpus is None)
    refusals = baseline_refusals(gates, report.datasets, former, accept_drops=accept_drops)
    for line in refusals:
        say(f"townhall: {line}")
    if refusals:
        raise typer.Exit(1)
    write_baseline(baseline_of(report, former), path)
    typer.echo(f"{path} holds {', '.join(found.name for found in report.datasets)}.")
