"""Train the judge of evidence on what ``judge_data.py`` made.

    python training/train_judge.py --work FOLDER [--encoder FOLDER] [--rate 1.2e-4] [--batch 4096] [--until STEP]
                                   [--start FILE.pt] [--statements 1.0] [--priors]

Runs on a GPU where there is one, else on the CPU, in bfloat16 where the machine has it. A run that was stopped goes on from its last
checkpoint. The order of the examples, and the seed, are fixed; figures may differ in the last digits between machines.

With ``--priors`` what the wording of a question or statement gives away by itself is taken off (``priors.py``).

Losses, all cross-entropies: which sentence answers, or none (several may: their probabilities are added); where the answer starts and
ends among the word pieces of the sentences; whether the sentences support the statement.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from judge_network import Judgement, JudgeNetwork
from priors import priors
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from townhall.index.embedding import bundled_folder
from townhall.judge.encoding import Encoded, Reading, encode

SEED = 23
TRAINED_PIECES = 224
"""Word pieces of an example that are read."""
BATCH_PIECES = 4096
"""Word pieces of a step, padding included."""
LENGTHS = 16
"""Batches are padded to a multiple of this: the fewer shapes, the less memory is kept for each."""
POOL = 4096
"""Examples that are sorted by length together, so that a batch has little padding."""
RATE = 1.2e-4
WARM_UP = 0.06
"""Share of the steps in which the learning rate rises; then it falls to zero in a straight line."""
DECAY = 0.01
SPAN_WEIGHT = 0.5
CHECKPOINT_STEPS = 400


@dataclass(frozen=True, slots=True)
class Example:
    """An encoded unit with its targets as positions in the word pieces; None where a head has nothing to learn from it."""

    encoded: Encoded
    answering: tuple[int, ...] | None
    """Positions of the marks of answering sentences; empty where none answers; None for a statement."""
    span: tuple[int, int] | None
    supported: bool | None
    prior: float = 0.0
    """Log-odds that the wording alone gives to its being answered, or supported."""


def main() -> None:
    """Train from the last checkpoint, or from the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder with units.jsonl.gz; checkpoints go there")
    parser.add_argument("--encoder", default=str(bundled_folder()), help="a folder with an encoder and its tokenizer.json")
    parser.add_argument("--rate", type=float, default=RATE, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=BATCH_PIECES, help="word pieces of a step, padding included")
    parser.add_argument("--start", type=Path, help="a checkpoint of another run whose network this one starts from")
    parser.add_argument("--until", type=int, help="stop after this step, with a checkpoint to go on from")
    parser.add_argument("--statements", type=float, default=1.0, help="share of the statements that is read")
    parser.add_argument("--priors", action="store_true", help="take off what the wording of a question or statement gives away by itself")
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.from_file(str(Path(arguments.encoder) / "tokenizer.json"))
    examples = read_examples(arguments.work / "units.jsonl.gz", tokenizer, statements=arguments.statements, without_wording=arguments.priors)
    batches = list(batched(examples, arguments.batch))
    until = min(len(batches), arguments.until or len(batches))
    network = JudgeNetwork(arguments.encoder).to(device).train()
    optimizer = torch.optim.AdamW(groups(network), lr=arguments.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, len(batches)))
    checkpoint = arguments.work / "checkpoint.pt"
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, map_location=device)["network"])
    parts = {"network": network, "optimizer": optimizer, "schedule": schedule}
    done = resume(checkpoint, parts, device)
    started = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress, (arguments.work / "losses.jsonl").open("a", encoding="utf-8") as log:
        task = progress.add_task("training", total=len(batches), completed=done)
        sums: dict[str, list[float]] = {}
        for step in range(done, until):
            losses = train_step(network, [examples[i] for i in batches[step]], device)
            total = torch.stack(list(losses.values())).sum()
            optimizer.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            for name, loss in losses.items():
                sums.setdefault(name, []).append(float(loss.detach()))
            progress.advance(task)
            if (step + 1) % 50 == 0:
                means = {name: round(sum(values) / len(values), 4) for name, values in sums.items()}
                log.write(json.dumps({"step": step + 1, "of": len(batches), "seconds": round(time.monotonic() - started), **means}) + "\n")
                log.flush()
                sums = {}
            if (step + 1) % CHECKPOINT_STEPS == 0 or step + 1 == until:
                save(checkpoint, parts, step + 1)


def resume(checkpoint: Path, parts: dict[str, Any], device: torch.device) -> int:
    """Bring every part to where the checkpoint left it; return the steps that are done."""
    if not checkpoint.is_file():
        return 0
    state = torch.load(checkpoint, map_location=device)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"])


def save(checkpoint: Path, parts: dict[str, Any], step: int) -> None:
    """Write a checkpoint; a killed run leaves the one before."""
    draft = checkpoint.with_suffix(".part")
    torch.save({**{name: part.state_dict() for name, part in parts.items()}, "step": step}, draft)
    draft.replace(checkpoint)


