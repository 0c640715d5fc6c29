"""Reading other people's files: what is wrong is told with the file and the place in it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from townhall.errors import DatasetError

SHOWN = 80
"""Characters of a wrong value that an error shows."""

_KINDS: dict[type, str] = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a file and where it stands."""

    path: Path
    where: str
    """``line 3``, ``data[0].paragraphs[2]``, or both."""
    value: Any

    def fail(self, problem: str, remedy: str) -> NoReturn:
        """Refuse the file.

        Raises:
            DatasetError: always; it names file and place.
        """
        raise DatasetError(f"{self.path}, {self.where}: {problem}." if self.where else f"{self.path}: {problem}.", remedy=remedy)

    def get(self, key: str, kind: type, *, default: Any = ...) -> Place:
        """Return the value of a key, which must be of ``kind``; a default stands in where the key is missing or null.

        Raises:
            DatasetError: this is no object, the key is missing, or its value is of another kind.
        """
        values = self.expect(dict).value
        if values.get(key) is None:
            if default is ...:
                self.fail(f"{key!r} is missing", f"It must be {_KINDS[kind]}.")
            return self._at(key, default)
        return self._at(key, values[key]).expect(kind)

    def text(self, key: str) -> str:
        """Return the value of a key as a text that isn't blank and can be written as UTF-8.

        Raises:
            DatasetError: it is missing or none.
        """
        found = self.get(key, str)
        if not found.value.strip():
            found.fail("blank", "Write a text, or leave the entry out.")
        return found.encodable()

    def identifier(self, key: str) -> str:
        """Return the value of a key as an identifier: a text that isn't blank, or a whole number.

        Raises:
            DatasetError: it is missing or none.
        """
        value = self.expect(dict).value.get(key)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.text(key)

    def encodable(self) -> str:
        """Return this text, which must be one that UTF-8 can write.

        Raises:
            DatasetError: it holds half of a character.
        """
        text: str = self.value
        try:
            text.encode()
        except UnicodeEncodeError as error:
            self.fail(f"character {error.start} is half of a pair (U+{ord(text[error.start]):04X})", "Write the whole character.")
        return text

    def items(self) -> Iterator[Place]:
        """Yield the items of this list.

        Raises:
            DatasetError: it is none.
        """
        for index, item in enumerate(self.expect(list).value):
            yield Place(self.path, f"{self.where}[{index}]", item)

    def expect(self, kind: type) -> Place:
        """Return this place if its value is of ``kind``.

        Raises:
            DatasetError: it is not.
        """
        if not isinstance(self.value, kind) or (kind is int and isinstance(self.value, bool)):
            self.fail(f"{_shown(self.value)} is not {_KINDS[kind]}", f"Write {_KINDS[kind]}.")
        return self

    def _at(self, key: str, value: Any) -> Place:
        separator = "" if not self.where else ", " if self.where.startswith("line ") and "," not in self.where else "."
        return Place(self.path, f"{self.where}{separator}{key}", value)


def read_json(path: Path) -> Place:
    """Return the value that a JSON file holds.

    Raises:
        DatasetError: the file can't be opened, or is no JSON in UTF-8.
    """
    text = _read(path)
    try:
        return Place(path, "", json.loads(text))
    except ValueError as error:
        raise DatasetError(f"{path} is not JSON: {error}.", remedy="Look at that place, or name the right format.") from error


def read_jsonl(path: Path) -> Iterator[Place]:
    """Yield the object of each line of a JSONL file; one whose name ends with ``.gz`` is unpacked.

    Raises:
        DatasetError: the file can't be opened, or a line holds no JSON object in UTF-8.
    """
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            try:
                yield Place(path, f"line {number}", json.loads(line)).expect(dict)
            except ValueError as error:
                raise DatasetError(f"{path}, line {number}: not JSON: {error}.", remedy="Write one JSON object a line.") from error


def read_tsv(path: Path, columns: Sequence[str]) -> Iterator[tuple[Place, ...]]:
    """Yield the cells of each line of a file of tab-separated columns, which its first line names.

    Raises:
        DatasetError: the file can't be opened, a column is missing, or a line has another number of cells.
    """
    lines = _read(path).splitlines()
    head = lines[0].split("\t") if lines else []
    if missing := [column for column in columns if column not in head]:
        raise DatasetError(
            f"{path}, line 1: no column {missing[0]!r}.", remedy=f"The first line names the columns {', '.join(columns)}, tabs between."
        )
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            cells = line.split("\t")
            if len(cells) != len(head):
                raise DatasetError(f"{path}, line {number}: {len(cells)} cells, and {len(head)} columns.", remedy="Put tabs between the cells.")
            yield tuple(Place(path, f"line {number}, {column}", cells[head.index(column)]) for column in columns)


def one_file(folder: Path, *patterns: str, what: str) -> Path:
    """Return the one file of a folder that matches the first pattern that any matches.

    Raises:
        DatasetError: there is none, or there are several.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder.", remedy=f"Name the folder that holds {what}.")
    for pattern in patterns:
        found = sorted(path for path in folder.glob(pattern) if path.is_file())
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(path.name for path in found)
            raise DatasetError(f"{folder} holds several files of {what}: {names}.", remedy="Keep one of them there.")
    raise DatasetError(f"{folder} holds no file of {what} ({' or '.join(patterns)}).", remedy="Put it there, or name another folder.")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 (byte {error.start}).", remedy="Save it as UTF-8.") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DatasetError(f"{path} can't be unpacked: {error}.", remedy="Fetch it again.") from error
    except OSError as error:
        raise DatasetError(f"{path} can't be opened: {error.strerror}.", remedy="Name a file that is there.") from error


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
