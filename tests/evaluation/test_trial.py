"""The assistant tried with other settings: what can be chosen, and that it makes a difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.errors import UsageError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.trial import choice_of, settings_with, tried
from townhall.library import ingest, take_over
from townhall.settings import Settings


def test_choices() -> None:
    """Several settings are chosen with commas between."""
    assert choice_of("candidates=20, rrf_k=30") == {"candidates": "20", "rrf_k": "30"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [("candidates", "'candidates' is no choice"), ("candidates=", "no choice"), ("port=80", "'port' is no setting that could change an answer")],
)
def test_no_choice(text: str, problem: str) -> None:
    """What names no value, or nothing that could change an answer, is refused with those that could."""
    with pytest.raises(UsageError, match=problem):
        choice_of(text)


def test_values_are_checked(settings: Settings) -> None:
    """A value is read by its setting's type, ``none`` takes a setting away, and what a setting can't be is refused."""
    assert settings_with(settings, {"candidates": "20"}).candidates == 20
    assert settings_with(settings.model_copy(update={"support_threshold": 0.5}), {"support_threshold": "none"}).support_threshold is None
    for value in ("many", "0"):
        with pytest.raises(UsageError, match=f"candidates={value} can't be"):
            settings_with(settings, {"candidates": value})


def test_indexes_of_their_own(settings: Settings) -> None:
    """Settings that change the index get one of their own, the same each time; others use the one that is there."""
    finer = settings_with(settings, {"passage_pieces": "64"})
    assert settings_with(settings, {"candidates": "20"}).index == settings.index
    assert finer.index.parent == settings.index / "settings"
    assert finer.index == settings_with(settings, {"passage_pieces": "64", "candidates": "20"}).index
    assert finer.index != settings_with(settings, {"passage_pieces": "65"}).index


def test_thresholds_are_tried(settings: Settings, dataset: Callable[..., Dataset], tmp_path: Path) -> None:
    """With a threshold that nothing reaches a question that was answered out of a passage is refused; both are scored and timed."""
    question = "Who trains officials?"
    span = {"source": "north.txt", "quote": "trains  officials in Hilland"}
    dataset({"messages": [{"role": "user", "content": question}], "facts": [{"text": ["Hill Towns"]}], "spans": [span], "forbidden": []})
    path = tmp_path / "small.jsonl"
    (usual,) = tried("", settings, [path])
    (strict,) = tried("support_threshold=1", settings_with(settings, {"support_threshold": "1"}), [path])
    assert (usual.recorded.values["refused_wrongly"], strict.recorded.values["refused_wrongly"]) == ((0.0,), (1.0,))
    assert usual.latency.median > 0


def test_an_index_is_used_again(settings: Settings) -> None:
    """The index of other settings is built once."""
    finer = settings_with(settings, {"passage_pieces": "64"})
    take_over(finer.index, settings.index)
    assert ingest(finer).changed
    assert not ingest(finer).changed
