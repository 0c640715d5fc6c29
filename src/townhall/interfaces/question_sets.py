"""``townhall eval check`` and ``townhall eval schema``: whether evaluation sets are sound, and what their rows look like."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from townhall.errors import DatasetError
from townhall.interfaces.commands import CorpusOption
from townhall.interfaces.given import settings_of

if TYPE_CHECKING:
    from townhall.evaluation.data.dataset import Dataset

FilesArgument = Annotated[
    list[Path] | None, typer.Argument(help="Evaluation sets; all of them by default.", metavar="FILE.jsonl ...", show_default=False)
]


def check(files: FilesArgument = None, *, corpus: CorpusOption = None) -> None:
    """Check evaluation sets against their documents, without asking anything; tells all that is wrong, and which quotes have changed."""
    from townhall.evaluation import corpus_beside
    from townhall.evaluation.data.dataset import load_dataset
    from townhall.evaluation.data.texts import CorpusTexts

    settings = settings_of(corpus=corpus)
    sound = True
    for path in files or sorted((settings.evals / "datasets").glob("*.jsonl")):
        beside = corpus_beside(path) if corpus is None else None
        try:
            _tell(path, load_dataset(path, CorpusTexts(beside or settings.corpus)))
        except DatasetError as error:
            typer.echo(f"✗ {error}")
            sound = False
    if not sound:
        raise typer.Exit(1)


def _tell(path: Path, dataset: Dataset) -> None:
    """Print that a set is sound, and which of its quotes no longer stand in the documents as written; of a frozen set only how many."""
    changed = [(question, span) for question in dataset.questions for span in question.spans if span.changed]
    again = f"; quotes found again, changed: {len(changed)}" if changed else ""
    typer.echo(f"✓ {path}: {len(dataset.questions)} {'question' if len(dataset.questions) == 1 else 'questions'}{again}")
    for question, span in () if dataset.frozen else changed:
        typer.echo(
            f"  {question.id}: {span.quote!r} stands in {span.places[0].source} with other punctuation or case. Copy it as it stands there now."
        )


def schema() -> None:
    """Print the JSON Schema of a row: evals/schema.json."""
    from townhall.evaluation.data.schema import row_schema

    typer.echo(json.dumps(row_schema(), ensure_ascii=False, indent=1))
