"""Lists of what is in and what is out: "Eligible costs: travel, translation." and "Not eligible: vehicles.", as lines with a label or as items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.belonging import SENTENCE_END
from townhall.answering.reading.labels import is_form
from townhall.answering.sentences.items import is_item, section_of
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of
from townhall.model import BETWEEN_CELLS, Hit, Kind, Span, Status, in_words
from townhall.query.things import things_in
from townhall.query.yes_or_no import wants_yes_or_no

KINDS = frozenset({Kind.OTHER, Kind.LIST, Kind.DEFINITION, Kind.ELIGIBILITY, Kind.OPEN})
"""Kinds of question of which the rest tells whether it is for what is in a list."""
LONGEST_LABEL = 6
"""Words up to which what stands before a colon says of what the list after it is."""
FEWEST = 2
"""Items from which what follows a label is a list."""
ALIKE, APART = 0.38, 0.08
"""Cosine from which an item is of the kind that a thing is asked about ("a van" and "purchase of vehicles"), and how much nearer than of any other.

Chosen on fifteen things against one list of eleven items: the nearest item was the right one from 0.33 on, and without one it was below 0.31.
"""
MOST = 60
"""Items up to which each is held against a thing: each takes a vector."""
SEARCHED = "eligible, covered, included, accepted, what is paid and what is not, not eligible, not covered, excluded"
"""What such lists are headed by, put beside the question to find them."""
GROUPS = ("costs", "things", "parts")
"""The lists of words for what is paid, for what is accepted, and for what something includes."""
BULLETS = " -*\u2022\u2023\u2013"
PARTS = (",", ";")


@dataclass(frozen=True, slots=True)
class _Item:
    """One of the things that a list has."""

    text: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class _List:
    """A list of what is in, or of what is out."""

    label: str
    admits: bool
    items: tuple[_Item, ...]
    above: frozenset[str]
    """Stems of its label and of what it stands under."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All that it says, each part once."""
        return tuple(dict.fromkeys(item.claim for item in self.items))


def answer_admitted(context: Context) -> Draft | None:
    """Answer whether something is in or out, or what is; None where no list tells. Told for English questions alone."""
    query = context.query
    said = frozenset(terms_of(query.search_text))
    asking = stems_listed("admitted", "asked") | stems_listed("admitted", "included", "excluded")
    of_whom = "who" in query.concepts and not wants_yes_or_no(query)  # who may take part, and not what
    asks = not asking.isdisjoint(said) or phrases_in(query.search_text, words("admitted", "denying"))
    if query.language != "en" or query.kind not in KINDS or query.values("organisation") or not asks or of_whom:
        return None
    lists = [one for one in _lists(context) if context.language_of(one.claims[0].quotes[0].span.source) == "en"]
    if not lists:
        return None
    claims = _of_thing(context, lists, asking) if wants_yes_or_no(query) else _of_all(context, lists, asking)
    return Draft(Status.ANSWERED, claims) if claims else None


def _of_thing(context: Context, lists: Sequence[_List], asking: frozenset[str]) -> tuple[Claim, ...]:
    """Return what says whether the thing that is asked about is in or out: the items that name it, else the one of the kind of thing that it is."""
    holding: list[tuple[bool, Claim]] = []
    for one in lists:
        topic = frozenset(context.terms) - asking - one.above
        holding += [(one.admits, item.claim) for item in one.items if topic and _holds(item.text, topic)]
    if holding:
        return tuple(dict.fromkeys(claim for _, claim in holding)) if len({admits for admits, _ in holding}) == 1 else ()
    return _of_its_kind(context, lists, asking)


def _of_its_kind(context: Context, lists: Sequence[_List], asking: frozenset[str]) -> tuple[Claim, ...]:
    """Return the item that is clearly nearest to the one thing that is asked about, "purchase of vehicles" to "a van"; nothing where none is.

    Whose it is doesn't matter: "a van for our wardens". The list must be of what is asked: of what is paid, or of what is accepted.
    """
    said = frozenset(terms_of(context.query.search_text))
    alike = [group for name in GROUPS if not (group := stems_listed("admitted", name)).isdisjoint(said)]
    asked = [thing for thing in things_in(context.query.search_text) if (thing.article or "").casefold() not in words("means", "own")]
    found: list[tuple[float, Claim]] = []
    for one in lists if sum(len(one.items) for one in lists) <= MOST else ():
        things = [thing for thing in asked if not frozenset(terms_of(thing.text)) <= asking | one.above]
        if len(things) == 1 and any(not group.isdisjoint(one.above) for group in alike):
            vector = np.ravel(context.searcher.embed(things[0].text))
            found += [(float(vector @ np.ravel(context.searcher.embed(item.text))), item.claim) for item in one.items]
    found.sort(key=lambda one: -one[0])
    clear = len(found) > 1 and found[0][0] >= ALIKE and found[0][0] - found[1][0] >= APART
    return (found[0][1],) if clear else ()


