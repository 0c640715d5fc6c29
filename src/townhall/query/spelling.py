"""Mends misspelt words of a question where exactly one known word is meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rapidfuzz.distance import OSA, Prefix
from rapidfuzz.process import extract

from townhall.locales.words import STOP_WORDS, Token

SHORTEST = 5
"""Letters; shorter words are near too many others."""
LONG = 8
"""Letters from which two slips are forgiven rather than one."""
SMALL = 4
"""Letters of a word that may be but a small one misspelt."""
NEAREST = 4
"""Words that are looked at for the nearest one."""
ENDING = 2
"""Letters at a word's end that tell its forms apart."""


def mend(
    text: str,
    tokens: Sequence[Token],
    *,
    known: Callable[[Token], bool],
    spellings: Callable[[], Sequence[str]],
    inflected: bool = False,
    held: bool = False,
    small: Collection[str] = (),
) -> str:
    """Return ``text`` with each unknown word replaced by the nearest of ``spellings``, if it is near and nearest alone.

    Distance is optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. Where a language is ``inflected``, and
    no list of its words says which ones there are, a word that differs in its ending alone is another form and no slip; where documents are
    ``held`` in it, so that any of its words may be looked for, one slip makes a short one another word. A word too short for that may be
    one of the ``small`` ones, which ask and say nothing: "wuld".
    """
    shortest, forgiven = (LONG + 1, 1) if inflected and held else (SHORTEST, 2)
    pieces: list[str] = []
    position = 0
    for token in tokens:
        is_name = sum(character.isupper() for character in token.text) > 1
        may_be_small = len(token.folded) == SMALL and bool(small) and token.text.islower()
        if not (len(token.folded) >= shortest or may_be_small) or not token.folded.isalpha() or is_name or token.folded in STOP_WORDS or known(token):
            continue
        mended = _nearest(token.folded, sorted(small) if may_be_small else spellings(), forgiven)
        if mended and not (inflected and _is_form(token.folded, mended)):
            pieces += [text[position : token.start], mended]
            position = token.end
    return "".join([*pieces, text[position:]])


def _nearest(word: str, words: Sequence[str], forgiven: int) -> str | None:
    slips = forgiven if len(word) >= LONG else 1
    found = extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=NEAREST)
    nearest = sorted((str(other) for other, distance, _ in found if distance == found[0][1]), key=len)
    # Of one word another may be a form: "slovenij" and "slovenije".
    if not nearest or not all(other.startswith(nearest[0]) for other in nearest):
        return None
    return nearest[0] if nearest[0][0] == word[0] else None


def _is_form(word: str, other: str) -> bool:
    """Whether two words have the same beginning and differ in no more than their last letters, and not by the order of these."""
    alike = Prefix.similarity(word, other)
    return Prefix.distance(word, other) <= ENDING and sorted(word[alike:]) != sorted(other[alike:])
