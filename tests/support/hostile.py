"""Ways in which files break, or are broken on purpose; shared by the tests and ``benchmarks/hostile_files.py``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from random import Random

SUFFIXES = (".pdf", ".docx", ".odt", ".pptx", ".xlsx", ".ods", ".csv", ".html", ".eml")


def mutated(name: str, data: bytes, chance: Random) -> tuple[str, str, bytes]:
    """Return what was done to a file, its name, and its bytes afterwards."""
    way = chance.choice([*WAYS, *([_member] * 3 if data.startswith(b"PK") else [])])
    if way is _renamed:
        return "another suffix", PurePosixPath(name).stem + chance.choice(SUFFIXES), data
    return way.__name__.strip("_"), name, way(data, chance)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(1, len(data) + 1)]


def _headless(data: bytes, chance: Random) -> bytes:
    return data[chance.randrange(len(data)) :]


def _flipped(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 8, 64, 512))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _zeroed(data: bytes, chance: Random) -> bytes:
    first = chance.randrange(len(data))
    last = min(len(data), first + chance.randrange(1, 4096))
    return data[:first] + bytes(last - first) + data[last:]


def _repeated(data: bytes, chance: Random) -> bytes:
    first = chance.randrange(len(data))
    part = data[first : first + chance.randrange(1, 2048)]
    return data[:first] + part * chance.randrange(2, 200) + data[first:]


def _swapped(data: bytes, chance: Random) -> bytes:
    one, two = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return data[two:] + data[one:two] + data[:one]


def _numbered(data: bytes, chance: Random) -> bytes:
    """Put large or negative numbers in the place of digits: lengths, offsets, counts."""
    digits = [index for index, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return data
    index = chance.choice(digits)
    return data[:index] + chance.choice((b"-1", b"99999999999", b"2147483648", b"0")) + data[index + 1 :]


def _renamed(data: bytes, _chance: Random) -> bytes:
    return data


def _member(data: bytes, chance: Random) -> bytes:
    """Change what is in one member of an archive, and pack it again: the damage reaches the reader behind the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if name.endswith(".xml")] or names)
        for name in names:
            content = old.read(name)
            if name == chosen and content:
                way = chance.choice([_cut, _flipped, _repeated, _numbered, _deep])
                content = way(content, chance)
            new.writestr(name, content)
    return out.getvalue()


def _deep(data: bytes, chance: Random) -> bytes:
    """Nest an element many times where one begins."""
    place = data.find(b"<", chance.randrange(len(data)))
    return data if place < 0 else data[:place] + b"<a>" * 5000 + b"</a>" * 5000 + data[place:]


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _headless, _flipped, _flipped, _zeroed, _repeated, _swapped, _numbered, _renamed, _deep)
