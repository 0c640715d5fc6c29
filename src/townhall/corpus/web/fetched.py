"""What fetching did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that could not be fetched, and why."""

    url: str
    reason: str
    kept: bool
    """Whether an earlier copy of it stays a document."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What fetching did, by addresses."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    failed: tuple[Failure, ...]
