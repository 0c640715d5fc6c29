"""What a text says, taken apart: particulars (numbers, dates, addresses, countries, names) by value, and the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from townhall.locales.dates import dates_in
from townhall.locales.lexicon import lexicon
from townhall.locales.numbers import CARDINALS, SCALES
from townhall.locales.spelling import same_spelling
from townhall.locales.structure import words
from townhall.locales.values import numbers_in
from townhall.locales.words import STOP_WORDS, Token, tokens_of

DOCUMENTS_LANGUAGE = "en"
"""Evidence is read in this language as well as in the statement's."""

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\w.,])\+?\d[\d ()/.\u00a0-]{6,}\d(?!\w)")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,'’ \u00a0\u202f]\d{3})*(?:[.,]\d+)?(?:[ \u00a0](?=[^\W\d_])[^\W\d_]+)?(?!\w)")
PERCENT = re.compile(r"\s*(?:%|per\s?cent\b|percent\b|percentage points?\b)", re.IGNORECASE)
NUMBER_WORDS = frozenset({*CARDINALS, *SCALES})
"""They count as numbers, by their value."""
NEGATION = re.compile(
    r"\b(?:(?:not|no)(?!\s+(?:more|less|fewer|later|earlier|sooner|longer|larger|greater|higher|lower|only)\b)|(?<!for )nothing"
    r"|never|none|nobody|neither|nor|cannot|without)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Words that deny; "no later than" sets a bound, and what is "for nothing" is free."""
_TELEPHONE_DIGITS = 7
_LONGEST_TELEPHONE = 15
"""Digits of a telephone number: fewer may be any number, more are none (ITU-T E.164)."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a text says, ready to be compared."""

    folded: str
    addresses: frozenset[str]
    telephones: frozenset[str]
    """Their digits."""
    dates: frozenset[str]
    """ISO dates, as precise as they are written."""
    numbers: tuple[tuple[str, frozenset[Decimal], bool], ...]
    """As written, what they can mean, and whether they are percentages."""
    countries: frozenset[str]
    names: tuple[str, ...]
    words: tuple[str, ...]
    """Folded, without names and stop words."""
    tokens: frozenset[str]
    negated: bool
    """Whether it has a word that denies."""
    implies_denial: bool
    """Whether it has one that denies by what it means: only, refused."""


@lru_cache(maxsize=20_000)
def content_of(text: str, language: str) -> Content:
    """Read a text in ``language`` and in the documents'."""
    languages = tuple(dict.fromkeys((language, DOCUMENTS_LANGUAGE)))
    addresses = frozenset(same_spelling(match[0]).rstrip("/") for match in ADDRESS.finditer(text))
    plain = ADDRESS.sub(_blank, text)
    mentions = [mention for code in languages for mention in dates_in(plain, code)]
    for mention in mentions:
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    telephones = [match for match in TELEPHONE.finditer(plain) if is_telephone(match[0])]
    for match in telephones:
        if not is_grouped(match[0]):
            plain = plain[: match.start()] + " " * len(match[0]) + plain[match.end() :]
    counted = PERCENT.sub(_blank, plain)
    tokens = [token for token in tokens_of(counted) if token.folded not in NUMBER_WORDS]
    found = [match for code in languages for match in lexicon(code).countries.find(tokens)]
    of_countries = {position for match in found for position in range(match.first, match.last)}
    names = {position for position in name_positions(plain, tokens, language) if position not in of_countries}
    others = [token for position, token in enumerate(tokens) if position not in of_countries | names]
    said = frozenset(token.folded for token in tokens_of(text))
    return Content(
        folded=same_spelling(text),
        addresses=addresses,
        telephones=frozenset(digits_of(match[0]) for match in telephones if not is_grouped(match[0])),
        dates=frozenset(mention.iso for mention in mentions),
        numbers=tuple(_numbers(plain, language)),
        countries=frozenset(match.name for match in found),
        names=tuple(dict.fromkeys(tokens[position].folded for position in sorted(names))),
        words=tuple(dict.fromkeys(token.folded for token in others if token.folded not in STOP_WORDS and not token.folded[0].isdigit())),
        tokens=said,
        negated=bool(NEGATION.search(text)),
        implies_denial=not said.isdisjoint(words("denials", "implied")),
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def is_telephone(text: str) -> bool:
    """Whether what looks like a telephone number has as many digits as one."""
    return _TELEPHONE_DIGITS <= len(digits_of(text)) <= _LONGEST_TELEPHONE


def digits_of(text: str) -> str:
    """Return the digits of ``text``, joined."""
    return "".join(character for character in text if character.isdigit())


def is_grouped(text: str) -> bool:
    """Whether digits are grouped as those of a large number are: 1 500 000."""
    return re.fullmatch(r"\d{1,3}(?:([ .,\u00a0])\d{3})(?:\1\d{3})*", text) is not None


def _numbers(text: str, language: str) -> Iterable[tuple[str, frozenset[Decimal], bool]]:
    """Yield numbers in digits with what they can mean, then those in words."""
    rest = list(text)
    for match in _NUMBER.finditer(text):
        values = numbers_in(match[0], language)
        digits = re.match(r"[\d.,'’ \u00a0\u202f]*\d", match[0])
        end = match.start() + (len(digits[0]) if digits else len(match[0]))
        rest[match.start() : end] = "\n" * (end - match.start())
        if values:
            yield text[match.start() : end], frozenset(values), PERCENT.match(text, end) is not None
    for value in sorted(numbers_in("".join(rest), language)):
        if value > 1:  # "one" seldom counts
            yield f"{value:f}", frozenset({value}), False


def name_positions(text: str, tokens: Sequence[Token], language: str) -> set[int]:
    """Return the positions of words that are written as names: capitalised within a sentence, or beside another such word, or with capitals inside.

    In a language that capitalises nouns only words with capitals inside are told apart.
    """
    found = set()
    for position, token in enumerate(tokens):
        if any(character.isupper() for character in token.text[1:]):
            found.add(position)
        elif token.capitalised and language != "de" and not token.text.isdigit():
            before = text[: token.start].rstrip(" \u00a0\"'“”„‘’«»(")
            starts = not before or before[-1] in ".!?…:;•\n"
            after = position + 1 < len(tokens) and tokens[position + 1].capitalised and text[token.end : tokens[position + 1].start].isspace()
            if token.folded not in STOP_WORDS and token.folded not in words("names", "none") and (not starts or after):
                found.add(position)
    return found
