"""How the server logs: lines for people, or an object a line for programs."""

from __future__ import annotations

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from townhall.settings import Settings

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"
NAMES = {"asctime": "time", "levelname": "level", "name": "logger"}
QUIET = ("httpx", "httpcore", "chromadb", "gradio", "asyncio", "uvicorn.access")
"""Libraries that tell on INFO what nobody needs to know."""


class _ForPeople(logging.Formatter):
    """The message, with what else was told behind it."""

    def format(self, record: logging.LogRecord) -> str:
        known = logging.makeLogRecord({}).__dict__.keys() | {"message", "asctime", "color_message"}
        more = " ".join(f"{name}={value!r}" for name, value in record.__dict__.items() if name not in known)
        line = super().format(record)
        return f"{line} {more}" if more else line


def configure(settings: Settings) -> None:
    """Log to standard error as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JsonFormatter(FIELDS, rename_fields=NAMES, json_ensure_ascii=False, datefmt="%Y-%m-%dT%H:%M:%S%z"))
    else:
        handler.setFormatter(_ForPeople("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
