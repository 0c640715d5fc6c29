"""What a question takes over from earlier turns, without what its author wants left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from townhall.locales.lexicon import lexicon
from townhall.locales.words import Token, tokens_of
from townhall.model import Query, Slot, SlotKey
from townhall.query.aliases import LINKS
from townhall.query.kinds import ATTRIBUTE

EMPTY_BRACKETS = re.compile(r"\s*\([\s,]*\)")


def left_out(taken: Sequence[Slot], dropped: Collection[SlotKey]) -> tuple[Slot, ...]:
    """Return the slots of ``taken`` that are dropped, with those that the same words say: "Flanders" is a region and a country."""
    words = {slot.text for slot in taken if slot.key in dropped}
    return tuple(slot for slot in taken if slot.text in words)


def text_without(query: Query, slots: Sequence[Slot]) -> str:
    """Return the text of a question without the words that say ``slots`` and those that only lead to them: "in", "the city of"."""
    tokens = tokens_of(query.text)
    matches = lexicon(query.language).concepts.find(tokens)
    leading = {i for match in matches if match.name == "place_marker" for i in range(match.first, match.last)}
    leading |= {i for i, token in enumerate(tokens) if token.folded in LINKS}
    attributes = {f"{ATTRIBUTE}{slot.value}" for slot in slots if slot.name == "attribute"}
    cut = {i for match in matches if match.name in attributes for i in range(match.first, match.last)}
    for slot in slots:
        cut |= _where([token.folded for token in tokens_of(slot.text)], tokens)
    for i in reversed(range(len(tokens))):
        if i in leading and i + 1 in cut:
            cut.add(i)
    kept, end = "", 0
    for i in sorted(cut):
        if i - 1 not in cut:
            kept += query.text[end : tokens[i].start].rstrip()
        end = tokens[i].end
    return EMPTY_BRACKETS.sub("", kept + query.text[end:]).strip()


def _where(words: Sequence[str], tokens: Sequence[Token]) -> set[int]:
    """Return the positions of ``words`` wherever they stand one after the other."""
    starts = [i for i in range(len(tokens)) if [token.folded for token in tokens[i : i + len(words)]] == list(words)]
    return {i + offset for i in starts for offset in range(len(words))}
