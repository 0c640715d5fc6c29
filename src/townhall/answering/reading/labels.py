"""The words that say of what each of a sentence's values is: "25 euros for adults and 10 for children", "clubs get 800, youth clubs 1,200"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from townhall.chunking.tables import Place
from townhall.index.lexical import stems_listed, terms_of

ALIKE = 4
"""Letters from which a word may be the beginning of another form of it: "child" of "children"."""
SEPARATOR = re.compile(r"[,;]\s+(?:and\s+|or\s+|but\s+)?|\s+(?:and|or|but|while|whereas)\s+|[.!?]\s+", re.IGNORECASE)
"""What parts the words that belong to one value from those of the next."""
SENTENCE_END = re.compile(r"[.;!?]\s|$")


@dataclass(frozen=True, slots=True)
class Label:
    """The words that say what a value is of: their place, and their stems."""

    place: Place
    stems: frozenset[str]


def labels_of(text: str, spans: Sequence[Place]) -> tuple[list[Label], bool]:
    """Return the words that belong to each value, its unit among them, and whether they stand after it: "25 for adults", but "adults pay 25".

    What stands before the first of values whose words come after them is said of all, and belongs to none.
    """
    cuts = [_cut(text, first[1], second[0]) for first, second in pairwise(spans)]
    last = SENTENCE_END.search(text, spans[-1][1])
    ends = [cut[0] for cut in cuts] + [last.start() if last else len(text)]
    starts = [spans[0][0], *(cut[1] for cut in cuts)]
    after = [_stems(text[span[1] : end]) for span, end in zip(spans, ends, strict=True)]
    own = [_stems(text[slice(*span)]) for span in spans]
    if after[-1] or all(after[:-1]):
        return [Label((span[1], end), unit | stems) for span, end, unit, stems in zip(spans, ends, own, after, strict=True)], True
    starts[0] = max((match.end() for match in SENTENCE_END.finditer(text, 0, spans[0][0]) if match.end() < spans[0][0]), default=0)
    before = [_stems(text[start : span[0]]) for start, span in zip(starts, spans, strict=True)]
    return [Label((start, span[0]), unit | stems) for start, span, unit, stems in zip(starts, spans, own, before, strict=True)], False


def belonging_to(labels: Sequence[Label], asked: frozenset[str], *, after: bool) -> int | None:
    """Return which label the question's words name better than any other: more of it, or nothing beside it; None where none is named.

    A value without words of its own is meant where no other one's are named.
    """
    ranks = [(_held(label.stems, asked), -len(label.stems) + _held(label.stems, asked)) for label in labels]
    best = max(ranks)
    bare = after and [bool(label.stems) for label in labels].count(False) == 1
    return ranks.index(best) if ranks.count(best) == 1 and (best[0] or bare) else None


def _cut(text: str, start: int, end: int) -> Place:
    """Return where what belongs to one value ends, and where what belongs to the next begins."""
    found = list(SEPARATOR.finditer(text, start, end))
    if not found:
        return end, end
    first, last = found[0], found[-1]
    if first.start() == start or first[0].lstrip()[:1] in ",;.":
        return first.start(), first.end()
    return last.start(), last.end()


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for stem in terms_of(text) if stem.isalpha()) - stems_listed("values", "shared")


def _held(stems: frozenset[str], asked: frozenset[str]) -> int:
    return sum(any(is_form(stem, other) for other in asked) for stem in stems)


def is_form(one: str, other: str) -> bool:
    """Whether two stems are of one word, as "child" and "children" are."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > ALIKE and long.startswith(short))


def stands_without(text: str, labels: Sequence[Label], asked: frozenset[str]) -> bool:
    """Whether what is asked about stands in a text, and with none of its values: "the university leads, the port pays 2 million"."""
    return any(stem in asked and not any(stem in label.stems for label in labels) for stem in _stems(text))


def with_its_label(text: str, span: Place, label: Label, *, after: bool) -> Place:
    """Return a value with the words after it where it is a bare number: "10 for children"."""
    bare = re.fullmatch(r"[\d.,\s]+", text[slice(*span)])
    return (span[0], span[0] + len(text[span[0] : label.place[1]].rstrip(" .,;"))) if bare and after else span
