"""What reading one file may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading one file; the settings of the same names say what each is for."""

    size: int = 50_000_000
    """Largest file, in bytes."""
    seconds: float = 60.0
    """Longest time."""
    characters: int = 10_000_000
    """Longest text."""
    memory: int = 2_000_000_000
    """Most memory, in bytes."""
