"""What the commands share: options, settings, ingesting with a progress bar, and what goes to standard output and standard error."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from townhall.errors import StoreBusyError, TownhallError, UsageError
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.library import IngestReport

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of the documents.", metavar="DIR")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", metavar="DIR")]
TodayOption = Annotated[str | None, typer.Option("--today", help="The date to assume.", metavar="YYYY-MM-DD")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def date_of(text: str | None) -> date | None:
    """Return the day that ``--today`` names; None where it isn't given."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise UsageError(f"--today is {text!r}, which is no date.", remedy="Write it as YYYY-MM-DD.") from error


def say_kept_back(settings: Settings) -> bool:
    """Whether the generation that serves is to stay, since somebody chose it; if so, say so and what brings the index up to date."""
    from townhall import library

    pin = library.kept_back(settings)
    if pin:
        say(
            f"The generation {pin.generation} stays, which was chosen on {pin.since:%Y-%m-%d %H:%M} UTC: the documents are as they were then. "
            "`townhall ingest` brings the index up to date."
        )
    return pin is not None


def make_current(settings: Settings, *, progress_lines: bool = False) -> None:
    """Ingest with progress, unless the generation that serves is to stay: for whatever needs an index and isn't an ingest by hand."""
    from townhall import library

    if not library.is_current(settings) and not say_kept_back(settings):
        ingest_with_progress(settings, progress_lines=progress_lines)


def ingest_with_progress(settings: Settings, *, rebuild: bool = False, progress_lines: bool = False) -> IngestReport:
    """Ingest with a progress bar on standard error, or with ``progress_lines`` with progress as JSON there."""
    from townhall import library

    if not rebuild and library.is_current(settings):
        return library.ingest(settings)
    say(_beginning(settings))
    from townhall.interfaces.terminal import progress

    with progress(as_lines=progress_lines) as report:
        return library.ingest(settings, rebuild=rebuild, progress=report)


def _beginning(settings: Settings) -> str:
    if (settings.index / "CURRENT").exists():
        return "Bringing the index up to date: only what changed is embedded."
    return "Building the index for the first time: ten to thirty seconds for a few documents."


def ingest_apart(settings: Settings) -> None:
    """Bring the index up to date in a process of its own, with a progress bar: what reads and embeds documents takes memory that a server keeps.

    Raises:
        StoreBusyError: another process is ingesting.
        TownhallError: it failed.
    """
    from townhall import library
    from townhall.interfaces import ingest_worker
    from townhall.interfaces.terminal import progress

    if library.is_current(settings) or say_kept_back(settings):
        return
    say(_beginning(settings))
    with progress() as report:
        for said in ingest_worker.run(settings):
            if "step" in said:
                report(said["step"], said["done"], said["of"])
            elif "fault" in said:
                kind = StoreBusyError if said.get("busy") else TownhallError
                raise kind(said["cause"], remedy=said["remedy"])


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON object on a line of standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Print a line on standard error, where programs don't look for results."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