def read_examples(path: Path, tokenizer: Tokenizer, *, statements: float = 1.0, without_wording: bool = False) -> list[Example]:
    """Read and encode the units, of the statements a share; those whose answer was cut off by the window are left out."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, no secret
    rows = [row for row in rows if row["supported"] is None or chance.random() < statements]
    readings = [Reading(row["question"], row["heading"], tuple(row["sentences"])) for row in rows]
    encoded = encode(tokenizer, readings, window=TRAINED_PIECES)
    told = priors(rows) if without_wording else [0.0] * len(rows)
    return [replace(example, prior=prior) for row, one, prior in zip(rows, encoded, told, strict=True) if (example := targets(row, one)) is not None]


def targets(row: dict[str, Any], encoded: Encoded) -> Example | None:
    """Return a unit with its targets as positions."""
    if row["supported"] is not None:
        return Example(encoded, None, None, row["supported"])
    answering = tuple(encoded.marks[i] for i in row["answering"] if i < len(encoded.marks))
    if row["answering"] and not answering:
        return None
    span = None
    if row["span"] is not None:
        sentence, first, last = row["span"]
        inside = [i for i, piece in enumerate(encoded.pieces) if piece and piece.sentence == sentence and piece.end > first and piece.start < last]
        span = (inside[0], inside[-1]) if inside else None
    return Example(encoded, answering, span, None)


def batched(examples: list[Example], most: int) -> Iterator[list[int]]:
    """Yield batches of examples of like length, of at most so many word pieces, in an order fixed by the seed."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable order, no secret
    order = list(range(len(examples)))
    chance.shuffle(order)
    batches = []
    for first in range(0, len(order), POOL):
        pool = sorted(order[first : first + POOL], key=lambda i: len(examples[i].encoded.ids))
        batch: list[int] = []
        for i in pool:
            if batch and (len(batch) + 1) * len(examples[i].encoded.ids) > most:
                batches.append(batch)
                batch = []
            batch.append(i)
        batches.append(batch)
    chance.shuffle(batches)
    yield from batches


def train_step(network: JudgeNetwork, batch: list[Example], device: torch.device) -> dict[str, Tensor]:
    """Return the losses of a batch, by head, each already weighted."""
    longest = -max(len(example.encoded.ids) for example in batch) // LENGTHS * -LENGTHS
    ids, types, mask, in_sentences = (torch.zeros((len(batch), longest), dtype=torch.int64) for _ in range(4))
    for row, example in enumerate(batch):
        length = len(example.encoded.ids)
        ids[row, :length] = torch.tensor(example.encoded.ids)
        types[row, :length] = torch.tensor(example.encoded.types)
        mask[row, :length] = 1
        in_sentences[row, :length] = torch.tensor([piece is not None for piece in example.encoded.pieces])
    with torch.autocast(device.type, dtype=torch.bfloat16):
        judged = network(ids.to(device), mask.to(device), types.to(device))
    pieces, whole = judged.pieces.float(), judged.whole.float()
    return {
        name: loss
        for name, loss in (
            ("answers", answer_loss(batch, Judgement(pieces, whole))),
            ("span", span_loss(batch, pieces, in_sentences.to(device))),
            ("supports", support_loss(batch, whole)),
        )
        if loss is not None
    }


def answer_loss(batch: list[Example], judged: Judgement) -> Tensor | None:
    """Return the mean of -log of the probability of the answering sentences together, or of none."""
    losses = []
    for row, example in enumerate(batch):
        if example.answering is None:
            continue
        marks = example.encoded.marks
        logits = torch.cat([judged.whole[row, :1], judged.pieces[row, marks, 0] + example.prior])
        right = [marks.index(mark) + 1 for mark in example.answering] or [0]
        losses.append(torch.logsumexp(logits, 0) - torch.logsumexp(logits[right], 0))
    return torch.stack(losses).sum() / len(batch) if losses else None


def span_loss(batch: list[Example], pieces: Tensor, in_sentences: Tensor) -> Tensor | None:
    """Return the mean cross-entropy of where the answer starts and ends among the sentences' word pieces."""
    rows = [row for row, example in enumerate(batch) if example.span is not None]
    if not rows:
        return None
    spans = torch.tensor([batch[row].span for row in rows], device=pieces.device)
    logits = pieces[rows][:, :, 1:].masked_fill(in_sentences[rows].unsqueeze(-1) == 0, -1e4)
    loss = functional.cross_entropy(logits[:, :, 0], spans[:, 0]) + functional.cross_entropy(logits[:, :, 1], spans[:, 1])
    return SPAN_WEIGHT * loss * len(rows) / len(batch)


def support_loss(batch: list[Example], whole: Tensor) -> Tensor | None:
    """Return the mean binary cross-entropy of supported or not."""
    rows = [row for row, example in enumerate(batch) if example.supported is not None]
    if not rows:
        return None
    right = torch.tensor([float(bool(batch[row].supported)) for row in rows], device=whole.device)
    told = torch.tensor([batch[row].prior for row in rows], device=whole.device)
    return functional.binary_cross_entropy_with_logits(whole[rows, 1] + told, right) * len(rows) / len(batch)


def groups(network: JudgeNetwork) -> list[dict[str, Any]]:
    """Return the parameters with weight decay, and those without: biases and normalisations. Word embeddings are kept as they are."""
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    kept = [(name, value) for name, value in network.named_parameters() if value.requires_grad]
    plain = [value for name, value in kept if value.ndim < 2]  # noqa: PLR2004 - a matrix has two dimensions
    return [{"params": [value for _, value in kept if value.ndim >= 2], "weight_decay": DECAY}, {"params": plain, "weight_decay": 0.0}]  # noqa: PLR2004


def rate_at(step: int, steps: int) -> float:
    """Return the learning rate at a step as a share of the highest."""
    rising = max(1, int(steps * WARM_UP))
    return (step + 1) / rising if step < rising else max(0.0, (steps - step) / max(1, steps - rising))


if __name__ == "__main__":
    main()
