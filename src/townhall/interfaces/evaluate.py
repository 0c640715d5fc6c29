"""The commands of the evaluation: ``townhall eval`` and what stands under it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from townhall.interfaces import new_question, question_sets
from townhall.interfaces.commands import CorpusOption, IndexOption, make_current, say
from townhall.interfaces.given import settings_of
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.evaluation import EvaluationReport

eval_app = typer.Typer(help="Run the evaluation sets and fail under the gates.", invoke_without_command=True)
eval_app.command("new")(new_question.new)
eval_app.command("check")(question_sets.check)
eval_app.command("schema")(question_sets.schema)

DatasetOption = Annotated[
    list[Path] | None, typer.Option("--dataset", help="An evaluation set; may be given again. All of them by default.", metavar="FILE.jsonl")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where the report goes.", metavar="FILE.json")]
FailuresOption = Annotated[bool, typer.Option("--failures", help="Show every wrong answer of the sets that are not frozen.")]

BaselinesOption = Annotated[bool, typer.Option("--baselines/--no-baselines", help="Whether the baselines answer the same questions.")]
SelfTestOption = Annotated[bool, typer.Option("--self-test", help="Test the evaluation itself: spoil the assistant and see that it is noticed.")]
ShortOption = Annotated[bool, typer.Option("--short", help="With --self-test: fewer questions, trials and rebuilds.")]

LinesOption = Annotated[bool, typer.Option("--progress-lines", help="Tell progress on standard error as JSON lines, for programs: what, done, of.")]
ModelOption = Annotated[bool, typer.Option("--language-model", help="Ask the configured language model for a second opinion, which decides nothing.")]


@eval_app.callback()
def evaluate(
    context: typer.Context,
    *,
    dataset: DatasetOption = None,
    out: OutOption = None,
    failures: FailuresOption = False,
    baselines: BaselinesOption = True,
    language_model: ModelOption = False,
    self_test: SelfTestOption = False,
    short: ShortOption = False,
    progress_lines: LinesOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Run the evaluation sets and fail under the gates.

    A folder beside a set that bears its name is its corpus, unless --corpus names another; its index lies in the index folder.
    A run that was interrupted goes on where it was.
    """
    if context.invoked_subcommand is not None:
        return
    settings = settings_of(corpus=corpus, index=index)
    if self_test:
        from townhall.interfaces.self_test import run_self_test

        if not run_self_test(settings, dataset, short=short, out=out):
            raise typer.Exit(1)
        return
    report = run_sets(
        settings,
        dataset,
        out=out,
        own_corpus=corpus is None,
        compared=baselines,
        with_language_model=language_model,
        progress_lines=progress_lines,
    )
    from townhall.interfaces.terminal import print_evaluation

    print_evaluation(report, failures=failures)
    for each in report.datasets:
        if changed := sum(span.changed for result in each.results for span in result.question.spans):
            say(f"{each.name}: quotes found again, changed: {changed}. `townhall eval check` shows them.")
    if report.gate_failures:
        raise typer.Exit(1)


def run_sets(
    settings: Settings,
    dataset: list[Path] | None,
    *,
    out: Path | None,
    own_corpus: bool,
    compared: bool = False,
    with_language_model: bool = False,
    progress_lines: bool = False,
) -> EvaluationReport:
    """Bring every index that is needed up to date and run the evaluation sets, all of them unless some are named.

    With ``own_corpus`` a set that has a corpus beside it is asked of that one; with ``compared`` the baselines answer too;
    ``with_language_model`` as in ``run_evaluation``. With ``progress_lines`` progress is told as JSON.
    """
    from townhall.evaluation import corpus_beside

    datasets = dataset or sorted((settings.evals / "datasets").glob("*.jsonl"))
    beside = {path: folder for path in datasets if own_corpus and (folder := corpus_beside(path)) is not None}
    elsewhere = {path: settings_of(corpus=folder, index=settings.index / "corpora" / folder.name) for path, folder in beside.items()}
    for needed in {each.corpus: each for each in (elsewhere.get(path, settings) for path in datasets)}.values():
        make_current(needed, progress_lines=progress_lines)
    from townhall.evaluation import run_evaluation
    from townhall.evaluation.history import HISTORY
    from townhall.interfaces.terminal import progress

    with progress(as_lines=progress_lines) as report:
        return run_evaluation(
            settings,
            datasets,
            elsewhere=elsewhere,
            progress=report,
            out=out or settings.evals / "reports" / "latest.json",
            compared=compared,
            journals=settings.evals / "reports" / "interrupted",
            with_language_model=with_language_model,
            history=settings.evals / HISTORY,
        )
