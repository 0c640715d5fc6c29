"""What others ask of an index beside its documents: is it written, do its vectors answer, what has it in common with another."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from townhall.index import generations
from townhall.index.chroma_server import server_of
from townhall.index.onnx_export import exported_model
from townhall.settings import Settings


def is_writing(settings: Settings) -> bool:
    """Whether an ingest writes the index now, be it one of another process or machine."""
    return generations.is_writing(settings.index)


def check_vectors(settings: Settings) -> None:
    """Look whether the Chroma server answers, if one is set.

    Raises:
        UnreachableError: it doesn't.
    """
    if chroma := server_of(settings):
        chroma.check()


def take_over(index: Path, other: Path) -> None:
    """Give ``index`` what doesn't depend on documents, the exported model and the list of places, where ``other`` has it and it lacks it."""
    for path in (exported_model(other).parent, *other.glob("places-*.sqlite")):
        target = index / path.relative_to(other)
        if path.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}.{os.getpid()}")
            copy = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, draft)
            draft.rename(target)
