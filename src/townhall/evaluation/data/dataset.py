"""Evaluation sets: rows of a JSONL file become questions, or an error that names file, line, field and remedy.

``docs/evaluation.md`` describes the fields for those who write them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.data.question import Question
from townhall.evaluation.data.row import Row, RowError, shown
from townhall.evaluation.data.rows import question_of
from townhall.evaluation.data.texts import CorpusTexts
from townhall.model import Status

FROZEN_SUFFIX = "frozen.jsonl"
"""A dataset whose file name ends so is looked at as scores only: no report shows its questions or answers."""

MOST_FAULTS = 20
"""So many faults of a file are told at once; more would push the first off the screen."""
MINIMUM_GROUP = 2
"""Fewest members of a paraphrase group whose agreement can be measured."""


def corpus_beside(path: Path) -> Path | None:
    """Return the folder that lies beside a dataset and bears its name, which is its corpus: ``x/`` for ``x.jsonl`` and ``x-frozen.jsonl``."""
    name = path.name.removesuffix(".jsonl").removesuffix("-frozen")
    folder = path.with_name(name)
    return folder if name and folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class Dataset:
    """The questions of one file, in the file's order."""

    name: str
    """The file's name without ``.jsonl``."""
    sha256: str
    frozen: bool
    questions: tuple[Question, ...]


def load_dataset(path: Path, texts: CorpusTexts) -> Dataset:
    """Read and check an evaluation set; spans are looked up in ``texts``.

    Raises:
        DatasetError: the file can't be read, or rows break the schema, contradict themselves or quote what isn't in the corpus; all are told.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"The evaluation set {path} can't be opened: {error.strerror}.", remedy="Name a file that is there.") from error
    return dataset_of(path, data, texts)


def dataset_of(path: Path, data: bytes, texts: CorpusTexts) -> Dataset:
    """Return the evaluation set that ``data`` is, which stands in ``path`` or is to stand there.

    Raises:
        DatasetError: as ``load_dataset`` does.
    """
    questions, faults = read_rows(path, data, texts)
    if faults:
        raise together(path, faults)
    if not questions:
        raise DatasetError(f"{path} holds no question.", remedy="Write one JSON object a line, as docs/evaluation.md describes.")
    return Dataset(path.name.removesuffix(".jsonl"), hashlib.sha256(data).hexdigest(), path.name.endswith(FROZEN_SUFFIX), questions)


def read_rows(path: Path, data: bytes, texts: CorpusTexts) -> tuple[tuple[Question, ...], tuple[RowError, ...]]:
    """Return the questions of ``data``, which stands in ``path`` or is to stand there, and all that is wrong with its other rows.

    Raises:
        DatasetError: it isn't UTF-8.
    """
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 (byte {error.start}).", remedy="Save it as UTF-8.") from error
    questions: list[Question] = []
    faults: list[RowError] = []
    seen = _Seen()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = Row(path, number, line)
            except RowError as error:
                faults.append(error)
                continue
            question = question_of(row, texts)
            seen.check(row, question)
            faults.extend(row.faults)
            if question:
                questions.append(question)
    return tuple(questions), tuple(faults)


def together(path: Path, faults: Sequence[DatasetError]) -> DatasetError:
    """Return one error that tells of all ``faults``, a line for each of the first ``MOST_FAULTS``, and how many more there are."""
    if len(faults) == 1:
        return faults[0]
    told = [f"  {str(fault).removeprefix(f'{path}, ')}" for fault in faults[:MOST_FAULTS]]
    more = [f"  … and {len(faults) - MOST_FAULTS} more."] if len(faults) > MOST_FAULTS else []
    return DatasetError(f"{path} has {len(faults)} faults.", remedy="\n".join(["Mend them all:", *told, *more]))


@dataclass(slots=True)
class _Seen:
    """What rows of one file must have in common, or must not."""

    lines: dict[str, int] = field(default_factory=dict)
    groups: dict[str, tuple[int, frozenset[Status]]] = field(default_factory=dict)

    def check(self, row: Row, question: Question | None) -> None:
        """Add to the row's faults; an id is looked at in a row with other faults too, a group is not: its status may be one of them."""
        if isinstance(id := row.values.get("id"), str):
            row.attempt(partial(self._check_id, row, id), None)
        if question and question.group is not None:
            row.attempt(partial(self._check_group, row, question.group, frozenset(question.status)), None)

    def _check_id(self, row: Row, id: str) -> None:
        first = self.lines.setdefault(id, row.line)
        if first != row.line:
            row.fail("id", f"{shown(id)} is the id of line {first} too", "Give every row an id of its own.")

    def _check_group(self, row: Row, group: str, status: frozenset[Status]) -> None:
        line, expected = self.groups.setdefault(group, (row.line, status))
        if expected != status:
            those = " or ".join(sorted(expected))
            row.fail("status", f"group {shown(group)} expects {those} on line {line}", "Questions that mean the same share their status.")
