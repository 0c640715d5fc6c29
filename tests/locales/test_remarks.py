"""Messages about the answer before, in words that are kept as data."""

from __future__ import annotations

from babel import Locale

from townhall.locales.remarks import language_names


def test_languages_are_called_as_in_cldr() -> None:
    """Whoever asks for another language calls it as CLDR has it in theirs."""
    assert language_names()
    for asker, names in language_names().items():
        in_cldr = Locale(asker).languages
        assert names == {code: in_cldr[code] for code in names}
