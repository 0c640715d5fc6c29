"""Deleting what has been kept for long enough: when the server begins, and daily as long as it runs."""

from __future__ import annotations

import logging
import threading

from townhall.errors import StoreError
from townhall.library import discard_removed
from townhall.settings import Settings
from townhall.storage import open_database, sweep

log = logging.getLogger(__name__)

DAY = 24 * 3600
"""In seconds. The privacy page says that a sweep comes once a day."""


def sweep_daily(settings: Settings, stop: threading.Event, *, every: float = DAY) -> None:
    """Sweep the database now and then every so many seconds, until ``stop`` is set; several servers may do so with one database."""
    while True:
        _sweep(settings)
        if stop.wait(every):
            return


def _sweep(settings: Settings) -> None:
    """Sweep once; a fault is told in the log, and the next time may go better."""
    discard_removed(settings)
    if settings.database is None and not settings.database_file().exists():
        return
    try:
        database = open_database(settings)
        try:
            sweep(database, days=settings.retention_days)
        finally:
            database.close()
    except StoreError as error:
        log.warning("What is due could not be deleted: %s", error)
