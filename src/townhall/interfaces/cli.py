"""The command line: parses, calls one function of the same meaning, prints."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from townhall.errors import TownhallError, UsageError
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.evaluation import EvaluationReport
    from townhall.library import IngestReport

app = typer.Typer(
    help="Answers questions from a folder of documents and proves every sentence with a quote.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of the documents.", metavar="DIR")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", metavar="DIR")]
TodayOption = Annotated[str | None, typer.Option("--today", help="The date to assume.", metavar="YYYY-MM-DD")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="Read questions from a file, one JSON object a line.", metavar="FILE.jsonl")]
SourcesOption = Annotated[
    list[str] | None, typer.Option("--source", help="Keep to documents whose path matches; may be given again.", metavar="PATTERN")
]


@app.command()
def ingest(
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build everything anew.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index up to date with the documents."""
    report = _ingest(_settings(corpus=corpus, index=index), rebuild=rebuild)
    if as_json:
        from dataclasses import asdict

        _print_json(asdict(report))
    else:
        _print_report(report)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    *,
    as_json: JsonOption = False,
    batch: BatchOption = None,
    today: TodayOption = None,
    source: SourcesOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Answer a question, or a file of questions, from the documents."""
    from townhall.assistant import Assistant
    from townhall.interfaces.batch import Row, read_batch
    from townhall.interfaces.contract import answer_object

    _one_of(question, batch)
    settings = _settings(corpus=corpus, index=index, today=_date(today))
    rows = read_batch(batch) if batch else iter([Row("", (question or "",))])
    assistant = Assistant(settings)
    for row in rows:
        turn = assistant.converse(row.questions, dropped=row.dropped, sources=(*row.sources, *(source or ())), id=row.id)
        if as_json or batch:
            _print_json(answer_object(turn.answer))
        else:
            from townhall.interfaces.terminal import print_answer

            print_answer(turn.answer)


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to search for.")] = None,
    *,
    k: Annotated[int, typer.Option("-k", help="How many passages.", min=1, max=1000)] = 10,
    as_json: JsonOption = False,
    batch: BatchOption = None,
    source: SourcesOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Print the passages that are nearest to a query."""
    from townhall.assistant import Assistant
    from townhall.interfaces.batch import Row, read_batch
    from townhall.interfaces.contract import hit_object

    _one_of(query, batch)
    assistant = Assistant(_settings(corpus=corpus, index=index))
    rows = read_batch(batch, may_query=True) if batch else iter([Row("", (query or "",))])
    for row in rows:
        sources = (*row.sources, *(source or ()))
        alone = len(row.questions) == 1
        text = row.questions[0] if alone else assistant.converse(row.questions, dropped=row.dropped, sources=sources).query.search_text
        hits = assistant.search(text, k=k, sources=sources)
        if as_json or batch:
            pages = [document.page_of(hit.passage.start) if (document := assistant.document(hit.passage.source)) else None for hit in hits]
            _print_json({"id": row.id, "query": text, "hits": [hit_object(hit, page) for hit, page in zip(hits, pages, strict=True)]})
        else:
            from townhall.interfaces.terminal import print_hits

            print_hits(hits)


@app.command()
def show(
    source: Annotated[str, typer.Argument(help="A document's path, as citations give it.")],
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Print a document's text unchanged: the text that offsets count in."""
    from townhall import library

    text = library.show(_settings(corpus=corpus, index=index), source)
    sys.stdout.buffer.write(text.encode())


@app.command()
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    today: TodayOption = None,
) -> None:
    """Serve the chat page; builds the index first if it is missing or stale."""
    settings = _settings(corpus=corpus, index=index, host=host, port=port, today=_date(today))
    _ingest(settings)
    _say("Starting the chat page; this takes a few seconds.")
    from townhall.interfaces.web import serve as serve_page

    serve_page(settings, on_ready=lambda url: _say(f"Serving at {url} (Ctrl-C stops)."))


