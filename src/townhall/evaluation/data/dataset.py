"""Evaluation sets: rows of a JSONL file become questions, or an error that names file, line, field and remedy.

``docs/evaluation.md`` describes the fields for those who write them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from townhall.errors import DatasetError
from townhall.evaluation.data.question import Question
from townhall.evaluation.data.rows import Row, question_of, shown
from townhall.evaluation.data.texts import CorpusTexts
from townhall.model import Status

FROZEN_SUFFIX = "frozen.jsonl"
"""A dataset whose file name ends so is looked at as scores only: no report shows its questions or answers."""

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
        DatasetError: the file can't be read, or a row breaks the schema, contradicts itself or quotes what isn't in the corpus.
    """
    try:
        data = path.read_bytes()
        lines = data.decode("utf-8").split("\n")
    except OSError as error:
        raise DatasetError(f"The evaluation set {path} can't be opened: {error.strerror}.", remedy="Name a file that is there.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 (byte {error.start}).", remedy="Save it as UTF-8.") from error
    questions: list[Question] = []
    seen = _Seen()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = Row(path, number, line)
            question = question_of(row, texts)
            seen.check(row, question)
            questions.append(question)
    if not questions:
        raise DatasetError(f"{path} holds no question.", remedy="Write one JSON object a line, as docs/evaluation.md describes.")
    return Dataset(path.name.removesuffix(".jsonl"), hashlib.sha256(data).hexdigest(), path.name.endswith(FROZEN_SUFFIX), tuple(questions))


@dataclass(slots=True)
class _Seen:
    """What rows of one file must have in common, or must not."""

    lines: dict[str, int] = field(default_factory=dict)
    groups: dict[str, tuple[int, tuple[Status, ...]]] = field(default_factory=dict)

    def check(self, row: Row, question: Question) -> None:
        first = self.lines.setdefault(question.id, row.line)
        if first != row.line:
            row.fail("id", f"{shown(question.id)} is the id of line {first} too", "Give every row an id of its own.")
        if question.group is not None:
            line, status = self.groups.setdefault(question.group, (row.line, question.status))
            if set(status) != set(question.status):
                expected = ", ".join(status)
                row.fail(
                    "status", f"group {shown(question.group)} expects {expected} on line {line}", "Questions that mean the same share their status."
                )
