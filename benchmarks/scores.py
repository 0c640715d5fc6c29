"""How well answering and refusing are told apart, and how far the support score can be believed."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

import numpy as np
from outcomes import Outcome
from sklearn.linear_model import LogisticRegression

BINS = 10
ERRORS = (0.12, 0.10)
"""Rates of refusing what could be answered at which the sweep looks."""
SIGNALS: dict[str, Callable[[Outcome], float]] = {
    "best passage's cosine": lambda outcome: outcome.passage_cosine,
    "best sentence's cosine": lambda outcome: outcome.sentence_cosine,
}
"""What a plain similarity threshold would look at."""

Pairs = list[tuple[float, bool]]
"""Of each question: a score, and whether what would be shown is right."""
Decisions = list[tuple[bool, bool]]
"""Of each question: whether it is answered, and whether it could be."""


def report_answers(answerable: Sequence[Outcome]) -> None:
    """Print how often an answer is shown and in how many characters, beside plain dense ranking."""
    shown, answered, dense = (share(answerable, name) for name in ("shown", "answered", "dense"))
    characters = statistics.mean([outcome.characters for outcome in answerable if outcome.answered] or [0])
    print(f"{len(answerable)} answerable questions: answer shown for {shown:.3f}, answered {answered:.3f}, {characters:.0f} characters on average")
    print(f"  plain dense ranking holds an answer within 350 characters for {dense:.3f}")


def report_refusals(name: str, answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> None:
    """Print what is answered that should be refused and the other way round, beside the baselines, and what the support score is worth."""
    everything = [*answerable, *unanswerable]
    print(f"{len(unanswerable)} {name}, beside {len(answerable)} answerable questions: ", end="")
    print(rates([(outcome.answered, outcome.answerable) for outcome in everything]))
    print(f"  always answering: {rates([(True, outcome.answerable) for outcome in everything])}")
    print(f"  always refusing:  {rates([(False, outcome.answerable) for outcome in everything])}")
    for signal, value in SIGNALS.items():
        limits = [tuned_threshold([outcome for outcome in everything if outcome.fold != fold], value) for fold in (0, 1)]
        decided = rates([(value(outcome) >= limits[outcome.fold], outcome.answerable) for outcome in everything])
        print(f"  {signal}, threshold tuned on the other half ({limits[0]:.2f}, {limits[1]:.2f}): {decided}")
    for error in ERRORS:
        print(f"  support threshold moved to an error of at most {error:.0%}: {at_error(everything, error)}")
    report_calibration(everything)


def rates(decisions: Decisions) -> str:
    """Return both rates of error and the macro-F1 in words."""
    hallucination = statistics.mean(answered for answered, due in decisions if not due)
    error = statistics.mean(not answered for answered, due in decisions if due)
    score = macro_f1(decisions)
    return f"answers {hallucination:.3f} of what it should refuse, refuses {error:.3f} of what it could answer, macro-F1 {score:.3f}"


def macro_f1(decisions: Decisions) -> float:
    """Return the mean of the F1 of answering and the F1 of refusing."""
    scores = []
    for value in (True, False):
        right = sum(answered == due == value for answered, due in decisions)
        both = sum((answered == value) + (due == value) for answered, due in decisions)
        scores.append(2 * right / both if both else 0.0)
    return statistics.mean(scores)


def tuned_threshold(outcomes: Sequence[Outcome], value: Callable[[Outcome], float]) -> float:
    """Return the threshold of one signal with the best macro-F1."""
    candidates = sorted({round(value(outcome), 2) for outcome in outcomes})
    return max(candidates, key=lambda limit: macro_f1([(value(outcome) >= limit, outcome.answerable) for outcome in outcomes]), default=0.0)


def at_error(outcomes: Sequence[Outcome], error: float) -> str:
    """Return what the highest threshold of support gives that refuses no more than ``error`` of what could be answered."""
    due = [outcome for outcome in outcomes if outcome.answerable]
    for limit in sorted({0.0, *(outcome.support for outcome in due if outcome.support is not None)}, reverse=True):
        if statistics.mean(not _answers(outcome, limit) for outcome in due) <= error:
            return f"{limit:.3f}, {rates([(_answers(outcome, limit), outcome.answerable) for outcome in outcomes])}"
    return f"not reached; without any threshold {rates([(outcome.would_answer, outcome.answerable) for outcome in outcomes])}"


def _answers(outcome: Outcome, limit: float) -> bool:
    """Whether a question is answered with another threshold of support; what facts decide stays as it is."""
    return outcome.would_answer and (outcome.support is None or outcome.support >= limit)


def report_calibration(outcomes: Sequence[Outcome]) -> None:
    """Print how well support tells whether what would be shown holds an answer, beside the base rate and single signals.

    A single signal becomes a probability by a logistic regression on the other half of the questions.
    """
    scored = [outcome for outcome in outcomes if outcome.support is not None]
    if not scored:
        return
    pairs = [(outcome.support or 0.0, outcome.would_show) for outcome in scored]
    print(f"  support score of {len(scored)}: {calibration(pairs)}; always the base rate: Brier {constant(pairs):.3f}")
    for signal, value in SIGNALS.items():
        print(f"  {signal} instead: {calibration(fitted(scored, value))}")


def fitted(outcomes: Sequence[Outcome], value: Callable[[Outcome], float]) -> Pairs:
    """Return a single signal as a probability, fitted on the other half."""
    pairs: Pairs = []
    for fold in (0, 1):
        here, other = [o for o in outcomes if o.fold == fold], [o for o in outcomes if o.fold != fold]
        labels = [outcome.would_show for outcome in other]
        if not here or len(set(labels)) == 1:
            continue
        model = LogisticRegression(C=1e6).fit(np.array([[value(outcome)] for outcome in other]), labels)
        found = model.predict_proba(np.array([[value(outcome)] for outcome in here]))[:, 1]
        pairs += [(float(probability), outcome.would_show) for probability, outcome in zip(found, here, strict=True)]
    return pairs


def calibration(pairs: Pairs) -> str:
    """Return AUROC, Brier score and expected calibration error in words."""
    if not pairs:
        return "not measured"
    return f"AUROC {auroc(pairs):.3f}, Brier {brier(pairs):.3f}, expected calibration error {calibration_error(pairs):.3f}"


def auroc(pairs: Pairs) -> float:
    """Return the probability that a right answer has a higher score than a wrong one."""
    ranks: dict[float, list[int]] = {}
    for position, (score, _) in enumerate(sorted(pairs), 1):
        ranks.setdefault(score, []).append(position)
    positives = [statistics.mean(ranks[score]) for score, right in pairs if right]
    n, m = len(positives), len(pairs) - len(positives)
    return (sum(positives) - n * (n + 1) / 2) / (n * m) if n and m else float("nan")


def brier(pairs: Pairs) -> float:
    """Return the mean squared distance of the scores from what came of them; lower is better."""
    return statistics.mean((score - right) ** 2 for score, right in pairs)


def constant(pairs: Pairs) -> float:
    """Return the Brier score of always saying the base rate."""
    rate = statistics.mean(right for _, right in pairs)
    return rate * (1 - rate)


def calibration_error(pairs: Pairs) -> float:
    """Return the expected calibration error over ten bins of equal width (Guo et al., ICML 2017)."""
    bins: list[Pairs] = [[] for _ in range(BINS)]
    for score, right in pairs:
        bins[min(BINS - 1, int(score * BINS))].append((score, right))
    return sum(len(b) / len(pairs) * abs(statistics.mean(s for s, _ in b) - statistics.mean(r for _, r in b)) for b in bins if b)


def share(outcomes: Sequence[Outcome], name: str) -> float:
    """Return the share of outcomes for which a field is true."""
    return statistics.mean(bool(getattr(outcome, name)) for outcome in outcomes)
