"""Whether a statement is supported by texts: a deterministic test, without a model.

What a statement says falls into *particulars* and *words*. Particulars are numbers, dates, e-mail and web addresses, telephone numbers, countries
and names: every one must be in the evidence, by value and not by spelling. Of the other words that carry meaning most must be. What a statement
infers, the country of a city or the days since a date, is supported where its *premises*, which the answer has to tell, make it so.

It can't tell who did what to whom: "A pays B" and "B pays A" have the same particulars and words. ``docs/metrics.md`` says how often it errs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from townhall.evaluation.data.facts import fold as same_spelling
from townhall.evaluation.data.facts import numbers_in
from townhall.locales.dates import dates_in
from townhall.locales.lexicon import lexicon
from townhall.locales.messages import messages
from townhall.locales.numbers import CARDINALS, SCALES
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import BROKEN_OFF

THRESHOLD = 0.65
"""Score from which a statement counts as supported: two of three. Chosen on fifteen sets of entailment, 400 pairs of each, by the mean of their
macro-F1; from 0.5 to 0.65 that hardly changes (0.65), above it falls."""
PENALTY = 0.5
"""By which the score is multiplied where a particular is missing: it is then below the threshold, whatever else is there."""

DOCUMENTS_LANGUAGE = "en"
"""Evidence is read in this language as well as in the statement's."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<![\w.,])\+?\d[\d ()/.\u00a0-]{6,}\d(?!\w)")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,'’ \u00a0\u202f]\d{3})*(?:[.,]\d+)?(?:[ \u00a0](?=[^\W\d_])[^\W\d_]+)?(?!\w)")
_PERCENT = re.compile(r"\s*(?:%|per\s?cent\b|percent\b|percentage points?\b)", re.IGNORECASE)
NUMBER_WORDS = frozenset({*CARDINALS, *SCALES})
"""They count as numbers, by their value."""
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without)\b|n[’']t\b", re.IGNORECASE)
_TELEPHONE_DIGITS = 7
_LONGEST_TELEPHONE = 15
"""Digits of a telephone number: fewer may be any number, more are none (ITU-T E.164)."""
_SHORTEST_STEM = 4
_LONGEST_ENDING = 3
"""Letters that two forms of a word may differ by at their ends."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test says of one statement."""

    supported: bool
    """Whether ``score`` reaches ``THRESHOLD``."""
    score: float
    """In [0, 1]: the share of particulars and words that the evidence holds, halved where a particular or a negation is missing."""
    reasons: tuple[str, ...]
    """What the evidence doesn't hold, in words; empty where it holds everything."""
    particulars: int = 0
    """Particulars of the statement that the evidence holds; 0 where the statement stands in it whole, and needs no taking apart."""


@dataclass(frozen=True, slots=True)
class _Content:
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


def support(
    statement: str, evidence: Sequence[str], *, language: str = "en", premises: Sequence[str] = (), frame: frozenset[str] = frozenset()
) -> Verdict:
    """Return whether ``evidence`` supports ``statement``.

    Args:
        statement: a sentence, without markers.
        evidence: the texts that are to support it, together; without any nothing is supported.
        language: ISO 639-1 code of the statement.
        premises: what the answer says that it inferred from: countries that they name count as given, and days are counted to their dates.
        frame: folded words that claim nothing, such as those of the program's own phrases.
    """
    said = " ".join(statement.removesuffix(BROKEN_OFF).split())
    if not said or not evidence:
        return Verdict(supported=False, score=0.0, reasons=("nothing is cited",) if said else ("nothing is said",))
    held = [_content(text, language) for text in evidence]
    if any(same_spelling(said) in content.folded for content in held):
        return Verdict(supported=True, score=1.0, reasons=())
    claimed, given = _content(said, language), [_content(text, language) for text in premises]
    particulars = list(_particulars(claimed, held, given, language))
    words = list(dict.fromkeys(word for word in claimed.words if word not in frame))
    tokens = frozenset().union(*(content.tokens for content in held))
    lost_words = [word for word in words if not _has_form(word, tokens)]
    lost = [what for what, there in particulars if not there]
    if claimed.negated and not any(content.negated for content in held) and not _is_of_frame(said, frame):
        lost.append("the negation")
    size = len(particulars) + len(words)
    share = 1 - (sum(not there for _, there in particulars) + len(lost_words)) / size if size else 1.0
    score = share * PENALTY if lost else share
    reasons = (*(f"{what} is not in the evidence" for what in lost), *((f"not in the evidence: {', '.join(lost_words)}",) if lost_words else ()))
    return Verdict(
        supported=score >= THRESHOLD, score=score, reasons=reasons, particulars=len(particulars) - sum(not there for _, there in particulars)
    )


def _particulars(claimed: _Content, held: Sequence[_Content], given: Sequence[_Content], language: str) -> Iterable[tuple[str, bool]]:
    """Yield every particular of the statement, in words, with whether it is in the evidence or follows from the premises."""
    addresses = frozenset().union(*(content.addresses for content in held))
    telephones = frozenset().union(*(content.telephones for content in held))
    dates = frozenset().union(*(content.dates for content in held))
    known = frozenset().union(*(content.dates for content in given))
    countries = frozenset().union(*(content.countries for content in (*held, *given)))
    tokens = frozenset().union(*(content.tokens for content in held))
    numbers = [(values, percent) for content in held for _, values, percent in content.numbers]
    yield from ((address, address in addresses) for address in sorted(claimed.addresses))
    yield from ((f"telephone number {digits}", digits in telephones) for digits in sorted(claimed.telephones))
    yield from ((f"date {day}", any(other.startswith(day) for other in dates)) for day in sorted(claimed.dates))
    for text, values, percent in claimed.numbers:
        there = any(values & others and percent == is_percent for others, is_percent in numbers)
        yield f"number {text}", there or _counts_days(claimed.folded, values, dates, known, language)
    yield from ((f"country {code}", code in countries) for code in sorted(claimed.countries))
    yield from ((f"name {name}", _has_form(name, tokens)) for name in claimed.names)


def _counts_days(statement: str, values: Iterable[Decimal], dates: frozenset[str], known: frozenset[str], language: str) -> bool:
    """Whether a number is that of the days between a date of the evidence and one of the premises, in the direction that the statement says."""
    says = messages(language).say
    for value in (int(value) for value in values if value == int(value)):
        past = same_spelling(says("days.ago", n=value)) in statement
        future = same_spelling(says("days.left", n=value)) in statement
        for day, today in ((_day(one), _day(other)) for one in dates for other in known):
            if day and today and value in ({(today - day).days} if past else {(day - today).days} if future else {abs((today - day).days)}):
                return True
    return False


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == len("2024-06-17") else None


def _is_of_frame(statement: str, frame: frozenset[str]) -> bool:
    """Whether the words of the statement's negation are the program's own, which says "no" of a document only where it says so of the search."""
    return bool(frame) and all(match[0].casefold() in frame for match in _NEGATION.finditer(statement))


def _has_form(word: str, tokens: frozenset[str]) -> bool:
    """Whether the word, or another form of it, is among ``tokens``: forms share all but a few letters at the end."""
    if word in tokens:
        return True
    stem = max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)
    return len(word) >= stem and any(other.startswith(word[:stem]) and len(other) - stem <= _LONGEST_ENDING for other in tokens)


