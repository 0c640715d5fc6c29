"""Expected facts in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from townhall.locales.messages import Messages


def fact_in_words(fact: Mapping[str, Any], words: Messages) -> str:
    """Return a fact of a row as somebody reads it: its alternatives, its number with the unit, its day."""
    if "date" in fact:
        return _day(str(fact["date"]), words)
    if "number" in fact:
        units = [str(unit) for unit in fact.get("unit", ())]
        return f"{fact['number']} {units[0]}" if units else str(fact["number"])
    texts = fact.get("text")
    return words.join([f"“{text}”" for text in texts], either=True) if isinstance(texts, list) else str(dict(fact))


def _day(text: str, words: Messages) -> str:
    try:
        return words.iso_date(text)
    except (ValueError, IndexError):
        return text
