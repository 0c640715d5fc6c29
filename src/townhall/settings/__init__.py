"""Settings: what can be set, what changes with it, and how lists are written in them."""

from __future__ import annotations

from townhall.settings.declared import OLLAMA_PREFIX, TIME_ZONE, Settings
from townhall.settings.effects import ANSWERING, INGESTING

__all__ = ["ANSWERING", "INGESTING", "OLLAMA_PREFIX", "TIME_ZONE", "Settings"]
