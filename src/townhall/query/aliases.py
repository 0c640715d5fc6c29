"""The ways to write a name, and how they are found in a question: filed by one word, so that many names cost no more than few."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import eq

from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, alike_letters, fold, tokens_of
from townhall.model import Fact, FactValue
from townhall.query.vocabulary import english_words

SHORT_ACRONYM = 2
ENDING = 4
"""Letters up to which an acronym is too short to take an ending, and those of the longest ending."""
NUMBERED = re.compile(r"^\W*\d+(?:\.\d+)*[.)]\s+")
"""The number that a heading begins with: no part of the name that it gives."""
OF_A_PLACE = frozenset({"Europe", "national"})
"""Notions of the adjectives that say for where an organisation is."""
SHORT_NAME = 4
UNUSUAL = 6
"""Letters from which a single word can stand for a name."""
TOGETHER = 2
"""Words of a name that is also written as one."""
BEGINNING = 4
BENT = 2
"""Letters by which names in another case are filed, and those of the longest ending that they change."""
GAP = 3
"""Words that may stand among the words of a name."""
LINKS = frozenset({"of", "the", "and", "for", "in", "de", "van", "der", "des", "y", "e", "du", "la", "s", "a"})


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write the name that a fact is about: normal words for a name, the folded letters for an acronym."""

    words: tuple[str, ...]
    fact: Fact
    acronym: bool = False
    is_word: bool = False
    """Whether an acronym is a common word too, and so is meant only in capitals."""
    in_order: bool = False
    """Whether its words are meant only one after the other, for each is common by itself."""


class AliasIndex:
    """Finds aliases in a question."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._filed: dict[str, list[Alias]] = defaultdict(list)
        self._by_beginning: dict[str, list[Alias]] = defaultdict(list)
        for alias in aliases:
            longest = max(alias.words, key=len)
            self._filed[longest].append(alias)
            if len(alias.words) > 1:
                self._by_beginning[longest[:BEGINNING]].append(alias)

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[Alias, tuple[int, int]]]:
        """Yield each alias that stands in ``tokens`` with the words that it covers, the last one exclusive."""
        held = {normal(token.folded) for token in tokens}
        keys = held.union(key for token in tokens for key in (token.folded, fold(_capitals(token))))
        for key in sorted(keys):
            for alias in self._filed.get(key, ()):
                span = _acronym_span(alias, tokens) if alias.acronym else name_span(alias.words, tokens) if held.issuperset(alias.words) else None
                if span and alias.in_order and name_words(" ".join(token.text for token in tokens[slice(*span)])) != alias.words:
                    continue
                if span and not (len(alias.words) == 1 and not alias.acronym and _is_of_longer_name(alias, tokens, span[0])):
                    yield alias, span

    def find_bent(self, tokens: Sequence[Token]) -> Iterator[tuple[Alias, tuple[int, int]]]:
        """Yield each name of several words that stands in ``tokens`` in another case: "Sklada za zelene kraje"; as ``find`` does."""
        for beginning in sorted({token.folded[:BEGINNING] for token in tokens}):
            for alias in self._by_beginning.get(beginning, ()):
                if span := name_span(alias.words, tokens, alike=_is_bent):
                    yield alias, span


def _is_of_longer_name(alias: Alias, tokens: Sequence[Token], place: int) -> bool:
    """Whether a word that stands for a name is beside another capitalised one that the name doesn't hold: "Verein Bürgerstrom Lerchental"."""
    name = name_words(alias.fact.get("name") or "")
    for first, second in ((place - 1, place), (place, place + 1)):
        if not 0 < first < second < len(tokens) or tokens[first].end + 1 != tokens[second].start:
            continue
        other = tokens[first if second == place else second]
        if other.capitalised and not any(normal(other.folded) in word for word in name):
            return True
    return False


def _is_bent(word: str, other: str) -> bool:
    """Whether two folded words differ in their endings alone."""
    alike = alike_letters(word, other)
    return word == other or (alike >= BEGINNING - 1 and min(len(word), len(other)) - alike <= BENT and abs(len(word) - len(other)) <= BENT + 1)


def organisation_aliases(fact: Fact) -> Iterator[Alias]:
    """Yield the ways to write an organisation's name: in full, in part, as it is spoken of, by its acronyms."""
    name = NUMBERED.sub("", fact.get("name") or "")
    parts = [part for part in re.split(r"\s[-–—]\s|\(|\)", name) if part.strip() and not part.strip().isupper()]
    spoken = [re.sub(r"\([^()]*\)", " ", name), *parts, *_spoken_of(fact, name)]
    spoken.extend(_without_place(name))
    if other := fact.get("other_name"):
        spoken.append(other)
    names = [name_words(text) for text in spoken]
    names += [("".join(found),) for found in names if len(found) == TOGETHER]
    for found in dict.fromkeys(names):
        if _tells(found):
            yield Alias(found, fact)
    for text in _without_adjective(name):
        yield Alias(name_words(text), fact, in_order=True)
    for key, value in fact.values.items():
        if key.startswith("acronym"):
            for token in tokens_of(value.value):
                if len(token.folded) > 1:
                    yield Alias((token.folded,), fact, acronym=True, is_word=_is_word(token.folded))


