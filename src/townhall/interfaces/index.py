"""``townhall index``: the generations of the index, seen, gone back to, verified, backed up and restored."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from townhall.errors import StoreError
from townhall.interfaces.commands import CorpusOption, IndexOption, JsonOption, print_json
from townhall.interfaces.given import settings_of

if TYPE_CHECKING:
    from townhall.library import KeptGeneration

index_app = typer.Typer(help="Generations of the index: docs/index.md says what they are.", no_args_is_help=True)

NameArgument = Annotated[str | None, typer.Argument(help="A generation's name, as `townhall index list` shows it.", metavar="GENERATION")]
FileArgument = Annotated[Path, typer.Argument(help="The backup, one file.", metavar="FILE")]


@index_app.command("list")
def list_generations(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Show the generations that are kept, the newest first, and which one serves."""
    from townhall import library

    settings = settings_of(index=index)
    found = library.generations(settings)
    if not found:
        raise StoreError(f"There is no index in {settings.index}.", remedy="Run `townhall ingest`, or name another folder with --index DIR.")
    for generation in found:
        if as_json:
            print_json(_object(generation))
        else:
            typer.echo(_line(generation))


@index_app.command()
def rollback(name: NameArgument = None, *, corpus: CorpusOption = None, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Have an earlier generation serve, or the one that is named; running servers follow at once."""
    from townhall import library

    generation = library.rollback(settings_of(corpus=corpus, index=index), name)
    if as_json:
        print_json(_object(generation))
    else:
        typer.echo(
            f"{generation.name} serves now. It stays until the documents change or you run `townhall ingest`, which reads them as they are then."
        )


@index_app.command()
def verify(name: NameArgument = None, *, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Look at every record of the generation that serves, or of the one that is named; status 1 where one is damaged."""
    from townhall import library

    found = library.verify_index(settings_of(index=index), name)
    if as_json:
        print_json(asdict(found))
    else:
        for fault in found.faults:
            typer.echo(fault)
        counts = f"{found.counts.get('documents', 0)} documents, {found.counts.get('units', 0)} distinct passages"
        typer.echo(
            f"{found.name} is damaged: `townhall index rollback`, or `townhall ingest --rebuild`."
            if found.faults
            else f"{found.name} is whole: {counts}."
        )
    if found.faults:
        raise typer.Exit(1)


@index_app.command()
def backup(file: FileArgument, *, index: IndexOption = None) -> None:
    """Write the generation that serves into one file, checked before."""
    from townhall import library

    size = library.backup(settings_of(index=index), file)
    typer.echo(f"{file}: {size:,} bytes. It holds the index, with the documents' texts; the documents' files are not in it.")


@index_app.command()
def restore(file: FileArgument, *, corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Bring the generation of a backup in beside those that are there, check it, and have it serve until the documents change."""
    from townhall import library

    generation = library.restore(settings_of(corpus=corpus, index=index), file)
    typer.echo(f"{generation.name} serves now: {generation.documents} documents, {generation.passages} distinct passages.")


def _object(generation: KeptGeneration) -> dict[str, object]:
    times = {name: time.isoformat(timespec="seconds") if time else None for name, time in (("made", generation.made), ("chosen", generation.chosen))}
    return {**asdict(generation), **times}


def _line(generation: KeptGeneration) -> str:
    mark = "serves" if generation.serves else ""
    chosen = f"  stays, chosen {generation.chosen:%Y-%m-%d %H:%M} UTC" if generation.chosen else ""
    if generation.fault or generation.made is None:
        return f"{generation.name:16} {mark:7} damaged: {generation.fault}"
    counts = f"{generation.documents:6,} documents  {generation.passages:8,} passages  {generation.size / 2**20:8,.1f} MiB"
    return f"{generation.name:16} {mark:7} {generation.made:%Y-%m-%d %H:%M} UTC  {counts}{chosen}"