def _of_all(context: Context, lists: Sequence[_List], asking: frozenset[str]) -> tuple[Claim, ...]:
    """Return the one list of what is in, or of what is out, where a question asks for that and for nothing else."""
    denies = any(token.folded in words("rows", "negating") for token in tokens_of(context.query.search_text))
    denies |= not stems_listed("admitted", "excluded").isdisjoint(context.terms)
    denying = phrases_in(context.query.search_text, words("admitted", "denying"))
    itself = [part for part in SENTENCE_END.split(context.query.search_text) if part.endswith("?")] or [context.query.search_text]
    asked = (
        frozenset(context.terms).intersection(terms_of(" ".join(itself))) - asking - stems_listed("admitted", "all").union(*map(terms_of, denying))
    )
    denies |= bool(denying)
    meant = [one for one in lists if one.admits is not denies and all(any(is_form(stem, other) for other in one.above) for stem in asked)]
    return meant[0].claims if len(meant) == 1 else ()


def _holds(text: str, topic: frozenset[str]) -> bool:
    stems = terms_of(text)
    return all(any(is_form(stem, other) for other in stems) for stem in topic)


def _lists(context: Context) -> Iterator[_List]:
    """Yield the lists of the sections that the best passages are of, each once, and of those that speak of what is in or out."""
    seen: set[tuple[str, int]] = set()
    others = context.searcher.search(f"{context.query.search_text} {SEARCHED}", context.passages, sources=context.sources)
    for hit in (*context.hits, *others):
        sentences = section_of(context, hit)
        key = hit.passage.source, sentences[0].start if sentences else hit.passage.start
        if key not in seen:
            seen.add(key)
            found = list(_in_section(context, hit))
            # "Not eligible:" after "Eligible costs:" is of costs, too.
            above = frozenset().union(*(one.above for one in found))
            yield from (replace(one, above=above) for one in found)


def _in_section(context: Context, hit: Hit) -> Iterator[_List]:
    source, above = hit.passage.source, context.stems_above(hit.passage)
    heading = hit.passage.headings[-1] if hit.passage.headings else None
    label, place = (heading.text, Span(source, heading.start, heading.end)) if heading else ("", None)
    items: list[_Item] = []
    for sentence in section_of(context, hit):
        span = Span(source, sentence.start, sentence.end)
        if is_item(sentence):
            text = in_words(sentence.text).lstrip(BULLETS)
            quotes = tuple(Quote(one) for one in (place, span) if one)
            items.append(_Item(text, Claim(BETWEEN_CELLS.join(filter(None, [label.rstrip(" :"), text])), quotes)))
            continue
        yield from _list(label, items, above)
        before, colon, after = in_words(sentence.text).partition(":")
        label, place, items = "", None, []
        if colon and len(before.split()) <= LONGEST_LABEL:
            label, place = before, span
            parts = [part.strip(" .") for part in _parts(after)]
            if any(parts):
                claim = Claim(in_words(sentence.text), (Quote(span),))
                yield from _list(label, [_Item(part, claim) for part in parts if part], above)
                label, place = "", None
    yield from _list(label, items, above)


def _parts(text: str) -> list[str]:
    """Return the parts of a list in one line."""
    mark = next((mark for mark in reversed(PARTS) if mark in text), None)
    return text.split(mark) if mark else [text]


def _list(label: str, items: Sequence[_Item], above: frozenset[str]) -> Iterator[_List]:
    admits = _admits(label)
    if admits is not None and len(items) >= FEWEST:
        yield _List(label, admits, tuple(items), above | frozenset(terms_of(label)))


def _admits(label: str) -> bool | None:
    """Whether a label says that what it stands before is in; None where it says neither that nor that it is out."""
    tokens = tokens_of(label)
    stems = frozenset(terms_of(label))
    denied = any(token.folded in words("rows", "negating") for token in tokens)
    if not stems_listed("admitted", "excluded").isdisjoint(stems):
        return denied
    if not stems_listed("admitted", "included").isdisjoint(stems):
        return not denied
    return None
