"""``townhall eval run`` and ``townhall eval export``: other people's data in, our runs out for other people's tools."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from townhall.interfaces.commands import IndexOption, make_current, say
from townhall.interfaces.evaluate import FailuresOption, OutOption
from townhall.interfaces.given import settings_of
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.evaluation import EvaluationReport
    from townhall.evaluation.formats.workspace import Workspace

MOST_JOBS = 8
"""Questions that are asked at a time, if there are as many cores."""

FormatOption = Annotated[Literal["squad", "beir", "mtrag", "nomiracl", "ragas"], typer.Option("--format", help="What the file or the folder is.")]
PathArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A file; for BEIR and MTRAG a folder.")]
LimitOption = Annotated[int | None, typer.Option("--limit", help="Ask so many of the questions, drawn by --seed.", min=1)]
SeedOption = Annotated[int, typer.Option("--seed", help="What the draw depends on.")]
LanguageOption = Annotated[str | None, typer.Option("--language", help="Of the questions, as en or de; English unless given.", metavar="CODE")]
GivenOption = Annotated[bool, typer.Option("--given", help="SQuAD: ask each question of its own paragraph alone.")]
SplitOption = Annotated[str | None, typer.Option("--split", help="BEIR: which file of qrels/; test unless given.", metavar="NAME")]


def run(
    path: PathArgument,
    *,
    kind: FormatOption,
    limit: LimitOption = None,
    seed: SeedOption = 0,
    language: LanguageOption = None,
    given: GivenOption = False,
    split: SplitOption = None,
    out: OutOption = None,
    failures: FailuresOption = False,
    index: IndexOption = None,
) -> None:
    """Turn a SQuAD, BEIR, MTRAG, NoMIRACL or RAGAS file into a corpus and an evaluation set, and run it.

    Corpus, index and set are kept in the index folder and used again as long as the file stays the same.
    """
    from townhall import library
    from townhall.evaluation.formats.formats import Choices, Format, convert, name_of
    from townhall.evaluation.formats.workspace import prepare

    settings = settings_of(index=index)
    conversion = convert(Format(kind), path, Choices(language, given, split))
    workspace = prepare(conversion, name_of(path), settings.index, limit=limit, seed=seed)
    for note in conversion.notes:
        say(f"{path}: {note}.")
    library.take_over(workspace.index, settings.index)
    make_current(settings_of(corpus=workspace.corpus, index=workspace.index))
    library.take_over(settings.index, workspace.index)  # for the next corpus
    report = _evaluate(settings, workspace, out or settings.evals / "reports" / f"{workspace.dataset.stem}.json")
    from townhall.interfaces.terminal import print_evaluation

    print_evaluation(report, failures=failures)
    if report.gate_failures:
        raise typer.Exit(1)


def _evaluate(settings: Settings, workspace: Workspace, out: Path) -> EvaluationReport:
    from townhall.evaluation import run_evaluation
    from townhall.evaluation.run import GATES
    from townhall.interfaces.terminal import progress

    own = settings_of(corpus=workspace.corpus, index=workspace.index)
    with progress() as report:
        return run_evaluation(
            settings,
            [workspace.dataset],
            elsewhere={workspace.dataset: own},
            gated=(settings.evals / GATES).is_file(),
            progress=report,
            out=out,
            journals=settings.evals / "reports" / "interrupted",
            jobs=min(MOST_JOBS, os.cpu_count() or 1),
        )


def export(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", help="A report that townhall eval has written.")],
    path: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Where the dataset goes.")],
    *,
    target: Annotated[Literal["ragas", "inspect"], typer.Option("--format", help="Whose dataset it is to be.")],
) -> None:
    """Write the questions and answers of a report as a RAGAS dataset, or as one of inspect_ai."""
    from townhall.evaluation.formats.export import Target
    from townhall.evaluation.formats.export import export as write

    written = write(report, Target(target), path)
    say(f"{path}: {written} rows.")
