"""The published schema: it says of a row's form what the reader says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.fields import FIELDS
from townhall.evaluation.data.schema import row_schema

EVALS = Path(__file__).parents[3] / "evals"
VALIDATOR = Draft202012Validator(row_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
GOOD: list[dict[str, Any]] = [
    {},
    {"group": None},
    {"list": True},
    {"facts": [{"date": "2011-01-01"}, {"text": ["HCN", "Harbour Cities Network"]}, {"number": 0.5}]},
    {"facts": [{"number": 44, "unit": ["%", "points"]}]},
    {"status": ["answered", "partial"]},
    {"status": ["not_in_documents", "out_of_scope"], "facts": [], "spans": []},
    {"answers": ["28", "28 harbour cities"]},
    {"answers": None},
    {"status": ["not_in_documents"], "facts": [], "spans": [], "answers": []},
    {"relevant": [{"source": "north.txt", "grade": 2}], "facts": [], "spans": []},
    {"sources": ["north.txt", "sou*"], "facts": [], "spans": []},
]
BAD: list[dict[str, Any]] = [
    {"fact": []},
    {"id": 7},
    {"id": " "},
    {"messages": []},
    {"messages": ["Hello"]},
    {"messages": [{"role": "assistant", "content": "Hi"}]},
    {"messages": [{"role": "user"}]},
    {"messages": [{"role": "user", "content": "Hi", "name": "Ada"}]},
    {"status": []},
    {"status": "answered"},
    {"status": ["maybe"]},
    {"status": ["answered", "answered"]},
    {"category": "person"},
    {"language": "English"},
    {"today": "1 May 2024"},
    {"today": "2024-02-30"},
    {"list": "no"},
    {"group": ""},
    {"facts": [{"number": "28"}]},
    {"facts": [{"number": True}]},
    {"facts": [{"text": "28"}]},
    {"facts": [{"text": []}]},
    {"facts": [{"text": ["a"], "number": 1}]},
    {"facts": [{"number": 44, "unit": "%"}]},
    {"facts": [{"number": 44, "unit": []}]},
    {"facts": [{"date": "2024-06-17", "unit": ["%"]}]},
    {"facts": [{"unit": ["%"]}]},
    {"facts": [{"year": 2024}]},
    {"forbidden": [{"date": "2024"}]},
    {"spans": [{"source": "north.txt"}]},
    {"spans": "north.txt"},
    {"answers": "28"},
    {"answers": [""]},
    {"relevant": ["north.txt"]},
    {"relevant": [{"source": "north.txt"}]},
    {"relevant": [{"source": "north.txt", "grade": 0}]},
    {"relevant": [{"source": "north.txt", "grade": True}]},
    {"relevant": [{"source": "north.txt", "grade": 1, "score": 1}]},
    {"sources": "north.txt"},
    {"sources": [1]},
]


def test_the_file_is_what_the_code_says() -> None:
    """``evals/schema.json`` is the schema of the code, byte for byte: `townhall eval schema` writes it."""
    assert (EVALS / "schema.json").read_text(encoding="utf-8") == json.dumps(row_schema(), ensure_ascii=False, indent=1) + "\n"


def test_it_is_a_schema() -> None:
    """The schema itself is sound, and describes every field."""
    Draft202012Validator.check_schema(row_schema())
    assert all(form["description"] for form in row_schema()["properties"].values())


@pytest.mark.parametrize("name", FIELDS)
def test_defaults_are_the_readers(name: str) -> None:
    """A default of the schema is what a row without that field has."""
    field, form = FIELDS[name], row_schema()["properties"][name]
    assert ("default" in form) is not field.required
    if not field.required:
        assert form["default"] == (list(field.default) if isinstance(field.default, tuple) else field.default)


@pytest.mark.parametrize("change", GOOD)
def test_admits_what_the_reader_admits(dataset: Callable[..., Dataset], row: dict[str, Any], change: dict[str, Any]) -> None:
    """A row that can be read is valid."""
    dataset(change)
    assert VALIDATOR.is_valid({**row, **change})


@pytest.mark.parametrize("change", BAD)
def test_refuses_what_the_reader_refuses(dataset: Callable[..., Dataset], row: dict[str, Any], change: dict[str, Any]) -> None:
    """A row whose form the reader refuses is not valid."""
    with pytest.raises(DatasetError):
        dataset(change)
    assert not VALIDATOR.is_valid({**row, **change})


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.required])
def test_required_fields(row: dict[str, Any], name: str) -> None:
    """A row that lacks a field without a default is not valid."""
    assert not VALIDATOR.is_valid({key: value for key, value in row.items() if key != name})


@pytest.mark.parametrize("path", sorted([*EVALS.glob("datasets/*.jsonl"), *EVALS.glob("corpora/*.jsonl")]), ids=lambda path: path.name)
def test_our_own_rows_are_valid(path: Path) -> None:
    """Every row of the product's sets is valid."""
    assert all(VALIDATOR.is_valid(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
