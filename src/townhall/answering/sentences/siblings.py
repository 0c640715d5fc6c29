"""Records that stand beside the one that is asked about, in other languages than English: what one leaves blank isn't given by another."""

from __future__ import annotations

from itertools import islice

from townhall.answering.context import Context
from townhall.answering.sentences.own_words import is_unread
from townhall.answering.sentences.ranking import Ranking
from townhall.model import Kind

MOST = 500
"""Sections of a document that are looked through."""


def is_of_sibling(context: Context, ranking: Ranking) -> bool:
    """Whether a contact is asked for of a section whose whole heading is named, and the best sentence is of another one under the same headings."""
    passage, sentence = ranking.candidates[0].evidence.hit.passage, ranking.candidates[0].evidence.sentence
    if context.query.kind is not Kind.CONTACT or not passage.headings or not is_unread(context, ranking):
        return False
    *path, own = passage.headings
    language = context.language_of(passage.source)
    lacking = context.said - context.held(passage, sentence.text)
    beside = (section.path for section in islice(context.bundle.outline_of(passage.source), MOST) if section.heading)
    names = (frozenset(context.stems(headings[-1].text, language)) for headings in beside if headings[:-1] == tuple(path) and headings[-1] != own)
    return any(name <= context.said and not name.isdisjoint(lacking) for name in names)
