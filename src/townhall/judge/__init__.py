"""The judge of evidence: a small cross-encoder, trained here, that reads a question together with a few sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from townhall.errors import ModelError
from townhall.index.embedding import bundled_folder
from townhall.judge.encoding import Reading
from townhall.judge.model import Judge, OnnxJudge, Pointed, Span, Verdict
from townhall.judge.remembering import Remembering

__all__ = ["Judge", "OnnxJudge", "Pointed", "Reading", "Remembering", "Span", "Verdict", "judge_named"]

OFF = "off"
BUNDLED = "bundled"
WEIGHTS = "judge.onnx"


@cache
def judge_named(name: str) -> Judge | None:
    """Return the judge that a setting names: ``bundled``, ``off`` (None), or a folder with weights and tokenizer.

    Raises:
        ModelError: the folder lacks one of the two.
    """
    if name == OFF:
        return None
    if name == BUNDLED:
        return OnnxJudge(Path(__file__).parent / WEIGHTS, bundled_folder() / "tokenizer.json")
    folder = Path(name)
    for file in (WEIGHTS, "tokenizer.json"):
        if not (folder / file).is_file():
            raise ModelError(f"The judge {name!r} has no {file}.", remedy="Name a folder that holds both, or `bundled`, or `off`.")
    return OnnxJudge(folder / WEIGHTS, folder / "tokenizer.json")
