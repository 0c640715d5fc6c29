"""RAGAS (Es et al., EACL 2024): samples with a question, a reference answer and contexts, as JSONL or as a JSON list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.formats.conversion import Conversion, TextFile, row
from townhall.evaluation.formats.reading import Place, read_json, read_jsonl

HUMAN = ("human", "user")
DIGITS = 16
"""Hexadecimal digits of a context's hash that name its file."""


def read_ragas(path: Path, *, language: str) -> Conversion:
    """Turn a RAGAS dataset into one text file for each different context and one row a sample.

    The corpus is all contexts, retrieved and of reference, of all samples. A sample's reference contexts are what is to be found and cited; its
    reference answer is free text, with which the answer is compared by token F1.

    Raises:
        DatasetError: the file can't be read or isn't of this format; it names the place.
    """
    files: dict[str, TextFile] = {}
    rows = []
    for number, sample in enumerate(_samples(path), start=1):
        names = {
            key: [_add(files, context) for context in sample.get(key, list, default=[]).items()]
            for key in ("retrieved_contexts", "reference_contexts")
        }
        reference = sample.get("reference", str, default="").encodable().strip()
        rows.append(
            row(
                f"{number:05}",
                _turns(sample),
                answerable=True,
                language=language,
                answers=[reference] if reference else None,
                relevant=dict.fromkeys(names["reference_contexts"], 1),
            )
        )
    if not files:
        raise DatasetError(f"{path} holds no context.", remedy="Samples need reference_contexts or retrieved_contexts: they are the documents.")
    return Conversion(tuple(files.values()), tuple(rows))


def _samples(path: Path) -> Iterator[Place]:
    if path.suffix == ".json":
        yield from read_json(path).items()
    else:
        yield from read_jsonl(path)


def _turns(sample: Place) -> list[str]:
    """Return what the user said: a text, or the human's messages of a conversation."""
    if isinstance(sample.expect(dict).value.get("user_input"), str):
        return [sample.text("user_input")]
    messages = list(sample.get("user_input", list).items())
    turns = [message.text("content") for message in messages if message.get("type", str).value in HUMAN]
    if not turns:
        sample.fail("user_input holds no message of the type human", "Write a text, or a list of messages.")
    return turns


def _add(files: dict[str, TextFile], context: Place) -> str:
    """Add a context to the files, and return its name."""
    text = context.expect(str).encodable()
    if not text.strip():
        context.fail("blank", "Leave it out of the list.")
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}.txt"
    files.setdefault(name, TextFile(name, text))
    return name
