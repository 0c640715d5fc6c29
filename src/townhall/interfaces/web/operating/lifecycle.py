"""Where the server stands between its beginning and its end."""

from __future__ import annotations

import threading


class Lifecycle:
    """What the probes and the end of the server go by; safe to use from several threads."""

    def __init__(self) -> None:
        self.warm = threading.Event()
        """Set once everything is loaded that the first question would have to wait for."""
        self.ending = threading.Event()
        """Set once the server has been told to end: nobody new should be sent here."""
        self._lock = threading.Lock()
        self._running = 0

    @property
    def running(self) -> int:
        """Questions that are being answered now."""
        with self._lock:
            return self._running

    def begin(self) -> None:
        """Count a question that is being answered from now on."""
        with self._lock:
            self._running += 1

    def end(self) -> None:
        """Count it no longer."""
        with self._lock:
            self._running -= 1
