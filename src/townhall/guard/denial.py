"""Whether evidence says what a statement says only to deny it: "The call is open." of "The call is not open."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from townhall.guard.across import denies
from townhall.guard.content import DOCUMENTS_LANGUAGE, NEGATION
from townhall.guard.ground import ground_of, words_of

HELD = 0.75
"""Share of the statement's words from which a clause says what it says."""
_CLAUSE = re.compile(r"[,;:()|\n–—]|\b(?:but|while|although|though|however|unless|until)\b", re.IGNORECASE)


def is_denied(statement: str, evidence: Sequence[str], *, language: str) -> bool:
    """Return whether the clauses of ``evidence`` that hold most of what ``statement`` affirms all deny it.

    Told by words alone, in one language: "late applications are refused" isn't seen to be what "late applications are not accepted" says.
    """
    if _denies(statement, language):
        return False
    said = {word.stem for word in words_of(statement) if not word.says_little}
    if not said:
        return False
    found = [(len(said & {word.stem for word in words_of(clause)}) / len(said), clause) for clause in _clauses(evidence, language)]
    best = max((share for share, _ in found), default=0.0)
    return best >= HELD and all(_denies(clause, language) for share, clause in found if share == best)


def _clauses(evidence: Sequence[str], language: str) -> Iterator[str]:
    for text in evidence:
        for sentence in ground_of(text, language).sentences:
            yield from _CLAUSE.split(sentence.text)


def _denies(text: str, language: str) -> bool:
    return bool(NEGATION.search(text)) if language == DOCUMENTS_LANGUAGE else denies(text, language)