@lru_cache(maxsize=20_000)
def _content(text: str, language: str) -> _Content:
    """Read a text in ``language`` and in the documents'."""
    languages = tuple(dict.fromkeys((language, DOCUMENTS_LANGUAGE)))
    addresses = frozenset(same_spelling(match[0]).rstrip("/") for match in _ADDRESS.finditer(text))
    plain = _ADDRESS.sub(_blank, text)
    mentions = [mention for code in languages for mention in dates_in(plain, code)]
    for mention in mentions:
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    telephones = [match for match in _TELEPHONE.finditer(plain) if _TELEPHONE_DIGITS <= len(_digits(match[0])) <= _LONGEST_TELEPHONE]
    for match in telephones:
        if not _is_grouped(match[0]):
            plain = plain[: match.start()] + " " * len(match[0]) + plain[match.end() :]
    counted = _PERCENT.sub(_blank, plain)
    tokens = [token for token in tokens_of(counted) if token.folded not in NUMBER_WORDS]
    found = [match for code in languages for match in lexicon(code).countries.find(tokens)]
    of_countries = {position for match in found for position in range(match.first, match.last)}
    names = {position for position in _names(plain, tokens, language) if position not in of_countries}
    others = [token for position, token in enumerate(tokens) if position not in of_countries | names]
    return _Content(
        folded=same_spelling(text),
        addresses=addresses,
        telephones=frozenset(_digits(match[0]) for match in telephones if not _is_grouped(match[0])),
        dates=frozenset(mention.iso for mention in mentions),
        numbers=tuple(_numbers(plain, language)),
        countries=frozenset(match.name for match in found),
        names=tuple(dict.fromkeys(tokens[position].folded for position in sorted(names))),
        words=tuple(dict.fromkeys(token.folded for token in others if token.folded not in STOP_WORDS and not token.folded[0].isdigit())),
        tokens=frozenset(token.folded for token in tokens_of(text)),
        negated=bool(_NEGATION.search(text)),
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _is_grouped(text: str) -> bool:
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
            yield text[match.start() : end], frozenset(values), _PERCENT.match(text, end) is not None
    for value in sorted(numbers_in("".join(rest), language)):
        if value > 1:  # "one" seldom counts
            yield f"{value:f}", frozenset({value}), False


def _names(text: str, tokens: Sequence[Token], language: str) -> set[int]:
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
            if token.folded not in STOP_WORDS and (not starts or after):
                found.add(position)
    return found