@app.command("eval")
def evaluate(
    *,
    dataset: Annotated[
        list[Path] | None, typer.Option("--dataset", help="An evaluation set; may be given again. All of them by default.", metavar="FILE.jsonl")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the report goes.", metavar="FILE.json")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Show every wrong answer of the sets that are not frozen.")] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Run the evaluation sets and fail under the gates.

    A folder beside a set that bears its name is its corpus, unless --corpus names another; its index lies in the index folder.
    """
    from townhall.evaluation import corpus_beside

    settings = _settings(corpus=corpus, index=index)
    datasets = dataset or sorted((settings.evals / "datasets").glob("*.jsonl"))
    beside = {path: folder for path in datasets if corpus is None and (folder := corpus_beside(path)) is not None}
    elsewhere = {path: _settings(corpus=folder, index=settings.index / "corpora" / folder.name) for path, folder in beside.items()}
    for needed in {each.corpus: each for each in (elsewhere.get(path, settings) for path in datasets)}.values():
        _ingest(needed)
    report = _evaluate(settings, datasets, elsewhere, out or settings.evals / "reports" / "latest.json")
    from townhall.interfaces.terminal import print_evaluation

    print_evaluation(report, failures=failures)
    if report.gate_failures:
        raise typer.Exit(1)


@app.command()
def doctor(*, corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Say what is installed, whether the index is healthy, and what is off."""
    from rich.console import Console

    from townhall.doctor import diagnose

    findings = diagnose(_settings(corpus=corpus, index=index))
    marks = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "·"}
    console = Console(highlight=False)
    for finding in findings:
        console.print(f"{marks[finding.ok]} [bold]{finding.name}[/bold]: ", end="")
        console.print(finding.detail, markup=False)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; a fault is one line on standard error."""
    try:
        app(standalone_mode=True)
    except TownhallError as error:
        _say(f"townhall: {error}")
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # Whoever reads our output has closed it: no fault of ours, and nothing left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = error.filename or "The system"
        _say(f"townhall: {where}: {error.strerror}. Free space or mend the permissions there, then try again; nothing is lost.")
        sys.exit(1)
    except KeyboardInterrupt:
        _say("townhall: stopped; the index is as it was.")
        sys.exit(130)


def _settings(**options: Any) -> Settings:
    """Return the settings with those options of the command line that were given."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"The setting {name} is {first.get('input')!r}: {first['msg']}.", remedy=f"Mend TOWNHALL_{name.upper()}.") from error


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise UsageError(f"--today is {text!r}, which is no date.", remedy="Write it as YYYY-MM-DD.") from error


def _one_of(text: str | None, batch: Path | None) -> None:
    if (text is None) == (batch is None):
        raise UsageError("Give a question, or --batch FILE.jsonl.", remedy="Exactly one of the two.")


def _ingest(settings: Settings, *, rebuild: bool = False) -> IngestReport:
    """Ingest with a progress bar on standard error."""
    from townhall import library

    if not rebuild and library.is_current(settings):
        return library.ingest(settings)
    first = not (settings.index / "CURRENT").exists()
    _say("Building the index for the first time: about half a minute." if first else "Bringing the index up to date: only what changed is embedded.")
    from townhall.interfaces.terminal import progress

    with progress() as report:
        return library.ingest(settings, rebuild=rebuild, progress=report)


def _evaluate(settings: Settings, datasets: list[Path], elsewhere: dict[Path, Settings], out: Path) -> EvaluationReport:
    from townhall.evaluation import run_evaluation
    from townhall.interfaces.terminal import progress

    with progress() as report:
        return run_evaluation(settings, datasets, elsewhere=elsewhere, progress=report, out=out)


def _print_report(report: IngestReport) -> None:
    if not report.changed:
        typer.echo(f"Nothing to do: the index holds the {len(report.unchanged)} documents as they are.")
    for name, sources in (("added", report.added), ("updated", report.updated), ("removed", report.removed)):
        for source in sources:
            typer.echo(f"{name:8} {source}")
    for skipped in report.skipped:
        typer.echo(f"skipped  {skipped.source}: {skipped.reason}")
    if report.changed and report.build:
        counts = report.counts
        typer.echo(
            f"{counts['documents']} documents, {counts['passages']} passages ({counts['units']} distinct), "
            f"{counts['sentences']} sentences, {counts['facts']} facts; "
            f"{report.build.embedded} passages embedded, {report.build.kept} kept. Generation {report.generation}."
        )


def _print_json(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
