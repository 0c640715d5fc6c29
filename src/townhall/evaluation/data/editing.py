"""Rows of an evaluation set, read one by one and written back: only the row that changes is written anew, all others stay byte for byte."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import read_rows, together
from townhall.evaluation.data.draft import check_open
from townhall.evaluation.data.fields import FIELDS
from townhall.evaluation.data.row import RowError
from townhall.evaluation.data.texts import CorpusTexts

VERSION_DIGITS = 16


class RowRefusedError(DatasetError):
    """A row that can't go into its file; ``faults`` says why, field by field."""

    def __init__(self, path: Path, faults: tuple[RowError, ...]) -> None:
        told = together(path, faults)
        super().__init__(told.cause, remedy=told.remedy)
        self.faults = faults


class RowChangedError(DatasetError):
    """The row isn't there any more as it was when it was opened."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as it stands in its file."""

    line: int
    """From 1."""
    version: str
    """Changes with every character of the row."""
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The row's id; a row without one has the number of its line."""
        return str(self.values.get("id", self.line))

    @property
    def turns(self) -> tuple[str, ...]:
        """What the user says, as far as it can be read."""
        messages = self.values.get("messages")
        return tuple(str(each.get("content", "")) for each in messages if isinstance(each, dict)) if isinstance(messages, list) else ()


def written_rows(path: Path) -> tuple[WrittenRow, ...]:
    """Return the rows of a file in its order, checked for nothing but that they are JSON objects; other lines are left out.

    Raises:
        UsageError: the set is frozen.
        DatasetError: the file can't be read.
    """
    check_open(path)
    return tuple(row for number, line in enumerate(_read(path).split(b"\n"), start=1) if (row := _row(number, line)))


def add_row(path: Path, values: Mapping[str, Any], texts: CorpusTexts) -> None:
    """Put a new row at the end of a file, which is made if it isn't there.

    Raises:
        UsageError: the set is frozen.
        RowRefusedError: something is wrong with the row.
        DatasetError: the file can't be read or written.
    """
    check_open(path)
    before = _read(path) if path.exists() else b""
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    line = before.count(b"\n") + (2 if gap else 1)
    _write_checked(path, before, before + gap + _line(values) + b"\n", texts, line=line)


def change_row(path: Path, version: str, values: Mapping[str, Any], texts: CorpusTexts) -> None:
    """Give the row of that version other values; fields keep their order, and those that stand there with their default stay.

    A row that says the same afterwards is left as it is.

    Raises:
        UsageError: the set is frozen.
        RowChangedError: there is no row of that version any more.
        RowRefusedError: the change would make something wrong that was right.
        DatasetError: the file can't be read or written.
    """
    check_open(path)
    before = _read(path)
    lines = before.split(b"\n")
    row = next((row for number, line in enumerate(lines, start=1) if (row := _row(number, line)) and row.version == version), None)
    if row is None:
        raise RowChangedError(f"{path} holds that row no more as it was.", remedy="Open it again.")
    merged = _over(row.values, values)
    if merged == row.values:
        return
    end = b"\r" if lines[row.line - 1].endswith(b"\r") else b""
    lines[row.line - 1] = _line(merged) + end
    _write_checked(path, before, b"\n".join(lines), texts, line=row.line)


def _over(former: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values in the former order; of fields that weren't there only those that say more than their default."""
    kept = {name: values.get(name, former[name]) for name in former}
    added = {name: value for name, value in values.items() if name not in former and not _is_default(name, value)}
    return {**kept, **added}


def _is_default(name: str, value: Any) -> bool:
    default = FIELDS[name].default
    return bool(value == (list(default) if isinstance(default, tuple) else default)) and not FIELDS[name].required


def _write_checked(path: Path, before: bytes, after: bytes, texts: CorpusTexts, *, line: int) -> None:
    """Write the file if it has no fault afterwards that it hadn't before; what is wrong with other rows already doesn't matter."""
    known = {(fault.line, fault.field, fault.problem) for fault in (read_rows(path, before, texts)[1] if before else ())}
    faults = read_rows(path, after, texts)[1]
    if new := tuple(fault for fault in faults if fault.line == line or (fault.line, fault.field, fault.problem) not in known):
        raise RowRefusedError(path, new)
    _replace(path, after)


def _replace(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        draft.replace(path)
    except OSError as error:
        if draft:
            draft.unlink(missing_ok=True)
        raise DatasetError(
            f"{path} can't be written: {error.strerror}.", remedy="See that its folder may be written and its disk has space."
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetError(f"The evaluation set {path} can't be opened: {error.strerror}.", remedy="Name a file that is there.") from error


def _row(number: int, line: bytes) -> WrittenRow | None:
    try:
        values = json.loads(line)
    except ValueError:
        return None
    return WrittenRow(number, hashlib.sha256(line).hexdigest()[:VERSION_DIGITS], values) if isinstance(values, dict) else None


def _line(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()
