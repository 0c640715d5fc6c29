"""What the product itself says: texts from TOML files, one a language, with plurals, dates and names by CLDR.

What answers say, in the language of the question, lies in ``messages/``; what the page around them says in ``page/``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from townhall.locales.words import tokens_of

EUROPEAN = {"en": "IE", "pt": "PT"}
"""Languages whose default in CLDR is that of another continent, with the country of the European Union whose usage is followed."""

SIZES = (("gigabyte", 10**9), ("megabyte", 10**6), ("kilobyte", 10**3), ("byte", 1))
"""Units of files, the largest first."""
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


@cache
def own_names() -> dict[str, str]:
    """Return what each language calls itself, by ISO 639-1 code, as it stands in a list."""
    return tomllib.loads(files("townhall.locales").joinpath("own_names.toml").read_text(encoding="utf-8"))


class Messages:
    """The product's words in one language; a text that is not translated stands in English."""

    def __init__(self, language: str, folder: str = "messages") -> None:
        self.language = language
        self._folder = folder

    def say(self, key: str, **values: object) -> str:
        """Return the text under ``key`` ("refusal.not_found") with ``values`` put in; ``n`` also chooses the plural.

        Raises:
            KeyError: no language has such a text.
        """
        text = self._find(key)
        if text is None:
            raise KeyError(key)
        if isinstance(text, dict):
            n = values["n"]
            text = text.get(self._locale.plural_form(n)) or text["other"]
        return str(text).format(**{name: self.number(value) if isinstance(value, int) else value for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Return whether there is a text under ``key``."""
        return self._find(key) is not None

    def _find(self, key: str) -> Any:
        text = _find(_table(self._folder, self.language), key)
        return _find(_table(self._folder, "en"), key) if text is None else text

    def number(self, value: int) -> str:
        """Return a number in the language's notation."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self._locale))

    def short_date(self, value: date) -> str:
        """Return a day with its month cut short."""
        from babel.dates import format_date

        return str(format_date(value, "medium", locale=self._locale))

    def share(self, value: float) -> str:
        """Return a share from 0 to 1 in per cent, with one digit after the point where it isn't a whole number."""
        from babel.numbers import format_percent

        return str(format_percent(round(value, 3), locale=self._locale, decimal_quantization=False))

    def date(self, value: date) -> str:
        """Return a day in full words."""
        from babel.dates import format_date

        return str(format_date(value, "long", locale=self._locale))

    def short_month(self, month: int) -> str:
        """Return a month's name cut short, as it stands alone."""
        return str(self._locale.months["stand-alone"]["abbreviated"][month])

    def month(self, year: int, month: int) -> str:
        """Return a month and its year in full words."""
        from babel.dates import format_skeleton

        return str(format_skeleton("yMMMM", date(year, month, 1), locale=self._locale))

    def iso_date(self, value: str) -> str:
        """Return an ISO date, a day, a month or a year, in words."""
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 3:  # noqa: PLR2004 - year, month, day
            return self.date(date(*parts))
        return self.month(parts[0], parts[1]) if len(parts) > 1 else value

    def moment(self, value: datetime) -> str:
        """Return a day and an hour in words, as its own zone has them."""
        from babel.dates import format_time, get_datetime_format

        time = format_time(value.timetz().replace(tzinfo=None), "short", locale=self._locale)
        return str(get_datetime_format("medium", locale=self._locale)).replace("'", "").format(time, self.date(value.date()))

    def size(self, value: int) -> str:
        """Return a number of bytes, rounded, in the largest unit that holds one of it."""
        from babel.units import format_unit

        unit, divisor = next(((unit, divisor) for unit, divisor in SIZES if value >= divisor), SIZES[-1])
        amount = round(value / divisor, 0 if divisor == 1 or value >= 100 * divisor else 1)
        return str(format_unit(amount, f"digital-{unit}", length="long" if unit == "byte" else "short", locale=self._locale))

    def language_name(self, code: str) -> str:
        """Return a language's name."""
        return str(self._locale.languages.get(code, code))

    def country(self, code: str) -> str:
        """Return a country's name."""
        return str(self._locale.territories.get(code, code))

    def country_code(self, name: str) -> str | None:
        """Return the code of the country that is called so in this language, or None."""
        return next((code for code, called in self._locale.territories.items() if called == name and code.isalpha()), None)

    def join(self, items: Sequence[str], *, either: bool = False) -> str:
        """Return items as a list in a sentence: "a, b and c", or "a, b or c" where it is ``either`` of them."""
        from babel.lists import format_list

        return str(format_list(list(items), "or" if either else "standard", locale=self._locale)) if items else ""

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that the product's texts are made of, folded, without what is put in; English ones where nothing is translated."""
        texts = _texts(_table(self._folder, self.language) or _table(self._folder, "en"))
        return frozenset(token.folded for text in texts for token in tokens_of(_PLACEHOLDER.sub(" ", text)))

    @cached_property
    def _locale(self) -> Any:
        from babel import Locale

        return Locale(self.language, EUROPEAN.get(self.language))


@cache
def messages(language: str) -> Messages:
    """Return what answers say in a language."""
    return Messages(language)


@cache
def page_words(language: str) -> Messages:
    """Return what the page says in a language."""
    return Messages(language, "page")


@cache
def _table(folder: str, language: str) -> dict[str, Any]:
    path = files("townhall.locales").joinpath(folder, f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _texts(table: Any) -> Iterator[str]:
    """Yield every text of a table and of those in it."""
    if isinstance(table, dict):
        for value in table.values():
            yield from _texts(value)
    else:
        yield str(table)


def _find(table: dict[str, Any], key: str) -> Any:
    found: Any = table
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return found
