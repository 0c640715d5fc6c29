"""Small files in other people's formats, and what they are turned into."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from townhall.evaluation.data.dataset import Dataset, load_dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.formats.conversion import Conversion
from townhall.evaluation.formats.workspace import prepare


@pytest.fixture(scope="session")
def write_json() -> Callable[[Path, Any], Path]:
    """Return ``write_json(path, value)``: the value as JSON, folders included; the path comes back."""

    def write(path: Path, value: Any) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def write_jsonl() -> Callable[[Path, Iterable[Any]], Path]:
    """Return ``write_jsonl(path, values)``: each value as JSON on a line; the path comes back."""

    def write(path: Path, values: Iterable[Any]) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{json.dumps(value)}\n" for value in values), encoding="utf-8")
        return path

    return write


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[[Conversion], tuple[Dataset, CorpusTexts]]:
    """Return ``loaded(conversion)``: the evaluation set as our own reader takes it, and the texts of the corpus folder."""

    def load(conversion: Conversion) -> tuple[Dataset, CorpusTexts]:
        workspace = prepare(conversion, "converted", tmp_path / "index")
        texts = CorpusTexts(workspace.corpus)
        return load_dataset(workspace.dataset, texts), texts

    return load
