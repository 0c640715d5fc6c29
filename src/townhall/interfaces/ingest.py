"""``townhall ingest``: once, as a trial, or again and again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from townhall.errors import TownhallError, UsageError
from townhall.interfaces.commands import CorpusOption, IndexOption, JsonOption, ingest_with_progress, print_json, say, say_kept_back
from townhall.interfaces.given import settings_of

if TYPE_CHECKING:
    from townhall.library import Fetched, IngestReport
    from townhall.settings import Settings


def ingest(
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build everything anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: ingest again whenever documents change, until Ctrl-C.")] = False,
    no_fetch: Annotated[bool, typer.Option("--no-fetch", help="Leave the web pages of web.toml as they were fetched last.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index up to date with the documents."""
    if dry_run and (watch or rebuild):
        raise UsageError("--dry-run goes with neither --watch nor --rebuild.", remedy="Leave one out.")
    settings = settings_of(corpus=corpus, index=index)
    if dry_run:
        from townhall import library

        report = library.plan(settings)
        _tell(report, None, as_json=as_json, would=True)
        return
    if watch:
        _watch(settings, rebuild=rebuild, no_fetch=no_fetch, as_json=as_json)
        return
    fetched = None if no_fetch else _fetch(settings)
    _tell(ingest_with_progress(settings, rebuild=rebuild), fetched, as_json=as_json)


def _fetch(settings: Settings) -> Fetched | None:
    from townhall import library
    from townhall.interfaces.terminal import progress

    if not library.wants_web(settings):
        return None
    say("Fetching the web pages that web.toml names.")
    with progress() as report:
        return library.fetch(settings, progress=report)


def _watch(settings: Settings, *, rebuild: bool, no_fetch: bool, as_json: bool) -> None:
    """Ingest now and after every change; what fails is told, and tried again with the next change."""
    from townhall import library

    fetched = None if no_fetch else _fetch(settings)
    try:
        for number, _ in enumerate(library.changes(settings)):
            try:
                first = number == 0
                report = None if first and not rebuild and say_kept_back(settings) else ingest_with_progress(settings, rebuild=rebuild and first)
            except (TownhallError, OSError) as error:
                say(f"townhall: {error}")
            else:
                if report:
                    _tell(report, fetched, as_json=as_json)
                    fetched = None
            say(f"Watching {settings.corpus} (Ctrl-C stops).")
    except KeyboardInterrupt:
        say("Stopped watching.")


def _tell(report: IngestReport, fetched: Fetched | None, *, as_json: bool, would: bool = False) -> None:
    if as_json:
        data: dict[str, Any] = asdict(report)
        print_json({**data, "dry_run": would, "web": asdict(fetched) if fetched else None})
        return
    if fetched:
        _print_fetched(fetched)
    _print_report(report, would=would)


def _print_fetched(fetched: Fetched) -> None:
    for name, urls in (("fetched", fetched.new), ("changed", fetched.changed), ("gone", fetched.gone)):
        for url in urls:
            typer.echo(f"{name:8} {url}")
    for failure in fetched.failed:
        typer.echo(f"failed   {failure.url}: {failure.reason}{'; its last copy stays' if failure.kept else ''}")
    typer.echo(f"{len(fetched.unchanged)} web pages are as they were.")


def _print_report(report: IngestReport, *, would: bool) -> None:
    if not report.changed:
        typer.echo(f"Nothing to do: the index holds the {len(report.unchanged)} documents as they are.")
    for name, sources in (("added", report.added), ("updated", report.updated), ("removed", report.removed)):
        for source in sources:
            typer.echo(f"{name:8} {source}")
    for before, now in report.moved:
        typer.echo(f"moved    {before} → {now}")
    for skipped in report.skipped:
        typer.echo(f"skipped  {skipped.source}: {skipped.reason}")
    for source, notes in report.notes.items():
        typer.echo(f"note     {source}: {'; '.join(notes)}")
    if would and report.changed:
        typer.echo(f"{len(report.unchanged)} documents are as they were. Nothing was written.")
    elif report.changed and report.build:
        counts = report.counts
        typer.echo(
            f"{counts['documents']} documents, {counts['passages']} passages ({counts['units']} distinct), "
            f"{counts['sentences']} sentences, {counts['facts']} facts; "
            f"{report.build.embedded} passages embedded, {report.build.kept} kept. Generation {report.generation}."
        )
