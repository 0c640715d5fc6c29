"""What a number counts: money, days, metres; by CLDR's names of units and currencies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from townhall.locales.words import tokens_of

MEASURES = (
    *(f"duration-{name}" for name in ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")),
    *(f"length-{name}" for name in ("millimeter", "centimeter", "meter", "kilometer")),
    *(f"area-{name}" for name in ("square-meter", "square-kilometer", "hectare")),
    *(f"volume-{name}" for name in ("milliliter", "liter", "cubic-meter")),
    *(f"mass-{name}" for name in ("gram", "kilogram", "tonne")),
    *(f"energy-{name}" for name in ("kilowatt-hour",)),
    *(f"power-{name}" for name in ("watt", "kilowatt", "megawatt")),
    *(f"digital-{name}" for name in ("megabyte", "gigabyte", "terabyte")),
    "temperature-celsius",
)
"""CLDR's names of the units that are told apart."""
MONEY = "currency"
ENGLISH = ("en", "en_GB")
"""Documents are in English, spelled in either way."""
COUNTS = (1, 2, 5)
"""Numbers that between them bring out the forms of a unit's name in most languages."""
_NEAR = 3
"""Words behind a number among which its unit is looked for: "3 full working days"."""
_WITHIN = 40
"""Characters behind a number in which those words are looked for."""
_BEFORE = 10
"""Characters before a number in which the code or sign of a currency is looked for."""


def unit_of(text: str, start: int, end: int, language: str) -> str | None:
    """Return what the number in ``text[start:end]`` counts, ``currency``, ``length``, ``duration-day``; None where no unit is written."""
    units = _units(language)
    ahead = text[max(0, start - _BEFORE) : start].rstrip()
    before = tokens_of(ahead)
    marks = (ahead[-1:], text[end : end + 2].strip()[:1], before[-1].text.casefold() if before and before[-1].text.isupper() else "")
    if any(units.get(mark) == MONEY for mark in marks):
        return MONEY
    for token in tokens_of(text[end : end + _WITHIN])[:_NEAR]:
        for form in (token.folded, token.folded.rstrip("s")):
            if form in units:
                return units[form]
    return None


@cache
def _units(language: str) -> Mapping[str, str]:
    """Return what each spelling of a unit measures; of time each unit by itself, since days and months are seldom taken for each other."""
    from babel import Locale
    from babel.units import format_unit

    found: dict[str, str] = {}
    for code in dict.fromkeys((language, *ENGLISH)):
        locale = Locale.parse(code)
        for name in locale.currencies.values():
            found.setdefault(tokens_of(name)[-1].folded, MONEY)
        for currency, symbol in locale.currency_symbols.items():
            found.update({currency.casefold(): MONEY, symbol: MONEY})
        for unit in MEASURES:
            kind = unit if unit.startswith("duration") else unit.split("-")[0]
            for count in COUNTS:
                words = [token.folded for token in tokens_of(format_unit(count, unit, locale=locale)) if not token.text.isdigit()]
                if words:
                    found.setdefault(words[-1], kind)
    return found
