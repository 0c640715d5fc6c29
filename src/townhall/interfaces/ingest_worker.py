"""An ingest in a process of its own: settings come in as JSON on standard input, what happens goes out as JSON, one object a line.

    {"step": "Embedding passages", "done": 256, "of": 1024}
    {"report": {"changed": true, "added": […], "updated": […], "removed": […], "skipped": [["file", "reason"], …]}}
    {"fault": "cause and remedy", "cause": "…", "remedy": "…", "busy": false}

It ends by itself where nobody listens any more: then the index stays as it was.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from townhall import library
from townhall.errors import StoreBusyError, TownhallError
from townhall.settings import Settings

COMMAND = (sys.executable, "-P", "-m", "townhall.interfaces.ingest_worker")
NICENESS = 10
"""How far it stands back behind those who ask questions meanwhile."""
SECRETS = ("admin_password", "visitor_password", "metrics_key", "api_keys", "language_model_key", "database")
"""Settings that an ingest has no use for and that aren't handed on."""
FROM_ENVIRONMENT = ("chroma_key",)
"""Secrets that it needs: it has them from the environment, as the server has."""


def settings_for_worker(settings: Settings) -> str:
    """Return what a worker reads on standard input."""
    return settings.model_dump_json(exclude={*SECRETS, *FROM_ENVIRONMENT})


def run(settings: Settings) -> Iterator[dict[str, Any]]:
    """Run a worker to its end, and yield what it says; what it prints as errors goes where ours go.

    Raises:
        TownhallError: it ended without a word.
    """
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as worker:  # noqa: S603 - our own module
        if worker.stdin:
            worker.stdin.write(settings_for_worker(settings))
            worker.stdin.close()
        last: dict[str, Any] = {}
        for line in worker.stdout or ():
            if said := read_line(line):
                last = said
                yield said
    if not {"report", "fault"} & last.keys():
        raise TownhallError(f"The ingest ended with status {worker.returncode}.", remedy="Run `townhall ingest` to see why.")


def read_line(line: str) -> dict[str, Any]:
    """Return the object of a line that a worker said, empty for another: libraries may print some."""
    with suppress(ValueError):
        if isinstance(said := json.loads(line), dict):
            return said
    return {}


def main() -> None:
    """Ingest."""
    os.nice(NICENESS)
    for name in SECRETS:
        os.environ.pop(f"TOWNHALL_{name.upper()}", None)
    settings = Settings.model_validate_json(sys.stdin.read())
    try:
        report = library.ingest(settings, progress=lambda step, done, of: _say(step=step, done=done, of=of))
    except TownhallError as error:
        _say(fault=str(error), cause=error.cause, remedy=error.remedy, busy=isinstance(error, StoreBusyError))
    else:
        # The page knows no moves: a document that was moved came under one path and went from another.
        added = (*report.added, *(now for _, now in report.moved))
        removed = (*report.removed, *(before for before, _ in report.moved))
        changes = {"added": sorted(added), "updated": report.updated, "removed": sorted(removed)}
        _say(report={"changed": report.changed, **changes, "skipped": [(file.source, file.reason) for file in report.skipped]})


def _say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
