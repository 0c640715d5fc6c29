"""A judge trained and exported from another encoder, by the scripts and with nothing else changed."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from townhall.errors import ModelError
from townhall.index.embedding import bundled_folder
from townhall.judge import Reading, judge_named

TRAINING = Path(__file__).parents[2] / "training"
COLOURS = ("red", "blue", "green", "white", "black", "yellow", "brown", "grey")
THINGS = ("door", "roof", "car", "boat", "gate", "flag", "tower", "bridge")


def unit(chance: random.Random) -> dict[str, object]:
    """Return a question for a colour, with sentences of which one, or none, holds a colour and the others a number."""
    sentences = [f"The {thing} has {chance.randrange(2, 99)} parts." for thing in chance.sample(THINGS, 3)]
    place = chance.randrange(4)
    row: dict[str, object] = {"kind": "answer", "heading": "", "sentences": sentences, "answering": [], "span": None, "supported": None}
    if place < len(sentences):
        sentences[place] = f"The {chance.choice(THINGS)} is {chance.choice(COLOURS)}."
        start = sentences[place].index(" is ") + len(" is ")
        row |= {"answering": [place], "span": [place, start, len(sentences[place]) - 1]}
    return row | {"question": "What colour is it?"}


def statement(chance: random.Random) -> dict[str, object]:
    """Return a statement with a sentence that says the same or something else."""
    thing, colour, other = chance.choice(THINGS), *chance.sample(COLOURS, 2)
    same = chance.random() < 0.5
    said = f"The {thing} is {colour if same else other}."
    return {
        "kind": "statement",
        "question": f"The {thing} is {colour}.",
        "heading": "",
        "sentences": [said],
        "answering": [],
        "span": None,
        "supported": same,
    }


def run(script: str, *arguments: str | Path) -> str:
    """Run a script of ``training/`` and return what it printed."""
    done = subprocess.run(  # noqa: S603 - the project's own scripts
        [sys.executable, str(TRAINING / script), *map(str, arguments)],
        check=True, capture_output=True, text=True, cwd=TRAINING.parent,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with examples, a tiny encoder that knows nothing yet, and the judge that was trained of it in two goes and exported."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("judge")
    chance = random.Random(3)  # noqa: S311 - repeatable, no secret
    with gzip.open(folder / "units.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(unit(chance) if chance.random() < 0.8 else statement(chance)) + "\n" for _ in range(6000))
    torch.manual_seed(5)
    config = BertConfig(vocab_size=30522, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128)
    BertModel(config).save_pretrained(folder / "encoder")
    shutil.copy(bundled_folder() / "tokenizer.json", folder / "encoder")
    encoder = ("--encoder", folder / "encoder")
    pace = ("--rate", "2e-3", "--batch", "1024")
    run("train_judge.py", "--work", folder, *encoder, *pace, "--until", "20")
    run("train_judge.py", "--work", folder, *encoder, *pace)
    run("export_judge.py", "--work", folder, *encoder, "--out", folder / "judge.onnx")
    shutil.copy(folder / "encoder" / "tokenizer.json", folder)
    return folder


def test_it_learns_which_sentence_answers(work: Path) -> None:
    """Of several sentences it finds the one that holds what was asked for, far above chance, and most answers in it."""
    judge = judge_named(str(work))
    assert judge is not None
    chance = random.Random(99)  # noqa: S311 - repeatable, no secret
    rows = [row for row in (unit(chance) for _ in range(120)) if row["answering"]]
    found = right = 0
    for row in rows:
        (verdicts,) = judge.answers([Reading(str(row["question"]), "", tuple(row["sentences"]))])  # type: ignore[arg-type]
        best = max(range(len(verdicts)), key=lambda number: verdicts[number].answers)
        span = row["span"]
        assert isinstance(span, list)
        found += best == span[0]
        right += verdicts[span[0]].span == (span[1], span[2])
    assert found > 0.6 * len(rows)
    assert right > 0.6 * len(rows)


def test_one_batch_says_what_single_readings_say(work: Path) -> None:
    """A sentence is judged alike alone and beside longer readings, but for the last digits."""
    judge = judge_named(str(work))
    assert judge is not None
    one = Reading("What colour is the door?", "", ("The door is red.", "The car is blue."))
    other = Reading("What colour is the gate?", "House", tuple(f"The {thing} is white." for thing in THINGS))
    alone = judge.answers([one])[0]
    beside = judge.answers([other, one])[1]
    assert [verdict.span for verdict in alone] == [verdict.span for verdict in beside]
    assert [verdict.answers for verdict in alone] == pytest.approx([verdict.answers for verdict in beside], abs=0.2)


def test_a_run_that_was_stopped_goes_on(work: Path) -> None:
    """Both goes together took each step once."""
    steps = [json.loads(line)["step"] for line in (work / "losses.jsonl").read_text(encoding="utf-8").splitlines()]
    assert steps == sorted(set(steps))


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """The error names what is missing."""
    with pytest.raises(ModelError, match=r"judge\.onnx"):
        judge_named(str(tmp_path))


def test_off_is_no_judge() -> None:
    """The setting ``off`` names none."""
    assert judge_named("off") is None
