"""Forms of a word in languages whose stems nobody has listed: what two words begin with alike, and what they end in, tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from townhall.index.lexical import LexicalIndex, own_stem, terms_of
from townhall.locales.lexicon import Patterns, lexicon
from townhall.locales.rates import rate_words, rates_in
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import alike_letters, tokens_of

SHARED = 4
"""Letters that two forms of a word begin with alike, at the least."""
ENDING = 3
"""Letters in which two forms of a word may differ at their end."""
ENDED = frozenset({"", "a", "e", "i", "o", "u", "s", "n"})
"""Endings of short words that a stemmer may leave on."""
LONG = 8
"""Letters alike from which two forms may differ in one more."""
COMPOUNDED = 5
"""Letters from which a word that another one begins with, or ends in, is what that is about: "Eintritt" of "Eintrittspreise"."""
SHORTEST = 3
"""Letters that two short forms have alike before their last vowels: "loka", "loki"."""
BEGUN, OPENED = "opens", "open"
"""The notion of what begins, and that of what is open, which have words in common."""
LONGEST_ENDING = 6
"""Letters by which a word may be longer than what stands for a notion: "kunnanjohtaja" is none of "kunnan"."""
SPANS = frozenset({"week", "month", "year"})
"""Notions with whose words much begins that is something else: "jaarbudget"."""
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
    at = word.rfind(base, SHORTEST) if len(base) > SHORTEST else -1
    return at > 0 and len(word) - at - len(base) <= ENDING


def _is_part(word: str, own: str) -> bool:
    """Whether a folded word is the first or the last part of a compound."""
    base = VOWELS.sub("", word)
    return len(base) >= COMPOUNDED and len(own) - len(base) >= SHARED and (own.startswith(base) or ends_in(own, word))


class OwnForms:
    """The words of a question, and which words of documents are forms of them, or stand for the same notion in whichever language.

    Of English words the index knows the forms.
    """

    def __init__(self, asked: Mapping[str, str], language: str) -> None:
        """Take the stems of the question's words by the words as they are, folded."""
        self._asked = asked
        self._stems = frozenset(asked.values())
        self._language = language
        self._own = {own_stem(word, language): term for word, term in asked.items()}
        self._compounding = language in COMPOUNDING
        self._known: dict[str, str | None] = {}
        self._parted: dict[str, str] = {}
        self._compounds: dict[tuple[str, str], tuple[str, ...]] = {}
        self._notions = self._notions_of(" ".join(asked))
        self._times = self._times_of(" ".join(asked))

    def term_of(self, word: str) -> str | None:
        """Return the stem of the question's word that a folded word, or a stem, is a form of; None where it is of none."""
        if word not in self._known:
            self._known[word] = self._found(word)
        return self._known[word]

    def _found(self, word: str) -> str | None:
        if word in self._asked or word in self._stems:
            return self._asked.get(word, word)
        if self._language == "en":
            return None
        stem = own_stem(word, self._language)
        if stem is not None and stem in self._own:
            return self._own[stem]
        bent = (term for own, term in self._asked.items() if own[:SHORTEST] == word[:SHORTEST] and self._is_form(word, own, term))
        compound = (term for own, term in self._asked.items() if self._compounding and ends_in(word, own))
        return next(bent, None) or next(compound, None) or next((term for own, term in self._parted.items() if _is_part(word, own)), None)

    def part(self, unknown: Collection[str]) -> None:
        """Take the parts of compounds for them that are known as a whole to no document: "Schutzanzug" is a "Schutz" and an "Anzug"."""
        if self._compounding and unknown:
            self._parted = {word: term for word, term in self._asked.items() if term in unknown and len(word) >= LONG}
            self._known.clear()

    def _is_form(self, word: str, own: str, term: str) -> bool:
        """Whether two words begin and end as forms of one do; where a stemmer knows the language's endings, short ones aren't told so."""
        alike = alike_letters(word, own)
        if own_stem(word, self._language) is not None and alike <= SHARED:
            return alike == SHARED and all(rest in ENDED for rest in (word[alike:], own[alike:]))
        return is_inflected(word, own) or is_inflected(word, term)

    def stems(self, text: str, language: str) -> tuple[str, ...]:
        """Return the stems of the words of a text in a language: forms of the question's words, and its notions, as the stems of these.

        In a third language names alone may be forms of the question's words.
        """
        tokens, bent = tokens_of(text), language in {self._language, "en"}
        found = [
            ((self.term_of(token.folded) or self.term_of(stem)) if bent or token.capitalised else None) or stem
            for token in tokens
            for stem in terms_of(token.text)
        ]
        if self._notions and (self._language, language) != ("en", "en"):
            found += [term for match in _notions_in(language).find(tokens) for term in self._notions.get(match.name, ())]
        if language != self._language:
            found += [term for time in (_times_in(text, language) if self._times else ()) for term in self._times.get(time, ())]
            found += [term for token in tokens for term in self._of_compound(token.folded, language)]
        return tuple(found)

    def _of_compound(self, word: str, language: str) -> tuple[str, ...]:
        """Return the stems of the question's words for the notions that a compound of another language ends in: "kertalippu" is a ticket."""
        if language not in COMPOUNDING or len(word) < LONG or not self._notions:
            return ()
        if (word, language) not in self._compounds:
            notions = _notions_in(language)
            told = [name for name in self._notions if any(len(end) >= SHARED and ends_in(word, end) for end, _ in notions.single(name))]
            self._compounds[word, language] = tuple(term for name in told for term in self._notions[name])
        return self._compounds[word, language]

    def standing_for(self, *notions: str) -> frozenset[str]:
        """Return the stems of the question's words that stand for some notions."""
        return frozenset(term for notion in notions for term in self._notions.get(notion, ()))

    @property
    def notional(self) -> frozenset[str]:
        """The stems of the question's words that stand for a notion, whose other words are known."""
        return frozenset(term for terms in self._notions.values() for term in terms)

    def in_index(self, lexical: LexicalIndex, languages: Collection[str]) -> dict[str, str]:
        """Return, of the stems that the index holds, those that are other forms of the question's words, with the stems of these.

        ``languages`` are those that the documents are in.
        """
        known: Iterable[str] = ()
        if self._compounding:
            known = lexical.vocabulary
        elif self._language != "en":
            known = {stem for beginning in {own[:SHORTEST] for own in self._asked} for stem in lexical.beginning_with(beginning)}
        found = {stem: term for stem in known if stem not in self._stems and (term := self.term_of(stem)) is not None}
        for notion, terms in self._notions.items():
            for language in languages:
                found |= {stem: terms[0] for stem in _standing_for(notion, language, lexical) if stem not in self._stems and stem not in found}
        for time, terms in self._times.items():
            for word, beginning in (entry for language in languages if isinstance(time, str) for entry in rate_words(time, language)):
                stems = lexical.beginning_with(word) if beginning else terms_of(word)
                found |= {stem: terms[0] for stem in stems if terms and stem not in self._stems and stem not in found}
        return found

    def _times_of(self, text: str) -> Mapping[int | str, tuple[str, ...]]:
        """Return the stems of the question's words by the day of the week, or the rate, that each stands for in texts of any language."""
        tokens = tokens_of(text)
        found: dict[int | str, tuple[str, ...]] = {}
        for match in rates_in(text, self._language):
            said = [self._asked[token.folded] for token in tokens[match.first : match.last] if token.folded in self._asked]
            found[match.name] = tuple(term for term in said if len(said) == 1 or term not in self.notional)
        for token in tokens:
            # Some languages write a day as they do a number, but for its capital.
            found |= dict.fromkeys(weekdays_in(token.text.capitalize(), self._language), (self._asked[token.folded],))
        return found

    def _notions_of(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the stems of the question's words by the notion that they stand for by themselves, not as the beginning of a longer word."""
        tokens = tokens_of(text)
        found: dict[str, tuple[str, ...]] = {}
        for match in lexicon(self._language).notions.find(tokens):
            said = [token.folded for token in tokens[match.first : match.last]]
            whole = len(said) > 1 or len(said[0]) - match.exact <= (ENDING if match.name in SPANS else LONGEST_ENDING)
            # How often it is due tells a "Monatskarte" from other cards.
            if whole and not rates_in(" ".join(said), self._language) and any(word in self._asked for word in said):
                found[match.name] = (*found.get(match.name, ()), *(self._asked[word] for word in said if word in self._asked))
        # What opens its doors doesn't begin: "¿A qué hora abre la biblioteca?"
        begun = tuple(term for term in found.pop(BEGUN, ()) if term not in found.get(OPENED, ()))
        return found | ({BEGUN: begun} if begun else {})


def _times_in(text: str, language: str) -> list[int | str]:
    """Return the days of the week of which a text speaks, and for how long what it prices is good."""
    return [*weekdays_in(text, language), *(match.name for match in rates_in(text, language))]


def _standing_for(notion: str, language: str, lexical: LexicalIndex) -> Iterator[str]:
    """Yield the stems of the index that begin as the words for a notion do."""
    for word, beginning in _notions_in(language).single(notion):
        if beginning:
            yield from lexical.beginning_with(word)
        else:
            yield from terms_of(word)


def _notions_in(language: str) -> Patterns:
    """Return the notions to look for in a language; those that are searched for stand in English in every question."""
    words = lexicon(language)
    return words.everyday_notions if language == "en" else words.notions
