"""Sentences of documents that speak to a language model ("ignore your instructions", "reply only with …") and not to people.

They are kept from the model. The test looks for how such sentences are put together, in 24 languages: an order to drop what a model goes by, a
language model that is spoken to, a command to answer in so many words, turns of phrase and marks of chat protocols that are enough by themselves.

It can't recognise an order that is put as a plain statement ("the fee is 5 euros" that isn't true), in a language that isn't among the 24, spelled
out in code, or put into words that nobody has thought of. Those are left to the guard, which holds every statement to what it cites; a falsehood
that a document states as a fact is quoted as what the document says.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from townhall.locales.lexicon import Match, Patterns
from townhall.locales.words import Token, tokens_of

NEAR = 8
"""Words within which an order to drop something must name what is to be dropped."""
BESIDE = 4
"""Words between whom an order is for and that it is one: "AI models: you must"."""
GOES_ON = 2
"""Words between a command to answer and how: "reply with only"."""
OPENING = 3
"""Words at the beginning of a sentence, or of a part of it, among which a command stands."""
_PROTOCOL = re.compile(
    r"<\|[^|>]{1,40}\|>|\[/?INST\]|<</?SYS>>|(?i:</?(?:system|assistant|instructions?|prompt)\b[^>]{0,40}>)"
    r"|(?i:^\W*#{2,}\s*(?:system|instructions?|assistant|response)\b)|^\W*SYSTEM\b[^:\n]{0,30}:"
    r"|\b(?:BEGIN|END) (?:OF )?(?:SYSTEM )?(?:PROMPT|CONTEXT)\b"
    r"|\"(?:text|citations|role)\"\s*:",
    re.MULTILINE,
)
_PART = re.compile(r"[,;:.!?–—\n\"“„»(\[]")


@lru_cache(maxsize=20_000)
def speaks_to_a_model(text: str) -> bool:
    """Whether ``text`` is, or holds, something that is addressed to a language model."""
    visible = "".join(character for character in unicodedata.normalize("NFKC", text) if unicodedata.category(character) != "Cf")
    if _PROTOCOL.search(visible):
        return True
    tokens = tokens_of(visible)
    openings = _openings(visible, tokens)
    return any(_in_language(patterns.find(tokens), openings) for patterns in _patterns().values())


def _in_language(matches: list[Match], openings: frozenset[int]) -> bool:
    """Whether matches of one language's patterns make an order to a model."""
    found: dict[str, list[Match]] = {}
    for match in matches:
        found.setdefault(match.name, []).append(match)
    if "phrase" in found or _near(found.get("cancel", ()), found.get("orders", ()), NEAR):
        return True
    assistants = found.get("assistant", ())
    if assistants and ("cancel" in found or (_near(assistants, found.get("you", ()), BESIDE) and "say" in found)):
        return True
    commands = [match for match in found.get("say", ()) if match.first in openings]
    return any(0 <= other.first - command.last <= GOES_ON for command in commands for other in found.get("only", ()))


def _near(ones: list[Match] | tuple[()], others: list[Match] | tuple[()], words: int) -> bool:
    """Whether one match stands within so many words of another."""
    return any(max(one.first, other.first) - min(one.last, other.last) <= words for one in ones for other in others)


def _openings(text: str, tokens: list[Token]) -> frozenset[int]:
    """Return the positions of the words that begin a sentence or a part of one."""
    return frozenset(_opening_positions(text, tokens))


def _opening_positions(text: str, tokens: list[Token]) -> Iterator[int]:
    since = 0
    for position, token in enumerate(tokens):
        before = text[tokens[position - 1].end if position else 0 : token.start]
        since = 0 if position == 0 or _PART.search(before) else since + 1
        if since < OPENING:
            yield position


@cache
def _patterns() -> Mapping[str, Patterns]:
    table = tomllib.loads(files("townhall.answering.written").joinpath("addressed.toml").read_text(encoding="utf-8"))
    return {language: Patterns(patterns) for language, patterns in table.items()}
