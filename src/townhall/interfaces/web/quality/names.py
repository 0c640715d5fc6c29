"""What the evaluation's names are called on the page, in the reader's language."""

from __future__ import annotations

from babel import Locale

from townhall.locales.messages import Messages


def stage_name(words: Messages, stage: str) -> str:
    """Return where an answer went wrong, in words."""
    return known(words, "quality.stage", stage)


def status_name(words: Messages, status: str) -> str:
    """Return what became of a question, in words."""
    return known(words, "quality.status", status)


def language_name(words: Messages, code: str) -> str:
    """Return a language's name in the reader's language; its code where it has none."""
    name = Locale(words.language).languages.get(code)
    return str(name) if name else code


def known(words: Messages, section: str, name: str) -> str:
    """Return the page's word for a name of the evaluation; the name itself where there is none."""
    key = f"{section}.{name.replace(' ', '_')}"
    return words.say(key) if words.has(key) else name
