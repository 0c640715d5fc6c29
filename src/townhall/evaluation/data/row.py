"""A line of an evaluation set while it is read: it knows where it stands, and says what is wrong there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from townhall.errors import DatasetError

Read = TypeVar("Read")


class RowError(DatasetError):
    """What is wrong with one row of a file."""

    def __init__(self, path: Path, line: int, name: str, problem: str, *, remedy: str) -> None:
        place = f"line {line}" + (f", field {name}" if name else "")
        super().__init__(f"{path}, {place}: {problem}.", remedy=remedy)
        self.line = line
        """From 1."""
        self.field = name
        """With its place in a list: ``spans[0].quote``. Empty where the row as a whole is wrong."""
        self.problem = problem


class Row:
    """A line that is being read; it knows where it stands, for the errors.

    Raises:
        RowError: the line is no JSON object.
    """

    def __init__(self, path: Path, line: int, text: str) -> None:
        self.path = path
        self.line = line
        self.faults: list[RowError] = []
        """What is wrong so far, in the order in which it was found."""
        try:
            values = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        except ValueError as error:
            self.fail("", f"not JSON: {error}", "Write one JSON object a line.")
        if not isinstance(values, dict):
            self.fail("", f"{shown(values)} is not an object", "Write one JSON object a line.")
        self.values: dict[str, Any] = values

    def fail(self, name: str, problem: str, remedy: str) -> NoReturn:
        """Refuse the row.

        Raises:
            RowError: always; it names file, line and field.
        """
        raise RowError(self.path, self.line, name, problem, remedy=remedy)

    def attempt(self, read: Callable[[], Read], otherwise: Read) -> Read:
        """Return what ``read`` returns; if it refuses the row, keep that among the faults and return ``otherwise``, so that reading goes on."""
        try:
            return read()
        except RowError as error:
            self.faults.append(error)
            return otherwise

    def only(self, name: str, value: dict[str, Any], known: Iterable[str]) -> None:
        """Refuse keys of ``value`` that are not ``known``."""
        known = list(known)
        if unknown := [key for key in value if key not in known]:
            self.fail(f"{name}.{unknown[0]}" if name else unknown[0], "unknown field", f"Known are {', '.join(known)}.")

    def string(self, name: str, value: Any) -> str:
        """Return a text that is not blank."""
        if not isinstance(value, str) or not value.strip():
            self.fail(name, f"{shown(value)} is not a text", "Write a text in quotation marks, not blank.")
        return value

    def items(self, name: str, value: Any) -> list[Any]:
        """Return a list."""
        if not isinstance(value, list):
            self.fail(name, f"{shown(value)} is not a list", "Write a list in [square brackets].")
        return value

    def date(self, name: str, value: Any) -> date:
        """Return a day that is written as YYYY-MM-DD."""
        text = self.string(name, value)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.fail(name, f"{shown(value)} is not a date", "Write it as YYYY-MM-DD.")
        return day


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{repeated!r} stands twice in one object")
    return values


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def shown(value: Any) -> str:
    """Return a value as an error shows it: as JSON, a long one by its beginning."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - so that an error stays one line
