"""How many live in a place, as English texts tell it: "a village with 300 people", "population 12,400", "a city of 210,000", "we are 85,000"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from townhall.locales.lexicon import lexicon
from townhall.locales.structure import spellings, words
from townhall.locales.values import NumberMention, number_mentions
from townhall.locales.words import Token, folded_phrase, tokens_of

NEAR = 20
"""Characters between a number and those whom it counts."""
FEWEST = 100
"""From how many on a number that names nothing may be that of those who live somewhere: "a town of 12" has 12 of something else."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_BESIDE = re.compile(r"[\s-]*")


def sizes_in(text: str) -> list[NumberMention]:
    """Return the numbers of an English text that say how many live in a place."""
    tokens = tokens_of(text)
    matches = [match for match in lexicon("en").concepts.find(tokens) if match.name in {"attribute_population", "inhabitants"}]
    people = [tokens[match.first].start for match in matches]
    return [mention for mention in number_mentions(text, "en") if mention.values and _is_size(text, tokens, people, mention)]


def _is_size(text: str, tokens: list[Token], people: Iterable[int], mention: NumberMention) -> bool:
    if text[mention.end :].lstrip()[:1] == "%":
        return False
    if any(mention.end <= start <= mention.end + NEAR for start in people):
        return True
    if max(mention.values) >= FEWEST and any(f"{folded_phrase(text[mention.end :])} ".startswith(f"{us} ") for us in words("sizes", "us")):
        return True
    if max(mention.values) < FEWEST or _counts_another(text, tokens, mention.end):
        return False
    is_year = _YEAR.fullmatch(text, mention.start, mention.end) is not None
    return _found(text, mention.start, "of_place") or (not is_year and _found(text, mention.start, "of_people"))


def _found(text: str, end: int, key: str) -> bool:
    return any(match.end() == end for match in _before(key).finditer(text, 0, end))


def _counts_another(text: str, tokens: Iterable[Token], end: int) -> bool:
    """Whether what stands right behind a number is what it counts: "a town of 3,000 hectares", "a city of 900 km²"."""
    after = next((token for token in tokens if token.start >= end), None)
    if after is None or not _BESIDE.fullmatch(text, end, after.start):
        return text[end:].lstrip()[:1] in {"%", "€", "$", "£"}
    plural = after.folded.endswith("s") and after.folded not in words("sizes", "verbs")
    return plural or after.folded in words("sizes", "measures")


@cache
def _before(key: str) -> re.Pattern[str]:
    """Return what finds the words of a list with those that may stand between them and a number."""
    said, links = ("|".join(map(re.escape, spellings("sizes", name))) for name in (key, "links"))
    return re.compile(rf"\b(?:{said})\b[\s:~=-]*(?:(?:{links})\b\s*){{0,4}}", re.IGNORECASE)