def short_names(facts: Sequence[Fact]) -> Iterator[Alias]:
    """Yield the single words by which organisations are known: in one name alone, no everyday word, and no place of theirs."""
    holders: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for word in name_words(fact.get("name") or ""):
            holders[word].add(fact.get("name") or "")
    countries = lexicon("en").countries
    for fact in facts:
        places = {normal(token.folded) for key in ("country", "region") if key in fact.values for token in tokens_of(fact.values[key].quote)}
        for token in tokens_of(fact.get("name") or ""):
            word = normal(token.folded)
            if (
                token.capitalised
                and not token.text.isupper()
                and len(word) >= SHORT_NAME
                and len(holders[word]) == 1
                and word not in places
                and word not in words("organisations", "nouns")
                and token.folded not in english_words()
                and not countries.find([token])
            ):
                yield Alias((word,), fact)


def name_words(text: str) -> tuple[str, ...]:
    """Return the normal words of a name, links left out."""
    return tuple(normal(token.folded) for token in tokens_of(text) if token.folded not in LINKS)


def name_span(alias: tuple[str, ...], tokens: Sequence[Token], *, alike: Callable[[str, str], bool] = eq) -> tuple[int, int] | None:
    """Find all words of a name close together, in any order; plural and possessive endings don't count. ``alike`` says which words are the same."""
    positions: list[int] = []
    for word in alias:
        position = next((i for i, token in enumerate(tokens) if i not in positions and alike(normal(token.folded), word)), None)
        if position is None:
            return None
        positions.append(position)
    first, last = min(positions), max(positions) + 1
    return (first, last) if last - first <= len(alias) + GAP + sum(token.folded in LINKS for token in tokens[first:last]) else None


@lru_cache(maxsize=20_000)
def normal(word: str) -> str:
    """Return a folded word without a plural "s" and in American spelling, so that its forms are one."""
    american = word.replace("isation", "ization").replace("centre", "center").replace("neighbour", "neighbor").replace("programme", "program")
    return american.removesuffix("s") or american


def _spoken_of(fact: Fact, name: str) -> list[str]:
    """Return the short name by which an entry's first sentence speaks of the organisation, where the heading holds it."""
    about: FactValue | None = fact.values.get("about")
    match = re.match(r"(?:The )?((?:[A-Z][\w&-]*\s)+)(?=is|are|has|have|supports|was|plays|helps|works)", about.quote) if about else None
    return [match[1].strip()] if match and match[1].strip() in name and not match[1].strip().isupper() else []


def _without_place(name: str) -> list[str]:
    """Return a name without what it is of ("Cyclists' Union of …"), and the words of it that hardly another name has ("Cyclists")."""
    short = re.split(r"\s(?:of|in|for)\s(?=[^\W\d_a-z])", re.sub(r"\([^()]*\)", " ", name))[0]
    common = words("organisations", "nouns") | LINKS
    english = lexicon("en")
    rare = [
        token
        for token in tokens_of(short)
        if token.folded not in common and not token.text.isupper() and not english.terms.find([token]) and not english.countries.find([token])
    ]
    if not rare or short == name:
        return []
    return [short, *([rare[0].text] if len(rare) == 1 and len(rare[0].folded) >= UNUSUAL else [])]


def _without_adjective(name: str) -> list[str]:
    """Return a name without the country or "European" that it begins with, where two words are left that few names have.

    "Network of Living Labs", and as it is spoken of, "Living Labs Network".
    """
    text = re.sub(r"\([^()]*\)", " ", name)
    tokens, english = tokens_of(text), lexicon("en")
    leading = [match.last for match in english.terms.find(tokens) if match.first == 0 and match.name in OF_A_PLACE]
    leading += [match.last for match in english.countries.find(tokens) if match.first == 0]
    left = tokens[max(leading) :] if leading else []
    usual = words("organisations", "nouns") | LINKS
    rare = [token for token in left if token.folded not in usual and not english.terms.find([token]) and not english.countries.find([token])]
    if len(rare) < TOGETHER:
        return []
    short = text[left[0].start : left[-1].end]
    noun, *what = re.split(r"\s[Oo]f\s", short, maxsplit=1)
    return [short, *(f"{rest} {noun}" for rest in what)]


def _tells(alias: tuple[str, ...]) -> bool:
    """Whether a name is more than nouns for organisations in general."""
    nouns = {normal(noun) for noun in words("organisations", "nouns")}
    return any(word not in nouns and word not in STOP_WORDS for word in alias)


def _is_word(acronym: str) -> bool:
    return acronym in STOP_WORDS or bool(lexicon("en").concepts.find(tokens_of(acronym))) or acronym in words("organisations", "words_too")


def _acronym_span(alias: Alias, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Find an acronym: in any case unless it is a common word too; with an ending where it keeps its capitals ("RISEn")."""
    acronym = alias.words[0]
    for position, token in enumerate(tokens):
        if token.folded == acronym and (token.text.isupper() or not alias.is_word):
            return position, position + 1
        capitals = _capitals(token)
        if len(capitals) > SHORT_ACRONYM and len(token.text) - len(capitals) <= ENDING and capitals.isupper() and fold(capitals) == acronym:
            return position, position + 1
    return None


def _capitals(token: Token) -> str:
    """Return a word without the small letters at its end."""
    return token.text.rstrip("".join(character for character in token.text if character.islower()))
