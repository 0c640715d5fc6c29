"""Forms of a word in languages whose stems nobody has listed: what two words begin with alike, and what they end in, tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from townhall.index.lexical import LexicalIndex, terms_of
from townhall.locales.words import alike_letters, tokens_of

SHARED = 4
"""Letters that two forms of a word begin with alike, at the least."""
ENDING = 3
"""Letters in which two forms of a word may differ at their end."""
LONG = 8
"""Letters alike from which two forms may differ in one more."""
COMPOUNDED = 5
"""Letters from which a word that another one begins with, or ends in, is what that is about: "Eintritt" of "Eintrittspreise"."""
SHORTEST = 3
"""Letters that two short forms have alike before their last vowels: "loka", "loki"."""
COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "nl", "sv"})
"""Languages that write a noun and what says more of it as one word, the noun last: "Mitgliedsgemeinde"."""
VOWELS = re.compile(r"[aeiouyаеиоуъюяαεηιουω]+$")


def is_inflected(word: str, term: str) -> bool:
    """Whether two folded words, or stems, are forms of one word, or the first is made with the second."""
    alike = alike_letters(word, term)
    if alike == len(term) >= COMPOUNDED:
        return True
    if alike < SHARED:
        bare = VOWELS.sub("", term)
        return alike >= SHORTEST and len(bare) >= SHORTEST and bare == VOWELS.sub("", word)
    longest = ENDING - 1 if alike == SHARED else ENDING + (alike >= LONG)
    return max(len(word), len(term)) - alike <= longest


def ends_in(word: str, term: str) -> bool:
    """Whether a folded word is a compound that is one of what ``term`` calls: "mitgliedsgemeinden" is, of "gemeinde"."""
    base = VOWELS.sub("", term)
    at = word.rfind(base, SHORTEST) if len(base) >= COMPOUNDED else -1
    return at > 0 and len(word) - at - len(base) <= ENDING


class OwnForms:
    """The words of a question in another language than English, and which words of documents in that language are forms of them."""

    def __init__(self, asked: Mapping[str, str], language: str) -> None:
        """Take the stems of the question's words by the words as they are, folded."""
        self._asked = asked
        self._stems = frozenset(asked.values())
        self._compounding = language in COMPOUNDING
        self._known: dict[str, str | None] = {}

    def term_of(self, word: str) -> str | None:
        """Return the stem of the question's word that a folded word, or a stem, is a form of; None where it is of none."""
        if word not in self._known:
            self._known[word] = self._found(word)
        return self._known[word]

    def _found(self, word: str) -> str | None:
        if word in self._asked or word in self._stems:
            return self._asked.get(word, word)
        bent = (
            term for own, term in self._asked.items() if own[:SHORTEST] == word[:SHORTEST] and (is_inflected(word, own) or is_inflected(word, term))
        )
        compound = (term for own, term in self._asked.items() if self._compounding and ends_in(word, own))
        return next(bent, None) or next(compound, None)

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of the words of a text, forms of the question's words as the stems of these."""
        return tuple(self.term_of(token.folded) or self.term_of(stem) or stem for token in tokens_of(text) for stem in terms_of(token.text))

    def in_index(self, lexical: LexicalIndex) -> dict[str, str]:
        """Return, of the stems that the index holds, those that are other forms of the question's words, with the stems of these."""
        if self._compounding:
            known: Iterable[str] = lexical.vocabulary
        else:
            known = {stem for beginning in {own[:SHORTEST] for own in self._asked} for stem in lexical.beginning_with(beginning)}
        return {stem: term for stem in known if stem not in self._stems and (term := self.term_of(stem)) is not None}
