"""Whether a statement in somebody's own words is supported by texts: the deterministic test, then which value belongs to what, then the wording.

``support`` asks whether everything particular is there. That is enough for statements that the program puts together from quotes. One that a language
model or a person wrote says it in other words, and may have taken a value from the wrong place; ``check`` asks for both.
"""

from __future__ import annotations

from collections.abc import Sequence

from townhall.guard.binding import LANGUAGES, misplaced
from townhall.guard.denial import is_denied
from townhall.guard.ground import ground_of
from townhall.guard.support import PENALTY, THRESHOLD, Verdict, support
from townhall.guard.wording import probability, signals_of, threshold
from townhall.judge import Judge, judge_named
from townhall.model import BROKEN_OFF
from townhall.settings import Settings

DENIED = "the evidence denies it"


def reader(settings: Settings) -> Judge | None:
    """Return the judge that the settings name, for ``check``; None where they switch it off.

    Raises:
        ModelError: its folder lacks a file.
    """
    return judge_named(settings.judge)


def check(
    statement: str,
    evidence: Sequence[str],
    *,
    language: str = "en",
    evidence_language: str | None = None,
    premises: Sequence[str] = (),
    frame: frozenset[str] = frozenset(),
    judge: Judge | None = None,
) -> Verdict:
    """Return whether ``evidence`` supports ``statement``, whoever wrote it.

    Without a judge, and in languages that it doesn't read, this is deterministic still, and weaker; in languages other than those of
    ``binding.LANGUAGES`` it is ``support``.

    Args:
        statement: a sentence, without markers.
        evidence: the texts that are to support it, together; without any nothing is supported.
        language: ISO 639-1 code of the statement.
        evidence_language: that of the evidence, where it is known; where it is another one this is ``support``.
        premises: as for ``support``.
        frame: as for ``support``.
        judge: reads the statement with the evidence, where it reads the language.

    Returns:
        A verdict as of ``support``, ``supported`` from the same ``THRESHOLD``; the score of a statement that has nothing particular against it
        says how likely its wording is borne out.
    """
    plain = support(statement, evidence, language=language, evidence_language=evidence_language, premises=premises, frame=frame)
    across = evidence_language is not None and evidence_language != language
    if plain.supported and not across and is_denied(statement, evidence, language=language):
        return Verdict(supported=False, score=plain.score * PENALTY, reasons=(DENIED,), particulars=plain.particulars, lost=(DENIED,))
    if across or language not in LANGUAGES or plain.lost or _is_settled(plain):
        return plain
    said = " ".join(statement.removesuffix(BROKEN_OFF).split())
    wrong = misplaced(said, evidence, language=language, judge=judge)
    eyes = judge if judge is not None and language in judge.languages else None
    likely = probability(signals_of(said, ground_of("\n".join(evidence), language), judge=eyes))
    score = _scaled(likely, threshold(judged=eyes is not None, tied=plain.particulars > 0))
    lost = tuple(f"{one.said} is said of something else, for which the evidence has {one.rather}" for one in wrong)
    if lost:
        score *= PENALTY
    supported = score >= THRESHOLD
    return Verdict(
        supported=supported,
        score=score,
        reasons=lost or (() if supported else plain.reasons or ("the evidence says it in no such words",)),
        particulars=plain.particulars,
        lost=lost,
    )


def _is_settled(plain: Verdict) -> bool:
    """Whether there is nothing left to ask: the statement stands in its evidence whole, or nothing of it does."""
    return not plain.particulars and plain.score in {0.0, 1.0}


def _scaled(likely: float, bar: float) -> float:
    """Return a probability so stretched that ``bar`` falls on ``THRESHOLD``, and 0 and 1 stay."""
    return likely / bar * THRESHOLD if likely < bar else 1 - (1 - likely) / (1 - bar) * (1 - THRESHOLD)
