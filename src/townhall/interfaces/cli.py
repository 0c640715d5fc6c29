"""The command line: parses, calls one function of the same meaning, prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from townhall.errors import StoreBusyError, TownhallError, UsageError
from townhall.interfaces import evaluate_formats
from townhall.interfaces.commands import (
    CorpusOption,
    IndexOption,
    JsonOption,
    TodayOption,
    date_of,
    ingest_apart,
    make_current,
    print_json,
    say,
)
from townhall.interfaces.data import data_app
from townhall.interfaces.evaluate import eval_app
from townhall.interfaces.evaluate_changes import baseline, compare, sweep
from townhall.interfaces.given import settings_of, unknown_variables
from townhall.interfaces.index import index_app
from townhall.interfaces.ingest import ingest
from townhall.interfaces.verify import verify

app = typer.Typer(
    help="Answers questions from a folder of documents and proves every sentence with a quote.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
eval_app.command("run")(evaluate_formats.run)
eval_app.command("export")(evaluate_formats.export)
eval_app.command()(compare)
eval_app.command()(sweep)
eval_app.command()(baseline)
app.command()(ingest)
app.command()(verify)
app.add_typer(eval_app, name="eval")
app.add_typer(data_app, name="data")
app.add_typer(index_app, name="index")

BatchOption = Annotated[Path | None, typer.Option("--batch", help="Read questions from a file, one JSON object a line.", metavar="FILE.jsonl")]
SourcesOption = Annotated[
    list[str] | None, typer.Option("--source", help="Keep to documents whose path matches; may be given again.", metavar="PATTERN")
]


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
    settings = settings_of(corpus=corpus, index=index, today=date_of(today))
    rows = read_batch(batch) if batch else iter([Row("", (question or "",))])
    assistant = Assistant(settings)
    for row in rows:
        sources = (*row.sources, *(source or ()))
        if as_json or batch:
            print_json(answer_object(assistant.converse(row.questions, dropped=row.dropped, sources=sources, id=row.id).answer))
        else:
            from townhall.interfaces.terminal import print_growing

            print_growing(turn.answer for turn in assistant.stream(question or "", sources=sources, lasting=True))


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
    assistant = Assistant(settings_of(corpus=corpus, index=index))
    rows = read_batch(batch, may_query=True) if batch else iter([Row("", (query or "",))])
    for row in rows:
        sources = (*row.sources, *(source or ()))
        text = assistant.search_text(row.questions, dropped=row.dropped, sources=sources)
        hits = assistant.search(text, k=k, sources=sources)
        if as_json or batch:
            print_json({"id": row.id, "query": text, "hits": [hit_object(hit, assistant.page_of(hit)) for hit in hits]})
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

    text = library.show(settings_of(corpus=corpus, index=index), source)
    sys.stdout.buffer.write(text.encode())


@app.command()
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    today: TodayOption = None,
    ingest_first: Annotated[bool, typer.Option("--ingest/--no-ingest", help="Bring the index up to date before serving.")] = True,
) -> None:
    """Serve the chat page; builds the index first if it is missing or stale."""
    settings = settings_of(corpus=corpus, index=index, host=host, port=port, today=date_of(today))
    if ingest_first:
        try:
            ingest_apart(settings)
        except StoreBusyError:  # another replica that was started with us, or an administrator's: what it makes is noticed
            say("Another process is bringing the index up to date; serving what there is until it is done.")
    say("Starting the chat page; this takes a few seconds.")
    from townhall.interfaces.server import serve as serve_page

    serve_page(settings, on_ready=lambda url: say(f"Serving at {url} (Ctrl-C stops)."))


@app.command("mcp")
def serve_mcp(*, corpus: CorpusOption = None, index: IndexOption = None, today: TodayOption = None) -> None:
    """Serve MCP clients on standard input and output; builds the index first if it is missing or stale."""
    from townhall.interfaces.mcp.local import serve_stdio

    settings = settings_of(corpus=corpus, index=index, today=date_of(today))
    serve_stdio(settings, prepare=lambda: make_current(settings))


@app.command()
def doctor(*, corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Say what is installed, whether the index is healthy, and what is off."""
    from rich.console import Console

    from townhall.doctor import diagnose

    findings = diagnose(settings_of(corpus=corpus, index=index))
    marks = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "·"}
    console = Console(highlight=False)
    for finding in findings:
        console.print(f"{marks[finding.ok]} [bold]{finding.name}[/bold]: ", end="")
        console.print(finding.detail, markup=False)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; a fault is one line on standard error."""
    for line in unknown_variables(os.environ):
        say(f"townhall: {line}")
    try:
        app(standalone_mode=True)
    except TownhallError as error:
        say(f"townhall: {error}")
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # Whoever reads our output has closed it: no fault of ours, and nothing left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = error.filename or "The system"
        say(f"townhall: {where}: {error.strerror}. Free space or mend the permissions there, then try again; nothing is lost.")
        sys.exit(1)
    except KeyboardInterrupt:
        say("townhall: stopped; the index is as it was.")
        sys.exit(130)


def _one_of(text: str | None, batch: Path | None) -> None:
    if (text is None) == (batch is None):
        raise UsageError("Give a question, or --batch FILE.jsonl.", remedy="Exactly one of the two.")


if __name__ == "__main__":
    main()
