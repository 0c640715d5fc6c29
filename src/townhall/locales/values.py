"""Numbers as people write them, by value, in every language of questions and answers: "12.000", "12,000", "zwölftausend", "1.2 million"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from townhall.locales.dates import dates_in
from townhall.locales.spelling import same_spelling

PERCENT = "%"
_SPACE = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DIGITS = re.compile(rf"(?<![\w.,])(?:[1-9]\d{{0,2}}(?:[{_SPACE}]\d{{3}})+(?![\w])|\d+(?:[.,'’]\d+)*(?!\w))")
_AFTER = re.compile(rf"[{_SPACE}]?([^\W\d_]+)")
_WORDS = re.compile(r"[^\W\d_]+|[^\w\s-]")
_GROUPED = re.compile(r"\d{1,3}([.,'])\d{3}(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_BOTH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+")
_AROUND = 60
"""Characters on either side of a number in which its unit is looked for."""
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text."""

    values: frozenset[Decimal]
    """What its spelling can mean."""
    before: str
    after: str
    """The text on either side, folded."""
    start: int
    end: int

    def counts(self, units: Sequence[str]) -> bool:
        """Whether one of ``units`` stands right before the number (EUR 60,000) or behind it, with up to two words between (28 harbour cities)."""
        spellings = {spelling for unit in units for spelling in (_percent() if unit == PERCENT else (same_spelling(unit),))}
        return any(self.before.endswith(unit) or _stands_near(unit, self.after) for unit in spellings)


def numbers_in(text: str, language: str) -> set[Decimal]:
    """Return the values of the numbers that ``text`` names, in digits or in English words.

    Numbers of a date that names its month don't count; a year by itself does. Where a spelling has two readings (``20.000`` in a language
    that groups digits by full stops, though the documents are English) both are returned.
    """
    return {value for mention in number_mentions(text, language) for value in mention.values}


def number_mentions(text: str, language: str) -> list[NumberMention]:
    """Return the numbers that ``text`` names, with what stands around them; what counts as one ``numbers_in`` tells."""
    masked = list(text)
    for mention in dates_in(text, language):
        if mention.month:
            masked[mention.start : mention.end] = "\n" * (mention.end - mention.start)
    plain = "".join(masked)
    found: list[NumberMention] = []
    for match in _DIGITS.finditer(plain):
        values, end = _readings(match[0], language), match.end()
        after = _AFTER.match(plain, end)
        if after and (scales := _scales(language).get(same_spelling(after[1]))):
            values, end = {value * scale for value in values for scale in scales}, after.end()
        if values:
            found.append(_mention(values, plain, match.start(), end))
    words = list(_WORDS.finditer(plain))
    for value, first, last in _spelled([same_spelling(word[0]) for word in words], language):
        found.append(_mention({value}, plain, words[first].start(), words[last].end()))
    return found


def _mention(values: set[Decimal], text: str, start: int, end: int) -> NumberMention:
    return NumberMention(
        frozenset(values), same_spelling(text[max(0, start - _AROUND) : start]), same_spelling(text[end : end + _AROUND]), start, end
    )


def _stands_near(unit: str, text: str) -> bool:
    """Whether ``text`` begins with ``unit``, up to two words before it."""
    edge = r"(?!\w)" if unit[-1:].isalnum() else ""
    return re.match(rf"[ -]?(?:[^\W\d_]+[ -]){{0,2}}{re.escape(unit)}{edge}", text) is not None


def _readings(digits: str, language: str) -> set[Decimal]:
    """Return what a number in digits can mean."""
    parts = re.split(f"[{_SPACE}]", digits)
    if len(parts) > 1:
        return {Decimal("".join(parts)), *(Decimal(part) for part in parts)}  # which may be columns
    digits = digits.replace("’", "'")
    if digits.isdecimal():
        return {Decimal(digits)}
    found: set[Decimal] = set()
    english = language == "en"
    if _GROUPED.fullmatch(digits) and not (english and digits.count(".") == 1):
        found.add(Decimal(re.sub("[.,']", "", digits)))
    if _DECIMAL.fullmatch(digits) and not (english and "," in digits and found):
        found.add(Decimal(digits.replace(",", ".")))
    if _BOTH.fullmatch(digits):
        whole, part = re.split(r"[.,](?=\d+$)", digits)
        found.add(Decimal(f"{re.sub('[.,]', '', whole)}.{part}"))
    return found


def _spelled(words: Sequence[str], language: str) -> Iterator[tuple[Decimal, int, int]]:
    """Yield numbers in words, ``twenty thousand``, ``one hundred and forty-five``, ``a dozen``: value, place of the first word, of the last."""
    units, multipliers = _number_words()
    scales = _scales(language)
    total = current = first = 0
    last: int | None = None  # the value of the word before, None outside a number

    for position, word in enumerate([*words, ""]):
        if last is None:
            first = position
        if word in units:
            value = units[word]
            if last is not None and not _continues(last, value):
                yield Decimal(total + current), first, position - 1
                total, current, first = 0, 0, position
            current, last = current + value, value
        elif word in multipliers:
            current = (current or 1) * multipliers[word]
            last = multipliers[word]
        elif last is not None and word in scales:
            last = min(scales[word])
            total, current = total + current * last, 0
        elif not (word == "and" and last is not None and last >= _HUNDRED and words[position + 1 : position + 2] and words[position + 1] in units):
            if last is not None:
                yield Decimal(total + current), first, position - 1
            total, current, last = 0, 0, None


def _continues(last: int, value: int) -> bool:
    """Whether ``value`` adds to the word before: ``twenty`` + ``five``, ``hundred`` + ``five``, but not ``six`` + ``seven``."""
    if last >= _HUNDRED:
        return True
    return last >= 20 and last % 10 == 0 and 0 < value < 10  # noqa: PLR2004 - tens take units


@cache
def _percent() -> tuple[str, ...]:
    """Return the spellings of per cent, in the languages of the documents and answers."""
    table = tomllib.loads(files("townhall.locales").joinpath("number_words.toml").read_text(encoding="utf-8"))
    return tuple(same_spelling(spelling) for spelling in table["percent"])


@cache
def _number_words() -> tuple[Mapping[str, int], Mapping[str, int]]:
    table = tomllib.loads(files("townhall.locales").joinpath("number_words.toml").read_text(encoding="utf-8"))
    return table["words"], table["multipliers"]


@cache
def _scales(language: str) -> Mapping[str, frozenset[int]]:
    """Return CLDR's words for powers of a thousand, in ``language`` and in English; a word of both can mean either."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    for code in dict.fromkeys((language, "en")):
        formats = Locale(code).compact_decimal_formats
        for patterns in formats["long"].values() if "long" in formats else ():
            for power, pattern in patterns.items():
                zeros = str(pattern.pattern).count("0")
                word = same_spelling(str(pattern.pattern).replace("0", " "))
                if word.isalpha():
                    found.setdefault(word, set()).add(int(power) // 10 ** (zeros - 1))
    return {word: frozenset(values) for word, values in found.items()}
