"""Whom a question says that somebody isn't, and which column or row is for all others: "if we aren't a member" by "Fee members" and "Fee others"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from townhall.answering.reading.labels import is_form
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, tokens_of

REACH = 4
"""Words after one that denies among which the denied one is: "not yet a member"."""


@dataclass(frozen=True, slots=True)
class Denied:
    """What a question denies of somebody."""

    stem: str
    told: frozenset[str]
    """The stems of the clause that does, which ask for nothing."""

    def names(self, texts: Sequence[str]) -> list[str]:
        """Return, of the names of columns or rows, those for everybody else, where another one is for whom it is denied; none where none is."""
        of_denied = [text for text in texts if self._has(text) and not _excludes(text)]
        return (
            [text for text in texts if text not in of_denied and (_excludes(text) if self._has(text) else _is_of_others(text))] if of_denied else []
        )

    def _has(self, text: str) -> bool:
        return any(is_form(stem, self.stem) for stem in terms_of(text))


def denied_in(text: str) -> Denied | None:
    """Return what an English question denies of somebody, "non-members", "if our town is not a member"; None where it denies nothing."""
    tokens = tokens_of(text)
    for i, token in enumerate(tokens):
        if token.folded not in words("rows", "negating"):
            continue
        after = next((j for j in range(i + 1, min(len(tokens), i + 1 + REACH)) if tokens[j].folded not in STOP_WORDS | {"t"}), None)
        if after is not None and (stems := terms_of(tokens[after].text)):
            first = next((j for j in reversed(range(i)) if tokens[j].folded in words("others", "clauses")), i)
            if tokens[first].folded in words("organisations", "relative"):  # "for a town that isn't a member"
                first = next((j for j in reversed(range(max(0, first - REACH), first)) if tokens[j].folded in words("others", "clauses")), first)
            return Denied(stems[0], frozenset(stem for one in tokens[first : after + 1] for stem in terms_of(one.text)))
    return None


def _excludes(text: str) -> bool:
    return any(token.folded in words("rows", "negating") for token in tokens_of(text))


def _is_of_others(text: str) -> bool:
    return not stems_listed("others", "called").isdisjoint(terms_of(text))
