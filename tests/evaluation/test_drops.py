"""No drop against the baseline: what is stopped, what is let through, and what can't be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from townhall.errors import DatasetError
from townhall.evaluation import run_evaluation
from townhall.evaluation.baseline import BASELINE, Baseline, baseline_of, load_baseline, write_baseline
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.drops import NoDrop, drop_failures
from townhall.evaluation.metrics.figures import PER_QUESTION
from townhall.evaluation.recorded import Recorded
from townhall.settings import Settings

GATE = NoDrop("core", ("right",), 0.05)


def recorded(right: Sequence[float | None], *, frozen: bool = False, sha256: str = "a" * 64) -> Recorded:
    """Return a run of the set core with these values of ``right``."""
    ids = tuple(f"question {number}" if frozen else f"q-{number}" for number in range(1, len(right) + 1))
    none = (None,) * len(right)
    return Recorded("core", sha256, frozen, ids, none, none, {metric: tuple(right) if metric == "right" else none for metric in PER_QUESTION})


def against(before: Recorded, after: Recorded) -> tuple[str, ...]:
    """Return what the gate says of a run, held against another."""
    return drop_failures([GATE], [after], Baseline("1", "s", None, {"core": before}))


def test_a_drop_is_told_in_one_line() -> None:
    """Five answers lost among twenty stop a release, with figures, probability and some of the questions."""
    (line,) = against(recorded([1] * 20), recorded([0] * 5 + [1] * 15))
    assert line == "core: right went from 1.000 to 0.750 against the baseline (5 lost, 0 won, p = 0.031): q-1, q-2, q-3 and 2 more."


def test_what_is_no_drop() -> None:
    """The same run, a better one, and losses that chance explains are let through."""
    before = recorded([1, 0] * 10)
    assert against(before, before) == against(before, recorded([1] * 20)) == against(before, recorded([0] * 8 + [1, 0] * 6)) == ()


def test_frozen_questions_are_not_named() -> None:
    """Of a frozen set the line says how many were lost, not which."""
    (line,) = against(recorded([1] * 20, frozen=True), recorded([0] * 20, frozen=True))
    assert line.endswith("(20 lost, 0 won, p = 9.5e-07).")


def test_what_cannot_be_compared() -> None:
    """Without a baseline, with one of another version of the set, or of a metric that isn't measured any more, nothing passes."""
    run = recorded([1] * 20)
    (missing,) = drop_failures([GATE], [run], None)
    (other,) = against(recorded([1] * 20, sha256="b" * 64), run)
    (unmeasured,) = against(run, recorded([None] * 20))
    assert missing == "core: there is no baseline to compare with. Write a new one with `townhall eval baseline`."
    assert "another version of the set (bbbbbbbbbbbb there, aaaaaaaaaaaa here), so the two can't be compared" in other
    assert unmeasured == "core: right is not measured any more, and the baseline has it on 20 questions."


def test_sets_that_were_not_run() -> None:
    """A gate of another set says nothing."""
    assert drop_failures([NoDrop("other", ("right",), 0.05)], [recorded([1])], None) == ()


@pytest.mark.parametrize("frozen", [False, True])
def test_a_baseline_comes_back(tmp_path: Path, *, frozen: bool) -> None:
    """What is written is read back as it was, odd ids included; of a frozen set no id is written."""
    run = recorded([1, 0.123456, None, 0], frozen=frozen)
    odd = (
        run if frozen else replace(run, ids=("two  spaces", "[brackets]", "{braces}", 'quote" and \n line'), groups=("[a  b]", "[a  b]", None, None))
    )
    baseline = Baseline("1", "s", "j", {"core": odd})
    write_baseline(baseline, tmp_path / "b" / "current.json")
    assert load_baseline(tmp_path / "b" / "current.json") == baseline
    assert not frozen or '"question' not in (tmp_path / "b" / "current.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "problem"), [("{", "damaged"), ("[]", "damaged"), ('{"version": 99}', "of version 99"), ('{"version": 1}', "'townhall'|'sets'")]
)
def test_unusable_baselines(tmp_path: Path, text: str, problem: str) -> None:
    """A baseline that can't be read is an error with a remedy, not a baseline that everything passes."""
    (tmp_path / "current.json").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=problem):
        load_baseline(tmp_path / "current.json")


def test_missing_baseline(tmp_path: Path) -> None:
    """Where no baseline was written, there is none."""
    assert load_baseline(tmp_path / "current.json") is None


def test_a_run_is_held_against_its_baseline(settings: Settings, dataset: Callable[..., Dataset], tmp_path: Path) -> None:
    """A run passes against the baseline that was made of it, and not against one of another version of its set; sets that weren't run stay."""
    evals = tmp_path / "evals"
    evals.mkdir()
    (evals / "gates.toml").write_text('[easy.no_drop]\nmetrics = ["right", "verbatim", "agreement"]\n', encoding="utf-8")
    here = settings.model_copy(update={"evals": evals})
    dataset({}, {"group": None}, {"group": None, "facts": [{"text": ["nobody says this"]}]}, name="easy.jsonl")
    path = tmp_path / "easy.jsonl"
    report = run_evaluation(here, [path])
    assert report.gate_failures == ("easy: there is no baseline to compare with. Write a new one with `townhall eval baseline`.",)
    write_baseline(baseline_of(report, Baseline("1", "s", None, {"core": recorded([1])})), evals / BASELINE)
    assert set((load_baseline(evals / BASELINE) or pytest.fail("nothing written")).sets) == {"core", "easy"}
    assert run_evaluation(here, [path]).passed
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (line,) = run_evaluation(here, [path]).gate_failures
    assert "another version of the set" in line
