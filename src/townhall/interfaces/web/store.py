"""What the site keeps between visits, opened when it is first needed: the site answers without it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from townhall.settings import Settings
from townhall.storage import Conversations, Database, Feedback, Limits, open_database


class Store:
    """The database of the site, and what lies in it.

    Every property raises StoreError where the database can't be opened; the next use tries again.
    """

    def __init__(self, settings: Settings, *, opened: Callable[[Settings], Database] = open_database) -> None:
        self._settings = settings
        self._opened = opened
        self._lock = threading.Lock()
        self._database: Database | None = None

    @property
    def database(self) -> Database:
        """The database itself."""
        with self._lock:
            if self._database is None:
                self._database = self._opened(self._settings)
            return self._database

    @property
    def conversations(self) -> Conversations:
        """What was asked and answered."""
        return Conversations(self.database)

    @property
    def feedback(self) -> Feedback:
        """What people thought of answers."""
        return Feedback(self.database)

    @property
    def limits(self) -> Limits:
        """How often something was tried."""
        return Limits(self.database)
