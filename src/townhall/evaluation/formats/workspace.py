"""Where converted data lies: a corpus folder and an evaluation set under the index folder, by content, so that they are made once."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.formats.conversion import Conversion, TextFile

FOLDER = "formats"
"""Folder of converted data, under the index folder."""
SOURCES = "sources.toml"
DIGITS = 16
"""Hexadecimal digits of a hash that name a folder."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A converted corpus with its set, and where its index goes."""

    corpus: Path
    index: Path
    dataset: Path


def prepare(conversion: Conversion, name: str, index: Path, *, limit: int | None = None, seed: int = 0) -> Workspace:
    """Write the corpus folder and the evaluation set, unless they are there already.

    Args:
        conversion: what is written.
        name: the set's name, as reports have it; where questions are drawn, their number is added.
        index: the index folder under which all goes.
        limit: so many questions are drawn, and stay in their order; None for all. The documents are all there in any case.
        seed: what the draw depends on.

    Raises:
        DatasetError: there is no question, or a file's name stands for two texts.
    """
    if not conversion.rows:
        raise DatasetError(f"{name} holds no question.", remedy="Name another file, or another split.")
    rows = drawn(conversion.rows, limit, seed)
    name = name if len(rows) == len(conversion.rows) else f"{name}-{len(rows)}"
    contents = _contents(conversion.files)
    home = index / FOLDER / f"corpus-{_hash(contents)}"
    written = {f"{name}.jsonl": "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()}
    dataset = home / f"set-{_hash(written)}"
    _publish(home / "corpus", contents)
    _publish(dataset, written)
    return Workspace(home / "corpus", home / "index", dataset / f"{name}.jsonl")


def drawn(rows: Sequence[Mapping[str, Any]], limit: int | None, seed: int) -> list[Mapping[str, Any]]:
    """Return ``limit`` rows drawn by ``seed``, in their order; all where there are no more."""
    if limit is None or limit >= len(rows):
        return list(rows)
    chosen = random.Random(seed).sample(range(len(rows)), limit)  # noqa: S311 - a draw that can be repeated, no secret
    return [rows[number] for number in sorted(chosen)]


def _contents(files: Sequence[TextFile]) -> dict[str, bytes]:
    """Return what is written: the texts as they are, and the list of their titles."""
    contents: dict[str, bytes] = {}
    for file in files:
        data = file.text.encode()
        if contents.setdefault(file.name, data) != data:
            raise DatasetError(f"Two documents would be called {file.name}.", remedy="Give every document an identifier of its own.")
    titles = {file.name: file.title for file in files if file.title}
    if titles:
        contents[SOURCES] = "".join(f"[{_toml(source)}]\ntitle = {_toml(title)}\n" for source, title in titles.items()).encode()
    return contents


def _toml(text: str) -> str:
    """Return a text as TOML writes it in quotation marks."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _hash(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\n{len(contents[name])}\n".encode())
        digest.update(contents[name])
    return digest.hexdigest()[:DIGITS]


def _publish(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all: one that is there was written whole."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".draft-"))
    try:
        for name, data in contents.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        draft.chmod(0o755)
        os.replace(draft, folder)  # noqa: PTH105 - Path.replace would do; os.replace says that it is atomic
    except OSError:
        if not folder.is_dir():  # another process may have written the same meanwhile
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
