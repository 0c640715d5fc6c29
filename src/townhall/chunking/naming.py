"""Which column of a table, or which label of records, names what a row is of: not the country or the group that it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from townhall.chunking.labels import field_kind, is_blank, is_remark, names_none
from townhall.locales.ranges import range_of
from townhall.locales.structure import words
from townhall.locales.weekdays import is_day
from townhall.locales.words import tokens_of

Columns = Mapping[str, Sequence[str]]
"""The values of each column by its head, in the order of the columns; "" where a row has none. All are as long."""

NAME_WORDS = 12
LONGEST_NAME = 9
"""The same of names that no label calls so, and which stand beside other texts."""
ENOUGH = 0.75
"""Share of a column's cells that must be as names are for it to name what its rows are of."""
AMOUNT = re.compile(r"\d[\d.,\s]*\s?[^\W\d]+\.?")
"""A number with what it counts: "450 euros"."""
IN_BRACKETS = re.compile(r"\([^()]*\)")
ACRONYM = re.compile(r"\([^\W\d_a-z]{2,}[\w-]*\)|\b[A-Z]{2,}\b")
NO_NAME = re.compile(r"[.!?;]$|@|://|\bwww\.")
"""What a sentence or an address holds, and no name."""
GROUPED = 0.7
"""Different values to a row, at the most, of a column that puts rows into groups."""
GROUPS = frozenset({"country", "region"})
"""Kinds of columns that say where a row's thing is."""
OTHER_NAMES = ("other_name", "acronym")
"""Kinds of columns that name a thing where no other column does."""
FEWEST = 2
"""Rows that make a table."""


def is_name(value: str) -> bool:
    """Whether a value could be a name: short, with more letters than digits in it, no day, no amount, no range of numbers ("more than 500").

    Nor is what says that there is none, or where it is: "see Belgium".
    """
    letters, digits = sum(map(str.isalpha, value)), sum(map(str.isdigit, value))
    named = letters > digits and letters > 1 and range_of(value) is None and not any(no.fullmatch(value.strip()) for no in (IN_BRACKETS, AMOUNT))
    return len(value.split()) <= NAME_WORDS and named and not is_day(value) and not names_none(value)


def naming_column(columns: Columns) -> str | None:
    """Return the head of the column that names the rows where it isn't the first that could; None where no other one does.

    That is one that is called a name, else, where the first one gives a country or says the same of several rows, the first whose values
    are names and all different: "Country | Member | Contact person". "Name" beside such a one is that of a person.
    """
    could = [head for head, values in columns.items() if head and any(is_name(value) for value in values)]
    called = [head for head in could if field_kind(head) == "name"]
    apart = _told_apart(columns, could)
    of_person = bool(called and apart) and could.index(apart or "") < could.index(called[0]) and _is_of_person(columns, called[0])
    return called[0] if called and not of_person else apart


def _told_apart(columns: Columns, could: Sequence[str]) -> str | None:
    """Return the first column that tells the rows apart by names, where the one that they begin with doesn't."""
    first = could[0] if could else None
    if first is None or not _is_group(first, columns[first]):
        return None
    known = [head for head in could if head != first and _has_names(columns[head])]
    for kinds in ((None, "name"), *((kind,) for kind in OTHER_NAMES)):
        found = next((head for head in known if field_kind(head) in kinds and not is_remark(head)), None)
        if found and (_repeats(columns[first]) or _are_bodies(columns, found)):
            return found
    return None


def _is_group(head: str, values: Sequence[str]) -> bool:
    """Whether a column says where a row's thing is, or of which group: several rows have the same in it. A course that is held twice is none."""
    given = [value.casefold() for value in values if value]
    return field_kind(head) in GROUPS or len(set(given)) <= GROUPED * len(given)


def _repeats(values: Sequence[str]) -> bool:
    given = [value.casefold() for value in values if value]
    return len(set(given)) < len(given)


def _has_names(values: Sequence[str]) -> bool:
    """Whether a column's values are all different, and nearly all of them names that begin with a capital."""
    given = [value for value in values if not is_blank(value)]
    named = [
        value for value in given if is_name(value) and len(value.split()) <= LONGEST_NAME and not NO_NAME.search(value) and not value[0].islower()
    ]
    return len(values) >= FEWEST and len(named) >= ENOUGH * len(values) and not _repeats(given)


def _are_bodies(columns: Columns, head: str) -> bool:
    """Whether a column beside one of countries names bodies and not persons: contacts have a column of their own, or a name says what it is."""
    contacts = any(field_kind(other) == "contact" for other in columns)
    nouns = words("organisations", "nouns")
    return contacts or any(ACRONYM.search(value) or any(token.folded in nouns for token in tokens_of(value)) for value in columns[head])


def _is_of_person(columns: Columns, head: str) -> bool:
    """Whether a column called a name is that of a person: what comes next is what that one's post is, or how to reach them."""
    heads = list(columns)
    after = heads[heads.index(head) + 1 : heads.index(head) + 2]
    return bool(after) and field_kind(after[0]) in {"role", "email", "phone"}
