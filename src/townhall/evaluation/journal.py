"""The journal of a run: every response as it comes, so that a run that was interrupted goes on where it was.

A file of JSON lines, the first of which is the key: what the responses depend on. A file of another key is begun anew. A line that was being
written when the run was interrupted is dropped. A run that comes to its end removes its journal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

from townhall.evaluation.systems.system import Response

CODE_SUFFIXES = frozenset({".py", ".json", ".toml", ".txt", ".tsv", ".csv"})
"""Files of the package that an answer can depend on; the judge's weights have a hash of their own."""


@dataclass(frozen=True, slots=True)
class JournalKey:
    """What the responses of a run depend on: where any of it has changed, none of them is taken over."""

    dataset: str
    """SHA-256 of the evaluation set's file."""
    settings: str
    """Hash of the settings that can change an answer."""
    index: str
    """Name of the generation that answers."""
    judge: str | None
    """SHA-256 of the judge's weights."""
    code: str
    """Hash of the program's own files."""


class Journal:
    """Responses by the id of their question, in a file of one run; to be closed.

    Raises:
        OSError: the file can't be written.
    """

    def __init__(self, path: Path, key: JournalKey) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.responses, whole = _read(path, asdict(key))
        """What the interrupted run has left; empty where there was none."""
        self._file: IO[bytes] = path.open("r+b" if whole else "w+b")
        self._file.truncate(whole)
        self._file.seek(whole)
        if not whole:
            self._write(asdict(key))

    def add(self, id: str, response: Response) -> None:
        """Write a response down at once."""
        self._write({"id": id, "response": _adapter().dump_python(response, mode="json")})

    def close(self, *, finished: bool) -> None:
        """Close the file, and remove it where the run has ``finished``."""
        self._file.close()
        if finished:
            self._path.unlink(missing_ok=True)

    def _write(self, row: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        self._file.flush()


def _read(path: Path, key: Mapping[str, Any]) -> tuple[dict[str, Response], int]:
    """Return the responses of a journal of this key, and how many bytes of it are whole; none where it is another's."""
    responses: dict[str, Response] = {}
    whole = 0
    try:
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                row = json.loads(line)
                if whole:
                    responses[row["id"]] = _adapter().validate_python(row["response"])
                elif row != key:
                    return {}, 0
                whole += len(line)
    except FileNotFoundError:
        return {}, 0
    except (ValueError, ValidationError, KeyError, TypeError):
        pass  # What follows a damaged line is asked again.
    return responses, whole


@cache
def _adapter() -> TypeAdapter[Response]:
    return TypeAdapter(Response)


@cache
def code_hash() -> str:
    """Return the SHA-256 of the program's own files, weights aside."""
    package = Path(str(files("townhall")))
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in CODE_SUFFIXES and path.is_file():
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
