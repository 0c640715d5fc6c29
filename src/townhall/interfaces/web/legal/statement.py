"""The accessibility statement's data: when it was prepared, what was checked by which tests, what falls short."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at."""

    name: str
    """The last part of the key of its words: ``accessibility.check.…``."""
    tests: tuple[str, ...]
    """The tests that look again: ``path::function``."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the statement says."""

    prepared: date
    standard: str
    guidelines: str
    checks: tuple[Check, ...]
    limits: tuple[str, ...]
    """What falls short: the last parts of keys ``accessibility.limit.…``."""


@cache
def statement() -> Statement:
    """Read the statement's data."""
    found: dict[str, Any] = tomllib.loads(files("townhall.interfaces.web.legal").joinpath("statement.toml").read_text(encoding="utf-8"))
    return Statement(
        prepared=found["prepared"],
        standard=found["standard"],
        guidelines=found["guidelines"],
        checks=tuple(Check(name, tuple(tests)) for name, tests in found["checks"].items()),
        limits=tuple(found["limits"]),
    )
