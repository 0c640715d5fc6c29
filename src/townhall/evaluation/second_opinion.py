"""What the language model said of a set's answers, and how far it agrees with what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from townhall.evaluation.metrics.columns import clusters_of
from townhall.evaluation.metrics.kappa import Agreement, agreement
from townhall.evaluation.model_judge import Opinion, Verdict, opinions_of
from townhall.evaluation.result import Result
from townhall.model import Progress
from townhall.settings import Settings

ASPECTS = ("faithful", "relevant", "correct")
"""What is asked of the model, as fields of an opinion."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Of one evaluation set; it stands beside the figures and decides nothing."""

    model: str
    """The model's name, or that of its class."""
    opinions: tuple[Opinion, ...]
    """One an answer, in the order of the set."""
    agreements: Mapping[str, Agreement]
    """By the two that are compared: "correct with right", "relevant with right", "faithful with supported"."""

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many verdicts there are of each kind, for each aspect; questions that weren't asked don't count."""
        return {aspect: self._counts(aspect) for aspect in ASPECTS}

    def _counts(self, aspect: str) -> dict[str, int]:
        passed = [verdict.passed for opinion in self.opinions if (verdict := getattr(opinion, aspect)) is not None]
        return {"yes": passed.count(True), "no": passed.count(False), "none": passed.count(None)}


def second_opinion(results: Sequence[Result], settings: Settings, *, progress: Progress = lambda *_: None) -> SecondOpinion:
    """Ask the language model about every answer, and compare.

    *right* is the score's; *supported* is whether the deterministic test finds every statement of the answer supported by the quotes it cites.

    Raises:
        LanguageModelError: no language model is configured, or it can't be made.
    """
    opinions = opinions_of(results, settings, progress=progress)
    measured: Mapping[str, Sequence[bool | None]] = {
        "right": [result.score.right for result in results],
        "supported": [_supported(result) for result in results],
    }
    pairs = (("correct", "right"), ("relevant", "right"), ("faithful", "supported"))
    clusters = clusters_of([result.question for result in results])
    agreements = {f"{aspect} with {ours}": _agreement(opinions, aspect, measured[ours], clusters) for aspect, ours in pairs}
    return SecondOpinion(settings.language_model or settings.language_model_class or "", opinions, agreements)


def told(found: SecondOpinion) -> list[str]:
    """Return what the model said, and how far it agrees with what was measured, a line each."""
    counts = [f"{aspect}: {count['yes']} yes, {count['no']} no, {count['none']} without a verdict" for aspect, count in found.counts.items()]
    return [*counts, *(_agreement_told(name, value) for name, value in found.agreements.items())]


def _agreement_told(name: str, found: Agreement) -> str:
    kappa = found.kappa
    beyond = f"kappa {kappa.value:.2f} ({kappa.low:.2f} to {kappa.high:.2f})" if kappa else "kappa is not defined"
    share = None if found.same is None else f"{100 * found.same:.1f}".removesuffix(".0")
    same = "not measured" if share is None else f"the same on {share} %"
    return f"{name}: {same} of {found.n}; {beyond}"


def _agreement(opinions: Sequence[Opinion], aspect: str, ours: Sequence[bool | None], clusters: Sequence[str]) -> Agreement:
    """Compare on the questions that the model was asked about."""
    verdicts: list[Verdict | None] = [getattr(opinion, aspect) for opinion in opinions]
    asked = [number for number, verdict in enumerate(verdicts) if verdict is not None]
    theirs = [verdict.passed for verdict in verdicts if verdict is not None]
    return agreement(theirs, [ours[number] for number in asked], [clusters[number] for number in asked])


def _supported(result: Result) -> bool | None:
    quotes = result.score.quotes
    return quotes.supported == quotes.statements if quotes and quotes.statements else None


def opinion_json(found: SecondOpinion | None, ids: Sequence[str] | None) -> dict[str, Any] | None:
    """Return it as JSON values; single verdicts only where the questions have ``ids``, which those of a frozen set don't."""
    if found is None:
        return None
    return {
        "model": found.model,
        "counts": found.counts,
        "agreements": {name: asdict(value) for name, value in found.agreements.items()},
        "verdicts": None if ids is None else {id: asdict(opinion) for id, opinion in zip(ids, found.opinions, strict=True)},
    }
