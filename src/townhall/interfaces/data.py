"""``townhall data``: what is kept of users, deleted when it is due, taken out, or deleted altogether."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from townhall.errors import UsageError
from townhall.interfaces.commands import IndexOption
from townhall.interfaces.given import settings_of

if TYPE_CHECKING:
    from townhall.settings import Settings
    from townhall.storage import Database, Swept

data_app = typer.Typer(help="Conversations and feedback that the page keeps: docs/storage.md says what and where.", no_args_is_help=True)


@data_app.command()
def sweep(*, index: IndexOption = None) -> None:
    """Delete what is older than TOWNHALL_RETENTION_DAYS, and give its space back; to be run daily."""
    from townhall import storage

    settings = settings_of(index=index)
    with _opened(settings) as database:
        _print(storage.sweep(database, days=settings.retention_days))


@data_app.command("export-feedback")
def export_feedback(
    file: Annotated[Path, typer.Argument(help="Where to write it: one entry a line, the oldest first.", metavar="FILE.jsonl")],
    *,
    index: IndexOption = None,
) -> None:
    """Write all feedback to a file; a line by itself is what `townhall eval new --from` reads."""
    from townhall.storage import Feedback

    with _opened(settings_of(index=index)) as database, file.open("w", encoding="utf-8") as out:
        count = 0
        for entry in Feedback(database).all():
            out.write(json.dumps(entry.as_row(), ensure_ascii=False) + "\n")
            count += 1
    typer.echo(f"{count} entries in {file}.")


@data_app.command("delete-all")
def delete_all(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Delete it indeed.")] = False,
    index: IndexOption = None,
) -> None:
    """Delete all conversations, feedback, sessions and counters; documents and index stay."""
    from townhall import storage

    with _opened(settings_of(index=index)) as database:
        if not yes:
            raise UsageError(f"This deletes everything in {database.name}, and nothing brings it back.", remedy="Add --yes if that is meant.")
        _print(storage.delete_all(database))


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    from townhall.storage import open_database

    database = open_database(settings, create=False)
    try:
        yield database
    finally:
        database.close()


def _print(swept: Swept) -> None:
    typer.echo(
        f"Deleted: {swept.conversations} conversations, {swept.feedback} entries of feedback, "
        f"{swept.sessions} sessions, {swept.attempts} counters of attempts."
    )
    if not swept.compacted:
        typer.echo("Their space was not given back: the database was busy, or it does so its own way. The next sweep tries again.")
